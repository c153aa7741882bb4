"""How much a day's driving must be at least, as figures a linear programme can add up.

Each stop away from the base costs ``h`` to get into, h being the least of the hop and of all ways into such an
area. Beyond that, the areas met on a day cost the shortest closed walk through them with each way made cheaper
by h. Both together are never more than the true driving, whatever the order of the stops.
"""

from __future__ import annotations

from typing import NamedTuple

from tcm_tui.planning.week.days import DayClock, closure

MOST_AREAS = 6
"""Areas of a day beyond which only each area's own way there and back is counted."""


class Roads(NamedTuple):
    """each: minutes for every stop away from the base; rest: minutes by the set of areas visited (without the base)."""

    each: int
    rest: dict[frozenset[str], int]
    spare: int
    """Minutes left for contacts and their driving, after the buffer and the ways into the fixed stops."""


def roads(clock: DayClock, areas: frozenset[str]) -> Roads | None:
    """The figures for contacts in these areas on a day; None for too many areas."""
    base = clock.base
    away = sorted(areas - {base})
    if len(away) > MOST_AREAS:
        return None
    fixed = [area for _, _, area in clock.stops]
    used = {base, *away, *fixed}
    each = min((clock.leg[a][b] for a in used for b in used - {base}), default=0)
    leg = {
        a: {b: 0 if a == b else clock.leg[a][b] - (each if b != base else 0) for b in sorted(used)}
        for a in sorted(used)
    }
    near = closure(leg)
    must = frozenset(fixed) - {base}
    rest = {}
    for mask in range(1 << len(away)):
        some = frozenset(a for i, a in enumerate(away) if mask >> i & 1)
        rest[some] = _tour(near, base, some | must)
    spare = clock.total - clock.day.buffer - each * sum(area != base for area in fixed)
    return Roads(each, rest, spare)


def _tour(near: dict[str, dict[str, int]], base: str, areas: frozenset[str]) -> int:
    """The shortest closed walk from the base through all the areas."""
    if not areas:
        return 0
    layer: dict[tuple[frozenset[str], str], int] = {(areas - {a}, a): near[base][a] for a in areas}
    for _ in range(len(areas) - 1):
        following: dict[tuple[frozenset[str], str], int] = {}
        for (left, at), cost in layer.items():
            for a in left:
                key = (left - {a}, a)
                new = cost + near[at][a]
                if new < following.get(key, new + 1):
                    following[key] = new
        layer = following
    return min(cost + near[at][base] for (_, at), cost in layer.items())
