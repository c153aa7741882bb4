"""The one list of the program: columns, headings, filter as you type, sort, cursor, mouse, scrolling.

It draws its own frame line (with the title and the filter), its column titles and its rows; a move of
the cursor draws two lines. Rows are kept as strips until data, width or theme change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets.columns import Column, Placed, cells_of, place, titles_of
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.listing import Group, Listing
from tcm_tui.ui.words import Spans

R = TypeVar("R")


class Table(Drawn, Generic[R], can_focus=True):
    """A list of rows. The owner sets ``title``, ``empty`` and ``moved`` and puts rows."""

    CONTEXT = "list"
    BINDINGS = bindings("list")

    class Opened(Message):
        """Enter or a double click on a row."""

        def __init__(self, table: Table[Any], row: Any) -> None:
            self.table, self.row = table, row
            super().__init__()

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
        self._placed: dict[int, Placed[R]] = {}
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

    def select(self, key: str) -> bool:
        """Put the cursor on the row with this key."""
        line = self.listing.find(key)
        if line >= 0:
            self._go(line)
        return line >= 0

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

    @property
    def _gap(self) -> int:
        return 1 if self._inner < 96 else 2

    def _columns(self, columns: Sequence[Column[R]]) -> Placed[R]:
        placed = self._placed.get(id(columns))
        if placed is None:
            placed = self._placed[id(columns)] = place(columns, self._inner - 2, self._gap)
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
            titles = titles_of(self._columns(listing.columns), self._gap, listing.sorted_by, listing.reverse)
            return self.strip([*edge, (" ", "text"), *fitted(titles, self._inner - 1), ("│", "line")], width)
        line = self.top + y - self._head
        body = self._body(line)
        if line == self.at and line >= 0:
            body = body.apply_style(self.colours["cursor" if self.has_focus else "cursor-off"])
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
        made = self._strips.get(line)
        if made is None:
            made = self._strips[line] = self.strip(self._spans(line), self._inner)
        if line == self.at and self.listing.lines:
            marked = self.strip([("▌", "mark")], 1)
            return Strip.join([marked, made.crop(1)])
        return made

    def _spans(self, line: int) -> Spans:
        listing = self.listing
        if not listing.lines and line == 0:
            says = f"Nothing fits “{listing.needle}”; esc shows all." if listing.needle else self.empty
            return [(" ", "text"), *fitted([(says, "muted")], self._inner - 1)]
        if line >= len(listing.lines):
            return [(" " * self._inner, "text")]
        shown = listing.lines[line]
        if shown.row is not None:
            return [(" ", "text"), *cells_of(shown.row, self._columns(shown.columns), self._gap), (" ", "text")]
        if shown.titles:
            own = any(column.key == listing.sorted_by for column in shown.columns)
            by = listing.sorted_by if own else None
            return [(" ", "text"), *titles_of(self._columns(shown.columns), self._gap, by, listing.reverse)]
        return [(" ", "text"), *self._heading(shown.group)]

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

    # ── moving ────────────────────────────────────────────────────────────────────────────────────

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

    def _go(self, line: int) -> None:
        if line < 0 or line == self.at:
            return
        old, self.at = self.at, line
        if self._reveal():
            self.refresh()
        else:
            self.redraw(old - self.top + self._head, line - self.top + self._head)
        self._tell()

    def action_move(self, step: int) -> None:
        self._go(self.listing.next(self.at + step, step))

    def action_page(self, step: int) -> None:
        self._go(self.listing.nearest(self.at + step * max(1, self._room - 1)))

    def action_edge(self, side: int) -> None:
        self._go(self.listing.nearest(0 if side < 0 else len(self.listing.lines) - 1))

    def action_section(self, step: int) -> None:
        """To the first row of the next heading, and from the last round to the first."""
        starts = [self.listing.next(at, 1) for at in self.listing.sections()]
        after = [at for at in starts if at > self.at]
        if starts:
            self._go(after[0] if after else starts[0])

    def action_open(self) -> None:
        if self.row is not None:
            self.post_message(self.Opened(self, self.row))

    # ── sorting and filtering ─────────────────────────────────────────────────────────────────────

    def sort_by(self, key: str | None, reverse: bool = False) -> None:
        """Order by a column (None: as it came)."""

        def change() -> None:
            self.listing.sorted_by, self.listing.reverse = key, reverse
            self.listing.arrange()

        self._rearranged(change)

    def action_sort(self) -> None:
        keys: list[str | None] = [column.key for column in self.listing.sortable(self.at)]
        shown = [c.key for c, _ in self._columns(self.listing.lines[self.at].columns)] if self.at >= 0 else keys
        keys = [key for key in keys if key in shown] + [None]
        now = self.listing.sorted_by
        self.sort_by(keys[(keys.index(now) + 1) % len(keys)] if now in keys else keys[0])

    def action_reverse(self) -> None:
        self.sort_by(self.listing.sorted_by, not self.listing.reverse)

    def action_filter(self) -> None:
        self.filtering = True
        self.redraw(0)

    def filter(self, needle: str) -> None:
        """Keep the rows in which every word typed occurs."""
        if needle != self.listing.needle:
            self.listing.needle = needle
            self._rearranged(self.listing.arrange)

    def back(self) -> bool:
        """What esc undoes here first: the filter. False when there is nothing to undo."""
        if not self.filtering and not self.listing.needle:
            return False
        self.filtering = False
        self.edit.clear()
        self.filter("")
        self.refresh()
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.filtering and bool(character and character.isprintable())

    async def _on_key(self, event: events.Key) -> None:
        if not self.filtering:
            return
        if event.key == "enter":
            self.filtering = False
            self.redraw(0)
        elif self.edit.key(event.key, event.character):
            self.filter(self.edit.text)
            self.redraw(0)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        if self.filtering:
            self.edit.insert(event.text)
            self.filter(self.edit.text)

    # ── events ────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        if self._reveal():
            self.refresh()

    def on_focus(self) -> None:
        self.redraw(self.at - self.top + self._head)

    def on_blur(self) -> None:
        self.filtering = False
        self.redraw(0, self.at - self.top + self._head)

    def on_click(self, event: events.Click) -> None:
        line = self.top + event.y - self._head
        if event.y == 1 and self._head == 2:
            self._sort_at(event.x - self.left_edge - 1)
        elif event.y >= self._head and self.listing.row(line) is not None:
            self._go(line)
            if event.chain == 2:
                self.action_open()

    def _sort_at(self, x: int) -> None:
        start = 0
        for column, cells in self._columns(self.listing.columns):
            if start <= x < start + cells and column.sort is not None:
                again = self.listing.sorted_by == column.key
                self.sort_by(column.key, again and not self.listing.reverse)
            start += cells + self._gap

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        top = max(0, min(self.top + lines, len(self.listing.lines) - self._room))
        if top != self.top:
            self.top = top
            self.refresh()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 3)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -3)
