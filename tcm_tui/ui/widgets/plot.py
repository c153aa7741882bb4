"""A plot of months in block characters: bars, a level beside them, axis, and every figure as a number below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tcm_tui.ui.plain import width
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.words import Spans

EIGHTHS = " ▁▂▃▄▅▆▇█"
OVER = "▓"
LEVEL = "─"
BELOW = 2
"""Lines under the bars: their labels and their figures."""


class Chart(NamedTuple):
    """What is plotted. levels: for each bar how high it may go, None: nothing says so; what is above is drawn as over.

    bar, level and over are the words for them; empty is said where every figure is nothing.
    """

    title: str
    labels: Sequence[str]
    bars: Sequence[float]
    levels: Sequence[float | None] = ()
    bar: str = ""
    level: str = ""
    over: str = ""
    empty: str = ""
    role: str = "used"


def nice(most: float) -> int:
    """The top of an axis: the next of 1, 2, 4, 5, 6, 8 times a power of ten that is not below, and halves evenly."""
    if most <= 2:
        return 2
    power = 1
    while power * 10 < most:
        power *= 10
    steps = (power * n for n in (1, 2, 4, 5, 6, 8, 10))
    return next(step for step in steps if step >= most and step % 2 == 0)


def said(value: float) -> str:
    """A figure below its bar: ``8``, ``1,234``, ``12k`` where it is long."""
    whole = round(value)
    return f"{whole:,}" if whole < 100_000 else f"{whole // 1000:,}k"


def over(value: float, level: float | None) -> bool:
    """Whether a bar stands above its level."""
    return level is not None and value > level


def figure(value: float, above: bool, cells: int) -> str:
    """A figure as long as there is room for: ``2,714``, ``2714``, ``3k``; ``!`` where it is above its level."""
    mark = "!" * above
    forms = (said(value), f"{value:.0f}", f"{value / 1000:.0f}k" if value >= 1000 else "")
    return next((form + mark for form in forms if form and len(form + mark) <= cells), mark)


class Plot(Drawn):
    """A chart, its first line a frame line. mark: which bar the cursor stands for."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chart: Chart | None = None
        self.note: Spans = []
        self.mark = -1

    def show(self, chart: Chart | None, note: Spans | None = None) -> None:
        """Draw this; note stands at the right of the frame line."""
        fresh = (chart, note or [])
        if fresh != (self.chart, self.note):
            self.chart, self.note = fresh
            self.redraw()

    def point(self, mark: int) -> None:
        """Mark another bar: only the line of labels is drawn again."""
        if mark != self.mark:
            self.mark = mark
            self.redraw(self.size.height - BELOW)

    @property
    def rows(self) -> int:
        """Lines the bars have."""
        return max(1, self.size.height - 1 - BELOW)

    def line(self, y: int) -> Spans:
        cells = self.size.width
        chart = self.chart
        if y == 0:
            return rule(cells, self._title(chart), self.note)
        inner = self._inner(chart, y - 1, cells - 4) if chart else []
        return [("│ ", "line"), *fitted(inner, cells - 4), (" │", "line")]

    def _title(self, chart: Chart | None) -> Spans:
        if chart is None:
            return []
        spans: Spans = [(chart.title, "title")]
        if chart.bar:
            spans += [("   █ ", chart.role), (chart.bar, "muted")]
        if any(level is not None for level in chart.levels):
            spans += [(f"   {LEVEL} ", "strong"), (chart.level, "muted"), (f"   {OVER} ", "bad"), (chart.over, "muted")]
        return spans

    # ── the lines below the frame line ────────────────────────────────────────────────────────────

    def _inner(self, chart: Chart, y: int, cells: int) -> Spans:
        top = nice(max([*chart.bars, *(level or 0 for level in chart.levels)], default=0))
        axis = width(said(top)) + 2
        across = self._across(chart, cells - axis)
        if y >= self.rows:
            return [(" " * axis, "text"), *self._below(chart, y - self.rows, across)]
        ticks = {0: top, self.rows // 2: top / 2} if self.rows % 2 == 0 else {0: top}
        label = said(ticks[y]) if y in ticks else "0" if y == self.rows - 1 else ""
        edge = "┤" if label else "│"
        spans: Spans = [(label.rjust(axis - 2), "muted"), (f" {edge}", "line")]
        if not any(chart.bars) and not any(chart.levels):
            return [*spans, (f" {chart.empty}", "muted")] if y == self.rows // 2 else spans
        for at, value in enumerate(chart.bars):
            level = chart.levels[at] if at < len(chart.levels) else None
            spans += self._column(value, level, self.rows - 1 - y, top, across, chart.role)
        return spans

    def _across(self, chart: Chart, cells: int) -> tuple[int, int]:
        """Cells of a bar, and between two bars."""
        each = max(1, cells // max(1, len(chart.bars)))
        gap = 0 if each < 3 else 1 if each < 5 else 2
        return min(each - gap, 10), gap

    def _column(
        self, value: float, level: float | None, row: int, top: int, across: tuple[int, int], role: str
    ) -> Spans:
        """One bar's piece of a row (counted from below): the gap before it, then the bar, or the level above it."""
        cells, gap = across
        high = value * self.rows / top
        filled = min(8, max(0, round((high - row) * 8)))
        if value > 0 and row == 0:
            filled = max(1, filled)  # what is there must be seen
        at = -1 if level is None else min(self.rows - 1, int(level * self.rows / top))
        between = LEVEL if at == row else " "
        before: Spans = [(between * gap, "strong")] if gap else []
        if not filled:
            return [*before, (between * cells, "strong")]
        # what fills a row is over where its middle is
        if over(value, level) and row + filled / 16 >= (level or 0) * self.rows / top:
            return [*before, ((OVER if filled >= 4 else EIGHTHS[filled]) * cells, "bad")]
        return [*before, (EIGHTHS[filled] * cells, role)]

    def _below(self, chart: Chart, y: int, across: tuple[int, int]) -> Spans:
        """The labels, or the figures, each centred under its bar; what has no room is left out."""
        cells, gap = across
        spans: Spans = []
        for at, label in enumerate(chart.labels):
            value = chart.bars[at]
            above = over(value, chart.levels[at] if at < len(chart.levels) else None)
            text = figure(value, above, cells + gap - 1) if y else label
            role = "tab" if at == self.mark else "muted"
            if y:
                role = "bad" if above else "strong" if value else "muted"
            need = width(text)
            if need > max(1, cells + gap - 1):
                text, need = text[:1], 1
            left = gap + (cells - need) // 2 if need <= cells else cells + gap - need
            spans += [(" " * left, "text"), (text, role), (" " * (cells + gap - left - need), "text")]
        return spans
