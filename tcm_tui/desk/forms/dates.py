"""Days and months as people type them, read from the day of the answer; the echo says what was understood.

Nothing is guessed where two readings are equally good: that is one sentence with what to type instead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from tcm_tui.desk.forms.shapes import FieldError
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.rules import saying
from tcm_tui.rules.calendar import WEEKDAYS

FIRST, LAST = 1900, 2100
MONTHS = tuple(name.casefold() for name in saying.MONTHS)
_NAMED = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})").fullmatch
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})").fullmatch
_STEP = re.compile(r"([+-])\s?(\d{1,4})\s?([dwmy]?)").fullmatch
_PARTS = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?").fullmatch
_SPELLED = re.compile(r"(?:(\d{1,2})\.?\s*([a-z]{3,9})\.?|([a-z]{3,9})\.?\s*(\d{1,2}))(?:[ ,]+(\d{4}))?").fullmatch
EXAMPLES = "fri, +2d, eom, 18, 11/18 or 2026-11-18"


def read_day(text: str, on: date) -> date:
    """The day meant, seen from ``on``. Raises FieldError with one sentence.

    ``fri`` is the next Friday, today included; ``18`` the 18th of this month; ``11/18`` (month first) and
    ``18.11`` (day first) lie in the year that brings them nearest.
    """
    word = " ".join(text.casefold().split())
    if not word.isascii():
        raise FieldError(f"{shown(text)} is no day; type it in plain letters and digits, as {EXAMPLES}.")
    if word in _NAMED:
        return _inside(text, on, _NAMED[word])
    if word in ("eom", "bom"):
        return on.replace(day=1 if word == "bom" else monthrange(on.year, on.month)[1])
    if found := _STEP(word):
        return _step(text, on, int(found[1] + found[2]), found[3] or "d")
    if found := _ISO(word) or _PACKED(word):
        return _made(text, int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"\d{1,2}", word):
        return _made(text, on.year, on.month, int(word))
    if found := _PARTS(word):
        return _parts(text, on, found)
    if (weekday := _index(word, WEEKDAYS)) is not None:
        return _inside(text, on, (weekday - on.weekday()) % 7)
    if (found := _SPELLED(word)) and (month := _index(found[2] or found[3], MONTHS)) is not None:
        return _near(text, on, month + 1, int(found[1] or found[4]), found[5])
    raise FieldError(f"{shown(text)} is no day; type it as {EXAMPLES}.")


def read_month(text: str, on: date) -> date:
    """The first day of the month meant: ``2026-11``, ``11/2026``, ``nov``, ``this``, ``-1``. Raises FieldError."""
    word = " ".join(text.casefold().split())
    first = on.replace(day=1)
    if word in ("this", "this month", "now"):
        return first
    if word in ("last", "last month", "-1", "-1m"):
        return _step(text, first, -1, "m")
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})(?:-01)?", word, re.ASCII):
        return _made(text, int(found[1]), int(found[2]), 1)
    if found := re.fullmatch(r"(\d{1,2})[/.](\d{4})", word, re.ASCII):
        return _made(text, int(found[2]), int(found[1]), 1)
    if found := re.fullmatch(r"([a-z]{3,9})\.?(?:\s+(\d{4}))?", word, re.ASCII):
        month = _index(found[1], MONTHS)
        if month is not None and found[2]:
            return _made(text, int(found[2]), month + 1, 1)
        if month is not None:
            return _near(text, first, month + 1, 1, None)
    raise FieldError(f"{shown(text)} is no month; type it as 2026-11, 11/2026 or nov.")


def weekday(text: str) -> int | None:
    """0 (Monday) to 6 of a weekday's name or its beginning (two letters or more)."""
    return _index(text, WEEKDAYS, 2)


def _index(word: str, names: tuple[str, ...], least: int = 3) -> int | None:
    if len(word) < least:
        return None
    found = [at for at, name in enumerate(names) if name.startswith(word)]
    if not found and word in ("tues", "thur", "thurs", "sept", "weds"):
        return _index(word[:3], names)
    return found[0] if len(found) == 1 else None


def _parts(text: str, on: date, found: re.Match[str]) -> date:
    """``11/18`` month first, ``18.11`` day first, with a hyphen only where one order is possible."""
    one, mark, two, year = int(found[1]), found[2], int(found[3]), found[4]
    if mark == "-" and one <= 12 and two <= 12 and one != two:
        raise FieldError(
            f"{shown(text)} could be {_written(one, two)} or {_written(two, one)}: type {one}/{two} (month first) "
            f"or {one}.{two} (day first)."
        )
    month, day = (two, one) if mark == "." or (mark == "-" and one > 12) else (one, two)
    if month > 12 and mark != "-":
        order, other = ("day", "/") if mark == "." else ("month", ".")
        raise FieldError(f"{shown(text)}: with {mark} the {order} comes first; type {one}{other}{two} for the other.")
    if year is not None and len(year) == 2:
        year = f"20{year}"
    return _near(text, on, month, day, year)


def _written(month: int, day: int) -> str:
    return f"{day} {saying.MONTHS[month - 1][:3]}"


def _near(text: str, on: date, month: int, day: int, year: str | None) -> date:
    """A day of a given year, or of the year that brings it nearest to ``on`` (the later one of two)."""
    if year:
        return _made(text, int(year), month, day)
    meant = []
    for each in (on.year + 1, on.year, on.year - 1):
        try:
            meant.append(date(each, month, day))
        except ValueError:
            continue
    if not meant:
        return _made(text, on.year, month, day)
    return min((d for d in meant if FIRST <= d.year <= LAST), key=lambda d: abs((d - on).days))


def _made(text: str, year: int, month: int, day: int) -> date:
    if not FIRST <= year <= LAST:
        raise FieldError(f"{shown(text)}: the year is outside {FIRST} to {LAST}; correct it.")
    if not 1 <= month <= 12:
        raise FieldError(f"{shown(text)}: there is no month {month}; months are 1 to 12.")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = saying.MONTHS[month - 1]
        raise FieldError(f"{shown(text)}: {name} {year} has the days 1 to {last}; correct the day.")
    return date(year, month, day)


def _step(text: str, on: date, count: int, unit: str) -> date:
    if unit in "dw":
        return _inside(text, on, count * (7 if unit == "w" else 1))
    months = on.year * 12 + on.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not FIRST <= year <= LAST:
        raise FieldError(f"{shown(text)} leads outside {FIRST} to {LAST}; take fewer.")
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _inside(text: str, on: date, days: int) -> date:
    try:
        found = on + timedelta(days=days)
    except OverflowError:
        found = date.max
    if not FIRST <= found.year <= LAST:
        raise FieldError(f"{shown(text)} leads outside {FIRST} to {LAST}; take fewer.")
    return found
