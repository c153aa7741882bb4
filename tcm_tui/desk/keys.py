"""Under which a desk keeps answers that are also worked out ahead, by a thread with a desk of its own."""

from __future__ import annotations

from datetime import date


def agency(on: date) -> str:
    """The agency's view of a day."""
    return f"agency {on}"


def staff(on: date) -> str:
    """Every worker's line of the staff sheet."""
    return f"staff {on}"


def clocks(on: date, days: int, all: bool) -> str:
    """The agency's deadlines so many days ahead; all: with those that are met."""
    return f"clocks {on} {days} {all}"
