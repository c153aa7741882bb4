"""A unit of work: all of it or nothing, one writer after the other, the same request once."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from tcm_tui.records import ids
from tcm_tui.records.engine import connect
from tcm_tui.records.errors import KeyUsed, StoreError, Unfit
from tcm_tui.records.plain import plain_work
from tcm_tui.records.store import Store
from tcm_tui.records.tables import Member, Setting
from tcm_tui.records.write import work
from tests.records.people import assignment, member, put, service, site, worker

COUNTS = "SELECT (SELECT count(*) FROM members), (SELECT count(*) FROM audit)"


@pytest.fixture
def busy(file: Path) -> Iterator[sqlite3.Connection]:
    """Another connection that is in the middle of writing."""
    with closing(connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_write_is_seen_and_told(store: Store) -> None:
    put(store, site(), worker(), member(), assignment(), service(member_present=True))
    assert store.row(COUNTS) == (1, 1)
    assert store.row("SELECT dob, pinned, acuity FROM members") == ("1990-05-17", 0, 1.0)
    assert store.row("SELECT date, member_present, elements FROM services") == ("2026-03-02", 1, 0)
    with work(store, "t", "read") as uow:
        found = uow.session.exec(select(Member)).one()
        assert (found.dob, found.pinned) == (dt.date(1990, 5, 17), False)


def test_an_exception_takes_everything_back(store: Store) -> None:
    with pytest.raises(KeyError), work(store, "t", "x") as uow:
        uow.session.add(member())
        uow.audit("members", "M1")
        assert uow.batch == (1, 1)
        assert uow.row(COUNTS) == (1, 1)
        raise KeyError
    assert store.row(COUNTS) == (0, 0)


def test_a_violated_constraint_takes_everything_back_and_shows_no_values(store: Store) -> None:
    with pytest.raises(Unfit) as caught, work(store, "t", "x") as uow:
        uow.session.add(member())
        uow.session.flush()
        uow.audit("members", "M1")
        uow.session.add(assignment(cm_id="C9"))
    assert "Ana" not in str(caught.value)
    assert "C9" not in str(caught.value)
    assert store.row(COUNTS) == (0, 0)


def test_a_change_that_nobody_told_the_log_is_not_stored(store: Store) -> None:
    with pytest.raises(RuntimeError, match="without an audit row"), work(store, "t", "x") as uow:
        uow.session.add(member())
    assert store.row(COUNTS) == (0, 0)
    with work(store, "t", "x") as uow:
        uow.rows("SELECT * FROM members")  # reading needs none


def test_killed_in_the_middle_nothing_is_left(store: Store) -> None:
    script = textwrap.dedent(f"""
        import os
        from tcm_tui.records.store import open_store
        from tcm_tui.records.write import work
        from tests.records.people import member
        with work(open_store({str(store.path)!r}), "t", "x") as uow:
            uow.driver.execute("PRAGMA cache_size = 1")
            for n in range(300):
                uow.session.add(member(member_id=f"M{{n}}", hold_reason="x" * 300))
            uow.audit("members", "all")
            uow.finish()
            os._exit(9)
    """)
    here = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=here).returncode == 9
    assert store.row(COUNTS) == (0, 0)
    put(store, member())
    assert store.row("PRAGMA integrity_check") == ("ok",)


def test_processes_that_write_at_once_wait_for_each_other(store: Store) -> None:
    put(store, Setting(key="agency", value="0"))
    script = textwrap.dedent(f"""
        import sys
        from tcm_tui.records.store import open_store
        from tcm_tui.records.write import work
        store = open_store({str(store.path)!r})
        print("ready", flush=True)
        sys.stdin.readline()
        for _ in range(20):
            with work(store, "t", "count") as uow:
                now = int(uow.row("SELECT value FROM settings")[0])
                uow.driver.execute("UPDATE settings SET value = ?", (str(now + 1),))
                uow.audit("settings", "agency")
    """)
    here = Path(__file__).parents[2]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", script], cwd=here, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in workers:
        each.communicate("go\n")
    assert [each.returncode for each in workers] == [0, 0, 0]
    assert store.row("SELECT value FROM settings") == ("60",)
    assert store.row("SELECT count(*), max(id) FROM audit") == (61, 61)


def test_a_deferred_begin_would_lose_a_write(store: Store) -> None:
    """The control: with BEGIN alone two writers decide on the same state, and one of them fails."""
    put(store, Setting(key="agency", value="0"))
    with closing(connect(store.path, 0)) as one, closing(connect(store.path, 0)) as two:
        for each in (one, two):
            each.execute("BEGIN")
            each.execute("SELECT value FROM settings").fetchone()
        one.execute("UPDATE settings SET value = '1'")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            two.execute("UPDATE settings SET value = '1'")


@pytest.mark.usefixtures("busy")
def test_a_writer_gives_up_with_a_sentence(store: Store) -> None:
    with pytest.raises(StoreError) as caught, work(store, "t", "x", wait=0.0):
        raise AssertionError("began beside another writer")
    assert caught.value.kind == "locked"
    assert "nothing was changed" in caught.value.sentence


def test_waiting_is_told_and_can_be_ended(store: Store, busy: sqlite3.Connection) -> None:
    told: list[float] = []

    def patient(seconds: float) -> bool:
        told.append(seconds)
        if len(told) == 2:
            busy.execute("ROLLBACK")
        return True

    with work(store, "t", "x", waiting=patient):
        pass
    assert len(told) == 2
    assert 0 < told[0] < told[1]
    busy.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as caught, work(store, "t", "x", waiting=lambda _: False):
        raise AssertionError("began beside another writer")
    assert caught.value.kind == "cancelled"


def test_a_full_disk_is_a_sentence_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(StoreError) as caught, work(store, "t", "x") as uow:
        uow.audit("settings", "many")
        (pages,) = uow.row("PRAGMA page_count") or (0,)
        uow.driver.execute(f"PRAGMA max_page_count = {pages}")
        uow.driver.executemany("INSERT INTO settings VALUES (?, ?)", ((f"k{n}", "x" * 500) for n in range(99)))
    assert caught.value.kind == "full"
    assert store.row(COUNTS) == (0, 0)


def test_a_key_gives_the_answer_it_gave(store: Store) -> None:
    with work(store, "t", "book") as uow:
        assert uow.answered("k1", "book M1") is None
        assert uow.answered(None, "book M1") is None
        uow.remember("k1", "book M1", '{"id": "A1"}')
        uow.remember(None, "book M1", "{}")
    with work(store, "t", "book") as uow:
        assert uow.answered("k1", "book M1") == '{"id": "A1"}'
        with pytest.raises(KeyUsed, match="k1"):
            uow.answered("k1", "book M2")
    assert store.row("SELECT count(*) FROM requests") == (1,)


def test_new_ids_count_on_past_what_is_there(store: Store) -> None:
    put(store, site(), worker(), member(), service(service_id="TS2"))
    with work(store, "t", "x") as uow:
        assert [uow.new_id("services") for _ in range(3)] == ["TS1", "TS3", "TS4"]
        assert uow.new_id("appointments") == "TA1"
        uow.audit("meta", "ids")
    with work(store, "t", "x") as uow:
        assert uow.new_id("services") == "TS5"
        uow.audit("meta", "ids")


def test_writing_is_durable_and_checks_references(store: Store) -> None:
    with work(store, "t", "x") as uow:
        pragmas = ("foreign_keys", "trusted_schema", "journal_mode", "synchronous")
        assert [uow.row(f"PRAGMA {name}") for name in pragmas] == [(1,), (0,), ("truncate",), (3,)]


def test_who_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert ids.user_name() == pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setenv("TCM_USER", " dana ")
    assert ids.user_name() == "dana"


INSERT = "INSERT INTO settings VALUES (?, ?)"


def test_work_on_the_driver_alone_is_stored_or_not(store: Store) -> None:
    with plain_work(store, "t", "import") as uow:
        uow.driver.execute(INSERT, ("agency", "Ours"))
        uow.audit("settings", "agency")
    with pytest.raises(KeyError), plain_work(store, "t", "import") as uow:
        uow.driver.execute(INSERT, ("other", "x"))
        uow.audit("settings", "other")
        raise KeyError
    with pytest.raises(RuntimeError, match="without an audit row"), plain_work(store, "t", "import") as uow:
        uow.driver.execute(INSERT, ("other", "x"))
    with pytest.raises(sqlite3.IntegrityError), plain_work(store, "t", "import") as uow:
        uow.audit("settings", "agency")
        uow.driver.execute(INSERT, ("agency", "Ours"))
    assert store.rows("SELECT key FROM settings") == [("agency",)]
    assert store.row("SELECT count(*) FROM audit") == (1,)


def test_a_reference_that_is_missing_at_the_commit_takes_everything_back(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), plain_work(store, "t", "import") as uow:
        uow.driver.execute("INSERT INTO sites (site_id, name) VALUES ('S1', 'x')")
        columns = "cm_id, name, level, type, site_id, supervisor_id"
        uow.driver.execute(f"INSERT INTO case_managers ({columns}) VALUES ('C1', 'D', 'II', 'pact', 'S1', 'C9')")
        uow.audit("case_managers", "C1")
    assert store.rows("SELECT * FROM sites") == []


@pytest.mark.usefixtures("busy")
def test_work_on_the_driver_alone_waits_and_gives_up(store: Store) -> None:
    for more, kind in (({"wait": 0.0}, "locked"), ({"waiting": lambda _: False}, "cancelled")):
        with pytest.raises(StoreError) as caught, plain_work(store, "t", "x", **more):  # type: ignore[arg-type]
            raise AssertionError("began beside another writer")
        assert caught.value.kind == kind
