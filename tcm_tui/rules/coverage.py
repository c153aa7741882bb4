"""Round-the-clock access to intensive and wraparound case management: the hours nobody is on call. R14

Times are those of the local clock. Between two of them lies what really passes: the day in March has
23 hours and the day in November 25. A time that the clock shows twice means its first showing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from tcm_tui.rules.facts import OnCall
from tcm_tui.rules.units import DAY, split_by_date


class Hole(NamedTuple):
    """A stretch [start, end) of the local clock without anyone on call; minutes really pass in it."""

    start: datetime
    end: datetime
    minutes: int


def elapsed_minutes(start: datetime, end: datetime) -> int:
    """Minutes that really pass between two times of the local clock."""
    first, days = start.date(), (end.date() - start.date()).days
    parts = split_by_date(first, _clock(start), days * DAY + _clock(end))
    return sum(minutes for _, _, _, minutes in parts)


def _clock(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def holes(on_call: Iterable[OnCall], program: str, start: datetime, end: datetime) -> list[Hole]:
    """The stretches of [start, end) that no duty of a program covers, in order.

    Duties may overlap, cross midnight and abut; one that ends before it begins covers nothing.
    """
    duties = sorted(
        (duty.starts_at, duty.ends_at)
        for duty in on_call
        if duty.program == program and duty.starts_at < min(duty.ends_at, end) and duty.ends_at > start
    )
    found = []
    covered_to = start
    for begins, ends in duties:
        if begins > covered_to:
            found.append((covered_to, begins))
        covered_to = max(covered_to, ends)
    if covered_to < end:
        found.append((covered_to, end))
    timed = (Hole(a, b, elapsed_minutes(a, b)) for a, b in found)
    return [hole for hole in timed if hole.minutes > 0]


class Double(NamedTuple):
    """A stretch [start, end) with several on call at once; who: their worker ids, sorted."""

    start: datetime
    end: datetime
    minutes: int
    who: tuple[str, ...]


def doubled(on_call: Iterable[OnCall], program: str, start: datetime, end: datetime) -> list[Double]:
    """The stretches of [start, end) that several workers cover at once, in order; no rule forbids it."""
    duties = [d for d in on_call if d.program == program and d.starts_at < d.ends_at]
    duties = [d for d in duties if d.starts_at < end and d.ends_at > start]
    edges = sorted({max(start, d.starts_at) for d in duties} | {min(end, d.ends_at) for d in duties})
    found: list[Double] = []
    for a, b in pairwise(edges):
        who = tuple(sorted({d.cm_id for d in duties if d.starts_at <= a and d.ends_at >= b}))
        if len(who) < 2:
            continue
        if found and found[-1].end == a and found[-1].who == who:
            a = found.pop().start
        found.append(Double(a, b, elapsed_minutes(a, b), who))
    return [each for each in found if each.minutes > 0]


def days_ahead(on: date, days: int = 7) -> tuple[datetime, datetime]:
    """The stretch a roster is asked for: from midnight of a day, some days long."""
    start = datetime.combine(on, time())
    return start, start + timedelta(days=days)


def by_day(found: Iterable[Hole]) -> list[tuple[date, Hole]]:
    """Holes cut at midnight, each with its day: what a list of deadlines shows."""
    cut = []
    for hole in found:
        start = hole.start
        while start < hole.end:
            midnight = datetime.combine(start.date() + timedelta(days=1), time())
            end = min(hole.end, midnight)
            minutes = elapsed_minutes(start, end)
            if minutes > 0:
                cut.append((start.date(), Hole(start, end, minutes)))
            start = end
    return cut


def uncovered_hours(found: Iterable[Hole]) -> float:
    """Hours without anyone on call."""
    return round(sum(hole.minutes for hole in found) / 60, 2)
