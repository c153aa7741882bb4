"""Proof and improvement: contacts are assigned to days by a mixed integer programme, days are sequenced exactly.

The programme knows limits and a day's minutes with the least driving its areas cost (``roads``). What it
proposes is checked by the exact day search; a day that can't be held gives a cut (``cuts``), and the
programme is solved again. Cuts are truths about days, so they serve every later question of the same problem.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tcm_tui.planning.week.alike import alike, dealt
from tcm_tui.planning.week.capacity import capacities
from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.cuts import TooMany, day_cuts
from tcm_tui.planning.week.roads import roads
from tcm_tui.planning.week.running import Running
from tcm_tui.planning.week.watch import Stopped, Watch


class Solved(NamedTuple):
    """The least value of an objective, and a selection that reaches it; None where stop_at ended the search."""

    value: int
    selection: list[int] | None


class Master:
    """The programme of a problem. Making it raises ImportError where highspy is not installed, and Stopped."""

    def __init__(self, choices: Choices, watch: Watch, apart: bool = False) -> None:
        """apart: tell members apart who are alike, for questions about single obligations."""
        watch.check()
        import highspy

        self.choices = choices
        make: Any = highspy.Highs
        self.solver = make()
        self.solver.silent()
        for option, value in (("threads", 1), ("random_seed", 0), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5)):
            self.solver.setOptionValue(option, value)
        self._running = Running(self.solver, watch)
        self._kinds = highspy.HighsVarType
        self._status = highspy.HighsModelStatus
        self._inf = highspy.kHighsInf
        self.columns = 0
        self.rows = 0
        self.rounds = 0
        self.cuts: list[TooMany] = []
        """What was found out about days, for another programme of the same problem."""
        self._costs: dict[int, float] = {}
        self._flags: dict[tuple[frozenset[int], int], int] = {}
        self.groups = [] if apart else alike(choices)
        shared = {c: slot for group in self.groups for slot in group.slots.values() for c in slot}
        one: dict[tuple[int, ...], int] = {}
        self.pick: list[int] = []
        """The column of each choice; those of members who are alike share one that counts them."""
        for c in choices.all:
            slot = shared.get(c.id, (c.id,))
            if slot not in one:
                one[slot] = self._column(float(len(slot)), whole=True)
            self.pick.append(one[slot])
        problem = choices.problem
        self.short: list[int] = []
        """The column of each obligation that counts what is missed; shared as well."""
        together = {o: group.obligations for group in self.groups for o in group.obligations}
        for o, obligation in enumerate(problem.obligations):
            same = together.get(o, (o,))
            need = float(obligation.need * len(same))
            self.short.append(self.short[same[0]] if same[0] < o else self._column(need, whole=True))
        self.over = [self._column(self._inf) for _ in problem.future]
        self._limits()
        self._needs()
        for day in range(len(choices.clocks)):
            watch.check()
            self._minutes(day)
        if choices.steady:
            for cut in capacities(choices):
                self.forbid(cut)

    def _column(self, upper: float, whole: bool = False) -> int:
        self.solver.addVar(0.0, upper)
        if whole:
            self.solver.changeColIntegrality(self.columns, self._kinds.kInteger)
        self.columns += 1
        return self.columns - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float | None, high: float | None) -> int:
        """A constraint low ≤ sum of coefficient x column ≤ high; its number."""
        found: dict[int, float] = {}
        for column, value in terms:
            found[column] = found.get(column, 0.0) + value
        low_ = -self._inf if low is None else low
        high_ = self._inf if high is None else high
        self.solver.addRow(low_, high_, len(found), list(found), list(found.values()))
        self.rows += 1
        return self.rows - 1

    def release(self, rows: Iterable[int]) -> None:
        """Let constraints bind no longer."""
        for row in rows:
            self.solver.changeRowBounds(row, -self._inf, self._inf)

    def _limits(self) -> None:
        days: dict[tuple[str, int], list[int]] = {}
        months: dict[tuple[str, str], list[int]] = {}
        counted = {c for group in self.groups for slot in group.slots.values() for c in slot}
        for c in self.choices.all:
            if c.id not in counted:
                days.setdefault((c.member, c.day), []).append(c.id)
                months.setdefault(self.choices.month(c), []).append(c.id)
        for found in days.values():
            if len(found) > 1:
                self.row([(self.pick[c], 1.0) for c in found], None, 1.0)
        for (member, month), found in months.items():
            left = self.choices.members[member].month_left.get(month, 0)
            units = [self.choices.all[c].units for c in found]
            if sum(units) > left:
                self.row([(self.pick[c], u) for c, u in zip(found, units, strict=True)], None, left)
        for group in self.groups:
            size = len(group.obligations)
            need = self.choices.problem.obligations[group.obligations[0]].need
            self.row([(self.pick[slot[0]], 1.0) for slot in group.slots.values()], None, need * size)
            for day in {day for day, _ in group.slots}:
                modes = [slot for at, slot in group.slots.items() if at[0] == day]
                if len(modes) > 1:
                    self.row([(self.pick[slot[0]], 1.0) for slot in modes], None, size)

    def _needs(self) -> None:
        problem = self.choices.problem
        sizes: dict[int, list[int]] = {}
        for o, column in enumerate(self.short):
            sizes.setdefault(column, []).append(o)
        for column, same in sizes.items():
            o, need = same[0], sum(problem.obligations[i].need for i in same)
            self.row([(column, 1.0), *((self.pick[c], 1.0) for c in self.choices.serving[o])], need, None)
            least = need - sum(self.choices.reachable[i] for i in same)
            if least and self.choices.steady:
                self.solver.changeColBounds(column, float(least), float(need))
        for mark, column in zip(problem.future, self.over, strict=True):
            weights = {
                self.short[o]: float(self.choices.weight(problem.obligations[o]))
                for o in self.choices.later
                if problem.obligations[o].deadline <= mark.deadline
            }
            self.row([(column, 1.0), *((c, -w) for c, w in weights.items())], -mark.minutes, None)

    def _once(self, group: Iterable[int]) -> list[tuple[int, float]]:
        """Each column of some choices once."""
        return [(column, 1.0) for column in dict.fromkeys(self.pick[c] for c in sorted(group))]

    def _minutes(self, day: int) -> None:
        """Contacts, their least driving and the buffer fit into the day's minutes."""
        clock = self.choices.clocks[day]
        there = [c for c in self.choices.all if c.day == day]
        areas = frozenset(c.item.area for c in there if c.item.area is not None)
        known = roads(clock, areas)
        if not there or known is None or not clock.usable:
            if there and clock.usable:
                lengths = {self.pick[c.id]: float(c.item.minutes) for c in there}
                self.row(lengths.items(), None, clock.spare)
            return
        terms = {
            self.pick[c.id]: float(c.item.minutes + (known.each if c.item.area not in (None, clock.base) else 0))
            for c in there
        }
        sets = {some: self._column(1.0, whole=True) for some in known.rest if known.rest[some] <= known.spare}
        self.row([*terms.items(), *((column, known.rest[some]) for some, column in sets.items())], None, known.spare)
        self.row([(column, 1.0) for column in sets.values()], 1.0, 1.0)
        sizes: dict[int, int] = {}
        for c in there:
            sizes[self.pick[c.id]] = sizes.get(self.pick[c.id], 0) + 1
        for c in there:
            size = float(sizes.pop(self.pick[c.id], 0))
            if size and c.item.area not in (None, clock.base):
                covering = [(column, -size) for some, column in sets.items() if c.item.area in some]
                self.row([(self.pick[c.id], 1.0), *covering], None, 0.0)

    def forbid(self, cut: TooMany) -> None:
        """Add what a day can't hold."""
        if len(cut.parts) == 1:
            group, count = cut.parts[0]
            self.row(self._once(group), None, count - 1.0)
            return
        terms: list[tuple[int, float]] = []
        room = -1.0
        for group, count in cut.parts:
            if count < 0:  # a choice that is not taken
                terms += [(self.pick[c], -1.0) for c in group]
            else:
                terms.append((self._flag(group, count), 1.0))
                room += 1.0
        self.row(terms, None, room)

    def _flag(self, group: frozenset[int], count: int) -> int:
        """A column that is 1 when at least count of the group are taken."""
        if len(group) == 1:
            return self.pick[min(group)]
        found = self._flags.get((group, count))
        if found is None:
            found = self._flags[group, count] = self._column(1.0, whole=True)
            self.row([*self._once(group), (found, -(len(group) - count + 1.0))], None, count - 1.0)
        return found

    def minimise(
        self,
        costs: dict[int, float],
        best: Callable[[list[int]], int] | None = None,
        known: int | None = None,
    ) -> Solved:
        """The least sum of cost x column that days can hold.

        known: a value that a plan already reaches; when nothing is below it the selection is None. best: told each
        proposal that no day holds, it repairs it and tells the value known then. Raises Stopped.
        """
        for column in self._costs:
            if column not in costs:
                self.solver.changeColCost(column, 0.0)
        for column, cost in costs.items():
            self.solver.changeColCost(column, cost)
        self._costs = dict(costs)
        below = self.row(costs.items(), None, self._inf if known is None else known - 1.0)
        solved = self._minimise(below, best, known)
        self.release([below])
        return solved

    def _minimise(self, below: int, best: Callable[[list[int]], int] | None, known: int | None) -> Solved:
        while True:
            self.rounds += 1
            self._running.run()
            status = self.solver.getModelStatus()
            if status == self._status.kInfeasible and known is not None:
                return Solved(known, None)
            if status != self._status.kOptimal:
                raise Stopped
            info = self.solver.getInfo()
            value = math.ceil(info.mip_dual_bound - 1e-6)
            if known is not None and value >= known:
                return Solved(known, None)
            solution = self.solver.getSolution().col_value
            selection = self._selection(solution)
            if not self._forbid_days(selection):
                return Solved(round(info.objective_function_value), selection)
            if best is not None:
                known = min(known, best(selection)) if known is not None else best(selection)
                if value >= known:
                    return Solved(known, None)
                self.solver.changeRowBounds(below, -self._inf, known - 1.0)

    def _selection(self, solution: list[float]) -> list[int]:
        found = []
        counted: set[int] = set()
        for group in self.groups:
            found += dealt(group, {at: round(solution[self.pick[slot[0]]]) for at, slot in group.slots.items()})
            counted.update(c for slot in group.slots.values() for c in slot)
        found += [c for c, column in enumerate(self.pick) if c not in counted and solution[column] > 0.5]
        return sorted(found)

    def _forbid_days(self, selection: list[int]) -> bool:
        """Check every day of a proposal; True when any can't be held (and is now forbidden)."""
        found = False
        known: set[TooMany] = set()
        for day in range(len(self.choices.clocks)):
            chosen = [c for c in selection if self.choices.all[c].day == day]
            for cut in day_cuts(self.choices, day, chosen) if chosen else ():
                found = True
                if cut not in known:
                    known.add(cut)
                    self.cuts.append(cut)
                    self.forbid(cut)
        return found
