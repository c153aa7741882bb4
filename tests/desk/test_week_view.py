"""A worker's week as the screens ask for it: what stands in its days besides visits, and how far ahead it looks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import week
from tcm_tui.desk.views import FixedVisit
from tests.desk.given import agency

ON = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
FIXED = """fixed_id,cm_id,date,start,stop,area,label
F1,C1,2026-11-17,13:00,14:00,north,Team meeting
F2,C1,2026-11-24,09:00,10:00,,Court
F3,C2,2026-11-17,09:00,10:00,,Training
F4,C1,2026-11-22,08:00,09:00,,On Sunday
"""
LEAVE = """cm_id,starts_on,ends_on,reason
C1,2026-11-19,2026-11-20,vacation
C1,2026-11-10,2026-11-16,
C2,2026-11-18,2026-11-18,sick
"""
HOURS = """cm_id,weekday,start,stop,starts_on,ends_on
C1,mon,08:00,12:00,2026-01-01,
C1,wed,13:00,17:00,2026-01-01,2026-11-18
C1,wed,09:00,11:30,2026-11-18,
C2,tue,08:00,12:00,2026-01-01,
"""


def test_fixed_appointments_leave_and_hours_of_the_week_are_its_own(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, fixed_appointments=FIXED, leave=LEAVE, working_hours=HOURS)
    view = week.view(desk, "C1", ON)
    assert view.fixed == (
        FixedVisit("F1", date(2026, 11, 17), 780, 840, "Team meeting", "north"),
        FixedVisit("F4", date(2026, 11, 22), 480, 540, "On Sunday", None),
    )
    assert view.leave == (
        (MONDAY, "no reason given"),
        (date(2026, 11, 19), "vacation"),
        (date(2026, 11, 20), "vacation"),
    )
    assert view.open == ((MONDAY, 480, 720), (ON, 540, 690))


def test_the_week_before_keeps_the_hours_that_held_then(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, fixed_appointments=FIXED, leave=LEAVE, working_hours=HOURS)
    view = week.view(desk, "C1", ON, date(2026, 11, 9))
    assert view.open == ((date(2026, 11, 9), 480, 720), (date(2026, 11, 11), 780, 1020))
    assert [day.day for day, _ in view.leave] == [10, 11, 12, 13, 14, 15]
    assert view.fixed == ()


def test_the_whole_month_shows_the_contacts_that_are_due_at_its_end(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    assert [item.kind for item in week.view(desk, "C1", ON, whole_month=True).due if item.status == "open"] == [
        "contact"
    ]
    assert not [item for item in week.view(desk, "C1", ON).due if item.status == "open"]
