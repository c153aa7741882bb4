"""The deadlines: five clocks, five anchors."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import agency as agency_desk
from tcm_tui.desk import clocks
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import ClockItem
from tests.desk import given
from tests.desk.given import ONE

ON = date(2026, 3, 3)
HOME = "V1,M1,C1,2026-03-03,09:00,10:00,member-face-to-face,home"


OPENED_IN_MARCH = [ONE[0].replace("2025-07-01", "2026-03-01")]  # so that February asks nothing


def agency(folder: Path, on: date, **rows: Any) -> Desk:
    return given.agency(folder, on, **({"members": OPENED_IN_MARCH} | rows))


def of(desk: Desk, kind: str, on: date, met: bool = False, cm: str | None = None) -> list[ClockItem]:
    return [item for item in clocks.due(desk, on, cm, all=met) if item.kind == kind]


def test_a_contact_at_home_meets_the_month_and_an_office_one_does_not(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[HOME.replace("home", "office")])
    (item,) = of(desk, "contact", ON)
    assert (item.status, item.required, item.done, item.due_on) == ("open", 1, 0, date(2026, 3, 31))


def test_a_contact_that_was_made_is_listed_only_with_all(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[HOME])
    assert of(desk, "contact", ON) == []
    (item,) = of(desk, "contact", ON, met=True)
    assert (item.status, item.done) == ("met", 1)


@pytest.mark.parametrize(
    ("on", "statuses"),
    [
        (date(2026, 3, 30), ["open"]),
        (date(2026, 3, 31), ["due-today"]),
        (date(2026, 4, 1), ["missed", "open"]),
        (date(2026, 4, 30), ["missed", "due-today"]),
        (date(2026, 5, 1), ["missed", "open"]),
    ],
)
def test_a_month_goes_by(tmp_path: Path, on: date, statuses: list[str]) -> None:
    desk = agency(tmp_path, ON)
    assert [item.status for item in of(desk, "contact", on)] == statuses


def test_plan_by_is_the_last_business_day(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    (may,) = (i for i in of(desk, "contact", date(2026, 5, 4)) if i.status == "open")
    assert (may.due_on, may.plan_by) == (date(2026, 5, 31), date(2026, 5, 29))  # 31 May 2026 is a Sunday


def test_a_booked_visit_does_not_meet_it(tmp_path: Path) -> None:
    visits = ["A1,M1,C1,2026-03-20,14:00,15:00,community-contact,scheduled"]
    desk = agency(tmp_path, ON, appointments=visits)
    assert [i.status for i in of(desk, "contact", ON)] == ["scheduled"]
    assert [i.status for i in of(desk, "contact", date(2026, 3, 21))] == ["open"]


def test_the_plan_may_ask_for_more(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=[HOME], plans=["M1,2026-01-01,2026-12-31,3"])
    (item,) = of(desk, "contact", ON)
    assert (item.required, item.done, item.status) == (3, 1, "open")


def test_a_hold_suspends_with_its_reason(tmp_path: Path) -> None:
    members = (
        "member_id,first_name,last_name,dob,program,focus,opened_on,hold_from,hold_until,hold_reason\n"
        "M1,Ana,Pecan,1990-05-05,standard,HE,2026-03-01,2026-03-01,2026-03-15,away with family\n"
    )
    desk = agency(tmp_path, ON, members=members)
    (item,) = of(desk, "contact", ON)
    assert item.status == "on-hold"
    assert "away with family" in " ".join(r.text for r in item.reasons)
    assert of(desk, "contact", date(2026, 3, 16))[0].status == "open"


def test_a_refusal_ends_the_dues(tmp_path: Path) -> None:
    members = (
        "member_id,first_name,last_name,dob,program,focus,opened_on,refused_on\n"
        "M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01,2026-03-02\n"
    )
    desk = agency(tmp_path, ON, members=members, appointments=["A1,M1,C1,2026-02-20,09:00,10:00,provider,missed"])
    assert [i for i in clocks.due(desk, ON) if i.member == "M1"] == []


@pytest.mark.parametrize(
    ("missed", "due"),
    [
        ("2026-02-27", date(2026, 3, 3)),  # Friday: Monday, Tuesday
        ("2026-02-13", date(2026, 2, 18)),  # Friday before Presidents' Day, Monday 16 February
        ("2025-12-24", date(2025, 12, 30)),  # Christmas Thursday, Friday beside it closed
        ("2025-12-31", date(2026, 1, 5)),  # over New Year's Day
    ],
)
def test_outreach_is_due_two_business_days_after_the_miss(tmp_path: Path, missed: str, due: date) -> None:
    desk = agency(tmp_path, ON, appointments=[f"A1,M1,C1,{missed},09:00,10:00,community-contact,missed"])
    (item,) = of(desk, "outreach", due)
    assert (item.due_on, item.status, item.ref) == (due, "due-today", "A1")


@pytest.mark.parametrize(
    ("attempt", "status", "late"),
    [
        ("2026-02-27", "met", 0),
        ("2026-03-03", "met", 0),
        ("2026-03-04", "met-late", 1),
        ("2026-03-09", "met-late", 4),
        ("2026-02-26", "overdue", 6),  # before the miss: answers nothing
    ],
)
def test_an_attempt_from_the_miss_to_the_due_day_meets_it(tmp_path: Path, attempt: str, status: str, late: int) -> None:
    desk = agency(
        tmp_path,
        ON,
        appointments=["A1,M1,C1,2026-02-27,09:00,10:00,community-contact,missed"],
        outreach=[f"O1,M1,,{attempt}"],
    )
    (item,) = of(desk, "outreach", date(2026, 3, 11), met=True)
    assert (item.status, item.late_by) == (status, late)


def test_each_miss_has_its_own_clock(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-02-26,09:00,10:00,community-contact,missed",
        "A2,M1,C1,2026-02-27,09:00,10:00,provider,missed",
        "A3,M1,C1,2026-02-27,11:00,12:00,provider,cancelled",
        "A4,M1,C1,2026-02-27,13:00,14:00,provider,rescheduled",
    ]
    desk = agency(tmp_path, ON, appointments=visits, outreach=["O1,M1,A1,2026-03-02"])
    assert {(i.ref, i.status) for i in of(desk, "outreach", ON, met=True)} == {("A1", "met"), ("A2", "due-today")}


def test_the_original_of_a_fax_runs_thirty_calendar_days(tmp_path: Path) -> None:
    services = (
        "service_id,member_id,cm_id,date,start,stop,activity,place,signature,fax_on,original_filed_on\n"
        "V1,M1,C1,2026-01-29,09:00,10:00,member-face-to-face,home,fax,2026-01-29,2026-03-02\n"
    )
    desk = agency(tmp_path, ON, services=services)
    due = date(2026, 2, 28)  # a Saturday, and not rolled over
    (item,) = of(desk, "fax", date(2026, 2, 27))
    assert (item.due_on, item.plan_by, item.status) == (due, date(2026, 2, 27), "open")
    assert of(desk, "fax", due)[0].status == "due-today"
    assert [(i.status, i.late_by) for i in of(desk, "fax", date(2026, 3, 1))] == [("overdue", 1)]
    assert of(desk, "fax", date(2026, 3, 2)) == []
    assert [(i.status, i.late_by) for i in of(desk, "fax", date(2026, 3, 2), met=True)] == [("met-late", 2)]


def test_wraparound_training_is_due_six_months_after_the_hire(tmp_path: Path) -> None:
    staff = (
        "cm_id,name,level,type,site_id,hired_on\n"
        "C1,Dana Whitehorse,II,standard,S110,2024-01-08\n"
        "C4,Walt Reed,II,wraparound,S111,2025-11-30\n"
    )
    desk = agency(
        tmp_path, ON, case_managers=staff, credentials="cm_id,kind,began_on\nC4,wraparound-credential,2025-05-31\n"
    )
    found = {i.what: (i.due_on, i.status) for i in clocks.due(desk, ON, days=120) if i.kind == "credential"}
    assert found["training-wraparound"] == (date(2026, 5, 30), "open")
    assert found["wraparound-credential"] == (date(2026, 2, 28), "overdue")  # 31 May + 9 months clamps
    assert found["consultation"] == (date(2026, 3, 8), "open")


def test_the_clocks_of_an_unassigned_member_are_seen_by_the_agency(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, members=[*OPENED_IN_MARCH, "M2,Leo,Oak,1990-05-05,standard,HE,2026-03-01"])
    assert {(i.member, i.cm) for i in of(desk, "contact", ON)} == {("M1", "C1"), ("M2", None)}
    assert {i.member for i in of(desk, "contact", ON, cm="C1")} == {"M1"}


def test_coverage_lists_the_hours_without_anyone(tmp_path: Path) -> None:
    duty = (
        "cm_id,program,starts_at,ends_at\n"
        "C3,intensive,2026-03-03T00:00,2026-03-05T08:00\n"
        "C3,intensive,2026-03-05T20:00,2026-03-20T00:00\n"
        "C4,wraparound,2026-03-01T00:00,2026-04-01T00:00\n"
    )
    desk = agency(tmp_path, ON, on_call=duty)
    (hole,) = of(desk, "coverage", ON)
    assert (hole.what, hole.due_on, hole.status) == ("intensive", date(2026, 3, 5), "open")
    assert "12 h" in hole.reasons[0].text


def test_the_tally_counts_what_the_list_shows(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-02-20,09:00,10:00,community-contact,missed",
        "A2,M1,C1,2026-02-27,09:00,10:00,community-contact,missed",
    ]
    desk = agency(tmp_path, ON, members=ONE, appointments=visits, plans=["M1,2025-03-04,2026-03-03,1"])
    items = clocks.due(desk, ON, "C1", days=0)
    late = sum(i.status in ("overdue", "missed") for i in items)
    today = sum(i.status == "due-today" for i in items)
    row = next(r for r in agency_desk.view(desk, ON).rows if r.caseload.cm == "C1")
    assert (row.overdue, row.due_today) == (late, today)
    assert (late, today) == (3, 2)  # February's contact, A1, the plan's signatures; A2 and the plan's end today


def test_the_tally_of_a_whole_agency_is_what_its_lists_show(tmp_path: Path) -> None:
    """The quick way to the late clocks looks at fewer members than the list, and must not lose one."""
    from tcm_tui.desk import office
    from tcm_tui.desk.demo import build

    on = date(2026, 11, 18)
    path = tmp_path / "demo.db"
    build.build(path, on, case_managers=12, members=120, months=4)
    with office.at_desk(str(path)) as desk:
        for day in (on, date(2026, 10, 31), date(2026, 11, 2), date(2026, 11, 30)):
            listed: dict[str, list[int]] = {}
            for item in clocks.due(desk, day, days=0, reasons=False):
                if item.cm and (item.status in clocks.LATE or item.status == "due-today"):
                    listed.setdefault(item.cm, [0, 0])[item.status == "due-today"] += 1
            assert listed, day
            rows = agency_desk.view(desk, day).rows
            assert {r.caseload.cm: [r.overdue, r.due_today] for r in rows if r.overdue or r.due_today} == listed
