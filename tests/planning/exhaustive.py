"""The proven best of a small problem by trying everything. Only for problems in whole quarter hours.

Every member and day has no contact, a visit or a call. Whether a day can be held is found by trying every
quarter hour for every contact and asking the checker. When all figures are whole quarter hours, so is some
schedule of every day that can be held: for a fixed order of things the rules only bound differences of starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any, NamedTuple

from tests.planning.checker import Instance, Plan, _day, tiers

Wanted = tuple[tuple[str, str], ...]


class Truth(NamedTuple):
    """What trying everything shows."""

    tiers: list[int]
    alone: set[str]
    conflicts: set[frozenset[str]]


def search(instance: Instance) -> Truth:
    """The best tiers, what is impossible alone and every minimal conflict (names of this week's tier 1)."""
    now = [o for o in instance["obligations"] if o["tier"] == 1 and not o["future"]]
    best: list[int] | None = None
    met: set[frozenset[str]] = set()
    possible = [list(_days(instance, day)) for day in instance["days"]]
    for chosen in product(*possible):
        plan = [
            {"member": m, "date": day["date"], "mode": mode, "units": _units(instance, m, mode), "start": 0}
            for day, wanted in zip(instance["days"], chosen, strict=True)
            for m, mode in wanted
        ]
        if not _limits(instance, plan):
            continue
        found = tiers(instance, plan)
        best = found if best is None else min(best, found)
        met.add(frozenset(o["id"] for o in now if _done(o, plan) >= o["need"]))
    assert best is not None
    alone = {o["id"] for o in now if not any(o["id"] in group for group in met)}
    involved = [o["id"] for o in now if o["id"] not in alone]
    conflicts: set[frozenset[str]] = set()
    for size in range(1, len(involved) + 1):
        for names in map(frozenset, combinations(involved, size)):
            if not any(names <= group for group in met) and not any(known <= names for known in conflicts):
                conflicts.add(names)
    return Truth(best, alone, conflicts)


def _done(obligation: dict[str, Any], plan: Plan) -> int:
    return sum(
        c["member"] == obligation["member"] and c["mode"] in obligation["modes"] and c["date"] in obligation["days"]
        for c in plan
    )


def _units(instance: Instance, member: str, mode: str) -> int:
    facts = next(m for m in instance["members"] if m["id"] == member)
    return int(facts["min"] if mode == "visit" else facts["phone"])


def _limits(instance: Instance, plan: Plan) -> bool:
    months = {day["date"]: day["month"] for day in instance["days"]}
    for member in instance["members"]:
        for month, left in member["month_left"].items():
            if sum(c["units"] for c in plan if c["member"] == member["id"] and months[c["date"]] == month) > left:
                return False
    return True


def _days(instance: Instance, day: dict[str, Any]) -> Iterator[Wanted]:
    names = [member["id"] for member in instance["members"]]
    for modes in product((None, "visit", "phone"), repeat=len(names)):
        wanted = tuple((name, mode) for name, mode in zip(names, modes, strict=True) if mode)
        if not wanted or _held(instance, day, wanted):
            yield wanted


def _held(instance: Instance, day: dict[str, Any], wanted: Wanted) -> bool:
    lengths = [_units(instance, member, mode) for member, mode in wanted]
    free = {m for start, stop in day["windows"] for m in range(start, stop)}
    for fixed in day["fixed"]:
        free -= set(range(fixed["s"], fixed["e"]))
    quarters = sorted(m for m in free if m % 15 == 0)
    if sum(lengths) > len(quarters):
        return False
    taken: list[dict[str, Any]] = []

    def place(i: int, left: frozenset[int]) -> bool:
        if i == len(wanted):
            return not _day(instance, day, taken)
        for start in quarters:
            own = range(start, start + 15 * lengths[i], 15)
            if left.issuperset(own):
                member, mode = wanted[i]
                taken.append({"member": member, "mode": mode, "start": start, "units": lengths[i]})
                if place(i + 1, left.difference(own)):
                    return True
                taken.pop()
        return False

    return place(0, frozenset(quarters))
