"""How figures and their arithmetic are put into words, the same on screen, on paper and in files."""

from __future__ import annotations

from tcm_tui.desk.report.views import Figure, Line, Report
from tcm_tui.rules import saying


def n(value: float) -> str:
    """``1,234``; ``12.5`` where there is a part."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


_ONE = {"misses": "miss", "faxes": "fax"}


def percent(part: float, whole: float) -> float | None:
    """A share in percent to one place; None of nothing."""
    return round(100 * part / whole, 1) if whole > 0 else None


def share(part: float, whole: float) -> str:
    """``41 of 50 = 82.0%``"""
    found = percent(part, whole)
    return f"{n(part)} of {n(whole)}" + (f" = {found:.1f}%" if found is not None else "")


def amount(figure: Figure) -> str:
    """``1,234``, ``82.0%``, a dash for nothing."""
    if figure.value is None:
        return "–"
    return f"{figure.value:.1f}%" if figure.unit == "%" else n(figure.value)


def value(figure: Figure) -> str:
    """The figure with its unit: ``1 member``, ``82.0%``."""
    said = amount(figure)
    if figure.value is None or figure.unit == "%":
        return said
    one = _ONE.get(figure.unit, figure.unit.removesuffix("s"))
    return f"{said} {one if figure.value == 1 else figure.unit}"


def title(report: Report) -> str:
    """``October 2026``, ``November 2026 to date``"""
    return saying.whole_month(report.month) + (" to date" if report.to_date else "")


def seen(report: Report) -> str:
    """From which day the month is seen: ``1 to 18 Nov 2026, as known on Wed 18 Nov 2026``"""
    return f"{report.month.day} to {saying.short_day(report.seen)}, as known on {saying.day(report.on)}"


MARKS = {
    **dict.fromkeys(("met", "within", "ok", "ahead", "on-pace"), "✓"),
    **dict.fromkeys(("at-cap", "due-today", "warn", "pending", "unsigned", "low", "met-late"), "!"),
    **dict.fromkeys(("over", "over-limit", "missed", "overdue"), "✗"),
    **dict.fromkeys(("open", "under", "scheduled"), "○"),
    **dict.fromkeys(("on-hold",), "‖"),
    "behind": "▼",
}
"""The symbol before a status word; the word says the same without it."""
_WORDS = {"warn": "look", "ok": "at least half", "low": "under half"}


def status(word: str) -> str:
    """``✗ missed``; empty for none."""
    return f"{MARKS.get(word, '–')} {_WORDS.get(word, word.replace('-', ' '))}" if word else ""


def who(report: Report, line: Line) -> tuple[str, str]:
    """The names of a line's member and case manager; empty for none, a dash for nobody."""
    member = report.members.get(line.member, line.member) if line.member is not None else ""
    return member, report.staff.get(line.cm, line.cm) if line.cm is not None else "–"
