"""R14: intensive and wraparound are reachable at all hours. Holes of the roster on the local clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules import coverage as cov
from tcm_tui.rules.facts import OnCall

START = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)


def duty(begins: float, ends: float, program: str = "intensive") -> OnCall:
    return OnCall("C1", program, START + begins * HOUR, START + ends * HOUR)


def holes(*duties: OnCall, hours: float = 24, program: str = "intensive") -> list[tuple[float, float, int]]:
    found = cov.holes(duties, program, START, START + hours * HOUR)
    return [((h.start - START) / HOUR, (h.end - START) / HOUR, h.minutes) for h in found]


@pytest.mark.parametrize(
    ("duties", "expected"),
    [
        ([], [(0, 24, 1440)]),
        ([(0, 24)], []),
        ([(-5, 30)], []),
        ([(0, 12), (12, 24)], []),  # abut
        ([(0, 14), (12, 24)], []),  # overlap
        ([(12, 24), (0, 12)], []),  # in any order
        ([(0, 12), (12.25, 24)], [(12, 12.25, 15)]),
        ([(1, 24)], [(0, 1, 60)]),
        ([(0, 23)], [(23, 24, 60)]),
        ([(0, 20), (2, 4), (21, 24)], [(20, 21, 60)]),  # one inside another ends nothing early
        ([(24, 30), (-3, 0)], [(0, 24, 1440)]),  # touching the ends covers nothing
        ([(8, 6)], [(0, 24, 1440)]),  # ends before it begins
        ([(8, 8)], [(0, 24, 1440)]),
        ([(-2, 8), (16, 26)], [(8, 16, 480)]),  # across midnight
    ],
)
def test_holes_of_a_day(duties: list[tuple[float, float]], expected: list[tuple[float, float, int]]) -> None:
    assert holes(*(duty(a, b) for a, b in duties)) == expected


def test_an_empty_duty_does_not_split_a_hole() -> None:
    assert holes(duty(8, 8), duty(12, 24)) == [(0, 12, 720)]


def test_each_program_has_its_own_roster() -> None:
    roster = (duty(0, 24, "wraparound"), duty(0, 12))
    assert holes(*roster, program="wraparound") == []
    assert holes(*roster) == [(12, 24, 720)]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 7), 24), (date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)],
)
def test_the_days_of_a_time_change_have_23_and_25_hours(day: date, hours: int) -> None:
    (hole,) = cov.holes([], "intensive", *cov.days_ahead(day, 1))
    assert hole.minutes == hours * 60
    assert cov.uncovered_hours([hole]) == hours


def test_the_hour_that_does_not_exist_is_no_hole() -> None:
    day = datetime(2026, 3, 8)
    roster = [
        OnCall("C1", "intensive", day, day + 2 * HOUR),
        OnCall("C1", "intensive", day + 3 * HOUR, day + 24 * HOUR),
    ]
    assert cov.holes(roster, "intensive", day, day + 24 * HOUR) == []
    roster[1] = OnCall("C1", "intensive", day + 4 * HOUR, day + 24 * HOUR)
    assert [h.minutes for h in cov.holes(roster, "intensive", day, day + 24 * HOUR)] == [60]


def test_the_hour_that_comes_twice_counts_twice() -> None:
    day = datetime(2026, 11, 1)
    roster = [
        OnCall("C1", "intensive", day, day + HOUR),
        OnCall("C1", "intensive", day + 2 * HOUR, day + 24 * HOUR),
    ]
    assert [h.minutes for h in cov.holes(roster, "intensive", day, day + 24 * HOUR)] == [120]


def test_days_ahead_is_a_week_from_midnight() -> None:
    assert cov.days_ahead(date(2026, 3, 2)) == (START, START + timedelta(days=7))
    assert cov.days_ahead(date(2026, 3, 2), 3)[1] == START + timedelta(days=3)


def test_holes_are_cut_at_midnight() -> None:
    found = cov.holes([duty(0, 22), duty(50, 72)], "intensive", START, START + 72 * HOUR)
    assert [(day, h.minutes) for day, h in cov.by_day(found)] == [
        (date(2026, 3, 2), 120),
        (date(2026, 3, 3), 1440),
        (date(2026, 3, 4), 120),
    ]
    assert cov.uncovered_hours(found) == 28.0
    assert next((h.start, h.end) for _, h in cov.by_day(found)) == (START + 22 * HOUR, START + 24 * HOUR)
    assert cov.uncovered_hours([cov.Hole(START, START, 100)]) == 1.67


slots = st.tuples(st.integers(-24, 200), st.integers(0, 60)).map(lambda t: (t[0], t[0] + t[1]))


@given(st.lists(slots, max_size=8))
def test_every_hour_is_covered_or_in_a_hole(duties: list[tuple[int, int]]) -> None:
    found = holes(*(duty(a, b) for a, b in duties), hours=144)  # 2 to 7 March: no time change
    for hour in range(144):
        covered = any(a <= hour < b for a, b in duties)
        in_hole = any(a <= hour < b for a, b, _ in found)
        assert covered != in_hole
    assert sum(m for _, _, m in found) == 60 * sum(not any(a <= h < b for a, b in duties) for h in range(144))
    assert all(found[i][1] < found[i + 1][0] for i in range(len(found) - 1))


@given(st.lists(slots, max_size=6))
def test_cutting_at_midnight_keeps_the_minutes(duties: list[tuple[int, int]]) -> None:
    end = START + 240 * HOUR  # over the change of 8 March
    found = cov.holes([duty(a, b) for a, b in duties], "intensive", START, end)
    assert sum(h.minutes for _, h in cov.by_day(found)) == sum(h.minutes for h in found)


def test_several_on_call_at_once_are_shown() -> None:
    """Two on call 6 to 8, a third with them from 7: who is there changes, so the stretch does."""
    a, b, c = duty(0, 8), duty(6, 24)._replace(cm_id="C2"), duty(7, 9)._replace(cm_id="C3")
    found = cov.doubled((b, a, c), "intensive", START, START + 24 * HOUR)
    assert [((d.start - START) / HOUR, (d.end - START) / HOUR, d.minutes, d.who) for d in found] == [
        (6, 7, 60, ("C1", "C2")),
        (7, 8, 60, ("C1", "C2", "C3")),
        (8, 9, 60, ("C2", "C3")),
    ]
    assert cov.doubled((a, b), "wraparound", START, START + 24 * HOUR) == []
    # one worker entered twice is no second person, and duties that abut share no time
    assert cov.doubled((a, duty(2, 4), duty(8, 24)), "intensive", START, START + 24 * HOUR) == []
    # cut to what is asked
    (only,) = cov.doubled((a, b), "intensive", START + 7 * HOUR, START + 24 * HOUR)
    assert (only.start, only.minutes) == (START + 7 * HOUR, 60)


def test_another_duty_of_those_on_call_does_not_split_their_stretch() -> None:
    """One of two entered again for a part of it: the same people are there all the time."""
    found = cov.doubled(
        (duty(0, 8), duty(0, 8)._replace(cm_id="C2"), duty(2, 4)), "intensive", START, START + 24 * HOUR
    )
    assert found == [cov.Double(START, START + 8 * HOUR, 480, ("C1", "C2"))]
    # two stretches of the same two, apart from one another
    apart = (duty(0, 24), duty(1, 2)._replace(cm_id="C2"), duty(5, 7)._replace(cm_id="C2"))
    found = cov.doubled(apart, "intensive", START, START + 24 * HOUR)
    assert [((d.start - START) / HOUR, d.minutes) for d in found] == [(1, 60), (5, 120)]


def test_nothing_is_doubled_outside_of_what_is_asked() -> None:
    beyond = (duty(20, 50), duty(24, 48)._replace(cm_id="C2"), duty(-9, 0)._replace(cm_id="C3"), duty(30, 40))
    assert cov.doubled(beyond, "intensive", START, START + 24 * HOUR) == []


def test_a_minute_counts_and_the_hour_that_does_not_exist_counts_nothing() -> None:
    minute = 1 / 60
    assert holes(duty(0, 12), duty(12 + minute, 24)) == [(12, pytest.approx(12 + minute), 1)]
    (only,) = cov.doubled(
        (duty(0, 12 + minute), duty(12, 24)._replace(cm_id="C2")), "intensive", START, START + 24 * HOUR
    )
    assert (only.start, only.minutes) == (START + 12 * HOUR, 1)
    one = cov.Hole(START + 12 * HOUR, START + 12 * HOUR + timedelta(minutes=1), 1)
    assert cov.by_day([one]) == [(date(2026, 3, 2), one)]

    spring = datetime(2026, 3, 8, 2)
    both = [OnCall(cm, "intensive", spring, spring + HOUR) for cm in ("C1", "C2")]
    assert cov.doubled(both, "intensive", spring - 2 * HOUR, spring + 22 * HOUR) == []
    assert cov.by_day([cov.Hole(spring, spring + HOUR, 0)]) == []
