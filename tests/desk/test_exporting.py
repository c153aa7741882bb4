"""Files out: the same bytes each time, nothing that runs in a spreadsheet, and the same answers when taken in again."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcm_tui.desk import exporting, importing, lookup, void
from tcm_tui.desk.errors import DeskError, WrongUsage
from tcm_tui.desk.office import Desk, StoreError
from tcm_tui.records.csvfiles.formats import FORMATS
from tests.records.agency_files import FILES, ON, desk_at, load, said, write


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Desk]:
    with desk_at(tmp_path / "agency.db") as desk:
        assert load(desk, write(tmp_path / "files")).stored
        yield desk


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_has_all_columns_and_is_private(filled: Desk, tmp_path: Path) -> None:
    result = exporting.export_folder(filled, tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {p.name for p in (tmp_path / "out").iterdir()} == {*FILES, "export.toml"}
    for path in (tmp_path / "out").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for form in FORMATS:
        header = (tmp_path / "out" / f"{form.name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert header == ",".join(column.name for column in form.columns if not column.rare)
    assert {file.name: file.rows for file in result.files}["services.csv"] == 3


def test_cells_are_written_as_the_contract_has_them(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out")
    services = {row["service_id"]: row for row in table(tmp_path / "out", "services")}
    assert [services["V2"][name] for name in ("date", "start", "stop", "stop_date", "elements", "mode")] == [
        "2026-03-05",
        "23:30",
        "00:30",
        "2026-03-06",
        "1;2",
        "phone",
    ]
    assert services["V1"]["stop_date"] == "" and services["V3"]["elements"] == ""
    [member] = [row for row in table(tmp_path / "out", "members") if row["member_id"] == "M1"]
    assert (member["acuity"], member["pinned"], member["phone"]) == ("1", "false", "'+1 405 555 0101")
    assert [row["month"] for row in table(tmp_path / "out", "external_units")] == ["2026-03"]
    assert table(tmp_path / "out", "on_call")[0]["starts_at"] == "2026-03-01T17:00"
    assert (tmp_path / "out/settings.toml").read_text(encoding="utf-8") == (
        'agency = "Plains Care"\njuneteenth = true\nunit_scope = "member-day"\n'
    )


def test_midnight_is_the_next_day(filled: Desk, tmp_path: Path) -> None:
    text = FILES["services.csv"].replace("23:30,00:30", "23:30,00:00")
    (tmp_path / "services.csv").write_text(text, encoding="utf-8")
    assert load(filled, tmp_path / "services.csv").files[0].changed == 1
    exporting.export_folder(filled, tmp_path / "out")
    [service] = [row for row in table(tmp_path / "out", "services") if row["service_id"] == "V2"]
    assert (service["stop"], service["stop_date"]) == ("00:00", "2026-03-06")


def answers(desk: Desk) -> list[Any]:
    return [lookup.units(desk, member, day) for member in ("M1", "M2") for day in (ON, date(2026, 3, 31))]


def test_importing_an_export_gives_the_same_answers_and_the_same_export(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out")
    with desk_at(tmp_path / "second.db") as second:
        assert load(second, tmp_path / "out").stored
        assert answers(second) == answers(filled)
        exporting.export_folder(second, tmp_path / "again")
        for sql in ("SELECT * FROM ledger", "SELECT * FROM cm_days", "SELECT * FROM members"):
            assert second.store.rows(sql) == filled.store.rows(sql)
    assert bytes_of(tmp_path / "again") == bytes_of(tmp_path / "out")


def test_an_exported_database_takes_its_own_export_as_unchanged(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out")
    result = load(filled, tmp_path / "out")
    assert {(f.added, f.changed, f.rejected) for f in result.files} == {(0, 0, 0)}


def test_an_empty_database_goes_out_and_comes_in(tmp_path: Path) -> None:
    with desk_at(tmp_path / "a.db") as first, desk_at(tmp_path / "b.db") as second:
        exporting.export_folder(first, tmp_path / "out")
        result = load(second, tmp_path / "out")
        assert result.stored and not result.errors
        assert "members.csv has a header and no rows." in result.notes


def test_voided_rows_and_references_to_them_stay_out(filled: Desk, tmp_path: Path) -> None:
    void.void(filled, "V3", "entered twice", ON)
    void.void(filled, "A2", "wrong member", ON)
    exporting.export_folder(filled, tmp_path / "out")
    assert [row["service_id"] for row in table(tmp_path / "out", "services")] == ["V1", "V2"]
    assert [row["appointment_id"] for row in table(tmp_path / "out", "appointments")] == ["A1"]
    assert [row["appointment_id"] for row in table(tmp_path / "out", "outreach")] == [""]
    with desk_at(tmp_path / "second.db") as second:
        assert load(second, tmp_path / "out").stored


def test_a_planned_visit_past_its_limit_comes_back_from_our_own_file_only(filled: Desk, tmp_path: Path) -> None:
    # The visit of the 20th was accepted; services that came later have used up its units.
    more = "service_id,member_id,cm_id,date,start,stop,activity\n" + "".join(
        f"W{n},M1,C1,2026-03-{n},08:00,10:00,plan-monitoring\n" for n in range(11, 14)
    )
    (tmp_path / "services.csv").write_text(more, encoding="utf-8")
    assert load(filled, tmp_path / "services.csv").stored
    exporting.export_folder(filled, tmp_path / "out")
    with desk_at(tmp_path / "second.db") as second:
        assert load(second, tmp_path / "out").stored
        assert answers(second) == answers(filled)
    visits = tmp_path / "out/appointments.csv"
    visits.write_text(visits.read_text(encoding="utf-8").replace("13:00", "13:05"), encoding="utf-8")
    with desk_at(tmp_path / "third.db") as third:
        [sentence] = said(load(third, tmp_path / "out"))
        assert sentence.startswith("appointments.csv:2 units: this planned visit takes 4 and 0 are left in March 2026")


def test_only_the_tables_named(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out", ["members", "settings"])
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"members.csv", "settings.toml", "export.toml"}
    with pytest.raises(WrongUsage, match="there is no table “member”; did you mean members"):
        exporting.export_folder(filled, tmp_path / "other", ["member"])
    assert not (tmp_path / "other").exists()


def test_only_files_of_an_export_are_written_over(filled: Desk, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/members.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(DeskError, match=r"has a members\.csv that no export wrote; choose an empty folder"):
        exporting.export_folder(filled, tmp_path / "own")
    assert bytes_of(tmp_path / "own") == {"members.csv": b"mine"}
    exporting.export_folder(filled, tmp_path / "out")
    (tmp_path / "out/note.txt").write_text("beside", encoding="utf-8")
    before = bytes_of(tmp_path / "out")
    exporting.export_folder(filled, tmp_path / "out", ["members"])
    exporting.export_folder(filled, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    with pytest.raises(DeskError, match="is a file; name a folder"):
        exporting.export_folder(filled, tmp_path / "out/note.txt")


def test_a_full_disk_leaves_the_folder_as_it_was(filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exporting.export_folder(filled, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    calls: list[int] = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("tcm_tui.records.csvfiles.folder.os.fsync", full)
    with pytest.raises(DeskError, match="can't be written: no space left on device"):
        exporting.export_folder(filled, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


def test_progress_is_told_and_stopping_leaves_nothing(filled: Desk, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    exporting.export_folder(filled, tmp_path / "out", progress=lambda *p: told.append(p))
    assert told[-1][1] == told[-1][2] == sum(t.count("\n") - 1 for n, t in FILES.items() if n.endswith(".csv"))
    result = exporting.export_folder(filled, tmp_path / "half", cancelled=lambda: len(told) > 0)
    assert result.cancelled and list((tmp_path / "half").iterdir()) == []


_FORMULAS = st.text(st.sampled_from("'=+-@＝ \"',;a"), min_size=1, max_size=6)
_UNSEEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
_SEEN = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=_UNSEEN)
_WORDS = st.text(_SEEN, min_size=1, max_size=30) | _FORMULAS
TEXTS = _WORDS.filter(str.strip)
IDS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9.:/_ ]{0,18}[A-Za-z0-9])?", fullmatch=True)


@settings(max_examples=25)
@given(
    rows=st.dictionaries(IDS, st.tuples(TEXTS, TEXTS, st.none() | TEXTS, st.none() | TEXTS), min_size=1, max_size=12)
)
def test_any_text_survives_going_out_and_coming_in(
    tmp_path_factory: pytest.TempPathFactory, rows: dict[str, tuple[str, str, str | None, str | None]]
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    with desk_at(folder / "a.db") as first, desk_at(folder / "b.db") as second:
        from tcm_tui.records.plain import plain_work

        with plain_work(first.store, "test", "test") as uow:
            uow.driver.executemany(
                "INSERT INTO members (member_id, first_name, last_name, address, hold_reason, dob, program, focus)"
                " VALUES (?, ?, ?, ?, ?, '2000-01-01', 'pact', 'HE')",
                [(key, *texts) for key, texts in rows.items()],
            )
            uow.audit("members", "all")
        exporting.export_folder(first, folder / "out")
        for row in table(folder / "out", "members"):
            assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for cell in row.values())
        result = importing.import_paths(second, [folder / "out/members.csv"], ON)
        assert result.stored, said(result)
        sql = "SELECT member_id, first_name, last_name, address, hold_reason FROM members"
        assert second.store.rows(sql) == first.store.rows(sql)
        exporting.export_folder(second, folder / "again")
    assert bytes_of(folder / "again") == bytes_of(folder / "out")


# ── the log ─────────────────────────────────────────────────────────────────────────────────────────


def log_of(desk: Desk) -> list[tuple[Any, ...]]:
    asked = "SELECT action, entity, key, member_id, before, after FROM audit WHERE action = 'export' ORDER BY id"
    return desk.store.rows(asked)


def test_an_export_is_told_to_the_log_by_tables_and_rows_without_names(filled: Desk, tmp_path: Path) -> None:
    result = exporting.export_folder(filled, tmp_path / "out")
    [(action, entity, key, member, before, after)] = log_of(filled)
    assert (action, entity, key, member, before) == ("export", "export", "files", None, None)
    told = json.loads(after)
    assert told == {file.name.partition(".")[0]: file.rows for file in result.files}
    assert (told["members"], told["services"], told["settings"]) == (2, 3, 3)
    assert str(tmp_path) not in after
    assert "Paredes" not in after


def test_an_export_of_one_table_names_that_table_alone(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out", ["plans"])
    assert [json.loads(row[-1]) for row in log_of(filled)] == [{"plans": 1}]


def test_what_was_not_exported_is_not_told(filled: Desk, tmp_path: Path) -> None:
    exporting.export_folder(filled, tmp_path / "out", cancelled=lambda: True)
    assert log_of(filled) == []
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_no_file_appears_when_the_log_cannot_be_told(
    filled: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise StoreError("locked", "The database is in use.")

    monkeypatch.setattr("tcm_tui.records.connection.begin", locked)
    with pytest.raises(StoreError, match="in use"):
        exporting.export_folder(filled, tmp_path / "out")
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())
