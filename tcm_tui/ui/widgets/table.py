"""The one list of the program: columns, headings, filter as you type, sort, cursor, mouse, scrolling."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events
from textual.message import Message

from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets.tablelines import TableLines

R = TypeVar("R")


class Table(TableLines[R], can_focus=True):
    """A list of rows with its keys."""

    CONTEXT = "list"
    BINDINGS = bindings("list")

    class Opened(Message):
        """Enter or a double click on a row."""

        def __init__(self, table: Table[Any], row: Any) -> None:
            self.table, self.row = table, row
            super().__init__()

    class Filtering(Message):
        """Typing into the filter began or ended."""

        def __init__(self, on: bool) -> None:
            self.on = on
            super().__init__()

    # ── moving ────────────────────────────────────────────────────────────────────────────────────

    def select(self, key: str) -> bool:
        """Put the cursor on the row with this key."""
        line = self.listing.find(key)
        if line >= 0:
            self._go(line)
        return line >= 0

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
        shown = [c.key for c, _ in self._columns(self.listing.lines[self.at].columns)[0]] if self.at >= 0 else keys
        keys = [key for key in keys if key in shown] + [None]
        now = self.listing.sorted_by
        self.sort_by(keys[(keys.index(now) + 1) % len(keys)] if now in keys else keys[0])

    def action_reverse(self) -> None:
        self.sort_by(self.listing.sorted_by, not self.listing.reverse)

    def action_filter(self) -> None:
        self._filtering(True)

    def _filtering(self, on: bool) -> None:
        if on != self.filtering:
            self.filtering = on
            self.post_message(self.Filtering(on))
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
        self._filtering(False)
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
            self._filtering(False)
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
        self._filtering(False)
        self.redraw(self.at - self.top + self._head)

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
        placed, gap = self._columns(self.listing.columns)
        for column, cells in placed:
            if start <= x < start + cells and column.sort is not None:
                again = self.listing.sorted_by == column.key
                self.sort_by(column.key, again and not self.listing.reverse)
            start += cells + gap

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
