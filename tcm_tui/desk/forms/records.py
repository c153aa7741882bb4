"""Forms of recorded rows: one engine that begins from a stored row, merges, checks and stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from tcm_tui.desk import booking, recording, writing
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.forms import reading
from tcm_tui.desk.forms.handling import Filled, Handler, Values
from tcm_tui.desk.forms.merging import merge
from tcm_tui.desk.forms.shapes import Field
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult
    from tcm_tui.desk.writing import Job, Objections

Columns = dict[str, Any]


class Records(Handler):
    """A form whose rows are those of ``form.entity``.

    columns: field -> column where they are called differently; member and cm are member_id and cm_id.
    ordered: (from, until, may they be the same day). texts: fields whose empty text is stored as "".
    """

    columns: ClassVar[dict[str, str]] = {}
    ordered: ClassVar[tuple[tuple[str, str, bool], ...]] = ()
    never_null: ClassVar[dict[str, Any]] = {}

    def column(self, name: str) -> str:
        return self.columns.get(name) or {"member": "member_id", "cm": "cm_id"}.get(name, name)

    # ── first values ──────────────────────────────────────────────────────────────────────────────

    def key_of(self, context: Mapping[str, str]) -> str | None:
        """The key of the row to edit; None to add one."""
        return context.get("record") or None

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        key = self.key_of(context)
        if key is None:
            return self.new(desk, super().begin(desk, context, on), on)
        row = recording.load(desk, self.form.entity, key)
        if row is None:
            raise NotOne(f"There is no {recording.spoken(self.form.entity).lower()} {reading.shown_key(key)}.")
        return self.stored(row)

    def new(self, desk: Desk, found: dict[str, str], on: date) -> dict[str, str]:
        """The first texts of a new row; found holds what is known where the form was opened."""
        return found

    def stored(self, row: Columns) -> dict[str, str]:
        """A stored row as texts."""
        return {f.name: reading.written(f, self.value(f, row)) for f in self.form.fields}

    def value(self, field: Field, row: Columns) -> Any:
        return row.get(self.column(field.name))

    # ── what it says ──────────────────────────────────────────────────────────────────────────────

    def cross(self, values: Values) -> dict[str, str]:
        found: dict[str, str] = {}
        for first, then, same in self.ordered:
            a, b = values.get(first), values.get(then)
            if a is not None and b is not None and (b < a or (b == a and not same)):
                what = "before" if b < a else "the same as"
                label = self.form.field(first).label.lower()
                found[then] = f"{b} is {what} “{label}”, {a}; correct one of the two."
        return found

    def rows(self, values: Values) -> list[Columns]:
        """The table's columns of what was filled in; several rows where a form makes several."""
        row = {self.column(name): value for name, value in values.items()}
        return [{name: self.never_null.get(name) if value is None else value for name, value in row.items()}]

    def say(self, frame: Job, values: Values, filled: Filled) -> None:
        """Put what the rules say about these values into the job's objections; reads only."""

    def check(self, desk: Desk, filled: Filled) -> Objections:
        found = writing.Objections()
        key = self.key_of(filled.context)
        if key is not None and recording.load(desk, self.form.entity, key) is None:
            raise Refused(f"{recording.spoken(self.form.entity)} {key} is not there any more.")
        for row in self.rows(filled.values):
            self._free(desk, key, row)
        self.say(booking.aside(desk, found), filled.values, filled)
        return found

    def _free(self, desk: Desk, key: str | None, row: Columns) -> None:
        new = recording.key_text(self.form.entity, row)
        there = recording.load(desk, self.form.entity, new)
        if there is None:
            return
        own = recording.load(desk, self.form.entity, key) if key is not None else None
        if own != there:
            raise Refused(f"{recording.spoken(self.form.entity)} {new} is recorded already; edit that one.")

    # ── storing ───────────────────────────────────────────────────────────────────────────────────

    def save(
        self, desk: Desk, filled: Filled, *, key: str | None, override: str | None
    ) -> tuple[WriteResult, tuple[str, ...]]:
        merged: list[str] = []

        def job(frame: Job) -> str:
            final = filled
            record = self.key_of(filled.context)
            if record is not None:
                final = merge(self, frame.desk, filled, merged)
            self.say(frame, final.values, final)
            return self.store(frame, record, final)

        action = ("change " if self.key_of(filled.context) is not None else "record ") + self.form.id
        result = writing.write(desk, action, job, key=key, override=override)
        return result, tuple(merged)

    def store(self, frame: Job, record: str | None, filled: Filled) -> str:
        rows = self.rows(filled.values)
        if record is not None:
            return recording.change(frame, self.form.entity, record, rows[0])
        keys = [recording.add(frame, self.form.entity, row) for row in rows]
        return keys[0]


def note(text: str) -> Reason:
    """Something worth knowing that no rule decides."""
    return Reason("record", text, "agency")
