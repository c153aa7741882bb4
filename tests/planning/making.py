"""Random problems of a week, the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

DATES = [("2026-03-30", "2026-03"), ("2026-03-31", "2026-03"), ("2026-04-01", "2026-04"), ("2026-04-02", "2026-04")]


def small(seed: int) -> dict[str, Any]:
    """Two or three members, one to three short days, everything in quarter hours."""
    rng = random.Random(seed)
    areas = ["OFF", "N", "S"][: rng.randint(2, 3)]
    days = [_short_day(rng, date, month, areas) for date, month in DATES[: rng.choice((1, 2, 2, 3))]]
    members = []
    for name in ["ann", "bob", "cyd", "dan"][: rng.randint(2, 4 if len(days) == 1 else 3)]:
        low = rng.choice((1, 2, 2, 3))
        avail = None
        if rng.random() < 0.3:
            avail = {day["date"]: [[480, 480 + 15 * rng.randint(1, 8)]] for day in days if rng.random() < 0.8}
        members.append(
            {
                "id": name,
                "area": rng.choice(areas),
                "min": low,
                "full": low + rng.randint(0, 2),
                "phone": rng.choice((1, 1, 2)),
                "avail": avail,
                "daily_left": {days[0]["date"]: rng.randint(0, 3)} if rng.random() < 0.2 else {},
                "month_left": {"2026-03": rng.choice((1, 2, 3, 5, 25)), "2026-04": rng.choice((1, 3, 25))},
            }
        )
    return _finished(rng, days, members, areas, quarter=15)


def _short_day(rng: random.Random, date: str, month: str, areas: list[str]) -> dict[str, Any]:
    noon = 480 + 15 * rng.randint(3, 6)
    windows = [[480, noon]]
    if rng.random() < 0.5:
        again = noon + 15 * rng.randint(0, 3)
        windows.append([again, again + 15 * rng.randint(1, 5)])
    fixed = []
    if rng.random() < 0.35:
        start = 480 + 15 * rng.randint(0, 5)
        fixed.append({"s": start, "e": start + 15, "area": rng.choice([*areas, None]), "label": "court"})
    buffer = 15 * rng.choice((0, 0, 0, 1, 2))
    return {"date": date, "month": month, "windows": windows, "fixed": fixed, "buffer": buffer}


def large(seed: int) -> dict[str, Any]:
    """A case manager's week as it may be: thirty members, five days, a caseload at the end of a month."""
    rng = random.Random(seed)
    areas = ["OFF", "N", "S", "E", "W"]
    days = []
    for i in range(5):
        fixed = []
        for _ in range(rng.randint(0, 3)):
            start = rng.randrange(480, 990, 5)
            if all(start + 30 < f["s"] - 40 or start > f["e"] + 40 for f in fixed) and start > 530:
                fixed.append({"s": start, "e": start + 30, "area": rng.choice([*areas, None]), "label": "meeting"})
        month = "2026-03" if i < 2 else "2026-04"
        date = f"2026-03-{30 + i}" if i < 2 else f"2026-04-0{i - 1}"
        windows = [[480, 720], [780, rng.choice((960, 1020))]]
        days.append(
            {"date": date, "month": month, "windows": windows, "fixed": fixed, "buffer": rng.choice((0, 15, 30))}
        )
    members = []
    for n in range(rng.randint(20, 35)):
        low = rng.choice((2, 2, 3, 4))
        avail = None
        if rng.random() < 0.25:
            start = rng.randrange(480, 800, 30)
            avail = {day["date"]: [[start, start + 180]] for day in days}
        members.append(
            {
                "id": f"m{n:02}",
                "area": rng.choice(areas[1:]),
                "min": low,
                "full": low + rng.randint(0, 2),
                "phone": 1,
                "avail": avail,
                "daily_left": {},
                "month_left": {"2026-03": rng.choice((0, 1, 4, 8)), "2026-04": 25},
            }
        )
    return _finished(rng, days, members, areas, quarter=5)


