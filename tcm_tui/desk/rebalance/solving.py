"""Who goes where: the exact optimum, or the best use of a bounded number of moves.

Strictly: cases without a worker, cases over a cap, members moved, the weights. What the least moves for so many
cases over a cap are grows ever faster with fewer of them, so bisection finds the best within a bound, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tcm_tui.desk.rebalance.problem import Group, Problem
from tcm_tui.planning.rebalance import Case, assign

_OVER = "\0over"
"""A worker that is none: who stays with theirs over the cap."""
_NOBODY = "\0nobody"


class Found(NamedTuple):
    """at: the worker of each group, None for nobody; over and without count cases, moves members."""

    at: list[str | None]
    without: int
    over: int
    moves: int
    curve: tuple[tuple[int, int], ...] = ()
    unbounded: tuple[int, int] | None = None
    """(moves, shortfall) if moves were not bounded, where that came up."""

    @property
    def shortfall(self) -> int:
        return self.without + self.over


def over_now(problem: Problem) -> int:
    """Cases over a cap as it is."""
    held = _held(problem.caps, problem.groups)
    return sum(max(0, held[cm] - cap) for cm, cap in problem.caps.items())


def _held(caps: Mapping[str, int], groups: Sequence[Group]) -> dict[str, int]:
    """Cases of each worker as it is."""
    held = dict.fromkeys(caps, 0)
    for group in groups:
        if not group.free and group.cm is not None:
            held[group.cm] += 1
    return held


def solve(problem: Problem, most: int | None = None) -> Found:
    """The best assignment; most: with so many members moved at most."""
    if most is None:
        return _found(problem, _assign(problem.caps, problem.groups, {}))
    chosen = _affordable(problem, most)
    taken = [group for group in problem.groups if not group.free or group.id in chosen]
    trying = _Trying(problem, taken)
    best = trying.least_within(most)
    found = _found(problem, trying.at(best))
    if found.without == sum(not group.costs for group in problem.groups):
        found = found._replace(unbounded=(trying.moves(trying.fewest), trying.fewest + found.without))
    left_out = found.without
    points = [(0, over_now(problem) + sum(group.free for group in problem.groups))]
    points += [(moves, over + left_out) for moves, over in trying.points(best) if moves]
    return found._replace(curve=_curve(points))


def _curve(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """By moves; a move relieves one case at most, so where each does, the points between are known too."""
    known = sorted(dict(sorted(points, reverse=True)).items())
    found = known[:1]
    for moves, short in known[1:]:
        before, was = found[-1]
        if moves - before == was - short:
            found += [(before + n, was - n) for n in range(1, moves - before)]
        found.append((moves, short))
    return tuple(found)


def _affordable(problem: Problem, most: int) -> set[str]:
    """Which cases without a worker get one when moves are few: as many as can be, rather those that find room."""
    waiting = sorted((g for g in problem.groups if g.free and g.costs), key=lambda group: group.size)
    chosen: set[str] = set()
    left = most
    for size in sorted({group.size for group in waiting}):
        alike = [group for group in waiting if group.size == size]
        count = min(len(alike), left // size)
        if count == len(alike):
            chosen.update(group.id for group in alike)
            left -= count * size
            continue
        return chosen | _choose(problem, alike, count)
    return chosen


def _choose(problem: Problem, alike: Sequence[Group], count: int) -> set[str]:
    """So many of these; whoever finds room goes before those who don't."""
    held = _held(problem.caps, problem.groups)
    caps = {cm: max(0, cap - held[cm]) for cm, cap in problem.caps.items()}
    caps[_NOBODY] = len(alike) - count
    found = _assign(caps, alike, {group.id: {_NOBODY: 0} for group in alike})
    placed = [group.id for group in alike if found[group.id] != _NOBODY]
    rest = [group.id for group in alike if found[group.id] == _NOBODY]
    return {*placed, *rest[: count - len(placed)]}


