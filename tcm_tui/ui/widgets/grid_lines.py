"""The week's days drawn line by line: columns, blocks, the cursor's block. No keys here."""

from __future__ import annotations

from datetime import date

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from tcm_tui.rules import saying
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.grid_items import Day, Item, said
from tcm_tui.ui.words import Spans

EDGES = {"ghost": ("░", "planned"), "moving": ("▒", "accent"), "fixed": ("▏", "muted")}
"""What stands before each line of a block that is no booked visit."""
UNDER_CURSOR = {"ghost": "▓", "moving": "▒"}


class GridLines(Drawn):
    """day and at: the cursor's day and its place there; top: the first place shown of every day."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.days: list[Day] = []
        self.on = date.min
        self.day = 0
        self.at = 0
        self.top = 0
        self._tall = 4
        self._edges: list[int] = [0]
        self._made: dict[tuple[int, int, int], Strip] = {}

    @property
    def item(self) -> Item | None:
        """The block under the cursor."""
        items = self.days[self.day].items if self.day < len(self.days) else ()
        return items[self.at] if self.at < len(items) else None

    # ── measures ──────────────────────────────────────────────────────────────────────────────────

    def _measure(self) -> None:
        """Lines of a block: as many as let the fullest day fit, with an empty line between where possible."""
        most = max((len(day.items) for day in self.days), default=0)
        room = self.size.height - 1
        before = (self._tall, self._edges)
        self._tall = next((tall for tall in (4, 3, 2) if most * tall - (tall == 4) <= room), 2)
        self._edges = self._columns()
        if before != (self._tall, self._edges):
            self._made.clear()

    @property
    def _shown(self) -> int:
        """Blocks of a day that fit."""
        return max(1, (self.size.height - 1 + (self._tall == 4)) // self._tall)

    @property
    def _lines(self) -> int:
        """Lines of a block that say something."""
        return min(3, self._tall)

    def edges(self) -> list[int]:
        """Where each day's column begins, and the end of the last (its right edge)."""
        return self._edges

    def _columns(self) -> list[int]:
        cells = self.size.width - len(self.days)
        share, more = divmod(max(0, cells), max(1, len(self.days)))
        found = [0]
        for n in range(len(self.days)):
            found.append(found[-1] + share + (n < more) + 1)
        return found

    def _clamp(self) -> None:
        self._measure()
        items = self.days[self.day].items if self.days else ()
        self.at = max(0, min(self.at, len(items) - 1))
        shown = self._shown
        most = max((len(day.items) for day in self.days), default=0)
        if self.at < self.top:
            self.top = self.at
        elif self.at >= self.top + shown:
            self.top = self.at - shown + 1
        self.top = max(0, min(self.top, most - shown))

    def place_of(self, x: int, y: int) -> tuple[int, int] | None:
        """Day and place under a point of the widget; None on the titles and the lines between days."""
        for n in range(len(self.days)):
            if self._edges[n] <= x < self._edges[n + 1] and y > 0:
                return n, self.top + (y - 1) // self._tall
        return None

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        if self._edges[-1:] != [self.size.width]:
            self._measure()
        line = Segment("│", self.colours.plain["line"])
        if not self.days:
            cells = max(0, self.size.width - 1)
            blank = ("─" * cells + "┤", "line") if y == 0 else (" " * cells + "│", "line")
            return self.strip([blank], self.size.width)
        parts: list[Strip] = []
        for n, day in enumerate(self.days):
            cells = self._edges[n + 1] - self._edges[n] - 1
            if y == 0:
                parts.append(self.strip(self._title(day, cells), cells))
                last = n == len(self.days) - 1
                parts.append(Strip([Segment("┤" if last else "┬", line.style)], 1))
                continue
            here, part = divmod(y - 1, self._tall)
            at = self.top + here
            if n == self.day and at == self.at and part < self._lines:
                parts.append(self._under_cursor(day, at, part, cells))
            else:
                parts.append(self._plain(n, at, part, cells))
            parts.append(Strip([line], 1))
        return Strip.join(parts).adjust_cell_length(self.size.width, self.colours.plain["text"])

    def _plain(self, n: int, at: int, part: int, cells: int) -> Strip:
        """A line of a block without the cursor, made once."""
        if at >= len(self.days[n].items):
            at, part = -1, 0  # every empty line of a column is the same
        made = self._made.get((n, at, part))
        if made is None and at < 0:
            made = self._made[n, at, part] = self.strip([], cells)
        elif made is None:
            made = self.strip(self._cell(self.days[n], at, part, cells), cells)
            if at < self.top + self._shown - 1:
                # What stands last tells how many more there are, and that depends on the place.
                self._made[n, at, part] = made
        return made

    def _under_cursor(self, day: Day, at: int, part: int, cells: int) -> Strip:
        styles = self.colours.cursor if self.has_focus else self.colours.off
        what = day.items[at].what if at < len(day.items) else ""
        spans = self._cell(day, at, part, cells)
        return self.strip([(UNDER_CURSOR.get(what, "▌"), "mark"), *spans[1:]], cells, styles)

    def recolour(self) -> None:
        self._made.clear()
        super().recolour()

    def _title(self, day: Day, cells: int) -> Spans:
        role = "accent" if day.date == self.on else "title"
        name = f"{saying.weekday(day.date)} {day.date.day}"
        if day.date == self.on and cells >= 14:
            name += " today"
        if self.top and day.items and cells >= len(name) + 2:
            name += " ↑"
        if cells < len(name) + 2:
            return fitted([(name, role), ("─", "line")][: 1 + (cells > len(name))], cells)
        return fitted(
            [(" ", "line"), (name, role), (" ", "line"), ("─" * max(0, cells - len(name) - 2), "line")], cells
        )

    def _cell(self, day: Day, at: int, part: int, cells: int) -> Spans:
        """One line of a day's column; its first cell is the block's edge."""
        if at >= len(day.items):
            return []
        last = self.top + self._shown - 1
        spare = self.size.height - 1 > self._shown * self._tall
        if (at, part) == ((last + 1, 0) if spare else (last, self._tall - 1)) and at + (not spare) < len(day.items):
            return [(" ", "text"), *fitted([(f"… {len(day.items) - at - (not spare)} more", "muted")], cells - 1)]
        if at > last:
            return []
        if part >= self._lines:
            return []
        item = day.items[at]
        line = said(item, self._lines, cells - 1)[part]
        return [EDGES.get(item.what, (" ", "text")), *fitted(line, cells - 1)]

    def _block(self) -> Region:
        """Where the cursor's block is drawn."""
        y = 1 + (self.at - self.top) * self._tall
        start, end = self._edges[self.day], self._edges[self.day + 1]
        return Region(start, y, end - start, self._lines)
