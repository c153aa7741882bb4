"""Less driving without touching a tier: contacts move to other places and days, or two change their days."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.days import Item
from tcm_tui.planning.week.problem import UNIT
from tcm_tui.planning.week.quick import Draft, as_good
from tcm_tui.planning.week.routes import Node, Route

FEW, MANY = 150, 1500
"""Moves that are tried for a first plan, and for the last one."""


def less_driving(draft: Draft, pinned: Container[int], thorough: bool, stopped: Callable[[], bool]) -> None:
    """Move contacts as long as that saves driving; those that are pinned stay."""
    tries = Tries(MANY if thorough else FEW, stopped)
    while tries.left:
        if not _moves(draft, pinned, tries) and not (thorough and _swaps(draft, pinned, tries)):
            break


class Tries:
    """A number of tries that ends early when stopped."""

    def __init__(self, most: int, stopped: Callable[[], bool]) -> None:
        self._most, self._stopped = most, stopped

    def take(self) -> bool:
        """Whether one more may be made."""
        self._most -= 1
        return self.left

    @property
    def left(self) -> bool:
        """Whether any may be made."""
        if self._stopped():
            self._most = 0
        return self._most > 0


def _moves(draft: Draft, pinned: Container[int], tries: Tries) -> bool:
    """One contact after the other to where it costs less; whether any moved."""
    moved = False
    for old in draft.selection:
        choice = draft.choices.all[old]
        route = draft.routes[choice.day]
        if old in pinned or choice.item.area is None or route is None:
            continue
        rest = route.less(old)
        if rest is None or rest.driving >= route.driving:
            continue
        saved, best = route.driving - rest.driving, None
        for new in _places(draft, old):
            day = draft.choices.all[new].day
            there = rest if day == choice.day else draft.routes[day]
            if there is None or not tries.take():
                continue
            found = there.plus(_as_long(draft, new, old), saved)
            if found is not None:
                saved, best = found.driving - there.driving, (new, found)
        if best is not None:
            _move(draft, old, rest, *best)
            moved = True
        if not tries.left:
            break
    return moved


def _swaps(draft: Draft, pinned: Container[int], tries: Tries) -> bool:
    """Two contacts of different days change days; whether any did."""
    free = [c for c in draft.selection if c not in pinned and draft.choices.all[c].item.area is not None]
    for i, a in enumerate(free):
        for b in free[i + 1 :]:
            if draft.choices.all[a].day == draft.choices.all[b].day or not tries.left:
                continue
            if draft.choices.all[a].item.area != draft.choices.all[b].item.area and _swap(draft, a, b, tries):
                return True
    return False


def _swap(draft: Draft, a: int, b: int, tries: Tries) -> bool:
    every = draft.choices.all
    here, there = draft.routes[every[a].day], draft.routes[every[b].day]
    if here is None or there is None:
        return False
    new_a = next((c for c in _places(draft, a) if every[c].day == every[b].day), None)
    new_b = next((c for c in _places(draft, b) if every[c].day == every[a].day), None)
    rest, others = here.less(a), there.less(b)
    if new_a is None or new_b is None or rest is None or others is None or not tries.take():
        return False
    saved = here.driving + there.driving - rest.driving - others.driving
    first = rest.plus(_as_long(draft, new_b, b), saved)
    if first is None:
        return False
    second = others.plus(_as_long(draft, new_a, a), saved - (first.driving - rest.driving))
    if second is None:
        return False
    _move(draft, a, rest, new_a, second)
    draft.drop(b, second)
    _take(draft, new_b, b, first)
    return True


def _places(draft: Draft, old: int) -> Iterator[int]:
    """Choices that could stand for one of the plan without loss to a tier or a limit; itself is one."""
    choices = draft.choices
    was = choices.all[old]
    units = draft.nodes[old].minutes // UNIT
    member = choices.members[was.member]
    yield old
    for new in choices.of_member[was.member]:
        choice = choices.all[new]
        if (
            (was.member, choice.day) in draft.taken
            or choice.mode != was.mode
            or units > choices.most(member, choice.day)
        ):
            continue
        if units > choices.most(member, choice.day):
            continue
        month = choices.month(choice)
        if month != choices.month(was) and draft.units.get(month, 0) + units > member.month_left.get(month[1], 0):
            continue
        if as_good(choices, new, old):
            yield new


def _as_long(draft: Draft, new: int, old: int) -> Node:
    """The new choice at the length that the old one has."""
    choices: Choices = draft.choices
    choice, minutes = choices.all[new], draft.nodes[old].minutes
    if new == old:
        return draft.nodes[old]
    windows = choices.clocks[choice.day].starts_of(Item(choice.item.area, minutes, choice.item.avail))
    return Node(new, choice.item.area, minutes, windows)


def _move(draft: Draft, old: int, rest: Route, new: int, route: Route) -> None:
    draft.drop(old, rest)
    _take(draft, new, old, route)


def _take(draft: Draft, new: int, old: int, route: Route) -> None:
    draft.nodes[new] = next(node for node in route.contacts if node.key == new)
    if new != old:
        draft.nodes[old] = draft.choices.nodes[old]
    draft.put(new, route)
