"""One day, exactly: can these contacts be held on it, when, and with how little driving.

What makes a schedule: every contact lies in free time (windows less fixed appointments) and in the member's
availability; between two stops (the base, a visit, a fixed appointment with a place, … , the base) there are at
least the minutes of travel free, not counting minutes of calls; what remains free is at least the buffer.

The search goes forward in time over what is already placed, by ``labels`` of which only those that no other one
beats are kept; a contact is best put at its first possible minute. Contacts of one kind (area, length, availability)
are alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from tcm_tui.planning.week.labels import Label, Layer, keep, narrowed, starts
from tcm_tui.planning.week.problem import Day, Problem, Spans

NARROW = 3
"""Labels a layer of the narrow search keeps."""


class Item(NamedTuple):
    """A contact as its day sees it. area None: a call, which has no place. avail None: always."""

    area: str | None
    minutes: int
    avail: Spans | None


class Held(NamedTuple):
    """A schedule: the start of each item, in the order they were given, and the minutes of driving."""

    starts: tuple[int, ...]
    driving: int


State = tuple[int, int, str, int]
"""Where one is after a stop or call: t, k (as above), area, driving so far."""


def _order(item: Item) -> tuple[str, int, Spans]:
    return (item.area or "", item.minutes, item.avail or ())


class DayClock:
    """A day made ready for questions. Answers are kept: the same kinds of items are asked for again and again."""

    def __init__(self, problem: Problem, day: Day) -> None:
        self.day = day
        self.leg = {a: {b: problem.leg(a, b) for b in problem.travel} for a in problem.travel}
        self.base = problem.base
        self.near = closure(self.leg)
        away = [a for a in self.leg if a != self.base]
        self.entry = min((self.leg[a][b] for a in self.leg for b in away), default=0)
        self.back = min((self.leg[a][self.base] for a in away), default=0)
        self.stops = tuple((f.start, f.stop, f.area) for f in day.fixed if f.area is not None)
        end = max((stop for _, stop in (*day.windows, *((f.start, f.stop) for f in day.fixed))), default=0)
        free = bytearray(end)
        for start, stop in day.windows:
            free[start:stop] = b"\x01" * (stop - start)
        for f in day.fixed:
            free[f.start : f.stop] = bytes(f.stop - f.start)
        self.elapsed = [0, *accumulate(free)]
        """elapsed[m]: free minutes before minute m."""
        self.total = self.elapsed[-1]
        self.end = len(self.elapsed)
        self.spare = self.total - day.buffer
        """Minutes for contacts and driving together."""
        self.reached = [bisect_left(self.elapsed, m) for m in range(self.total + 1)]
        """reached[m]: the minute before which m minutes were free."""
        self.segments: list[tuple[int, int]] = []
        start = free.find(1)
        while start >= 0:
            stop = free.find(0, start)
            stop = end if stop < 0 else stop
            self.segments.append((start, stop))
            start = free.find(1, stop)
        self._windows: dict[Item, tuple[tuple[int, int], ...]] = {}
        self._fits: dict[tuple[Item, ...], bool] = {}
        self._seems: dict[tuple[Item, ...], Held | None] = {}
        self.tick: Callable[[], object] = go_on
        """Called between the steps of a search; may raise to end it."""
        self.usable = self._search((), None) is not None
        """False: its own appointments leave too little for the way between them, or for the buffer."""

    def starts_of(self, item: Item) -> tuple[tuple[int, int], ...]:
        """The stretches of minutes at which an item may start, before any travel."""
        found = self._windows.get(item)
        if found is None:
            spans = self.segments
            if item.avail is not None:
                spans = [
                    (max(a, c), min(b, d))
                    for a, b in self.segments
                    for c, d in merged(item.avail)
                    if max(a, c) < min(b, d)
                ]
            found = tuple((a, b - item.minutes) for a, b in sorted(spans) if b - a >= item.minutes)
            self._windows[item] = found
        return found

    def seems(self, items: Sequence[Item]) -> bool:
        """True: they can be held. False: a narrow search found no way, which is no proof."""
        key = tuple(sorted(items, key=_order))
        found = self._fits.get(key)
        return self._narrow(key) is not None if found is None else found

    def _narrow(self, key: tuple[Item, ...]) -> Held | None:
        if key not in self._seems:
            held = self._seems[key] = self._search(key, NARROW)
            if held is not None:
                self._fits[key] = True
        return self._seems[key]

    def fits(self, items: Sequence[Item]) -> bool:
        """Whether the items can be held on this day, exactly."""
        key = tuple(sorted(items, key=_order))
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = self.seems(key) or self._search(key, None) is not None
        return found

    def holds(self, items: Sequence[Item]) -> None:
        """Remember that these items can be held: an order of them was found elsewhere."""
        self._fits[tuple(sorted(items, key=_order))] = True

    def search(self, items: Sequence[Item], width: int | None) -> Held | None:
        """A schedule with little driving; the least, of those the earliest, where width is None."""
        places = sorted(range(len(items)), key=lambda i: _order(items[i]))
        key = tuple(items[place] for place in places)
        held = self._narrow(key) if width == NARROW else self._search(key, width)
        if held is None:
            return None
        starts = [0] * len(items)
        for place, start in zip(places, held.starts, strict=True):
            starts[place] = start
        return Held(tuple(starts), held.driving)

    def area(self, node: object) -> str | None:
        """Where a node of a route is: a fixed stop by its number, or a contact."""
        return self.stops[node][2] if isinstance(node, int) else getattr(node, "area", None)

    def _search(self, key: tuple[Item, ...], width: int | None) -> Held | None:
        """The labels' search over items in order; width bounds the labels of a layer (then None is no proof)."""
        kinds = sorted(set(key), key=_order)
        counts = tuple(key.count(kind) for kind in kinds)
        minutes = sum(item.minutes for item in key)
        slack = self.spare - minutes
        if slack < self._least([item.area for item in key]) or any(not self.starts_of(kind) for kind in kinds):
            return None
        layer: Layer = {(counts, 0, self.base): [Label(0, 0, 0, None, -1, 0)]}
        for _ in range(len(key) + len(self.stops)):
            self.tick()
            layer = self._step(layer, kinds, slack)
            if width is not None:
                layer = narrowed(layer, width)
            if not layer:
                return None
        ends = [
            (label.driving + self.leg[area][self.base], label.t, label)
            for (_, _, area), labels in layer.items()
            for label in labels
            if self.total - label.k >= self.leg[area][self.base] and label.driving + self.leg[area][self.base] <= slack
        ]
        if not ends:
            return None
        driving, _, last = min(ends, key=lambda end: end[:2])
        return Held(starts(last, len(kinds)), driving)

    def _step(self, layer: Layer, kinds: list[Item], slack: int) -> Layer:
        """Everything that can be placed next."""
        following: Layer = {}
        for (left, done, area), labels in layer.items():
            legs = self.leg[area]
            far = [kinds[i].area for i, n in enumerate(left) if n]
            rest = sum(n * kinds[i].minutes for i, n in enumerate(left) if n)
            still = self._way_home(area, far, done)
            border = self.stops[done][0] if done < len(self.stops) else len(self.elapsed)
            for label in labels:
                if label.driving + still > slack or self.total - label.k < rest + still:
                    continue
                if self.total - self.elapsed[label.t] < rest:
                    continue
                for i, n in enumerate(left):
                    if not n:
                        continue
                    kind = kinds[i]
                    leg = 0 if kind.area is None else legs[kind.area]
                    start = self.first(self.starts_of(kind), label.t, label.k + leg if kind.area is not None else 0)
                    if start is None or start + kind.minutes > border:
                        continue
                    stop = start + kind.minutes
                    key = (*left[:i], n - 1, *left[i + 1 :])
                    if kind.area is None:
                        new = Label(label.driving, stop, label.k + kind.minutes, label, i, start)
                        keep(following, (key, done, area), new)
                    else:
                        new = Label(label.driving + leg, stop, self.elapsed[stop], label, i, start)
                        keep(following, (key, done, kind.area), new)
                if done < len(self.stops):
                    start, stop, place = self.stops[done]
                    if self.elapsed[start] - label.k >= legs[place]:
                        t = max(label.t, stop)
                        new = Label(label.driving + legs[place], t, self.elapsed[t], label, -1, start)
                        keep(following, (left, done + 1, place), new)
        return following

    def first(self, windows: Spans, t: int, needed: int) -> int | None:
        """The first minute of the windows, from t on, before which that many minutes were free."""
        if needed > self.total:
            return None
        if needed:
            t = max(t, self.reached[needed])
        for early, late in windows:
            if t <= late:
                return max(t, early)
        return None

    def _least(self, areas: list[str | None]) -> int:
        """Driving that no order of visits in these areas can do without: a way into each stop, and one back."""
        away = sum(a not in (None, self.base) for a in (*areas, *(stop[2] for stop in self.stops)))
        return max(self._way_home(self.base, areas, 0), away * self.entry + self.back if away else 0)

    def _way_home(self, area: str, far: list[str | None], done: int) -> int:
        """At least this much driving is still ahead."""
        near = self.near
        least = near[area][self.base]
        for a in far:
            if a is not None:
                least = max(least, near[area][a] + near[a][self.base])
        for _, _, a in self.stops[done:]:
            least = max(least, near[area][a] + near[a][self.base])
        return least


def go_on() -> None:
    """Nothing ends a search early."""


def closure(leg: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Least travel from area to area over any stops between (0 within one area)."""
    near = {a: {b: 0 if a == b else cost for b, cost in row.items()} for a, row in leg.items()}
    for via in near:
        for a in near:
            for b in near:
                near[a][b] = min(near[a][b], near[a][via] + near[via][b])
    return near


def merged(spans: Spans) -> Spans:
    """The same minutes as stretches that neither touch nor overlap."""
    found: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(stop, found[-1][1]))
        elif start < stop:
            found.append((start, stop))
    return tuple(found)
