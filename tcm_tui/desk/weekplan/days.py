"""A worker's days: when there is time for visits, and what already stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload
from tcm_tui.desk.weekplan.facts import DAY, Held, WeekFacts
from tcm_tui.desk.weekplan.terms import Spans, Terms
from tcm_tui.rules.weekhours import hours_on

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

OFFICE = "A0"
"""The base in the problem: the worker's desk, in the worker's area."""


class Standing(NamedTuple):
    """Something that has its place in a day. area None: no place, or none known; over: it has been."""

    start: int
    stop: int
    area: str | None
    label: str
    over: bool = False


class Diary:
    """What a worker's days hold, from the records: working hours, leave, closures, appointments."""

    def __init__(self, desk: Desk, facts: WeekFacts, terms: Terms, now: int | None = None) -> None:
        self.desk, self.facts, self.terms, self.now = desk, facts, terms, now

    def why_away(self, day: date) -> str | None:
        """Why the worker isn't there on a day at all: not employed, or on leave."""
        if not caseload.employed(self.facts.who.who, day):
            return "the worker is not with the agency"
        for starts_on, ends_on, reason in self.facts.leave:
            if starts_on <= day <= ends_on:
                return f"on leave ({reason})" if reason else "on leave"
        return None

    def why_off(self, day: date) -> str | None:
        """Why the worker doesn't work on a day, in words; None on a working day."""
        away = self.why_away(day)
        if away:
            return away
        closed = self.desk.calendar.closed_name(day)
        if closed:
            return f"closed: {closed}"
        if not self._hours(day):
            return "no working hours"
        return None

    def _hours(self, day: date) -> Spans:
        own = hours_on(self.facts.working, day)
        if own is not None:  # whoever has hours works in them, on weekends too
            return own
        return self.terms.day if day.weekday() < 5 else ()

    def windows(self, day: date) -> Spans:
        """When the worker works on a day; none when off. Of today only what is still ahead, where that is known."""
        if self.why_off(day):
            return ()
        hours = self._hours(day)
        if day == self.facts.on and self.now is not None:
            now = -(-self.now // 15) * 15
            hours = tuple((max(start, now), stop) for start, stop in hours if stop > now)
        return hours

    def standing(self, day: date) -> list[Standing]:
        """Fixed appointments of a day that are no visits, and what was done on it already."""
        found = [Standing(f.start, f.stop, f.area, f.label) for f in self.facts.fixed if f.date == day]
        if day == self.facts.on:
            cm = self.facts.who.who.cm_id
            found += [Standing(start, stop, None, "done", True) for _, by, start, stop in self.facts.done if by == cm]
            found += [
                Standing(v.start, v.end, None, "kept", True)
                for v in self.facts.own
                if v.date == day and v.status == "kept" and v.start is not None and v.end is not None
            ]
        return found

    def days(self) -> list[date]:
        """The days of the week that can still be planned."""
        count = (self.facts.last - self.facts.first).days + 1
        days = [self.facts.first + n * DAY for n in range(count)]
        return [day for day in days if self.windows(day)]

    def free_until(self, deadline: date, booked: Iterable[Held]) -> int:
        """Minutes free after this week up to a day: working time less what stands, is booked, or is kept for crises."""
        taken: dict[date, list[tuple[int, int]]] = {}
        for visit in booked:
            if visit.start is not None and visit.end is not None and visit.status == "scheduled":
                taken.setdefault(visit.date, []).append((visit.start, visit.end))
        total, day = 0, self.facts.last + DAY
        while day <= deadline:
            spans = [(s.start, s.stop) for s in self.standing(day)] + taken.get(day, [])
            total += max(0, length(less(self.windows(day), spans)) - self.terms.buffer)
            day += DAY
        return total


def less(spans: Spans, taken: Iterable[tuple[int, int]]) -> Spans:
    """Spans without what is taken out of them."""
    left = list(spans)
    for start, stop in taken:
        if start < stop:
            left = [part for a, b in left for part in ((a, min(b, start)), (max(a, stop), b)) if part[0] < part[1]]
    return tuple(left)


def length(spans: Iterable[tuple[int, int]]) -> int:
    return sum(stop - start for start, stop in spans)
