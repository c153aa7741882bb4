"""Sensible first values: whose member it is, the next free half hour, the visit a note is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk import presence
from tcm_tui.desk.forms.dates import read_day
from tcm_tui.desk.forms.shapes import FieldError
from tcm_tui.desk.forms.times import read_time
from tcm_tui.records.queries import lookup as sql
from tcm_tui.records.queries import visits
from tcm_tui.rules.saying import clock

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

HALF = 30


def day(desk: Desk, text: str | None, on: date) -> date:
    """The day a text means, else the first business day from ``on``."""
    if text:
        try:
            return read_day(text, on)
        except FieldError:
            return on
    found = on
    for _ in range(14):
        if desk.calendar.is_business_day(found):
            return found
        found += timedelta(days=1)
    return on


def responsible(desk: Desk, member: str | None, on: date) -> str | None:
    """The worker responsible for a member (by id) on a day."""
    if not member:
        return None
    row = desk.store.row(sql.MEMBER, {"member": member, "on": on.isoformat()})
    return row[6] if row else None


def free(desk: Desk, cm: str | None, on: date, fixed: bool, length: int = 60) -> tuple[date, int]:
    """The next half hour from which ``length`` minutes of a worker's day are free: (day, minutes from midnight).

    fixed: only on that day; where nothing is free there, the start of the usual day.
    """
    found = on
    for _ in range(1 if fixed else 31):
        if fixed or desk.calendar.is_business_day(found):
            taken = _taken(desk, cm, found)
            for first, last in presence.working(desk, cm, found):
                for start in range(-(-first // HALF) * HALF, last - length + 1, HALF):
                    if all(start + length <= a or start >= b for a, b in taken):
                        return found, start
        found += timedelta(days=1)
    return on, desk.planning.day_start


def length(desk: Desk, member: str | None, day: date, on: date) -> int:
    """Minutes of a visit: a full one as the settings have it, or as much as the limits leave (a unit at least)."""
    from tcm_tui.desk import budgets, lookup
    from tcm_tui.rules.units import measure

    unit, _ = measure(desk.packs, day)
    full = desk.planning.visit_units_full
    if member and desk.store.row(sql.MEMBER, {"member": member, "on": day.isoformat()}) is not None:
        who = lookup.member(desk, member, day)
        _, modifier, contract = lookup.service_line(desk, who, lookup.PLAIN)
        left = budgets.least(lookup.on_day(desk, who, modifier, contract, day, on).budgets.values())
        full = min(full, left) or full
    return full * unit


def _taken(desk: Desk, cm: str | None, on: date) -> list[tuple[int, int]]:
    if not cm:
        return []
    span = {"cm": cm, "date": on.isoformat(), "start": 0, "stop": 1440, "except": ""}
    rows = [*desk.store.rows(visits.PLANNED_OF_CM, span), *desk.store.rows(visits.DELIVERED_OF_CM, span)]
    return [(start, start + 15 if stop is None else stop) for _, _, start, stop in rows]


def later(text: str, minutes: int) -> str:
    """A clock time some minutes later; "" past midnight or where the text is no time."""
    try:
        found = read_time(text) + minutes
    except FieldError:
        return ""
    return clock(found) if found < 1440 else ""
