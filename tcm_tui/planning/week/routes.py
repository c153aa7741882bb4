"""A day's stops in an order, with the hours that follow from it, changed by one contact at a time.

For one order of things the earliest hours are the best there are (see ``days``), so an order is a schedule.
Putting a contact where it costs least driving is no search, and no proof that another order would not do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tcm_tui.planning.week.days import DayClock, Item, State


class Node(NamedTuple):
    """A contact on its day. key: its choice; area None: a call; windows: minutes at which it may start."""

    key: int
    area: str | None
    minutes: int
    windows: tuple[tuple[int, int], ...]


class Route(NamedTuple):
    """An order that can be held. minutes: of all contacts; driving: of the whole day."""

    clock: DayClock
    nodes: tuple[Node | int, ...]
    """In order: contacts, and fixed stops by their number."""
    states: tuple[State, ...]
    """Where one is before each node, and at the end: minute, free minutes that can't be driven in, area, driving."""
    minutes: int
    driving: int

    @property
    def contacts(self) -> list[Node]:
        """Without the fixed stops."""
        return [node for node in self.nodes if not isinstance(node, int)]

    def starts(self) -> list[tuple[int, int]]:
        """(key, start) of each contact."""
        return [
            (node.key, self.states[i + 1][0] - node.minutes)
            for i, node in enumerate(self.nodes)
            if not isinstance(node, int)
        ]

    def visits(self, area: str | None) -> bool:
        """Whether a contact of the day is in this area (None: is a call)."""
        return any(not isinstance(node, int) and node.area == area for node in self.nodes)

    def plus(self, node: Node, below: int | None = None) -> Route | None:
        """With a contact more, where that costs least driving; only if it costs less than ``below``."""
        clock, nodes, states = self.clock, self.nodes, self.states
        if not node.windows:
            return None
        spare = clock.spare - self.minutes - node.minutes - self.driving
        if spare < 0:
            return None
        most = spare if below is None else min(spare, below - 1)
        places: list[tuple[int, int]] = []
        if node.area is None:
            places = [(0, i) for i in range(len(nodes) + 1)] if most >= 0 else []
        else:
            onto = clock.leg[node.area]
            after = clock.base
            here = [after] * (len(nodes) + 1)
            for i in range(len(nodes) - 1, -1, -1):
                after = clock.area(nodes[i]) or after
                here[i] = after
            for i, after in enumerate(here):
                legs = clock.leg[states[i][2]]
                more = legs[node.area] + onto[after] - legs[after]
                if more <= most:
                    places.append((more, -i))  # of equal ones the last: alike ones stay in their order
            places.sort()
        latest = node.windows[-1][1]
        for _, place in places:
            i = abs(place)
            if states[i][0] > latest:
                continue
            found = _walk(clock, (*nodes[:i], node, *nodes[i:]), states[: i + 1], self.minutes + node.minutes)
            if found is not None:
                return found
        return None

    def less(self, key: int) -> Route | None:
        """Without a contact, in the same order."""
        for i, node in enumerate(self.nodes):
            if not isinstance(node, int) and node.key == key:
                rest = (*self.nodes[:i], *self.nodes[i + 1 :])
                return _walk(self.clock, rest, self.states[: i + 1], self.minutes - node.minutes)
        raise KeyError(key)

    def with_changed(self, new: Node) -> Route | None:
        """With a contact changed in its place."""
        for i, node in enumerate(self.nodes):
            if not isinstance(node, int) and node.key == new.key:
                nodes = (*self.nodes[:i], new, *self.nodes[i + 1 :])
                return _walk(self.clock, nodes, self.states[: i + 1], self.minutes - node.minutes + new.minutes)
        raise KeyError(new.key)


def empty(clock: DayClock) -> Route | None:
    """A day with its own appointments only; None if they leave no time for the way between them."""
    return _walk(clock, tuple(range(len(clock.stops))), ((0, 0, clock.base, 0),), 0)


def in_order(clock: DayClock, nodes: Iterable[tuple[int, Node]]) -> Route | None:
    """Contacts in the order of the given starts; hours follow from the order."""
    every: list[tuple[int, Node | int]] = [*nodes, *((stop[0], i) for i, stop in enumerate(clock.stops))]
    every.sort(key=lambda found: found[0])
    minutes = sum(node.minutes for _, node in every if not isinstance(node, int))
    return _walk(clock, tuple(node for _, node in every), ((0, 0, clock.base, 0),), minutes)


def built(nodes: list[Node], clock: DayClock, width: int | None) -> Route | None:
    """Contacts in an order found by putting in one after the other, or by a search of that width."""
    route = empty(clock)
    for node in sorted(nodes, key=_scarce):
        route = route and route.plus(node)
    return route or searched(clock, nodes, width)


def searched(clock: DayClock, nodes: list[Node], width: int | None) -> Route | None:
    """Contacts in an order found by a search of that width; None is a proof where it is None."""
    held = clock.search([Item(n.area, n.minutes, _spans(n)) for n in nodes], width)
    return held and in_order(clock, zip(held.starts, nodes, strict=True))


def _scarce(node: Node) -> tuple[int, str, int, int]:
    return (sum(b - a + 1 for a, b in node.windows), node.area or "", -node.minutes, node.key)


def _spans(node: Node) -> tuple[tuple[int, int], ...]:
    return tuple((a, b + node.minutes) for a, b in node.windows)


def _walk(clock: DayClock, nodes: tuple[Node | int, ...], known: tuple[State, ...], minutes: int) -> Route | None:
    """The hours of an order; known: the states of its beginning."""
    first = len(known) - 1
    states = list(known)
    t, k, area, driving = known[-1]
    elapsed, reached, legs = clock.elapsed, clock.reached, clock.leg
    most = clock.spare - minutes
    done = sum(isinstance(node, int) for node in nodes[:first])
    stops = clock.stops
    border = stops[done][0] if done < len(stops) else clock.end
    for node in nodes[first:]:
        if isinstance(node, int):
            start, stop, place = stops[node]
            leg = legs[area][place]
            if elapsed[start] - k < leg:
                return None
            t = max(t, stop)
            k, area = elapsed[t], place
            driving += leg
            done += 1
            border = stops[done][0] if done < len(stops) else clock.end
        else:
            leg = 0
            if node.area is not None:
                leg = legs[area][node.area]
                needed = k + leg
                if needed > clock.total:
                    return None
                if needed and reached[needed] > t:
                    t = reached[needed]
            for early, late in node.windows:
                if t <= late:
                    if t < early:
                        t = early
                    break
            else:
                return None
            t += node.minutes
            if t > border:
                return None
            if node.area is None:
                k += node.minutes
            else:
                k, area = elapsed[t], node.area
                driving += leg
        if driving > most:
            return None
        states.append((t, k, area, driving))
    home = legs[area][clock.base]
    if clock.total - k < home or driving + home > most:
        return None
    return Route(clock, nodes, tuple(states), minutes, driving + home)
