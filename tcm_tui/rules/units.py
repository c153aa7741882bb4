"""Units of 15 minutes and the budgets they come out of: R1, R3, R4, R5.

Pure figures. ``budget`` is the one place that subtracts; nothing else computes what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from tcm_tui.rules.facts import Appointment, Authorization, Policy
from tcm_tui.rules.lines import Row
from tcm_tui.rules.pack import Packs

DAY = 1440
ZONE = "America/Chicago"
CLOCK_CHANGE_MONTHS = (3, 4, 10, 11)
"""Sundays of these months are the only days on which the clocks of the zone have changed since 1967."""


class Budget(NamedTuple):
    """Units of one day, month or year. limit is None where no row applies; available is never negative."""

    limit: int | None
    used: int
    scheduled: int
    external: int
    available: int
    over: int


def units_for(minutes: int, rounding: str, unit: int = 15, least: int = 8) -> int:
    """Units of some minutes. R1

    completed-15: whole units only (29 min are 1). eight-minute: a rest of ``least`` minutes or more is
    one more (8 to 22 min are 1). unit and least come from the packs where a day is known.
    """
    whole, rest = divmod(max(0, minutes), unit)
    return whole + 1 if rounding == "eight-minute" and rest >= least else whole


def measure(packs: Packs, on: date) -> tuple[int, int]:
    """Minutes of a unit, and the least rest that eight-minute rounding counts, on a day. R1"""
    return packs.number("units.minutes", on), packs.number("units.eight_minute_least", on)


@lru_cache(maxsize=64)
def clock_change(day: date) -> tuple[int, int] | None:
    """When the clocks change on a day, and by how much: (120, 60) in spring, (120, -60) in autumn."""
    if day.weekday() != 6 or day.month not in CLOCK_CHANGE_MONTHS:
        return None
    from datetime import UTC
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(ZONE)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    before = midnight.utcoffset() or timedelta()
    real = midnight.astimezone(UTC)
    for minute in range(0, DAY, 30):
        moved = ((real + timedelta(minutes=minute)).astimezone(zone).utcoffset() or before) - before
        if moved:
            return minute, int(moved.total_seconds()) // 60
    return None


def elapsed(day: date, start: int, stop: int) -> int:
    """Minutes that really pass between two clock times of one day (0 to 1440). R1

    A time that the clock skips is the moment of the change; one that it shows twice is the first.
    """
    change = clock_change(day)
    if change is None:
        return stop - start
    at, moved = change

    def real(clock: int) -> int:
        return clock if clock < at else max(at, clock - moved)

    return real(stop) - real(start)


def split_by_date(day: date, start: int, stop: int) -> list[tuple[date, int, int, int]]:
    """A contact's parts by calendar date, each (date, start, stop, minutes). R1

    start and stop are minutes from midnight of ``day``, stop past 1440 is the next day; the parts count
    from midnight of their own date. An empty contact is one part of no minutes.
    """
    parts = []
    while start >= DAY:
        day, start, stop = day + timedelta(days=1), start - DAY, stop - DAY
    while stop > DAY:
        parts.append((day, start, DAY, elapsed(day, start, DAY)))
        day, start, stop = day + timedelta(days=1), 0, stop - DAY
    parts.append((day, start, stop, elapsed(day, start, stop)))
    return parts


def budget(limit: int | None, used: int, scheduled: int = 0, external: int = 0) -> Budget:
    """What is left of a limit: available and over are never negative, and never both. R3, R4"""
    if limit is None:
        return Budget(None, used, scheduled, external, 0, 0)
    left = limit - used - scheduled - external
    return Budget(limit, used, scheduled, external, max(0, left), max(0, -left))


def period_of(per: str, on: date) -> tuple[date, date]:
    """First day of the day, month or (calendar) year that holds ``on``, and the first day after it. R3, R4"""
    if per == "day":
        return on, on + timedelta(days=1)
    if per == "month":
        first = on.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1)
    return date(on.year, 1, 1), date(on.year + 1, 1, 1)


def limit_for(
    row: Row,
    authorizations: Iterable[Authorization],
    on: date,
    period: str,
    used_between: Callable[[date, date], int] | None = None,
) -> int | None:
    """The limit of a row on a day for a period, lifted by an authorization that holds. R3-R5

    A grant per day or month lifts that limit to its units. A total lifts the month's limit to what it
    has left when the month begins: ``used_between(first, end)`` gives the units used on [first, end).
    A grant for another level modifier does not count, and none ever lowers a limit.
    """
    limit: int | None = getattr(row, period)
    if limit is None:
        return None
    for grant in authorizations:
        if not grant.starts_on <= on <= grant.ends_on or grant.level_modifier not in (
            None,
            row.level_modifier,
        ):
            continue
        if grant.period == period:
            limit = max(limit, grant.units)
        elif grant.period == "total" and period == "month":
            first = on.replace(day=1)
            spent = used_between(grant.starts_on, first) if used_between and grant.starts_on < first else 0
            limit = max(limit, grant.units - spent)
    return limit


def held_units(visit: Appointment, policy: Policy, packs: Packs) -> int:
    """Units an appointment holds while it is scheduled. R4

    Its own figure, else by its start and stop, else 1; a provider's appointment holds none unless it
    says so, since the time spent there is the provider's.
    """
    if visit.status != "scheduled":
        return 0
    if visit.units is not None:
        return visit.units
    if visit.kind == "provider":
        return 0
    if visit.start is None or visit.stop is None:
        return 1
    unit, least = measure(packs, visit.date)
    parts = split_by_date(visit.date, visit.start, visit.stop)
    return sum(units_for(minutes, policy.unit_rounding, unit, least) for *_, minutes in parts)
