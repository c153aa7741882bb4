"""A prompt with the choices that fit what is typed, drawn as one box: palette, workers, themes, look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip

from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.typed import Typed
from tcm_tui.ui.words import Spans, length


class Choice(NamedTuple):
    """A line to choose: left is what it is, right stands at the box's right edge."""

    key: str
    left: Spans
    right: Spans = []  # noqa: RUF012 - never changed


class Chooser(Typed, Drawn, can_focus=True):
    """find: the choices for a text. Lines that stay the same as one types are not drawn again."""

    CONTEXT = "chooser"

    class Chosen(Message):
        """Enter or a click on a choice."""

        def __init__(self, key: str) -> None:
            self.key = key
            super().__init__()

    def __init__(self, title: str, hint: str, find: Callable[[str, int], Sequence[Choice]], foot: Spans) -> None:
        super().__init__(id="chooser")
        self.title: Spans = [(title, "title")]
        self.hint = hint
        self.find = find
        self.foot = foot
        self.edit = LineEdit()
        self.choices: Sequence[Choice] = ()
        self.at = 0
        self.top = 0
        self.nothing = "Nothing fits."
        self._drawn: dict[int, Spans] = {}
        self._fresh: dict[int, Spans] = {}

    @property
    def room(self) -> int:
        """Lines for choices."""
        return max(1, self.size.height - 4)

    def on_mount(self) -> None:
        self.search()

    def on_resize(self) -> None:
        self._drawn.clear()
        self._fresh.clear()
        self._reveal()

    def search(self) -> None:
        """Ask for the choices that fit what is typed."""
        before, self.choices = self.choices, self.find(self.edit.text, 200)
        if [choice.key for choice in before] != [choice.key for choice in self.choices]:
            # Where typing narrows nothing (the file to print to) what was chosen stays.
            self.at = self.top = 0
        self.update()

    def update(self) -> None:
        """Draw again the lines that differ."""
        height = self.size.height
        if height:
            now = ((y, self.spans(y)) for y in range(height))
            self._fresh = {y: spans for y, spans in now if self._drawn.get(y) != spans}
            if self._fresh:
                self.redraw(*self._fresh)

    def _reveal(self) -> None:
        if self.at < self.top:
            self.top = self.at
        elif self.at >= self.top + self.room:
            self.top = self.at - self.room + 1

    def line(self, y: int) -> Spans:
        spans = self._fresh.pop(y, None)
        self._drawn[y] = spans = self.spans(y) if spans is None else spans
        return spans

    def spans(self, y: int) -> Spans:
        """What line y says now."""
        cells, height = self.size.width, self.size.height
        if y == 0:
            return rule(cells, self.title, None, "┌┐", role="used")
        if y == height - 1:
            return rule(cells, self.foot, None, "└┘", role="used")
        if y == 2:
            return rule(cells, role="used")
        if y == 1:
            body = self.prompt(cells - 4)
        else:
            body = self.body(y - 3, cells - 4)
        return [("│", "used"), *fitted(body, cells - 2), ("│", "used")]

    def prompt(self, cells: int) -> Spans:
        return [(" › ", "key"), *self.edit.spans(self.hint, cells - 4)]

    def body(self, y: int, cells: int) -> Spans:
        """Line y of the choices; the current one carries the mark."""
        at = self.top + y
        if not self.choices and y == 0 and self.edit.text:
            return [(" " + self.nothing, "muted")]
        if at >= len(self.choices):
            return []
        choice = self.choices[at]
        mark: Spans = [("▌", "mark")] if at == self.at else [(" ", "text")]
        # What is chosen is never crowded out by what stands beside it: that is cut first.
        room = max(cells - length(choice.right) - 1, min(length(choice.left), cells * 3 // 5))
        beside = choice.right if room + 1 + length(choice.right) <= cells else fitted(choice.right, cells - room - 1)
        return [*mark, *fitted(choice.left, room), (" ", "text"), *beside]

    def render_line(self, y: int) -> Strip:
        spans = self.line(y)
        if not self.marked(y):
            return self.strip(spans, self.size.width)
        edge, inner = self.strip(spans[:1], 1), self.strip(spans[1:-1], self.size.width - 2, self.colours.cursor)
        return Strip.join([edge, inner, self.strip(spans[-1:], 1)])

    def marked(self, y: int) -> bool:
        """Whether the cursor is on line y of the box."""
        return bool(self.choices) and y == 3 + self.at - self.top and y < self.size.height - 1

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def on_typed(self, key: str, character: str | None) -> bool:
        """Act on a key; False lets it go on (esc, function keys, backspace when nothing is typed)."""
        if key in ("down", "up", "pagedown", "pageup", "tab", "shift+tab"):
            step = {"down": 1, "tab": 1, "up": -1, "shift+tab": -1, "pagedown": self.room, "pageup": -self.room}[key]
            if self.choices:
                self.at = max(0, min(len(self.choices) - 1, self.at + step))
                self._reveal()
                self.update()
            return True
        if key == "enter":
            self.choose()
            return True
        if key == "backspace" and not self.edit.text:
            return False
        if not self.edit.key(key, character):
            return False
        self.search()
        return True

    def choose(self) -> None:
        if self.choices:
            self.post_message(self.Chosen(self.choices[self.at].key))

    def on_paste(self, event: events.Paste) -> None:
        self.edit.insert(event.text)
        self.search()

    def on_click(self, event: events.Click) -> None:
        at = self.top + event.y - 3
        if event.y >= 3 and at < len(self.choices) and event.y < self.size.height - 1:
            self.at = at
            self.update()
            self.choose()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.on_typed("down", None)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.on_typed("up", None)
