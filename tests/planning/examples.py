"""Problems whose best tiers are known, in the form of ``tcm solve``."""

from __future__ import annotations

from typing import Any


def _day(date: str, fixed: list[dict[str, Any]] | None = None, buffer: int = 0) -> dict[str, Any]:
    windows = [[480, 720], [780, 1020]]
    return {"date": date, "month": date[:7], "windows": windows, "fixed": fixed or [], "buffer": buffer}


def _member(name: str, low: int, **month_left: int) -> dict[str, Any]:
    left = {month.replace("m", "2026-"): units for month, units in month_left.items()}
    return {
        "id": name,
        "area": "N",
        "min": low,
        "full": 4,
        "phone": 1,
        "avail": None,
        "daily_left": {},
        "month_left": left,
    }


def _due(ident: str, days: list[str], deadline: str, future: bool = False) -> dict[str, Any]:
    return {
        "id": ident,
        "member": ident.partition("-")[0],
        "kind": "monthly",
        "tier": 1,
        "modes": ["visit"],
        "days": days,
        "need": 1,
        "deadline": deadline,
        "future": future,
    }


def _instance(**given: Any) -> dict[str, Any]:
    travel = {"OFF": {"OFF": 0, "N": 15}, "N": {"OFF": 15, "N": 0}}
    rest = {
        "base": "OFF",
        "areas": ["OFF", "N"],
        "travel": travel,
        "hop": 10,
        "future": [],
        "pace_units": 0,
        "prior": [],
    }
    return {**rest, **given}


def month_straddle() -> dict[str, Any]:
    """Limits restart on the 1st: eli has 1 unit left in March, fay 1 in April; neither can be met. Tiers 2 0 0 0."""
    march = ["2026-03-30", "2026-03-31"]
    return _instance(
        days=[_day(date) for date in (*march, "2026-04-01")],
        members=[
            _member("dee", 2, m03=2, m04=25),
            _member("eli", 2, m03=1, m04=25),
            _member("fay", 2, m03=25, m04=1),
        ],
        obligations=[
            _due("dee-mar", march, "2026-03-31"),
            _due("dee-apr", ["2026-04-01"], "2026-04-30", future=True),
            _due("eli-mar", march, "2026-03-31"),
            _due("fay-mar", march, "2026-03-31"),
            _due("fay-apr", ["2026-04-01"], "2026-04-01"),
        ],
        future=[{"deadline": "2026-04-30", "minutes": 600}],
    )


def one_too_many() -> dict[str, Any]:
    """240 free minutes, 10 for crises: three visits of 60 and 50 of driving fill them. Tiers 1 0 0 0, one conflict."""
    day = "2026-03-23"
    return _instance(
        days=[_day(day, [{"s": 480, "e": 720, "area": "OFF", "label": "training"}], buffer=10)],
        members=[_member(f"g{n}", 4, m03=25) for n in range(4)],
        obligations=[_due(f"g{n}-mon", [day], day) for n in range(4)],
    )
