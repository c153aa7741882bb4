"""What can't be met, and why: alone impossible, or one of a minimal set that can't be met together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import inf

from tcm_tui.planning.week.alike import alike
from tcm_tui.planning.week.exact import Solved
from tcm_tui.planning.week.proof import Prover
from tcm_tui.planning.week.quick import meeting

MOST_INVOLVED = 12
"""Obligations up to which every conflict is found; beyond it at least one for each missed obligation."""

Conflict = frozenset[int]


class Together:
    """Whether obligations can all be met in one week, exactly; remembers what it found."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.choices = prover.choices
        self.yes: list[Conflict] = []
        self.no: list[Conflict] = []
        self.same = {o: group.obligations for group in alike(prover.choices) for o in group.obligations}
        """By obligation those that are alike, itself among them: any of them can stand for any other."""
        self._never: set[Conflict] = set()
        self._last: list[int] = []

    def learn(self, selection: list[int]) -> None:
        """A selection that holds shows what can be met together."""
        counts = self.choices.counts(selection)
        obligations = self.choices.problem.obligations
        met = self._first_of_each(i for i in self.choices.now if counts[i] >= obligations[i].need)
        if not any(met <= known for known in self.yes):
            self.yes = [*(known for known in self.yes if not known <= met), met]
        self._last = selection

    def _first_of_each(self, wanted: Iterable[int]) -> Conflict:
        """As many of each group of those who are alike, from its beginning: one question stands for many."""
        found: set[int] = set()
        turn: dict[tuple[int, ...], int] = {}
        for o in wanted:
            group = self.same.get(o, (o,))
            found.add(group[turn.get(group, 0)])
            turn[group] = turn.get(group, 0) + 1
        return frozenset(found)

    def possible(self, wanted: Conflict) -> bool:
        """Raises Stopped."""
        if any(known <= wanted for known in self.no):
            return False
        wanted = self._first_of_each(wanted)
        if any(wanted <= known for known in self.yes):
            return True
        if wanted in self._never:
            return False
        found = meeting(self.choices, wanted, self._last)
        if found is None:
            solved = self._solve(wanted)
            found = solved.selection if solved.value == 0 else None
        if found is None:
            self._never.add(wanted)
            return False
        self.learn(found)
        return True

    def instead(self, known: Conflict, o: int, other: int) -> Conflict:
        """The same conflict with one who is alike in the other's place."""
        found = frozenset(other if each == o else o if each == other else each for each in known)
        if found not in self.no:
            self.no.append(found)
        return found

    def _solve(self, wanted: Conflict) -> Solved:
        master = self.prover.apart
        return master.minimise({master.short[o]: 1.0 for o in sorted(wanted)}, known=1)

    def shrink(self, impossible: Conflict) -> Conflict:
        """A minimal impossible set within an impossible one."""
        kept = impossible
        for o in sorted(impossible, reverse=True):
            if len(kept) > 1 and not self.possible(kept - {o}):
                kept -= {o}
        self.no.append(kept)
        return kept


def impossible_alone(prover: Prover, obligations: Iterable[int]) -> list[int]:
    """Obligations that can't be met even in an empty week. Raises Stopped."""
    choices = prover.choices
    alone = []
    for o in obligations:
        need = choices.problem.obligations[o].need
        impossible = choices.reachable[o] < need
        if not impossible and not choices.steady:
            master = prover.apart
            impossible = master.minimise({master.short[o]: 1.0}).value > 0
        if impossible:
            alone.append(o)
    return alone


def conflicts(prover: Prover, selection: list[int], alone: Iterable[int], seconds: float = inf) -> list[Conflict]:
    """Minimal sets of this week's regulatory obligations that can't be met together, in order.

    All of them where at most MOST_INVOLVED are involved, else at least one for each missed obligation. What was
    found until the time was up, or the seconds, is given; the watch then says that something was cut.
    """
    choices = prover.choices
    involved = [o for o in choices.now if o not in set(alone)]
    together = Together(prover)
    together.learn(selection)
    counts = choices.counts(selection)
    missed = [o for o in involved if counts[o] < choices.problem.obligations[o].need]
    with prover.watch.within(seconds):
        if missed and len(involved) <= MOST_INVOLVED:
            _every(together, involved)
        elif missed:
            _one_each(together, involved, missed)
    return sorted(together.no, key=lambda c: (len(c), sorted(c)))


def _every(together: Together, involved: list[int]) -> None:
    """The largest sets first: an impossible one is shrunk, a possible one answers for all within it."""
    for wanted in _subsets(involved):
        if any(wanted <= known for known in together.yes):
            continue
        # What is left of a set once a known conflict is out of it is met in its turn, being smaller.
        if any(known <= wanted for known in together.no):
            continue
        if not together.possible(wanted):
            together.shrink(wanted)


def _subsets(names: list[int]) -> Iterator[Conflict]:
    for size in range(len(names), 0, -1):
        yield from map(frozenset, combinations(names, size))


def _one_each(together: Together, involved: list[int], missed: list[int]) -> None:
    """For each missed obligation a conflict with what the plan meets."""
    met = frozenset(involved) - set(missed)
    for o in missed:
        if any(o in known for known in together.no):
            continue
        like = [(known, m) for known in together.no for m in together.same.get(o, ()) if m in known]
        if like:
            together.instead(*like[0], o)
            continue
        wanted = met | {o}
        if together.possible(wanted):
            wanted = frozenset(involved)
        _around(together, wanted, o)


def _around(together: Together, wanted: Conflict, o: int) -> None:
    """A minimal conflict that has o in it, if there is one below an impossible set."""
    while not together.possible(wanted):
        found = next((known for known in together.no if known <= wanted), None) or together.shrink(wanted)
        if o in found:
            return
        wanted -= {max(found)}
