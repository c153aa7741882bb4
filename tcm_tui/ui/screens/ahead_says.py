"""Sentences of the year ahead: what stands out, one month, how far the work is."""

from __future__ import annotations

from datetime import date

from tcm_tui.desk.outlook import telling
from tcm_tui.desk.outlook.views import MonthAhead, Outlook
from tcm_tui.ui import words
from tcm_tui.ui.words import Spans

BAR = 20
"""Cells of the progress bar."""


def progress(what: str, share: float) -> Spans:
    """``… Members' units  ████░░░░ 45%   esc stops``"""
    full = round(share * BAR)
    line: Spans = [(f"… {what}  ", "accent"), ("█" * full, "used"), ("░" * (BAR - full), "left")]
    return [*line, (f" {share:.0%}   ", "muted"), ("esc", "key"), (" stops", "muted")]


def sums(found: Outlook) -> Spans:
    """What stands out, each with a word."""
    out = len({each.member for each in found.run_outs})
    cant = max((month.cant for month in found.months), default=0)
    hires = found.months[-1].hires if found.months else 0
    spans: Spans = []
    for number, word, role in (
        (out, f"! {out} out of units", "warn"),
        (cant, f"✗ up to {words.some(cant, 'contact')} beyond", "bad"),
        (
            hires,
            f"! {hires} to hire by {telling.month_name(found.months[-1].first)}" if found.months else "",
            "warn",
        ),
    ):
        spans += [(word, role), ("   ", "text")] if number else []
    if not spans:
        spans = [("✓ nothing stands out", "good"), ("   ", "text")]
    if found.without_rate:
        spans.append((f"{words.some(len(found.without_rate), 'member')} without a rate yet", "muted"))
    return spans


def detail(month: MonthAhead, on: date) -> Spans:
    """A month in one sentence."""
    since = f" from {words.near(month.begins, on)} on" if month.begins != month.first else ""
    spans: Spans = [(words.month(month.first), "strong"), (since, "muted")]
    spans += [(f" · {words.some(month.out, 'member')} out of units", "text")]
    spans += [(f", {words.some(month.over, 'unit')} missing", "text")] if month.over else []
    spans += [(f" · {month.cant} of {words.some(month.needed, 'contact')} beyond reach", "text")]
    return [*spans, (f" · {month.hires} to hire", "text")] if month.hires else spans
