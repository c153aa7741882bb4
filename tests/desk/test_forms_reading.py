"""What people type into a form, read from Wednesday 18 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tcm_tui.desk.forms import dates, reading, times
from tcm_tui.desk.forms.shapes import Field, FieldError, applies

ON = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", "2026-11-20"),
        ("20261120", "2026-11-20"),
        ("today", "2026-11-18"),
        ("Tomorrow", "2026-11-19"),
        ("yesterday", "2026-11-17"),
        ("wed", "2026-11-18"),  # today counts
        ("fri", "2026-11-20"),
        ("tuesday", "2026-11-24"),
        ("+2d", "2026-11-20"),
        ("+2", "2026-11-20"),
        ("-1w", "2026-11-11"),
        ("+3m", "2027-02-18"),
        ("eom", "2026-11-30"),
        ("5", "2026-11-05"),
        ("11/20", "2026-11-20"),  # month first
        ("20.11", "2026-11-20"),  # day first
        ("20.11.", "2026-11-20"),
        ("20-11", "2026-11-20"),  # only one order is possible
        ("11/20/26", "2026-11-20"),
        ("1/2", "2027-01-02"),  # the nearer year
        ("8/1", "2026-08-01"),
        ("20 nov", "2026-11-20"),
        ("Nov 20, 2025", "2025-11-20"),
        ("2/29", "2027-02-28"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    if text == "2/29":  # no leap year is near: said, not guessed
        with pytest.raises(FieldError, match="February 2026 has the days 1 to 28"):
            dates.read_day(text, ON)
        return
    assert dates.read_day(text, ON).isoformat() == day


def test_a_step_of_months_ends_with_the_month() -> None:
    assert dates.read_day("+1m", date(2026, 8, 31)) == date(2026, 9, 30)
    assert dates.read_day("-6m", date(2026, 8, 31)) == date(2026, 2, 28)


def test_the_year_is_the_one_that_brings_a_day_nearest() -> None:
    assert dates.read_day("12/30", date(2027, 1, 4)) == date(2026, 12, 30)
    assert dates.read_day("2/29", date(2027, 11, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31", "November 2026 has the days 1 to 30"),
        ("2026-02-30", "February 2026 has the days 1 to 28"),
        ("2026-13-01", "months are 1 to 12"),
        ("13/12", "with / the month comes first; type 13.12"),
        ("12.13", "with . the day comes first; type 12/13"),
        ("11-12", "12 Nov or 11 Dec"),
        ("1899-12-31", "outside 1900 to 2100"),
        ("+9999w", "leads outside"),
        ("t", "is no day"),
        ("on friday", "is no day"),
        ("٢٠", "plain letters and digits"),
    ],
)
def test_what_is_no_day_or_two_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(FieldError) as error:
        dates.read_day(text, ON)
    assert says in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9", 540), ("930", 570), ("9:30", 570), ("0930", 570), ("1p", 780), ("1:15pm", 795), ("13:30", 810),
        ("1330", 810), ("12a", 0), ("12p", 720), ("noon", 720), ("7", 420), ("0", 0), ("00:00", 0), ("23:59", 1439),
        ("05:00", 300), ("5 p.m.", 1020), ("12", 720),
    ],
)  # fmt: skip
def test_a_time_is_read(text: str, minutes: int) -> None:
    assert times.read_time(text) == minutes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1", "01:00 or 13:00: type 1a or 1p"),
        ("6", "06:00 or 18:00: type 6a or 6p"),
        ("130", "01:30 or 13:30: type 1:30a or 1:30p"),
        ("24:00", "midnight"),
        ("25", "hours are 0 to 23"),
        ("13p", "hours 1 to 12"),
        ("9:60", "is no time"),
        ("soon", "is no time"),
    ],
)
def test_a_time_that_is_none_or_two_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(FieldError, match=says):
        times.read_time(text)


@pytest.mark.parametrize(("text", "minutes"), [("45", 45), ("45m", 45), ("1h", 60), ("1h30", 90), ("3u", 45)])
def test_a_length_is_read(text: str, minutes: int) -> None:
    assert times.read_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("all", range(1, 12)), ("none", []), ("1-9;11", [*range(1, 10), 11]), ("all but 4", [1, 2, 3, *range(5, 12)]),
        ("1, 2 3", [1, 2, 3]), ("11", [11]),
    ],
)  # fmt: skip
def test_elements_are_read(text: str, numbers: list[int]) -> None:
    assert reading.read_elements(text) == sum(1 << n - 1 for n in numbers)


@pytest.mark.parametrize("text", ["0", "12", "4-2", "1;;x", "all but", "one"])
def test_other_elements_are_refused(text: str) -> None:
    with pytest.raises(FieldError, match="numbers 1 to 11"):
        reading.read_elements(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("mon-fri", (0, 1, 2, 3, 4)), ("mo, we", (0, 2)), ("fri-mon", (0, 4, 5, 6)), ("daily", tuple(range(7)))],
)
def test_weekdays_are_read(text: str, days: tuple[int, ...]) -> None:
    assert times.read_days(text) == days
    assert times.read_days(times.spoken_days(days)) == days


@pytest.mark.parametrize("text", ["t", "m-f", "", "mon-", "workday"])
def test_other_weekdays_are_refused(text: str) -> None:
    with pytest.raises(FieldError, match="weekdays"):
        times.read_days(text)


@pytest.mark.parametrize(
    ("text", "month"),
    [("2026-11", "2026-11-01"), ("this", "2026-11-01"), ("last", "2026-10-01"), ("dec", "2026-12-01"),
     ("jan", "2027-01-01"), ("3/2025", "2025-03-01")],
)  # fmt: skip
def test_a_month_is_read(text: str, month: str) -> None:
    assert dates.read_month(text, ON).isoformat() == month


def test_a_field_is_not_asked_where_it_does_not_apply() -> None:
    field = Field("fax_on", "Faxed on", "day", unless="signature=|original")
    assert applies(field, {"signature": "fax"})
    assert not applies(field, {"signature": "original"})
    assert not applies(field, {})
