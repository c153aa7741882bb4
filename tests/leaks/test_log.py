"""The audit log of what was seen, searched, copied and given away: complete, once, and nothing that was typed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import disclosure
from tcm_tui.desk.office import Desk, open_desk
from tcm_tui.records.audit import verify_chain
from tcm_tui.records.errors import StoreError
from tests.cli.conftest import ON, Tcm
from tests.leaks.tampering import tamperings

SEEN = "SELECT action, entity, key, member_id, after FROM audit WHERE id > ? ORDER BY id"


def told(db: Path, after: int = 0) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as opened:
        return opened.execute(SEEN, (after,)).fetchall()


def entries(db: Path) -> int:
    return len(told(db))


def test_200_random_tamperings_are_found(tmp_path: Path) -> None:
    tried, missed = tamperings(tmp_path / "log.db", 200, 20260302)
    assert missed == [] and tried.total() == 200


def test_a_log_that_was_emptied_with_its_head_is_not_whole(db: Path) -> None:
    with closing(sqlite3.connect(db)) as thief:
        thief.execute("DROP TRIGGER tr_audit_delete")
        thief.execute("DELETE FROM audit")
        thief.execute("DELETE FROM meta WHERE key = 'audit_head'")
        thief.commit()
    desk = open_desk(str(db))
    assert not verify_chain(desk.store).ok
    desk.close()


def test_a_view_is_told_once_by_whom_and_where(ask: Tcm, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries(db)
    for _ in range(2):
        assert ask("units", "M1").code == ask("member", "M1", "--json").code == 0
    assert told(db, before) == [("view", "units", "command", "M1", None), ("view", "member", "command", "M1", None)]
    monkeypatch.setenv("TCM_USER", "rey")
    ask("units", "M1")
    assert told(db, before + 2) == [("view", "units", "command", "M1", None)], "another person's view is another"
    monkeypatch.setattr(disclosure, "AGAIN", disclosure.AGAIN * 0)
    ask("units", "M1")
    assert entries(db) == before + 4
    assert "whole" in ask("audit").out


def test_a_search_is_told_without_what_was_typed(ask: Tcm, db: Path) -> None:
    before = entries(db)
    assert ask("member", "leo m").code == 0
    assert ask("units", "Ana").code == 1  # two of that name
    kinds = [row[:4] for row in told(db, before)]
    search = ("search", "members", "tcm member", None)
    assert kinds == [search, ("view", "member", "command", "M2"), (*search[:2], "tcm units", None)]
    with closing(sqlite3.connect(db)) as opened:
        assert "leo m" not in str(opened.execute("SELECT * FROM audit WHERE id > ?", (before,)).fetchall()).casefold()


def test_what_is_seen_changes_no_answer_that_is_kept(ask: Tcm, db: Path) -> None:
    """Neither the app's polling nor another program's desk reads everything anew after a view."""
    desk = open_desk(str(db))
    seen = desk.data_version()
    ask("units", "M2")
    assert desk.data_version() == seen
    assert ask("cancel", "A1").code == 0
    assert desk.data_version() != seen
    desk.close()


def test_a_view_is_no_write_to_take_back(ask: Tcm, db: Path) -> None:
    assert ask("cancel", "A1").code == 0
    ask("member", "M3")
    assert ask("undo").code == 0
    ask("member", "M2")
    assert ask("undo", "--redo").code == 0, "a view between is no later write"
    with closing(sqlite3.connect(db)) as opened:
        status = "SELECT status FROM appointments WHERE appointment_id = 'A1'"
        assert opened.execute(status).fetchone() == ("cancelled",)


def test_an_export_says_for_whom_and_how_the_log_ends(ask: Tcm, db: Path, tmp_path: Path) -> None:
    answer = ask(
        "export", tmp_path / "out", "--tables", "sites", "--recipient", "State", "--purpose", "audit", "--json"
    )
    (row,) = [row for row in told(db) if row[0] == "export"]
    assert json.loads(row[4]) == {"sites": 2, "recipient": "State", "purpose": "audit"}
    with closing(sqlite3.connect(db)) as opened:
        last = opened.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert answer.json["log_head"] == {"entry": last[0], "hash": last[1]}


def test_files_of_a_week_a_report_and_a_hand_over_are_told(ask: Tcm, db: Path, tmp_path: Path) -> None:
    before, to = entries(db), ("--recipient", "Dana", "--purpose", "her week")
    assert ask("week", "C1", "--print", tmp_path / "week.html", "--ics", tmp_path / "week.ics", *to).code == 0
    assert ask("report", "--csv", tmp_path / "month.csv", *to).code == 0
    sheets = ("--sheets", tmp_path / "sheets", "--member", "M3", "--effective", "2026-04-01")
    assert ask("handover", "C1", "--to", "C3", *sheets, *to, "--override", "asked for").code == 0
    page = (tmp_path / "week.html").read_text(encoding="utf-8")
    assert [name for name in ("Ana Pecan", "Leo Marsh", "Ana Plume", "Kim Stone") if name in page] == [
        *("Ana Pecan", "Leo Marsh", "Ana Plume")
    ]
    rows = [(row[2], json.loads(row[4])) for row in told(db, before) if row[0] == "export"]
    assert [(what, about["form"], about["members"]) for what, about in rows] == [
        ("week", "ics", 1),
        ("week", "html", 3),  # with those of whom something is due
        ("report", "csv", 0),
        ("sheets", "html", 1),
    ]
    assert all(about["recipient"] == "Dana" and about["purpose"] == "her week" for _, about in rows)


def test_a_backup_and_its_return_are_told(ask: Tcm, db: Path, tmp_path: Path) -> None:
    first = entries(db)
    answer = ask("backup", tmp_path / "b.db", "--json")
    head = answer.json["log_head"]
    assert head["entry"] == first
    (row,) = told(db, first)
    assert (row[0], json.loads(row[4])) == ("backup", {"file": "b.db", **head})
    ask("member", "M1")
    assert ask("restore", tmp_path / "b.db").code == 0
    (back,) = told(db, first)
    about = json.loads(back[4])
    assert back[0] == "restore" and about["of"] == f"entry {first}, {head['hash']}"
    assert about["replaced"].startswith(f"entry {first + 2}, ")
    assert "whole" in ask("audit").out


def test_a_file_that_can_only_be_read_still_answers(ask: Tcm, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise StoreError("unreachable", f"{db} can only be read: nothing was changed.")

    monkeypatch.setattr("tcm_tui.records.connection.begin", read_only)
    answer = ask("units", "M1")
    assert answer.code == 0 and "M1" in answer.out
    assert answer.err.count("could not be told") == 1 and len(answer.err.splitlines()) == 1


def test_an_answer_is_given_while_another_program_writes(ask: Tcm, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "COMMAND_WAIT", 0.0)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = ask("units", "M1")
    assert answer.code == 0 and "M1" in answer.out
    assert "could not be told" in answer.err and "in use" in answer.err


def recorder(db: Path, monkeypatch: pytest.MonkeyPatch) -> disclosure.Recorder:
    monkeypatch.setattr(disclosure, "GATHER", 0.0)
    return disclosure.Recorder(db)


def test_the_app_tells_of_what_is_seen_once_and_at_its_end(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries(db)
    record = recorder(db, monkeypatch)
    for _ in range(3):
        record.search("look-up")
        record.view("units", "M1")
        record.view("member", "M1")
    record.close()
    assert [row[:4] for row in told(db, before)] == [
        ("search", "members", "look-up", None),
        ("view", "units", "app", "M1"),
        ("view", "member", "app", "M1"),
    ]
    desk = open_desk(str(db))
    assert verify_chain(desk.store).ok
    desk.close()


def test_the_app_tries_again_and_says_once_that_it_could_not(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries(db)
    monkeypatch.setattr(disclosure, "FILE_WAIT", 0.0)
    record = recorder(db, monkeypatch)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        record._waiting.append(disclosure.Seen("view", "member", "app", "M1", disclosure.datetime.now(disclosure.UTC)))
        record._write()
        assert "in use" in (record.trouble() or "") and record.trouble() is None
        record._write()
        assert record.trouble() is None
    record._write()
    assert [row[3] for row in told(db, before)] == ["M1"]


def test_the_screens_tell_of_pages_and_answers(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio
    from datetime import date

    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.desksource import DeskSource

    before = entries(db)
    source = DeskSource(Desk(open_desk(str(db)).store))

    async def run() -> None:
        async with TcmApp(source, date.fromisoformat(ON)).run_test() as pilot:
            await pilot.press("slash", *"leo", "enter")
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()

    asyncio.run(run())
    source.close()
    assert [row[:4] for row in told(db, before)] == [
        ("search", "members", "look-up", None),
        ("view", "units", "app", "M2"),
        ("view", "member", "app", "M2"),
    ]
