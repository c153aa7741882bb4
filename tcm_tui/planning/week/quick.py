"""A first plan at once, in plain Python: place what is scarce first, then make room by moving what can move."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tcm_tui.planning.week.choices import Choice, Choices
from tcm_tui.planning.week.days import NARROW
from tcm_tui.planning.week.problem import UNIT
from tcm_tui.planning.week.routes import Node, Route, built, empty, searched

TRIES = 25
"""Missed contacts for which room is sought by moving another, in each tier."""
SEARCHES = 30
"""Days that are searched for another order, where a contact fits into none of the gaps."""

FEW = 5
"""So many for a question whose answer the solver gives as well."""


class Draft:
    """A selection that always holds on every day, kept while it grows and changes."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.routes: list[Route | None] = [empty(clock) for clock in choices.clocks]
        """None: a day whose own appointments can't be held; on an unsteady map a contact may change that."""
        self.nodes = list(choices.nodes)
        """Each choice at its present length."""
        self.taken: dict[tuple[str, int], int] = {}
        self.units: dict[tuple[str, str], int] = {}
        self.counts = [0] * len(choices.problem.obligations)
        self.searches = SEARCHES

    def copy(self) -> Draft:
        """One that changes on its own."""
        new = Draft.__new__(Draft)
        new.choices, new.searches = self.choices, self.searches
        new.routes, new.nodes, new.counts = list(self.routes), list(self.nodes), list(self.counts)
        new.taken, new.units = dict(self.taken), dict(self.units)
        return new

    @property
    def selection(self) -> list[int]:
        """The chosen, in order."""
        return sorted(self.taken.values())

    def on(self, day: int) -> list[Node]:
        """The contacts of a day."""
        route = self.routes[day]
        return [] if route is None else route.contacts

    def short(self, obligation: int) -> int:
        """Contacts an obligation still lacks."""
        return max(0, self.choices.problem.obligations[obligation].need - self.counts[obligation])

    def allowed(self, choice: Choice) -> bool:
        """One contact a member and day, within the month's units."""
        if (choice.member, choice.day) in self.taken:
            return False
        month = self.choices.month(choice)
        left = self.choices.members[choice.member].month_left.get(month[1], 0)
        return self.units.get(month, 0) + self.nodes[choice.id].minutes // UNIT <= left

    def add(self, index: int, search: bool = True) -> bool:
        """Take a choice if the limits and its day allow; False leaves everything as it was."""
        choice = self.choices.all[index]
        return self.allowed(choice) and self.squeeze(index, search)

    def squeeze(self, index: int, search: bool = True) -> bool:
        """Take a choice that the limits allow, if its day does."""
        choice = self.choices.all[index]
        node = self.nodes[index]
        route = self.routes[choice.day]
        new = None if route is None else route.plus(node)
        if new is None and search and self.searches > 0:
            self.searches -= 1
            new = searched(self.choices.clocks[choice.day], [*self.on(choice.day), node], NARROW)
        if new is None:
            return False
        self.put(index, new)
        return True

    def put(self, index: int, route: Route | None) -> None:
        """Take a choice; route: its day with it."""
        self._change(index, 1)
        choice = self.choices.all[index]
        self.routes[choice.day] = route
        self.taken[choice.member, choice.day] = index

    def drop(self, index: int, route: Route | None = None) -> bool:
        """Leave a choice out again; route: its day without it.

        False: on an odd map it may be that the rest can't be held in this order; then nothing has changed.
        """
        choice = self.choices.all[index]
        held = self.routes[choice.day]
        rest = route or (held and held.less(index))
        if rest is None:
            return False
        self._change(index, -1)
        self.routes[choice.day] = rest
        del self.taken[choice.member, choice.day]
        return True

    def _change(self, index: int, by: int) -> None:
        month = self.choices.month(self.choices.all[index])
        self.units[month] = self.units.get(month, 0) + by * (self.nodes[index].minutes // UNIT)
        for o in self.choices.served[index]:
            self.counts[o] += by


def held(choices: Choices, selection: Iterable[int]) -> Draft:
    """A selection that is known to hold, with an order for each day."""
    draft = Draft(choices)
    days: dict[int, list[int]] = {}
    for c in selection:
        days.setdefault(choices.all[c].day, []).append(c)
    for day, chosen in days.items():
        clock = choices.clocks[day]
        nodes = [choices.nodes[c] for c in chosen]
        route = built(nodes, clock, NARROW) or searched(clock, nodes, None)
        if route is None:
            raise AssertionError("a day was chosen that can't be held")
        for c in chosen:
            draft.put(c, route)
    return draft


def first_plan(choices: Choices, guide: Iterable[int] = ()) -> Draft:
    """A plan that holds on every day. guide: choices to begin with, as far as they fit."""
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
    tidy(draft)
    return draft


def meeting(choices: Choices, wanted: Collection[int], guide: Iterable[int]) -> list[int] | None:
    """A selection that meets these obligations and holds on every day; None where none is found at once.

    guide: choices to begin with, those of them that serve what is wanted.
    """
    draft = Draft(choices)
    draft.searches = FEW
    for index in guide:
        if any(o in wanted for o in choices.served[index]):
            draft.add(index)
    order = sorted(wanted)
    _serve(draft, order)
    _make_room(draft, order)
    return None if any(draft.short(o) for o in order) else draft.selection


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
    route = draft.routes[choice.day]
    return (
        -lacking.count(1),
        index not in choices.was,
        -len(lacking),
        route is None or not route.visits(choice.item.area),
        choice.item.minutes,
        0 if route is None else route.minutes,
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
    day = choices.all[index].day
    for node in draft.on(day):
        other, before = node.key, draft.routes[day]
        if not draft.drop(other):
            continue
        rest = draft.routes[day]
        if draft.allowed(choices.all[index]) and draft.squeeze(index, search=False):
            moved = choices.all[other]
            for c in choices.of_member[moved.member]:
                if choices.all[c].day != day and as_good(choices, c, other) and draft.add(c, search=False):
                    return True
            draft.drop(index, rest)
        draft.put(other, before)
    return False


def as_good(choices: Choices, new: int, old: int) -> bool:
    """Whether no tier loses when the new one is taken instead of the old."""
    return set(choices.served[old]) <= set(choices.served[new]) and (old not in choices.was or new in choices.was)


def tidy(draft: Draft) -> None:
    """Leave out what serves nothing and was not published."""
    choices = draft.choices
    for index in draft.selection:
        if index in choices.was or not choices.steady:
            continue
        obligations = choices.problem.obligations
        if all(draft.counts[o] > obligations[o].need for o in choices.served[index]):
            draft.drop(index)
