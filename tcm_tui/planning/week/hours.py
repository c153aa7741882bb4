"""From a selection to a plan with hours: published hours, pace, then less driving, with the four tiers held.

Best effort, in a fixed order and with a fixed number of tries, so the same selection gives the same plan.
"""

from __future__ import annotations

from collections.abc import Callable

from tcm_tui.planning.week.days import NARROW, Item
from tcm_tui.planning.week.driving import less_driving
from tcm_tui.planning.week.problem import UNIT, VISIT, Contact
from tcm_tui.planning.week.quick import Draft
from tcm_tui.planning.week.routes import Node, Route, built, searched

WIDE = 60
"""Labels a layer of a day's search keeps where there is time for it."""


class Timetable:
    """Lengths and hours of the chosen contacts, day by day. width: of the searches for an order."""

    def __init__(self, draft: Draft, width: int) -> None:
        self.draft = draft
        self.choices = draft.choices
        self.width = width
        self.pinned: dict[int, int] = {}
        chosen = set(draft.taken.values())
        pairs = zip(self.choices.prior, self.choices.problem.prior, strict=True)
        self.wished = {c: published for c, published in pairs if c in chosen}

    def node(self, c: int, minutes: int) -> Node:
        """A contact at a length, at its published hour if that is kept."""
        choice = self.choices.all[c]
        windows = self.choices.clocks[choice.day].starts_of(Item(choice.item.area, minutes, choice.item.avail))
        if c in self.pinned:
            start = self.pinned[c]
            windows = ((start, start),) if any(a <= start <= b for a, b in windows) else ()
        return Node(c, choice.item.area, minutes, windows)

    def pin(self) -> None:
        """Keep published hours where the day allows: all of a day's, else one after the other."""
        for day in range(len(self.choices.clocks)):
            starts = {n.key: self.wished[n.key].start for n in self.draft.on(day) if n.key in self.wished}
            hours = [(c, start) for c, start in sorted(starts.items()) if start is not None]
            if hours and not self._pin(day, hours):
                for one in hours:
                    self._pin(day, [one])

    def _pin(self, day: int, hours: list[tuple[int, int]]) -> bool:
        self.pinned.update(hours)
        nodes = [self.node(n.key, n.minutes) for n in self.draft.on(day)]
        route = built(nodes, self.choices.clocks[day], self.width) if all(n.windows for n in nodes) else None
        if route is None:
            for c, _ in hours:
                del self.pinned[c]
            return False
        self.draft.routes[day] = route
        for n in nodes:
            self.draft.nodes[n.key] = n
        return True

    def lengthen(self, c: int) -> bool:
        """Make a contact a unit longer if it may be and its day allows."""
        choice = self.choices.all[c]
        member = self.choices.members[choice.member]
        units = self.draft.nodes[c].minutes // UNIT + 1
        if choice.mode != VISIT or units > member.high or units > self.choices.most(member, choice.day):
            return False
        month = self.choices.month(choice)
        if self.draft.units[month] >= member.month_left.get(month[1], 0):
            return False
        new = self.node(c, units * UNIT)
        route = self.draft.routes[choice.day]
        longer = route and new.windows and (route.with_changed(new) or _elsewhere(route, new))
        if not longer:
            return False
        self.draft.routes[choice.day] = longer
        self.draft.nodes[c] = new
        self.draft.units[month] += 1
        return True

    def total(self) -> int:
        """Units of the plan."""
        return sum(self.draft.units.values())

    def grow(self, target: int, stopped: Callable[[], bool]) -> None:
        """Lengthen contacts, each a unit in turn, until the plan has as many units as wanted.

        A published length stays.
        """
        growing = [c for c in self.draft.selection if c not in self.wished or self.wished[c].units is None]
        total = self.total()
        while growing and total < target and not stopped():
            for c in list(growing):
                if total >= target:
                    break
                if self.lengthen(c):
                    total += 1
                else:
                    growing.remove(c)

    def more(self, target: int, stopped: Callable[[], bool]) -> None:
        """While pace is short: contacts that will be due after this week, already now, where they cost least."""
        draft, total = self.draft, self.total()
        later = sorted(self.choices.later, key=lambda o: (self.choices.problem.obligations[o].deadline, o))
        for o in later:
            while total < target and draft.short(o) and not stopped():
                best: tuple[int, Route] | None = None
                cost: int | None = None
                for c in self.choices.serving[o]:
                    choice = self.choices.all[c]
                    route = draft.routes[choice.day]
                    if route is not None and draft.allowed(choice):
                        found = route.plus(draft.nodes[c], cost)
                        if found is not None:
                            best, cost = (c, found), found.driving - route.driving
                if best is None:
                    break
                draft.put(*best)
                total += self.choices.all[best[0]].units

    def tidy(self) -> None:
        """Each day in an order with less driving, if a search finds one."""
        for day, route in enumerate(self.draft.routes):
            if route is not None and route.contacts:
                found = searched(self.choices.clocks[day], route.contacts, self.width)
                if found is not None and found.driving < route.driving:
                    self.draft.routes[day] = found

    def contacts(self) -> list[Contact]:
        """The plan, in order of time."""
        found = []
        for day, route in enumerate(self.draft.routes):
            date = self.choices.problem.days[day].date
            for c, start in route.starts() if route else ():
                choice = self.choices.all[c]
                found.append(Contact(choice.member, date, start, choice.mode, self.draft.nodes[c].minutes // UNIT))
        return sorted(found, key=lambda c: (c.date, c.start, c.member))


def timetable(draft: Draft, stopped: Callable[[], bool] = lambda: False, thorough: bool = False) -> list[Contact]:
    """The plan of a draft, which is used up. stopped: asked between steps; what is already good is kept.

    thorough: search wider and try more.
    """
    choices = draft.choices
    target = choices.problem.pace_units
    table = Timetable(draft, WIDE if thorough else NARROW)
    table.pin()
    for c, published in sorted(table.wished.items()):
        while draft.nodes[c].minutes < (published.units or 0) * UNIT and table.lengthen(c):
            pass
    if choices.steady:
        if thorough and not stopped():
            table.tidy()
        table.more(target, stopped)
        less_driving(draft, table.pinned, thorough, stopped)
        table.more(target, stopped)
    table.grow(target, stopped)
    if thorough and not stopped():
        table.tidy()
    return table.contacts()


def _elsewhere(route: Route, new: Node) -> Route | None:
    """With a contact changed and put where it fits."""
    rest = route.less(new.key)
    return rest and rest.plus(new)
