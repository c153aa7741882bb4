"""A first plan at once, in plain Python: place what is scarce first, then make room by moving what can move."""

from __future__ import annotations

from collections.abc import Iterable

from tcm_tui.planning.week.choices import Choice, Choices

TRIES = 25
"""Missed contacts for which room is sought by moving another, in each tier."""


class Draft:
    """A selection that always holds on every day, kept while it grows and changes."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.days: list[list[int]] = [[] for _ in choices.clocks]
        self.taken: dict[tuple[str, int], int] = {}
        self.units: dict[tuple[str, str], int] = {}
        self.counts = [0] * len(choices.problem.obligations)

    @property
    def selection(self) -> list[int]:
        """The chosen, in order."""
        return sorted(self.taken.values())

    def short(self, obligation: int) -> int:
        """Contacts an obligation still lacks."""
        return max(0, self.choices.problem.obligations[obligation].need - self.counts[obligation])

    def allowed(self, choice: Choice) -> bool:
        """One contact a member and day, within the month's units."""
        if (choice.member, choice.day) in self.taken:
            return False
        month = self.choices.month(choice)
        left = self.choices.members[choice.member].month_left.get(month[1], 0)
        return self.units.get(month, 0) + choice.units <= left

    def add(self, index: int) -> bool:
        """Take a choice if the limits and its day allow; False leaves everything as it was."""
        choice = self.choices.all[index]
        if not self.allowed(choice):
            return False
        every = self.choices.all
        items = [*(every[c].item for c in self.days[choice.day]), choice.item]
        if not self.choices.clocks[choice.day].seems(items):
            return False
        self.put(index)
        return True

    def put(self, index: int) -> None:
        """Take a choice that is known to fit."""
        self._change(index, 1)
        choice = self.choices.all[index]
        self.days[choice.day].append(index)
        self.taken[choice.member, choice.day] = index

    def drop(self, index: int) -> None:
        """Leave a choice out again."""
        self._change(index, -1)
        choice = self.choices.all[index]
        self.days[choice.day].remove(index)
        del self.taken[choice.member, choice.day]

    def _change(self, index: int, by: int) -> None:
        choice = self.choices.all[index]
        month = self.choices.month(choice)
        self.units[month] = self.units.get(month, 0) + by * choice.units
        for o in self.choices.served[index]:
            self.counts[o] += by


def first_plan(choices: Choices, guide: Iterable[int] = ()) -> list[int]:
    """A selection that holds on every day. guide: choices to begin with, as far as they fit."""
    draft = Draft(choices)
    for index in guide:
        draft.add(index)
    _serve(draft, choices.now)
    _make_room(draft, choices.now)
    if choices.excess([draft.short(o) for o in range(len(draft.counts))]):
        _serve(draft, choices.later)
        _make_room(draft, choices.later)
    _serve(draft, choices.often)
    _make_room(draft, choices.often)
    for index in sorted(choices.was):
        draft.add(index)
    _tidy(draft)
    return draft.selection


def _serve(draft: Draft, obligations: list[int]) -> None:
    """Place contacts for obligations, those with the fewest ways first."""
    choices = draft.choices
    for o in sorted(obligations, key=lambda o: (len(choices.serving[o]), o)):
        tried: set[int] = set()
        while draft.short(o):
            ways = [c for c in choices.serving[o] if c not in tried and draft.allowed(choices.all[c])]
            if not ways:
                break
            best = min(ways, key=lambda c: _rank(draft, c))
            tried.add(best)
            draft.add(best)


def _rank(draft: Draft, index: int) -> tuple[int, bool, int, bool, int, int, int]:
    """Less is better: serves more, is published, short, in an area of that day, on an empty day, early."""
    choices = draft.choices
    choice = choices.all[index]
    obligations = choices.problem.obligations
    lacking = [obligations[o].tier for o in choices.served[index] if draft.short(o)]
    areas = {choices.all[c].item.area for c in draft.days[choice.day]}
    load = sum(choices.all[c].item.minutes for c in draft.days[choice.day])
    return (
        -lacking.count(1),
        index not in choices.was,
        -len(lacking),
        choice.item.area not in areas,
        choice.item.minutes,
        load,
        choice.day,
    )


def _make_room(draft: Draft, obligations: list[int]) -> None:
    """For what is missed: move one contact of a day elsewhere, if that lets the missed one in."""
    choices = draft.choices
    tries = TRIES
    for o in obligations:
        if draft.short(o) <= choices.problem.obligations[o].need - choices.reachable[o]:
            continue
        for index in choices.serving[o]:
            if not draft.short(o) or not tries:
                break
            if draft.allowed(choices.all[index]):
                tries -= 1
                _push(draft, index)


def _push(draft: Draft, index: int) -> bool:
    choices = draft.choices
    for other in list(draft.days[choices.all[index].day]):
        moved = choices.all[other]
        draft.drop(other)
        if draft.add(index):
            for c in choices.all:
                if (
                    c.member == moved.member
                    and c.day != moved.day
                    and _as_good(choices, c.id, other)
                    and draft.add(c.id)
                ):
                    return True
            draft.drop(index)
        draft.put(other)
    return False


def _as_good(choices: Choices, new: int, old: int) -> bool:
    return set(choices.served[old]) <= set(choices.served[new]) and (old not in choices.was or new in choices.was)


def _tidy(draft: Draft) -> None:
    """Leave out what serves nothing and was not published."""
    choices = draft.choices
    for index in draft.selection:
        if index in choices.was or not choices.steady:
            continue
        obligations = choices.problem.obligations
        if all(draft.counts[o] > obligations[o].need for o in choices.served[index]):
            draft.drop(index)
