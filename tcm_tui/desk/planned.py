"""Planned visits of an import for which no units are left. R3-R5"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import budgets, lookup
from tcm_tui.records.queries import lookup as sql
from tcm_tui.rules import lines
from tcm_tui.rules.facts import Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import Budget
    from tcm_tui.records.csvfiles.report import Planned


def refuse_over_limit(desk: Desk, visits: Iterable[Planned], on: date) -> dict[str, str]:
    """Appointment id and sentence of each visit that goes beyond a limit, as known on ``on``.

    desk reads inside the transaction that added the visits. Of several visits of a member the last ones go,
    as many as it takes. None is refused where the agency's choice is only to warn.
    """
    if desk.policy.over_limit_plans == "warn":
        return {}
    by_month: dict[tuple[str, date], list[Planned]] = {}
    for visit in visits:
        first, _ = budgets.month_of(date.fromisoformat(str(visit.after["date"])))
        by_month.setdefault((visit.member_id, first), []).append(visit)
    refused: dict[str, str] = {}
    for (member, first), same in by_month.items():
        waiting = _waiting(desk, member, first)
        gone: list[tuple[date, int]] = []
        for visit in sorted(same, key=_moment, reverse=True):
            sentence = _beyond(desk, visit, on, gone) if visit.appointment_id in waiting else None
            if sentence:
                refused[visit.appointment_id] = sentence
    return refused


def _waiting(desk: Desk, member: str, first: date) -> set[str]:
    """The visits of a month that hold units: no service, of whatever day, names them."""
    _, last = budgets.month_of(first)
    params = {"member": member, "first": first.isoformat(), "last": last.isoformat(), "on": date.max.isoformat()}
    return {row[5] for row in desk.store.rows(sql.HELD, params)}


def _moment(visit: Planned) -> tuple[str, int, str]:
    start = visit.after.get("start_min")
    return str(visit.after["date"]), start if isinstance(start, int) else -1, visit.appointment_id


def _beyond(desk: Desk, visit: Planned, on: date, gone: list[tuple[date, int]]) -> str | None:
    """Why the visit cannot stay, or None. gone: (date, units) of those refused before, which hold no longer."""
    day = date.fromisoformat(str(visit.after["date"]))
    held = _units(desk, visit)
    if not held:
        return None
    who = lookup.member(desk, visit.member_id, day)
    worker = who.worker
    if visit.after.get("cm_id"):
        row = desk.store.row(sql.WORKER, {"cm": visit.after["cm_id"]})
        worker = Worker(*row) if row else None
    modifier, contract = lines.service_line(None, None, worker)
    found = lookup.on_day(desk, who, modifier, contract, day, on)
    for per, each in found.budgets.items():
        freed = sum(units for when, units in gone if per != "day" or when == day)
        over = each.over - freed
        if over > 0:
            gone.append((day, held))
            return _sentence(per, each, held, freed, day)
    return None


def _units(desk: Desk, visit: Planned) -> int:
    after = visit.after
    start, stop, units = (after.get(name) for name in ("start_min", "stop_min", "units"))
    return budgets.hold(
        desk,
        str(after["date"]),
        start if isinstance(start, int) else None,
        stop if isinstance(stop, int) else None,
        str(after["kind"]),
        units if isinstance(units, int) else None,
    )


def _sentence(per: str, budget: Budget, held: int, freed: int, day: date) -> str:
    limit = budget.limit or 0
    others = budget.scheduled - freed - held
    left = max(0, limit - budget.used - budget.external - others)
    parts = f"{limit} - {budget.used} used - {others} planned"
    if budget.external:
        parts += f" - {budget.external} elsewhere"
    when = {"day": str(day), "month": f"{day:%B %Y}", "year": f"{day:%Y}"}[per]
    return (
        f"this planned visit takes {held} of the {left} left in {when} ({parts}); "
        "shorten it, plan it for another time, or take it out"
    )
