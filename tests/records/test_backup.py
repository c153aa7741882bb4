"""Copies and putting them back: whole, verified, private, and nothing lost on the way."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tcm_tui.records import backup as copies
from tcm_tui.records import connection, engine, restoring, store
from tcm_tui.records.backup import backup
from tcm_tui.records.engine import connect
from tcm_tui.records.errors import StoreError
from tcm_tui.records.restoring import restore
from tcm_tui.records.store import Store, open_store
from tests.records.people import member, put

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)


def members(file: Path) -> list[str]:
    with open_store(file) as opened:
        return [row[0] for row in opened.rows("SELECT member_id FROM members ORDER BY 1")]


def listing(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.endswith("-journal"))


def spoil(file: Path) -> None:
    """Overwrite the page of the table members, keeping the header."""
    with closing(sqlite3.connect(file)) as opened:
        (root,) = opened.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'members'").fetchone()
    content = bytearray(file.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xaa" * 4096
    file.write_bytes(content)


@pytest.fixture
def saved(store: Store, tmp_path: Path) -> Path:
    """A backup with the member M1; the database has M2 as well."""
    put(store, member())
    file = backup(store, tmp_path / "saved" / "one.db")
    put(store, member(member_id="M2"))
    return file


def test_a_backup_has_everything_and_is_private(store: Store, saved: Path) -> None:
    assert members(saved) == ["M1"]
    assert members(store.path) == ["M1", "M2"]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert listing(saved.parent) == ["one.db"]


def test_a_backup_is_private_whatever_the_umask(store: Store, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        file = backup(store, tmp_path / "b.db")
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_replaces_an_older_one_and_nothing_else(store: Store, saved: Path, tmp_path: Path) -> None:
    backup(store, saved)
    assert members(saved) == ["M1", "M2"]
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ana")
    for target, kind in ((letter, "foreign"), (store.path, "unreachable")):
        before = target.read_bytes()
        with pytest.raises(StoreError) as caught:
            backup(store, target)
        assert caught.value.kind == kind
        assert target.read_bytes() == before
    link = tmp_path / "link.db"
    link.symlink_to(saved)
    with pytest.raises(StoreError, match="link"):
        backup(store, link)


def test_what_a_killed_backup_left_is_removed_by_the_next(store: Store, tmp_path: Path) -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    gone, name = done.pid, store.path.name
    left = [tmp_path / f".{name}.before-2.{gone}.part", tmp_path / f".copy.db.{gone}.part-journal"]
    others = [tmp_path / f".{name}.before-2.{os.getppid()}.part", tmp_path / f".another.db.{gone}.part"]
    for file in left + others:
        file.write_bytes(b"records")
    backup(store, tmp_path / "copy.db")
    assert [file.name for file in left if file.exists()] == []
    assert all(file.exists() for file in others), "of a backup that runs, and of another database"


def test_a_backup_beside_a_writer_has_what_was_committed(store: Store, tmp_path: Path) -> None:
    put(store, member())
    with closing(connect(store.path)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE members SET city = 'half done'")
        file = backup(store, tmp_path / "b.db")
        writer.execute("COMMIT")
    with open_store(file) as opened:
        assert opened.row("SELECT city FROM members") == (None,)


def test_a_commit_during_a_backup_waits_and_is_not_in_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, member())
    monkeypatch.setattr(copies, "_PAGES", 5)
    with closing(connect(store.path, 0)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE members SET city = 'Tulsa'")
        tries: list[str] = []

        def between(done: int, total: int) -> bool:
            try:
                writer.execute("COMMIT")
            except sqlite3.OperationalError as error:
                tries.append(str(error))
            return True

        file = backup(store, tmp_path / "b.db", between)
        assert len(tries) > 3
        writer.execute("COMMIT")
    with open_store(file) as opened:
        assert opened.row("SELECT city FROM members") == (None,)


def test_a_backup_given_up_or_failed_leaves_the_older_one(
    store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()
    with pytest.raises(StoreError) as caught:
        backup(store, saved, lambda done, total: False)
    assert caught.value.kind == "cancelled"
    monkeypatch.setattr(copies, "verify", lambda file, **_more: (_ for _ in ()).throw(StoreError("damaged", "bad")))
    with pytest.raises(StoreError, match="bad"):
        backup(store, saved)
    assert saved.read_bytes() == before
    assert listing(saved.parent) == ["one.db"]


def test_a_backup_of_a_damaged_database_is_refused(store: Store, saved: Path, tmp_path: Path) -> None:
    spoil(store.path)
    with pytest.raises(StoreError) as caught:
        backup(store, tmp_path / "b.db")
    assert caught.value.kind == "damaged"
    assert not (tmp_path / "b.db").exists()


def test_restoring_keeps_what_was_there(store: Store, saved: Path) -> None:
    kept = restore(saved, store.path, at=AT)
    assert kept == store.path.with_name("agency.db.before-restore-20260302T150405Z")
    assert members(store.path) == ["M1"]
    assert members(kept) == ["M1", "M2"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    second = restore(kept, store.path, at=AT)
    assert second is not None
    assert second.name == "agency.db.before-restore-20260302T150405Z-2"
    assert members(store.path) == ["M1", "M2"]


def test_a_program_that_has_the_database_open_sees_what_was_restored(store: Store, saved: Path) -> None:
    assert store.row("SELECT count(*) FROM members") == (2,)
    before = store.data_version()
    restore(saved, store.path, at=AT)
    assert store.row("SELECT count(*) FROM members") == (1,)
    assert store.data_version() != before
    put(store, member(member_id="M3"))
    assert members(store.path) == ["M1", "M3"], "a write by a program that was open is not lost"


def test_restoring_where_nothing_is(saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "agency.db"
    assert restore(saved, target, at=AT) is None
    assert members(target) == ["M1"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("how", ["spoiled", "cut", "text"])
def test_restoring_over_a_damaged_database_puts_it_aside(store: Store, saved: Path, how: str) -> None:
    file = store.path
    store.close()
    if how == "spoiled":
        spoil(file)
    else:
        file.write_bytes(file.read_bytes()[:5000] if how == "cut" else b"not a database " * 99)
    damaged = file.read_bytes()
    kept = restore(saved, file, at=AT)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert members(file) == ["M1"]


def test_a_journal_without_its_database_is_not_played_into_a_backup(saved: Path, tmp_path: Path) -> None:
    """Restored after somebody removed a damaged database by hand, but not the journal that a crash had left."""
    target = tmp_path / "new.db"
    target.write_bytes(saved.read_bytes())
    crash = textwrap.dedent(f"""
        import os, pathlib
        from tcm_tui.records.engine import connect
        c = connect(pathlib.Path({str(target)!r}))
        c.execute("PRAGMA cache_size = 1")
        c.execute("BEGIN IMMEDIATE")
        c.executemany("INSERT INTO settings VALUES (?, ?)", ((f"k{{i}}", "x" * 500) for i in range(500)))
        os._exit(9)
    """)
    assert subprocess.run([sys.executable, "-c", crash], check=False).returncode == 9
    journal = target.with_name("new.db-journal")
    old = journal.read_bytes()
    target.unlink()
    content = bytearray(saved.read_bytes())
    restore(saved, target, at=AT)
    assert target.read_bytes() == bytes(content)
    assert members(target) == ["M1"]
    assert target.with_name("new.db-journal.abandoned").read_bytes() == old


def test_a_file_that_can_not_be_read_has_its_name_until_the_backup_takes_it(
    store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = store.path
    store.close()
    spoil(file)
    damaged = file.read_bytes()

    def fails(source: Path, target: Path) -> None:
        assert target.read_bytes() == damaged
        raise StoreError("full", "no room")

    monkeypatch.setattr(restoring, "copy_verified", fails)
    with pytest.raises(StoreError, match="no room"):
        restore(saved, file, at=AT)
    assert file.read_bytes() == damaged


def test_what_a_copy_reads_back_wrongly_is_not_blamed_on_the_database(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = copies.verify

    def badly(file: Path, **more: object) -> int:
        if file.name.endswith(".part"):
            raise StoreError("damaged", f"{file} is damaged.")
        return verify(file)

    monkeypatch.setattr(copies, "verify", badly)
    with pytest.raises(StoreError) as caught:
        backup(store, tmp_path / "b.db")
    assert (caught.value.kind, "not what was written; no copy was made" in caught.value.sentence) == (
        "unreachable",
        True,
    )


def test_what_is_no_sound_backup_is_not_restored(store: Store, saved: Path, tmp_path: Path) -> None:
    foreign, broken, future = (tmp_path / name for name in ("foreign", "broken", "future"))
    foreign.write_text("not a database")
    for file in (broken, future):
        file.write_bytes(saved.read_bytes())
    spoil(broken)
    with closing(sqlite3.connect(future)) as opened:
        opened.execute("PRAGMA user_version = 99")
    cases = {foreign: "foreign", broken: "damaged", future: "newer", tmp_path / "none": "missing"}
    for file, kind in {**cases, store.path: "unreachable"}.items():
        with pytest.raises(StoreError) as caught:
            restore(file, store.path, at=AT)
        assert caught.value.kind == kind
    assert members(store.path) == ["M1", "M2"]
    assert not list(store.path.parent.glob("*before-restore*"))


def test_a_broken_reference_is_no_sound_backup(store: Store, saved: Path) -> None:
    with closing(sqlite3.connect(saved)) as opened:
        opened.execute("INSERT INTO plans (member_id, starts_on) VALUES ('nobody', '2026-01-01')")
        opened.commit()
    with pytest.raises(StoreError) as caught:
        restore(saved, store.path, at=AT)
    assert caught.value.kind == "damaged"


def test_restoring_waits_for_nobody_forever(store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WRITE_WAIT", 0.0)
    with closing(connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            restore(saved, store.path, at=AT)
        assert caught.value.kind == "locked"
        other.execute("ROLLBACK")
    assert members(store.path) == ["M1", "M2"]
    assert not list(store.path.parent.glob("*before-restore*"))


def test_nobody_writes_between_the_copy_aside_and_the_backup(
    store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify, tried = copies.verify, []

    def meanwhile(file: Path) -> int:
        if "before-restore" in file.name:
            with closing(sqlite3.connect(store.path, timeout=0)) as other:
                try:
                    other.execute("UPDATE members SET city = 'lost'")
                except sqlite3.OperationalError as error:
                    tried.append(str(error))
        return verify(file)

    monkeypatch.setattr(restoring, "verify", meanwhile)
    restore(saved, store.path, at=AT)
    assert tried == ["database is locked"]


def test_killed_while_restoring_the_database_is_the_old_or_the_new(store: Store, saved: Path) -> None:
    script = textwrap.dedent(f"""
        import os, sqlite3
        from pathlib import Path
        from tcm_tui.records.engine import connect
        live = connect(Path({str(store.path)!r}))
        live.execute("PRAGMA cache_size = 1")
        source = sqlite3.connect({str(saved)!r})
        source.backup(live, pages=20, progress=lambda *_: os._exit(9))
    """)
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    with open_store(store.path) as opened:
        assert opened.row("PRAGMA integrity_check") == ("ok",)
    assert members(store.path) == ["M1", "M2"]


def test_a_migration_makes_a_verified_copy_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, member())
    file = store.path
    store.close()
    monkeypatch.setattr(copies, "SCHEMA", copies.SCHEMA + 1)
    monkeypatch.setattr("tcm_tui.records.store.SCHEMA", copies.SCHEMA)

    def fails(connection: object, path: Path) -> None:
        raise StoreError("damaged", "the revision failed")

    monkeypatch.setattr(engine, "_upgrade", fails)
    before = file.read_bytes()
    with pytest.raises(StoreError, match="the revision failed"):
        open_store(file)
    assert file.read_bytes() == before
    monkeypatch.undo()
    assert members(file.with_name(f"agency.db.before-migration-{copies.SCHEMA}")) == ["M1"]


def test_a_revision_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.records.migrations import building

    make = building.make

    def fails_late(table: str, *args: object, **more: object) -> None:
        if table == "audit":
            raise sqlite3.OperationalError("no")
        make(table, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "make", fails_late)
    file = tmp_path / "new.db"
    with pytest.raises(sqlite3.OperationalError):
        open_store(file, create=True)
    assert file.stat().st_size == 0
    monkeypatch.undo()
    assert members(file) == []
    assert store.SCHEMA == 3
