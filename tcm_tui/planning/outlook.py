"""The arithmetic of the year ahead: when a rate crosses a limit, where intake leads, how many must be hired.

Whole numbers and fractions throughout, so that what exactly meets a limit is not over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Rate(NamedTuple):
    """Units delivered over some months; the rate is their mean a month."""

    units: int
    months: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.units, self.months)


class Stretch(NamedTuple):
    """Days of one month, first to last, under one limit of units. limit None: none applies.

    runs: whether the rate goes on; on days on which nothing can be billed it rests.
    """

    first: int
    last: int
    limit: int | None
    runs: bool = True


class Crossing(NamedTuple):
    """The first day of the month on which more is asked than the limit has, and by how much at the worst."""

    day: int
    over: Fraction


Booked = Sequence[tuple[int, int]]
"""Units held by visits still planned, as (day of the month, units), by day."""


def crossing(rate: Rate, days: int, taken: int, stretches: Sequence[Stretch], booked: Booked = ()) -> Crossing | None:
    """When a month's units run out; None where they suffice. R4

    days: of the month; each carries an equal share of the rate. taken: units gone before the first stretch.
    What is asked by a day is what is taken and the larger of the rate's share and what is booked until then.
    To use up a limit exactly is not to run out.
    """
    whole = rate.months * days  # in these shares of a unit the rate's days are whole numbers
    ran = 0
    held = sum(units for day, units in booked if day < stretches[0].first)
    found: int | None = None
    worst = 0
    for stretch in stretches:
        before = ran
        ran += stretch.last - stretch.first + 1 if stretch.runs else 0
        visits = [visit for visit in booked if stretch.first <= visit[0] <= stretch.last]
        if stretch.limit is not None:
            left = stretch.limit - taken
            if found is None:
                found = _first_day(rate.units, whole, left, before, ran, held, visits, stretch.first)
            asked = max(rate.units * ran, (held + sum(units for _, units in visits)) * whole)
            worst = max(worst, asked - left * whole)
        held += sum(units for _, units in visits)
    return None if found is None else Crossing(found, Fraction(worst, whole))


def _first_day(
    units: int, whole: int, left: int, before: int, ran: int, held: int, visits: Booked, first: int
) -> int | None:
    if left < held:
        return first
    days = []
    if units and (day := left * whole // units + 1) <= ran:
        days.append(first + max(0, day - before - 1))
    for day, booked in visits:
        held += booked
        if held > left:
            days.append(day)
            break
    return min(days, default=None)


def asked(rate: Rate, days: int, stretches: Sequence[Stretch], booked: Booked = ()) -> Fraction:
    """Units that the rate, or what is booked, asks of a month's stretches."""
    ran = sum(stretch.last - stretch.first + 1 for stretch in stretches if stretch.runs)
    return max(rate.mean * Fraction(ran, days), Fraction(sum(units for _, units in booked)))


def projected(now: int, opened: int, closed: int, months: int, ahead: Fraction) -> int:
    """A count when intake and closing go on as over so many past months, ``ahead`` months on; never below none."""
    count = now + Fraction(opened - closed, months) * ahead
    return max(0, (2 * count + 1) // 2)


def hires(count: int, high: int, workers: int) -> int:
    """Workers to hire so that nobody need hold more than the range's upper edge. R9-R11"""
    return max(0, -(-count // high) - workers)


def reach(minutes: int, per_contact: int) -> int:
    """Contacts for which so many minutes suffice."""
    return minutes // per_contact if per_contact else 0
