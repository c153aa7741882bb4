"""A form to fill in: one widget and its keys; saving and checking are the screen's."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from tcm_tui.ui.commands import bindings
from tcm_tui.ui.widgets import formlist
from tcm_tui.ui.widgets.formfields import Entry, Row
from tcm_tui.ui.widgets.formmouse import FormMouse
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.typed import Typed

_MOVES = {"down": 1, "up": -1, "pagedown": formlist.ROOM, "pageup": -formlist.ROOM}


class FormBox(Typed, FormMouse, can_focus=True):
    """Posts what the person wants; draws nothing but the line typed in until it is told more."""

    CONTEXT = "form"
    BINDINGS = bindings("form")

    find: Callable[[Entry], None]
    """Opens the list with what fits a field's text, or closes it; given by the screen."""

    class Edited(Message):
        """Some text is another."""

        def __init__(self, entry: Entry) -> None:
            self.entry = entry
            super().__init__()

    class Entered(Message):
        """The caret came to a field that offers something before one types."""

    class Wanted(Message):
        """save, anew, theirs or reasons; because: the reason given for going on."""

        def __init__(self, what: str, because: str | None = None) -> None:
            self.what, self.because = what, because
            super().__init__()

    # ── moving ────────────────────────────────────────────────────────────────────────────────────

    def go(self, to: Row | None) -> None:
        """Put the caret on a line; None: on the button."""
        left = self.entry
        self.list.close()
        self.here = to
        if left is not self.entry:
            if left is not None:
                left.been = True
            if self.entry is not None:
                self.entry.mark()
        self.rows_anew()
        self.reveal()
        self.update()
        if self.entry is not None and self.entry.offers:
            self.post_message(self.Entered())

    def _step(self, by: int, fields: bool) -> None:
        """To the next line, or the next field; behind the last one is the button."""
        stops: list[Row | None] = [row for row in self.rows if row.box is None or not fields]
        stops.append(None)
        here = Row(self.here.entry) if self.here and fields else self.here
        at = stops.index(here) + by
        if fields and by < 0 and self.here and self.here.box is not None:
            at += 1
        self.go(stops[max(0, min(len(stops) - 1, at))])

    def ask(self) -> None:
        """Ask for the reason to go on against a warning."""
        self.list.close()
        self.asking = LineEdit()
        self.update()

    def back(self) -> bool:
        """What esc closes before the form: the list, the question for a reason."""
        if self.list.open:
            self.list.close()
        elif self.asking is not None:
            self.asking = None
        else:
            return False
        self.update()
        return True

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def on_typed(self, key: str, character: str | None) -> bool:
        """Act on a key; False lets it go on (esc, function and control keys)."""
        if self.saving:
            return key != "escape"
        if self.asking is not None:
            return self._because(key, character)
        entry = self.entry
        if key in ("tab", "enter") and entry is not None and entry.finds and entry.text != entry.looked:
            # Typed faster than looked up: what is taken fits all that was typed.
            self.find(entry)
        if self.list.open and self._in_list(key):
            return True
        if key in ("tab", "shift+tab", "enter"):
            if key == "enter" and self.here is None:
                self.action_save()
            else:
                self._step(-1 if key == "shift+tab" else 1, fields=True)
            return True
        if key in _MOVES:
            self._step(_MOVES[key], fields=False)
            return True
        if entry is None:
            if key == "backspace":
                self._step(-1, fields=True)
            return key == "backspace" or bool(character and character.isprintable())
        if self.here is not None and self.here.box is not None:
            return self._on_box(entry, key, character)
        if key == "ctrl+z":
            entry.put(entry.began)
        elif entry.options:
            return self._on_choice(entry, key, character)
        elif not entry.edit.key(key, character):
            return False
        self.typed(entry)
        return True

    def edited(self, entry: Entry) -> None:
        self.post_message(self.Edited(entry))

    def typed(self, entry: Entry) -> None:
        """The text is another: its line at once, the rest when there is time."""
        self.edited(entry)
        self.redraw(1 + self.rows.index(Row(self.entries.index(entry))) - self.top)

    def _because(self, key: str, character: str | None) -> bool:
        assert self.asking is not None
        if key == "enter":
            self.action_save()
            return True
        if key in ("tab", "shift+tab", "up"):
            return self.back()
        used = self.asking.key(key, character)
        self.update()
        return used

    def _in_list(self, key: str) -> bool:
        """Keys of the open list."""
        if key in _MOVES:
            self.list.move(_MOVES[key])
            self.update()
        elif key in ("enter", "tab"):
            self.take()
            self._step(1, fields=True)
        else:
            return False
        return True

    def take(self) -> None:
        """Take the marked choice into the field."""
        entry, choice = self.entry, self.list.marked
        self.list.close()
        if entry is not None and choice is not None:
            entry.put(choice.key)
            entry.looked = entry.text
            self.edited(entry)
        self.update()

    def _on_box(self, entry: Entry, key: str, character: str | None) -> bool:
        assert self.here is not None
        if key in ("space", "a"):
            entry.tick(self.here.box if key == "space" else None)
            self.edited(entry)
            self.update()
        return key == "backspace" or bool(character and character.isprintable())

    def _on_choice(self, entry: Entry, key: str, character: str | None) -> bool:
        """left and right step; letters and space open the list; backspace empties."""
        listed = self.list
        if key in ("left", "right"):
            listed.close()
            entry.step(1 if key == "right" else -1)
        elif key in ("backspace", "delete", "ctrl+u", "ctrl+w"):
            if not listed.needle:
                listed.close()
                entry.put("")
            else:
                self.narrow(entry, listed.needle[:-1])
                return True
        elif character and character.isprintable():
            self.narrow(entry, listed.needle + character if character != " " or listed.needle else "")
            return True
        else:
            return False
        self.edited(entry)
        self.update()
        return True

    def narrow(self, entry: Entry, needle: str) -> None:
        found = formlist.words(entry.options, needle)
        if found:
            # A letter that fits nothing is not taken: what is shown can always be chosen.
            self.list.show(found, "" if needle else entry.text)
            self.list.needle = needle
        self.update()

    # ── the form's own commands ───────────────────────────────────────────────────────────────────

    def action_save(self) -> None:
        because = self.asking.text.strip() if self.asking is not None else None
        if self.saving or because == "":
            return
        if self.list.open:
            self.take()
        self.post_message(self.Wanted("save", because))

    def action_on(self) -> None:
        """To the next field."""
        self._step(1, fields=True)

    def action_anew(self) -> None:
        self.post_message(self.Wanted("anew"))

    def action_reasons(self) -> None:
        if self.reasons:
            self.post_message(self.Wanted("reasons"))

    def action_theirs(self) -> None:
        entry = self.entry
        if entry is not None and entry.theirs is not None:
            entry.put(entry.theirs)
            entry.began, entry.theirs = entry.theirs, None
            self.edited(entry)
            self.update()
