"""How figures, days, times and statuses are written, everywhere the same."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date

from tcm_tui.cli.plain import clean, pad, width
from tcm_tui.desk.views import Budget
from tcm_tui.rules import saying
from tcm_tui.rules.saying import some as some
from tcm_tui.rules.verdict import Reason

SYMBOLS = {
    **dict.fromkeys(("ok", "met", "within", "payable", "active", "met-late", "kept"), "✓"),
    **dict.fromkeys(("at-limit", "at-cap", "due-today", "warn", "warning", "pending"), "!"),
    **dict.fromkeys(("over", "overdue", "missed", "refused", "error", "over-limit"), "✗"),
    **dict.fromkeys(("open", "under", "scheduled", "info"), "○"),
}


def status(word: str) -> str:
    """A symbol and the word: ``! at limit``."""
    return f"{SYMBOLS.get(word, '–')} {word.replace('-', ' ')}"


def day(on: date | None) -> str:
    """``Tue 3 Mar 2026``; a dash for none."""
    return saying.day(on) if on else "–"


def clock(minutes: int | None) -> str:
    """``09:30``; ``+1`` stands behind a time of the next day."""
    return "–" if minutes is None else saying.clock_over(minutes)


def iso_clock(minutes: int | None) -> str | None:
    """``09:30`` for JSON, whatever the day."""
    return None if minutes is None else saying.clock(minutes)


def left(budget: Budget) -> str:
    """What is left of a limit, never a negative: ``6 left``, ``0 left, 3 over``."""
    if budget.limit is None:
        return "no limit applies"
    return f"{budget.available} left" + (f", {budget.over} over" if budget.over else "")


def figure(value: float | int | None, places: int = 0) -> str:
    """A number, or a dash."""
    return "–" if value is None else f"{value:,.{places}f}"


def why(reasons: Sequence[Reason]) -> list[str]:
    """The reasons as aligned lines: rule, arithmetic, source."""
    if not reasons:
        return []
    rules = max(len(r.rule) for r in reasons)
    texts = min(max(width(clean(r.text)) for r in reasons), 72)
    lines = ["", "Why"]
    for r in reasons:
        first, *more = textwrap.wrap(clean(r.text), texts) or [""]
        source = f"[{clean(r.source)}]" if r.source else ""
        lines.append(f"  {r.rule:<{rules}}  {pad(first, texts)}  {source}")
        lines += [f"  {'':<{rules}}    {line}" for line in more]
    return lines
