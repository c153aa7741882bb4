"""How many visits a day holds at most, whoever they are: bounds that spare the programme from finding out."""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.cuts import TooMany
from tcm_tui.planning.week.days import DayClock, Item


def capacities(choices: Choices) -> Iterator[TooMany]:
    """For each day what is too much: of all visits, of those in one area, of those that are at least so long."""
    known: dict[tuple[int, frozenset[str], int], int] = {}
    for day, clock in enumerate(choices.clocks):
        there = [c for c in choices.all if c.day == day and c.item.area is not None]
        areas = sorted({c.item.area for c in there if c.item.area is not None})
        groups = [frozenset(areas), *(frozenset({area}) for area in areas if len(areas) > 1)]
        for some in groups:
            before = len(there) + 1
            for minutes in sorted({c.item.minutes for c in there if c.item.area in some}):
                group = frozenset(c.id for c in there if c.item.area in some and c.item.minutes >= minutes)
                key = (id(clock), some, minutes)
                if key not in known:
                    known[key] = most(clock, some, minutes)
                if known[key] < min(before, len(group)):
                    yield TooMany(((group, known[key] + 1),))
                before = known[key]


def most(clock: DayClock, areas: frozenset[str], minutes: int) -> int:
    """The greatest number of visits of a length, in any of the areas, that a day holds."""
    windows = {area: clock.starts_of(Item(area, minutes, None)) for area in sorted(areas)}
    layer = {(0, clock.base): [(0, 0, 0)]}
    count = 0
    while True:
        clock.tick()
        spare = clock.spare - (count + 1) * minutes
        layer = _stops(clock, layer, spare)
        following: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
        for (done, here), labels in layer.items():
            border = clock.stops[done][0] if done < len(clock.stops) else clock.end
            for driving, t, k in labels:
                for area in windows:
                    leg = clock.leg[here][area]
                    if k + leg > clock.total or driving + leg > spare:
                        continue
                    start = clock.first(windows[area], t, k + leg)
                    if start is not None and start + minutes <= border:
                        stop = start + minutes
                        _keep(following, (done, area), (driving + leg, stop, clock.elapsed[stop]))
        layer = following
        if not _home(clock, _stops(clock, layer, spare), spare):
            return count
        count += 1


_Layer = dict[tuple[int, str], list[tuple[int, int, int]]]


def _stops(clock: DayClock, layer: _Layer, spare: int) -> _Layer:
    """Also everything after any number of the day's own stops."""
    every: _Layer = {state: list(labels) for state, labels in layer.items()}
    for done, (start, stop, place) in enumerate(clock.stops):
        for (number, here), labels in list(every.items()):
            if number != done:
                continue
            leg = clock.leg[here][place]
            for driving, t, k in labels:
                if clock.elapsed[start] - k >= leg and driving + leg <= spare:
                    t = max(t, stop)
                    _keep(every, (done + 1, place), (driving + leg, t, clock.elapsed[t]))
    return every


def _home(clock: DayClock, layer: _Layer, spare: int) -> bool:
    return any(
        clock.total - k >= clock.leg[here][clock.base] and driving + clock.leg[here][clock.base] <= spare
        for (done, here), labels in layer.items()
        if done == len(clock.stops)
        for driving, t, k in labels
    )


def _keep(layer: _Layer, state: tuple[int, str], new: tuple[int, int, int]) -> None:
    labels = layer.setdefault(state, [])
    for old in labels:
        if old[0] <= new[0] and old[1] <= new[1] and old[2] <= new[2]:
            return
    labels[:] = [old for old in labels if not (new[0] <= old[0] and new[1] <= old[1] and new[2] <= old[2])]
    labels.append(new)
