# ruff: noqa: E501  (whole sentences are compared)
"""Faulty files: each gives one clear sentence, says where, and stores nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcm_tui.desk.office import Desk
from tests.records.agency_files import FILES, desk_at, load, said, write

H = "member_id,first_name,last_name,dob,program,focus"
ROW = "M9,Zoë,Marsh,2008-07-09,standard,HE"


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An agency with its files imported; faulty files leave it as it is."""
    folder = tmp_path_factory.mktemp("agency")
    with desk_at(folder / "agency.db") as desk:
        assert load(desk, write(folder / "files")).stored
        yield desk


def contents(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    tables = [name.removesuffix(".csv") for name in FILES if name.endswith(".csv")]
    return {t: desk.store.rows(f"SELECT * FROM {t} ORDER BY 1, 2") for t in [*tables, "settings", "audit", "ledger"]}


def refused(desk: Desk, file: Path, content: str | bytes) -> list[str]:
    """The messages for a file; nothing of it may be stored."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = contents(desk)
    result = load(desk, file)
    assert result.errors and result.refused and not result.stored
    assert contents(desk) == before
    return said(result)


FAULTS: list[tuple[str, str | bytes, str]] = [
    ("utf-16", f"{H}\n{ROW}\n".encode("utf-16"), "members.csv: is encoded in UTF-16, not UTF-8; save it again as “CSV UTF-8”"),
    ("utf-16 without mark", f"{H}\n{ROW}\n".encode("utf-16-be"), "members.csv: is encoded in UTF-16, not UTF-8; save it again as “CSV UTF-8”"),
    ("latin-1", f"{H}\n{ROW}\n".encode("latin-1"), "members.csv:2: is not UTF-8: byte 0xEB here (in Windows-1252 or Latin-1 it would be “ë”); save it again as “CSV UTF-8”"),
    ("latin-1 at the end", f"{H}\n{ROW}é".encode("latin-1").replace(b"\xeb", b"e"), "members.csv:2: is not UTF-8: byte 0xE9 here (in Windows-1252 or Latin-1 it would be “é”); save it again as “CSV UTF-8”"),
    ("workbook", b"PK\x03\x04abc", "members.csv: is a spreadsheet workbook, not CSV; open it and save it again as “CSV UTF-8”"),
    ("semicolons", f"{H}\n{ROW}\n".replace(",", ";"), "members.csv:1: the columns are separated by semicolons, not commas; save it again with commas (“CSV UTF-8”)"),
    ("tabs", f"{H}\n{ROW}\n".replace(",", "\t"), "members.csv:1: the columns are separated by tabs, not commas; save it again with commas (“CSV UTF-8”)"),
    ("sep line", f"sep=;\n{H}\n{ROW}\n", "members.csv:1: begins with a spreadsheet's “sep=” line; delete that line"),
    ("header with spaces", f"{H}\n{ROW}\n".replace("member_id", "Member ID"), "members.csv:1 Member ID: is not spelled as expected; rename this column to member_id"),
    ("header run together", f"{H}\n{ROW}\n".replace("member_id", "memberid"), "members.csv:1 memberid: is not spelled as expected; rename this column to member_id"),
    ("look-alike letter", f"{H}\n{ROW}\n".replace("member_id", "mеmber_id"), "members.csv:1 mеmber_id: is not spelled as expected (it contains U+0435 CYRILLIC SMALL LETTER IE); rename this column to member_id"),
    ("invisible letter", f"{H}\n{ROW}\n".replace("dob", "do\u200bb"), "members.csv:1 do\\u200bb: is not spelled as expected (it contains U+200B ZERO WIDTH SPACE); rename this column to dob"),
    ("missing column", f"{H}\n{ROW}\n".replace(",dob", ""), "members.csv:1 dob: this column is missing; members.csv needs member_id, first_name, last_name, dob, program and focus"),
    ("unknown column", f"{H},fone\n{ROW},1\n", "members.csv:1 fone: is not a column of this file; did you mean phone? Else take the column out"),
    ("doubled column", f"{H},focus\n{ROW},HE\n", "members.csv:1 focus: stands 2 times in the first line; keep one column of this name"),
    ("two spellings", f"{H},Focus\n{ROW},HE\n", "members.csv:1 Focus: says the same as the column focus, which is there too; take one of them out"),
    ("nameless column", f"{H},\n{ROW},\n", "members.csv:1: 1 column has no name in the first line; name what is needed and take the rest out"),
    ("no header", f"{ROW}\n", "members.csv:1: the first line names no column of members.csv; begin with member_id,first_name,last_name,dob,program,focus"),
    ("NUL", f"{H}\n{ROW}\n{ROW}\0\n", "members.csv:3: has a NUL byte here, so it is damaged or no text; take it from its source again"),
    ("short row", f"{H}\nM9,Ann\n", "members.csv:2: this row has 2 cells where the first line has 6; add the missing commas"),
    ("long row", f"{H}\nM9,Marsh, Zoë,X,2008-07-09,standard,HE\n", "members.csv:2: this row has 7 cells where the first line has 6; put a cell with a comma inside in quotation marks"),
    ("open quotation mark", f'{H}\n{ROW}\nM8,"Zoë,Marsh,2008-07-09,standard,HE\n{ROW}\n', "members.csv:3: a quotation mark is opened in this row and never closed; close it or take it out"),
    ("stray quotation mark", f'{H}\n\n"M8"x,Zoë,Marsh,2008-07-09,standard,HE\n', "members.csv:3: the quotation marks in this row do not pair up; put the cell in quotation marks and double those inside it"),
    ("after blank lines", f'{H}\n\n"M5",A,B,2000-01-01,pact,HE\n\n\n{ROW}x\n', "members.csv:6 focus: “HEx” is not known here; write HE, HF or HV"),
    ("empty", "", "members.csv: is empty; the first line must name the columns"),
    ("blank lines only", "\n\n", "members.csv: is empty; the first line must name the columns"),
    ("damaged id", f"{H}\n{ROW}\n".replace("M9", "1.23E+15"), "members.csv:2 member_id: “1.23E+15” is an id that a spreadsheet turned into a number and shortened; take the file from its source again and open the column as text"),
    ("damaged date", f"{H}\n{ROW}\n".replace("2008-07-09", "7/9/2008"), "members.csv:2 dob: “7/9/2008” is not written YYYY-MM-DD; write 2008-07-09 if the month comes first, 2008-09-07 if the day does; format the column as text in the spreadsheet and save it again"),
    ("control character", f"{H}\n{ROW}\n".replace("Zoë", "Z\x1b[31m"), "members.csv:2 first_name: “Z\\x1b[31m” contains U+001B CONTROL CHARACTER, which cannot be seen; take it out"),
    ("wrong word", f"{H}\n{ROW}\n".replace("standard", "standart"), "members.csv:2 program: “standart” is not known here; did you mean standard? It is one of standard, intensive, wraparound, pact or first-time-mothers"),
    ("doubled id", f"{H}\n{ROW}\n\n{ROW}\n", "members.csv:4 member_id: M9 is already on line 2 of this file; keep one of the two rows, or give this one its own id"),
    ("empty cell", f"{H}\n{ROW}\n".replace("2008-07-09", ""), "members.csv:2 dob: is empty; fill it in"),
    ("dates in the wrong order", f"{H},opened_on,closed_on\n{ROW},2026-01-02,2026-01-01\n", "members.csv:2 closed_on: 2026-01-01 is before opened_on 2026-01-02; correct one of the two"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "says"), [(c, s) for _, c, s in FAULTS], ids=[n for n, _, _ in FAULTS])
def test_a_faulty_file_gives_one_clear_sentence(agency: Desk, tmp_path: Path, content: str | bytes, says: str) -> None:
    assert refused(agency, tmp_path / "members.csv", content) == [says]


SERVICE = "service_id,member_id,cm_id,date,start,stop,stop_date,activity,appointment_id\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("V9,M1,C1,2026-03-03,09:00,08:00,,travel,", "stop: 08:00 is before the start 09:00; correct it, or give 2026-03-04 as stop_date"),
        ("V9,M1,C1,2026-03-03,09:00,09:00,,travel,", "stop: 09:00 is also the start, so nothing lies between; correct one of the two"),
        ("V9,M1,C1,2026-03-03,09:00,09:01,2026-03-04,travel,", "stop_date: 2026-03-04 09:01 is more than 24 hours after 2026-03-03 09:00; split it by day"),
        ("V9,M1,C1,2026-03-03,09:00,08:00,2026-03-05,travel,", "stop_date: 2026-03-05 08:00 is more than 24 hours after 2026-03-03 09:00; split it by day"),
        ("V9,M1,C1,2026-03-03,09:00,10:00,2026-03-02,travel,", "stop_date: 2026-03-02 is before the date 2026-03-03; correct one of the two"),
        ("V9,M1,C1,2026-03-03,24:00,01:00,,travel,", "start: “24:00” is no time of the day; write 00:00, on the next day"),
        ("V9,M7,C1,2026-03-03,09:00,10:00,,travel,", "member_id: no member has the id M7; correct it, or add it to members.csv"),
        ("V9,m1,C1,2026-03-03,09:00,10:00,,travel,", "member_id: no member has the id m1, but M1 exists; was it changed by a spreadsheet? Write M1"),
        ("V9,M1,C7,2026-03-03,09:00,10:00,,travel,", "cm_id: no case manager has the id C7; correct it, or add it to case_managers.csv"),
        ("V9,M1,C1,2026-03-03,09:00,10:00,,travel,A7", "appointment_id: no appointment has the id A7; correct it, or add it to appointments.csv"),
        ("V9,M1,C1,2026-03-03,09:00,10:00,,traveling,", "activity: “traveling” is not known here; did you mean travel?"),
    ],
)  # fmt: skip
def test_a_faulty_service_gives_one_clear_sentence(agency: Desk, tmp_path: Path, row: str, says: str) -> None:
    assert refused(agency, tmp_path / "services.csv", f"{SERVICE}{row}\n") == [f"services.csv:2 {says}"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("case_managers", "cm_id,name,level,type,site_id\nC9,Ann,II,standard,S9\n", ["2 site_id: no site has the id S9; correct it, or add it to sites.csv"]),
        ("case_managers", "cm_id,name,level,type,site_id,supervisor_id\nC8,Ann,II,standard,S1,C9\nC9,Bo,II,standard,S9,\n", [
            "2 supervisor_id: the case manager C9 was itself refused (case_managers.csv:3); correct that row first",
            "3 site_id: no site has the id S9; correct it, or add it to sites.csv",
        ]),
        ("assignments", "member_id,cm_id,starts_on,ends_on\nM1,C2,2026-01-01,\n", ["2 starts_on: the assignment from 2026-01-01 overlaps the one to C1 from 2025-01-06 with no end (already stored); a member has one worker a day, so end the earlier one on the day the next begins"]),
        ("assignments", "member_id,cm_id,starts_on,ends_on\nM1,C2,2024-01-01,2024-03-01\nM1,C1,2024-02-01,2024-04-01\n", ["3 starts_on: the assignment from 2024-02-01 overlaps the one to C2 from 2024-01-01 until 2024-03-01 (line 2); a member has one worker a day, so end the earlier one on the day the next begins"]),
        ("credentials", "cm_id,kind,completed_on,amount\nC1,coaching,2026-03-01,1\nC1,coaching,2026-03-01,2\n", ["3 cm_id: a row with the same cm_id and kind and day is already on line 2 of this file; keep one of the two"]),
        ("appointments", "appointment_id,member_id,date,start,stop,kind,status\nA9,M1,2026-03-25,,10:00,provider,scheduled\n", ["2 stop: is given without a start; give both or neither"]),
        ("on_call", "cm_id,program,starts_at,ends_at\nC1,intensive,2026-03-02T08:00,2026-03-02T08:00\n", ["2 ends_at: 2026-03-02T08:00 is the same as starts_at 2026-03-02T08:00; correct one of the two"]),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_what_is_there(
    agency: Desk, tmp_path: Path, name: str, content: str, says: list[str]
) -> None:
    assert refused(agency, tmp_path / f"{name}.csv", content) == [f"{name}.csv:{line}" for line in says]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("agency = 3", "agency: must be text in quotation marks, not a number"),
        ('agency = "a\\u001bb"', "agency: must be one line of at most 1,000 characters that can be seen; shorten it"),
        ('unit_rounding = "completed"', 'unit_rounding: “completed” is not one of its values; write "completed-15" or "eight-minute"'),
        ('juneteenth = "true"', "juneteenth: must be true or false without quotation marks, not a text"),
        ('unitscope = "contact"', "unitscope: is not a setting; did you mean unit_scope?"),
        ("[agency]\nname = 1", "agency: must be text in quotation marks, not a table"),
    ],
)  # fmt: skip
def test_a_faulty_setting_names_file_and_key(agency: Desk, tmp_path: Path, content: str, says: str) -> None:
    assert refused(agency, tmp_path / "settings.toml", content) == [f"settings.toml {says}"]


def test_settings_that_are_no_toml(agency: Desk, tmp_path: Path) -> None:
    [sentence] = refused(agency, tmp_path / "settings.toml", "agency = \n")
    assert sentence.startswith("settings.toml: is not TOML: ") and "(at line 1" in sentence


def test_the_first_twenty_and_a_count(agency: Desk, tmp_path: Path) -> None:
    rows = "".join(f"M{n},Zoë,Marsh,2008-07-32,standard,HE\n" for n in range(100, 1300))
    (tmp_path / "members.csv").write_text(f"{H}\n{rows}", encoding="utf-8")
    result = load(agency, tmp_path / "members.csv")
    assert (len(result.errors), result.problem_count) == (20, 1200)
    assert [error.line for error in result.errors] == list(range(2, 22))
    assert result.files[0].rejected == 1200


def test_lines_are_counted_as_an_editor_does(agency: Desk, tmp_path: Path) -> None:
    two_lines = ROW.replace("Zoë", '"Zo\në"')
    (tmp_path / "members.csv").write_text(f"{H}\n{two_lines}\n\n{ROW}x\n{two_lines}\r\n{ROW}y\n", encoding="utf-8")
    assert [error.line for error in load(agency, tmp_path / "members.csv").errors] == [2, 5, 6, 8]


def test_every_fault_of_a_row_is_told_at_once(agency: Desk, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(f"{H}\nM 9 ,,Marsh,x,standard,\n", encoding="utf-8")
    result = load(agency, tmp_path / "members.csv")
    assert [error.column for error in result.errors] == ["member_id", "first_name", "dob", "focus"]
    assert result.files[0].rejected == 1


def test_what_refers_to_a_refused_row_says_so(agency: Desk, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(f"{H}\n{ROW[:-2]}XX\n", encoding="utf-8")
    (tmp_path / "services.csv").write_text(f"{SERVICE}V9,M9,C1,2026-03-03,09:00,10:00,,travel,\n", encoding="utf-8")
    assert said(load(agency, tmp_path))[1] == (
        "services.csv:2 member_id: the member M9 was itself refused (members.csv:2); correct that row first"
    )


def test_a_file_that_cannot_be_read_is_not_held_against_the_others(agency: Desk, tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(f"{H}\n{ROW}\n".replace(",", ";"), encoding="utf-8")
    (tmp_path / "services.csv").write_text(f"{SERVICE}V9,M9,C1,2026-03-03,09:00,10:00,,travel,\n", encoding="utf-8")
    assert [line.partition(":")[0] for line in said(load(agency, tmp_path))] == ["members.csv"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("member.csv", "member.csv: this name says no kind of file; if it holds members, rename it to members.csv or add --as members"),
        ("notes.csv", "notes.csv: this name says no kind of file; add --as with one of sites, "),
        ("members.xlsx", "members.xlsx: is neither a CSV file nor settings.toml; leave it out, or save it as CSV"),
    ],
)  # fmt: skip
def test_names_that_say_no_kind(agency: Desk, tmp_path: Path, name: str, says: str) -> None:
    file = tmp_path / name
    file.write_text("x", encoding="utf-8")
    assert said(load(agency, file))[0].startswith(says)


def test_paths_that_lead_nowhere(agency: Desk, tmp_path: Path) -> None:
    assert said(load(agency, tmp_path / "gone")) == [
        f"{tmp_path}/gone: there is no such file or folder; check the path"
    ]
    assert "this folder has no files to import" in said(load(agency, tmp_path))[0]


@settings(max_examples=150)
@given(data=st.binary(max_size=300), cut=st.integers(0, 200), kind=st.sampled_from(["members", "services", "plans"]))
def test_bytes_of_any_kind_are_taken_or_refused_in_words(agency: Desk, data: bytes, cut: int, kind: str) -> None:
    file = Path(agency.store.path).with_name(f"{kind}.csv")
    own = FILES[f"{kind}.csv"].encode()
    file.write_bytes(own[:cut] + data + own[cut:])
    result = load(agency, file, dry_run=True)
    assert not result.stored
    assert all(error.text and "\x1b" not in error.text for error in result.errors)
    file.with_name("settings.toml").write_bytes(data)
    load(agency, file.with_name("settings.toml"), dry_run=True)


@settings(max_examples=60)
@given(
    cells=st.lists(
        st.lists(
            st.text(max_size=12) | st.sampled_from(["M1", "C1", "2026-03-03", "09:00", "travel", ""]), max_size=10
        ),
        max_size=8,
    )
)
def test_cells_of_any_kind_are_taken_or_refused_in_words(agency: Desk, cells: list[list[str]]) -> None:
    quoted = ["" + ",".join('"' + c.replace('"', '""').replace("\ud800", "") + '"' for c in row) for row in cells]
    file = Path(agency.store.path).with_name("services.csv")
    file.write_text(SERVICE + "\n".join(quoted), encoding="utf-8", errors="replace", newline="")
    assert not load(agency, file, dry_run=True).stored
