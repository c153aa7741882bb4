"""R1, R3-R5: minutes to units, contacts over midnight and time changes, and what is left of a limit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.facts import Appointment, Authorization, Policy
from tcm_tui.rules.lines import Row, row_by_id
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.units import (
    Budget,
    budget,
    clock_change,
    elapsed,
    held_units,
    limit_for,
    measure,
    period_of,
    split_by_date,
    units_for,
)

PACKS = load_packs()
ON = date(2026, 3, 3)
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
CHICAGO = ZoneInfo("America/Chicago")


def hn() -> Row:
    found = row_by_id(PACKS, "hn-110", ON)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("minutes", "completed", "eight"),
    [
        (-5, 0, 0),
        (0, 0, 0),
        (7, 0, 0),
        (8, 0, 1),
        (14, 0, 1),
        (15, 1, 1),
        (22, 1, 1),
        (23, 1, 2),
        (29, 1, 2),
        (30, 2, 2),
        (37, 2, 2),
        (38, 2, 3),
        (239, 15, 16),
        (240, 16, 16),
        (247, 16, 16),
        (248, 16, 17),
        (255, 17, 17),
    ],
)
def test_minutes_to_units_by_both_roundings(minutes: int, completed: int, eight: int) -> None:
    assert units_for(minutes, "completed-15") == completed
    assert units_for(minutes, "eight-minute") == eight


def test_the_size_of_a_unit_is_a_figure_of_the_packs() -> None:
    assert measure(PACKS, ON) == (15, 8)
    assert units_for(20, "completed-15", 10, 5) == 2
    assert units_for(14, "eight-minute", 10, 5) == 1
    assert units_for(15, "eight-minute", 10, 5) == 2


@pytest.mark.parametrize(
    ("on", "change"),
    [
        (SPRING, (120, 60)),
        (AUTUMN, (120, -60)),
        (date(2024, 3, 10), (120, 60)),
        (date(2024, 11, 3), (120, -60)),
        (date(2026, 3, 1), None),
        (date(2026, 3, 7), None),
        (date(2026, 3, 9), None),
        (date(2026, 11, 8), None),
        (date(2006, 4, 2), (120, 60)),
        (date(2006, 10, 29), (120, -60)),
        (date(2026, 7, 5), None),
    ],
)
def test_the_days_on_which_the_clocks_change(on: date, change: tuple[int, int] | None) -> None:
    assert clock_change(on) == change


@pytest.mark.parametrize(
    ("on", "start", "stop", "minutes"),
    [
        (ON, "00:00", "24:00", 1440),
        (ON, "01:30", "03:30", 120),
        (SPRING, "00:00", "24:00", 1380),
        (SPRING, "01:30", "03:30", 60),
        (SPRING, "01:59", "03:00", 1),
        (SPRING, "01:30", "02:30", 30),  # 02:30 does not exist: the change at 02:00
        (SPRING, "02:30", "03:30", 30),
        (SPRING, "02:10", "02:50", 0),
        (SPRING, "03:00", "03:45", 45),
        (SPRING, "00:30", "01:30", 60),
        (AUTUMN, "00:00", "24:00", 1500),
        (AUTUMN, "00:30", "02:30", 180),
        (AUTUMN, "00:30", "01:30", 60),  # 01:30 comes twice: the first
        (AUTUMN, "01:30", "02:00", 90),
        (AUTUMN, "01:59", "02:00", 61),
        (AUTUMN, "02:00", "03:00", 60),
        (AUTUMN, "08:00", "09:00", 60),
    ],
)
def test_minutes_are_those_that_pass(on: date, start: str, stop: str, minutes: int) -> None:
    assert elapsed(on, clock(start), clock(stop)) == minutes


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


days_near_changes = st.one_of(
    st.dates(date(2007, 1, 1), date(2037, 12, 31)), st.sampled_from([SPRING, AUTUMN, date(2027, 3, 14)])
)


@given(on=days_near_changes, start=st.integers(180, 1440), length=st.integers(0, 1440))
def test_elapsed_minutes_agree_with_the_zone_outside_the_hours_that_change(on: date, start: int, length: int) -> None:
    stop = min(1440, start + length)
    midnight = datetime(on.year, on.month, on.day)

    def real(minute: int) -> datetime:
        return (midnight + timedelta(minutes=minute)).replace(tzinfo=CHICAGO).astimezone(UTC)

    assert elapsed(on, start, stop) == (real(stop) - real(start)) // timedelta(minutes=1)
    assert elapsed(on, 0, stop) == (real(stop) - real(0)) // timedelta(minutes=1)


@pytest.mark.parametrize(
    ("on", "start", "stop", "parts"),
    [
        (date(2026, 3, 31), 1410, 1470, [("2026-03-31", 1410, 1440, 30), ("2026-04-01", 0, 30, 30)]),
        (date(2026, 12, 31), 1439, 1441, [("2026-12-31", 1439, 1440, 1), ("2027-01-01", 0, 1, 1)]),
        (ON, 600, 1440, [("2026-03-03", 600, 1440, 840)]),
        (ON, 600, 600, [("2026-03-03", 600, 600, 0)]),
        (ON, 1440, 1455, [("2026-03-04", 0, 15, 15)]),
        (
            ON,
            1430,
            2890,
            [("2026-03-03", 1430, 1440, 10), ("2026-03-04", 0, 1440, 1440), ("2026-03-05", 0, 10, 10)],
        ),
        (date(2026, 3, 7), 1380, 1660, [("2026-03-07", 1380, 1440, 60), ("2026-03-08", 0, 220, 160)]),
        (AUTUMN, 1380, 1500, [("2026-11-01", 1380, 1440, 60), ("2026-11-02", 0, 60, 60)]),
    ],
)
def test_a_contact_is_split_at_midnight(
    on: date, start: int, stop: int, parts: list[tuple[str, int, int, int]]
) -> None:
    assert [(f"{day}", *rest) for day, *rest in split_by_date(on, start, stop)] == parts


@given(on=days_near_changes, start=st.integers(0, 1439), length=st.integers(0, 3000))
def test_splitting_keeps_every_minute(on: date, start: int, length: int) -> None:
    parts = split_by_date(on, start, start + length)
    clock_minutes = sum(stop - begin for _, begin, stop, _ in parts)
    assert clock_minutes == length
    assert sum(minutes for *_, minutes in parts) == sum(elapsed(d, b, s) for d, b, s, _ in parts)
    assert [part[0] for part in parts] == [on + timedelta(days=n) for n in range(len(parts))]
    assert all(0 <= begin <= stop <= 1440 for _, begin, stop, _ in parts)
    if not any(clock_change(part[0]) for part in parts):
        assert sum(minutes for *_, minutes in parts) == length


@pytest.mark.parametrize(
    ("limit", "used", "scheduled", "external", "available", "over"),
    [
        (16, 15, 0, 0, 1, 0),
        (16, 16, 0, 0, 0, 0),
        (16, 17, 0, 0, 0, 1),
        (16, 10, 0, 0, 6, 0),
        (25, 10, 5, 7, 3, 0),
        (25, 18, 5, 5, 0, 3),
        (0, 0, 0, 0, 0, 0),
        (None, 5, 2, 1, 0, 0),
    ],
)
def test_what_is_left_and_what_is_over(
    limit: int | None, used: int, scheduled: int, external: int, available: int, over: int
) -> None:
    assert budget(limit, used, scheduled, external) == Budget(limit, used, scheduled, external, available, over)


def test_nothing_is_scheduled_and_nothing_known_unless_said() -> None:
    assert budget(16, 10) == Budget(16, 10, 0, 0, 6, 0)


units = st.integers(0, 200)


@given(limit=units, used=units, scheduled=units, external=units)
def test_a_budget_is_never_negative_and_adds_up(limit: int, used: int, scheduled: int, external: int) -> None:
    found = budget(limit, used, scheduled, external)
    assert found.available >= 0 and found.over >= 0
    assert not (found.available and found.over)
    assert used + scheduled + external + found.available == limit or found.over > 0
    assert used + scheduled + external + found.available - found.over == limit


@pytest.mark.parametrize(
    ("per", "on", "first", "end"),
    [
        ("day", "2026-02-28", "2026-02-28", "2026-03-01"),
        ("day", "2028-02-28", "2028-02-28", "2028-02-29"),
        ("month", "2026-02-28", "2026-02-01", "2026-03-01"),
        ("month", "2026-01-31", "2026-01-01", "2026-02-01"),
        ("month", "2026-12-31", "2026-12-01", "2027-01-01"),
        ("year", "2026-12-31", "2026-01-01", "2027-01-01"),
        ("year", "2027-01-01", "2027-01-01", "2028-01-01"),
    ],
)
def test_periods(per: str, on: str, first: str, end: str) -> None:
    found = period_of(per, date.fromisoformat(on))
    assert found == (date.fromisoformat(first), date.fromisoformat(end))


def grant(units: int, period: str, start: str, end: str, modifier: str | None = None) -> Authorization:
    return Authorization("M1", "A1", units, period, date.fromisoformat(start), date.fromisoformat(end), modifier)


@pytest.mark.parametrize(
    ("given_", "on", "daily", "monthly"),
    [
        ([], ON, 16, 25),
        ([grant(40, "month", "2026-03-03", "2026-03-31")], date(2026, 3, 2), 16, 25),
        ([grant(40, "month", "2026-03-03", "2026-03-31")], date(2026, 3, 3), 16, 40),
        ([grant(40, "month", "2026-03-03", "2026-03-31")], date(2026, 3, 31), 16, 40),
        ([grant(40, "month", "2026-03-03", "2026-03-31")], date(2026, 4, 1), 16, 25),
        ([grant(20, "day", "2026-03-03", "2026-03-31")], ON, 20, 25),
        ([grant(10, "month", "2026-03-01", "2026-03-31")], ON, 16, 25),  # never lowers
        ([grant(40, "month", "2026-03-01", "2026-03-31", "HN")], ON, 16, 40),
        ([grant(40, "month", "2026-03-01", "2026-03-31", "TG")], ON, 16, 25),
        (
            [grant(40, "month", "2026-03-01", "2026-03-31"), grant(50, "month", "2026-03-01", "2026-03-31")],
            ON,
            16,
            50,
        ),
        ([grant(40, "total", "2026-03-01", "2026-06-30")], ON, 16, 40),
        ([grant(60, "total", "2026-01-15", "2026-06-30")], ON, 16, 48),  # less the 12 used before March
        ([grant(30, "total", "2026-01-15", "2026-06-30")], ON, 16, 25),
    ],
)
def test_an_authorization_lifts_a_limit_in_its_time(
    given_: list[Authorization], on: date, daily: int, monthly: int
) -> None:
    def used_between(first: date, end: date) -> int:
        assert (first, end) == (date(2026, 1, 15), date(2026, 3, 1))
        return 12

    assert limit_for(hn(), given_, on, "day", used_between) == daily
    assert limit_for(hn(), given_, on, "month", used_between) == monthly
    assert limit_for(hn(), given_, on, "year", used_between) is None


def visit(**over: object) -> Appointment:
    base = Appointment("A1", "M1", "C1", ON, 600, 645, "community-contact", "scheduled")
    return base._replace(**over)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("booked", "held"),
    [
        (visit(), 3),
        (visit(stop=659), 3),
        (visit(units=5), 5),
        (visit(units=0), 0),
        (visit(start=None), 1),
        (visit(stop=None), 1),
        (visit(kind="provider"), 0),
        (visit(kind="provider", units=2), 2),
        (visit(status="kept"), 0),
        (visit(status="missed"), 0),
        (visit(status="rescheduled"), 0),
        (visit(status="cancelled", units=4), 0),
        (visit(start=1430, stop=1460), 1),  # 10 and 20 minutes, each date on its own
    ],
)
def test_units_that_an_appointment_holds(booked: Appointment, held: int) -> None:
    assert held_units(booked, Policy(), PACKS) == held


def test_eight_minute_rounding_holds_more() -> None:
    assert held_units(visit(stop=653), Policy(unit_rounding="eight-minute"), PACKS) == 4
    assert held_units(visit(stop=652), Policy(unit_rounding="eight-minute"), PACKS) == 3
