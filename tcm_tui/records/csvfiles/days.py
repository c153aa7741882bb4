"""Days, months, clock times and moments of a cell, exact; what a spreadsheet did to one is recognised and named."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta

from tcm_tui.records.csvfiles.faults import BadCell
from tcm_tui.records.csvfiles.wording import shown
from tcm_tui.rules import saying

FIRST_YEAR, LAST_YEAR = 1900, 2100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})").fullmatch
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])").fullmatch
_LOOSE_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})").fullmatch
_SLASHED = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})").fullmatch
_SERIAL = re.compile(r"([0-9]{4,5})(\.0+)?").fullmatch
_LOOSE_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-5][0-9])(:[0-5][0-9])?\s*([AaPp])?\.?([Mm]\.?)?").fullmatch
_SPREADSHEET = "format the column as text in the spreadsheet and save it again"


def day(text: str) -> str:
    """An ISO date of the calendar between 1900 and 2100, as it was written. Raises BadCell."""
    if _DAY(text):
        year = int(text[:4])
        try:
            date(year, int(text[5:7]), int(text[8:]))
        except ValueError:
            raise BadCell(f"{shown(text)} is no day of the calendar; {_nearest_day(text)}") from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadCell(f"{shown(text)} is outside {FIRST_YEAR} to {LAST_YEAR}; correct the year")
        return text
    raise BadCell(_why_no_day(text))


def month(text: str) -> str:
    """The first day of a month written YYYY-MM. Raises BadCell."""
    found = _MONTH(text)
    if found and 1 <= int(found[2]) <= 12 and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return text + "-01"
    if found:
        raise BadCell(f"{shown(text)} is no month between {FIRST_YEAR}-01 and {LAST_YEAR}-12; write it as YYYY-MM")
    if _DAY(text):
        raise BadCell(f"{shown(text)} is a day, not a month; write {text[:7]}")
    if (read := _spelled(text, ("%b-%y", "%b %y", "%b-%Y", "%b %Y", "%B %Y", "%m/%Y"))) is not None:
        raise BadCell(f"{shown(text)} is no month as YYYY-MM; write {read:%Y-%m} and {_SPREADSHEET}")
    raise BadCell(f"{shown(text)} is no month; write it as YYYY-MM, for example 2026-03")


def clock(text: str) -> int:
    """Minutes from midnight of a time written HH:MM, 00:00 to 23:59. Raises BadCell."""
    found = _CLOCK(text)
    if found:
        return int(found[1]) * 60 + int(found[2])
    raise BadCell(_why_no_clock(text))


def closing(text: str) -> int:
    """Like ``clock``, for the end of a stretch of one day, which can be 24:00. Raises BadCell."""
    return 1440 if text == "24:00" else clock(text)


def moment(text: str) -> str:
    """A local day and time, YYYY-MM-DDTHH:MM, as it was written. Raises BadCell."""
    halves = re.split(r"[T ]", text, maxsplit=1)
    if len(halves) == 2:
        ymd, time = day(halves[0]), halves[1]
        if "T" not in text or re.fullmatch(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", time):
            raise BadCell(f"{shown(text)} is not written YYYY-MM-DDTHH:MM; write {ymd}T{time[:5]}")
        clock(time)
        return text
    raise BadCell(f"{shown(text)} is no day with a time; write it as YYYY-MM-DDTHH:MM, for example 2026-03-04T17:00")


def plain_digits(text: str) -> str | None:
    """The text with full-width and other alphabets' digits made plain, or None when there are none."""
    if text.isascii():
        return None
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in unicodedata.normalize("NFKC", text))
    plain = re.sub("[‐-―−]", "-", plain)
    return plain if plain.isascii() and plain != text else None


def _nearest_day(text: str) -> str:
    year, number = int(text[:4]), int(text[5:7])
    if not 1 <= number <= 12:
        return "correct the month (01 to 12)"
    if year == 0:
        return "correct the year"
    return f"correct the day (that month has {monthrange(year, number)[1]})"


def _why_no_day(text: str) -> str:
    if text != text.strip():
        return f"{shown(text)} has a space before or after the date; take it out"
    if (plain := plain_digits(text)) is not None:
        return f"{shown(text)} is not written in plain digits; type it again as {plain}"
    if (found := _SERIAL(text)) and 10_000 <= int(found[1]) <= 99_999:
        meant = date(1899, 12, 30) + timedelta(days=int(found[1]))
        return f"{shown(text)} is a spreadsheet's number for {meant}; {_SPREADSHEET}"
    if found := _LOOSE_DAY(text):
        written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        return f"{shown(text)} is not written YYYY-MM-DD; write {written}"
    if found := _SLASHED(text):
        return f"{shown(text)} is not written YYYY-MM-DD; {_readings(found[1], found[2], found[3])}; {_SPREADSHEET}"
    if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", text):
        return f"{shown(text)} carries a time; write {text[:10]}"
    if re.fullmatch("[0-9]{8}", text):
        return f"{shown(text)} is not written YYYY-MM-DD; write {text[:4]}-{text[4:6]}-{text[6:]}"
    if (read := _spelled(text, ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y", "%d %B %Y"))) is not None:
        return f"{shown(text)} is not written YYYY-MM-DD; write {read}"
    if set(text) == {"#"}:
        return f"{shown(text)} is what a spreadsheet shows when a column is too narrow; widen it and save it again"
    return f"{shown(text)} is no date; write it as YYYY-MM-DD, for example 2026-03-04"


def _readings(first: str, second: str, year: str) -> str:
    """Which ISO dates 3/4/2026 may stand for; the order of month and day is not ours to guess."""
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 50 else 1900)
    meant = []
    for name, number, of_month in (("month", int(first), int(second)), ("day", int(second), int(first))):
        try:
            meant.append((name, date(full, number, of_month)))
        except ValueError:
            continue
    if len(meant) == 2 and meant[0][1] != meant[1][1]:
        return f"write {meant[0][1]} if the month comes first, {meant[1][1]} if the day does"
    return f"write {meant[0][1]}" if meant else "write year, month and day"


def _spelled(text: str, forms: tuple[str, ...]) -> date | None:
    if not text.isascii() or len(text) > 20:
        return None
    for form in forms:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _why_no_clock(text: str) -> str:
    if text != text.strip():
        return f"{shown(text)} has a space before or after the time; take it out"
    if (plain := plain_digits(text)) is not None:
        return f"{shown(text)} is not written in plain digits; type it again as {plain}"
    if re.fullmatch(r"24:?00(:00)?", text):
        return f"{shown(text)} is no time of the day; write 00:00, on the next day"
    if found := _LOOSE_CLOCK(text):
        hour, half = int(found[1]), (found[4] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour < 24:
            return f"{shown(text)} is not written HH:MM; write {hour:02}:{found[2]}"
    if re.fullmatch(r"0?\.[0-9]+", text):
        meant = saying.clock(round(float(text) * 1440))
        return f"{shown(text)} is a spreadsheet's part of a day; write {meant} and {_SPREADSHEET}"
    if re.fullmatch(r"([01][0-9]|2[0-3])[0-5][0-9]", text):
        return f"{shown(text)} is not written HH:MM; write {text[:2]}:{text[2:]}"
    return f"{shown(text)} is no time; write it as HH:MM from 00:00 to 23:59, for example 09:30"
