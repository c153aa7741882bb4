"""Hours by weekday on a day: none of one's own, none today, and their dates."""

from __future__ import annotations

from datetime import date

import pytest

from tcm_tui.rules.weekhours import WEEKDAYS, Hours, hours_on

# 2026-03-02 is a Monday.
HOURS = (
    Hours(0, 780, 1020, date(2026, 1, 1)),
    Hours(0, 480, 720, date(2026, 1, 1)),
    Hours(1, 480, 720, date(2026, 1, 1), date(2026, 3, 3)),
    Hours(6, 600, 660, date(2026, 3, 8), date(2026, 3, 9)),
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 2), ((480, 720), (780, 1020))),
        (date(2026, 2, 24), ((480, 720),)),
        (date(2026, 3, 3), ()),  # the Tuesday's hours end before it; Monday's still hold
        (date(2026, 3, 8), ((600, 660),)),
        (date(2026, 3, 15), ()),
        (date(2025, 12, 31), None),
    ],
)
def test_hours_of_a_day(day: date, expected: tuple[tuple[int, int], ...] | None) -> None:
    assert hours_on(HOURS, day) == expected


def test_nobody_without_hours_has_hours() -> None:
    assert hours_on((), date(2026, 3, 2)) is None


def test_weekdays_are_counted_as_dates_count_them() -> None:
    assert [WEEKDAYS[date(2026, 3, day).weekday()] for day in range(2, 9)] == [
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    ]
