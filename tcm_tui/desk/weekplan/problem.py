"""The planning problem of a worker's week, built from the records.

Two problems, in truth: one in which every booked visit stands where it is, and one in which they may move. The first
is what is planned; the second tells whether something due could be done that isn't, if visits were moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.weekplan import booked as bookings
from tcm_tui.desk.weekplan import facts as loading
from tcm_tui.desk.weekplan.booked import MOVABLE
from tcm_tui.desk.weekplan.days import OFFICE, Diary, length, less
from tcm_tui.desk.weekplan.dues import CALL, OFFICE_VISIT, Due, Owed, owed
from tcm_tui.desk.weekplan.facts import Held, WeekFacts
from tcm_tui.desk.weekplan.pace import Pace
from tcm_tui.desk.weekplan.people import People
from tcm_tui.desk.weekplan.places import Places
from tcm_tui.desk.weekplan.terms import Terms, terms
from tcm_tui.planning.week.problem import Day, Fixed, Future, Member, Obligation, Problem, Published

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

LATE = 10_000
"""A minute after every day's end."""


class Freed(NamedTuple):
    """A week in which visits may move: what is planned then, and what its obligations are."""

    visits: tuple[Held, ...]
    problem: Problem
    dues: dict[str, Due]


def problem(desk: Desk, cm: str, on: date, monday: date, now: int | None = None) -> WeekProblem:
    """The week that begins on ``monday``, as the records stand. Reads only, one snapshot.

    now: minutes from midnight of ``on``, where only the rest of that day can be planned. Raises NotOne.
    """
    with desk.reading():
        return WeekProblem(desk, loading.load(desk, cm, on, monday), now)


