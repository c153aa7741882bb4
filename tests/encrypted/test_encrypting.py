"""A plain database made encrypted and back, another key, copies: nothing readable on the disk, nothing lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import access, booking, disclosure, keeping, office
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import StoreError
from tcm_tui.records import backup, connection, encrypting, keyfile, store
from tests.encrypted.conftest import DANA, LEE, ON

NAMES = (b"Pecan", b"Whitehorse", b"members", b"SQLite format", b"CREATE TABLE")
NEXT = date(2026, 3, 4)


def readable(folder: Path) -> list[str]:
    """Files below the folder, but the imported ones, in which a name or a word of the schema stands."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.parent.name != "files"]
    return [f"{file.name}: {word!r}" for file in files for word in NAMES if word in file.read_bytes()]


def services(db: Path) -> list[tuple[object, ...]]:
    with store.open_store(db) as opened:
        return opened.rows("SELECT service_id, member_id, date, units FROM ledger ORDER BY service_id")


def book(db: Path) -> None:
    with office.at_desk(str(db)) as desk:
        done = booking.book(desk, "M1", "C1", NEXT, 600, 660, "community-contact", ON)
    assert done.id


def test_the_plain_file_has_them_so_that_what_follows_can_fail(plain: Path) -> None:
    assert any("Pecan" in found for found in readable(plain.parent))


