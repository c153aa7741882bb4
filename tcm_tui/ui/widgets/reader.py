"""A text to read: wrapped to its width, scrolled by keys and wheel, framed when it lies over a screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.strip import Strip

from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

Paragraph = tuple[Spans, int]
"""Spans, and the indent of the lines after the first."""


class Page(NamedTuple):
    """What was read before, as it was wrapped and drawn."""

    title: Spans
    paragraphs: Sequence[Paragraph]
    wrapped: int
    lines: list[Spans]
    strips: dict[int, Strip]


class Reader(Drawn, can_focus=True):
    """title: in the upper frame line. foot: in the lower one; None: there is no lower line."""

    CONTEXT = "reader"
    BINDINGS = bindings("reader")

    def __init__(self, id: str | None = None, ends: str = "├┤", foot: Spans | None = None, left: bool = True) -> None:
        super().__init__(id=id)
        self.title: Spans = []
        self.foot = foot
        self.left = left
        self.ends = ends
        self.top = 0
        self._paragraphs: Sequence[Paragraph] = ()
        self._lines: list[Spans] = []
        self._wrapped = 0
        self._page = ""
        self._pages: dict[str, Page] = {}

    @property
    def paragraphs(self) -> Sequence[Paragraph]:
        """The text as it was given."""
        return self._paragraphs

    def show(self, title: Spans, paragraphs: Sequence[Paragraph], page: str = "") -> None:
        """Set what is read, from its beginning. page: by which it is known when it is shown again as it was."""
        if self._page and self.top == 0 and self._wrapped:
            shown = Page(self.title, self._paragraphs, self._wrapped, self._lines, dict(self._kept_lines))
            self._pages[self._page] = shown
        self._page = page
        kept = self._pages.get(page)
        again = kept if kept is not None and kept[:2] == (title, paragraphs) else None
        self._show(title, paragraphs, again)
        if again is not None and again.lines is self._lines:
            self._kept_lines.update(again.strips)

    def _show(self, title: Spans, paragraphs: Sequence[Paragraph], again: Page | None) -> None:
        before = self._lines if self.top == 0 and self._wrapped else None
        self.title = title
        self._paragraphs = paragraphs
        self._wrapped = 0
        self.top = 0
        cells = self.size.width - 3 - self.left
        if again is not None and again.wrapped == cells:
            self._wrapped, self._lines = cells, again.lines
        if before is None or cells <= 0:
            self.redraw()
            return
        now, room = self.lines(cells), self._room
        if (len(before) > room) != (len(now) > room) or len(now) > room:
            self.redraw()
            return
        # Lines that say the same, empty ones above all, stay as they are.
        longest = range(max(len(before), len(now)))
        self.redraw(0, *(y + 1 for y in longest if before[y : y + 1] != now[y : y + 1]))

    def lines(self, cells: int) -> list[Spans]:
        """The text wrapped to so many cells."""
        if self._wrapped != cells:
            self._wrapped = cells
            self._lines = [line for spans, indent in self._paragraphs for line in wrap(spans, cells, indent)]
        return self._lines

    def height_for(self, cells: int) -> int:
        """Lines this needs with its frame at a width."""
        return len(self.lines(cells - 4)) + 1 + (self.foot is not None)

    @property
    def _room(self) -> int:
        return self.size.height - 1 - (self.foot is not None)

    def line(self, y: int) -> Spans:
        cells, height = self.size
        role = "line" if self.foot is None else "used"
        if y == 0:
            if self.left:
                return rule(cells, self.title, None, self.ends, role=role)
            return rule(cells + 1, self.title, None, "─" + self.ends[1:])[1:]
        if self.foot is not None and y == height - 1:
            return rule(cells, self.foot, None, "└┘", role=role)
        lines = self.lines(cells - 3 - self.left)
        at = self.top + y - 1
        body = lines[at] if at < len(lines) else []
        edge: Spans = [("│", role)] if self.left else []
        return [
            *edge,
            (" ", "text"),
            *fitted(body, cells - 3 - self.left),
            (" ", "text"),
            self._thumb(y - 1, height, role),
        ]

    def _thumb(self, y: int, height: int, role: str) -> tuple[str, str]:
        room, count = height - 1 - (self.foot is not None), len(self._lines)
        if count <= room or room <= 0:
            return ("│", role)
        size = max(1, room * room // count)
        start = self.top * (room - size) // max(1, count - room)
        return ("┃", "muted") if start <= y < start + size else ("│", role)

    def _to(self, top: int) -> None:
        top = max(0, min(top, len(self._lines) - self._room))
        if top != self.top:
            self.top = top
            self.redraw()

    def action_scroll(self, step: int) -> None:
        self._to(self.top + step)

    def action_page(self, step: int) -> None:
        self._to(self.top + step * max(1, self._room - 1))

    def action_edge(self, side: int) -> None:
        self._to(0 if side < 0 else len(self._lines))

    def recolour(self) -> None:
        self._pages.clear()
        super().recolour()

    def on_resize(self) -> None:
        self._pages.clear()
        self.lines(self.size.width - 3 - self.left)
        self._to(self.top)

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        event.prevent_default()
        self._to(self.top + 3)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        event.prevent_default()
        self._to(self.top - 3)
