"""Hours that repeat by weekday: a worker's working hours, a member's availability."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(NamedTuple):
    """A stretch of a weekday (0 is Monday) in minutes from midnight, in force on [starts_on, ends_on)."""

    weekday: int
    start: int
    stop: int
    starts_on: date
    ends_on: date | None = None


def hours_on(hours: Iterable[Hours], day: date) -> tuple[tuple[int, int], ...] | None:
    """(start, stop) of each stretch on a day, in order; None when nothing of any weekday is in force on it.

    None and () differ: without hours of one's own the usual ones hold (a member can be met at any time); with
    hours on other weekdays only, there are none on this one.
    """
    holding = [h for h in hours if h.starts_on <= day and (h.ends_on is None or day < h.ends_on)]
    if not holding:
        return None
    return tuple(sorted((h.start, h.stop) for h in holding if h.weekday == day.weekday()))
