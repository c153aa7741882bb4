"""The columns of the supervisor's lists: a line a worker, a line a site or type, a line behind a figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from tcm_tui.desk.views import AgencyRow, AgencyTotal, Behind
from tcm_tui.rules import contacts
from tcm_tui.ui import words
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans

Line = AgencyRow | AgencyTotal
RANK = {"over": 0, "at-cap": 1, "within": 2, "under": 3, "no-standard": 4}
SHORT = {"no-standard": "none"}
"""Status words for a narrow place; the caseload beside it shows that there is no range."""


def load(row: AgencyRow, cells: int) -> Spans:
    """``33 of 30-35 ████░`` with the bar where there is room."""
    held = row.caseload
    if row.left is not None and not held.members:
        return [("–", "muted")]
    span = f"{held.counted} of {held.low}-{held.high}" if held.high is not None else f"{held.counted}"
    text: Spans = [(f"{span:<12}", "strong")]
    return [*text, *bars.caseload(held, cells - 12, thin=True)] if cells >= 15 else text


def state(row: AgencyRow, cells: int) -> Spans:
    """``▽ under, 3 open``, or the word alone."""
    held = row.caseload
    if row.left is not None:
        mark: Spans = [("✗ left", "bad")] if held.members else [("– left", "muted")]
        return [*mark, (f" {words.soon(row.left)}" if cells >= 13 else "", "text")]
    if cells < 13:
        return words.status(held.status, SHORT.get(held.status))
    more = f", {held.open} open" if held.open else f", {held.over} over" if held.over else ""
    return [*words.status(held.status), (more, "text")]


def behind_pace(variance: float | None, cells: int) -> Spans:
    """``▼ 39 behind``"""
    if variance is None:
        return [("–", "muted")]
    ahead = variance >= 0
    spans: Spans = [(f"{'▲' if ahead else '▼'} {abs(variance):,.0f}", "good" if ahead else "warn")]
    return [*spans, (" ahead" if ahead else " behind", "muted")] if cells >= 12 else spans


def variance(row: Line) -> float | None:
    return row.hours.variance if isinstance(row, AgencyRow) else row.variance


def count(number: int, role: str) -> Spans:
    return [(f"{number:,}", role if number else "muted")]


def risk(row: Line) -> Spans:
    """Units that paperwork puts at risk, and those over a limit: ``14+3``."""
    over: Spans = [(f"+{row.over_limit_units}", "bad")] if row.over_limit_units else []
    return [*count(row.at_risk_units, "warn"), *over]


def share(row: Line) -> Spans:
    """``58%`` of the month's billable minutes; ``! 41%`` under half. R22"""
    found = contacts.community_share(*row.community)
    if found is None:
        return [("–", "muted")]
    low = row.community_status == "low"
    return [(f"{'! ' if low else ''}{found:.0%}", "warn" if low else "text")]


def kind(row: AgencyRow, cells: int) -> str:
    """``II intensive``, ``II int``"""
    held = row.caseload
    full = f"{held.level} {words.PROGRAMS.get(held.type, held.type)}"
    return full if len(full) <= cells else f"{held.level} {words.SHORT_PROGRAMS.get(held.type, held.type)}"


def credential(row: Line, cells: int) -> Spans:
    """When the next one is due, and which where there is room to say it."""
    if row.next_credential_due is None:
        return [("–", "muted")]
    which = (row.next_credential or "").replace("-", " ") if cells >= 20 else ""
    return [(words.soon(row.next_credential_due), "text"), (f"  {which}", "muted")]


def _weighted(row: Line) -> float:
    return row.caseload.weighted if isinstance(row, AgencyRow) else row.weighted


