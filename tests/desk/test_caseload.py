"""Counts against the range, as of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import caseload, members
from tcm_tui.desk.views import CaseloadRow
from tests.desk.given import agency

ON = date(2026, 3, 3)


def people(n: int, program: str = "standard", opened: str = "2025-07-01") -> list[str]:
    return [f"M{i},Ana,Pecan{i},1990-05-05,{program},HE,{opened}" for i in range(1, n + 1)]


def assigned(n: int, cm: str) -> list[str]:
    return [f"M{i},{cm},2025-07-01," for i in range(1, n + 1)]


def of(rows: list[CaseloadRow], cm: str) -> CaseloadRow:
    return next(row for row in rows if row.cm == cm)


@pytest.mark.parametrize(
    ("cm", "program", "n", "status", "spare", "over", "under"),
    [
        ("C1", "standard", 29, "under", 6, 0, 1),
        ("C1", "standard", 30, "within", 5, 0, 0),
        ("C1", "standard", 35, "at-cap", 0, 0, 0),
        ("C1", "standard", 36, "over", 0, 1, 0),
        ("C3", "intensive", 9, "under", 6, 0, 1),
        ("C3", "intensive", 15, "at-cap", 0, 0, 0),
        ("C3", "intensive", 16, "over", 0, 1, 0),
        ("C4", "wraparound", 7, "under", 3, 0, 1),
        ("C4", "wraparound", 10, "at-cap", 0, 0, 0),
        ("C5", "pact", 40, "no-standard", 0, 0, 0),
        ("C7", "first-time-mothers", 40, "no-standard", 0, 0, 0),
    ],
)
def test_both_sides_of_each_range(
    tmp_path: Path, cm: str, program: str, n: int, status: str, spare: int, over: int, under: int
) -> None:
    desk = agency(tmp_path, ON, members=people(n, program), assignments=assigned(n, cm))
    row = of(caseload.rows(desk, ON), cm)
    assert (row.counted, row.status, row.open, row.over, row.under) == (n, status, spare, over, under)
    assert row.unit == ("families" if program == "wraparound" else "members")


def test_siblings_take_one_slot(tmp_path: Path) -> None:
    members_file = (
        "member_id,first_name,last_name,dob,family_id,program,focus,opened_on\n"
        "M1,Ana,Pecan,2014-05-05,F1,wraparound,HE,2025-07-01\n"
        "M2,Leo,Pecan,2016-05-05,F1,wraparound,HE,2025-07-01\n"
        "M3,Kim,Oak,2016-05-05,,wraparound,HE,2025-07-01\n"
    )
    desk = agency(tmp_path, ON, members=members_file, assignments=assigned(3, "C4"))
    row = of(caseload.rows(desk, ON), "C4")
    assert (row.counted, row.unit, row.members) == (2, "families", 3)


def test_on_the_day_of_a_transfer_the_member_is_the_new_workers(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, assignments=["M1,C1,2025-07-01,2026-03-03", "M1,C8,2026-03-03,"])
    assert [of(caseload.rows(desk, day), "C1").counted for day in (date(2026, 3, 2), ON)] == [1, 0]
    assert [of(caseload.rows(desk, day), "C8").counted for day in (date(2026, 3, 2), ON)] == [0, 1]


def test_who_counts_and_who_is_shown_apart(tmp_path: Path) -> None:
    members_file = (
        "member_id,first_name,last_name,dob,program,focus,opened_on,closed_on,refused_on,hold_from,hold_until,acuity\n"
        "M1,Ana,A,1990-01-01,standard,HE,2025-07-01,,,,,1.5\n"
        "M2,Ana,B,1990-01-01,standard,HE,2025-07-01,2026-03-03,,,,\n"  # closed today
        "M3,Ana,C,1990-01-01,standard,HE,2025-07-01,2026-03-04,,,,\n"  # closes tomorrow
        "M4,Ana,D,1990-01-01,standard,HE,2025-07-01,,2026-03-01,,,\n"  # refused
        "M5,Ana,E,1990-01-01,standard,HE,2026-03-04,,,,,\n"  # pending
        "M6,Ana,F,1990-01-01,standard,HE,,,,2026-02-01,2026-03-03,\n"  # on hold, through today
        "M7,Ana,G,1990-01-01,standard,HE,,,,,,\n"  # open from the first assignment
    )
    desk = agency(tmp_path, ON, members=members_file, assignments=assigned(7, "C1"), stays=["M7,hospital,2026-02-20,,"])
    row = of(caseload.rows(desk, ON), "C1")
    assert (row.counted, row.on_hold, row.in_hospital, row.weighted) == (4, 1, 1, 4.5)
    status = {line.member: line.status for line in members.lines(desk, "C1", ON)}
    assert status == {
        "M1": "active",
        "M2": "closed",
        "M3": "active",
        "M4": "refused",
        "M5": "pending",
        "M6": "on-hold",
        "M7": "in-hospital",
    }


def test_mixed_members_show_a_derived_load(tmp_path: Path) -> None:
    mixed = people(14) + [f"N{i},Leo,Oak{i},1990-05-05,intensive,HE,2025-07-01" for i in range(3)]
    rows = assigned(14, "C1") + [f"N{i},C1,2025-07-01," for i in range(3)]
    desk = agency(tmp_path, ON, members=mixed, assignments=rows)
    row = of(caseload.rows(desk, ON), "C1")
    assert row.load == pytest.approx(14 / 35 + 3 / 15)
    assert row.counted == 17


def test_a_line_of_the_list_says_what_the_look_up_says(tmp_path: Path) -> None:
    from tcm_tui.desk import lookup

    desk = agency(
        tmp_path,
        ON,
        services=["V1,M1,C1,2026-03-03,09:00,11:30,member-face-to-face,home"],
        appointments=[
            "A1,M1,C1,2026-03-20,14:00,15:00,community-contact,scheduled",
            "A2,M1,C1,2026-03-02,14:00,15:00,community-contact,missed",
        ],
        external_units=["M1,2026-03,2,Other,"],
    )
    (line,) = members.lines(desk, "C1", ON)
    view = lookup.units(desk, "M1", ON)
    assert (line.day, line.month, line.available_today) == (view.day, view.month, view.available_today)
    assert (line.contact, line.contact_done, line.contact_required) == ("met", 1, 1)
    assert (line.outreach, line.outreach_due) == ("open", date(2026, 3, 4))
    assert (line.next_visit, line.next_start) == (date(2026, 3, 20), 14 * 60)
