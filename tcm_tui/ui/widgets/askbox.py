"""A box that asks a few lines of a person, secrets among them: log-in, and how new records are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events

from tcm_tui.ui import commands
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

LONGEST = 1024


class SecretEdit(LineEdit):
    """Typed text that is never shown, and is kept exactly as typed: it opens something."""

    def insert(self, typed: str) -> None:
        if self.whole:
            self.clear()
        typed = typed.rstrip("\r\n")[: LONGEST - len(self.text)]
        self.text = self.text[: self.at] + typed + self.text[self.at :]
        self.at += len(typed)

    def spans(self, hint: str = "", cells: int = 40) -> Spans:
        shown = LineEdit("•" * len(self.text))
        shown.at = self.at
        return shown.spans(hint, cells)


class Line(NamedTuple):
    """One line to fill in. secret: shown as dots."""

    label: str
    text: str = ""
    hint: str = ""
    secret: bool = False


class Question(NamedTuple):
    """What is asked at once. told stands before the lines; keys: further keys of the foot with what they say and do.

    choices, instead of lines: title and sentence of each; the answer is its place.
    """

    title: str
    told: Sequence[Spans | str]
    lines: Sequence[Line] = ()
    choices: Sequence[tuple[str, str]] = ()
    keys: Sequence[tuple[str, str, Callable[[], None]]] = ()
    does: str = "go on"


class AskBox(Drawn, can_focus=True):
    """answered is called with the texts of the lines, or with the number of the choice as one text."""

    CONTEXT = "welcome"

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__(id="askbox")
        self.left = back
        self.question = Question("", ())
        self.answered: Callable[[list[str]], None] = lambda texts: None
        self.edits: list[LineEdit] = []
        self.at = 0
        self.said: list[str] = []
        self.busy = ""

    def ask(self, question: Question, answered: Callable[[list[str]], None], *said: str) -> None:
        """Ask this from now on; said: what is to be told of the answer before."""
        self.question, self.answered = question, answered
        self.edits = [SecretEdit() if line.secret else LineEdit(line.text) for line in question.lines]
        self.at = next((n for n, edit in enumerate(self.edits) if not edit.text), 0)
        self.said, self.busy = list(said), ""
        self.redraw()

    def say(self, *sentences: str) -> None:
        """What is wrong with the answer; secrets are typed again."""
        for edit in self.edits:
            if isinstance(edit, SecretEdit):
                edit.clear()
        self.at = next((n for n, edit in enumerate(self.edits) if not edit.text), self.at)
        self.said, self.busy = list(sentences), ""
        self.redraw()

    def work(self, sentence: str) -> None:
        """Something is under way: no key acts but back and quit."""
        self.said, self.busy = [], sentence
        self.redraw()

    def forget(self) -> None:
        """Nothing typed stays."""
        for edit in self.edits:
            edit.clear()

    # ── what is drawn ─────────────────────────────────────────────────────────────────────────────

    def body(self, cells: int) -> list[Spans]:
        lines: list[Spans] = [[]]
        for part in self.question.told:
            lines += wrap([(part, "text")] if isinstance(part, str) else part, cells)
        lines.append([])
        for n, (title, told) in enumerate(self.question.choices):
            mark: Spans = [("▌", "mark")] if n == self.at else [(" ", "text")]
            lines.append([*mark, (f"{n + 1} ", "key"), (title, "strong" if n == self.at else "text")])
            lines += [[("   ", "text"), *line] for line in wrap([(told, "muted")], cells - 4)]
            lines.append([])
        most = max((len(line.label) for line in self.question.lines), default=0)
        for n, (line, edit) in enumerate(zip(self.question.lines, self.edits, strict=True)):
            here = n == self.at and not self.busy
            shown = edit.spans(line.hint, cells - most - 6) if here else self._still(edit, cells - most - 6)
            lines.append([("› " if here else "  ", "key"), (line.label.ljust(most + 2), "text"), *shown])
        if self.question.lines:
            lines.append([])
        if self.busy:
            lines.append([(self.busy, "strong")])
        for sentence in self.said:
            lines += wrap([("! ", "warn"), (sentence, "text")], cells, 2)
        return lines

    @staticmethod
    def _still(edit: LineEdit, cells: int) -> Spans:
        text = "•" * len(edit.text) if isinstance(edit, SecretEdit) else edit.text
        return [(text[-max(1, cells) :], "text")]

    def line(self, y: int) -> Spans:
        cells, height = self.size.width, self.size.height
        if y == 0:
            return rule(cells, [(self.question.title, "title")], None, "┌┐")
        if y == height - 1:
            keys = [("↵", self.question.does), *((key, says) for key, says, _ in self.question.keys)]
            shown: Spans = []
            for key, says in (*keys, ("F10", "quit")):
                shown += [(commands.shown(key), "key"), (f" {says}  ", "muted")]
            shown[-1] = (shown[-1][0].rstrip(), "muted")
            return rule(cells, shown, None, "└┘")
        lines = self.body(cells - 4)
        return [("│ ", "line"), *fitted(lines[y - 1] if y <= len(lines) else [], cells - 4), (" │", "line")]

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return bool(self.edits) and bool(character and character.isprintable())

    async def _on_key(self, event: events.Key) -> None:
        if self._act(event.key, event.character):
            event.stop()
            event.prevent_default()
            self.redraw()

    def _act(self, key: str, character: str | None) -> bool:
        if self.busy:
            return key not in ("f10", "ctrl+q", "escape")
        for name, _, act in self.question.keys:
            if key == name:
                act()
                return True
        if key == "escape":
            self.left()
            return True
        if self.question.choices:
            return self._choose(key)
        if key in ("tab", "down", "shift+tab", "up"):
            self.at = (self.at + (1 if key in ("tab", "down") else -1)) % max(1, len(self.edits))
            return True
        if key == "enter":
            self._next()
            return True
        return bool(self.edits) and self.edits[self.at].key(key, character)

    def _choose(self, key: str) -> bool:
        many = len(self.question.choices)
        if key in ("down", "up", "j", "k"):
            self.at = (self.at + (1 if key in ("down", "j") else -1)) % many
            return True
        if key.isdigit() and 1 <= int(key) <= many:
            self.at = int(key) - 1
            key = "enter"
        if key == "enter":
            self.answered([str(self.at)])
            return True
        return False

    def _next(self) -> None:
        """To the next line that is empty; with none, that is the answer."""
        empty = [n for n, edit in enumerate(self.edits) if not edit.text]
        if empty:
            self.at = next((n for n in empty if n > self.at), empty[0])
        else:
            self.answered([edit.text for edit in self.edits])

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.edits and not self.busy:
            self.edits[self.at].insert(event.text)
            self.redraw()
