"""What a plan of a week must be, said once more from the problem's own JSON and minute by minute.

Shares no code and no idea with the planner: sets of minutes instead of sums, no search, no typed facts.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import Any

Instance = dict[str, Any]
Plan = list[dict[str, Any]]


def faults(instance: Instance, plan: Plan) -> list[str]:
    """Every hard rule the plan breaks."""
    found = []
    days = {day["date"]: day for day in instance["days"]}
    found += [f"{contact} is on no day of the problem" for contact in plan if contact["date"] not in days]
    for date, day in days.items():
        today = [c for c in plan if c["date"] == date]
        if len({c["member"] for c in today}) < len(today):
            found.append(f"{date}: two contacts of one member")
        if today:
            found += [f"{date}: {fault}" for fault in _day(instance, day, today)]
    for member in instance["members"]:
        for month, left in member["month_left"].items():
            used = sum(c["units"] for c in plan if c["member"] == member["id"] and days[c["date"]]["month"] == month)
            if used > left:
                found.append(f"{member['id']}: {used} units of {left} in {month}")
    return found


def _day(instance: Instance, day: dict[str, Any], today: Plan) -> list[str]:
    members = {member["id"]: member for member in instance["members"]}
    free = {m for start, stop in day["windows"] for m in range(start, stop)}
    for fixed in day["fixed"]:
        free -= set(range(fixed["s"], fixed["e"]))
    found = []
    busy: set[int] = set()
    calls: set[int] = set()
    stops = [(f["s"], f["e"], f["area"]) for f in day["fixed"] if f["area"] is not None]
    for c in today:
        member = members[c["member"]]
        minutes = set(range(c["start"], c["start"] + 15 * c["units"]))
        if not minutes <= free:
            found.append(f"{c['member']} lies outside free time")
        if minutes & busy:
            found.append(f"{c['member']} overlaps")
        busy |= minutes
        if member["avail"] is not None:
            spans = member["avail"].get(day["date"], [])
            if spans is not None and not minutes <= {m for start, stop in spans for m in range(start, stop)}:
                found.append(f"{c['member']} is not available")
        if c["units"] > member["daily_left"].get(day["date"], 16):
            found.append(f"{c['member']} has too few units left that day")
        if c["mode"] == "phone":
            calls |= minutes
            if c["units"] != member["phone"]:
                found.append(f"{c['member']}: a call of {c['units']}")
        else:
            stops.append((c["start"], c["start"] + 15 * c["units"], member["area"]))
            if not member["min"] <= c["units"] <= member["full"]:
                found.append(f"{c['member']}: a visit of {c['units']}")
    base = instance["base"]
    way = [(0, 0, base), *sorted(stops), (10_000, 10_000, base)]
    roads = sorted(free - calls)
    driving = 0
    for (_, left, a), (reached, _, b) in pairwise(way):
        needed = instance["travel"][a][b] if a != b else 0 if a == base else instance["hop"]
        driving += needed
        if bisect_left(roads, reached) - bisect_left(roads, left) < needed:
            found.append(f"no way from {a} to {b} between {left} and {reached}")
    if len(free) - len(busy) - driving < day["buffer"]:
        found.append("the buffer is gone")
    return found


def tiers(instance: Instance, plan: Plan) -> list[int]:
    """What the plan is worth, the first four tiers."""
    members = {member["id"]: member for member in instance["members"]}
    short = {}
    for o in instance["obligations"]:
        done = [c for c in plan if c["member"] == o["member"] and c["mode"] in o["modes"] and c["date"] in o["days"]]
        short[o["id"]] = max(0, o["need"] - len(done))
    over = 0
    for mark in instance["future"]:
        need = sum(
            short[o["id"]] * (15 * members[o["member"]]["full"] + 20)
            for o in instance["obligations"]
            if o["future"] and o["deadline"] <= mark["deadline"]
        )
        over += max(0, need - mark["minutes"])
    kept = {(c["member"], c["date"], c["mode"]) for c in plan}
    return [
        sum(short[o["id"]] for o in instance["obligations"] if o["tier"] == 1 and not o["future"]),
        over,
        sum(short[o["id"]] for o in instance["obligations"] if o["tier"] == 3),
        sum((p["member"], p["date"], p["mode"]) not in kept for p in instance["prior"]),
    ]
