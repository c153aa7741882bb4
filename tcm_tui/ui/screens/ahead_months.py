"""The columns of the coming months."""

from __future__ import annotations

from collections.abc import Callable

from tcm_tui.desk.outlook import telling
from tcm_tui.desk.outlook.views import MonthAhead
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans


def count(number: float, role: str) -> Spans:
    """A figure, muted where it is nothing."""
    return [(f"{number:,.0f}", role if number else "muted")]


def _places(month: MonthAhead) -> Spans:
    """``213 of 225``, and a word where there are too few."""
    if month.places is None:
        return [("–", "muted")]
    over = month.held > month.places
    return [(f"{month.held:,} of {month.places:,}", "strong" if over else "text"), (" over" if over else "", "bad")]


def _hours(month: MonthAhead, cells: int) -> Spans:
    """``702 of 736``, ``702`` where that is too long, and a word where more is asked than the pace plans."""
    word = " more" if month.hours > month.pace else ""
    asked = f"{month.hours:,.0f}"
    full = f"{asked} of {month.pace:,.0f}"
    return [(full if len(full) + len(word) <= cells else asked, "text"), (word, "warn")]


def _month(
    key: str, title: str, cells: int, value: Callable[[MonthAhead], float], role: str, rank: int = 0
) -> Column[MonthAhead]:
    return Column(key, title, lambda m, n: count(value(m), role), cells, cells, 0, rank, True, sort=lambda m: value(m))


MONTHS: tuple[Column[MonthAhead], ...] = (
    Column("month", "Month", lambda m, n: telling.month_name(m.first), 8, 10, 1),
    _month("out", "Run out", 7, lambda m: m.out, "bad"),
    _month("needed", "Contacts", 8, lambda m: m.needed, "text", 5),
    _month("cant", "Beyond", 6, lambda m: m.cant, "bad"),
    _month("members", "Members", 7, lambda m: m.members, "text", 6),
    Column("places", "Of places", lambda m, n: _places(m), 16, 20, 1, 1, sort=lambda m: m.held),
    _month("hires", "Hire", 4, lambda m: m.hires, "warn"),
    Column("hours", "Hours of pace", lambda m, n: _hours(m, n), 15, 22, 1, 2, sort=lambda m: m.hours),
    _month("lines", "New row", 7, lambda m: m.lines, "info", 4),
    _month("openings", "Windows", 7, lambda m: m.openings, "info", 4),
    _month("expiries", "Expire", 6, lambda m: m.expiries, "warn", 3),
)
