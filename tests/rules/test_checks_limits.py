"""tcm check: units past the day's and the month's limit. 16 a day, 25 a month (HN 110), 56 (TF 111)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.facts import Assignment, Authorization, CaseManager, ExternalUnits, Policy, Service, Site
from tcm_tui.rules.verdict import Finding
from tests.rules.records import MEMBER, ON, SITE, WORKER, check, of, qualified, service


def services(*days: tuple[int, int], cm: str = "C1", **over: str) -> list[Service]:
    """One service a (day of March, units), all from midnight of its own hour so that none overlap."""
    return [
        service(f"V{i}{cm}", 15 * 16 * (i % 4), 15 * units, date=date(2026, 3, day), cm_id=cm, **over)
        for i, (day, units) in enumerate(days)
    ]


def over(found: list[Finding]) -> list[tuple[str, str | None, int | None]]:
    return [(f.rule, f.ref, f.units) for f in found if f.rule in ("R3", "R4")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([(2, 16)], []),
        ([(2, 17)], [("R3", "V0C1", 1)]),
        ([(2, 8), (2, 8)], []),
        ([(2, 8), (2, 9)], [("R3", "V1C1", 1)]),
        ([(2, 8), (2, 9), (2, 3)], [("R3", "V1C1", 4)]),
        ([(2, 16), (3, 9)], []),
        ([(2, 16), (3, 10)], [("R4", "V1C1", 1)]),
        ([(2, 16), (3, 10), (4, 2)], [("R4", "V1C1", 3)]),
        ([(2, 17), (3, 9)], [("R3", "V0C1", 1), ("R4", "V1C1", 1)]),
    ],
)
def test_each_side_of_the_limits(days: list[tuple[int, int]], expected: list[tuple[str, str, int]]) -> None:
    found = check(services=services(*days))
    assert over(found) == expected
    assert all(f.severity == "error" and f.member == "M1" for f in found)


def test_the_arithmetic_is_in_the_text() -> None:
    (found,) = of("R4", check(services=services((2, 16), (3, 10))))
    assert found.text == "month 2026-03, row hn-110: 26 used − 25 = 1 over"
    (day,) = of("R3", check(services=services((2, 17))))
    assert day.text == "day 2026-03-02, row hn-110: 17 used − 16 = 1 over"


def test_each_month_has_its_own_limit() -> None:
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)]
    rows = [service(f"V{i}", date=day, minutes=15 * 12) for i, day in enumerate(days)]
    assert over(check(services=rows)) == []
    assert over(check(services=[*rows, service("V9", date=days[0], start=60, minutes=30)])) == [("R4", "V1", 1)]


def test_units_known_elsewhere_count_in_the_month() -> None:
    rows = services((2, 10), (3, 10))
    assert over(check(services=rows, external_units=(ExternalUnits("M1", date(2026, 3, 1), 5),))) == []
    found = check(services=rows, external_units=(ExternalUnits("M1", date(2026, 3, 1), 6),))
    assert over(found) == [("R4", "V1C1", 1)]
    assert "20 used + 6 known elsewhere − 25 = 1 over" in of("R4", found)[0].text
    assert over(check(services=rows, external_units=(ExternalUnits("M1", date(2026, 2, 1), 90),))) == []


def test_what_is_over_never_exceeds_what_was_delivered_here() -> None:
    found = check(services=services((2, 4)), external_units=(ExternalUnits("M1", date(2026, 3, 1), 40),))
    assert over(found) == [("R4", "V0C1", 4)]


@pytest.mark.parametrize(("period", "units", "ref"), [("month", 30, []), ("day", 20, []), ("total", 40, [])])
def test_an_authorization_lifts_a_limit(period: str, units: int, ref: list[str]) -> None:
    days = [(2, 20)] if period == "day" else [(2, 10), (3, 10), (4, 10)]
    grant = Authorization("M1", "A1", units, period, date(2026, 3, 1), date(2026, 3, 31))
    assert over(check(services=services(*days))) != []
    assert over(check(services=services(*days), authorizations=(grant,))) == ref
    ended = grant._replace(ends_on=date(2026, 3, 1))
    assert over(check(services=services(*days), authorizations=(ended,))) != []


def test_a_total_has_only_what_earlier_months_left() -> None:
    grant = Authorization("M1", "A1", 45, "total", date(2026, 2, 1), date(2026, 3, 31))
    before = service("V8", date=date(2026, 2, 10), minutes=15 * 16)
    rows = [*services((2, 10), (3, 10), (4, 10)), before]
    assert over(check(services=rows, authorizations=(grant,))) == [("R4", "V2C1", 1)]  # 45 - 16 = 29 left for 30


def two_rows() -> dict[str, object]:
    """A member of 19 served by CM II under HN 110 and CM I under HM 110."""
    first = CaseManager("C9", "Kim", "I", "standard", "S1")
    return {
        "members": (MEMBER._replace(dob=date(2007, 1, 1)),),
        "case_managers": (WORKER, first),
        "credentials": (*qualified(), *qualified("C9")),
        "services": [*services((2, 15), (3, 5)), *services((4, 6), cm="C9")],
    }


def test_the_month_is_the_members_over_all_rows_or_by_policy_each_rows() -> None:
    assert over(check(**two_rows())) == [("R4", "V0C9", 1)]  # type: ignore[arg-type]
    assert over(check(policy=Policy(cap_scope="row"), **two_rows())) == []  # type: ignore[arg-type]


def test_the_day_is_over_all_rows_whatever_the_policy() -> None:
    facts = two_rows() | {"services": [*services((2, 9)), *services((2, 8), cm="C9")]}
    assert [f.rule for f in check(policy=Policy(cap_scope="row"), **facts) if f.rule == "R3"] == ["R3"]  # type: ignore[arg-type]


def test_the_limit_is_that_of_the_row_billed() -> None:
    child = MEMBER._replace(dob=date(2012, 1, 1), program="wraparound")
    worker = WORKER._replace(type="wraparound")
    facts = {"members": (child,), "case_managers": (worker,), "sites": (Site("S1", "North", "111"),)}
    days = [(2, 16), (3, 16), (4, 16)]
    assert over(check(services=services(*days, (5, 8)), **facts)) == []  # type: ignore[arg-type]
    assert over(check(services=services(*days, (5, 9)), **facts)) == [("R4", "V3C1", 1)]  # type: ignore[arg-type]


def test_what_is_no_unit_uses_no_limit() -> None:
    rows = services((2, 16), (2, 16), activity="escort")
    assert over(check(services=rows)) == []
    assert over(check(services=services((2, 17)), sites=(SITE._replace(contract="111"),))) == []


def test_each_member_has_their_own() -> None:
    second = MEMBER._replace(member_id="M2")
    rows = [service("V1", minutes=240), service("V2", start=800, minutes=240, member_id="M2")]
    found = check(members=(MEMBER, second), services=rows, assignments=(Assignment("M1", "C1", ON),))
    assert over(found) == []


@given(st.lists(st.tuples(st.integers(9, 17), st.integers(1, 16)), max_size=9))  # after the time change
def test_a_month_is_over_by_exactly_what_exceeds_it(days: list[tuple[int, int]]) -> None:
    rows = [
        service(f"V{i}", start=100 * i, minutes=15 * units, date=date(2026, 3, day))
        for i, (day, units) in enumerate(days)
    ]
    found = check(services=rows)
    total = sum(units for _, units in days)
    assert [f.units for f in of("R4", found)] == ([total - 25] if total > 25 else [])
    sums = {day: sum(u for d, u in days if d == day) for day, _ in days}
    assert sorted(f.units or 0 for f in of("R3", found)) == sorted(n - 16 for n in sums.values() if n > 16)


def test_units_elsewhere_do_not_fill_a_day_not_even_the_first() -> None:
    found = check(services=services((1, 4)), external_units=(ExternalUnits("M1", date(2026, 3, 1), 16),))
    assert over(found) == []


def test_the_next_months_units_elsewhere_do_not_count_yet() -> None:
    elsewhere = (ExternalUnits("M1", date(2026, 3, 1), 2), ExternalUnits("M1", date(2026, 4, 1), 20))
    assert over(check(services=services((2, 12), (3, 11)), external_units=elsewhere)) == []


def test_two_agencies_add_up() -> None:
    elsewhere = (ExternalUnits("M1", date(2026, 3, 1), 3, "East"), ExternalUnits("M1", date(2026, 3, 1), 3, "West"))
    found = check(services=services((2, 10), (3, 10)), external_units=elsewhere)
    assert [f.units for f in of("R4", found)] == [1]
