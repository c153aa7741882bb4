"""How a paper says days, times and names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from tcm_tui.desk.part2 import NOTICE
from tcm_tui.desk.views import ClockItem, Visit, WeekView
from tcm_tui.rules import saying
from tcm_tui.rules.saying import near_day, short_day

OFF = ("cancelled", "rescheduled")
"""What takes no place in the week any more."""


KEEP = "This page names members: keep it as a record is kept, and shred it when it is no longer needed."
"""What stands below every page that names members."""


def foot(notice: bool) -> str:
    """What stands below a page to print; notice: it names a member under 42 CFR Part 2."""
    return f"{KEEP}<br>{NOTICE}" if notice else KEEP


def clean(text: str) -> str:
    """The text on one line, without what a program that shows it would obey or hide."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)


def fit(text: str, cells: int) -> str:
    """The text in exactly so many columns of a fixed-width page."""

    def width(said: str) -> int:
        return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in said)

    while width(text) > cells:
        text = text[:-2] + "…"
    return text + " " * (cells - width(text))


def clock(minutes: int | None) -> str:
    """``09:30``, ``00:15+1`` on the next day; ``--:--`` where no time is set."""
    return "--:--" if minutes is None else saying.clock_over(minutes)


def units(number: int) -> str:
    return saying.some(number, "unit")


def kind(visit: Visit) -> str:
    return clean(visit.kind.replace("-", " "))


def title(view: WeekView) -> str:
    """``Week of Mon 16 Nov to Sun 22 Nov 2026``"""
    last = view.monday + timedelta(days=6)
    return f"Week of {near_day(view.monday)} to {near_day(last)} {last.year}"


def standing(view: WeekView) -> str:
    """Caseload, hours and units at risk in one line."""
    load, hours = view.caseload, view.hours
    span = f" of {load.low}-{load.high}" if load.high is not None else ""
    said = f"Caseload {load.counted} {load.unit}{span}"
    if hours.expected is not None:
        said += f" · hours {hours.worked:,.0f} of {hours.expected:,.0f} to date"
        said += f" ({hours.since_hire_expected or 0:,.0f} since the hire)" if hours.hired_on else ""
    return f"{said} · at risk {units(view.at_risk_units)}"


def days(view: WeekView) -> list[tuple[date, str | None, list[Visit]]]:
    """Each day with the name it is closed for and its visits in time order; a weekend with neither is left out."""
    closed = dict(view.closed)
    found = []
    for at in range(7):
        on = view.monday + timedelta(days=at)
        visits = [visit for visit in view.visits if visit.date == on and visit.status not in OFF]
        if at < 5 or visits:
            found.append((on, closed.get(on), sorted(visits, key=lambda v: (v.start is None, v.start or 0))))
    return found


def due(view: WeekView) -> Sequence[ClockItem]:
    """What is late or falls due by the end of the week, soonest first."""
    last = view.monday + timedelta(days=6)
    here = [item for item in view.due if (item.plan_by or item.due_on) <= last]
    return sorted(here, key=lambda item: (item.plan_by or item.due_on, item.kind, item.member_name or ""))


def due_parts(item: ClockItem, on: date) -> tuple[str, str, str]:
    """By when, what, who: ``by Fri 20 Nov``, ``outreach``, ``Ana Pecan``; what is late or open since says so."""
    due = item.plan_by or item.due_on
    when = near_day(due) if due.year == on.year else short_day(due)
    said = "late" if late(item) else "open" if due < on else "by"
    name = {"documentation": "note", "coverage": "on-call"}.get(item.kind, item.kind)
    more = (item.what or "").replace("-", " ")
    what = f"{name}: {more}" if more and more not in (name, item.kind) else name
    whom = item.member_name or item.cm_name or item.member or item.cm or ""
    return f"{said} {when}", clean(what), clean(whom)


def late(item: ClockItem) -> bool:
    return item.status in ("overdue", "missed")
