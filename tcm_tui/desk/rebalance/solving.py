"""Who goes where: the exact optimum, or the best use of a bounded number of moves.

Strictly: cases without a worker, cases over a cap, members moved, the weights. Chains of moves are made the cheapest
first, and each relieves one case; so on the way to the optimum lies the best use of every lesser number of moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tcm_tui.desk.rebalance.problem import Group, Problem
from tcm_tui.planning.flow import Unit
from tcm_tui.planning.rebalance import Placed, least_over, place

_NOBODY = "\0nobody"


class Found(NamedTuple):
    """at: the worker of each group, None for nobody; over and without count cases, moves members.

    curve: (moves, shortfall) of the best use of so many moves. more: further moves would leave fewer short. full: where
    cases stay over, whoever they could be with: none of them has room in the end.
    """

    at: list[str | None]
    without: int
    over: int
    moves: int
    curve: tuple[tuple[int, int], ...] = ()
    more: bool = False
    proved: bool = True
    full: frozenset[str] = frozenset()

    @property
    def shortfall(self) -> int:
        return self.without + self.over


def over_now(problem: Problem) -> int:
    """Cases over a cap as it is, when those who need another worker have left."""
    held = _held(problem.caps, problem.groups)
    return sum(max(0, held[cm] - cap) for cm, cap in problem.caps.items())


def short_now(problem: Problem) -> int:
    """Cases over a cap or in need of a worker as it is, whatever was agreed to."""
    held = dict.fromkeys(problem.caps, 0)
    without = 0
    for group in problem.groups:
        if group.free and not group.agreed:
            without += 1
        elif group.cm is not None:
            held[group.cm] += 1
    return without + sum(max(0, held[cm] - cap) for cm, cap in problem.caps.items())


def _held(caps: Mapping[str, int], groups: Sequence[Group]) -> dict[str, int]:
    """Cases of each worker as it is."""
    held = dict.fromkeys(caps, 0)
    for group in groups:
        if not group.free and group.cm is not None:
            held[group.cm] += 1
    return held


def solve(problem: Problem, most: int | None = None) -> Found:
    """The best assignment; most: with so many members moved at most."""
    waiting = [group for group in problem.groups if group.free and group.movable]
    needed = sum(group.size for group in waiting)
    chosen = {g.id for g in waiting} if most is None or needed <= most else _affordable(problem, waiting, most)
    # whoever was only agreed to go stays where they are when there are no moves for it
    able = [g._replace(free=False, row={}) if g.agreed and g.id not in chosen else g for g in problem.groups]
    taken = [group for group in able if not group.free or group.id in chosen]
    spent = sum(group.size for group in taken if group.free)
    found = _place(problem, problem.caps, taken, None if most is None else most - spent)
    where = dict(zip([group.id for group in taken], _names(problem.caps, found.at), strict=True))
    at = [where.get(group.id) for group in problem.groups]
    moves = sum(group.size for group, to in zip(problem.groups, at, strict=True) if group.goes(to))
    without = at.count(None)
    points = _placing(problem, waiting, most)
    if len(chosen) == len(waiting):
        points += [(spent + sent, over + without) for sent, over in found.trace]
    points.append((moves, found.over + without))
    more = found.more or len(chosen) < len(waiting)
    names = list(problem.caps)
    full = frozenset(names[worker] for worker in found.full)
    return Found(at, without, found.over, moves, _curve(points), more, found.proved, full)


def short(
    problem: Problem,
    more: int = 0,
    fits: Callable[[Group], bool] | None = None,
    theirs: Callable[[Group], bool] | None = None,
) -> int:
    """The least shortfall there can be, whatever the moves weigh and however many they are.

    more, fits: with that much room at one more worker, for the cases that fit there; theirs: with these cases there.
    """
    order = {cm: n for n, cm in enumerate(problem.caps)}
    new = len(order)
    rows: dict[tuple[int, bool, str | None], dict[int, int]] = {}
    units = []
    for group in problem.groups:
        problem.check()
        back = theirs is not None and theirs(group)
        there = fits is not None and fits(group)
        left = group.cm if group.free and not back else None
        key = id(group.row), there, left
        row = rows.get(key)
        if row is None:
            row = rows[key] = {order[cm]: 0 for cm in group.row if cm in order and cm != left}
            if there:
                row[new] = 0
        home = new if back else order.get(group.cm or "") if not group.free else None
        units.append(Unit(row, 1, home, None if home is None else 0))
    without = sum(unit.home is None and not unit.row for unit in units)
    return without + least_over([*problem.caps.values(), more], units, problem.check)


def _names(caps: Mapping[str, int], at: Sequence[int | None]) -> list[str | None]:
    names = list(caps)
    return [None if n is None else names[n] for n in at]


def _place(problem: Problem, caps: Mapping[str, int], groups: Sequence[Group], most: int | None = None) -> Placed:
    return place([*caps.values()], _units(caps, groups), problem.step, most, problem.check)


def _units(caps: Mapping[str, int], groups: Sequence[Group]) -> list[Unit]:
    """The cases by number, with the workers in the order of the caps."""
    order = {cm: n for n, cm in enumerate(caps)}
    kept: dict[tuple[int, int | None], dict[int, int]] = {}
    units = []
    for group in groups:
        home = order.get(group.cm) if group.cm is not None else None
        without = home if group.free else None  # whoever needs another worker does not stay
        row = kept.get((id(group.row), without))
        if row is None:
            row = {order[cm]: cost for cm, cost in group.row.items() if cm in order and order[cm] != without}
            kept[id(group.row), without] = row
        units.append(Unit(row, group.base, home, None if group.free or home is None else 0))
    return units


def _curve(points: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """By moves, the best for each; what more moves don't better is left out."""
    found: list[tuple[int, int]] = []
    for moves, short in sorted(points):
        if not found or short < found[-1][1]:
            found.append((moves, short))
    return tuple(found)


