"""Clock times, spans and weekdays as people type them."""

from __future__ import annotations

import re

from tcm_tui.desk.forms.dates import weekday
from tcm_tui.desk.forms.shapes import FieldError
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.rules.calendar import WEEKDAYS
from tcm_tui.rules.saying import clock

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?([0-5]\d))?\s*(?:([ap])\.?(?:m\.?)?)?").fullmatch
_SPAN = re.compile(r"(?:(\d{1,3})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*(?:m(?:in(?:utes?)?)?)?)?").fullmatch
_UNITS = re.compile(r"(\d{1,2})\s*u(?:nits?)?").fullmatch
DAY = 1440


def read_time(text: str) -> int:
    """Minutes from midnight of ``9``, ``930``, ``9:30``, ``1p`` or ``13:30``. Raises FieldError.

    A bare hour from 1 to 6 is asked again: in a working day it is as likely the afternoon.
    """
    word = text.strip().casefold()
    if word in ("noon", "midday"):
        return 720
    found = _CLOCK(word) if word.isascii() else None
    if not found:
        raise FieldError(f"{shown(text)} is no time; type it as 9, 930, 9:30, 1p or 13:30.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise FieldError(f"{shown(text)}: a time with {half}m has the hours 1 to 12; type {hour}:{minute:02}.")
        return (hour % 12 + (12 if half == "p" else 0)) * 60 + minute
    if hour == 24:
        raise FieldError(f"{shown(text)} is no time of a day; 0:00 is midnight, at the beginning of the next day.")
    if hour > 23:
        raise FieldError(f"{shown(text)} is no time; the hours are 0 to 23.")
    if 1 <= hour <= 6 and not found[1].startswith("0"):
        raise FieldError(f"{shown(text)} could be {clock(hour * 60 + minute)} or {clock((hour + 12) * 60 + minute)}: "
                         f"type {hour}{_minutes(minute)}a or {hour}{_minutes(minute)}p.")  # fmt: skip
    return hour * 60 + minute


def _minutes(minute: int) -> str:
    return f":{minute:02}" if minute else ""


def read_minutes(text: str) -> int:
    """A length in minutes: ``45``, ``45m``, ``1h``, ``1h30``, ``3u`` (units of 15). Raises FieldError. R1"""
    word = text.strip().casefold()
    if word.isascii():
        if found := _UNITS(word):
            return int(found[1]) * 15
        found = _SPAN(word)
        if found and (found[1] or found[2]):
            minutes = int(found[1] or 0) * 60 + int(found[2] or 0)
            if minutes <= DAY:
                return minutes
            raise FieldError(f"{shown(text)} is longer than a day; type at most 24h.")
    raise FieldError(f"{shown(text)} is no length of time; type it as 45, 45m, 1h30 or 3u.")


def read_days(text: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday): ``mon-fri``, ``mon, wed``, ``weekdays``, ``daily``. Raises FieldError."""
    word = text.strip().casefold()
    if word in ("weekdays", "workdays"):
        return (0, 1, 2, 3, 4)
    if word in ("daily", "every day", "all"):
        return tuple(range(7))
    found: set[int] = set()
    for part in re.split(r"[,; ]+", re.sub(r"\s*-\s*", "-", word).strip(",; ")):
        first, dash, last = part.partition("-")
        a = weekday(first)
        b = weekday(last) if dash else a
        if a is None or b is None:
            raise FieldError(f"{shown(text)} is no list of weekdays; type it as mon-fri, or mon, wed.")
        found.update(range(a, b + 1) if a <= b else (*range(a, 7), *range(b + 1)))
    return tuple(sorted(found))


def spoken_days(days: tuple[int, ...]) -> str:
    """Weekdays as short names: ``mon, tue, wed``."""
    return ", ".join(WEEKDAYS[day][:3] for day in days)
