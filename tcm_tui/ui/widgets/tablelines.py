"""The lines of a list: its data, its frame line, column titles, headings and rows, as strips.

Rows are kept as strips until data, width or theme change; a move of the cursor draws two lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.strip import Strip

from tcm_tui.ui.widgets.columns import Column, Placed, cells_of, place, titles_of
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.listing import Group, Listing
from tcm_tui.ui.words import Spans

R = TypeVar("R")


class TableLines(Drawn, Generic[R]):
    """What is shown and where the cursor is; ``table.Table`` adds keys and mouse.

    The owner sets title, note, empty (what an empty list says) and moved (told the row under the cursor).
    """

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str], id: str | None = None) -> None:
        super().__init__(id=id)
        self.listing: Listing[R] = Listing(columns, key)
        self.title: Spans = []
        self.note: Spans = []
        self.empty = "Nothing here."
        self.moved: Callable[[R | None], None] | None = None
        self.left_edge = True
        self.corners = "├┤"
        self.at = -1
        self.top = 0
        self.filtering = False
        self.edit = LineEdit()
        self._placed: dict[int, tuple[Placed[R], int]] = {}
        self._strips: dict[int, Strip] = {}
        self._made_for = 0

    # ── data ──────────────────────────────────────────────────────────────────────────────────────

    def put(self, rows: Sequence[R]) -> None:
        """Show these rows; the cursor stays on the row it was on."""
        self.put_groups([Group("", rows)])

    def put_groups(self, groups: Sequence[Group[R]]) -> None:
        """Show these groups; the cursor stays on the row it was on, else on its line."""
        self._rearranged(lambda: self.listing.put(groups))

    def _rearranged(self, change: Callable[[], None]) -> None:
        row = self.row
        key = None if row is None else self.listing.key(row)
        before = self.at
        change()
        found = self.listing.find(key) if key is not None else -1
        self.at = found if found >= 0 else self.listing.nearest(max(before, 0))
        self._strips.clear()
        self._placed.clear()
        self._reveal()
        self.refresh()
        self._tell()

    @property
    def row(self) -> R | None:
        """The row under the cursor."""
        return self.listing.row(self.at)

    @property
    def has_sections(self) -> bool:
        """Whether the rows stand under several headings."""
        return len(self.listing.groups) > 1

    def _tell(self) -> None:
        if self.moved is not None:
            self.moved(self.row)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────

    @property
    def _head(self) -> int:
        """Lines above the rows: the frame line, and the titles where all rows share their columns."""
        own = any(group.columns for group in self.listing.groups)
        return 1 if own or not any(c.title for c in self.listing.columns) else 2

    @property
    def _inner(self) -> int:
        return self.size.width - 1 - self.left_edge

    def _columns(self, columns: Sequence[Column[R]]) -> tuple[Placed[R], int]:
        """The columns shown with their widths, and the cells between them."""
        placed = self._placed.get(id(columns))
        if placed is None:
            placed = self._placed[id(columns)] = place(columns, self._inner - 2)
        return placed

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if width != self._made_for:
            self._made_for = width
            self._strips.clear()
            self._placed.clear()
        if y == 0:
            return self.strip(self._rule(), width)
        edge: Spans = [("│", "line")] if self.left_edge else []
        if y == 1 and self._head == 2:
            listing = self.listing
            titles = titles_of(*self._columns(listing.columns), listing.sorted_by, listing.reverse)
            return self.strip([*edge, (" ", "text"), *fitted(titles, self._inner - 1), ("│", "line")], width)
        line = self.top + y - self._head
        body = self._body(line)
        sides = [self.strip(edge, 1)] if edge else []
        return Strip.join([*sides, body, self.strip([self._thumb(y - self._head)], 1)])

    def _rule(self) -> Spans:
        note = self.note
        if self.filtering or self.listing.needle:
            typed = self.edit.spans("type to filter") if self.filtering else [(self.listing.needle, "strong")]
            note = [("filter ", "key"), *typed, (f"  {self.listing.kept} of {self.listing.total}", "muted")]
        ends = self.corners if self.left_edge else self.corners[-1:].rjust(1)
        if not self.left_edge:
            return rule(self.size.width + 1, self.title, note, "─" + self.corners[1:])[1:]
        return rule(self.size.width, self.title, note, ends)

    def _body(self, line: int) -> Strip:
        if line == self.at and self.listing.lines:
            styles = self.colours.cursor if self.has_focus else self.colours.off
            return self.strip([("▌", "mark"), *self._spans(line)[1:]], self._inner, styles)
        made = self._strips.get(line)
        if made is None:
            made = self._strips[line] = self.strip(self._spans(line), self._inner)
        return made

    def _spans(self, line: int) -> Spans:
        listing = self.listing
        if not listing.lines and line == 0:
            says = (
                f"Nothing fits “{listing.needle}”; esc shows all." if listing.needle else self._instead() or self.empty
            )
            return [(" ", "text"), *fitted([(says, "muted")], self._inner - 1)]
        if line >= len(listing.lines):
            return [(" " * self._inner, "text")]
        shown = listing.lines[line]
        if shown.row is not None:
            return [(" ", "text"), *cells_of(shown.row, *self._columns(shown.columns)), (" ", "text")]
        if shown.titles:
            own = any(column.key == listing.sorted_by for column in shown.columns)
            by = listing.sorted_by if own else None
            return [(" ", "text"), *titles_of(*self._columns(shown.columns), by, listing.reverse)]
        return [(" ", "text"), *self._heading(shown.group)]

    def _instead(self) -> str:
        """What the screen has said instead, where nothing could be read."""
        said: str = getattr(self.screen, "instead", "")
        return said

    def _heading(self, group: Group[R]) -> Spans:
        spans: Spans = [(group.title, "title")]
        if group.note:
            spans += [("  ", "text"), *group.note]
        return spans

    def _thumb(self, y: int) -> tuple[str, str]:
        room, lines = self._room, len(self.listing.lines)
        if lines <= room or room <= 0:
            return ("│", "line")
        size = max(1, room * room // lines)
        start = self.top * (room - size) // max(1, lines - room)
        return ("┃", "muted") if start <= y < start + size else ("│", "line")

    def recolour(self) -> None:
        self._strips.clear()
        super().recolour()

    # ── scrolling ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _room(self) -> int:
        return self.size.height - self._head

    def _reveal(self) -> bool:
        """Scroll as little as shows the cursor; True when that moved the lines."""
        before, room = self.top, self._room
        if room <= 0:
            return False
        if self.at >= 0:
            first = self.at
            # The headings just above a first row come into view with it.
            while first > 0 and self.listing.row(first - 1) is None:
                first -= 1
            if first < self.top:
                self.top = first
            if self.at >= self.top + room:
                self.top = self.at - room + 1
        self.top = max(0, min(self.top, len(self.listing.lines) - room))
        return self.top != before
