"""Forms as data: what is asked, with which first values, how it is read, checked and stored.

The screens and ``tcm record`` both work on this: one parser, one check, one write. Texts go in as typed;
nothing of a form imports the tables before it is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import DeskError, NotOne
from tcm_tui.desk.forms.shapes import Checked, Conflict, Field, FieldError, Form, Saved, applies
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.forms.handling import Filled, Handler
    from tcm_tui.desk.office import Desk

__all__ = [
    "Checked", "Field", "FieldError", "Form", "Saved", "all", "applies", "begin", "check", "echo", "form", "save",
]  # fmt: skip

Texts = Mapping[str, str]


def all() -> tuple[Form, ...]:
    """Every form, in the order in which people look for them."""
    from tcm_tui.desk.forms import catalog

    return tuple(catalog.handler(name).form for name in catalog.MODULES)


def form(id: str) -> Form:
    """The form of an id. Raises NotOne."""
    return _handler(id).form


def begin(desk: Desk, id: str, context: Texts, on: date) -> dict[str, str]:
    """The texts a form starts with, one for each of its fields.

    context: what is known where the form is opened: member, cm, appointment, service, date, start …, and
    record, the key of the record to edit. Raises NotOne for a record that is not there.
    """
    handler = _handler(id)
    _storable(context)
    with desk.reading():
        found = handler.begin(desk, context, on)
    return {field.name: found.get(field.name, "") for field in handler.form.fields}


def echo(desk: Desk, field: Field, text: str, on: date) -> str:
    """What a text is read as, in full: ``Fri 20 Nov 2026``, ``Ana Pecan M1``; "" if empty or not readable."""
    from tcm_tui.desk.forms import reading

    if not text.strip():
        return ""
    try:
        with desk.reading():
            return reading.spoken(desk, field, reading.read(desk, field, text, on), on)
    except (FieldError, DeskError):
        return ""


def check(desk: Desk, id: str, texts: Texts, on: date, context: Texts | None = None) -> Checked:
    """What saving would do, by the same rules; reads only."""
    handler = _handler(id)
    with desk.reading():
        filled = _filled(handler, desk, texts, on, context or {})
        if filled.errors:
            return Checked(filled.errors, "ok", ())
        try:
            found = handler.check(desk, filled)
        except DeskError as error:
            return Checked({}, "refused", _reasons(error))
    return Checked({}, found.verdict, tuple(found.reasons))


def save(
    desk: Desk,
    id: str,
    texts: Texts,
    on: date,
    context: Texts | None = None,
    *,
    began: Texts | None = None,
    override: str | None = None,
    key: str | None = None,
) -> Saved:
    """Store a form in one transaction, or nothing.

    began: the texts the form began with. Then only what the person changed is written: what somebody else has
    changed since is kept (``merged``), and where both changed one field nothing is stored (``conflict``).
    """
    handler = _handler(id)
    with desk.reading():
        filled = _filled(handler, desk, texts, on, context or {})
    if filled.errors:
        return Saved(filled.errors, None, {}, ())
    filled = filled._replace(began=began)
    try:
        result, merged = handler.save(desk, filled, key=key, override=override or None)
    except Conflict as found:
        return Saved({}, None, found.fields, ())
    except DeskError as error:
        return Saved({}, WriteResult(None, "refused", _reasons(error)), {}, ())
    return Saved({}, result, {}, merged)


def _handler(id: str) -> Handler:
    from tcm_tui.desk.forms import catalog

    if id not in catalog.MODULES:
        raise NotOne(f"There is no form “{id}”; the forms are {', '.join(catalog.MODULES)}.")
    return catalog.handler(id)


def _filled(handler: Handler, desk: Desk, texts: Texts, on: date, context: Texts) -> Filled:
    from tcm_tui.desk.forms import handling

    _storable(context)
    return handling.fill(handler, desk, texts, on, context)


def _storable(context: Texts) -> None:
    """Raise NotOne where what a form is opened for can't be anything stored."""
    from tcm_tui.desk.forms.reading import shown_key, unstorable

    for name, text in context.items():
        if unstorable(text):
            raise NotOne(f"There is no {name} {shown_key(text)}.")


def _reasons(error: DeskError) -> tuple[Reason, ...]:
    """The grounds of a refusal; the sentence itself where it has no others."""
    from tcm_tui.desk.forms.reading import one_line

    found: tuple[Reason, ...] = getattr(error, "reasons", ())
    return found or (Reason("record", one_line(str(error)), "agency"),)
