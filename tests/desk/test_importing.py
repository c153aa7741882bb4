# ruff: noqa: E501  (whole files and sentences are compared)
"""What an import stores: all or nothing, changes told, the same again nothing, the good rows if so wished."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import signal
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import importing, lookup
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.records.audit import verify_chain
from tcm_tui.records.csvfiles.references import References
from tcm_tui.records.write import rebuild
from tests.records.agency_files import FILES, ON, desk_at, load, said, write

H = "member_id,first_name,last_name,dob,program,focus"


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path / "agency.db") as desk:
        yield desk


@pytest.fixture
def filled(agency: Desk, tmp_path: Path) -> Desk:
    assert load(agency, write(tmp_path / "files")).stored
    return agency


def rows(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    return desk.store.rows(sql)


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_imported_whole_and_in_order(agency: Desk, tmp_path: Path) -> None:
    result = load(agency, write(tmp_path / "files"))
    assert result.stored and not result.errors and result.problem_count == 0
    names = [file.name for file in result.files]
    assert names.index("members.csv") < names.index("services.csv")
    assert {file.name: file.added for file in result.files} == {
        name: text.count("\n") - (0 if name == "settings.toml" else 1) for name, text in FILES.items()
    }


def test_cells_arrive_as_the_tables_hold_them(filled: Desk) -> None:
    assert rows(filled, "SELECT * FROM sites ORDER BY 1") == [("S1", "Riverside", "110"), ("S2", "Northgate", "111")]
    assert rows(filled, "SELECT acuity, pinned, phone FROM members ORDER BY member_id") == [
        (1.0, 0, "+1 405 555 0101"),
        (1.5, 1, None),
    ]
    assert rows(filled, "SELECT service_id, date, start_min, stop_min, elements, focus FROM services ORDER BY 1") == [
        ("V1", "2026-03-03", 540, 630, 2047, None),
        ("V2", "2026-03-05", 1410, 1470, 3, None),
        ("V3", "2026-03-09", 840, 880, 0, None),
    ]
    assert rows(filled, "SELECT kind, key_on FROM credentials ORDER BY kind") == [
        ("certification", "2024-02-01"),
        ("consultation", "2026-03-03"),
    ]
    assert rows(filled, "SELECT month, source FROM external_units") == [("2026-03-01", "Other agency")]
    assert rows(filled, "SELECT key, value FROM settings ORDER BY key") == [
        ("agency", "Plains Care"),
        ("juneteenth", "true"),
        ("unit_scope", "member-day"),
    ]


def test_the_answers_are_there_at_once(filled: Desk) -> None:
    # 90 minutes on March 3 are 6 units, 30 on each of March 5 and 6 are 2 each: 10; the visit of the 20th holds 4.
    month = lookup.units(filled, "M1", ON).month
    assert (month.used, month.scheduled, month.external, month.limit) == (10, 4, 4, 30)


def test_the_same_files_again_change_nothing(filled: Desk, tmp_path: Path) -> None:
    before = rows(filled, "SELECT count(*) FROM audit")
    result = load(filled, tmp_path / "files")
    assert result.stored
    assert {(file.added, file.changed, file.rejected) for file in result.files} == {(0, 0, 0)}
    assert sum(file.unchanged for file in result.files) == sum(t.count("\n") - 1 for t in FILES.values()) + 1
    assert rows(filled, "SELECT count(*) FROM audit") == before


def test_a_row_that_differs_is_changed_and_audited(filled: Desk, tmp_path: Path) -> None:
    changed = FILES["members.csv"].replace("Paredes", "Paredes-Ruiz").replace("1.5,true", "2,false")
    result = load(filled, put(tmp_path / "members.csv", changed))
    [file] = result.files
    assert (file.added, file.changed, file.unchanged) == (0, 2, 0)
    told = rows(filled, "SELECT key, member_id, before, after FROM audit WHERE entity = 'members' ORDER BY id")
    assert [(k, m, json.loads(b), json.loads(a)) for k, m, b, a in told] == [
        ("M1", "M1", {"last_name": "Paredes"}, {"last_name": "Paredes-Ruiz"}),
        ("M2", "M2", {"acuity": 1.5, "pinned": 1}, {"acuity": 2.0, "pinned": False}),
    ]
    [(about,)] = rows(filled, "SELECT after FROM audit WHERE entity = 'file' ORDER BY id DESC LIMIT 1")
    assert json.loads(about)["changed"] == 2 and len(json.loads(about)["sha256"]) == 64
    assert verify_chain(filled.store).ok


def test_columns_that_a_file_does_not_have_stay_as_they_are(filled: Desk, tmp_path: Path) -> None:
    load(filled, put(tmp_path / "members.csv", f"{H}\nM1,Ana,Paredes,1990-02-03,intensive,HE\n"))
    assert rows(filled, "SELECT program, phone, opened_on FROM members WHERE member_id = 'M1'") == [
        ("intensive", "+1 405 555 0101", "2025-01-06")
    ]
    load(filled, put(tmp_path / "members.csv", f"{H},phone\nM1,Ana,Paredes,1990-02-03,intensive,HE,\n"))
    assert rows(filled, "SELECT phone FROM members WHERE member_id = 'M1'") == [(None,)]


def test_a_changed_fact_changes_the_units(filled: Desk, tmp_path: Path) -> None:
    load(filled, put(tmp_path / "services.csv", FILES["services.csv"].replace("09:00,10:30", "09:00,10:00")))
    assert lookup.units(filled, "M1", ON).month.used == 8
    load(filled, put(tmp_path / "residences.csv", "member_id,kind,starts_on\nM1,nursing-facility,2026-03-04\n"))
    assert lookup.units(filled, "M1", date(2026, 3, 3)).month.used == 4
    # Level III at the other site would be HN under contract 111, which has no row: nothing counts any more.
    load(filled, put(tmp_path / "sites.csv", FILES["sites.csv"].replace("S1,Riverside,110", "S1,Riverside,111")))
    assert lookup.units(filled, "M1", date(2026, 3, 3)).status == "no-row"
    assert rows(filled, "SELECT sum(units) FROM ledger WHERE member_id = 'M1'") == [(0,)]


def test_delivered_beyond_a_limit_is_recorded(filled: Desk, tmp_path: Path) -> None:
    more = "service_id,member_id,cm_id,date,start,stop,activity\n" + "".join(
        f"W{day},M2,C1,2026-03-{day:02},08:00,14:00,plan-monitoring\n" for day in range(10, 14)
    )
    assert load(filled, put(tmp_path / "services.csv", more)).stored
    assert lookup.units(filled, "M2", ON).month.over > 0


def test_dry_run_stores_nothing_and_counts(agency: Desk, tmp_path: Path) -> None:
    result = load(agency, write(tmp_path / "files"), dry_run=True)
    assert (result.stored, result.dry_run, result.problem_count) == (False, True, 0)
    assert sum(file.added for file in result.files) > 20
    assert rows(agency, "SELECT count(*) FROM members") == [(0,)]


def test_one_bad_row_stores_nothing(agency: Desk, tmp_path: Path) -> None:
    result = load(
        agency,
        write(tmp_path / "files", services=FILES["services.csv"] + "V4,M1,C1,2026-03-10,9:00,10:00,,travel,,,\n"),
    )
    assert said(result) == ["services.csv:5 start: “9:00” is not written HH:MM; write 09:00"]
    assert not result.stored
    for table in ("sites", "members", "services", "audit", "settings"):
        assert rows(agency, f"SELECT count(*) FROM {table}") == [(0,)]
    assert not list((tmp_path / "files").glob("*rejected*"))


def test_keep_good_puts_the_bad_rows_aside(agency: Desk, tmp_path: Path) -> None:
    bad = "V4,M1,C1,2026-03-10,9:00,10:00,,travel,,,\nV5,M7,C1,2026-03-10,x,10:00,,travel,,,\nV6,M1\nV7,M1,C1,2026-03-10,09:00,10:00,,travel,,,\n"
    folder = write(tmp_path / "files", services=FILES["services.csv"] + bad)
    result = load(agency, folder, keep_good=True)
    services = next(file for file in result.files if file.kind == "services")
    assert result.stored and not result.refused and result.problem_count == 4
    assert (services.added, services.rejected) == (4, 3)
    rejected = folder / "services.rejected.csv"
    assert services.rejected_file == str(rejected)
    assert stat.S_IMODE(rejected.stat().st_mode) == 0o600
    with rejected.open(newline="", encoding="utf-8") as file:
        written = list(csv.reader(file))
    assert written[0] == ["reason", *FILES["services.csv"].splitlines()[0].split(",")]
    assert written[1][0] == "start “9:00” is not written HH:MM; write 09:00"
    assert written[1][1:] == "V4,M1,C1,2026-03-10,9:00,10:00,,travel,,,".split(",")
    assert written[2][0].startswith(
        "member_id no member has the id M7; correct it, or add it to members.csv; start “x”"
    )
    assert written[3] == ["this row has 2 cells where the first line has 11; add the missing commas", "V6", "M1"]
    assert sorted(p.name for p in folder.iterdir() if "rejected" in p.name) == ["services.rejected.csv"]


def test_a_corrected_rejected_file_is_imported(agency: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", members=FILES["members.csv"] + "M3,=SUM(A1),'=x,7/9/2008,standard,HE,,-5,,\n")
    load(agency, folder, keep_good=True)
    rejected = folder / "members.rejected.csv"
    assert "M3,'=SUM(A1),'=x,7/9/2008" in rejected.read_text(encoding="utf-8")
    corrected = put(rejected, rejected.read_text(encoding="utf-8").replace("7/9/2008", "2008-07-09"))
    assert load(agency, corrected).stored
    assert rows(agency, "SELECT first_name, last_name, phone FROM members WHERE member_id = 'M3'") == [
        ("=SUM(A1)", "=x", "-5")
    ]
    put(rejected, corrected.read_text(encoding="utf-8").replace("2008-07-09", "soon"))
    assert load(agency, rejected, keep_good=True).stored
    twice = folder / "members.rejected.rejected.csv"
    assert twice.read_text(encoding="utf-8").splitlines()[0].split(",").count("reason") == 1
    again = load(agency, folder, keep_good=True)
    assert [file.rejected for file in again.files if file.kind == "members"] == [1]


def test_keep_good_does_not_save_a_file_that_cannot_be_read(agency: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", members=FILES["members.csv"].replace("member_id", "Member ID"))
    result = load(agency, folder, keep_good=True)
    assert result.refused and not result.stored
    assert load(agency, folder, keep_good=True, dry_run=True).refused
    assert rows(agency, "SELECT count(*) FROM sites") == [(0,)]


def test_a_folder_that_takes_no_file_is_told(agency: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    folder = write(tmp_path / "files", members=FILES["members.csv"] + "M3,A,B,x,standard,HE,,,,\n")
    monkeypatch.setattr("tcm_tui.records.csvfiles.rejected.os.open", forbidden)
    result = load(agency, folder, keep_good=True)
    assert not result.stored
    assert "cannot be written to" in said(result)[-1] and "(permission denied)" in said(result)[-1]
    assert rows(agency, "SELECT count(*) FROM sites") == [(0,)]


def test_keep_good_refuses_what_refers_to_a_refused_row(agency: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", members=FILES["members.csv"].replace("2008-07-09", "2008-07-39"))
    result = load(agency, folder, keep_good=True)
    assert result.stored
    assert {file.kind: file.rejected for file in result.files if file.rejected} == {
        "members": 1,
        "assignments": 2,
        "residences": 1,
        "stays": 1,
        "appointments": 1,
        "outreach": 1,
        "services": 1,
        "availability": 2,
    }
    assert rows(agency, "SELECT member_id FROM members") == [("M1",)]


def test_a_supervisor_may_stand_further_down(agency: Desk, tmp_path: Path) -> None:
    many = "".join(f"D{n},Worker {n},II,standard,S1,,D{n + 1}\n" for n in range(2000))
    folder = write(
        tmp_path / "files", case_managers=FILES["case_managers.csv"] + many + "D2000,Last,II,standard,S1,,C1\n"
    )
    assert load(agency, folder).stored


def test_whoever_stands_under_a_refused_supervisor_is_refused_too(agency: Desk, tmp_path: Path) -> None:
    more = "D1,A,II,standard,S1,,D2\nD2,B,II,standard,S1,,D3\nD3,C,II,standard,S1,,D4\nD5,E,II,standard,S1,,C1\n"
    folder = write(tmp_path / "files", case_managers=FILES["case_managers.csv"] + more)
    result = load(agency, folder, keep_good=True)
    assert {f.kind: f.rejected for f in result.files if f.rejected} == {"case_managers": 3}
    assert rows(agency, "SELECT cm_id FROM case_managers ORDER BY 1") == [("C1",), ("C2",), ("D5",)]


def test_a_transfer_in_one_file_closes_and_opens(filled: Desk, tmp_path: Path) -> None:
    text = "member_id,cm_id,starts_on,ends_on\nM1,C2,2026-04-01,\nM1,C1,2025-01-06,2026-04-01\n"
    result = load(filled, put(tmp_path / "assignments.csv", text))
    assert (result.stored, result.files[0].added, result.files[0].changed) == (True, 1, 1)


def test_keep_good_keeps_the_earlier_of_two_overlapping_assignments(filled: Desk, tmp_path: Path) -> None:
    text = "member_id,cm_id,starts_on,ends_on\nM1,C2,2024-06-01,2024-09-01\nM1,C1,2024-08-01,2024-10-01\nM1,C1,2024-09-01,2024-10-01\n"
    result = load(filled, put(tmp_path / "assignments.csv", text), keep_good=True)
    assert (result.files[0].added, result.files[0].rejected) == (2, 1)
    assert [error.line for error in result.errors] == [3]


def test_doubled_ids_are_found_across_batches_and_beside_stored_rows(filled: Desk, tmp_path: Path) -> None:
    head = "service_id,member_id,cm_id,date,start,stop,activity\n"
    body = [f"X{n},M1,C1,2020-01-{n % 28 + 1:02},08:00,08:15,travel" for n in range(1300)]
    text = head + "\n".join(
        [*body, body[0], body[700].replace("08:15", "08:20"), "V1" + body[3][2:], "V1" + body[4][2:]]
    )
    result = load(filled, put(tmp_path / "services.csv", text), keep_good=True)
    assert (result.files[0].added, result.files[0].changed, result.files[0].rejected) == (1300, 1, 3)
    assert [(e.line, e.text.partition(";")[0]) for e in result.errors] == [
        (1302, "X0 is already on line 2 of this file"),
        (1303, "X700 is already on line 702 of this file"),
        (1305, "V1 is already on line 1304 of this file"),
    ]


def test_doubled_ids_in_an_empty_table(agency: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files", without=("services.csv",))
    assert load(agency, folder).stored
    head = "service_id,member_id,cm_id,date,start,stop,activity\n"
    body = [f"X{n},M1,C1,2020-01-{n % 28 + 1:02},08:00,08:15,travel" for n in range(1300)]
    text = head + "\n".join([*body, body[0], body[1299], "Y1" + body[3][2:]])
    result = load(agency, put(tmp_path / "services.csv", text), keep_good=True)
    assert (result.files[0].added, result.files[0].rejected) == (1301, 2)
    assert [error.line for error in result.errors] == [1302, 1303]
    assert rows(agency, "SELECT count(*) FROM services") == [(1301,)]


def test_a_voided_row_stays_voided(filled: Desk, tmp_path: Path) -> None:
    from tcm_tui.desk import void

    void.void(filled, "V3", "entered twice", ON)
    assert load(filled, tmp_path / "files").files[-5].unchanged
    changed = FILES["services.csv"].replace("14:00,14:40", "14:00,14:50")
    [sentence] = said(load(filled, put(tmp_path / "services.csv", changed)))
    assert sentence.startswith("services.csv:4 service_id: V3 was voided on 20")
    assert sentence.endswith("and stays so; give the row a new id, or take it out")


@pytest.mark.parametrize("keep_good", [False, True])
def test_planned_visits_beyond_a_limit_are_bad_rows(filled: Desk, tmp_path: Path, keep_good: bool) -> None:
    # Month of M1: 30 granted - 10 used - 4 elsewhere - 4 planned on the 20th = 12.
    text = """appointment_id,member_id,date,start,stop,kind,status,units
