"""What could be planned at all, and what a selection of it is worth.

A choice is one contact without its hour: member, day, mode, at its least length, because the four tiers ask for
contacts and not for their lengths. A selection is a set of choices by index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import NamedTuple

from tcm_tui.planning.week.days import DayClock, Item, go_on
from tcm_tui.planning.week.problem import DAY_UNITS, UNIT, VISIT, Member, Obligation, Problem
from tcm_tui.planning.week.routes import Node

AROUND = 20
"""Minutes around a future contact: driving and notes, in the second tier."""

Tiers = tuple[int, int, int, int]


class Choice(NamedTuple):
    """A contact that could be planned.

    id: its place in ``Choices.all``; day: index of the problem's days; units: the least a contact takes.
    """

    id: int
    member: str
    day: int
    mode: str
    units: int
    item: Item


class Choices:
    """Everything about a problem that every part of the planner asks for, made once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.members = {member.id: member for member in problem.members}
        self.clocks = _clocks(problem)
        self.day_of = {day.date: i for i, day in enumerate(problem.days)}
        self.steady = _steady(problem)
        self.all: list[Choice] = []
        self.at: dict[tuple[str, int, str], int] = {}
        for member, day, mode in self._wanted():
            self._offer(member, day, mode)
        self.serving = [
            sorted(
                self.at[o.member, self.day_of[date], mode]
                for date in o.days
                for mode in o.modes
                if (o.member, self.day_of[date], mode) in self.at
            )
            for o in problem.obligations
        ]
        """For each obligation the choices that count for it."""
        self.of_member: dict[str, list[int]] = {member: [] for member in self.members}
        for choice in self.all:
            self.of_member[choice.member].append(choice.id)
        self.nodes = [Node(c.id, c.item.area, c.item.minutes, self.clocks[c.day].starts_of(c.item)) for c in self.all]
        """Each choice as a part of its day's route."""
        self.served: list[list[int]] = [[] for _ in self.all]
        """For each choice the obligations it counts for."""
        for o, found in enumerate(self.serving):
            for c in found:
                self.served[c].append(o)
        self.prior = [self.at.get((p.member, self.day_of.get(p.date, -1), p.mode)) for p in problem.prior]
        """For each published contact its choice, None where it is no longer possible."""
        self.was = frozenset(c for c in self.prior if c is not None)
        self.now = [i for i, o in enumerate(problem.obligations) if o.tier == 1 and not o.future]
        self.later = [i for i, o in enumerate(problem.obligations) if o.future]
        self.often = [i for i, o in enumerate(problem.obligations) if o.tier == 3]

    def _wanted(self) -> list[tuple[str, int, str]]:
        """Contacts that serve something, in a fixed order. On an unsteady map also mere stops on the way."""
        wanted: dict[tuple[str, int, str], None] = {}
        for o in self.problem.obligations:
            for date in o.days:
                wanted.update(dict.fromkeys((o.member, self.day_of[date], mode) for mode in o.modes))
        for p in self.problem.prior:
            if p.member in self.members and p.date in self.day_of:
                wanted[p.member, self.day_of[p.date], p.mode] = None
        if not self.steady:
            wanted.update(dict.fromkeys((m, day, VISIT) for m in self.members for day in range(len(self.clocks))))
        return sorted(wanted)

    def _offer(self, who: str, day: int, mode: str) -> None:
        member, clock, date = self.members[who], self.clocks[day], self.problem.days[day].date
        units = member.low if mode == VISIT else member.phone
        item = Item(member.area if mode == VISIT else None, units * UNIT, member.windows_on(date))
        if not units or units > self.most(member, day):
            return
        if self.steady and not (clock.usable and clock.fits((item,))):
            return
        self.at[who, day, mode] = len(self.all)
        self.all.append(Choice(len(self.all), who, day, mode, units, item))

    def listen(self, tick: Callable[[], object] = go_on) -> None:
        """Call this between the steps of every search for a day; it may raise."""
        for clock in self.clocks:
            clock.tick = tick

    def most(self, member: Member, day: int) -> int:
        """The units a member's limits leave on one day."""
        facts = self.problem.days[day]
        return min(member.daily_left.get(facts.date, DAY_UNITS), member.month_left.get(facts.month, 0))

    def month(self, choice: Choice) -> tuple[str, str]:
        """Whose units of which month a choice takes."""
        return (choice.member, self.problem.days[choice.day].month)

    @cached_property
    def reachable(self) -> list[int]:
        """For each obligation how much of its need an otherwise empty week could meet."""
        return [min(o.need, self._alone(self.serving[i])) for i, o in enumerate(self.problem.obligations)]

    def _alone(self, serving: list[int]) -> int:
        cheapest: dict[int, Choice] = {}
        for c in (self.all[i] for i in serving):
            if c.day not in cheapest or c.units < cheapest[c.day].units:
                cheapest[c.day] = c
        left: dict[str, int] = {}
        count = 0
        for c in sorted(cheapest.values(), key=lambda c: (c.units, c.day)):
            month = self.problem.days[c.day].month
            rest = left.setdefault(month, self.members[c.member].month_left.get(month, 0))
            if c.units <= rest:
                left[month] = rest - c.units
                count += 1
        return count

    def counts(self, selection: Iterable[int]) -> list[int]:
        """For each obligation how many contacts of the selection count for it."""
        found = [0] * len(self.problem.obligations)
        for c in selection:
            for o in self.served[c]:
                found[o] += 1
        return found

    def tiers(self, selection: Collection[int]) -> Tiers:
        """What a selection is worth, less is better: the first four tiers."""
        short = [max(0, o.need - n) for o, n in zip(self.problem.obligations, self.counts(selection), strict=True)]
        kept = set(selection)
        return (
            sum(short[i] for i in self.now),
            self.excess(short),
            sum(short[i] for i in self.often),
            sum(c is None or c not in kept for c in self.prior),
        )

    def excess(self, short: list[int]) -> int:
        """Minutes of future need beyond what is free before each future deadline, summed over the deadlines."""
        obligations = self.problem.obligations
        total = 0
        for mark in self.problem.future:
            need = sum(
                short[i] * self.weight(obligations[i]) for i in self.later if obligations[i].deadline <= mark.deadline
            )
            total += max(0, need - mark.minutes)
        return total

    def weight(self, obligation: Obligation) -> int:
        """Minutes one future contact of an obligation asks for."""
        return self.members[obligation.member].high * UNIT + AROUND

    @cached_property
    def floor(self) -> Tiers:
        """What no plan can go below, by looking at each obligation and each published contact alone."""
        short = [o.need - n for o, n in zip(self.problem.obligations, self.reachable, strict=True)]
        gone = sum(c is None for c in self.prior)
        seen = {c for c in self.prior if c is not None}
        gone += len(seen) - len({self.all[c][1:3] for c in seen})
        return (sum(short[i] for i in self.now), self.excess(short), sum(short[i] for i in self.often), gone)


def _clocks(problem: Problem) -> list[DayClock]:
    """A clock for each day; days of the same hours share one, and what it has found out."""
    known: dict[object, DayClock] = {}
    clocks = []
    for day in problem.days:
        alike = (day.windows, tuple(f[:3] for f in day.fixed), day.buffer)
        if alike not in known:
            known[alike] = DayClock(problem, day)
        clocks.append(known[alike])
    return clocks


def _steady(problem: Problem) -> bool:
    """Whether leaving a contact out never makes a day harder: no stop is worth its while as a stepping stone."""
    least = min((member.low for member in problem.members), default=1) * UNIT
    areas = list(problem.travel)
    return all(
        problem.leg(a, b) <= problem.leg(a, via) + least + problem.leg(via, b)
        for a in areas
        for b in areas
        for via in areas
    )
