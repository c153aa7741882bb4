"""How every form is carried: texts read into values, then a handler that begins, checks and saves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.forms import reading
from tcm_tui.desk.forms.shapes import FieldError, Form, applies
from tcm_tui.desk.writing import Objections
from tcm_tui.records.csvfiles.wording import shown

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult

Values = dict[str, Any]
"""What the texts mean, by field: dates, minutes, ids …; None for an empty one."""


class Filled(NamedTuple):
    """A form as filled in: texts as typed, values as read, and a sentence for each field that can't be."""

    texts: Mapping[str, str]
    values: Values
    errors: dict[str, str]
    on: date
    context: Mapping[str, str]
    began: Mapping[str, str] | None = None

    @property
    def record(self) -> str | None:
        """The key of the record to edit; None for a new one."""
        return self.context.get("record") or None


class Handler:
    """One form's behaviour. Subclasses say what it begins with, what is wrong with it, and how it is stored."""

    form: Form

    def begin(self, desk: Desk, context: Mapping[str, str], on: date) -> dict[str, str]:
        """The first texts; fields that are left out begin empty."""
        return {name: context[name] for name in (f.name for f in self.form.fields) if context.get(name)}

    def cross(self, values: Values) -> dict[str, str]:
        """Sentences about fields that don't go together."""
        return {}

    def check(self, desk: Desk, filled: Filled) -> Objections:
        """What the rules say, from reads only."""
        return Objections()

    def save(
        self, desk: Desk, filled: Filled, *, key: str | None, override: str | None
    ) -> tuple[WriteResult, tuple[str, ...]]:
        """Store it: the result, and the fields merged."""
        raise NotImplementedError


def fill(handler: Handler, desk: Desk, texts: Mapping[str, str], on: date, context: Mapping[str, str]) -> Filled:
    """The texts read; a field that does not apply counts as empty."""
    values: Values = {}
    errors: dict[str, str] = {}
    known = {field.name for field in handler.form.fields}
    for name in texts:
        if name not in known:
            errors[name] = f"{shown(name)} is no field of this form."
    for field in handler.form.fields:
        text = texts.get(field.name, "")
        values[field.name] = None
        if not applies(field, texts):
            continue
        if not text.strip():
            if field.required:
                errors[field.name] = f"“{field.label}” is needed; fill it in."
            continue
        try:
            values[field.name] = reading.read(desk, field, text, on)
        except (FieldError, DeskError) as error:
            errors[field.name] = reading.one_line(reading.with_names(error))
    if not errors:
        errors = handler.cross(values)
    return Filled(dict(texts), values, errors, on, context)
