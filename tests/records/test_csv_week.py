"""The files a week is planned with: what their rows mean, what they refuse, and that they come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcm_tui.desk.exporting import export_folder
from tcm_tui.desk.office import Desk
from tests.records.agency_files import FILES, desk_at, load, said, write

WEEK = ("working_hours", "leave", "availability", "fixed_appointments", "travel")


def put(desk: Desk, folder: Path, name: str, *rows: str, keep_good: bool = False) -> list[str]:
    """Import rows under the header of the small agency's file of this kind; gives the messages."""
    header = FILES[f"{name}.csv"].splitlines()[0]
    file = folder / f"{name}.csv"
    file.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return said(load(desk, file, keep_good=keep_good))


@pytest.fixture
def agency(tmp_path: Path) -> object:
    """The small agency without anything about weeks."""
    with desk_at(tmp_path / "a.db") as desk:
        load(desk, write(tmp_path / "in", without=tuple(f"{name}.csv" for name in WEEK)))
        yield desk


def test_weekdays_and_times_are_stored_as_numbers(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a.db") as desk:
        assert load(desk, write(tmp_path / "in")).stored
        assert desk.store.rows("SELECT * FROM working_hours ORDER BY weekday, start_min") == [
            ("C1", 0, "2026-01-01", 480, 720, None),
            ("C1", 0, "2026-01-01", 780, 1020, None),
            ("C1", 1, "2026-01-01", 420, 1080, "2026-07-01"),
            ("C1", 1, "2026-01-01", 1080, 1440, None),
        ]
        assert desk.store.rows("SELECT * FROM leave ORDER BY cm_id") == [
            ("C1", "2026-03-30", "2026-04-03", "rest, at last"),
            ("C2", "2026-04-03", "2026-04-03", None),
        ]
        assert desk.store.rows("SELECT weekday, start_min, stop_min, ends_on FROM availability ORDER BY weekday") == [
            (2, 930, 1080, "2026-05-22"),
            (5, 540, 720, None),
        ]
        assert desk.store.rows("SELECT * FROM fixed_appointments WHERE fixed_id = 'X2'") == [
            ("X2", "C1", "2026-03-17", 780, 810, None, None)
        ]
        assert len(desk.store.rows("SELECT * FROM travel")) == 3


def test_an_export_gives_the_same_files_and_its_import_the_same_records(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a.db") as desk, desk_at(tmp_path / "b.db") as other:
        load(desk, write(tmp_path / "in"))
        export_folder(desk, tmp_path / "out")
        for name in WEEK:
            exported = (tmp_path / f"out/{name}.csv").read_text(encoding="utf-8")
            assert sorted(exported.splitlines()) == sorted(FILES[f"{name}.csv"].splitlines())
        assert load(other, tmp_path / "out").stored
        for name in WEEK:
            everything = f"SELECT * FROM {name}"
            assert other.store.rows(everything) == desk.store.rows(everything) != []


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a.db") as desk:
        load(desk, write(tmp_path / "in"))
        log = desk.store.rows("SELECT count(*) FROM audit")
        again = load(desk, tmp_path / "in")
        assert all(not (file.added or file.changed or file.rejected) for file in again.files)
        assert desk.store.rows("SELECT count(*) FROM audit") == log


def test_a_changed_row_is_told_to_the_log(agency: Desk, tmp_path: Path) -> None:
    assert put(agency, tmp_path, "working_hours", "C1,mon,08:00,12:00,2026-01-01,") == []
    assert put(agency, tmp_path, "working_hours", "C1,mon,08:00,12:30,2026-01-01,2026-06-01") == []
    last = "SELECT entity, key, before, after FROM audit WHERE entity <> 'file' ORDER BY id DESC LIMIT 1"
    assert agency.store.row(last) == (
        "working_hours",
        "C1/0/2026-01-01/480",
        '{"ends_on":null,"stop_min":720}',
        '{"ends_on":"2026-06-01","stop_min":750}',
    )


WHO = "no case manager has the id C9; correct it, or add it to case_managers.csv"


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        ("working_hours", "C9,mon,08:00,12:00,2026-01-01,", f"cm_id: {WHO}"),
        ("working_hours", "C1,Monday,08:00,12:00,2026-01-01,", "weekday: “Monday” is not known here; write mon"),
        (
            "working_hours",
            "C1,1,08:00,12:00,2026-01-01,",
            "weekday: “1” is not known here; write mon, tue, wed, thu, fri, sat or sun",
        ),
        ("working_hours", "C1,,08:00,12:00,2026-01-01,", "weekday: is empty; fill it in"),
        (
            "working_hours",
            "C1,mon,12:00,08:00,2026-01-01,",
            "stop: 08:00 is before the start 12:00; correct one of the two",
        ),
        (
            "working_hours",
            "C1,mon,12:00,12:00,2026-01-01,",
            "stop: 12:00 is also the start 12:00; correct one of the two",
        ),
        (
            "working_hours",
            "C1,mon,24:00,24:00,2026-01-01,",
            "start: “24:00” is no time of the day; write 00:00, on the next day",
        ),
        ("working_hours", "C1,mon,08:00,12:00,,", "starts_on: is empty; fill it in"),
        (
            "working_hours",
            "C1,mon,08:00,12:00,2026-01-01,2026-01-01",
            "ends_on: 2026-01-01 is the same as starts_on 2026-01-01; correct one of the two",
        ),
        ("leave", "C9,2026-03-30,2026-04-03,", f"cm_id: {WHO}"),
        (
            "leave",
            "C1,2026-04-03,2026-03-30,",
            "ends_on: 2026-03-30 is before starts_on 2026-04-03; correct one of the two",
        ),
        ("leave", "C1,2026-04-03,,", "ends_on: is empty; fill it in"),
        (
            "availability",
            "M9,mon,08:00,12:00,2026-01-01,",
            "member_id: no member has the id M9; correct it, or add it to members.csv",
        ),
        ("availability", "M1,thu,8:00,12:00,2026-01-01,", "start: “8:00” is not written HH:MM; write 08:00"),
        ("fixed_appointments", "X1,C9,2026-03-16,08:00,09:00,,", f"cm_id: {WHO}"),
        (
            "fixed_appointments",
            "X1,C1,2026-03-16,09:00,08:00,,",
            "stop: 08:00 is before the start 09:00; correct one of the two",
        ),
        ("travel", "North,North,5", "area_to: is also the area_from; within one area the setting hop_minutes holds"),
        ("travel", "North,South,-5", "minutes: “-5” is below zero; write a whole number from 0 to 1,440"),
        ("travel", ",South,5", "area_from: is empty; fill it in"),
    ],
)
def test_a_bad_row_says_what_to_do(agency: Desk, tmp_path: Path, name: str, row: str, fault: str) -> None:
    assert put(agency, tmp_path, name, row) == [f"{name}.csv:2 {fault}"]
    assert agency.store.row(f"SELECT count(*) FROM {name}") == (0,)


