"""The form of every answer: a value, a status, and the reasons that carry it.

A reason names the rule (``R1`` to ``R48``, or a named check such as ``overlap``), shows the arithmetic
with the figures put in, and cites the section of the source document.
"""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Reason(NamedTuple):
    """One step of an argument: the rule id, the arithmetic as text, the source it rests on."""

    rule: str
    text: str
    source: str


class Verdict(NamedTuple, Generic[T]):
    """An answer with its grounds.

    value: the figure or date asked for (None where there is none).
    status: a word from the vocabulary of the rule (``ok``, ``at-limit``, ``over`` ...).
    rule: the rule id that decides.
    reasons: the arithmetic, in the order in which a person would check it.
    policy: the agency's choices that were used, by setting name.
    """

    value: T
    status: str
    rule: str
    reasons: tuple[Reason, ...] = ()
    policy: tuple[tuple[str, Any], ...] = ()


class Finding(NamedTuple):
    """Something in the records that a rule objects to; fields that do not apply are None.

    severity is ``error``, ``warning`` or ``info``. minutes and units are the part concerned; for
    documentation present, of and missing say which of the eleven elements are there (R40).
    """

    rule: str
    severity: str
    text: str
    source: str
    member: str | None = None
    cm: str | None = None
    ref: str | None = None
    other_ref: str | None = None
    units: int | None = None
    minutes: int | None = None
    present: int | None = None
    of: int | None = None
    missing: tuple[int, ...] | None = None
