"""Evening out the weighted loads of workers of one type, with a few moves beyond the fewest.

The sum of the squares of the weighted loads is to be small: it is smallest when all of a type are alike, and each
move towards that lowers it. Step by step the move, or the exchange of two cases, that lowers it most for each member
moved is made; among those as good the one that weighs least. Caps, programs, pins and all else hard hold as always,
and who moves for a better reason goes elsewhere only where that weighs the same. Best effort: it never makes worse,
and does not prove itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.rebalance.views import Spread

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.asking import Ask
    from tcm_tui.desk.rebalance.facts import Able
    from tcm_tui.desk.rebalance.problem import Problem
    from tcm_tui.desk.views import CaseloadRow

LEAST = 1e-6
"""What lowers the sum by less is no gain."""


class Step(NamedTuple):
    """Cases that change places. gain: what the sum of squares falls by for each member moved."""

    gain: float
    cost: int
    cases: tuple[tuple[int, str], ...]  # number of the group, new worker


class _Loads:
    """Who is where while steps are made."""

    def __init__(self, problem: Problem, at: list[str | None], ask: Ask) -> None:
        self.problem, self.at = problem, list(at)
        self.load = dict.fromkeys(problem.caps, 0.0)
        self.room = dict(problem.caps)
        self.weight = [sum(person.row[9] for person in group.members) for group in problem.groups]
        self._changed = dict.fromkeys(problem.caps, 0)
        self._found: dict[tuple[str, str], tuple[int, int, Step | None]] = {}
        self._many = 2 * max((group.size for group in problem.groups), default=0)
        """With so many moves left the bound on them rules no step out."""
        self.free: dict[str, list[int]] = {cm: [] for cm in problem.caps}
        """worker -> groups that may still be moved."""
        agreed = {member for member, _ in ask.accepted}
        for n, (group, cm) in enumerate(zip(problem.groups, self.at, strict=True)):
            if cm is None or cm not in self.load:
                continue
            self.load[cm] += self.weight[n]
            self.room[cm] -= 1
            stays = cm == group.cm and not group.held and group.movable
            if stays and not any(person.id in agreed for person in group.members):
                self.free[cm].append(n)

    def go(self, step: Step) -> None:
        for n, to in step.cases:
            self.free[self.at[n] or ""].remove(n)
            self.shift(n, to)

    def shift(self, n: int, to: str) -> None:
        """One case to another worker."""
        cm = self.at[n]
        assert cm is not None
        self.load[cm] -= self.weight[n]
        self.load[to] += self.weight[n]
        self.room[cm] += 1
        self.room[to] -= 1
        self.at[n] = to
        self._changed[cm] += 1
        self._changed[to] += 1

    def best(self, giver: str, taker: str, most: int) -> Step | None:
        """The best of ``steps``; found again only when one of the two has changed."""
        if most < self._many:
            return min(self.steps(giver, taker, most), key=_rank, default=None)
        kept = self._found.get((giver, taker))
        if kept is None or kept[0] != self._changed[giver] or kept[1] != self._changed[taker]:
            found = min(self.steps(giver, taker, most), key=_rank, default=None)
            kept = self._found[giver, taker] = self._changed[giver], self._changed[taker], found
        return kept[2]

    def steps(self, giver: str, taker: str, most: int) -> Iterator[Step]:
        """What the two could do with so many moves."""
        apart = self.load[giver] - self.load[taker]
        groups = self.problem.groups
        there = [n for n in self.free[giver] if taker in groups[n].row and groups[n].size <= most]
        if self.room[taker] > 0:
            for n in there:
                gain = _gain(apart, self.weight[n])
                if gain > LEAST:
                    yield Step(gain / groups[n].size, self._cost(n, taker), ((n, taker),))
        back = [n for n in self.free[taker] if giver in groups[n].row]
        for n in _each_once(self, there, taker):
            for m in _each_once(self, back, giver):
                moved = groups[n].size + groups[m].size
                gain = _gain(apart, self.weight[n] - self.weight[m])
                if moved <= most and gain > LEAST:
                    cost = self._cost(n, taker) + self._cost(m, giver)
                    yield Step(gain / moved, cost, ((n, taker), (m, giver)))

    def _cost(self, n: int, to: str) -> int:
        return self.problem.groups[n].base + self.problem.groups[n].row[to]


def _rank(step: Step) -> tuple[float, int, tuple[tuple[int, str], ...]]:
    """The greatest gain first; among as good what weighs least, then the first."""
    return -step.gain, step.cost, step.cases


def _each_once(loads: _Loads, numbers: list[int], to: str) -> list[int]:
    """Of those with the same weight and size, the one that is moved for least."""
    best: dict[tuple[float, int], int] = {}
    for n in numbers:
        key = loads.weight[n], loads.problem.groups[n].size
        if key not in best or loads._cost(n, to) < loads._cost(best[key], to):
            best[key] = n
    return list(best.values())


def _gain(apart: float, moved: float) -> float:
    """What the squares of two loads fall by when so much goes from the greater to the lesser."""
    return 2 * moved * (apart - moved)


def settle(problem: Problem, at: list[str | None], ask: Ask) -> list[str | None]:
    """Where several workers would do as well for a case that moves anyway, the one with the least weighted load."""
    loads = _Loads(problem, at, ask)
    moving = [n for n, (g, cm) in enumerate(zip(problem.groups, at, strict=True)) if g.goes(cm) and len(g.row) > 1]
    changed = True
    while changed:
        changed = False
        for n in moving:
            problem.check()
            group, cm = problem.groups[n], loads.at[n]
            assert cm is not None
            as_good = [w for w, cost in group.row.items() if cost == group.row[cm] and w != group.cm]
            as_good = [w for w in as_good if problem.able[w].type == problem.able[cm].type]
            # one too many goes on only where it leaves what is over caps as even as it was
            others = [w for w in as_good if loads.room.get(w, 0) > 0 or loads.room[cm] < min(0, loads.room.get(w, 0))]
            to = min(others, key=lambda w: loads.load[w], default=cm)
            if _gain(loads.load[cm] - loads.load[to], loads.weight[n]) > LEAST:
                loads.shift(n, to)
                changed = True
    return loads.at


def even_out(problem: Problem, at: list[str | None], ask: Ask, most: int) -> tuple[list[str | None], frozenset[str]]:
    """Where everybody is with so many members moved more at most, and the ids of the groups that were."""
    loads = _Loads(problem, at, ask)
    kinds: dict[str, list[str]] = {}
    for cm in problem.caps:
        if not problem.able[cm].outside:
            kinds.setdefault(problem.able[cm].type, []).append(cm)
    moved: set[str] = set()
    while most > 0:
        found = [step for cms in kinds.values() if (step := _best(loads, cms, most)) is not None]
        if not found:
            break
        step = min(found, key=_rank)
        loads.go(step)
        moved.update(problem.groups[n].id for n, _ in step.cases)
        most -= sum(problem.groups[n].size for n, _ in step.cases)
    return loads.at, frozenset(moved)


def _best(loads: _Loads, cms: list[str], most: int) -> Step | None:
    """The best step among workers of one type."""
    order = sorted(cms, key=lambda cm: loads.load[cm])
    best: Step | None = None
    for giver in reversed(order):
        loads.problem.check()
        for taker in order:
            apart = loads.load[giver] - loads.load[taker]
            if apart <= 0 or (best is not None and apart * apart / 2 < best.gain):
                break  # moving half of it would gain this much, and no move gains more
            step = loads.best(giver, taker, most)
            if step is not None and (best is None or _rank(step) < _rank(best)):
                best = step
    return best


def spread(
    able: Mapping[str, Able], before: tuple[CaseloadRow, ...], after: tuple[CaseloadRow, ...]
) -> tuple[Spread, ...]:
    """The weighted loads of those who work, by type; of types with one worker there is nothing to even out."""
    was = {row.cm: row.weighted for row in before}
    found = []
    for kind in dict.fromkeys(row.type for row in after):
        rows = [r for r in after if r.type == kind and able[r.cm].out is None and not able[r.cm].outside]
        if len(rows) < 2:
            continue
        now, then = [row.weighted for row in rows], [was.get(row.cm, 0.0) for row in rows]
        mean = round(sum(now) / len(now), 4)
        found.append(Spread(kind, len(rows), mean, (min(then), max(then)), (min(now), max(now))))
    return tuple(found)
