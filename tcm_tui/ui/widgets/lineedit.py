"""One line of typed text with a caret: the filter of a list, the prompt of a look-up.

Not a widget: whoever owns it draws it among its own lines, which spares a key press a second widget,
a second message and a layout.
"""

from __future__ import annotations

from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.words import Spans

LONGEST = 200


class LineEdit:
    """text is what was typed, ``at`` the caret's place in it; whole: all of it is marked, so typing replaces it."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.at = len(text)
        self.whole = False

    def clear(self) -> None:
        self.text, self.at, self.whole = "", 0, False

    def insert(self, typed: str) -> None:
        """Put text at the caret; what is pasted becomes one plain line."""
        if self.whole:
            self.clear()
        typed = plain(" ".join(typed.split("\n")))[: LONGEST - len(self.text)]
        self.text = self.text[: self.at] + typed + self.text[self.at :]
        self.at += len(typed)

    def key(self, key: str, character: str | None) -> bool:
        """Act on a key; False when it is none of an editor's."""
        if character and character.isprintable() and not key.startswith(("ctrl+", "alt+")):
            self.insert(character)
            return True
        action = _ACTIONS.get(key)
        if action is None:
            return False
        if self.whole and key in _TAKING:
            self.clear()
        else:
            self.whole = False
            action(self)
        return True

    def _backspace(self) -> None:
        if self.at:
            self.text = self.text[: self.at - 1] + self.text[self.at :]
            self.at -= 1

    def _delete(self) -> None:
        self.text = self.text[: self.at] + self.text[self.at + 1 :]

    def _word(self) -> None:
        kept = self.text[: self.at].rstrip()
        kept = kept[: kept.rfind(" ") + 1]
        self.text, self.at = kept + self.text[self.at :], len(kept)

    def _left(self) -> None:
        self.at = max(0, self.at - 1)

    def _right(self) -> None:
        self.at = min(len(self.text), self.at + 1)

    def _home(self) -> None:
        self.at = 0

    def _end(self) -> None:
        self.at = len(self.text)

    def spans(self, hint: str = "", cells: int = 40) -> Spans:
        """The text with its caret; the hint stands where nothing was typed. Long text shows its end."""
        if not self.text:
            return [(hint[:1] or " ", "caret"), (hint[1:], "muted")]
        if self.whole:
            return [(self.text, "caret")]
        before, under, after = self.text[: self.at], self.text[self.at : self.at + 1] or " ", self.text[self.at + 1 :]
        while before and width(before) >= cells:
            before = before[1:]
        return [(before, "strong"), (under, "caret"), (after, "strong")]


_TAKING = ("backspace", "delete", "ctrl+w")
"""Keys that take text away: of what is marked, all."""

_ACTIONS = {
    "backspace": LineEdit._backspace,
    "delete": LineEdit._delete,
    "left": LineEdit._left,
    "right": LineEdit._right,
    "home": LineEdit._home,
    "end": LineEdit._end,
    "ctrl+a": LineEdit._home,
    "ctrl+e": LineEdit._end,
    "ctrl+u": LineEdit.clear,
    "ctrl+w": LineEdit._word,
}
