"""Moving a visit, and what booking would say: the visit itself is not in its own way."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import audit, booking, lookup, servicelog, void
from tcm_tui.desk.errors import NotOne, Refused, WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.rules.facts import Appointment, Service
from tests.desk.given import ONE, agency

ON = date(2026, 3, 3)
NINE, TEN = 540, 600
# 24 of the 25 units of March are planned, 16 of the 16 of the 10th.
FULL = [
    "A1,M1,C1,2026-03-10,09:00,13:00,community-contact,scheduled",
    "A2,M1,C1,2026-03-11,09:00,11:00,community-contact,scheduled",
]
TWO = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
OF_C1 = ["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"]


def at(desk: Desk, ident: str) -> Appointment:
    return servicelog.appointment(desk, ident)


def test_a_visit_moves_and_its_old_day_is_free(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    result = booking.move(desk, "A1", date(2026, 3, 12), NINE, 13 * 60, ON)
    assert (result.id, result.verdict) == ("A1", "ok")
    moved = at(desk, "A1")
    assert (moved.date, moved.start, moved.stop, moved.status) == (date(2026, 3, 12), NINE, 780, "scheduled")
    assert lookup.units(desk, "M1", date(2026, 3, 10)).day.scheduled == 0
    assert lookup.units(desk, "M1", date(2026, 3, 12)).day.scheduled == 16
    assert lookup.units(desk, "M1", ON).month.scheduled == 24


def test_a_visit_that_fills_the_month_may_still_move_within_it(tmp_path: Path) -> None:
    """24 of 25 are held; counting the visit's own 16 twice would leave 1."""
    desk = agency(tmp_path, ON, appointments=FULL)
    assert booking.move(desk, "A1", date(2026, 3, 10), NINE + 15, 13 * 60 + 15, ON).verdict == "ok"


def test_a_longer_visit_is_checked_against_what_is_left_without_it(tmp_path: Path) -> None:
    """25 - 16 of A1 = 9 left for A2: 2 h 15 min fit, a quarter more does not."""
    desk = agency(tmp_path, ON, appointments=FULL)
    assert booking.move(desk, "A2", date(2026, 3, 11), NINE, NINE + 150, ON).verdict == "refused"
    assert at(desk, "A2").stop == 660
    assert booking.move(desk, "A2", date(2026, 3, 11), NINE, NINE + 135, ON).verdict == "ok"


def test_moving_into_another_month_takes_that_month_s_units(tmp_path: Path) -> None:
    april = "A3,M1,C1,2026-04-08,09:00,13:00,community-contact,scheduled"
    desk = agency(tmp_path, ON, appointments=[*FULL, april])
    refused = booking.move(desk, "A1", date(2026, 4, 9), NINE, 13 * 60, ON)  # 16 + 16 of 25
    assert (refused.id, refused.verdict, {r.rule for r in refused.reasons}) == (None, "refused", {"R4"})
    assert at(desk, "A1").date == date(2026, 3, 10)
    assert booking.move(desk, "A2", date(2026, 4, 9), NINE, 11 * 60, ON).verdict == "ok"  # 16 + 8 of 25
    assert lookup.units(desk, "M1", ON).month.scheduled == 16


def test_a_visit_does_not_collide_with_itself_but_with_others(tmp_path: Path) -> None:
    told = [
        "A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled",
        "A2,M2,C1,2026-03-10,11:00,12:00,community-contact,scheduled",
    ]
    desk = agency(tmp_path, ON, members=TWO, assignments=OF_C1, appointments=told)
    assert booking.move(desk, "A1", date(2026, 3, 10), NINE + 30, TEN + 30, ON).verdict == "ok"
    clash = booking.move(desk, "A1", date(2026, 3, 10), TEN + 15, TEN + 75, ON)
    assert (clash.verdict, clash.reasons[0].rule) == ("refused", "overlap")


