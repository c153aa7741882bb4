"""Drafts: kept beside the records, one writer's own, never in the way, whole after a kill."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import drafts, outreach
from tcm_tui.desk.office import Desk, open_desk
from tests.desk.given import agency

ON = date(2026, 3, 3)
TEXTS = {"date": "fri", "note": "“é” \n\x1b[31m [/]", "start": ""}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return agency(tmp_path, ON)


def seen(desk: Desk) -> list[tuple[str, str]]:
    return [(draft.form, draft.subject) for draft in drafts.found(desk)]


def test_what_is_kept_is_found_until_it_is_dropped(desk: Desk) -> None:
    assert drafts.found(desk) == [] and drafts.of(desk, "book", "M1") is None
    assert drafts.keep(desk, "book", "M1", TEXTS)
    assert drafts.keep(desk, "log", "M1", {})
    found = drafts.of(desk, "book", "M1")
    assert found is not None and found[:3] == ("book", "M1", TEXTS)
    assert seen(desk) == [("log", "M1"), ("book", "M1")]  # the latest first
    drafts.drop(desk, "log", "M1")
    drafts.drop(desk, "log", "M1")
    assert drafts.found(desk) == [found]


def test_a_draft_takes_the_place_of_the_one_before(desk: Desk) -> None:
    drafts.keep(desk, "book", "M1", TEXTS)
    drafts.keep(desk, "book", "M1", {"date": "sat"})
    [only] = drafts.found(desk)
    assert only.values == {"date": "sat"}


def test_a_draft_is_its_writers_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCM_USER", "dana")
    drafts.keep(desk, "book", "M1", TEXTS)
    monkeypatch.setenv("TCM_USER", "dan")
    assert drafts.found(desk) == [] and drafts.of(desk, "book", "M1") is None
    drafts.keep(desk, "book", "M1", {})
    drafts.drop(desk, "book", "M1")
    monkeypatch.setenv("TCM_USER", "dana")
    assert seen(desk) == [("book", "M1")]


def test_a_locked_database_never_stops_typing(desk: Desk) -> None:
    drafts.keep(desk, "book", "M1", TEXTS)
    with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert drafts.keep(desk, "book", "M1", {}) is False
        assert drafts.drop(desk, "book", "M1") is False
    [only] = drafts.found(desk)
    assert only.values == TEXTS


def test_old_drafts_go(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.store.path)) as other:
        other.execute("INSERT INTO drafts VALUES ('log', 'x', '{}', '2020-01-01T10:00:00.000')")
        other.commit()
    drafts.keep(desk, "book", "M1", TEXTS)
    assert desk.store.rows("SELECT form FROM drafts") == [("book",)]


def test_nothing_of_a_draft_reaches_the_audit_log(desk: Desk) -> None:
    before = desk.store.rows("SELECT count(*) FROM audit")
    drafts.keep(desk, "book", "M1", TEXTS)
    assert desk.store.rows("SELECT count(*) FROM audit") == before


def test_a_draft_is_no_reason_to_read_the_records_anew(desk: Desk) -> None:
    """Another desk, as of another person typing, keeps a draft: what this one has read stays; a record drops it."""
    other = open_desk(str(desk.store.path))
    with desk.reading():
        seen = desk.data_version()
        desk.keep("asked", lambda: "kept")
    drafts.keep(other, "book", "M1", TEXTS)
    with desk.reading():
        assert desk.data_version() == seen and desk.kept("asked")
    assert outreach.add(other, "M1", None, ON, ON).id is not None
    with desk.reading():
        assert desk.data_version() != seen and not desk.kept("asked")


KEEPER = """
import sys
from tcm_tui.desk import drafts, office
desk = office.open_desk(sys.argv[1])
for number in range(10**9):
    assert drafts.keep(desk, "book", "M1", {"note": "x" * 5000, "number": str(number)})
    print(number, flush=True)
"""


def test_drafts_survive_a_killed_program(desk: Desk) -> None:
    path = str(desk.store.path)
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    with subprocess.Popen([sys.executable, "-c", KEEPER, path], stdout=subprocess.PIPE, env=env, text=True) as keeper:
        assert keeper.stdout is not None
        said = [int(keeper.stdout.readline()) for _ in range(5)]
        keeper.send_signal(signal.SIGKILL)
        said += [int(line) for line in keeper.stdout.read().split("\n") if line]
    again = open_desk(path)
    [only] = drafts.found(again)
    assert int(only.values["number"]) >= said[-1] and len(only.values["note"]) == 5000
    assert again.store.rows("PRAGMA integrity_check") == [("ok",)]