def _figures(weight: int) -> tuple[Column[Any], ...]:
    """What workers and totals have alike; weight: cells of the weighted load."""
    return (
        Column("weighted", "Wght", lambda r, n: f"{_weighted(r):.1f}", weight, weight + 1, 0, 0, True, sort=_weighted),
        Column("pace", "Hours", lambda r, n: behind_pace(variance(r), n), weight, 12, 2, 0, sort=variance),
        Column("overdue", "Late", lambda r, n: count(r.overdue, "bad"), 4, 4, 0, 0, True, sort=lambda r: r.overdue),
        Column("today", "Today", lambda r, n: count(r.due_today, "warn"), 5, 5, 0, 0, True, sort=lambda r: r.due_today),
        Column(
            "risk",
            "Risk u",
            lambda r, n: risk(r),
            6,
            7,
            0,
            0,
            True,
            sort=lambda r: r.at_risk_units + r.over_limit_units,
        ),
        Column(
            "community",
            "Comm",
            lambda r, n: share(r),
            5,
            5,
            0,
            0,
            True,
            sort=lambda r: contacts.community_share(*r.community),
        ),
        Column("credential", "Credential", credential, 10, 40, 3, 3, sort=lambda r: r.next_credential_due),
    )


WORKERS: tuple[Column[Any], ...] = (
    Column(
        "name",
        "Case manager",
        lambda r, n: [(r.caseload.name, "text")],
        14,
        28,
        3,
        sort=lambda r: r.caseload.name.casefold(),
    ),
    Column("kind", "Program", kind, 8, 22, 2, 2, sort=lambda r: kind(r, 22)),
    Column("site", "Site", lambda r, n: r.caseload.site, 14, 24, 2, 7, sort=lambda r: r.caseload.site.casefold()),
    Column("load", "Caseload", load, 15, 34, 3, sort=lambda r: r.caseload.counted),
    Column(
        "state",
        "Range",
        state,
        8,
        19,
        9,
        sort=lambda r: (RANK.get(r.caseload.status, 9), -r.caseload.over, r.caseload.open),
    ),
    *_figures(5),
)


def standing(row: AgencyTotal) -> Spans:
    """``✗ 2  ! 1  ▽ 3``: how many stand where."""
    spans: Spans = []
    for word, number in row.statuses:
        symbol, role = words.MARKS[word]
        spans += [(f"{symbol}{number} ", role)]
    return spans


def _name(row: AgencyTotal) -> str:
    return words.PROGRAMS.get(row.name, row.name)


TOTALS: tuple[Column[Any], ...] = (
    Column("name", "", lambda r, n: [(_name(r), "text")], 14, 32, 3, sort=lambda r: _name(r).casefold()),
    Column("workers", "CMs", lambda r, n: str(r.workers), 3, 4, 0, 0, True, sort=lambda r: r.workers),
    Column("members", "Members", lambda r, n: f"{r.members:,}", 7, 7, 0, 0, True, sort=lambda r: r.members),
    Column("state", "Stand", lambda r, n: standing(r), 10, 24, 2, 2),
    Column("over", "Over", lambda r, n: count(r.over, "bad"), 4, 4, 0, 0, True, sort=lambda r: r.over),
    Column("open", "Open", lambda r, n: count(r.open, "good"), 4, 5, 0, 0, True, sort=lambda r: r.open),
    *_figures(7),
)


def amount(row: Behind, unit: str) -> str:
    """The line's part of the figure."""
    if row.amount is None:
        return "–"
    return f"{row.amount:,.2f}" if unit in ("hours", "weight") else f"{row.amount:,.0f}"


def behind(unit: str, on: date) -> tuple[Column[Behind], ...]:
    """A line behind a figure; unit: of its amounts."""
    return (
        Column("name", "Who or when", lambda r, n: [(r.name, "text")], 18, 40, 3, sort=lambda r: r.name.casefold()),
        Column("amount", unit.capitalize(), lambda r, n: amount(r, unit), 9, 12, 0, 0, True, sort=lambda r: r.amount),
        Column("what", "What", lambda r, n: r.what, 22, 60, 3, sort=lambda r: r.what),
        Column(
            "status",
            "Status",
            lambda r, n: words.status(r.status) if r.status else [("", "text")],
            12,
            13,
            0,
            1,
            sort=lambda r: r.status,
        ),
        Column("due", "Day", lambda r, n: words.near(r.due_on, on), 8, 12, 0, 2, sort=lambda r: r.due_on),
        Column("cm", "Case manager", lambda r, n: r.cm_name or "–", 16, 28, 2, 3, sort=lambda r: r.cm_name or ""),
    )
