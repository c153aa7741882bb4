"""Moving cases between case managers: nobody left out, caps kept as far as they can be, at the least cost.

The objective is strict: unassigned cases first, then cases over cap, then the sum of costs. Every case
begins with its cheapest worker, which is the best there is without caps; then one case too many after
another is sent along the cheapest chain of moves to a worker with room. Cheapest chains in that order keep
the whole optimal (minimum-cost flow by successive shortest paths), and when no chain is left, none exists.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

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


class _Chains:
    """Which case would leave one worker for another most cheaply, kept up to date as cases move."""

    def __init__(self, cases: Sequence[Case], at: list[str | None]) -> None:
        self.cases, self.at = cases, at
        # worker -> other worker -> heap of (extra cost, case); a case that has left is dropped when met
        self.heaps: dict[str, dict[str, list[tuple[float, int]]]] = {}
        for index in range(len(cases)):
            self.arrive(index)

    def arrive(self, index: int) -> None:
        here = self.at[index]
        if here is None:
            return
        options = self.cases[index].options
        row = self.heaps.setdefault(here, {})
        for there, cost in options.items():
            if there != here:
                heapq.heappush(row.setdefault(there, []), (cost - options[here], index))

    def cheapest(self, here: str, there: str) -> tuple[float, int] | None:
        heap = self.heaps[here][there]
        while heap and self.at[heap[0][1]] != here:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def from_(self, here: str) -> list[tuple[str, float, int]]:
        """(other worker, extra cost, case) for each worker whom a case of this one could go to."""
        found = []
        for there in self.heaps.get(here, ()):
            best = self.cheapest(here, there)
            if best is not None:
                found.append((there, *best))
        return found


def assign(caps: Mapping[str, int], cases: Sequence[Case]) -> Answer:
    """The best assignment. Deterministic: ties go to the earlier case and the earlier worker."""
    order = {cm: place for place, cm in enumerate(caps)}
    at: list[str | None] = [_cheapest(case, order) for case in cases]
    load = dict.fromkeys(caps, 0)
    for cm in at:
        if cm is not None:
            load[cm] += 1
    chains = _Chains(cases, at)
    potential = dict.fromkeys(caps, 0.0)
    while True:
        chain = _shortest(caps, load, chains, potential)
        if not chain:
            break
        first, last = at[chain[0][1]], chain[-1][0]
        for there, index in chain:
            at[index] = there
            chains.arrive(index)
        assert first is not None
        load[first] -= 1
        load[last] += 1
    cost = sum(case.options[cm] for case, cm in zip(cases, at, strict=True) if cm is not None)
    over = sum(max(0, load[cm] - cap) for cm, cap in caps.items())
    assignment = {case.id: cm for case, cm in zip(cases, at, strict=True)}
    return Answer(assignment, sum(cm is None for cm in at), over, cost)


def _cheapest(case: Case, order: Mapping[str, int]) -> str | None:
    """The worker of least cost; among equals the present one, then the earlier."""
    return min(case.options, key=lambda cm: (case.options[cm], cm != case.cm, order[cm]), default=None)


def _shortest(
    caps: Mapping[str, int], load: Mapping[str, int], chains: _Chains, potential: dict[str, float]
) -> list[tuple[str, int]]:
    """The cheapest chain from a worker over cap to one with room, as (worker, case that goes there).

    Dijkstra over workers; the potentials keep lengths from being negative after earlier chains.
    """
    distance: dict[str, float] = {}
    came: dict[str, tuple[str, int]] = {}
    best = {cm: 0.0 - potential[cm] for cm, cap in caps.items() if load[cm] > cap}
    if not best:
        return []
    low = min(best.values())
    best = {cm: length - low for cm, length in best.items()}
    heap = [(length, place, cm) for place, (cm, length) in enumerate(best.items())]
    heapq.heapify(heap)
    count = len(heap)
    while heap:
        length, _, here = heapq.heappop(heap)
        if here in distance:
            continue
        distance[here] = length
        for there, extra, index in chains.from_(here):
            if there in distance:
                continue
            through = length + extra + potential[here] - potential[there]
            if through < best.get(there, FAR):
                best[there] = through
                came[there] = (here, index)
                count += 1
                heapq.heappush(heap, (through, count, there))
    room = [cm for cm, cap in caps.items() if load[cm] < cap and cm in distance]
    if not room:
        return []
    end = min(room, key=lambda cm: distance[cm] + potential[cm])
    chain = []
    here = end
    while here in came:
        before, index = came[here]
        chain.append((here, index))
        here = before
    farthest = max(distance.values())
    for cm in potential:
        potential[cm] += distance.get(cm, farthest)
    return chain[::-1]


def read(instance: Mapping[str, Any]) -> tuple[dict[str, int], list[Case]]:
    """The caps and cases of a problem file. Raises ProblemError with one sentence."""
    try:
        caps = {str(cm["id"]): cm["cap"] for cm in instance["cms"]}
        cases = [Case(str(c["id"]), c["cm"], dict(c["options"])) for c in instance["cases"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ProblemError(f"The rebalancing problem lacks a part, or has it in another form: {error}.") from None
    if len(caps) != len(instance["cms"]) or len({c.id for c in cases}) != len(cases):
        raise ProblemError("Two case managers, or two cases, have the same id; give each its own.")
    for cm, cap in caps.items():
        if not isinstance(cap, int) or isinstance(cap, bool) or cap < 0:
            raise ProblemError(f"cms: the cap of {cm} is {cap!r}; write a whole number from 0 on.")
    for case in cases:
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
        "proved": True,
    }