def _placing(problem: Problem, waiting: Sequence[Group], most: int | None) -> list[tuple[int, int]]:
    """(moves, shortfall) while there are moves only for cases without a worker: as many as can be, the small first."""
    over = over_now(problem)
    left = sum(group.free for group in problem.groups)
    points = [(0, over + left)]
    moves = rank = 0
    for size in sorted({group.size for group in waiting}):
        before = rank
        rank = _find_room(problem, [group for group in waiting if group.size <= size])
        count = sum(group.size == size for group in waiting)
        for n in range(1, count + 1):
            if most is not None and moves + n * size > most:
                return points
            placed = min(rank - before, n)
            points.append((moves + n * size, over + left - placed))
        moves += count * size
        left, over = left - count, over + count - (rank - before)
    return points


def _room(problem: Problem) -> dict[str, int]:
    held = _held(problem.caps, problem.groups)
    return {cm: max(0, cap - held[cm]) for cm, cap in problem.caps.items()}


def _find_room(problem: Problem, waiting: Sequence[Group]) -> int:
    """How many of these find room where nobody else moves."""
    return len(waiting) - least_over([*_room(problem).values()], _units(problem.caps, waiting), problem.check)


def _affordable(problem: Problem, waiting: Sequence[Group], most: int) -> set[str]:
    """Which cases without a worker get one when moves are few: as many as can be, rather those that find room."""
    chosen: set[str] = set()
    left = most
    for size in sorted({group.size for group in waiting}):
        alike = [group for group in waiting if group.size == size]
        count = min(len(alike), left // size)
        if count == len(alike):
            chosen.update(group.id for group in alike)
            left -= count * size
            continue
        return chosen | _choose(problem, [g for g in waiting if g.id in chosen], alike, count)
    return chosen


def _choose(problem: Problem, sure: Sequence[Group], alike: Sequence[Group], count: int) -> set[str]:
    """So many of these beside those who are sure; whoever finds room goes before those who don't."""
    caps = {**_room(problem), _NOBODY: len(alike) - count}
    rows: dict[int, Mapping[str, int]] = {}
    for group in alike:
        if id(group.row) not in rows:
            rows[id(group.row)] = {**group.row, _NOBODY: -problem.step}
    with_nobody = [group._replace(row=rows[id(group.row)]) for group in alike]
    found = _names(caps, _place(problem, caps, [*sure, *with_nobody]).at)[len(sure) :]
    held = dict.fromkeys(caps, 0)
    placed: list[str] = []
    rest: list[str] = []
    for group, cm in zip(alike, found, strict=True):
        assert cm is not None
        held[cm] += 1
        (rest if cm == _NOBODY or held[cm] > caps[cm] else placed).append(group.id)
    return {*placed[:count], *rest[: max(0, count - len(placed))]}
