"""A field's text read into a value, and a value said in full. One reader for the screens and the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import names
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.forms import dates, times
from tcm_tui.desk.forms.shapes import Field, FieldError
from tcm_tui.records.csvfiles import values
from tcm_tui.records.csvfiles.faults import BadCell
from tcm_tui.records.csvfiles.wording import nearest, one_of, shown
from tcm_tui.rules import saying

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

_YES = {"y", "yes", "true", "1", "t", "x", "on"}
_NO = {"n", "no", "false", "0", "f", "off"}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def one_line(sentence: str) -> str:
    """A message as one line without anything that could act on a terminal."""
    return _UNPRINTABLE.sub("�", " ".join(sentence.split()))


def shown_key(text: str) -> str:
    """A key or name as a sentence shows it."""
    return shown(text, 80)


def unstorable(text: str) -> str | None:
    """The first character that no database takes, if there is one."""
    found = re.search("[\x00\ud800-\udfff]", text)
    return found[0] if found else None


def with_names(error: Exception) -> str:
    """The sentence, with the first few of those a name could have meant."""
    near = error.candidates[:4] if isinstance(error, NotOne) else ()
    if not near:
        return str(error)
    more = " …" if isinstance(error, NotOne) and len(error.candidates) > 4 else ""
    return f"{error} ({', '.join(f'{name} {ident}' for ident, name in near)}{more})"


def read(desk: Desk, field: Field, text: str, on: date) -> Any:
    """The value of a text that is not empty. Raises FieldError or NotOne with one sentence.

    day, month: date; time, minutes: int; yesno: bool; elements: bit mask; days: weekday numbers;
    number: int or float; the others: str.
    """
    if len(text) > values.TEXT_LENGTH:
        raise FieldError(f"{len(text):,} characters are too many here; shorten it to {values.TEXT_LENGTH:,}.")
    if bad := unstorable(text):
        raise FieldError(f"It holds U+{ord(bad):04X}, which can't be stored; take it out.")
    text = text.strip()
    return _READERS[field.kind](desk, field, text, on)


def _cell(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except BadCell as bad:
        raise FieldError(f"{bad}.") from None


def _number(field: Field, text: str) -> float:
    if not field.decimal:
        return int(_cell(values.whole(int(field.low), int(field.high)), text))
    return float(_cell(values.number(field.low, field.high), text))


def _choice(field: Field, text: str) -> str:
    """One of the words: in full, or a beginning that only one of them has."""
    word = "-".join(text.casefold().split())
    for choice in field.choices:
        if choice.casefold() == word:
            return choice
    starts = [choice for choice in field.choices if choice.casefold().startswith(word)]
    if len(starts) == 1:
        return starts[0]
    if starts:
        raise FieldError(f"{shown(text)} could be {one_of(starts)}; type more of it.")
    near = nearest(text, field.choices)
    if near:
        raise FieldError(f"{shown(text)} is none of the words here; did you mean {near}?")
    raise FieldError(f"{shown(text)} is none of {one_of(field.choices)}.")


def yesno(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise FieldError(f"{shown(text)} is neither yes nor no.")


def read_elements(text: str) -> int:
    """Documentation elements as a bit mask: ``all``, ``none``, ``1-9;11``, ``all but 4``. Raises FieldError. R40"""
    from tcm_tui.rules import documentation

    word = text.casefold().strip()
    but = re.fullmatch(r"all\s*(?:but|except|-)\s*(.+)", word)
    if word in ("all", "none") or but:
        every = documentation.ALL
        return every & ~read_elements(but[1]) if but else every if word == "all" else 0
    mask = 0
    for part in re.split(r"[;,\s]+", re.sub(r"\s*-\s*", "-", word).strip(";, ")):
        found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", part, re.ASCII)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= 11:
            raise FieldError(f"{shown(text)}: elements are the numbers 1 to 11, as 1-9;11, all, all but 4, or none.")
        mask |= documentation.mask_of(range(first, last + 1))
    return mask


_READERS: dict[str, Callable[[Any, Field, str, date], Any]] = {
    "text": lambda desk, field, text, on: _cell(values.text, text),
    "id": lambda desk, field, text, on: _cell(values.ident, text),
    "day": lambda desk, field, text, on: dates.read_day(text, on),
    "month": lambda desk, field, text, on: dates.read_month(text, on),
    "time": lambda desk, field, text, on: times.read_time(text),
    "minutes": lambda desk, field, text, on: times.read_minutes(text),
    "days": lambda desk, field, text, on: times.read_days(text),
    "number": lambda desk, field, text, on: _number(field, text),
    "choice": lambda desk, field, text, on: _choice(field, text),
    "yesno": lambda desk, field, text, on: yesno(text),
    "elements": lambda desk, field, text, on: read_elements(text),
    "member": lambda desk, field, text, on: names.member_id(desk, text),
    "worker": lambda desk, field, text, on: names.cm_id(desk, text),
    "site": lambda desk, field, text, on: names.site_id(desk, text),
}


def written(field: Field, value: Any) -> str:
    """A value as the text a form begins with; ``read`` gives the value back."""
    from tcm_tui.rules import documentation

    if value is None:
        return ""
    if field.kind == "day":
        return str(value)[:10]
    if field.kind == "month":
        return str(value)[:7]
    if field.kind == "time":
        return saying.clock(int(value))
    if field.kind == "yesno":
        return "yes" if value else "no"
    if field.kind == "days":
        return times.spoken_days(value)
    if field.kind == "elements":
        numbers = documentation.numbers_of(int(value))
        return "all" if len(numbers) == 11 else ";".join(map(str, numbers))
    if field.kind == "number":
        return f"{value:g}" if isinstance(value, float) else str(value)
    return str(value)


def spoken(desk: Desk, field: Field, value: Any, on: date) -> str:
    """A value in full, for the echo beside the field."""
    if value is None:
        return ""
    if field.kind == "day":
        return saying.day(value)
    if field.kind == "month":
        return saying.whole_month(value)
    if field.kind == "minutes":
        return _length(desk, value, on)
    if field.kind in ("member", "worker", "site"):
        return _named(desk, field.kind, value)
    if field.kind == "elements":
        return _elements(value)
    return one_line(written(field, value))


def _length(desk: Desk, minutes: int, on: date) -> str:
    from tcm_tui.rules.units import measure, units_for

    units = units_for(minutes, desk.policy.unit_rounding, *measure(desk.packs, on))
    return f"{minutes} min = {units} {'unit' if units == 1 else 'units'}"


def _named(desk: Desk, kind: str, ident: str) -> str:
    from tcm_tui.records.queries import agency, people

    by_id = {"member": people.MEMBER_BY_ID, "worker": people.CM_BY_ID, "site": agency.SITE_BY_ID}
    row = desk.store.row(by_id[kind], {"id": ident})
    return one_line(f"{row[1]} {row[0]}") if row else ident


def _elements(mask: int) -> str:
    from tcm_tui.rules import documentation

    gone = documentation.missing(mask)
    if not gone:
        return "11 of 11"
    said = "; ".join(f"{n} {documentation.ELEMENTS[n - 1]}" for n in gone[:3])
    return f"{11 - len(gone)} of 11, missing {said}" + (" …" if len(gone) > 3 else "")
