"""Why a day can't hold a set of contacts, said as generally as is true.

A set that fits on no order of its day is first made minimal; then it is read as kinds: "four visits in N and a
call are too many" forbids every other four visits in N with a call as well, if those are no easier.
"""

from __future__ import annotations

from typing import NamedTuple

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.days import DayClock, Item


class TooMany(NamedTuple):
    """On one day not all of these at once: at least ``count`` choices of ``group``, for each (group, count)."""

    parts: tuple[tuple[frozenset[int], int], ...]


def day_cuts(choices: Choices, day: int, chosen: list[int]) -> list[TooMany]:
    """Empty when the chosen can be held on the day; else truths that forbid this set and all that are no easier.

    The set is made minimal in several orders, which shows several reasons at once. What is too much for a day is so
    for every other day of the same hours.
    """
    clock = choices.clocks[day]
    every = choices.all
    if clock.fits([every[c].item for c in chosen]):
        return []
    if not choices.steady:  # less may be harder here: forbid exactly this
        others = frozenset(c.id for c in every if c.day == day) - set(chosen)
        return [TooMany((*((frozenset({c}), 1) for c in chosen), *((frozenset({c}), -1) for c in sorted(others))))]
    found: dict[TooMany, None] = {}
    items = sorted((every[c].item for c in chosen), key=lambda i: (i.minutes, i.avail is not None, i.area or ""))
    for order in (items, items[::-1], sorted(items, key=lambda i: (i.area or "", -i.minutes))):
        small = _minimal(clock, order)
        for other, same in enumerate(choices.clocks):
            if same is clock:
                parts = _groups(choices, other, small)
                if all(len(group) >= count for group, count in parts):
                    found[TooMany(tuple(parts))] = None
    return list(found)


def _minimal(clock: DayClock, items: list[Item]) -> list[Item]:
    """A subset that does not fit, though it would without any one of its items; the first are left out first."""
    kept = list(items)
    for item in items:
        less = list(kept)
        less.remove(item)
        if not clock.fits(less):
            kept = less
    return sorted(kept, key=lambda i: (i.minutes, i.avail is not None, i.area or ""))


def _groups(choices: Choices, day: int, items: list[Item]) -> list[tuple[frozenset[int], int]]:
    """The items as groups of choices that are no easier; groups are disjoint, one or more an area."""
    clock = choices.clocks[day]
    there = [c for c in choices.all if c.day == day]
    kept = list(items)
    parts: list[tuple[frozenset[int], int]] = []
    for area in sorted({i.area or "" for i in items}):
        own = [i for i in kept if (i.area or "") == area]
        rest = [i for i in kept if (i.area or "") != area]
        for easy in _easier(own, [c.item for c in there if (c.item.area or "") == area]):
            if not clock.fits([*rest, *([easy] * len(own))]):
                kept = [*rest, *([easy] * len(own))]
                group = (c.id for c in there if (c.item.area or "") == area and _no_easier(c.item, easy))
                parts.append((frozenset(group), len(own)))
                break
        else:
            for kind in sorted(set(own), key=lambda i: (i.minutes, i.avail or ())):
                group = (c.id for c in there if c.item == kind)
                parts.append((frozenset(group), own.count(kind)))
    return parts


def _easier(own: list[Item], area: list[Item]) -> list[Item]:
    """Kinds that are easier than all of own, the most general first."""
    minutes = sorted({i.minutes for i in area if i.minutes <= min(o.minutes for o in own)})
    found = [Item(own[0].area, m, None) for m in minutes]
    if len(set(own)) == 1:
        found.append(own[0])
    return found


def _no_easier(item: Item, easy: Item) -> bool:
    return item.minutes >= easy.minutes and (easy.avail is None or item.avail == easy.avail)
