"""What a form is made of, and what asking it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason


class Field(NamedTuple):
    """One thing to fill in.

    kind: text, day, time, minutes, number, choice, yesno, member, worker, site, elements, month, days or id.
    unless: ``other=word|word``, the field is not asked while the field ``other`` has one of the words ("" is
    one too); see ``applies``. low and high bound a number, decimal allows parts of one.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    unless: str = ""
    low: float = 0
    high: float = 999_999
    decimal: bool = False


class Form(NamedTuple):
    """A form. verb is what its button says; entity the table whose rows it adds and edits, if it is of one."""

    id: str
    title: str
    fields: tuple[Field, ...]
    verb: str
    entity: str = ""

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


class Checked(NamedTuple):
    """What a form as filled in would do. errors: field -> sentence; while there are any nothing else is known.

    verdict: ok, warn (a plan waits for a reason, a record is flagged) or refused.
    """

    errors: dict[str, str]
    verdict: str
    reasons: tuple[Reason, ...]


class Saved(NamedTuple):
    """What saving did. result is None where errors or a conflict stopped it.

    conflict: field -> (theirs, mine), of what somebody else changed meanwhile as well. merged: the fields
    somebody else changed and that were kept as they are now.
    """

    errors: dict[str, str]
    result: WriteResult | None
    conflict: dict[str, tuple[str, str]]
    merged: tuple[str, ...]


class FieldError(Exception):
    """A text that can't be read; ``str(error)`` is one sentence."""


class Conflict(Exception):
    """Somebody else has changed the same fields since the form began: field -> (theirs, mine)."""

    def __init__(self, fields: dict[str, tuple[str, str]]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def applies(field: Field, texts: Mapping[str, str]) -> bool:
    """Whether a field is asked, with the others as they are now."""
    if not field.unless:
        return True
    other, _, words = field.unless.partition("=")
    return texts.get(other, "").strip() not in words.split("|")
