"""The week planner: which contacts on which days and hours, exactly for what must not be missed.

``plan`` works on typed facts, ``solve`` on their JSON form. In this order: what is due this week (1), time for what is
due later (2), the plans' frequencies (3), what was published (4); then pace and driving, best effort.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tcm_tui.planning.week.choices import Choices, Tiers
from tcm_tui.planning.week.conflicts import conflicts, impossible_alone
from tcm_tui.planning.week.hours import timetable
from tcm_tui.planning.week.problem import Contact, Problem
from tcm_tui.planning.week.proof import Prover
from tcm_tui.planning.week.quick import first_plan
from tcm_tui.planning.week.reading import ProblemError, read_problem
from tcm_tui.planning.week.watch import Report, Stopped, Watch
from tcm_tui.planning.week.ways import WayOut, ways_out
from tcm_tui.planning.week.why import because_alone, because_together

__all__ = [
    "Answer",
    "Contact",
    "Missed",
    "Problem",
    "ProblemError",
    "Report",
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
    """A plan and what is known about it. tiers equals bound where it is proved.

    complete: nothing was cut short, so the same problem gives this same answer on every run and every machine.
    Without it the tiers still hold what is said of them, but hours, driving, conflicts and ways out may be others.
    """

    contacts: tuple[Contact, ...]
    tiers: Tiers
    bound: tuple[int, ...]
    proved: bool
    missed: tuple[Missed, ...]
    conflicts: tuple[tuple[str, ...], ...]
    ways_out: tuple[WayOut, ...]
    complete: bool = True


def quick_plan(problem: Problem) -> list[Contact]:
    """A first plan at once, without proof and without the solver."""
    return timetable(first_plan(Choices(problem)))


def plan(problem: Problem, seconds: float = PATIENCE, report: Report | None = None, asking: float = PATIENCE) -> Answer:
    """The proven best plan of a week, or the best found within the seconds.

    asking: seconds for the search for what can't be met together; with fewer than it takes the answer is incomplete.
    """
    watch = Watch(seconds, report)
    choices = Choices(problem)
    draft = first_plan(choices)
    watch.show("first plan", draft)
    prover = Prover(choices, watch)
    proven = prover.prove(draft)
    watch.show("hours", proven.draft)
    contacts = timetable(proven.draft, watch.over, thorough=not watch.over())
    selection = [choices.at[c.member, choices.day_of[c.date], c.mode] for c in contacts]
    tiers = choices.tiers(selection)
    missed, found, alone = _missed(choices, prover, selection, asking)
    ways = ways_out(choices, selection, alone, watch.over)
    names = [o.id for o in problem.obligations]
    return Answer(
        contacts=tuple(contacts),
        tiers=tiers,
        bound=proven.bound,
        proved=proven.proved,
        missed=tuple(missed),
        conflicts=tuple(tuple(names[o] for o in sorted(conflict)) for conflict in found),
        ways_out=tuple(ways),
        complete=not (watch.over() or watch.cut),
    )


def _missed(
    choices: Choices, prover: Prover, selection: list[int], asking: float
) -> tuple[list[Missed], list[frozenset[int]], list[int]]:
    counts = choices.counts(selection)
    obligations = choices.problem.obligations
    short = [o for o in sorted({*choices.now, *choices.often}) if counts[o] < obligations[o].need]
    choices.listen(prover.watch.check)
    try:
        alone = impossible_alone(prover, short)
    except Stopped:
        alone = [o for o in short if choices.reachable[o] < obligations[o].need]
    found = conflicts(prover, selection, alone, asking)
    choices.listen()
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