def usual(seed: int, month_ends: bool) -> dict[str, Any]:
    """A case manager's week as it mostly is: ten to thirty-five members, much done already or due later, a pace."""
    rng = random.Random(f"usual{seed}{month_ends}")
    areas = ["OFF", "A", "B", "C", "D", "E"][: rng.randint(3, 6)]
    march, april = [f"2026-03-{d}" for d in (30, 31)], [f"2026-04-0{d}" for d in range(1, 4)]
    dates = [*march, *april] if month_ends else [f"2026-03-{d}" for d in range(16, 21)]
    days = []
    for date in dates:
        fixed: list[dict[str, Any]] = []
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            start = rng.randrange(480, 960, 15)
            stop = start + rng.choice((30, 60))
            if all(stop + 30 <= f["s"] or start >= f["e"] + 30 for f in fixed) and not start < 780 <= stop:
                fixed.append({"s": start, "e": stop, "area": rng.choice([*areas, None, "OFF"]), "label": "meeting"})
        windows = [[480, 720], [780, 1020]]
        days.append({"date": date, "month": date[:7], "windows": windows, "fixed": fixed, "buffer": 30})
    members, obligations = [], []
    for n in range(rng.randint(10, 35)):
        name, avail = f"M{n:04}", None
        if rng.random() < 0.15:
            hours = {date: rng.randrange(480, 840, 30) for date in dates if rng.random() < 0.7}
            avail = {date: [[start, start + rng.choice((120, 240))]] for date, start in hours.items()}
        left = {dates[0][:7]: rng.choice((25, 25, 16, 8, 4, 3, 1)), dates[-1][:7]: 25}
        facts = {"id": name, "area": rng.choice(areas), "min": 2, "full": 4, "phone": 1, "avail": avail}
        members.append({**facts, "daily_left": {}, "month_left": left})
        some = {"member": name, "modes": rng.choice((["visit"], ["visit"], ["phone", "visit"])), "need": 1}
        if rng.random() < 0.3:
            monthly = {**some, "id": f"{name}-a", "tier": 1, "days": march if month_ends else dates}
            obligations.append({**monthly, "deadline": "2026-03-31", "future": not month_ends})
        if month_ends:
            monthly = {**some, "id": f"{name}-b", "tier": 1, "days": april}
            obligations.append({**monthly, "deadline": "2026-04-30", "future": True})
        if rng.random() < 0.08:
            soon = dates[: rng.randint(1, 5)][-2:]
            outreach = {**some, "id": f"{name}-c", "tier": 1, "days": soon, "modes": ["phone", "visit"]}
            obligations.append({**outreach, "deadline": soon[-1], "future": False})
        if rng.random() < 0.25:
            plan = {**some, "id": f"{name}-d", "tier": 3, "days": dates, "need": rng.choice((1, 1, 2))}
            obligations.append({**plan, "deadline": dates[-1], "future": False})
    seen = rng.sample(members, rng.choice((0, 3, 6)))
    prior: list[dict[str, Any]] = [
        {
            "member": m["id"],
            "date": rng.choice(dates),
            "mode": "visit",
            "start": rng.randrange(480, 960, 30),
            "units": 3,
        }
        for m in seen
    ]
    travel: dict[str, dict[str, int]] = {a: {a: 0} for a in areas}
    for i, a in enumerate(areas):
        for b in areas[:i]:
            travel[a][b] = travel[b][a] = rng.choice((25, 25, 15, 30, 40))
    last, free = ("2026-04-30", (2000, 6000)) if month_ends else ("2026-03-31", (0, 300, 2000))
    return {
        "id": "usual",
        "days": days,
        "base": "OFF",
        "areas": areas,
        "travel": travel,
        "hop": 10,
        "members": members,
        "obligations": obligations,
        "future": [{"deadline": last, "minutes": rng.choice(free)}],
        "pace_units": rng.choice((0, 60, 88, 120)),
        "prior": prior,
    }


