"""The week planner: which contacts on which days and hours, exactly for what must not be missed.

``plan`` works on typed facts, ``solve`` on their JSON form. In this order: what is due this week (1), time for what is
due later (2), the plans' frequencies (3), what was published (4); then pace and driving, best effort.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tcm_tui.planning.week.choices import Choices, Tiers
from tcm_tui.planning.week.conflicts import conflicts, impossible_alone
from tcm_tui.planning.week.exact import Stopped
from tcm_tui.planning.week.hours import timetable
from tcm_tui.planning.week.problem import Contact, Problem
from tcm_tui.planning.week.proof import Prover
from tcm_tui.planning.week.quick import Draft, first_plan
from tcm_tui.planning.week.reading import ProblemError, read_problem
from tcm_tui.planning.week.ways import WayOut, ways_out
from tcm_tui.planning.week.why import because_alone, because_together

__all__ = [
    "Answer",
    "Contact",
    "Missed",
    "Problem",
    "ProblemError",
    "WayOut",
    "plan",
    "quick_plan",
    "read_problem",
    "solve",
]

PATIENCE = 60.0
"""Seconds after which a plan is given without proof, unless told otherwise."""


class Missed(NamedTuple):
    """An obligation the plan doesn't meet. alone: not even an empty week could."""

    obligation: str
    alone: bool
    because: tuple[str, ...]


class Answer(NamedTuple):
    """A plan and what is known about it. tiers equals bound where it is proved."""

    contacts: tuple[Contact, ...]
    tiers: Tiers
    bound: tuple[int, ...]
    proved: bool
    missed: tuple[Missed, ...]
    conflicts: tuple[tuple[str, ...], ...]
    ways_out: tuple[WayOut, ...]


Report = Callable[[str, list[Contact]], bool | None]
"""Told each stage and the plan so far; False stops."""


def quick_plan(problem: Problem) -> list[Contact]:
    """A first plan at once, without proof and without the solver."""
    return timetable(first_plan(Choices(problem)))


def plan(problem: Problem, seconds: float = PATIENCE, report: Report | None = None) -> Answer:
    """The proven best plan of a week, or the best found within the seconds."""
    until = time.monotonic() + seconds
    halted = False

    def remaining() -> float:
        return 0.0 if halted else until - time.monotonic()

    def tell(stage: str, draft: Draft) -> None:
        nonlocal halted
        if report is not None and not halted:
            halted = report(stage, timetable(draft.copy())) is False

    choices = Choices(problem)
    draft = first_plan(choices)
    tell("first plan", draft)
    prover = Prover(choices, remaining)
    proven = prover.prove(draft)
    tell("proof", proven.draft)
    contacts = timetable(proven.draft, lambda: remaining() <= 0, thorough=True)
    selection = [choices.at[c.member, choices.day_of[c.date], c.mode] for c in contacts]
    tiers = choices.tiers(selection)
    missed, found, alone = _missed(choices, prover, selection)
    ways = ways_out(choices, tiers, alone, lambda: remaining() <= 0)
    names = [o.id for o in problem.obligations]
    return Answer(
        contacts=tuple(contacts),
        tiers=tiers,
        bound=proven.bound,
        proved=proven.proved,
        missed=tuple(missed),
        conflicts=tuple(tuple(names[o] for o in sorted(conflict)) for conflict in found),
        ways_out=tuple(ways),
    )


def _missed(
    choices: Choices, prover: Prover, selection: list[int]
) -> tuple[list[Missed], list[frozenset[int]], list[int]]:
    counts = choices.counts(selection)
    obligations = choices.problem.obligations
    short = [o for o in sorted({*choices.now, *choices.often}) if counts[o] < obligations[o].need]
    try:
        alone = impossible_alone(prover, short)
    except Stopped:
        alone = [o for o in short if choices.reachable[o] < obligations[o].need]
    found = conflicts(prover, selection, alone)
    missed = []
    for o in short:
        if o in alone:
            missed.append(Missed(obligations[o].id, True, because_alone(choices, o)))
        else:
            missed.append(Missed(obligations[o].id, False, because_together(choices, o, found)))
    return missed, found, alone


def solve(instance: Any, seconds: float = PATIENCE) -> dict[str, Any]:
    """The answer of an ``instance`` as JSON values. Raises ProblemError where it can't be read."""
    answer = plan(read_problem(instance), seconds)
    return {
        "plan": [contact._asdict() for contact in answer.contacts],
        "tiers": list(answer.tiers),
        "bound": list(answer.bound),
        "proved": answer.proved,
        "missed": [{**missed._asdict(), "because": list(missed.because)} for missed in answer.missed],
        "conflicts": [list(conflict) for conflict in answer.conflicts],
        "ways_out": [way._asdict() for way in answer.ways_out],
    }
