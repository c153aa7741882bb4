"""Bars of meaning: units used, planned and left; a caseload against its range; a stretch of days."""

from __future__ import annotations

from datetime import date

from tcm_tui.desk.views import Budget, CaseloadRow
from tcm_tui.ui.words import Spans


def parts(amounts: list[int], whole: int, cells: int) -> list[int]:
    """Cells for each amount of a whole; an amount above nothing gets at least one cell where there is room."""
    if whole <= 0 or cells <= 0:
        return [0] * len(amounts)
    out, used = [], 0
    for amount in amounts:
        share = min(cells - used, round(amount * cells / whole) if amount <= whole else cells)
        if amount > 0 and share == 0 and used < cells:
            share = 1
        out.append(max(0, share))
        used += out[-1]
    return out


def units(budget: Budget, cells: int) -> Spans:
    """Used ━, planned ╍, left ·; known elsewhere counts as used. Beyond the limit the bar ends in ``▶``.

    Thin lines, because these stand below each other in lists.
    """
    if budget.limit is None:
        return [("·" * cells, "left")]
    used, planned = parts([budget.used + budget.external, budget.scheduled], budget.limit, cells)
    if budget.available > 0 and used + planned >= cells:
        # Something is left, so something must be seen to be left.
        used, planned = (used - 1, planned) if used > planned else (used, planned - 1)
    rest = cells - used - planned
    if budget.over:
        return [("━" * (cells - 1), "bad"), ("▶", "bad")]
    full = "warn" if budget.available == 0 else "used"
    return [("━" * used, full), ("╍" * planned, "planned"), ("·" * rest, "left")]


def caseload(row: CaseloadRow, cells: int, thin: bool = False) -> Spans:
    """The count against the cap; what is free is the rest. thin: for bars that stand below each other."""
    full, free = "━·" if thin else "█░"
    if row.high is None or row.low is None:
        return [("·" * cells, "left")]
    if row.over:
        return [(full * (cells - 1), "bad"), ("▶", "bad")]
    (filled,) = parts([row.counted], row.high, cells)
    if row.open and filled >= cells:
        filled = cells - 1
    role = {"at-cap": "warn", "under": "info"}.get(row.status, "good")
    return [(full * filled, role), (free * (cells - filled), "left")]


def stretch(start: date, end: date, first: date, last: date, cells: int) -> tuple[int, int]:
    """Where [start, end] lies on an axis from ``first`` to ``last`` of so many cells: from, until (exclusive)."""
    days = max(1, (last - first).days + 1)
    begin = max(0, min(cells - 1, (start - first).days * cells // days))
    stop = max(begin + 1, min(cells, -(-((end - first).days + 1) * cells // days)))
    return begin, stop


def axis(
    start: date, end: date, inner: tuple[date, date] | None, on: date, first: date, last: date, cells: int
) -> Spans:
    """A stay ━ with its open window ▓ on a line of days, today marked ``┃``."""
    line = ["·"] * cells
    if end < first:
        line[0] = "◀"
    else:
        begin, stop = stretch(start, end, first, last, cells)
        line[begin:stop] = "━" * (stop - begin)
    if inner:
        a, b = stretch(*inner, first, last, cells)
        line[a:b] = "▓" * (b - a)
    if first <= on <= last:
        line[stretch(on, on, first, last, cells)[0]] = "┃"
    roles = {"◀": "muted", "·": "left", "━": "used", "▓": "good", "┃": "mark"}
    out: Spans = []
    for c in line:
        if out and out[-1][1] == roles[c]:
            out[-1] = (out[-1][0] + c, roles[c])
        else:
            out.append((c, roles[c]))
    return out