class WeekProblem:
    """One worker's week as a problem. days: those on which people can be seen.

    standing: the problem with every booked visit where it is; dues: what its obligations are, by id; served: what
    booked visits serve. crowded: days whose booked visits leave too little time between them; they stand all the
    same, without the way between them.
    """

    def __init__(self, desk: Desk, facts: WeekFacts, now: int | None) -> None:
        self.desk, self.facts = desk, facts
        self.terms: Terms = terms(desk)
        self.diary = Diary(desk, facts, self.terms, now)
        self.people = People(desk, facts)
        self.places = Places(facts, self.terms)
        self.days = self.diary.days()
        self.pace = Pace(desk, facts)
        self.bookings = bookings.sort(facts, self.diary, self.people)
        gone = {visit.id for visit, _ in self.bookings.broken}
        self._counted = [v for found in facts.theirs.values() for v in found if v.id not in gone]
        owes = self._owed(self._counted)
        self.served = owes.served
        self.dues = {due.id: due for due in owes.dues}
        self.standing, self.crowded = self._problem(owes, self.bookings.standing, [])
        self.movable = [v for v in self.bookings.movable if v.date not in self.crowded]

    def freeing(self, visits: Sequence[Held]) -> Freed:
        """The problem in which some of the movable visits may move, as the published plan. Reads the records."""
        ids = {v.id for v in visits}
        owes = self._owed([v for v in self._counted if v.id not in ids])
        rest = [v for v in self.bookings.standing if v.id not in ids]
        made, _ = self._problem(owes, rest, list(visits))
        return Freed(tuple(visits), made, {due.id: due for due in owes.dues})

    @cached_property
    def free(self) -> Freed:
        """The problem in which all may move that can."""
        return self.freeing(self.movable)

    def _owed(self, counted: list[Held]) -> Owed:
        return owed(self.desk, self.facts, self.people, self.days, counted)

    def _problem(self, owes: Owed, standing: list[Held], movable: list[Held]) -> tuple[Problem, list[date]]:
        """The problem with visits that stand and visits that may move, and the crowded days."""
        back = [visit for visit, _ in self.bookings.broken] + movable
        who = sorted({due.member for due in owes.dues} | {v.member for v in movable})
        own = standing + movable
        members = tuple(self._member(key, own, [v for v in back if v.member == key]) for key in who)
        frame = Problem(
            days=(),
            base=OFFICE,
            travel=self.places.travel(),
            hop=self.terms.hop,
            members=members,
            obligations=tuple(_obligation(due) for due in owes.dues),
            future=self._future(owes.dues),
            pace_units=self.pace.wanted(standing),
            prior=tuple(
                Published(v.member, v.date.isoformat(), MOVABLE[v.kind], v.start, v.units or None) for v in movable
            ),
        )
        days, crowded = [], []
        for day in self.days:
            made, full = self._day(frame, day, standing)
            days.append(made)
            if full:
                crowded.append(day)
        return frame._replace(days=tuple(days)), crowded

    def _day(self, frame: Problem, day: date, standing: list[Held]) -> tuple[Day, bool]:
        """A day with what stands in it; True when that leaves no time for the way, which is then not asked for."""
        fixed = [Fixed(s.start, s.stop, self.places.code(s.area), s.label) for s in self.diary.standing(day)]
        visits = []
        for v in bookings.taken_on(day, standing):
            assert v.start is not None and v.end is not None
            visits.append(Fixed(v.start, v.end, self._where(v), v.id))
        made = Day(
            day.isoformat(), f"{day:%Y-%m}", self.diary.windows(day), _in_order(fixed + visits), self.terms.buffer
        )
        if passable(frame, made):
            return made, False
        # people have agreed on these visits; whether there is time between them isn't asked again
        loose = made._replace(fixed=_in_order(fixed + [v._replace(area=None) for v in visits]))
        if not passable(frame, loose):
            loose = loose._replace(fixed=_in_order([f._replace(area=None) for f in loose.fixed]))
        if not passable(frame, loose):
            loose = loose._replace(buffer=0)
        return loose, True

    def _where(self, visit: Held) -> str | None:
        if visit.kind == OFFICE_VISIT:
            return OFFICE
        if visit.kind == CALL:
            return None
        return self.places.of_member(visit.member)

    def _member(self, key: str, own: list[Held], back: list[Held]) -> Member:
        daily: dict[str, int] = {}
        monthly: dict[str, int] = {}
        avail: dict[str, tuple[tuple[int, int], ...] | None] = {}
        months: dict[str, list[tuple[str, int]]] = {}
        for day in self.days:
            today, month = self.people.left(key, day, back)
            label = day.isoformat()
            daily[label] = today
            months.setdefault(f"{day:%Y-%m}", []).append((label, month))
            avail[label] = self.people.hours(key, day, own)
        for name, found in months.items():
            monthly[name] = max(left for _, left in found)
        longest = max((v.units for v in back if v.date in self.days), default=0)
        return Member(
            id=key,
            area=self.places.of_member(key),
            low=self.terms.low,
            high=max(self.terms.high, longest),
            phone=self.terms.call,
            avail=None if all(spans is None for spans in avail.values()) else avail,
            daily_left=daily,
            month_left=monthly,
        )

    def _future(self, dues: list[Due]) -> tuple[Future, ...]:
        deadlines = sorted({due.deadline for due in dues if due.future})
        own = [v for v in self.facts.own if v.date > self.facts.last]
        return tuple(Future(day.isoformat(), self.diary.free_until(day, own)) for day in deadlines)


def _obligation(due: Due) -> Obligation:
    modes = ("phone", "visit") if due.calls else ("visit",)
    days = tuple(day.isoformat() for day in due.days)
    return Obligation(due.id, due.member, due.tier, modes, days, due.need, due.deadline.isoformat(), due.future)


def _in_order(fixed: list[Fixed]) -> tuple[Fixed, ...]:
    return tuple(sorted(fixed, key=lambda f: (f.start, f.stop, f.label)))


def passable(frame: Problem, day: Day) -> bool:
    """Whether the appointments of a day leave the time for the way between them, and the buffer."""
    free = less(day.windows, [(f.start, f.stop) for f in day.fixed])
    total, least = length(free), day.buffer
    stops = [(f.start, f.stop, f.area) for f in day.fixed if f.area is not None]
    way = [(0, 0, frame.base), *stops, (LATE, LATE, frame.base)] if stops else []
    for (_, left, a), (reached, _, b) in pairwise(way):
        leg = frame.leg(a, b)
        least += leg
        if leg and sum(max(0, min(stop, reached) - max(start, left)) for start, stop in free) < leg:
            return False
    return total >= least
