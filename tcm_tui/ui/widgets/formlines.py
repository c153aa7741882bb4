"""What a form looks like: a line a field, the short list over them, what the rules say, the keys.

│▌Date          [fri                  ]  Fri 20 Nov 2026          │
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.strip import Strip

from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import commands, words
from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.formfields import Entry, Row
from tcm_tui.ui.widgets.formlist import DropList
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.forms import Form

ABOUT = 2
"""Lines below the fields that tell about the one with the caret."""
LEAST_SAID, MOST_SAID = 3, 5
"""Lines for what the rules say."""
FRAME = 1 + ABOUT + 1 + 1


def key_of(command: str) -> str:
    """The key in force of one of the form's commands, as it is shown."""
    return commands.shown(commands.keys_of(commands.BY_ID[command])[0])


class FormLines(Drawn, can_focus=True):
    """here: the line with the caret; None: the button. asking: the reason for going on, while it is asked for."""

    def __init__(self, form: Form, texts: dict[str, str]) -> None:
        super().__init__(id="form")
        self.form = form
        self.entries = [Entry(field, texts.get(field.name, "")) for field in form.fields]
        self.here: Row | None = Row(0)
        self.top = 0
        self.list = DropList()
        self.asking: LineEdit | None = None
        self.saving = False
        self.title: Spans = [(form.title, "title")]
        self.note: Spans = []
        self.verdict = ""
        self.reasons: Sequence[Reason] = ()
        self.keys: Sequence[tuple[str, str, str]] = ()
        self.rows: list[Row] = []
        self._drawn: dict[int, tuple[Spans, int]] = {}
        self._places: list[tuple[int, int, str]] = []
        self.labels = 1 + max(width(plain(entry.field.label)) for entry in self.entries)
        self.rows_anew()

    # ── which lines there are ─────────────────────────────────────────────────────────────────────

    def texts(self) -> dict[str, str]:
        return {entry.field.name: entry.text for entry in self.entries}

    def rows_anew(self) -> None:
        """Make the lines anew: fields that apply; the boxes to tick of the field with the caret."""
        from tcm_tui.desk.forms import applies

        texts = self.texts()
        now = self.here.entry if self.here else -1
        self.rows = []
        for at, entry in enumerate(self.entries):
            if applies(entry.field, texts):
                self.rows.append(Row(at))
                self.rows += [Row(at, box) for box in range(len(entry.boxes))] if at == now else []
        if self.here is not None and self.here not in self.rows:
            self.here = next((row for row in self.rows if row.entry >= self.here.entry), None)

    @property
    def entry(self) -> Entry | None:
        """The field with the caret."""
        return self.entries[self.here.entry] if self.here else None

    @property
    def body(self) -> int:
        """Lines for fields."""
        return max(1, self.size.height - FRAME - self.spoken)

    @property
    def spoken(self) -> int:
        """Lines for what the rules say: what the fields leave, within bounds."""
        return max(LEAST_SAID, min(MOST_SAID, self.size.height - FRAME - self._fields()))

    def _fields(self) -> int:
        """Lines that show every field at once, with room for a list below the last one."""
        return max(8, len(self.entries) + max((len(entry.boxes) for entry in self.entries), default=0))

    def lines_wanted(self) -> int:
        """Lines for all there is to show."""
        return self._fields() + FRAME + MOST_SAID

    def reveal(self) -> None:
        """Scroll so that the line with the caret is on screen."""
        at = self.rows.index(self.here) if self.here else len(self.rows) - 1
        last = at
        if self.here is not None and self.here.box is None:
            last = at + min(self.body - 2, len(self.entries[self.here.entry].boxes))
        # Boxes that went when the caret left their field leave no empty lines behind them.
        top = min(self.top, max(0, len(self.rows) - self.body))
        self.top = max(0, min(max(top, last - self.body + 1), at))

    def line_of_list(self) -> int:
        """The line of the box where the open list begins: below the field, else above it."""
        assert self.here is not None
        field = 1 + self.rows.index(self.here) - self.top
        below = field + 1
        return below if below + self.list.rows < self.size.height else max(1, field - self.list.rows)

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────

    def update(self) -> None:
        """Draw again the lines that say something else than before."""
        if self.size.height:
            changed = [y for y in range(self.size.height) if self._drawn.get(y) != self.spans(y)]
            if changed:
                self.redraw(*changed)

    def recolour(self) -> None:
        self._drawn.clear()
        super().recolour()

    def render_line(self, y: int) -> Strip:
        spans, ground = self._drawn[y] = self.spans(y)
        cells = self.size.width
        if not ground:
            return self.strip(spans, cells)
        inset = self.labels + 3
        edge, pad = self.strip(spans[:1], 1), self.strip([(" ", "text")], inset - 1)
        inner = self.strip(
            fitted(spans[1:-1], cells - inset - 1),
            cells - inset - 1,
            self.colours.cursor if ground == 2 else self.colours.off,
        )
        return Strip.join([edge, pad, inner, self.strip(spans[-1:], 1)])

    def spans(self, y: int) -> tuple[Spans, int]:
        """What line y says, and the ground it lies on: 0 the form's, 1 the list's, 2 the list's marked line."""
        cells, height = self.size.width, self.size.height
        edge = ("│", "used")
        if y == 0:
            return rule(cells, self.title, self.note, "┌┐", role="used"), 0
        if y == height - 1:
            return self._foot(cells), 0
        if self.list.open and self.here is not None and y < height - 1:
            at = y - self.line_of_list()
            if 0 <= at < self.list.rows:
                return [edge, *self._choice(at, cells), edge], 2 if self.list.top + at == self.list.at else 1
        inner = cells - 4
        separator = 1 + self.body + ABOUT
        if y == separator:
            return rule(cells, self._verdict(), None, role="used"), 0
        if y <= self.body:
            said = self._row(self.top + y - 1, inner + 1)
            return [edge, *fitted(said, inner + 1), self._thumb(y - 1), edge], 0
        if y < separator:
            lines = wrap(self._about(), inner)
            said = lines[y - 1 - self.body] if y - 1 - self.body < len(lines) else []
        else:
            said = self._says(y - separator - 1, inner)
        return [edge, (" ", "text"), *fitted(said, inner), (" ", "text"), edge], 0

    def _choice(self, at: int, cells: int) -> Spans:
        choice = self.list.choices[self.list.top + at]
        room = cells - self.labels - 4 - words.length(choice.right) - 2
        mark = ("▌", "mark") if self.list.top + at == self.list.at else (" ", "text")
        return [mark, *fitted(choice.left, room), *choice.right]

    def _row(self, at: int, cells: int) -> Spans:
        if at >= len(self.rows):
            return []
        row = self.rows[at]
        entry, current = self.entries[row.entry], row == self.here and self.asking is None
        mark = ("▌", "mark") if current else (" ", "text")
        if row.box is not None:
            ticks = entry.ticks()
            ticked = ticks is not None and row.box in ticks
            number = f"{row.box + 1:>2} " if entry.field.kind == "elements" else ""
            label: Spans = [(" " * (self.labels + 1), "text")]
            tick = ("[✓] ", "good") if ticked else ("[ ] ", "muted")
            return [mark, *label, tick, (number, "muted"), (entry.boxes[row.box], "strong" if current else "text")]
        name = fitted([(entry.field.label, "strong" if current else "muted")], self.labels + 1)
        room = self.room_for_values(cells)
        return [mark, *name, *self._value(entry, current, room), ("  ", "text"), *self._beside(entry)]

    def room_for_values(self, cells: int) -> int:
        return max(12, min(40, (cells - self.labels - 2) * 2 // 5))

    def _value(self, entry: Entry, current: bool, cells: int) -> Spans:
        arrow = " ▾" if entry.options else ""
        room = cells - len(arrow)
        if current:
            typed = self.list.needle
            edit = LineEdit(typed) if entry.options and self.list.open and typed else entry.edit
            spans = [(text, "caret" if role == "caret" else "field") for text, role in edit.spans("", room)]
        else:
            spans = [(entry.text, "field")]
        cut = fitted(spans, room)
        filled = [(text, "field" if role == "text" else role) for text, role in cut]
        return [*filled, (arrow, "field")] if arrow else filled

    def _beside(self, entry: Entry) -> Spans:
        if entry.theirs is not None:
            return [(f"! now stored: {plain(entry.theirs) or 'nothing'}", "warn")]
        if self._wrong(entry):
            return [(f"✗ {entry.error}", "bad")]
        if entry.echo and entry.echo != entry.text:
            return [(entry.echo, "text")]
        return [("needed", "muted")] if entry.field.required and not entry.text else []

    def _wrong(self, entry: Entry) -> bool:
        """Whether its error is to be told: not while one is about to choose from the list."""
        return bool(entry.error) and entry.been and not (self.list.open and entry is self.entry)

    def _thumb(self, y: int) -> tuple[str, str]:
        room, count = self.body, len(self.rows)
        if count <= room:
            return (" ", "text")
        size = max(1, room * room // count)
        start = self.top * (room - size) // max(1, count - room)
        return ("┃", "muted") if start <= y < start + size else ("╎", "left")

    def _about(self) -> Spans:
        """About the field with the caret: what is wrong in full, what can be chosen, what it means."""
        entry = self.entry
        if self.asking is not None:
            return [("↵", "key"), (" stores it with this reason  ", "muted"), ("esc", "key"), (" back", "muted")]
        if entry is None:
            return [("↵", "key"), (f" {self.form.verb.casefold()}", "muted")]
        if entry.theirs is not None:
            mine = f"Yours: “{entry.text}”" if entry.text else "Yours is empty"
            return [
                ("Somebody else has changed this meanwhile. ", "warn"),
                (f"{mine}. ", "text"),
                ("^t", "key"),
                (" takes theirs", "muted"),
            ]
        if self._wrong(entry):
            return [(f"✗ {entry.error}", "bad")]
        if self.here and self.here.box is not None:
            return [("space", "key"), (" ticks  ", "muted"), ("a", "key"), (" all or none", "muted")]
        told: Spans = [(entry.field.help, "muted")] if entry.field.help else []
        if entry.options and len(entry.options) <= 9:
            told = [(entry.field.help + "  ", "muted")] if told else []
            for word in entry.options:
                told += [(word or "–", "strong" if word == entry.text else "muted"), (" · ", "left")]
            told.pop()
        return told

    # ── below the fields ──────────────────────────────────────────────────────────────────────────

    def _verdict(self) -> Spans:
        if self.asking is not None:
            return words.status("warn", "goes on only with a reason")
        return words.status(self.verdict) if self.verdict else []

    def _says(self, y: int, cells: int) -> Spans:
        if self.asking is not None:
            if y == 0:
                edit = [(t, "caret" if role == "caret" else "field") for t, role in self.asking.spans("", cells - 14)]
                return [("Because ", "key"), *[(t, "field" if r == "text" else r) for t, r in fitted(edit, cells - 10)]]
            y -= 1
        lines: list[Spans] = []
        wide = max((width(plain(reason.rule)) + 2 for reason in self.reasons), default=0)
        for reason in self.reasons:
            lines += wrap([(f"{reason.rule:<{max(8, wide)}}", "key"), (reason.text, "text")], cells, max(8, wide))
        room = self.spoken - (self.asking is not None)
        if len(lines) > room and y == room - 1:
            more = words.some(len(lines) - room + 1, "more line")
            return [(f"… and {more}: ", "muted"), (key_of("form.reasons"), "key"), (" reads them", "muted")]
        return lines[y] if y < len(lines) else []

    def _foot(self, cells: int) -> Spans:
        spans: Spans = []
        self._places = []
        button = [(f" {self.form.verb} ", "tab" if self.here is None else "field")]
        if self.saving:
            return rule(cells, [("saving …", "accent")], None, "└┘", role="used")
        at, end = 2, cells - 3 - words.length(button)
        for key, says, action in self.keys:
            need = width(key) + 1 + width(says)
            if at + need + 3 > end:
                continue
            spans += [("  ", "text")] if spans else []
            at += 2 if len(spans) > 1 else 0
            spans += [(key, "key"), (" " + says, "muted")]
            self._places.append((at, at + need, action))
            at += need
        self._places.append((end, cells - 1, "save"))
        return rule(cells, spans, button, "└┘", role="used")
