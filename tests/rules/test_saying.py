"""Days, times and counts as they are said, in English whatever the language of the system."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tcm_tui.rules import saying


def test_days_are_said_in_english() -> None:
    assert saying.day(date(2026, 11, 16)) == "Mon 16 Nov 2026"
    assert saying.day(date(2028, 1, 1)) == "Sat 1 Jan 2028"
    assert saying.near_day(date(2026, 11, 18)) == "Wed 18 Nov"
    assert saying.short_day(date(2026, 11, 8)) == "8 Nov 2026"
    assert saying.whole_month(date(2026, 2, 28)) == "February 2026"
    assert [
        saying.month(date(2026, n, 1)) for n in range(1, 13)
    ] == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    assert [saying.weekday(date(2026, 11, n)) for n in range(16, 23)] == "Mon Tue Wed Thu Fri Sat Sun".split()


@pytest.mark.parametrize(
    ("minutes", "clock", "over", "closing"),
    [
        (0, "00:00", "00:00", "00:00"),
        (570, "09:30", "09:30", "09:30"),
        (1439, "23:59", "23:59", "23:59"),
        (1440, "00:00", "00:00+1", "24:00"),
        (1455, "00:15", "00:15+1", "00:15"),
    ],
)
def test_clock_times_on_both_sides_of_midnight(minutes: int, clock: str, over: str, closing: str) -> None:
    assert (saying.clock(minutes), saying.clock_over(minutes), saying.closing(minutes)) == (clock, over, closing)


def test_one_and_many() -> None:
    assert saying.some(1, "unit") == "1 unit"
    assert saying.some(0, "unit") == "0 units"
    assert saying.some(2, "family", "families") == "2 families"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-11-21T22:00", "2026-11-22T06:00", "Sat 21 Nov 22:00 – Sun 22 Nov 06:00"),
        ("2026-11-21T22:00", "2026-11-22T00:00", "Sat 21 Nov 22:00–24:00"),  # midnight ends the day before
        ("2026-11-21T00:00", "2026-11-21T08:30", "Sat 21 Nov 00:00–08:30"),
        ("2026-11-21T00:00", "2026-11-23T00:00", "Sat 21 Nov 00:00 – Sun 22 Nov 24:00"),
        ("2026-11-21T22:00", "2026-11-22T00:01", "Sat 21 Nov 22:00 – Sun 22 Nov 00:01"),
        ("2026-12-31T20:00", "2027-01-01T08:00", "Thu 31 Dec 2026 20:00 – Fri 1 Jan 2027 08:00"),
        ("2026-12-31T20:00", "2027-01-01T00:00", "Thu 31 Dec 20:00–24:00"),
    ],
)
def test_a_stretch_of_time(start: str, end: str, text: str) -> None:
    assert saying.moments(datetime.fromisoformat(start), datetime.fromisoformat(end)) == text


def test_a_stretch_over_new_year_where_the_years_go_without_saying() -> None:
    start, end = datetime(2026, 12, 31, 20), datetime(2027, 1, 1, 8)
    assert saying.moments(start, end, years=False) == "Thu 31 Dec 20:00 – Fri 1 Jan 08:00"
