"""import, export, demo, backup, restore, doctor, audit from the command line."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import ON, Tcm, valid

QUESTIONS = ("units M1", "units M2", "caseload", "due --all", "check", "hours", "member M1", "member M2", "week C1")


def test_importing_twice_changes_nothing(ask: Tcm, folder: Path) -> None:
    answer = ask("import", folder, "--json")
    told = valid("import", answer.json)
    assert (answer.code, told["stored"], told["problem_count"]) == (0, True, 0)
    assert {(f["added"], f["changed"], f["rejected"]) for f in told["files"]} == {(0, 0, 0)}
    assert "unchanged" in ask("import", folder).out


def test_export_then_import_gives_the_same_answers(ask: Tcm, tcm: Tcm, tmp_path: Path) -> None:
    files = tmp_path / "files"
    assert valid("export", ask("export", files, "--json").json)["folder"] == str(files)
    other = tmp_path / "other.db"
    assert tcm("import", files, "--db", other, "--on", ON).code == 0
    for question in QUESTIONS:
        again = tcm(*question.split(), "--json", "--db", other, "--on", ON)
        assert again.out == ask(*question.split(), "--json").out, question


def test_export_of_some_tables(ask: Tcm, tmp_path: Path) -> None:
    told = ask("export", tmp_path / "some", "--tables", "members,plans", "--tables", "sites", "--json").json
    assert [file["name"] for file in told["files"]] == ["sites.csv", "members.csv", "plans.csv"]
    assert ask("export", tmp_path / "none", "--tables", "nope").code == 2


def test_a_bad_row_stores_nothing_and_says_where(ask: Tcm, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_text(
        "service_id,member_id,cm_id,date,start,stop,activity\n"
        "V8,M1,C1,2026-03-01,09:00,10:00,member-face-to-face\n"
        "V9,M1,C1,2026-02-30,09:00,10:00,member-face-to-face\n"
    )
    answer = ask("import", file, "--json")
    told = valid("import", answer.json)
    assert (answer.code, told["stored"], told["problem_count"]) == (1, False, 1)
    assert (told["errors"][0]["line"], told["errors"][0]["column"]) == (3, "date")
    assert "services.csv:3 date: " in answer.err
    assert ask("units", "M1", "--json").json["month"]["used"] == 10
    kept = ask("import", file, "--keep-good", "--json")
    [counted] = valid("import", kept.json)["files"]
    assert (kept.code, counted["added"], counted["rejected"]) == (0, 1, 1)
    assert "reason" in Path(counted["rejected_file"]).read_text().splitlines()[0]


def test_a_dry_run_stores_nothing(tcm: Tcm, folder: Path, tmp_path: Path, ask: Tcm) -> None:
    changed = tmp_path / "members.csv"
    text = (folder / "members.csv").read_text()
    changed.write_text(text.replace("Pecan", "Walnut"))
    told = valid("import", ask("import", changed, "--dry-run", "--json").json)
    assert (told["stored"], told["files"][0]["changed"]) == (False, 1)
    assert ask("units", "M1", "--json").json["name"] == "Ana Pecan"


def test_a_file_that_is_not_there(ask: Tcm, tmp_path: Path) -> None:
    answer = ask("import", tmp_path / "none.csv")
    assert answer.code == 1
    assert "none.csv" in answer.err


def test_the_demonstration_is_the_same_for_the_same_seed_and_day(tcm: Tcm, tmp_path: Path) -> None:
    small = ("--case-managers", 3, "--members", 20, "--months", 3, "--on", ON, "--json")
    told = [valid("demo", tcm("demo", "--to", tmp_path / f"{n}.db", "--seed", 7, *small).json) for n in (1, 2)]
    assert told[0]["rows"] == told[1]["rows"]
    assert told[0]["rows"]["members"] >= 20
    answers = [tcm("due", "--all", "--json", "--db", tmp_path / f"{n}.db", "--on", ON) for n in (1, 2)]
    assert answers[0].out == answers[1].out
    assert answers[0].code == 0


@pytest.mark.parametrize("question", ["caseload", "due --all", "check", "hours", "rules", "audit"])
def test_the_demonstration_fits_the_schemas(question: str, tcm: Tcm, demo: Path) -> None:
    answer = tcm(*question.split(), "--json", "--db", demo, "--on", ON)
    assert answer.code == 0
    valid(question.split()[0], answer.json)


def test_every_member_and_worker_of_the_demonstration_fits_the_schemas(tcm: Tcm, demo: Path) -> None:
    rows = tcm("caseload", "--json", "--db", demo, "--on", ON).json["case_managers"]
    for row in rows:
        valid("week", tcm("week", row["cm"], "--json", "--db", demo, "--on", ON).json)
        lines = valid("caseload", tcm("caseload", row["cm"], "--json", "--db", demo, "--on", ON).json)["lines"]
        for line in lines[:6]:
            units = valid("units", tcm("units", line["member"], "--json", "--db", demo, "--on", ON).json)
            page = valid("member", tcm("member", line["member"], "--json", "--db", demo, "--on", ON).json)
            # One measure, one answer, wherever it is shown.
            assert page["units"] == units
            assert (line["month"]["used"], line["available_today"]) == (
                units["month"]["used"], units["available_today"]
            )  # fmt: skip


def test_backup_and_restore(ask: Tcm, db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert valid("backup", ask("backup", copy, "--json").json)["bytes"] == copy.stat().st_size
    assert ask("void", "V3", "--because", "twice").code == 0
    assert ask("units", "M2", "--json").json["month"]["used"] == 16
    told = valid("restore", ask("restore", copy, "--json").json)
    assert ask("units", "M2", "--json").json["month"]["used"] == 28
    assert Path(told["kept"]).exists()


def test_doctor_of_a_healthy_database(ask: Tcm) -> None:
    answer = ask("doctor", "--whole", "--json")
    told = valid("doctor", answer.json)
    assert [c for c in told["checks"] if not c["ok"] and "mode" not in c["name"]] == []
    assert answer.code == 0


def test_a_changed_log_is_found(ask: Tcm, db: Path) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("PRAGMA recursive_triggers = OFF")
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE audit SET who = 'somebody else' WHERE id = 2")
    told = valid("audit", ask("audit", "--json").json)
    assert (told["intact"], told["first_bad"]) == (False, 2)
    assert "✗" in ask("audit").out


def test_a_damaged_database_is_3(tcm: Tcm, db: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    shutil.copy(db, broken)
    with broken.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (broken.stat().st_size - 4096))
    for command in ("units M1", "caseload", "doctor", "backup " + str(tmp_path / "b.db")):
        answer = tcm(*command.split(), "--db", broken, "--on", ON)
        assert (answer.code, answer.out) == (3, ""), command
        assert len(answer.err.splitlines()) == 1


def test_a_newer_database_is_3_and_untouched(tcm: Tcm, db: Path) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("PRAGMA user_version = 9999")
    before = db.read_bytes()
    assert tcm("caseload", "--db", db, "--on", ON).code == 3
    assert db.read_bytes() == before


def test_a_locked_database_is_3(tcm: Tcm, db: Path) -> None:
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    answer = tcm("caseload", "--db", db, "--on", ON)
    holder.execute("ROLLBACK")
    holder.close()
    assert (answer.code, answer.out) == (3, "")
