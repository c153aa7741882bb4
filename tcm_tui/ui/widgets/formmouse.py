"""The mouse on a form, and what is pasted into it."""

from __future__ import annotations

from textual import events

from tcm_tui.ui.widgets.formfields import Entry, Row
from tcm_tui.ui.widgets.formlines import ABOUT, FormLines


class FormMouse(FormLines, can_focus=True):
    """Does what the keys do, which are ``FormBox``'s."""

    def go(self, to: Row | None) -> None:
        """Put the caret on a line; None: on the button."""
        raise NotImplementedError

    def take(self) -> None:
        """Take the marked choice into the field."""
        raise NotImplementedError

    def narrow(self, entry: Entry, needle: str) -> None:
        """Open the list with what begins so."""
        raise NotImplementedError

    def typed(self, entry: Entry) -> None:
        """The text is another."""
        raise NotImplementedError

    def edited(self, entry: Entry) -> None:
        """Some value is another."""
        raise NotImplementedError

    def action_reasons(self) -> None:
        """All of what the rules say."""
        raise NotImplementedError

    def on_resize(self) -> None:
        self._drawn.clear()
        self.reveal()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.asking is not None:
            self.asking.insert(event.text)
            self.update()
            return
        entry = self.entry
        if entry is not None and not entry.options and self.here and self.here.box is None:
            entry.edit.insert(event.text)
            self.typed(entry)

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        y = event.y
        if self.saving:
            return
        if y == self.size.height - 1:
            for start, end, action in self._places:
                if start <= event.x < end:
                    await self.run_action(action)
            return
        if self.list.open and self.here is not None:
            at = y - self.line_of_list()
            if 0 <= at < self.list.rows:
                self.list.at = self.list.top + at
                self.take()
                return
        at = self.top + y - 1
        if 1 <= y <= self.body and at < len(self.rows):
            self.asking = None
            self._clicked(self.rows[at], event.x)
        elif y > 1 + self.body + ABOUT:
            self.action_reasons()

    def _clicked(self, row: Row, x: int) -> None:
        entry = self.entries[row.entry]
        self.go(row)
        start = self.labels + 3
        if row.box is not None:
            entry.tick(row.box)
            self.edited(entry)
        elif entry.options and start <= x < start + self.room_for_values(self.size.width - 3):
            self.narrow(entry, "")
        elif not entry.options:
            entry.edit.whole = False
            entry.edit.at = max(0, min(len(entry.text), x - start))
        self.update()

    def _wheel(self, event: events.MouseEvent, by: int) -> None:
        event.stop()
        event.prevent_default()
        if self.list.open:
            self.list.move(by)
        else:
            self.top = max(0, min(len(self.rows) - self.body, self.top + by))
        self.update()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)
