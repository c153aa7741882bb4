"""How days, times, statuses and figures are written on the screens, everywhere the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.rules import saying

if TYPE_CHECKING:
    from tcm_tui.desk.views import Budget

_MARKS = {
    ("✓", "good"): "ok met within payable active kept done signed",
    ("✓", "muted"): "met-late",
    ("○", "text"): "open info",
    ("◷", "good"): "scheduled planned",
    ("▽", "info"): "under",
    ("!", "warn"): "at-limit at-cap due-today warn warning pending unsigned",
    ("‖", "info"): "on-hold in-hospital",
    ("✗", "bad"): "over overdue missed refused error over-limit",
    ("–", "muted"): "no-standard no-row not-compensable not-billable cancelled rescheduled closed computed shown",
}
MARKS: dict[str, tuple[str, str]] = {word: mark for mark, words in _MARKS.items() for word in words.split()}
"""Symbol and colour role of every status word; a status is always shown as symbol and word."""

Spans = list[tuple[str, str]]
"""Pieces of a line: (text, role). Roles are the keys of ``colours.Colours``."""

PROGRAMS = {
    "standard": "standard",
    "intensive": "intensive",
    "wraparound": "wraparound",
    "pact": "PACT",
    "first-time-mothers": "first-time mothers",
}
SHORT_PROGRAMS = {
    "standard": "std",
    "intensive": "int",
    "wraparound": "wrap",
    "pact": "PACT",
    "first-time-mothers": "FTM",
}


def status(word: str, says: str | None = None) -> Spans:
    """Symbol and word of a status in its colour: ``! due today``."""
    symbol, role = MARKS.get(word, ("·", "text"))
    return [(f"{symbol} {says or word.replace('-', ' ')}", role)]


def day(on: date | None) -> str:
    """``Wed 18 Nov 2026``; a dash for none."""
    return saying.day(on) if on else "–"


def near(when: date | None, on: date) -> str:
    """A day as one says it on ``on``: ``today``, ``Fri 20``, ``3 Dec``, ``2 Jan 2027``."""
    if when is None:
        return "–"
    if when == on:
        return "today"
    if when.year == on.year and when.month == on.month:
        return f"{saying.weekday(when)} {when.day}"
    if when.year == on.year:
        return f"{when.day} {saying.month(when)}"
    return saying.short_day(when)


def short(when: date | None) -> str:
    """``18 Nov 2026``, for columns of dates; a dash for none."""
    return saying.short_day(when) if when else "–"


def soon(when: date | None) -> str:
    """``1 Dec 26``, for narrow columns of dates; a dash for none."""
    return f"{when.day} {saying.month(when)} {when:%y}" if when else "–"


def month(on: date) -> str:
    """``November 2026``"""
    return saying.whole_month(on)


def activity(name: str) -> str:
    """``member in person``, ``plan monitoring``"""
    return name.replace("face-to-face", "in person").replace("-", " ")


def clock(minutes: int | None) -> str:
    """``09:30``; ``+1`` stands behind a time of the next day."""
    return "–" if minutes is None else saying.clock_over(minutes)


def some(number: int, one: str, many: str | None = None) -> str:
    """``1 unit``, ``3 units``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def left(budget: Budget) -> str:
    """What is left of a limit, never a negative: ``6 left``, ``0 left, 3 over``."""
    if budget.limit is None:
        return "no row"
    return f"{budget.available} left, {budget.over} over" if budget.over else f"{budget.available} left"


def sum_of(budget: Budget) -> str:
    """A budget as a sum: ``25 = 18 used + 3 planned + 4 left``; elsewhere and over only where they are."""
    if budget.limit is None:
        return f"{budget.used} used, no limit row applies"
    parts = [f"{budget.used} used"]
    if budget.scheduled:
        parts.append(f"{budget.scheduled} planned")
    if budget.external:
        parts.append(f"{budget.external} elsewhere")
    if budget.over:
        return f"{budget.limit}: " + " + ".join(parts) + f", 0 left, {budget.over} over"
    return f"{budget.limit} = " + " + ".join([*parts, f"{budget.available} left"])


def hours(value: float) -> str:
    """``402``, ``402.3`` below a hundred."""
    return f"{value:,.0f}" if abs(value) >= 99.95 or value == int(value) else f"{value:.1f}"


def brief(name: str, cells: int) -> str:
    """A name for a narrow place: ``Ana Pecan``, ``Ana P.``, ``R. Pecan``, ``Ros. P.``: the first that fits."""
    first, _, last = name.rpartition(" ")
    ways = [name, f"{first} {last[:1]}.", f"{first[:1]}. {last}"] if first else [name]
    if cells >= 7 and first and " " not in first:
        ways.append(f"{first[: cells - 4]}. {last[:1]}.")
    return next((said for said in ways if len(said) <= cells), name)


def length(spans: Sequence[tuple[str, str]]) -> int:
    """Cells a line of spans takes."""
    from tcm_tui.ui.plain import width

    return sum(width(text) for text, _ in spans)