def test_encrypted_it_is_the_same_and_nothing_of_it_can_be_read(plain: Path, code: str) -> None:
    with store.open_store(plain) as opened:
        tables = [row[0] for row in opened.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        before = {name: opened.rows(f'SELECT * FROM "{name}"') for name in tables}
        schema = opened.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")
    assert access.encrypt(plain, "dana", DANA, code).plain == ()
    assert readable(plain.parent) == []
    with store.open_store(plain) as opened:
        assert opened.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name") == schema
        for name in tables:
            rows = opened.rows(f'SELECT * FROM "{name}"')
            assert rows == before[name] or name in ("audit", "meta"), name
        assert opened.rows("SELECT * FROM audit")[:-1] == before["audit"]
    with closing(sqlite3.connect(plain)) as opened_plainly, pytest.raises(sqlite3.DatabaseError):
        opened_plainly.execute("SELECT 1 FROM meta")


def test_what_is_written_later_is_encrypted_too_journals_and_copies_included(db: Path) -> None:
    access.log_in(db, "dana", DANA, "app")
    book(db)
    with closing(connection.connect(db)) as writing:
        writing.execute("PRAGMA cache_size = 1")
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE members SET last_name = 'Whitehorse-Pecan', city = 'Pecan'")
        writing.execute(
            "CREATE TABLE large AS SELECT 'Ana Pecan' AS x, randomblob(900) AS y FROM audit a, audit b, audit c"
        )
        journal = db.with_name("agency.db-journal").read_bytes()
        assert len(journal) > 4096 and not [word for word in NAMES if word in journal]
        assert readable(db.parent) == []
        writing.execute("ROLLBACK")
    with closing(connection.connect(db)) as writing:
        assert writing.execute("PRAGMA temp_store").fetchone()[0] != 1  # not in files
        assert ("TEMP_STORE=2",) in writing.execute("PRAGMA compile_options").fetchall()
    assert keeping.copy_of_the_day(db)
    with office.at_desk(str(db)) as desk:
        keeping.backup(desk, db.parent / "saved.db")
    assert (db.parent / "saved.db.keys").exists() and readable(db.parent) == []


def test_a_program_that_has_the_plain_file_open_loses_no_write(plain: Path, code: str) -> None:
    other = connection.connect(plain)
    other.execute("SELECT count(*) FROM members").fetchone()
    access.encrypt(plain, "dana", DANA, code)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        other.execute("UPDATE members SET city = 'nowhere'")
    other.close()


def test_what_is_in_use_is_waited_for_and_then_left(plain: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypting, "WRITE_WAIT", 0.1)
    before = plain.read_bytes()
    hold = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE')"
    command = [sys.executable, "-c", f"{hold}; print(1, flush=True); sys.stdin.read()", str(plain)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"1\n"
        with pytest.raises(StoreError, match="in use by another program"):
            access.encrypt(plain, "dana", DANA, code)
        other.communicate()
    assert plain.read_bytes() == before and not keyfile.place(plain).exists()
    assert not list(plain.parent.glob(".*"))


def test_given_up_it_is_as_it_was(plain: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypting, "_OPCODES", 10)
    before = plain.read_bytes()
    with pytest.raises(StoreError, match="Given up"):
        access.encrypt(plain, "dana", DANA, code, lambda: False)
    assert plain.read_bytes() == before and not keyfile.place(plain).exists()
    assert services(plain)


def test_a_key_file_that_lies_there_is_put_aside_not_overwritten(plain: Path, code: str) -> None:
    keyfile.place(plain).write_text("something")
    access.encrypt(plain, "dana", DANA, code)
    assert (plain.parent / "agency.db.keys.abandoned").read_text() == "something"


def test_copies_that_are_plain_are_named_and_removed_when_asked(plain: Path, code: str) -> None:
    keeping.copy_of_the_day(plain)
    backup.copy_verified(plain, plain.with_name("agency.db.before-migration-1"))
    found = access.encrypt(plain, "dana", DANA, code).plain
    assert [file.name for file in found] == [f"{date.today()}.db", "agency.db.before-migration-1"]
    checks = {check.name: check for check in keeping.doctor(str(plain))}
    assert not checks["encryption"].ok and str(found[0]) in checks["encryption"].sentence
    assert access.remove_copies(found) == [] and readable(plain.parent) == []
    assert {check.name: check.ok for check in keeping.doctor(str(plain))}["encryption"]


def test_a_plain_copy_is_written_for_leaving_and_told(db: Path) -> None:
    access.log_in(db, "dana", DANA, "app")
    access.decrypt(db, db.parent / "plain.db")
    with closing(sqlite3.connect(db.parent / "plain.db")) as opened:
        assert opened.execute("SELECT last_name FROM members").fetchall() == [("Pecan",)]
        assert opened.execute("SELECT action, key FROM audit ORDER BY id DESC").fetchone() == ("export", "plain copy")
    assert (db.parent / "plain.db").stat().st_mode & 0o077 == 0
    with pytest.raises(StoreError, match="is there already"):
        access.decrypt(db, db.parent / "plain.db")
    with pytest.raises(Refused, match="is not encrypted"):
        access.decrypt(db.parent / "plain.db", db.parent / "other.db")


# ── another key ───────────────────────────────────────────────────────────────────────────────────


def test_who_is_removed_gets_in_no_more_with_anything_they_had(db: Path) -> None:
    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    lee = access.log_in(db, "lee", LEE, "app")
    kept = keyfile.place(db).read_bytes()
    access.log_in(db, "dana", DANA, "app")
    before = services(db)
    access.remove(session, "lee")
    assert services(db) == before and [each.name for each in access.people(db)] == ["dana"]
    access.log_out()
    with pytest.raises(access.NotIn):
        access.log_in(db, "lee", LEE, "app")
    keyfile.place(db).write_bytes(kept)  # the key file of that time, and the key itself
    with pytest.raises(StoreError, match="is not the key file of"):
        access.log_in(db, "lee", LEE, "app")
    from tcm_tui.records import keyring

    keyring.keep(db.absolute(), next(iter(lee.keys.values())))
    with pytest.raises(StoreError):
        services(db)


def test_a_program_that_is_open_is_told_to_log_in_again(db: Path) -> None:
    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    opened = store.open_store(db)
    opened.rows("SELECT 1 FROM members")
    access.remove(session, "lee")
    with pytest.raises(StoreError, match="log in again") as error:
        opened.rows("SELECT * FROM members")
    assert error.value.kind == "sealed"
    opened.close()


def test_copies_of_before_still_open_and_are_named(db: Path) -> None:
    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    keeping.copy_of_the_day(db)
    (copy,) = access.remove(session, "lee").before
    assert copy.name == f"{date.today()}.db"
    access.log_out()
    assert access.log_in(copy, "lee", LEE, "app").person == "lee"
    assert not list(db.parent.glob("*before-new-key*"))


def test_a_removal_broken_off_is_finished_by_the_next_log_in(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.records import keyslots

    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    monkeypatch.setattr(keyslots, "settle", lambda *_: None)
    access.remove(session, "lee")
    monkeypatch.undo()
    access.log_out()
    assert len(keyfile.load(db).marks) == 2
    assert services(db) if access.log_in(db, "dana", DANA, "app") else False
    assert len(keyfile.load(db).marks) == 1 and [each.name for each in access.people(db)] == ["dana"]


# ── backups ───────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_restored_and_the_people_of_today_stay(db: Path) -> None:
    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    with office.at_desk(str(db)) as desk:
        keeping.backup(desk, db.parent / "saved.db")
    book(db)
    access.remove(session, "lee")  # so that both have other keys
    kept, untold = keeping.restore(db.parent / "saved.db", str(db))
    assert kept is not None and untold is None and keyfile.place(kept).exists()
    assert [each.name for each in access.people(db)] == ["dana"] and readable(db.parent) == []
    with store.open_store(db) as opened:
        assert opened.row("SELECT count(*) FROM appointments") == (0,)
    access.log_out()
    access.log_in(kept, "dana", DANA, "app")
    with store.open_store(kept) as opened:
        assert opened.row("SELECT count(*) FROM appointments") == (1,)


def test_a_backup_asks_for_its_own_log_in(db: Path) -> None:
    access.log_in(db, "dana", DANA, "app")
    with office.at_desk(str(db)) as desk:
        keeping.backup(desk, db.parent / "saved.db")
    access.log_out()
    with pytest.raises(access.Sealed) as error:
        keeping.restore(db.parent / "saved.db", str(db))
    assert error.value.sealed == db.parent / "saved.db"


def test_on_a_new_machine_the_backup_brings_its_people(db: Path, code: str, tmp_path: Path) -> None:
    access.log_in(db, "dana", DANA, "app")
    with office.at_desk(str(db)) as desk:
        keeping.backup(desk, db.parent / "saved.db")
    access.log_out()
    new = tmp_path / "new" / "agency.db"
    access.log_in_by_code(db.parent / "saved.db", code, "command")
    assert keeping.restore(db.parent / "saved.db", str(new)) == (None, None)
    access.log_out()
    assert services(new) if access.log_in(new, "dana", DANA, "app") else False


@pytest.mark.parametrize("sealed", ["the backup", "the database"])
def test_neither_becomes_the_other_unasked(plain: Path, code: str, sealed: str) -> None:
    backup.copy_verified(plain, plain.with_name("saved.db"))
    access.encrypt(plain if sealed == "the database" else plain.with_name("saved.db"), "dana", DANA, code)
    before = plain.read_bytes()
    with pytest.raises(StoreError, match="Nothing was changed"):
        keeping.restore(plain.with_name("saved.db"), str(plain))
    assert plain.read_bytes() == before


def test_the_log_of_a_backup_is_read_with_its_key(db: Path) -> None:
    access.log_in(db, "dana", DANA, "app")
    with office.at_desk(str(db)) as desk:
        copied = keeping.backup(desk, db.parent / "saved.db")
    assert copied.untold is None and isinstance(copied.head, disclosure.Head) and copied.head.entry > 0
