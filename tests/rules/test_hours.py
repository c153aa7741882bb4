"""R48: a pace, never a cap. 812 and 1141 from document A's table; sums checked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import hours as h
from tcm_tui.rules.pack import load_packs

ON = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("level", "kind", "annual"),
    [
        ("II", "wraparound", 812),
        ("III", "wraparound", 812),
        ("II", "intensive", 812),
        ("II", "standard", 1141),
        ("I", "standard", 1141),
        ("III", "standard", 1141),
        ("II", "pact", None),
        ("II", "first-time-mothers", None),
    ],
)
def test_the_yearly_figure(level: str, kind: str, annual: int | None) -> None:
    assert h.annual_for(load_packs(), level, kind, ON) == annual


@pytest.mark.parametrize(
    ("on", "policy", "starts", "elapsed", "days"),
    [
        (date(2026, 6, 30), "state-fiscal", date(2025, 7, 1), 365, 365),
        (date(2026, 7, 1), "state-fiscal", date(2026, 7, 1), 1, 365),
        (date(2026, 7, 2), "state-fiscal", date(2026, 7, 1), 2, 365),
        (date(2025, 12, 31), "state-fiscal", date(2025, 7, 1), 184, 365),
        (date(2024, 2, 28), "state-fiscal", date(2023, 7, 1), 243, 366),
        (date(2024, 2, 29), "state-fiscal", date(2023, 7, 1), 244, 366),
        (date(2024, 3, 1), "state-fiscal", date(2023, 7, 1), 245, 366),
        (date(2024, 7, 1), "state-fiscal", date(2024, 7, 1), 1, 365),
        (date(2026, 1, 1), "calendar", date(2026, 1, 1), 1, 365),
        (date(2025, 12, 31), "calendar", date(2025, 1, 1), 365, 365),
        (date(2024, 12, 31), "calendar", date(2024, 1, 1), 366, 366),
    ],
)
def test_the_year_and_its_elapsed_days(on: date, policy: str, starts: date, elapsed: int, days: int) -> None:
    plan = h.pace(1141, on, policy)
    assert (plan.year_starts, plan.elapsed, plan.days) == (starts, elapsed, days)
    assert plan.basis == {"state-fiscal": "state-fiscal-year", "calendar": "calendar-year"}[policy]


def test_the_contracts_example() -> None:
    plan = h.pace(1141, date(2025, 12, 31))
    assert plan.expected == 575.2  # 1141 x 184 / 365 = 575.18
    assert h.standing(2080, plan.expected) == h.Standing(520.0, 575.2, -55.2, -220.8)


def test_a_full_year_expects_the_whole_figure() -> None:
    assert h.pace(812, date(2026, 6, 30)).expected == 812.0
    assert h.pace(812, date(2024, 6, 30)).expected == 812.0


@pytest.mark.parametrize(
    ("hired", "elapsed"),
    [
        (None, 184),
        (date(2020, 1, 1), 184),
        (date(2025, 7, 1), 184),
        (date(2025, 7, 2), 183),
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 0),
        (date(2026, 2, 1), 0),
    ],
)
def test_since_a_later_hire(hired: date | None, elapsed: int) -> None:
    plan = h.pace(1141, date(2025, 12, 31), hired_on=hired)
    assert plan.since_hire_elapsed == elapsed
    assert plan.since_hire_expected == round(1141 * elapsed / 365, 1)
    assert plan.expected == 575.2
    late = hired is not None and date(2025, 7, 1) < hired <= date(2025, 12, 31)
    assert plan.hired_on == (hired if late else None)
    assert len(h.hours_verdict(2080, plan).reasons) == 2 + late


def test_units_are_quarter_hours() -> None:
    assert h.standing(1, 0.0) == h.Standing(0.25, 0.0, 0.25, 1.0)


def test_staff_time_runs_out_first() -> None:
    assert h.monthly_units(1141) == 380.3
    text = h.staff_time_sentence(1141, 35, 25)
    assert "about 380 units a month" in text
    assert "35 members × 25 units = 875" in text
    assert "staff time runs out before" in text
    assert "units run out" in h.staff_time_sentence(1141, 10, 25)


@pytest.mark.parametrize(("units", "status"), [(2300, "behind"), (2301, "ahead")])
def test_a_pace_is_ahead_or_behind(units: int, status: str) -> None:
    verdict = h.hours_verdict(units, h.pace(1141, date(2025, 12, 31)))
    assert verdict.status == status
    assert verdict.reasons[0].text == "1141 h × 184 / 365 days = 575.2 h expected"
    assert len(verdict.reasons) == 2


def test_the_verdict_tells_the_distance_without_a_sign() -> None:
    verdict = h.hours_verdict(2080, h.pace(1141, date(2025, 12, 31), hired_on=date(2025, 12, 1)))
    assert verdict.value == 520.0
    assert "2080 units / 4 = 520.0 h: 55.2 h behind" in verdict.reasons[1].text
    assert "31 / 365" in verdict.reasons[2].text
    even = h.hours_verdict(0, h.pace(0, ON))
    assert even.status == "on-pace"
    assert "on pace" in even.reasons[1].text
    assert "0.1 h ahead" in h.hours_verdict(1, h.pace(0, ON)._replace(expected=0.15)).reasons[1].text


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.sampled_from(["state-fiscal", "calendar"]))
def test_expected_grows_by_a_day_each_day(on: date, policy: str) -> None:
    today, tomorrow = h.pace(1141, on, policy), h.pace(1141, on + timedelta(days=1), policy)
    assert 1 <= today.elapsed <= today.days
    assert today.days in (365, 366)
    if today.year_starts == tomorrow.year_starts:
        assert tomorrow.elapsed == today.elapsed + 1
    else:
        assert (today.elapsed, tomorrow.elapsed) == (today.days, 1)
