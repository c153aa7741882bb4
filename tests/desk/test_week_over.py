"""When a week is over: after the last hour somebody works in it, unless a visit is still to come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import week
from tcm_tui.desk.office import Desk
from tests.desk.weeks import week_of

WED, THU, FRI, SAT, SUN = (date(2026, 3, day) for day in (25, 26, 27, 28, 29))
HOURS = "cm_id,weekday,start,stop,starts_on,ends_on\nC1,mon,08:00,12:00,2026-01-01,\nC1,wed,08:00,12:00,2026-01-01,\n"


def over(desk: Desk, on: date, minute: int | None = None) -> bool:
    return week.over_but(desk, "C1", on, minute) is not None


def folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name


@pytest.mark.parametrize(
    ("on", "minute", "ended"),
    [
        (WED, 1439, False),
        (FRI, None, False),
        (FRI, 17 * 60 - 1, False),
        (FRI, 17 * 60, True),
        (SAT, None, True),
        (SUN, 0, True),
    ],
)
def test_the_usual_week_ends_on_friday_with_the_day(on: date, minute: int | None, ended: bool, tmp_path: Path) -> None:
    assert over(week_of(tmp_path, on), on, minute) is ended


def test_the_agency_s_day_and_a_closed_friday_count(tmp_path: Path) -> None:
    desk = week_of(tmp_path, FRI, settings="day_stop = '16:00'")
    assert over(desk, FRI, 16 * 60) and not over(desk, FRI, 16 * 60 - 1)
    # Thanksgiving and the day after are closed by statute.
    desk = week_of(folder(tmp_path, "closed"), date(2026, 11, 25))
    assert over(desk, date(2026, 11, 25), 17 * 60) and over(desk, date(2026, 11, 26))
    assert not over(desk, date(2026, 11, 25), 16 * 60)


def test_leave_and_the_worker_s_own_hours_count(tmp_path: Path) -> None:
    leave = "cm_id,starts_on,ends_on,reason\nC1,2026-03-27,2026-03-27,vacation\n"
    assert over(week_of(folder(tmp_path, "a"), FRI, leave=leave), FRI)
    desk = week_of(folder(tmp_path, "b"), WED, working_hours=HOURS)
    assert over(desk, THU) and over(desk, WED, 12 * 60)
    assert not over(desk, WED, 11 * 60)


@pytest.mark.parametrize(("status", "ended"), [("scheduled", False), ("cancelled", True)])
def test_a_visit_still_to_come_keeps_its_week(status: str, ended: bool, tmp_path: Path) -> None:
    desk = week_of(tmp_path, SAT, appointments=[f"A1,M1,C1,2026-03-28,10:00,11:00,community-contact,{status}"])
    assert over(desk, SAT, 9 * 60) is ended
    assert over(desk, SAT, 11 * 60), "it is over then"


def test_what_is_still_to_be_logged_is_counted(tmp_path: Path) -> None:
    rows = [f"A{n},M1,C1,2026-03-{23 + n},10:00,11:00,community-contact,scheduled" for n in range(3)]
    rows.append("A9,M1,C1,2026-03-26,10:00,11:00,community-contact,missed")
    assert week.over_but(week_of(tmp_path, SAT, appointments=rows), "C1", SAT) == 3
