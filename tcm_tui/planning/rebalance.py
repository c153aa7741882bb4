"""Moving cases between case managers: nobody left out, caps kept as far as they can be, at the least cost.

The objective is strict: unassigned cases first, then cases over cap, then the sum of costs. Every case
begins with its cheapest worker, which is the best there is without caps; then one case too many after
another is sent along the cheapest chain of moves to a worker with room. Cheapest chains in that order keep
the whole optimal (see ``flow``), and when no chain is left, none exists; ``tolls`` proves what was found. Of plans
that are equally good, one with what stays over the caps spread most evenly is given (``spreading``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import lcm
from typing import Any, NamedTuple

from tcm_tui.planning import tolls
from tcm_tui.planning.flow import Flow, Unit, go_on
from tcm_tui.planning.spreading import spread

FAR = float("inf")


class ProblemError(ValueError):
    """A problem that is not in the form of the README; the text says what and where."""


class Case(NamedTuple):
    """A member, or a family where families count. options: worker -> cost of being there, 0 where it stays."""

    id: str
    cm: str | None
    options: Mapping[str, float]


class Answer(NamedTuple):
    """assignment: case -> worker or None, in the order of the cases. over and unassigned count cases."""

    assignment: dict[str, str | None]
    unassigned: int
    over: int
    cost: float
    proved: bool = False


class Placed(NamedTuple):
    """at: the worker of each unit, by number. trace: (moves, over) chain by chain. more: but for the moves allowed,
    another chain could be sent. proved: by tolls, at the price of the next chain where there is one. full: where cases
    stay over, the workers they could be with.
    """

    at: list[int | None]
    over: int
    trace: list[tuple[int, int]]
    more: bool
    proved: bool
    full: frozenset[int] = frozenset()


def place(
    caps: Sequence[int],
    units: Sequence[Unit],
    step: int = 0,
    most: int | None = None,
    check: Callable[[], None] = go_on,
) -> Placed:
    """The best places of units, workers by number; step, most, check: see ``Flow``."""
    flow = Flow(caps, units, step, most, check)
    flow.send()
    spread(flow)
    at = flow.at()
    check()
    full = flow.reached if flow.over and not flow.more else frozenset()
    return Placed(at, flow.over, flow.trace, flow.more, tolls.proves(caps, units, at, *flow.tolls()), full)


def least_over(caps: Sequence[int], units: Sequence[Unit], check: Callable[[], None] = go_on) -> int:
    """How many cases stay over a cap at the least, when all go somewhere who can: whoever it is, at whatever cost."""
    flow = Flow(caps, units, check=check)
    flow.send()
    return flow.over


def assign(caps: Mapping[str, int], cases: Sequence[Case]) -> Answer:
    """The best assignment. Deterministic: ties go to the earlier case and the earlier worker."""
    order = {cm: place for place, cm in enumerate(caps)}
    names = list(order)
    found = place([caps[cm] for cm in order], _units(order, cases))
    chosen = [None if cm is None else names[cm] for cm in found.at]
    cost = sum(case.options[cm] for case, cm in zip(cases, chosen, strict=True) if cm is not None)
    assignment = {case.id: cm for case, cm in zip(cases, chosen, strict=True)}
    return Answer(assignment, sum(cm is None for cm in chosen), found.over, cost, found.proved)


def _units(order: Mapping[str, int], cases: Sequence[Case]) -> list[Unit]:
    """Costs as whole numbers in the same proportion, exactly; cases that differ by the same everywhere share a row."""
    scale = 1
    if not all(isinstance(cost, int) for case in cases for cost in case.options.values()):
        ratios = (cost.as_integer_ratio() for case in cases for cost in case.options.values())
        scale = lcm(*{below for _, below in ratios})
    shared: dict[tuple[tuple[int, int], ...], dict[int, int]] = {}
    units = []
    for case in cases:
        row: dict[int, int] = {}
        for cm, cost in case.options.items():
            above, below = cost.as_integer_ratio()
            row[order[cm]] = above * (scale // below)
        home = order.get(case.cm) if case.cm is not None else None
        stay = row.pop(home, None) if home is not None else None
        base = min(row.values(), default=0)
        key = tuple(sorted((w, cost - base) for w, cost in row.items()))
        units.append(Unit(shared.setdefault(key, dict(key)), base, home if stay is not None else None, stay))
    return units


def read(instance: Mapping[str, Any]) -> tuple[dict[str, int], list[Case]]:
    """The caps and cases of a problem file. Raises ProblemError with one sentence."""
    try:
        caps = {str(cm["id"]): cm["cap"] for cm in instance["cms"]}
        cases = [Case(str(c["id"]), c["cm"], dict(c["options"])) for c in instance["cases"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProblemError(f"The rebalancing problem lacks a part, or has it in another form: {error}.") from None
    if len(caps) != len(instance["cms"]) or len({c.id for c in cases}) != len(cases):
        raise ProblemError("Two case managers, or two cases, have the same id; give each its own.")
    for cm, cap in caps.items():
        if not isinstance(cap, int) or isinstance(cap, bool) or cap < 0:
            raise ProblemError(f"cms: the cap of {cm} is {cap!r}; write a whole number from 0 on.")
    for case in cases:
        if case.cm is not None and not isinstance(case.cm, str):
            raise ProblemError(f"cases: {case.id} has the worker {case.cm!r}; write an id, or null for none.")
        for cm, cost in case.options.items():
            if cm not in caps:
                raise ProblemError(f"cases: {case.id} has the option {cm}, who is not among cms.")
            if not isinstance(cost, int | float) or isinstance(cost, bool) or cost != cost or cost in (FAR, -FAR):
                raise ProblemError(f"cases: {case.id} has the cost {cost!r} with {cm}; write a number.")
    return caps, cases


def solve(instance: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a problem of kind ``rebalance``. Raises ProblemError."""
    caps, cases = read(instance)
    found = assign(caps, cases)
    moves = [
        {"case": case.id, "from": case.cm, "to": found.assignment[case.id]}
        for case in cases
        if found.assignment[case.id] != case.cm
    ]
    return {
        "assignment": found.assignment,
        "tiers": [found.unassigned, found.over, found.cost],
        "moves": moves,
        "proved": found.proved,
    }
