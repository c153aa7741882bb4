"""The curve: how many places stay short after 0, 1, 2 … moves, as a small plot of columns."""

from __future__ import annotations

from tcm_tui.ui.screens.rebalance_says import EIGHTHS, filled, thinned
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.words import Spans

LINES = 6
"""Lines of the columns."""


class CurvePlot(Drawn):
    """Columns in eighths of a cell, the number of moves below; what the plan makes is in colour, the rest pale."""

    def __init__(self) -> None:
        super().__init__(id="curve")
        self.curve: tuple[tuple[int, int], ...] = ()
        self.now = 0

    def show(self, curve: tuple[tuple[int, int], ...], now: int) -> None:
        """The points (moves, places short) and how many moves the plan has."""
        if (curve, now) != (self.curve, self.now):
            self.curve, self.now = curve, now
            self.redraw()

    def line(self, y: int) -> Spans:
        cells = self.size.width
        if y == 0:
            return rule(cells + 1, [("Places short after so many moves", "title")], None, "─┤")[1:]
        body = self._plot(y - 1, cells - 3) if len(self.curve) > 1 else []
        return [(" ", "text"), *fitted(body, cells - 3), (" ", "text"), ("│", "line")]

    def _plot(self, y: int, cells: int) -> Spans:
        most = max(left for _, left in self.curve) or 1
        label = len(str(most)) + 1
        room = max(2, cells - label - 1)
        every = filled(self.curve)
        each = max(1, min(4, room // len(every)))
        points = thinned(every, room // each)
        if y == LINES:
            return [(" " * label, "text"), ("└" + "─" * (each * len(points)), "line")]
        if y > LINES:
            return [(" " * (label + 1), "text"), *self._axis(points, each)]
        scale = f"{most if y == 0 else 0 if y == LINES - 1 else '':>{label - 1}} "
        spans: Spans = [(scale, "muted"), ("│", "line")]
        for moves, left in points:
            eighths = round(left * LINES * 8 / most)
            if left:
                eighths = max(1, eighths)
            full = max(0, min(8, eighths - (LINES - 1 - y) * 8))
            bar = EIGHTHS[full] * max(1, each - 1) + " " * (each > 1)
            spans.append((bar, "warn" if moves <= self.now else "left"))
        return spans

    def _axis(self, points: list[tuple[int, int]], each: int) -> Spans:
        """The numbers of moves: the first, the plan's, the last; each where its column stands."""
        cells = [" "] * (each * len(points))
        marks = [(n, moves) for n, (moves, _) in enumerate(points) if n in (0, len(points) - 1) or moves == self.now]
        for n, moves in sorted(marks, key=lambda mark: (mark[1] != self.now, mark[0])):
            text = str(moves)
            at = max(0, min(n * each, len(cells) - len(text)))
            if all(cell == " " for cell in cells[max(0, at - 1) : at + len(text) + 1]):
                cells[at : at + len(text)] = text
        return [("".join(cells).rstrip(), "muted")]
