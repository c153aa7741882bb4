"""Every kind of cell: what is taken, and the sentence for what is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.records.csvfiles import days, values
from tcm_tui.records.csvfiles.faults import BadCell
from tcm_tui.records.csvfiles.formats import BY_NAME
from tcm_tui.records.csvfiles.formulas import neutral, restored
from tcm_tui.records.csvfiles.parsing import KEPT_CELLS, Memo
from tcm_tui.rules import saying


def refusal(parse: Callable[[str], Any], cell: str) -> str:
    with pytest.raises(BadCell) as caught:
        parse(cell)
    return str(caught.value)


@pytest.mark.parametrize("cell", ["1900-01-01", "2024-02-29", "2026-03-04", "2100-12-31"])
def test_a_day_is_taken_as_it_is_written(cell: str) -> None:
    assert days.day(cell) == cell


TEXT_COLUMN = "format the column as text in the spreadsheet and save it again"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("3/4/2026", f"write 2026-03-04 if the month comes first, 2026-04-03 if the day does; {TEXT_COLUMN}"),
        ("4/4/2026", f"write 2026-04-04; {TEXT_COLUMN}"),
        ("13/4/2026", f"write 2026-04-13; {TEXT_COLUMN}"),
        ("4/13/26", f"write 2026-04-13; {TEXT_COLUMN}"),
        ("4/13/56", f"write 1956-04-13; {TEXT_COLUMN}"),
        ("31/31/2026", f"write year, month and day; {TEXT_COLUMN}"),
        ("45992", f"“45992” is a spreadsheet's number for 2025-12-01; {TEXT_COLUMN}"),
        ("2026-3-4", "“2026-3-4” is not written YYYY-MM-DD; write 2026-03-04"),
        ("2026/03/04", "write 2026-03-04"),
        ("20260304", "write 2026-03-04"),
        ("4-Mar-26", "write 2026-03-04"),
        ("March 4, 2026", "write 2026-03-04"),
        ("2026-03-04 00:00:00", "carries a time; write 2026-03-04"),
        ("2026-02-30", "is no day of the calendar; correct the day (that month has 28)"),
        ("2025-02-29", "is no day of the calendar; correct the day (that month has 28)"),
        ("2026-13-01", "is no day of the calendar; correct the month (01 to 12)"),
        ("0000-01-01", "is no day of the calendar; correct the year"),
        ("1899-12-31", "is outside 1900 to 2100; correct the year"),
        ("2101-01-01", "is outside 1900 to 2100; correct the year"),
        ("２０２６-03-04", "is not written in plain digits; type it again as 2026-03-04"),
        ("٢٠٢٦-03-04", "is not written in plain digits; type it again as 2026-03-04"),
        (" 2026-03-04", "“ 2026-03-04” has a space before or after the date; take it out"),
        ("########", "column is too narrow; widen it and save it again"),
        ("soon", "“soon” is no date; write it as YYYY-MM-DD, for example 2026-03-04"),
    ],
)
def test_a_day_that_is_none_says_what_to_write(cell: str, says: str) -> None:
    assert says in refusal(days.day, cell)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_spreadsheets_number_names_the_day_it_stands_for(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    if number >= 10_000:
        assert str(day) in refusal(days.day, str(number))


@given(st.text(max_size=12))
def test_a_day_is_ten_plain_characters_or_refused(cell: str) -> None:
    try:
        day = date.fromisoformat(days.day(cell))
    except BadCell:
        return
    assert day.isoformat() == cell and 1900 <= day.year <= 2100


@pytest.mark.parametrize(("cell", "minutes"), [("00:00", 0), ("09:05", 545), ("23:59", 1439)])
def test_a_clock_time_is_minutes_from_midnight(cell: str, minutes: int) -> None:
    assert days.clock(cell) == minutes
    assert saying.clock(minutes) == cell
    assert saying.clock(minutes + 1440) == cell


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("9:00", "“9:00” is not written HH:MM; write 09:00"),
        ("24:00", "“24:00” is no time of the day; write 00:00, on the next day"),
        ("9:00 PM", "write 21:00"),
        ("12:15 am", "write 00:15"),
        ("09:00:00", "write 09:00"),
        ("0900", "write 09:00"),
        ("0.375", "is a spreadsheet's part of a day; write 09:00"),
        ("25:00", "is no time; write it as HH:MM from 00:00 to 23:59"),
        ("12:60", "is no time"),
        ("０９:00", "is not written in plain digits; type it again as 09:00"),
        ("09:00 ", "has a space before or after the time; take it out"),
    ],
)
def test_a_time_that_is_none_says_what_to_write(cell: str, says: str) -> None:
    assert says in refusal(days.clock, cell)


def test_months_and_moments() -> None:
    assert days.month("2026-03") == "2026-03-01"
    assert "write 2026-03" in refusal(days.month, "2026-03-04")
    assert "write 2026-03" in refusal(days.month, "Mar-26")
    assert "no month between" in refusal(days.month, "2026-00")
    assert "no month between" in refusal(days.month, "1899-12")
    assert days.moment("2026-03-04T17:00") == "2026-03-04T17:00"
    assert "write 2026-03-04T17:00" in refusal(days.moment, "2026-03-04 17:00")
    assert "write 2026-03-04T17:00" in refusal(days.moment, "2026-03-04T17:00:00")
    assert "is no time of the day" in refusal(days.moment, "2026-03-04T24:00")
    assert "no day of the calendar" in refusal(days.moment, "2026-02-30T10:00")
    assert "is no day with a time" in refusal(days.moment, "2026-03-04")


@pytest.mark.parametrize("cell", ["M1", "00123", "A b", "#12", "x" * 64, "a.b:c/d-e_f", "1E5", "(x)"])
def test_an_id_is_taken_as_it_is_written(cell: str) -> None:
    assert values.ident(cell) == cell


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("1.23E+15", "turned into a number and shortened; take the file from its source again"),
        ("1E+15", "turned into a number and shortened"),
        ('="00123"', "is a spreadsheet's formula for an id; write 00123"),
        ("=A1", "begins with “=”, like a formula"),
        ("-5", "begins with “-”, like a formula"),
        ("+5", "begins with “+”, like a formula"),
        ("@x", "begins with “@”, like a formula"),
        ("'M9", "begins with an apostrophe; take it out"),
        (" M9", "has a space before or after the id; take it out"),
        ("M9 ", "has a space before or after the id; take it out"),
        ("M,9", "contains “,”, which an id cannot"),
        ("M;9", "contains “;”, which an id cannot"),
        ('M"9', 'contains “"”, which an id cannot'),
        ("M９", "type it again as M9"),
        ("Mé", "contains U+00E9 LATIN SMALL LETTER E WITH ACUTE"),
        ("M\x079", "contains U+0007"),
        ("x" * 65, "is 65 characters long; an id has at most 64"),
        ("#REF!", "is a spreadsheet's error"),
        ("#N/A", "is a spreadsheet's error"),
        ("####", "is a spreadsheet's error"),
    ],
)
def test_an_id_that_is_none_says_why(cell: str, says: str) -> None:
    assert says in refusal(values.ident, cell)


@given(st.text(min_size=1, max_size=80))
def test_an_id_is_exact_plain_and_short_or_refused(cell: str) -> None:
    try:
        assert values.ident(cell) == cell
    except BadCell:
        return
    assert cell.isascii() and cell.isprintable() and cell == cell.strip() and len(cell) <= 64
    assert not set(cell) & set(',;"') and cell[0] not in "=+-@'"


def test_texts() -> None:
    assert values.text("Añasco, “El Toro”") == "Añasco, “El Toro”"
    assert values.text("'=1+1") == "=1+1"
    assert "has a line break inside; put it on one line" in refusal(values.text, "a\nb")
    assert "has a line break inside" in refusal(values.text, "a\rb")
    assert "“a\\x1bb” contains U+001B" in refusal(values.text, "a\x1bb")
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in refusal(values.text, "\u202eabc")
    assert "U+0085" in refusal(values.text, "a\x85b")
    assert values.text("x" * 1000) == "x" * 1000
    assert "is 1,001 characters long; shorten it to 1,000" in refusal(values.text, "x" * 1001)
    assert refusal(values.name, "  ") == "is blank; fill it in"


def test_words_suggest_the_nearest() -> None:
    program = values.word(("standard", "intensive", "wraparound", "pact", "first-time-mothers"))
    assert program("pact") == "pact"
    assert "did you mean intensive? It is one of standard, " in refusal(program, "intensiv")
    assert "did you mean first-time-mothers?" in refusal(program, "First Time Mothers")
    assert "did you mean pact?" in refusal(program, "раct")  # the first two letters are Cyrillic
    assert refusal(program, "zzz").endswith("write standard, intensive, wraparound, pact or first-time-mothers")
    level = values.word(("I", "II", "III"))
    assert "did you mean II?" in refusal(level, "2")
    assert "did you mean HE?" in refusal(values.word(("HE", "HF", "HV")), "he")
    assert values.contract("none") is None
    assert values.contract("110") == "110"
    assert refusal(values.contract, "112").endswith("write 110, 111, 114 or none")


def test_truths_and_numbers() -> None:
    assert [values.truth(cell) for cell in ("true", "FALSE")] == [True, False]
    assert refusal(values.truth, "yes") == "“yes” is neither true nor false; write true"
    assert refusal(values.truth, "maybe") == "“maybe” is neither true nor false; write true or false"
    units = values.whole(0, 96)
    assert [units("0"), units("96"), units("007")] == [0, 96, 7]
    assert refusal(units, "97") == "“97” is out of range; write a whole number from 0 to 96"
    assert refusal(units, "1.0") == "“1.0” is not a whole number; write 1"
    assert refusal(units, "-1") == "“-1” is below zero; write a whole number from 0 to 96"
    assert refusal(units, "1e2") == "“1e2” is no number that fits here; write a whole number from 0 to 96"
    assert refusal(units, "２") == "“２” is not written in plain digits; type it again as 2"
    hours = values.number(0, 168)
    assert [hours("37.5"), hours("168")] == [37.5, 168.0]
    assert "out of range; write a number from 0 to 168" in refusal(hours, "168.5")
    assert "no number that fits" in refusal(hours, "nan")
    assert "no number that fits" in refusal(hours, "1,5")


def test_elements_are_bits() -> None:
    assert values.elements("1;2;11") == 0b10000000011
    assert values.elements("11;1;1") == 0b10000000001
    for cell in ("0", "12", "1,2", "1-3", "1;", "x", "１"):
        assert "write the numbers 1 to 11 with ; between" in refusal(values.elements, cell)


@given(st.text(st.characters() | st.sampled_from("'=+-@\t\r\n＝"), max_size=8))
def test_what_a_spreadsheet_would_run_is_neutral_and_comes_back(text: str) -> None:
    cell = neutral(text)
    assert cell[:1] not in tuple("=+-@\t\r＝")
    assert restored(cell) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("'=1", "''=1"), ("'Okla", "'Okla"), ("", ""), ("a=1", "a=1"), ("'", "'")],
)
def test_one_apostrophe_goes_before_a_formula(text: str, cell: str) -> None:
    assert neutral(text) == cell
    assert restored(cell) == text


def test_serial_numbers_count_from_the_spreadsheets_own_day() -> None:
    # 2026-01-01 is 46023 in every common spreadsheet.
    assert "2026-01-01" in refusal(days.day, "46023")
    assert date(1899, 12, 30) + timedelta(days=46023) == date(2026, 1, 1)


def test_what_is_kept_of_cells_has_an_end() -> None:
    memo = Memo(BY_NAME["services"].column("fax_on"))
    first = date(1900, 1, 1)
    for n in range(KEPT_CELLS + 50):
        memo[(first + timedelta(days=n)).isoformat()]
    assert len(memo) <= KEPT_CELLS
    assert memo[""] is None and memo["1900-01-01"] == "1900-01-01"
