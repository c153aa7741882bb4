"""R2, R6-R8: ages on both sides of every birthday, and the row that each modifier, contract and age has."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.resources import data_path
from tcm_tui.rules.facts import Worker
from tcm_tui.rules.lines import (
    age_on,
    ages,
    birthday,
    default_modifier,
    find_row,
    has_year_limits,
    line_verdict,
    nearest_rows,
    next_change,
    row_by_id,
    service_line,
)
from tcm_tui.rules.pack import PackError, Packs, load_packs
from tests.rules.packing import OPEN, day, limit, overlay, row

ON = date(2026, 3, 3)
PACKS = load_packs()


@pytest.mark.parametrize(
    ("dob", "on", "age"),
    [
        ("2005-03-03", "2026-03-02", 20),
        ("2005-03-03", "2026-03-03", 21),
        ("2008-03-03", "2026-03-02", 17),
        ("2008-03-03", "2026-03-03", 18),
        ("2004-02-29", "2025-02-28", 20),  # born on Feb 29: Mar 1 in common years
        ("2004-02-29", "2025-03-01", 21),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2005-12-31", "2026-12-30", 20),
        ("2005-12-31", "2026-12-31", 21),
        ("2026-03-03", "2026-03-03", 0),
        ("2026-03-04", "2026-03-03", -1),
    ],
)
def test_age_on_both_sides_of_a_birthday(dob: str, on: str, age: int) -> None:
    assert age_on(day(dob), day(on)) == age


@given(dob=st.dates(date(1900, 1, 1), date(2030, 1, 1)), on=st.dates(date(1900, 1, 1), date(2090, 1, 1)))
def test_age_agrees_with_a_second_way_of_counting(dob: date, on: date) -> None:
    # dateutil puts a Feb 29 birthday on Feb 28 in common years; the rule says Mar 1
    leap = (dob.month, dob.day) == (2, 29)
    shifted, seen = (dob + timedelta(days=1), on) if leap else (dob, on)
    if leap and calendar.isleap(on.year) and (on.month, on.day) == (2, 29):
        expected = on.year - dob.year
    else:
        expected = relativedelta(seen, shifted).years if seen >= shifted else age_on(dob, on)
    assert age_on(dob, on) == expected


def test_the_21st_birthday_of_feb_29() -> None:
    assert birthday(date(2004, 2, 29), 21) == date(2025, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)


@given(dob=st.dates(date(1900, 1, 1), date(2030, 1, 1)), years=st.integers(0, 110))
def test_a_birthday_is_the_first_day_of_an_age(dob: date, years: int) -> None:
    born = birthday(dob, years)
    assert age_on(dob, born) == years
    assert age_on(dob, born - timedelta(days=1)) == years - 1


# the table of document A, read off by hand: modifier, contract, first age, last age, row, day, month
TABLE = [
    ("TF", "111", 0, 20, "tf-111", 16, 56),
    ("TG", "111", 18, 999, "tg-111", 16, 25),
    ("HN", "110", 0, 999, "hn-110", 16, 25),
    ("HM", "110", 0, 999, "hm-110", 16, 25),
    ("HM", "111", 0, 999, "hm-111", 16, 25),
    (None, "114", 18, 999, "pact-114", 16, 56),
]


@pytest.mark.parametrize(("modifier", "contract", "low", "high", "id", "daily", "monthly"), TABLE)
def test_each_row_is_found_at_its_ages_and_not_beside_them(
    modifier: str | None, contract: str, low: int, high: int, id: str, daily: int, monthly: int
) -> None:
    for age in (low, low + 1, min(high, 120)):
        found = find_row(PACKS, modifier, contract, age, ON)
        assert found is not None and (found.id, found.day, found.month, found.year) == (
            id,
            daily,
            monthly,
            None,
        )
    assert find_row(PACKS, modifier, contract, low - 1, ON) is None
    assert find_row(PACKS, modifier, contract, high + 1, ON) is None


@pytest.mark.parametrize("modifier", ["TF", "TG", "HN", "HM", None, "XX", "hn"])
@pytest.mark.parametrize("contract", ["110", "111", "114", None, "112"])
@pytest.mark.parametrize("age", [0, 17, 18, 20, 21, 64, 90])
def test_every_other_combination_has_no_row(modifier: str | None, contract: str | None, age: int) -> None:
    expected = [t[4] for t in TABLE if t[:2] == (modifier, contract) and t[2] <= age <= t[3]]
    found = find_row(PACKS, modifier, contract, age, ON)
    assert ([found.id] if found else []) == expected


def test_the_two_rows_of_hm_are_one_row_of_the_table() -> None:
    rows = {id: row_by_id(PACKS, id, ON) for *_, id, _, _ in TABLE}
    scopes = [found.table_row for found in rows.values() if found]
    assert len(scopes) == 6 and len(set(scopes)) == 5
    assert rows["hm-110"] and rows["hm-111"] and rows["hm-110"].table_row == rows["hm-111"].table_row
    assert row_by_id(PACKS, "hn-111", ON) is None


@pytest.mark.parametrize(
    ("level", "type", "modifier"),
    [
        ("I", "standard", "HM"),
        ("I", "intensive", "HM"),
        ("I", "wraparound", "HM"),
        ("I", "pact", None),
        ("II", "standard", "HN"),
        ("II", "intensive", "TG"),
        ("II", "wraparound", "TF"),
        ("II", "pact", None),
        ("II", "first-time-mothers", "HN"),
        ("III", "standard", "HN"),
        ("III", "intensive", "TG"),
        ("III", "wraparound", "TF"),
        ("III", "pact", None),
    ],
)
def test_the_modifier_of_a_worker(level: str, type: str, modifier: str | None) -> None:
    assert default_modifier(level, type) == modifier


@pytest.mark.parametrize(
    ("modifier", "contract", "worker", "line"),
    [
        (None, None, Worker("C1", "II", "standard", "110"), ("HN", "110")),
        ("HM", None, Worker("C1", "II", "standard", "110"), ("HM", "110")),
        (None, "111", Worker("C1", "II", "standard", "110"), ("HN", "111")),
        (None, "114", Worker("C1", "II", "standard", "110"), (None, "114")),
        (None, None, Worker("C1", "II", "standard", "114"), (None, "114")),
        ("TG", None, Worker("C1", "II", "standard", "114"), ("TG", "114")),
        (None, None, Worker("C1", "II", "first-time-mothers", None), ("HN", None)),
        (None, None, None, (None, None)),
        ("HN", "110", None, ("HN", "110")),
    ],
)
def test_the_line_of_a_service(
    modifier: str | None, contract: str | None, worker: Worker | None, line: tuple[str | None, str | None]
) -> None:
    assert service_line(modifier, contract, worker) == line


def test_a_plain_cm_ii_at_a_cmhc_has_no_row_and_is_told_the_nearest() -> None:
    near = nearest_rows(PACKS, "HN", "111", 30, ON)
    assert [(found.id, why) for found, why in near] == [
        ("tg-111", "level modifier HN, not TG"),
        ("hn-110", "contract 111 CMHC, not 110 OPBH"),
        ("hm-111", "level modifier HN, not HM"),
    ]
    verdict = line_verdict(PACKS, "HN", "111", date(1990, 1, 1), ON)
    assert (verdict.value, verdict.status, verdict.rule) == (None, "no-row", "R2")
    assert "NO ROW" in verdict.reasons[0].text
    assert len(verdict.reasons) == 4
    assert verdict.reasons[2].source == "A, Service/Reimbursement Limitations, table, row 3"


def test_an_age_outside_is_named_as_the_reason() -> None:
    assert [(found.id, why) for found, why in nearest_rows(PACKS, "TF", "111", 21, ON)] == [
        ("tf-111", "age 21, not 0-20"),
        ("tg-111", "level modifier TF, not TG"),
        ("hm-111", "level modifier TF, not HM"),
    ]
    near = nearest_rows(PACKS, None, "114", 17, ON)
    assert [(found.id, why) for found, why in near] == [("pact-114", "age 17, not 18 and over")]


def test_the_nearest_of_what_fails_twice_names_both_ways() -> None:
    near = {found.id: why for found, why in nearest_rows(PACKS, "HN", None, 30, ON)}
    assert near == {"hn-110": "contract none, not 110 OPBH"}
    near = {found.id: why for found, why in nearest_rows(PACKS, "TF", "114", 30, ON)}
    assert near == {"pact-114": "level modifier TF, not none"}
    near = {found.id: why for found, why in nearest_rows(PACKS, "TF", "114", 17, ON)}
    assert near == {
        "tf-111": "contract 114 PACT, not 111 CMHC",
    }
    edge = {found.id: why for found, why in nearest_rows(PACKS, "XX", "114", 18, ON)}
    assert edge == {"pact-114": "level modifier XX, not none"}
    near = {found.id: why for found, why in nearest_rows(PACKS, None, "112", 17, ON)}
    assert near["pact-114"] == "contract 112, not 114 PACT; age 17, not 18 and over"


def test_a_found_line_says_row_age_and_source() -> None:
    verdict = line_verdict(PACKS, "TF", "111", date(2005, 3, 3), date(2026, 3, 2))
    assert verdict.status == "ok" and verdict.value is not None and verdict.value.id == "tf-111"
    (reason,) = verdict.reasons
    assert reason.source == "A, Service/Reimbursement Limitations, table, row 1"
    assert "age 20 on 2026-03-02" in reason.text and "0-20" in reason.text
    assert line_verdict(PACKS, "TF", "111", date(2005, 3, 3), date(2026, 3, 3)).status == "no-row"


def test_what_was_asked_for_is_said_also_when_it_is_nothing() -> None:
    verdict = line_verdict(PACKS, None, "114", date(2008, 3, 4), ON)
    asked = "level modifier none, contract 114 PACT, age 17 on 2026-03-03"
    assert verdict.reasons[0].text == f"{asked}: NO ROW, no limit is guessed"


def test_a_site_without_a_contract_is_said_to_have_no_limits() -> None:
    verdict = line_verdict(PACKS, "HN", None, date(1990, 1, 1), ON)
    assert verdict.status == "no-row"
    assert [reason.rule for reason in verdict.reasons][:2] == ["R2", "R7"]
    assert "contract none" in verdict.reasons[0].text


@pytest.mark.parametrize(("id", "text"), [("tf-111", "0-20"), ("tg-111", "18 and over"), ("hn-110", "any age")])
def test_ages_in_words(id: str, text: str) -> None:
    found = row_by_id(PACKS, id, ON)
    assert found is not None and ages(found) == text


def test_rows_change_with_the_day(tmp_path: Path) -> None:
    text = "[rows.hn-110]\nlimits = [" + limit("month", 30, "2026-07-01") + "]\n"
    text += row("new-111", limit("month", 20, "2027-01-01", ", first = true"), modifier="HN", contract="111")
    text += "[rows.tg-111]\nlimits = [" + limit("month", None, "2026-07-01") + ", "
    text += limit("day", None, "2026-07-01") + ", " + limit("year", 16, "2026-07-01", ", first = true") + "]\n"
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    steps = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1)]

    def limits(modifier: str, contract: str, on: date) -> tuple[object, ...] | None:
        found = find_row(packs, modifier, contract, 30, on)
        return found and (found.day, found.month, found.year)

    assert [limits("HN", "110", on) for on in steps] == [(16, 25, None), *[(16, 30, None)] * 3]
    assert [limits("HN", "111", on) for on in steps] == [None, None, None, (None, 20, None)]
    assert [limits("TG", "111", on) for on in steps] == [(16, 25, None), *[(None, None, 16)] * 3]
    assert [next_change(packs, on) for on in steps] == [
        date(2026, 7, 1),
        date(2027, 1, 1),
        date(2027, 1, 1),
        date.max,
    ]
    assert has_year_limits(packs) and not has_year_limits(PACKS)
    assert next_change(PACKS, date.min) == date.max


def test_two_rows_for_one_member_are_refused(tmp_path: Path) -> None:
    text = row("other", limit("day", 5, OPEN), modifier="TF", contract="111", low=20, high=30)
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    with pytest.raises(PackError, match=r"^limits\.toml: rows\.other: shares ages with row tf-111"):
        find_row(packs, "TF", "111", 25, ON)
    below = row("other", limit("day", 5, OPEN), modifier="TG", contract="111", low=10, high=18)
    with pytest.raises(PackError, match=r"^limits\.toml: rows\.other: shares ages with row tg-111"):
        find_row(Packs(data_path("rules"), overlay(tmp_path / "a", limits=below)), "TG", "111", 30, ON)
    beside = row("other", limit("day", 5, OPEN), modifier="TF", contract="111", low=21, high=30)
    packs = Packs(data_path("rules"), overlay(tmp_path / "b", limits=beside))
    assert [(found := find_row(packs, "TF", "111", age, ON)) and found.id for age in (20, 21, 30, 31)] == [
        "tf-111",
        "other",
        "other",
        None,
    ]
