"""Planned visits of an import for which no units are left. R3-R5"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import budgets, lookup
from tcm_tui.records.queries.lookup import WAITING

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import Budget
    from tcm_tui.records.csvfiles.report import Planned


def refuse_over_limit(desk: Desk, visits: Iterable[Planned], on: date) -> dict[str, str]:
    """Appointment id and sentence of each visit that goes beyond a limit, as known on ``on``.

    desk reads inside the transaction that added the visits. Of several visits of a member the earlier ones
    take their units first. None is refused where the agency's choice is only to warn.
    """
    if desk.policy.over_limit_plans == "warn":
        return {}
    by_month: dict[tuple[str, date], list[Planned]] = {}
    for visit in visits:
        first, _ = budgets.month_of(_day(visit))
        by_month.setdefault((visit.member_id, first), []).append(visit)
    refused: dict[str, str] = {}
    for (member, first), same in by_month.items():
        waiting = _waiting(desk, member, first)
        holding = [visit for visit in sorted(same, key=_moment) if visit.appointment_id in waiting]
        freed = {visit.appointment_id: _freed(desk, visit) for visit in holding}
        for visit in holding:
            own = freed.pop(visit.appointment_id)
            sentence = _beyond(desk, visit, on, [each for other in freed.values() for each in other])
            if sentence:
                refused[visit.appointment_id] = sentence
                freed[visit.appointment_id] = own
    return refused


def _waiting(desk: Desk, member: str, first: date) -> set[str]:
    """The visits of a month that hold units: no service, of whatever day, names them."""
    _, last = budgets.month_of(first)
    params = {"member": member, "first": first.isoformat(), "last": last.isoformat()}
    return {row[0] for row in desk.store.rows(WAITING, params)}


def _moment(visit: Planned) -> tuple[str, int, str]:
    start = visit.after.get("start_min")
    return str(visit.after["date"]), start if isinstance(start, int) else -1, visit.appointment_id


def _day(visit: Planned) -> date:
    return date.fromisoformat(str(visit.after["date"]))


def _freed(desk: Desk, visit: Planned) -> list[tuple[date, int]]:
    """What the records count as held, by day, and nobody holds unless the visit is accepted.

    A visit that was planned before holds what it held; that counts less than nothing here.
    """
    found = [(_day(visit), _units(desk, visit.after))]
    if visit.before is not None and visit.before["status"] == "scheduled":
        old = date.fromisoformat(str(visit.before["date"]))
        if budgets.month_of(old) == budgets.month_of(_day(visit)):
            found.append((old, -_units(desk, visit.after | visit.before)))
    return found


def _beyond(desk: Desk, visit: Planned, on: date, freed: list[tuple[date, int]]) -> str | None:
    """Why the visit cannot stay, or None. freed: see ``_freed``, of the visits that are not accepted."""
    units = _units(desk, visit.after)
    if not units:
        return None
    day = _day(visit)
    who = lookup.member(desk, visit.member_id, day)
    cm = visit.after.get("cm_id")
    _, modifier, contract = lookup.service_line(desk, who, lookup.Asked(cm=str(cm) if cm else None))
    for per, each in lookup.on_day(desk, who, modifier, contract, day, on).budgets.items():
        others = each.scheduled - units - sum(n for when, n in freed if per != "day" or when == day)
        left = (each.limit or 0) - each.used - each.external - others
        if units > left:
            return _sentence(per, each, units, max(0, left), others, day)
    return None


def _units(desk: Desk, row: Mapping[str, object]) -> int:
    """What a scheduled visit with these columns holds."""
    start, stop, units = (row.get(name) for name in ("start_min", "stop_min", "units"))
    return budgets.hold(
        desk,
        str(row["date"]),
        start if isinstance(start, int) else None,
        stop if isinstance(stop, int) else None,
        str(row["kind"]),
        units if isinstance(units, int) else None,
    )


def _sentence(per: str, budget: Budget, units: int, left: int, others: int, day: date) -> str:
    parts = f"{budget.limit} - {budget.used} used - {others} planned"
    if budget.external:
        parts += f" - {budget.external} elsewhere"
    when = {"day": f"on {day}", "month": f"in {day:%B %Y}", "year": f"in {day:%Y}"}[per]
    verb = "is" if left == 1 else "are"
    return (
        f"this planned visit takes {units} and {left} {verb} left {when} ({parts}); "
        "shorten it, plan it for another time, or take it out"
    )