def _finished(
    rng: random.Random, days: list[dict[str, Any]], members: list[dict[str, Any]], areas: list[str], quarter: int
) -> dict[str, Any]:
    travel = {a: dict.fromkeys(areas, 0) for a in areas}
    for i, a in enumerate(areas):
        for b in areas[:i]:
            travel[a][b] = travel[b][a] = 15 * rng.choice((0, 1, 1, 2)) if quarter == 15 else rng.randrange(10, 35, 5)
    dates = [day["date"] for day in days]
    obligations = []
    for member in members:
        for n in range(rng.choice((0, 1, 1, 2))):
            tier = rng.choice((1, 1, 3))
            future = tier == 1 and rng.random() < 0.25
            obligations.append(
                {
                    "id": f"{member['id']}-{n}",
                    "member": member["id"],
                    "kind": "monthly",
                    "tier": tier,
                    "modes": rng.choice((["visit"], ["visit"], ["phone"], ["visit", "phone"])),
                    "days": sorted(rng.sample(dates, rng.randint(1, len(dates)))),
                    "need": rng.choice((1, 1, 1, 2)),
                    "deadline": rng.choice(("2026-04-30", "2026-05-31")) if future else dates[-1],
                    "future": future,
                }
            )
    published = {(rng.choice(members)["id"], rng.choice(dates)): rng.choice(("visit", "phone")) for _ in range(3)}
    prior = [
        {"member": m, "date": d, "start": 495, "mode": mode, "units": 2} for (m, d), mode in sorted(published.items())
    ]
    return {
        "id": "made",
        "days": days,
        "base": "OFF",
        "areas": areas,
        "travel": travel,
        "hop": quarter * rng.choice((0, 1, 1)) if quarter == 15 else 10,
        "members": members,
        "obligations": obligations,
        "future": [{"deadline": d, "minutes": rng.choice((0, 60, 90))} for d in ("2026-04-30", "2026-05-31")],
        "pace_units": rng.choice((0, 0, 4, 60)),
        "prior": prior if rng.random() < 0.6 else [],
    }


def twins(seed: int) -> dict[str, Any]:
    """Members who are alike, in one area or two, due at the end of a month and again at the start of the next."""
    rng = random.Random(f"twins{seed}")
    instance = small(seed)
    days = [_short_day(rng, date, month, ["OFF", "N"]) for date, month in DATES[1 : rng.choice((2, 3, 3))]]
    dates = [day["date"] for day in days]
    proto = {"min": 2, "full": rng.choice((2, 4)), "phone": 1, "avail": None, "daily_left": {}}
    left = {"2026-03": rng.choice((2, 25)), "2026-04": 25}
    members = [
        {"id": name, "area": rng.choice(("N", "N", "OFF")), **proto, "month_left": left}
        for name in ("ann", "bob", "cyd", "dan", "eve")[: 4 if len(days) == 2 else rng.choice((4, 5))]
    ]
    modes = rng.choice((["visit"], ["visit"], ["phone", "visit"]))
    need, often = rng.choice((1, 1, 2)), rng.choice((1, 1, 3))
    obligations = [
        {
            "id": f"{member['id']}-{date}",
            "member": member["id"],
            "kind": "monthly",
            "tier": often,
            "modes": modes,
            "days": [date],
            "need": need,
            "deadline": date if often == 3 or date < "2026-04" else "2026-04-30",
            "future": often == 1 and date > "2026-04",
        }
        for member in members
        for date in dates
        if rng.random() < 0.9
    ]
    rng.shuffle(obligations)
    instance.update(days=days, members=members, obligations=obligations, areas=["OFF", "N"])
    instance.update(travel={"OFF": {"N": 15}, "N": {"OFF": 15}}, hop=rng.choice((0, 15)), prior=[])
    return instance


def crowded(seed: int) -> dict[str, Any]:
    """One day with room for two or three of four members, all of them due."""
    rng = random.Random(seed)
    instance = small(next(s for s in range(seed * 100 + 7, seed * 100 + 107) if len(small(s)["members"]) == 4))
    day = instance["days"][0]
    day["windows"] = [[480, 480 + 15 * rng.randint(6, 9)]]
    day["fixed"], day["buffer"], instance["prior"] = [], 15 * rng.randint(0, 1), []
    for member in instance["members"]:
        member.update(month_left={"2026-03": 25, "2026-04": 25}, daily_left={}, min=rng.choice((1, 2, 3)), full=4)
    instance["obligations"] = [
        {
            "id": f"{member['id']}-due",
            "member": member["id"],
            "kind": "monthly",
            "tier": 1,
            "modes": ["visit"] if rng.random() < 0.8 else ["phone", "visit"],
            "days": [day["date"]],
            "need": 1,
            "deadline": day["date"],
            "future": False,
        }
        for member in instance["members"]
    ]
    return instance
