"""How a plan speaks of days, hours and counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tcm_tui.rules.saying import MONTHS, clock, near_day


def short(day: date | None) -> str:
    """``Wed 18 Nov``."""
    return "?" if day is None else near_day(day)


def month(day: date) -> str:
    return MONTHS[day.month - 1]


def span(spans: Iterable[tuple[int, int]]) -> str:
    """``09:00-12:00 and 13:00-15:00``."""
    return " and ".join(f"{clock(start)}-{clock(stop)}" for start, stop in spans)


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def on_days(days: Sequence[date]) -> str:
    """Days of one week as people list them: ``Wed 18, Thu 19 and Fri 20 Nov``; runs as ``Wed 18 to Fri 20 Nov``."""
    days = sorted(days)
    if len(days) > 2 and (days[-1] - days[0]).days == len(days) - 1:
        return f"{_in_month(days[0], days[-1])} to {short(days[-1])}"
    return listed([_in_month(day, days[-1]) for day in days[:-1]] + [short(days[-1])])


def _in_month(day: date, last: date) -> str:
    return short(day) if day.month != last.month else short(day).rsplit(" ", 1)[0]