B1,M1,2026-03-21,08:00,10:00,community-contact,scheduled,
B2,M1,2026-03-22,08:00,09:15,community-contact,scheduled,
B3,M1,2026-03-23,08:00,09:00,community-contact,scheduled,
B4,M1,2026-03-24,,,provider,scheduled,
B5,M1,2026-03-25,08:00,18:00,community-contact,kept,
B6,M2,2026-03-21,,,community-contact,scheduled,17
A1,M1,2026-03-20,09:00,14:00,community-contact,scheduled,
"""
    result = load(filled, put(tmp_path / "appointments.csv", text), keep_good=keep_good)
    assert result.stored is keep_good
    end = "; shorten it, plan it for another time, or take it out"
    assert said(result) == [
        f"appointments.csv:3 units: this planned visit takes 5 and 4 are left in March 2026 (30 - 10 used - 12 planned - 4 elsewhere){end}",
        f"appointments.csv:7 units: this planned visit takes 17 and 16 are left on 2026-03-21 (16 - 0 used - 0 planned){end}",
        f"appointments.csv:8 units: this planned visit takes 20 and 16 are left on 2026-03-20 (16 - 0 used - 0 planned){end}",
    ]
    stored = [("A1", 540, 600), ("A2", 780, 840)]
    if keep_good:
        file = result.files[0]
        assert (file.added, file.changed, file.rejected) == (4, 0, 3)
        kept = [("B1", 480, 600), ("B3", 480, 540), ("B4", None, None), ("B5", 480, 1080)]
        stored += kept
        month = lookup.units(filled, "M1", ON).month
        assert (month.used + month.scheduled + month.external, month.over) == (30, 0)
    assert rows(filled, "SELECT appointment_id, start_min, stop_min FROM appointments ORDER BY 1") == stored
    assert verify_chain(filled.store).ok


def test_planned_visits_beyond_a_limit_are_taken_where_the_agency_only_warns(filled: Desk, tmp_path: Path) -> None:
    put(tmp_path / "settings.toml", 'over_limit_plans = "warn"\n')
    text = "appointment_id,member_id,date,kind,status,units\nB6,M2,2026-03-21,community-contact,scheduled,17\n"
    assert load(filled, tmp_path / "settings.toml", put(tmp_path / "appointments.csv", text)).stored


def test_a_planned_visit_that_a_service_names_holds_nothing(filled: Desk, tmp_path: Path) -> None:
    text = "appointment_id,member_id,date,kind,status,units\nB6,M2,2026-03-21,community-contact,scheduled,17\n"
    done = "service_id,member_id,cm_id,date,start,stop,activity,appointment_id\nW1,M2,C1,2026-03-21,08:00,09:00,travel,B6\n"
    assert load(filled, put(tmp_path / "appointments.csv", text), put(tmp_path / "services.csv", done)).stored


def test_a_changed_setting_works_everything_out_anew(filled: Desk, tmp_path: Path) -> None:
    # V2 is two half hours on two days; by whole units of the contact nothing changes, by eight minutes neither,
    # but 14:00 to 14:40 is 2 whole units or 3 by eight minutes.
    assert lookup.units(filled, "M2", ON).month.used == 2
    assert load(filled, put(tmp_path / "settings.toml", 'unit_rounding = "eight-minute"\n')).stored
    assert lookup.units(filled, "M2", ON).month.used == 3


def test_any_name_with_the_kind_said(filled: Desk, tmp_path: Path) -> None:
    file = put(tmp_path / "people of june.txt", f"{H}\nM3,A,B,2000-01-01,standard,HE\n")
    assert importing.import_paths(filled, [file], ON, as_kind="members").stored
    with pytest.raises(WrongUsage, match="--as: “member” is no kind of file"):
        importing.import_paths(filled, [file], ON, as_kind="member")


def test_bom_crlf_column_order_and_blank_rows(filled: Desk, tmp_path: Path) -> None:
    text = "\ufefffocus,program,dob,last_name,first_name,member_id\r\n\r\nHV,pact,2000-01-01,B,A,M3\r\n,,,,,\r\n"
    (tmp_path / "members.csv").write_bytes(text.encode())
    result = load(filled, tmp_path / "members.csv")
    assert (result.stored, result.files[0].added, result.files[0].rejected) == (True, 1, 0)
    old = "member_id,first_name,last_name,dob,program,focus\rM4,A,B,2000-01-01,pact,HE\r"
    (tmp_path / "members.csv").write_bytes(old.encode())
    assert load(filled, tmp_path / "members.csv").files[0].added == 1


def test_a_header_without_rows_is_no_fault_but_told(filled: Desk, tmp_path: Path) -> None:
    result = load(filled, put(tmp_path / "members.csv", H + "\n"))
    assert result.stored and result.notes == ("members.csv has a header and no rows.",)


def test_progress_is_told_and_stopping_stores_nothing(agency: Desk, tmp_path: Path) -> None:
    folder = write(tmp_path / "files")
    told: list[importing.ImportProgress] = []
    result = importing.import_paths(agency, [folder], ON, progress=told.append, cancelled=lambda: len(told) > 4)
    assert result.cancelled and not result.stored and not result.errors
    assert rows(agency, "SELECT count(*) FROM sites") == [(0,)]
    assert len(told) == 5 and all(0 < each.done <= each.total for each in told)
    importing.import_paths(agency, [folder], ON, progress=told.append)
    assert told[-1].stage in FILES or told[-1].stage == "units"


def test_stopping_while_units_are_worked_out_stores_nothing(
    agency: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tcm_tui.records.refresh._STEP", 1)
    told: list[importing.ImportProgress] = []
    result = importing.import_paths(
        agency,
        [write(tmp_path / "files")],
        ON,
        progress=told.append,
        cancelled=lambda: bool(told) and told[-1].stage == "units",
    )
    assert told[-1].stage == "units" and told[-1].total == 3
    assert result.cancelled and not result.stored and not result.refused
    assert rows(agency, "SELECT count(*) FROM sites") == [(0,)]


def test_only_the_appointments_of_a_batch_are_kept_in_mind(filled: Desk) -> None:
    known = References(filled.store.connection)
    for visits in (["A1", "", "A2"], ["A2", "A7"]):
        known.look_ahead("appointments", visits)
    assert dict(known.table("appointments")) == {"A2": "A2"}


def test_a_month_of_many_members_is_worked_out_as_everything_would_be(agency: Desk, tmp_path: Path) -> None:
    people = FILES["members.csv"].splitlines()[0] + "\n"
    people += "".join(f"P{n},A,B,1990-01-01,standard,HE,2025-01-01,,,\n" for n in range(70))
    held = "".join(f"P{n},C1,2025-01-01,\n" for n in range(70))
    head = "service_id,member_id,cm_id,date,start,stop,activity\n"
    old = "".join(
        f"S{n}-{month}-{day},P{n},C1,2026-{month:02}-{day},{8 + day - 20:02}:00,{9 + day - 20:02}:50,plan-monitoring\n"
        for n in range(70)
        for month in range(1, 13)
        for day in (20, 21, 22)
    )
    folder = write(tmp_path / "files", members=FILES["members.csv"] + people.partition("\n")[2])
    put(folder / "assignments.csv", FILES["assignments.csv"] + held)
    put(folder / "services.csv", head + old)
    assert load(agency, folder).stored
    new = "".join(f"N{n},P{n},C1,2026-04-30,23:00,00:40,2026-05-01,plan-monitoring\n" for n in range(70))
    result = load(agency, put(tmp_path / "services.csv", head.replace("stop,", "stop,stop_date,") + new))
    assert result.files[0].added == 70
    tables = ("SELECT * FROM ledger", "SELECT * FROM cm_days")
    found = [rows(agency, sql) for sql in tables]
    assert sum(row[3] == "N7" for row in found[0]) == 2
    rebuild(agency.store, agency.policy, agency.packs, "test")
    assert [rows(agency, sql) for sql in tables] == found


def _import_and_hang(database: str, folder: str, ready: Any) -> None:
    def hang(progress: importing.ImportProgress) -> None:
        if progress.stage == "services.csv":
            ready.set()
            signal.pause()

    with desk_at(Path(database)) as desk:
        importing.import_paths(desk, [Path(folder)], ON, progress=hang)


def test_killed_midway_nothing_is_stored(filled: Desk, tmp_path: Path) -> None:
    more = "service_id,member_id,cm_id,date,start,stop,activity\n"
    more += "".join(f"X{n},M1,C1,2020-01-{n % 28 + 1:02},08:00,08:15,travel\n" for n in range(3000))
    folder = tmp_path / "more"
    folder.mkdir()
    put(folder / "services.csv", more)
    put(folder / "members.csv", f"{H}\nM3,A,B,2000-01-01,standard,HE\n")
    spawn = multiprocessing.get_context("fork")
    ready = spawn.Event()
    child = spawn.Process(target=_import_and_hang, args=(str(filled.store.path), str(folder), ready))
    child.start()
    assert ready.wait(60)
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with desk_at(Path(filled.store.path)) as desk:
        assert rows(desk, "SELECT count(*) FROM services") == [(3,)]
        assert rows(desk, "SELECT count(*) FROM members") == [(2,)]
        assert load(desk, folder).stored
        assert rows(desk, "SELECT count(*) FROM services") == [(3003,)]


def test_readers_are_not_shut_out_before_the_commit(filled: Desk, tmp_path: Path) -> None:
    more = "service_id,member_id,cm_id,date,start,stop,activity\n"
    more += "".join(f"X{n},M1,C1,2020-01-{n % 28 + 1:02},08:00,08:15,travel\n" for n in range(20000))
    seen: list[int] = []
    with desk_at(Path(filled.store.path)) as reader:

        def look(progress: importing.ImportProgress) -> None:
            seen.append(reader.store.rows("SELECT count(*) FROM services")[0][0])

        assert importing.import_paths(filled, [put(tmp_path / "services.csv", more)], ON, progress=look).stored
        assert set(seen) == {3} and len(seen) >= 40
        assert rows(reader, "SELECT count(*) FROM services") == [(20003,)]
