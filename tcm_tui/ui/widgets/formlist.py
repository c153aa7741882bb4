"""The short list that opens below a field: words to choose, or people who fit what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from tcm_tui.ui.widgets.chooser import Choice

ROOM = 7


class DropList:
    """choices as shown, ``at`` the marked one, ``top`` the first of those on screen."""

    def __init__(self) -> None:
        self.choices: Sequence[Choice] = ()
        self.needle = ""
        self.at = 0
        self.top = 0
        self.open = False

    def show(self, choices: Sequence[Choice], marked: str = "") -> None:
        """Open with these, the mark on the one of a key; without any it closes."""
        self.choices = choices
        self.at = next((n for n, choice in enumerate(choices) if choice.key == marked), 0)
        self.top = 0
        self.open = bool(choices)
        self._reveal()

    def close(self) -> None:
        self.choices, self.needle, self.open = (), "", False

    @property
    def rows(self) -> int:
        """Lines it takes."""
        return min(ROOM, len(self.choices)) if self.open else 0

    @property
    def marked(self) -> Choice | None:
        return self.choices[self.at] if self.open else None

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.choices) - 1, self.at + by))
        self._reveal()

    def _reveal(self) -> None:
        self.top = max(min(self.top, self.at), self.at - ROOM + 1)


def words(options: Sequence[str], needle: str) -> list[Choice]:
    """The words that begin with what is typed, then those it occurs in; an empty word is offered as a dash."""
    wanted = "-".join(needle.casefold().split())
    first = [word for word in options if word.casefold().startswith(wanted)]
    rest = [word for word in options if wanted in word.casefold() and word not in first]
    return [Choice(word, [(word or "–", "strong" if word else "muted")]) for word in first + rest]
