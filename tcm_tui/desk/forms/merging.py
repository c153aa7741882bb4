"""Two people at one record: what each changed is kept, and where both changed the same field nobody wins unasked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import DeskError, Refused
from tcm_tui.desk.forms import reading
from tcm_tui.desk.forms.handling import Filled, Handler, fill
from tcm_tui.desk.forms.shapes import Conflict, Field, FieldError

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def merge(handler: Handler, desk: Desk, filled: Filled, merged: list[str]) -> Filled:
    """What the person changed, on top of what the form would begin with now. Raises Conflict.

    desk reads inside the transaction. merged gets the names of the fields that others changed and that are kept.
    """
    if filled.began is None:
        return filled
    now = handler.begin(desk, filled.context, filled.on)
    texts, clashes = dict(filled.texts), {}
    for field in handler.form.fields:
        began, theirs, mine = (each.get(field.name, "") for each in (filled.began, now, filled.texts))
        if began == theirs:
            continue
        if same(desk, field, mine, began, filled.on):
            texts[field.name] = theirs
            merged.append(field.name)
        elif not same(desk, field, mine, theirs, filled.on):
            clashes[field.name] = (theirs, mine)
    if clashes:
        raise Conflict(clashes)
    if not merged:
        return filled
    again = fill(handler, desk, texts, filled.on, filled.context)
    if again.errors:
        raise Refused(next(iter(again.errors.values())))
    return again


def same(desk: Desk, field: Field, one: str, other: str, on: date) -> bool:
    """Whether two texts of a field mean the same."""
    if one.strip() == other.strip():
        return True
    if not one.strip() or not other.strip():
        return False
    try:
        return bool(reading.read(desk, field, one, on) == reading.read(desk, field, other, on))
    except (FieldError, DeskError):
        return False