class _Trying:
    """The least moves for each number of cases that may stay over."""

    def __init__(self, problem: Problem, groups: Sequence[Group]) -> None:
        self.problem, self.groups = problem, groups
        staying = [group for group in groups if not group.free]
        free = [group for group in groups if group.free and group.costs]
        held = _held(problem.caps, staying)
        room = {cm: max(0, cap - held[cm]) for cm, cap in problem.caps.items()}
        placed = _assign(room, free, {}) if free else {}
        self._home = {ident: cm for ident, cm in placed.items() if cm is not None}
        """Where a case is, over the cap or not, when only those without a worker get one."""
        self._home.update((g.id, g.cm) for g in staying if g.cm is not None and held[g.cm] > problem.caps[g.cm])
        self._stay = {g.id: {_OVER: g.costs[self._home[g.id]]} for g in groups if g.id in self._home}
        self._kept: dict[int, tuple[dict[str, str | None], int]] = {}
        full = self._try(0)
        self.fewest = _over(problem.caps, self.groups, full[0])
        self.most = _over(problem.caps, groups, {g.id: self._home.get(g.id, g.cm) for g in groups})
        """Cases over then; from there each needs a move at least."""

    def _try(self, over: int) -> tuple[dict[str, str | None], int]:
        if over not in self._kept:
            extra = self._stay if over else {}
            caps = {**self.problem.caps, _OVER: over} if over else self.problem.caps
            at = _assign(caps, self.groups, extra)
            at = {ident: self._home[ident] if cm == _OVER else cm for ident, cm in at.items()}
            self._kept[over] = at, _moves(self.groups, at)
        return self._kept[over]

    def at(self, over: int) -> dict[str, str | None]:
        """The assignment with so many over at most."""
        return self._try(over)[0]

    def moves(self, over: int) -> int:
        if over >= self.most:
            return sum(group.size for group in self.groups if group.free and group.costs)
        return self._try(over if over > self.fewest else 0)[1]

    def least_within(self, most: int) -> int:
        """The fewest cases over that so many moves reach; 0 asks for as few as there can be."""
        if self.moves(self.fewest) <= most:
            return 0
        # a move relieves one case at most, so with these moves none is better than this, and mostly it is reached
        least = max(self.fewest + 1, self.most - (most - self.moves(self.most)))
        return _first(least - 1, self.most, lambda over: self.moves(over) <= most, least)

    def points(self, best: int) -> list[tuple[int, int]]:
        """(moves, cases over) from as it is to the best; along a straight line only its ends are solved."""
        low = max(best, self.fewest)
        if low >= self.most:
            return [(self.moves(self.most), self.most)]
        found: dict[int, int] = {}
        self._between(low, self.most, found)
        return sorted((moves, over) for over, moves in found.items())

    def _between(self, low: int, high: int, found: dict[int, int]) -> None:
        a, b = found.setdefault(low, self.moves(low)), found.setdefault(high, self.moves(high))
        if high - low < 2:
            return
        middle = (low + high) // 2
        if a - b > high - low:  # else each move relieves one, and nothing lies between
            found[middle] = self.moves(middle)
        if a - b <= high - low or (found[middle] - b) * (high - low) == (a - b) * (high - middle):
            for over in range(low + 1, high):  # moves per case are the same all along
                found[over] = b + (a - b) * (high - over) // (high - low)
            return
        self._between(low, middle, found)
        self._between(middle, high, found)


def _first(low: int, high: int, holds: Callable[[int], bool], guess: int) -> int:
    """The least number above low for which it holds; it holds for high."""
    while high - low > 1:
        low, high = (low, guess) if holds(guess) else (guess, high)
        guess = (low + high) // 2
    return high


def _assign(
    caps: Mapping[str, int], groups: Sequence[Group], extra: Mapping[str, Mapping[str, int]]
) -> dict[str, str | None]:
    cases = [
        Case(group.id, None if group.free else group.cm, {**group.costs, **extra.get(group.id, {})}) for group in groups
    ]
    return dict(assign(caps, cases).assignment)


def _over(caps: Mapping[str, int], groups: Sequence[Group], at: Mapping[str, str | None]) -> int:
    held = dict.fromkeys(caps, 0)
    for group in groups:
        cm = at[group.id]
        if cm is not None and cm in held:
            held[cm] += 1
    return sum(max(0, held[cm] - cap) for cm, cap in caps.items())


def _moves(groups: Sequence[Group], at: Mapping[str, str | None]) -> int:
    return sum(group.size for group in groups if at[group.id] is not None and at[group.id] != group.cm)


def _found(problem: Problem, at: Mapping[str, str | None]) -> Found:
    where = {group.id: at.get(group.id) for group in problem.groups}
    return Found(
        list(where.values()),
        sum(cm is None for cm in where.values()),
        _over(problem.caps, problem.groups, where),
        _moves(problem.groups, where),
    )