LET = "; let one of them end before the other begins"


@pytest.mark.parametrize(
    ("name", "rows", "fault"),
    [
        (
            "working_hours",
            ("C1,mon,08:00,12:00,2026-01-01,", "C2,mon,08:00,12:00,2026-01-01,", "C1,mon,11:59,13:00,2026-02-01,"),
            "4 start: mon 11:59-13:00 overlaps 08:00-12:00 of C1 from 2026-01-01 with no end (line 2)",
        ),
        (
            "availability",
            ("M1,sun,20:00,24:00,2026-01-01,2026-03-01", "M1,sun,23:00,24:00,2026-02-28,"),
            "3 start: sun 23:00-24:00 overlaps 20:00-24:00 of M1 from 2026-01-01 until 2026-03-01 (line 2)",
        ),
        (
            "leave",
            ("C1,2026-03-30,2026-04-03,", "C1,2026-04-03,2026-04-04,"),
            "3 starts_on: 2026-04-03 to 2026-04-04 overlaps 2026-03-30 to 2026-04-03 of C1 (line 2)",
        ),
    ],
)
def test_of_two_rows_that_overlap_the_later_one_is_refused(
    agency: Desk, tmp_path: Path, name: str, rows: tuple[str, ...], fault: str
) -> None:
    assert put(agency, tmp_path, name, *rows) == [f"{name}.csv:{fault}{LET}"]


def test_the_row_that_overlaps_is_named_and_not_one_that_touches_or_the_row_itself(
    agency: Desk, tmp_path: Path
) -> None:
    rows = ("C1,mon,06:00,08:00,2026-01-01,", "C1,mon,09:00,12:00,2026-01-01,", "C1,mon,08:00,09:30,2026-01-01,")
    [fault] = put(agency, tmp_path, "working_hours", *rows)
    assert "overlaps 09:00-12:00 of C1 from 2026-01-01 with no end (line 3)" in fault
    assert put(agency, tmp_path, "working_hours", *rows[:2]) == []
    assert put(agency, tmp_path, "working_hours", "C1,mon,12:30,13:00,2025-06-01,") == []
    [fault] = put(agency, tmp_path, "working_hours", "C1,mon,11:00,12:30,2026-02-01,")
    assert "overlaps 09:00-12:00 of C1" in fault
    [fault] = put(agency, tmp_path, "working_hours", "C1,mon,06:00,10:00,2026-01-01,")
    assert "mon 06:00-10:00 overlaps 09:00-12:00 of C1 from 2026-01-01 with no end (already stored)" in fault


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "working_hours",
            (
                "C1,mon,08:00,12:00,2026-01-01,",
                "C1,mon,12:00,13:00,2026-01-01,2026-03-01",
                "C1,mon,12:00,14:00,2026-03-01,",
                "C1,tue,08:00,12:00,2026-01-01,",
                "C2,mon,08:00,12:00,2026-01-01,",
            ),
        ),
        ("leave", ("C1,2026-03-30,2026-04-03,", "C1,2026-04-04,2026-04-04,", "C2,2026-03-30,2026-04-03,")),
    ],
)
def test_rows_that_only_touch_are_stored(agency: Desk, tmp_path: Path, name: str, rows: tuple[str, ...]) -> None:
    assert put(agency, tmp_path, name, *rows) == []
    assert agency.store.row(f"SELECT count(*) FROM {name}") == (len(rows),)


