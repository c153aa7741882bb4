"""The fields of a form as one edits them: text, caret, echo, error; choices and check marks. No drawing here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules.saying import WEEKDAYS
from tcm_tui.ui.widgets.lineedit import LineEdit

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Field

FINDS = ("member", "worker", "site")


class Row(NamedTuple):
    """A line of the form: the field's place, and which of its boxes to tick (None: the field itself)."""

    entry: int
    box: int | None = None


class Entry:
    """One field being filled in.

    began: the text it was opened with. echo: what the text is read as. error: a sentence, shown once the person
    has been here. looked: the text for which people were looked up last. theirs: what somebody else has stored
    here meanwhile, while it is to be decided.
    """

    def __init__(self, field: Field, text: str) -> None:
        self.field = field
        self.began = self.looked = text
        self.edit = LineEdit(text)
        self.echo = ""
        self.error = ""
        self.been = False
        self.theirs: str | None = None

    @property
    def text(self) -> str:
        return self.edit.text

    def put(self, text: str) -> None:
        """Set the text, the caret behind it."""
        self.edit.text, self.edit.at, self.edit.whole = text, len(text), False

    def mark(self) -> None:
        """Mark what stands here, so that the first letter typed replaces it and a moved caret keeps it."""
        self.edit.whole = bool(self.text) and not self.options

    @property
    def options(self) -> tuple[str, ...]:
        """The words to choose from; a field that may stay empty has the empty one first."""
        if self.field.kind == "yesno":
            words: tuple[str, ...] = ("yes", "no")
        elif self.field.kind == "choice":
            words = self.field.choices
        else:
            return ()
        return words if self.field.required else ("", *words)

    @property
    def finds(self) -> bool:
        """Whether typing looks for people or visits."""
        return self.field.kind in FINDS or self.offers

    @property
    def offers(self) -> bool:
        """Whether there is something to choose from before anything is typed: a member's visits."""
        return self.field.name == "appointment"

    def step(self, by: int) -> None:
        """The next or previous word to choose, round the ends."""
        options = self.options
        at = options.index(self.text) if self.text in options else -1 if by > 0 else 0
        self.put(options[(at + by) % len(options)])

    # ── what is ticked ────────────────────────────────────────────────────────────────────────────

    @property
    def boxes(self) -> Sequence[str]:
        """What can be ticked, in words."""
        if self.field.kind == "elements":
            from tcm_tui.rules.documentation import ELEMENTS

            return ELEMENTS
        return WEEKDAYS if self.field.kind == "days" else ()

    def ticks(self) -> set[int] | None:
        """Which boxes the text ticks, from 0; None where the text can't be read so."""
        from tcm_tui.desk.forms import FieldError, reading, times

        if not self.text.strip():
            return set()
        try:
            if self.field.kind == "days":
                return set(times.read_days(self.text))
            mask = reading.read_elements(self.text)
        except FieldError:
            return None
        return {n for n in range(len(self.boxes)) if mask >> n & 1}

    def tick(self, box: int | None) -> None:
        """Tick a box or take its tick away; None: all of them, or none when all are ticked."""
        from tcm_tui.desk.forms import times

        now, count = self.ticks() or set(), len(self.boxes)
        chosen = sorted(now ^ {box} if box is not None else set() if len(now) == count else set(range(count)))
        if self.field.kind == "days":
            self.put(times.spoken_days(tuple(chosen)))
        else:
            self.put("all" if len(chosen) == count else ";".join(str(n + 1) for n in chosen))
