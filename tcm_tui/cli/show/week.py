"""The week as JSON and as text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.lists import due_text
from tcm_tui.cli.show.member import visit_json
from tcm_tui.cli.show.words import clock, day, figure, some, status, why
from tcm_tui.desk.views import WeekView


def to_json(view: WeekView) -> dict[str, Any]:
    """``tcm week --json``: booked visits; what is due stands under ``due``."""
    return {
        "cm": view.cm,
        "name": view.name,
        "on": view.on,
        "week": view.monday,
        "visits": [
            visit_json(visit) | {"state": "booked", "serves": ["contact"] if visit.kind == "community-contact" else []}
            for visit in view.visits
            if visit.status not in ("cancelled", "rescheduled")
        ],
        "unmet": [],
        "optimal": None,
        "seconds": None,
        "caseload": view.caseload._asdict() | {"reasons": reasons(view.caseload.reasons)},
        "hours": view.hours._asdict() | {"reasons": reasons(view.hours.reasons)},
        "at_risk_units": view.at_risk_units,
        "due": [item._asdict() | {"reasons": reasons(item.reasons)} for item in view.due],
        "closed": [{"date": on, "name": name} for on, name in view.closed],
        "reasons": reasons(view.caseload.reasons + view.hours.reasons),
    }


def to_text(view: WeekView, with_why: bool) -> list[str]:
    """Who, the five days with their visits, then what is due."""
    last = view.monday + timedelta(days=6)
    load = view.caseload
    span = f" of {load.low}-{load.high}" if load.high is not None else ""
    lines = [
        f"{clean(view.name)} ({view.cm}) · week of {day(view.monday)} to {day(last)}, seen on {day(view.on)}",
        f"Caseload {load.counted} {load.unit}{span}: {status(load.status)}"
        f" · billable hours {view.hours.worked:,.1f} of {figure(view.hours.expected, 1)} expected"
        f" · at risk {some(view.at_risk_units, 'unit')}",
        "",
    ]
    names = dict(view.closed)
    rows = [
        (
            day(visit.date),
            f"{clock(visit.start)}-{clock(visit.stop)}",
            visit.member_name,
            visit.member,
            visit.kind,
            status(visit.status),
            some(visit.units, "unit") if visit.status == "scheduled" else "–",
            visit.appointment,
        )
        for visit in view.visits
    ]
    lines += (
        table(("day", "time", "member", "", "kind", "status", "holds", "id"), rows) if rows else ["No visits booked."]
    )
    lines += [f"Closed: {day(on)} {clean(name)}" for on, name in names.items()]
    if view.due:
        lines += ["", "Due"]
        lines += ["  " + line for line in due_text(view.on, view.due, 31, False)[2:]]
    if with_why:
        lines += why(load.reasons + view.hours.reasons + tuple(r for item in view.due for r in item.reasons))
    return lines