def test_a_stored_row_is_named_as_stored(agency: Desk, tmp_path: Path) -> None:
    assert put(agency, tmp_path, "leave", "C1,2026-03-30,2026-04-03,") == []
    assert put(agency, tmp_path, "leave", "C1,2026-03-01,2026-04-01,") == [
        "leave.csv:2 starts_on: 2026-03-01 to 2026-04-01 overlaps 2026-03-30 to 2026-04-03 of C1 (already stored)" + LET
    ]


def test_a_change_that_makes_room_may_stand_below_what_needs_it(agency: Desk, tmp_path: Path) -> None:
    first = ("C1,mon,13:00,17:00,2026-01-01,2026-03-01", "C1,mon,12:00,17:00,2026-03-01,")
    assert put(agency, tmp_path, "working_hours", *first) == []
    # the first can go on in the afternoon only once the second stops at 13:00; the third needs both
    moved = (
        "C1,mon,17:00,18:00,2026-01-01,",
        "C1,mon,13:00,17:00,2026-01-01,2026-06-01",
        "C1,mon,12:00,13:00,2026-03-01,",
    )
    assert put(agency, tmp_path, "working_hours", *moved) == []
    assert agency.store.rows("SELECT start_min, stop_min, ends_on FROM working_hours ORDER BY start_min") == [
        (720, 780, None),
        (780, 1020, "2026-06-01"),
        (1020, 1080, None),
    ]


def test_a_change_that_finds_no_room_is_refused(agency: Desk, tmp_path: Path) -> None:
    assert put(agency, tmp_path, "leave", "C1,2026-03-01,2026-03-10,", "C1,2026-03-20,2026-03-25,") == []
    assert put(agency, tmp_path, "leave", "C1,2026-03-01,2026-03-21,", "C1,2026-03-20,2026-03-22,") == [
        "leave.csv:2 starts_on: 2026-03-01 to 2026-03-21 overlaps 2026-03-20 to 2026-03-22 of C1 (already stored)" + LET
    ]
    assert agency.store.rows("SELECT ends_on FROM leave") == [("2026-03-10",), ("2026-03-25",)]


def test_a_row_that_stands_twice_is_told_by_its_line(agency: Desk, tmp_path: Path) -> None:
    row = "C1,mon,08:00,12:00,2026-01-01,"
    same = "a row with the same cm_id and weekday and starts_on and start is already on line 2 of this file"
    assert put(agency, tmp_path, "working_hours", row, row) == [
        f"working_hours.csv:3 cm_id: {same}; keep one of the two"
    ]


def test_the_reason_of_a_leave_is_not_the_reason_of_its_rejection(agency: Desk, tmp_path: Path) -> None:
    put(agency, tmp_path, "leave", "C1,2026-03-01,2026-02-01,rest", keep_good=True)
    rejected = tmp_path / "leave.rejected.csv"
    assert rejected.read_text(encoding="utf-8").splitlines() == [
        "fault,cm_id,starts_on,ends_on,reason",
        "ends_on 2026-02-01 is before starts_on 2026-03-01; correct one of the two,C1,2026-03-01,2026-02-01,rest",
    ]
    corrected = rejected.read_text(encoding="utf-8").replace("C1,2026-03-01,2026-02-01", "C1,2026-02-01,2026-03-01")
    rejected.write_text(corrected, encoding="utf-8")
    assert load(agency, rejected).stored
    assert agency.store.rows("SELECT reason FROM leave") == [("rest",)]


def test_nothing_about_weeks_works_the_ledger_out_anew(
    agency: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the ledger was worked out anew")

    monkeypatch.setattr("tcm_tui.records.refresh.refresh_members", never)
    for name in WEEK:
        assert put(agency, tmp_path, name, *FILES[f"{name}.csv"].splitlines()[1:]) == []


def test_families_come_with_their_members(agency: Desk, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    head = "member_id,first_name,last_name,dob,family_id,program,focus\n"
    rows = ["A1,Ada,Ash,2015-01-01,F1,wraparound,HE", "A2,Bo,Ash,2016-01-01,F1,wraparound,HE"]
    file.write_text(head + "\n".join([*rows, "M1,Ana,Paredes,1990-02-03,F2,standard,HE", ""]), encoding="utf-8")
    assert load(agency, file).stored
    assert agency.store.rows("SELECT family_id FROM families") == [("F1",), ("F2",)]
    assert agency.store.rows("SELECT member_id, family_id FROM members ORDER BY 1")[:3] == [
        ("A1", "F1"),
        ("A2", "F1"),
        ("M1", "F2"),
    ]
    file.write_text(head + "A3,Cy,Ash,2017-31-01,F3,wraparound,HE\n", encoding="utf-8")
    assert load(agency, file).refused
    assert agency.store.row("SELECT count(*) FROM families") == (2,)
