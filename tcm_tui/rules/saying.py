"""How days, clock times and counts are said, the same in reasons, on pages, in answers and on screens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


WELL = "Every member has a case manager, and no hour on call is uncovered."
NO_MEMBERS = "No members on a caseload."


def visible(text: str) -> str:
    """The text with what can't be seen written as ``\\x1b`` or ``\\u202e``: nothing of it acts where it is shown."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(c: str) -> str:
    code = ord(c)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def weekday(on: date) -> str:
    """``Wed``"""
    return WEEKDAYS[on.weekday()][:3]


def month(on: date) -> str:
    """``Nov``"""
    return MONTHS[on.month - 1][:3]


def whole_month(on: date) -> str:
    """``November 2026``"""
    return f"{MONTHS[on.month - 1]} {on.year}"


def near_day(on: date) -> str:
    """``Wed 18 Nov``, where the year goes without saying."""
    return f"{weekday(on)} {on.day} {month(on)}"


def day(on: date) -> str:
    """``Wed 18 Nov 2026``"""
    return f"{near_day(on)} {on.year}"


def short_day(on: date) -> str:
    """``18 Nov 2026``"""
    return f"{on.day} {month(on)} {on.year}"


def clock(minutes: int) -> str:
    """Minutes from midnight as HH:MM; the next day's begin again at 00:00."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def clock_over(minutes: int) -> str:
    """``09:30``; ``00:15+1`` for a time of the next day."""
    return clock(minutes) + ("+1" if minutes >= 1440 else "")


def closing(minutes: int) -> str:
    """Minutes from midnight as HH:MM; the end of the day is 24:00, as hours of a day are written."""
    return "24:00" if minutes == 1440 else clock(minutes)


def some(number: int, one: str, many: str | None = None) -> str:
    """``1 unit``, ``3 units``"""
    return f"{number} {one if number == 1 else many or one + 's'}"


def amount(number: float, unit: str) -> str:
    """``3 units``, ``1 unit``, ``19.5 hours``; unit is in the plural."""
    return f"{number:,g} {unit[:-1] if number == 1 and unit.endswith('s') else unit}"


def pressing(late: int, today: int) -> str:
    """``2 overdue, 1 due today``; empty without any."""
    return ", ".join(f"{number} {word}" for number, word in ((late, "overdue"), (today, "due today")) if number)


def moments(start: datetime, end: datetime, years: bool = True) -> str:
    """``Sat 21 Nov 22:00 – Sun 22 Nov 06:00``, ``Sat 21 Nov 08:00–24:00``; years: with those where they differ."""
    last = (end - timedelta(minutes=1)).date()
    until = closing((end.date() - last).days * 1440 + end.hour * 60 + end.minute)
    if last == start.date():
        return f"{near_day(last)} {start:%H:%M}–{until}"
    said = day if years and last.year != start.year else near_day
    return f"{said(start.date())} {start:%H:%M} – {said(last)} {until}"
