"""From the problem of a week to a plan: at once without proof, then proved, the published plan kept if it can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.views import PlanView
from tcm_tui.desk.weekplan.booked import MOVABLE
from tcm_tui.desk.weekplan.problem import Freed, WeekProblem, problem
from tcm_tui.desk.weekplan.telling import Tell
from tcm_tui.planning import week
from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.proof import Proven, Prover
from tcm_tui.planning.week.quick import first_plan
from tcm_tui.planning.week.watch import Watch

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

PATIENCE = 20.0
"""Seconds for a plan, unless told otherwise."""

ASKING = 4.0
"""Seconds of these for what can't be met together: in a month's last days with many members there is no end to it."""

Report = Callable[[PlanView], bool]
"""Told the first plan at once, and again every few hundredths of a second; False stops."""


def quick(desk: Desk, cm: str, on: date, monday: date, now: int | None = None) -> PlanView:
    """The first plan of a week, at once and without proof. Raises NotOne for an unknown worker."""
    began = time.perf_counter()
    with desk.reading():
        made = problem(desk, cm, on, monday, now)
        return Tell(desk, made).plan(week.quick_plan(made.standing), "quick", time.perf_counter() - began)


def propose(
    desk: Desk,
    cm: str,
    on: date,
    monday: date,
    seconds: float = PATIENCE,
    report: Report | None = None,
    now: int | None = None,
) -> PlanView:
    """The proved best plan of a week, or the best found within the seconds. Raises NotOne for an unknown worker.

    Booked visits stay exactly where they are, unless moving some does more of what is due now, leaves more time for
    what is due later, or does more of what plans ask; then the moves are part of the proposal.
    """
    began = time.monotonic()
    with desk.reading():
        made = problem(desk, cm, on, monday, now)
        if made.movable and any(_quickly(made.standing)[:3]):
            _ = made.free  # read while the records stand still; solving must not keep others from writing
    return _Search(made, Tell(desk, made), began, seconds, report).run()


class _Search:
    def __init__(self, made: WeekProblem, tell: Tell, began: float, seconds: float, report: Report | None) -> None:
        self.made, self.tell, self.began, self.until, self.report = made, tell, began, began + seconds, report
        self.stopped = False
        self.shown: tuple[Sequence[week.Contact], PlanView] | None = None

    def run(self) -> PlanView:
        made = self.made
        answer = self._solve(made.standing)
        freed, proved = None, answer.proved
        if made.movable and any(answer.tiers[:3]) and not self.stopped:
            least = self._least(made.free.problem)
            if least.tiers[:3] < answer.tiers[:3]:
                freed, answer = self._fewest(made.free, self._solve(made.free.problem))
                proved = answer.tiers[:3] == least.tiers[:3] and least.proved
            else:
                proved = proved and least.proved
        stage = "stopped" if self.stopped else "proved" if proved else "best found"
        return self.tell.answer(answer, freed, stage, time.monotonic() - self.began)

    def _fewest(self, freed: Freed, answer: week.Answer) -> tuple[Freed, week.Answer]:
        """As good a plan that changes fewer booked visits. The last word has a plan of its own: two are solved at most.

        Visits that the plan holds at their hour may as well stand. Then those whose hour alone it changes are tried,
        all at once and one by one, with the quick plan.
        """
        goal = answer.tiers[:3]
        days = {(c.member, c.date, c.mode): c for c in answer.contacts}
        free, same = [], []
        for visit in freed.visits:
            found = days.get((visit.member, visit.date.isoformat(), MOVABLE[visit.kind]))
            if found is None:
                free.append(visit)
            elif (found.start, found.units) != (visit.start, visit.units):
                same.append(visit)
        trial = self.made.freeing(free)
        if same and _quickly(trial.problem)[:3] != goal:
            solved = self._solve(trial.problem)
            if solved.tiers[:3] == goal:
                return trial, solved
            for visit in same:
                fewer = [v for v in same if v is not visit]
                if _quickly(self.made.freeing(free + fewer).problem)[:3] == goal:
                    same = fewer
            trial = self.made.freeing(free + same)
        solved = self._solve(trial.problem)
        return (trial, solved) if solved.tiers[:3] == goal else (freed, answer)

    def _least(self, instance: week.Problem) -> Proven:
        """The least that any plan of a problem leaves undone, without asking why."""
        watch = Watch(max(0.05, self.until - time.monotonic()), self._heard if self.report else None)
        choices = Choices(instance)
        draft = first_plan(choices)
        watch.show("first plan", draft)
        return Prover(choices, watch).prove(draft)

    def _solve(self, instance: week.Problem) -> week.Answer:
        left = max(0.05, self.until - time.monotonic())
        return week.plan(instance, left, self._heard if self.report else None, ASKING)

    def _heard(self, stage: str, contacts: Sequence[week.Contact]) -> bool | None:
        """Show the plan with every visit where it is; on other problems only ask whether to go on."""
        assert self.report is not None
        if self.shown is None:
            self.shown = contacts, self.tell.plan(contacts, "quick", time.monotonic() - self.began)
        self.stopped = self.stopped or self.report(self.shown[1]) is False
        return not self.stopped


def _quickly(instance: week.Problem) -> tuple[int, ...]:
    """What the first plan of a problem is worth."""
    choices = Choices(instance)
    return choices.tiers(first_plan(choices).selection)
