"""From the problem of a week to a plan: at once without proof, then proved, the published plan kept if it can be."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.views import PlanView
from tcm_tui.desk.weekplan.problem import WeekProblem, problem
from tcm_tui.desk.weekplan.telling import Tell
from tcm_tui.planning import week

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

PATIENCE = 20.0
"""Seconds for a plan, unless told otherwise."""

Report = Callable[[PlanView], bool]
"""Told each plan on the way; False stops."""


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
        tell = Tell(desk, made)
        return _Search(made, tell, began, seconds, report).run()


class _Search:
    def __init__(self, made: WeekProblem, tell: Tell, began: float, seconds: float, report: Report | None) -> None:
        self.made, self.tell, self.began, self.until, self.report = made, tell, began, began + seconds, report
        self.stopped = False

    def run(self) -> PlanView:
        standing = self._solve(self.made.standing)
        answer, moving = standing, False
        proved = standing.proved
        if self.made.movable is not self.made.standing and any(standing.tiers[:3]) and not self.stopped:
            other = self._solve(self.made.movable)
            if other.tiers[:3] < standing.tiers[:3]:
                answer, moving = other, True
                proved = other.proved
            else:
                proved = proved and other.proved
        stage = "stopped" if self.stopped else "proved" if proved else "best found"
        return self.tell.answer(answer, moving, stage, time.monotonic() - self.began)

    def _solve(self, instance: week.Problem) -> week.Answer:
        return week.plan(instance, max(0.05, self.until - time.monotonic()), self._heard)

    def _heard(self, stage: str, contacts: Sequence[week.Contact]) -> bool | None:
        if self.report is None or stage != "first plan":
            return None
        report, self.report = self.report, None  # the plan of the second problem is told only when it is better
        view = self.tell.plan(list(contacts), "quick", time.monotonic() - self.began)
        if report(view) is False:
            self.stopped = True
            return False
        return None
