"""Business days against 25 O.S. 82.1, against a second calculation, and against themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.calendar import Calendar, holidays, month_end, read_holidays
from tcm_tui.rules.packfile import PackError
from tests.rules import oracle

EPOCH = date(2000, 1, 1)
PLAIN = Calendar()
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def num(day: date) -> int:
    return (day - EPOCH).days


def the(n: int) -> date:
    return date(*oracle.civil(n))


def test_the_oracle_counts_as_the_calendar_on_the_wall() -> None:
    for n in range(0, 14000, 13):
        assert num(the(n)) == n
        assert the(n).weekday() == oracle.weekday(n)


# What the state's offices keep, year by year, worked out by hand from the statute.
KNOWN = {
    2024: "01-01 01-15 02-19 05-27 07-04 09-02 11-11 11-28 11-29 12-24 12-25",
    2025: "01-01 01-20 02-17 05-26 07-04 09-01 11-11 11-27 11-28 12-25 12-26",
    2026: "01-01 01-19 02-16 05-25 07-03 09-07 11-11 11-26 11-27 12-24 12-25",
    2027: "01-01 01-18 02-15 05-31 07-05 09-06 11-11 11-25 11-26 12-23 12-24 12-31",
    2028: "01-17 02-21 05-29 07-04 09-04 11-10 11-23 11-24 12-25 12-26",
    2029: "01-01 01-15 02-19 05-28 07-04 09-03 11-12 11-22 11-23 12-24 12-25",
    2032: "01-01 01-19 02-16 05-31 07-05 09-06 11-11 11-25 11-26 12-23 12-24 12-31",
    2033: "01-17 02-21 05-30 07-04 09-05 11-11 11-24 11-25 12-26 12-27",
}


@pytest.mark.parametrize("year", KNOWN)
def test_closed_days_of_a_year(year: int) -> None:
    assert [f"{day:%m-%d}" for day in PLAIN.closed_days(year)] == KNOWN[year].split()


@pytest.mark.parametrize("juneteenth", [False, True])
@pytest.mark.parametrize("side", ["long-weekend", "before", "after"])
def test_every_day_of_2024_to_2032(side: str, juneteenth: bool) -> None:
    calendar = Calendar({}, juneteenth, side)
    shut = oracle.closed(side, juneteenth)
    day = date(2024, 1, 1)
    while day.year < 2033:
        n = num(day)
        assert calendar.is_business_day(day) == oracle.business(n, shut), day
        assert calendar.add_business_days(day, 1) == the(oracle.business_day_after(n, 1, shut)), day
        assert calendar.add_business_days(day, 2) == the(oracle.business_day_after(n, 2, shut)), day
        assert calendar.last_business_day_on_or_before(day) == the(oracle.business_day_on_or_before(n, shut)), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", range(2024, 2033))
def test_closed_days_are_the_oracles_and_no_others(year: int) -> None:
    start, end = oracle.new_year(year), oracle.new_year(year + 1)
    for side in ("long-weekend", "before", "after"):
        weekdays = {num(day) for day in Calendar({}, False, side).closed_days(year) if day.weekday() < 5}
        expected = {n for n in oracle.closed(side) if start <= n < end and oracle.weekday(n) < 5}
        assert weekdays == expected


# Christmas of every weekday: (year, side) -> the weekdays closed around it.
@pytest.mark.parametrize(
    ("year", "side", "closed"),
    [
        (2028, "long-weekend", "12-25 12-26"),  # Monday
        (2028, "before", "12-25"),
        (2028, "after", "12-25 12-26"),
        (2029, "long-weekend", "12-24 12-25"),  # Tuesday
        (2029, "before", "12-24 12-25"),
        (2029, "after", "12-25 12-26"),
        (2024, "long-weekend", "12-24 12-25"),  # Wednesday
        (2024, "before", "12-24 12-25"),
        (2024, "after", "12-25 12-26"),
        (2025, "long-weekend", "12-25 12-26"),  # Thursday
        (2025, "before", "12-24 12-25"),
        (2025, "after", "12-25 12-26"),
        (2026, "long-weekend", "12-24 12-25"),  # Friday
        (2026, "before", "12-24 12-25"),
        (2026, "after", "12-25"),
        (2027, "long-weekend", "12-23 12-24 12-31"),  # Saturday, and the next Jan 1 with it
        (2027, "before", "12-23 12-24 12-31"),
        (2027, "after", "12-23 12-24 12-31"),
        (2033, "long-weekend", "12-26 12-27"),  # Sunday
        (2033, "before", "12-26 12-27"),
        (2033, "after", "12-26 12-27"),
    ],
)
def test_christmas(year: int, side: str, closed: str) -> None:
    found = Calendar({}, False, side).closed_days(year)
    assert [f"{day:%m-%d}" for day in found if day.month == 12 and day.weekday() < 5] == closed.split()


def test_christmas_is_named() -> None:
    found = PLAIN.closed_days(2026)
    assert found[date(2026, 12, 25)] == "Christmas Day"
    assert found[date(2026, 12, 24)] == "Day beside Christmas"
    assert PLAIN.closed_days(2027)[date(2027, 12, 24)] == "Christmas Day"
    assert PLAIN.closed_days(2027)[date(2027, 12, 31)] == "New Year's Day (kept on Friday)"
    assert PLAIN.closed_days(2027)[date(2027, 7, 5)] == "Independence Day (kept on Monday)"
    assert PLAIN.closed_name(date(2026, 7, 3)) == "Independence Day (kept on Friday)"
    assert PLAIN.closed_name(date(2026, 7, 2)) is None
    assert PLAIN.closed_name(date(2026, 7, 4)) is None  # a plain Saturday


@pytest.mark.parametrize(
    ("juneteenth", "year", "day"),
    [
        (True, 2026, "06-19"),
        (True, 2027, "06-18"),
        (True, 2032, "06-18"),
        (True, 2033, "06-20"),
        (False, 2026, None),
    ],
)
def test_juneteenth_is_a_switch(juneteenth: bool, year: int, day: str | None) -> None:
    found = [f"{d:%m-%d}" for d in Calendar({}, juneteenth).closed_days(year) if d.month == 6]
    assert found == ([day] if day else [])


def test_an_agency_adds_and_takes_away_days() -> None:
    calendar = Calendar(
        {
            date(2026, 11, 20): ("Staff day", False),
            date(2026, 11, 11): ("open on Veterans Day", True),
            date(2026, 11, 21): ("open Saturday", True),
            date(2026, 12, 25): ("Our own Christmas", False),
        }
    )
    assert not calendar.is_business_day(date(2026, 11, 20))
    assert calendar.closed_name(date(2026, 11, 20)) == "Staff day"
    assert calendar.is_business_day(date(2026, 11, 11))
    assert not calendar.is_business_day(date(2026, 11, 21))
    assert calendar.closed_name(date(2026, 12, 25)) == "Our own Christmas"
    assert calendar.closed_days(2025) == PLAIN.closed_days(2025)
    assert list(calendar.closed_days(2026)) == sorted(calendar.closed_days(2026))
    assert not PLAIN.is_business_day(date(2026, 11, 11)), "one agency's days are not another's"
    assert calendar.add_business_days(date(2026, 11, 18), 2) == date(2026, 11, 23)
    # a closure on a weekend takes no business day away
    fair = Calendar({date(2026, 11, 21): ("Fair", False), date(2026, 11, 22): ("Fair", False)})
    assert fair.business_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        ("2026-11-16", "2026-11-16", 0),
        ("2026-11-16", "2026-11-17", 1),
        ("2026-11-13", "2026-11-14", 0),
        ("2026-11-13", "2026-11-16", 1),
        ("2026-11-25", "2026-11-30", 1),  # Thanksgiving and its Friday are closed
        ("2026-11-16", "2026-11-10", 0),
        ("2027-12-22", "2028-01-04", 6),  # Christmas, New Year kept in the old year
    ],
)
def test_business_days_between(after: str, until: str, count: int) -> None:
    assert PLAIN.business_days_between(date.fromisoformat(after), date.fromisoformat(until)) == count


@given(days, st.integers(1, 900))
def test_between_agrees_with_counting(day: date, span: int) -> None:
    shut = oracle.closed()
    expected = sum(oracle.business(n, shut) for n in range(num(day) + 1, num(day) + span + 1))
    assert PLAIN.business_days_between(day, day + timedelta(days=span)) == expected


@given(days, st.integers(1, 40))
def test_adding_and_counting_undo_each_other(day: date, count: int) -> None:
    then = PLAIN.add_business_days(day, count)
    assert PLAIN.is_business_day(then)
    assert PLAIN.business_days_between(day, then) == count
    assert PLAIN.business_days_between(day, then - timedelta(days=1)) == count - 1


@given(days, days)
def test_a_later_day_never_has_an_earlier_deadline(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert PLAIN.add_business_days(early, 2) <= PLAIN.add_business_days(late, 2)
    assert PLAIN.last_business_day_on_or_before(early) <= PLAIN.last_business_day_on_or_before(late)


@given(days, st.sets(st.dates(date(2024, 1, 1), date(2024, 3, 1)), max_size=12))
def test_closing_a_day_never_makes_a_deadline_earlier(day: date, closed: set[date]) -> None:
    calendar = Calendar(dict.fromkeys(closed, ("closed", False)))
    assert calendar.add_business_days(day, 2) >= PLAIN.add_business_days(day, 2)


@pytest.mark.parametrize("count", [0, -1])
def test_business_days_are_counted_from_one(count: int) -> None:
    with pytest.raises(ValueError, match=f"^business days are counted from 1, not {count}$"):
        PLAIN.add_business_days(date(2026, 1, 5), count)


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^christmas_side must be one of long-weekend, before, after, not 'middle'$"):
        Calendar(christmas_side="middle")


def test_the_policy_is_told() -> None:
    assert PLAIN.policy == (("juneteenth", False), ("christmas_side", "long-weekend"))
    assert Calendar({}, True, "after").policy == (("juneteenth", True), ("christmas_side", "after"))


def test_month_ends() -> None:
    for n in range(num(date(2024, 1, 1)), num(date(2033, 1, 1))):
        assert month_end(the(n)) == the(oracle.month_end(n))


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_the_ends_of_time_have_closed_days(year: int) -> None:
    july = [day.day for day in PLAIN.closed_days(year) if day.month == 7]
    assert july == [{5: 3, 6: 5}.get(date(year, 7, 4).weekday(), 4)]


def table(**over: Any) -> dict[str, Any]:
    entry = {
        "name": "Day",
        "kind": "fixed",
        "month": 1,
        "day": 1,
        "from": "open",
        "source": "s",
        "reading": "r",
    } | over
    entry = {key: value for key, value in entry.items() if value is not None}
    return {"holidays": [entry], "christmas": holidays()["christmas"]}


def test_a_sound_table_is_taken_as_it_is() -> None:
    assert read_holidays(table(), "f") == table()
    dated = table(**{"from": date(2027, 1, 1), "until": date(2030, 1, 1)})
    assert read_holidays(dated, "f") == dated


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        (
            {"kind": "lunar"},
            r"^f: holidays\[0\].kind: must be one of fixed, nth-weekday, last-weekday, day-after, not 'lunar'$",
        ),
        ({"colour": "red"}, r"f: holidays\[0\].colour: unknown key"),
        ({"nth": 3}, r"f: holidays\[0\].nth: unknown key"),
        ({"month": "May"}, r"f: holidays\[0\].month: must be a whole number"),
        ({"day": 0}, r"f: holidays\[0\].day: must be at least 1"),
        ({"source": None}, r"f: holidays\[0\].source: is missing"),
        ({"reading": " "}, r"f: holidays\[0\].reading: must be text"),
        ({"name": None}, r"f: holidays\[0\].name: is missing"),
        ({"from": "2026"}, r"f: holidays\[0\].from: must be a date"),
        ({"until": 3}, r"f: holidays\[0\].until: must be a date"),
        (
            {"kind": "nth-weekday", "day": None, "nth": 1, "weekday": "moonday"},
            r"^f: holidays\[0\].weekday: must be one of monday, tuesday, w",
        ),
        (
            {"kind": "day-after", "month": None, "day": None, "of": "Nothing"},
            r"^f: holidays\[0\].of: must name a holiday",
        ),
    ],
)
def test_a_faulty_table_is_refused_by_name(over: dict[str, Any], reason: str) -> None:
    with pytest.raises(PackError, match=reason):
        read_holidays(table(**over), "f")


def test_other_faults_of_the_table() -> None:
    good = table()
    with pytest.raises(PackError, match=r"holidays\[1\].name: doubled: Day"):
        read_holidays(good | {"holidays": good["holidays"] * 2}, "f")
    with pytest.raises(PackError, match=r"^f: christmas: is missing"):
        read_holidays({"holidays": good["holidays"]}, "f")
    with pytest.raises(PackError, match=r"^f: holidays\.easter: unknown key"):
        read_holidays(good | {"easter": {}}, "f")
    for key, value, reason in (
        ("before", None, r"^f: christmas\.before: must be a table"),
        ("easter", 1, r"^f: christmas\.easter: unknown key"),
        ("source", "", r"^f: christmas\.source: must be text"),
    ):
        with pytest.raises(PackError, match=reason):
            read_holidays(good | {"christmas": good["christmas"] | {key: value}}, "f")
    sides = good["christmas"]["before"]
    for wrong in ([0], [0, "1"], [0, True], None):
        christmas = good["christmas"] | {"before": sides | {"monday": wrong}}
        with pytest.raises(PackError, match=r"^f: christmas\.before\.monday: must be two whole"):
            read_holidays(good | {"christmas": christmas}, "f")


def test_a_dated_holiday_holds_only_on_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.rules import calendar as module

    dated = table(month=3, day=2, **{"from": date(2027, 3, 2), "until": date(2029, 3, 2)})
    monkeypatch.setattr(module, "holidays", lambda: dated)
    module._kept.cache_clear()
    module.preloaded.cache_clear()
    try:
        found = [year for year in range(2025, 2032) if date(year, 3, 2) in Calendar().closed_days(year)]
    finally:
        module._kept.cache_clear()
        module.preloaded.cache_clear()
    assert found == [2027, 2028]