def test_units_entered_for_a_visit_hold_as_long_as_its_length(tmp_path: Path) -> None:
    head = "appointment_id,member_id,cm_id,date,start,stop,kind,status,units\n"
    row = "A1,M1,C1,2026-03-10,09:00,10:00,community-contact,scheduled,2\n"
    desk = agency(tmp_path, ON, appointments=head + row)
    booking.move(desk, "A1", date(2026, 3, 12), TEN, TEN + 60, ON)
    assert lookup.units(desk, "M1", date(2026, 3, 12)).day.scheduled == 2
    booking.move(desk, "A1", date(2026, 3, 12), TEN, TEN + 90, ON)
    assert lookup.units(desk, "M1", date(2026, 3, 12)).day.scheduled == 6


@pytest.mark.parametrize("status", ["kept", "missed", "cancelled", "rescheduled"])
def test_only_a_scheduled_visit_moves(tmp_path: Path, status: str) -> None:
    desk = agency(tmp_path, ON, appointments=[f"A1,M1,C1,2026-03-02,09:00,10:00,community-contact,{status}"])
    with pytest.raises(Refused, match=f"A1 is {status}"):
        booking.move(desk, "A1", date(2026, 3, 10), NINE, TEN, ON)


def test_a_visit_with_a_service_or_a_void_one_does_not_move(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    done = Service("", "M1", "C1", ON, NINE, TEN, "member-face-to-face", appointment_id="A1")
    ident = servicelog.log(desk, done, ON).id
    with pytest.raises(Refused, match="A1 is kept"):
        booking.move(desk, "A1", date(2026, 3, 12), NINE, TEN, ON)
    void.void(desk, ident or "", "typed twice", ON)
    void.void(desk, "A1", "typed twice", ON)
    with pytest.raises(NotOne):
        booking.move(desk, "A1", date(2026, 3, 12), NINE, TEN, ON)


def test_a_visit_that_an_imported_service_names_does_not_move(tmp_path: Path) -> None:
    told = "service_id,member_id,cm_id,date,start,stop,activity,appointment_id\n"
    row = "V1,M1,C1,2026-03-03,09:00,10:00,member-face-to-face,A1\n"
    desk = agency(tmp_path, ON, appointments=FULL, services=told + row)
    with pytest.raises(Refused, match="A1 has the service V1"):
        booking.move(desk, "A1", date(2026, 3, 12), NINE, TEN, ON)


def test_a_move_is_audited_and_the_same_key_changes_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    first = booking.move(desk, "A2", date(2026, 3, 12), NINE, 660, ON, key="k")
    again = booking.move(desk, "A2", date(2026, 3, 13), NINE, 660, ON, key="k")
    assert (first.id, again.reasons) == ("A2", first.reasons)
    assert at(desk, "A2").date == date(2026, 3, 12)
    line = audit.view(desk).lines[0]
    assert (line.action, line.before, line.after) == ("move", '{"date":"2026-03-11"}', '{"date":"2026-03-12"}')


def test_a_closed_day_warns_and_waits_for_a_reason(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    memorial = date(2026, 5, 25)
    assert booking.move(desk, "A2", memorial, NINE, 660, ON)[:2] == (None, "warn")
    assert booking.move(desk, "A2", memorial, NINE, 660, ON, override="asked for")[:2] == ("A2", "warn")


def test_a_visit_ends_after_it_starts(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    with pytest.raises(WrongUsage):
        booking.move(desk, "A2", date(2026, 3, 12), TEN, NINE, ON)


def test_a_visit_is_not_moved_past_midnight(tmp_path: Path) -> None:
    """Neither by its length, as tcm move keeps it, nor by a form, which would leave it without an end."""
    from tcm_tui.desk import forms

    night = "A3,M1,C1,2026-04-08,22:00,23:00,community-contact,scheduled"
    desk = agency(tmp_path, ON, appointments=[*FULL, night])
    with pytest.raises(WrongUsage, match="past midnight"):
        booking.move(desk, "A3", date(2026, 4, 9), 1425, 1485, ON)
    context = {"appointment": "A3", "start": "23:45"}
    saved = forms.save(desk, "move", forms.begin(desk, "move", context, ON), ON, context, began=None)
    assert (saved.result, list(saved.errors)) == (None, ["stop"])
    assert booking.move(desk, "A3", date(2026, 4, 9), 1380, 1440, ON).verdict == "ok"
    assert (at(desk, "A3").start, at(desk, "A3").stop) == (1380, 1440)


def test_a_preview_says_what_booking_says_and_stores_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    for day, start, stop in ((10, 780, 840), (12, NINE, NINE + 30), (11, NINE, TEN), (12, NINE, NINE + 15)):
        visit = Appointment("", "M1", "C1", date(2026, 3, day), start, stop, "community-contact", "scheduled")
        said = booking.preview(desk, visit, ON)
        assert desk.store.rows("SELECT count(*) FROM appointments") == [(2,)]
        done = booking.book(desk, "M1", "C1", visit.date, start, stop, visit.kind, ON)
        assert (said.id, said.verdict, said.reasons) == (None, done.verdict, done.reasons)
    assert done.id is not None  # the last, of one unit, fits


def test_a_preview_of_a_stored_visit_leaves_it_out_of_account(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    there = at(desk, "A1")
    assert booking.preview(desk, there._replace(start=NINE + 60, stop=840), ON).verdict == "ok"
    assert booking.preview(desk, there._replace(appointment_id="", start=NINE + 60, stop=840), ON).verdict == "refused"


def test_a_preview_needs_no_tables(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=FULL)
    path = desk.store.path
    desk.close()
    code = f"""
import sys
from datetime import date
from tcm_tui.desk import booking, forms, office, servicelog
desk = office.open_desk({str(path)!r})
visit = servicelog.appointment(desk, "A1")
print(booking.preview(desk, visit._replace(start=600, stop=660), date(2026, 3, 3)).verdict)
texts = forms.begin(desk, "log", {{"appointment": "A1"}}, date(2026, 3, 10))
print(forms.check(desk, "log", texts, date(2026, 3, 10)).errors)
print([name for name in ("sqlalchemy", "sqlmodel", "pydantic") if name in sys.modules])
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["ok", "{}", "[]"], done.stderr


AWAY = """cm_id,starts_on,ends_on,reason
C1,2026-03-09,2026-03-10,flu
"""
HOURS = """cm_id,weekday,start,stop,starts_on,ends_on
C1,thu,13:00,17:00,2026-01-01,
"""
CAN = """member_id,weekday,start,stop,starts_on,ends_on
M1,thu,13:00,14:00,2026-01-01,
"""
FIXED = """fixed_id,cm_id,date,start,stop,area,label
F1,C1,2026-03-12,13:30,14:30,,court
"""


def test_leave_a_fixed_appointment_and_a_member_away_warn(tmp_path: Path) -> None:
    """What the records say of the week; Thursday the 12th has the member from 13 to 14 and court from 13:30."""
    desk = agency(tmp_path, ON, leave=AWAY, working_hours=HOURS, availability=CAN, fixed_appointments=FIXED)

    def said(day: int, start: int, stop: int) -> tuple[str, set[str]]:
        visit = Appointment("", "M1", "C1", date(2026, 3, day), start, stop, "community-contact", "scheduled")
        found = booking.preview(desk, visit, ON)
        return found.verdict, {r.rule for r in found.reasons} - {"R3", "R42"}

    assert said(12, 13 * 60, 13 * 60 + 30) == ("ok", set())
    assert said(12, 13 * 60, 14 * 60) == ("warn", {"overlap"})
    assert said(12, NINE, TEN) == ("warn", {"availability", "hours"})
    assert said(10, NINE, TEN) == ("warn", {"availability", "hours", "leave"})
    assert said(11, NINE, TEN) == ("warn", {"availability", "hours"})
