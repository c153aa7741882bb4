"""The migrated schema is the declared one, from nothing, from an empty file and from a file of the first schema."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tcm_tui.records import engine, store
from tcm_tui.records.restoring import restore
from tcm_tui.records.tables import METADATA


def _ddl(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Every object's DDL by name, its parts sorted: their order says nothing.

    A constraint is a part of its own: it may stand with its column or below all of them.
    """
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN ('alembic_version', 'sqlite_stat1')"
    )
    return {
        name: sorted(
            re.sub(r"\s+", " ", part).strip(" ,")
            for part in re.split(r"\n|, (?=part2)| (?=CONSTRAINT)", sql)
            if part.strip()
        )
        for name, sql in found
    }


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    METADATA.create_all(engine)
    engine.dispose()
    with store.open_store(tmp_path / "migrated.db", create=True) as migrated:
        expected = _ddl(sqlite3.connect(declared))
        assert _ddl(migrated.connection) == expected
        assert len([name for name in expected if name.startswith("tr_")]) == 10


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with store.open_store(file) as opened:
        assert opened.row("PRAGMA user_version") == (store.SCHEMA,)
        assert opened.row("PRAGMA application_id") == (store.APPLICATION_ID,)
        assert opened.rows("SELECT * FROM members") == []


# ── from the first schema ───────────────────────────────────────────────────────────────────────────

ROWS = """
INSERT INTO sites VALUES ('S1', 'Main Street', '110');
INSERT INTO case_managers (cm_id, name, level, type, site_id) VALUES ('C1', 'Dana', 'II', 'wraparound', 'S1');
INSERT INTO members (member_id, first_name, last_name, dob, family_id, program, focus, acuity, pinned, exact_from)
VALUES ('M1', 'Ana', 'Ruiz', '2015-05-17', 'F1', 'wraparound', 'HE', 1.5, 1, '2026-02-01'),
       ('M2', 'Leo', 'Ruiz', '2016-05-17', 'F1', 'wraparound', 'HE', 1.0, 0, NULL),
       ('M3', 'Pat', 'Marsh', '2010-01-01', NULL, 'wraparound', 'HF', 1.0, 0, NULL);
INSERT INTO assignments (member_id, cm_id, starts_on) VALUES ('M1', 'C1', '2026-01-01'), ('M2', 'C1', '2026-01-01');
INSERT INTO plans (member_id, starts_on) VALUES ('M1', '2026-01-01');
INSERT INTO services (service_id, member_id, cm_id, date, start_min, stop_min, activity)
VALUES ('V1', 'M1', 'C1', '2026-03-02', 540, 600, 'member-face-to-face');
INSERT INTO ledger VALUES ('M1', '2026-03-02', 540, 'V1', 'C1', 600, 60, 60, 4, 4, 'payable', 'hn-110', 1, 1, 0);
INSERT INTO meta VALUES ('ledger', 'as it was');
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A file of the first schema with records in it."""
    file = tmp_path / "first.db"
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(store, "SCHEMA", 1)
        store.open_store(file, create=True).close()
    with closing(sqlite3.connect(file)) as written:
        written.execute("PRAGMA foreign_keys = ON")
        written.executescript(ROWS)
    return file


def _dump(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as dictionaries' items, so that the order of columns says nothing."""
    with closing(sqlite3.connect(file)) as opened:
        opened.row_factory = sqlite3.Row
        tables = [row[0] for row in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: [tuple(sorted(dict(row).items())) for row in opened.execute(f"SELECT * FROM {table}")]
            for table in tables
            if table not in ("alembic_version", "sqlite_stat1")
        }


def test_a_file_of_the_first_schema_keeps_every_record_and_its_families_become_rows(first: Path) -> None:
    before = _dump(first)
    assert len(before["members"]) == 3
    with store.open_store(first) as opened:
        assert opened.row("PRAGMA user_version") == (3,)
        assert opened.rows("PRAGMA foreign_key_check") == []
        assert opened.rows("PRAGMA integrity_check") == [("ok",)]
        assert opened.rows("SELECT DISTINCT part2 FROM members") == [(None,)]
    after = _dump(first)
    after["members"] = [tuple(item for item in row if item[0] != "part2") for row in after["members"]]
    assert {table: after[table] for table in before} == before
    assert after["families"] == [(("family_id", "F1"),)]
    assert {table for table in after if table not in before} == {
        *("families", "working_hours", "leave", "availability", "fixed_appointments", "travel", "drafts")
    }
    assert not any(after[table] for table in after if table not in before and table != "families")


def test_the_first_schema_becomes_the_declared_one_with_the_same_sizes(first: Path, tmp_path: Path) -> None:
    with store.open_store(first) as opened, store.open_store(tmp_path / "new.db", create=True) as new:
        assert _ddl(opened.connection) == _ddl(new.connection)
        sizes = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx"
        assert opened.rows(sizes) == new.rows(sizes)
        indexes = {row[0] for row in new.rows("SELECT name FROM sqlite_schema WHERE type = 'index'")}
        tables = {row[0] for row in new.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        for table, index, _ in new.rows(sizes):
            assert table in tables and (index in indexes or index == table)


@pytest.fixture
def second(first: Path) -> Path:
    """A file of the second schema with the same records."""
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr(store, "SCHEMA", 2)
        store.open_store(first).close()
    return first


def test_a_file_of_the_second_schema_gets_a_column_and_keeps_everything(second: Path, tmp_path: Path) -> None:
    before = _dump(second)
    assert "part2" not in dict(before["members"][0])
    with store.open_store(second) as opened, store.open_store(tmp_path / "new.db", create=True) as new:
        assert opened.row("PRAGMA user_version") == (3,)
        assert _ddl(opened.connection) == _ddl(new.connection)
        assert opened.rows("SELECT member_id, part2 FROM members ORDER BY 1") == [
            *(("M1", None), ("M2", None), ("M3", None))
        ]
    after = _dump(second)
    after["members"] = [tuple(item for item in row if item[0] != "part2") for row in after["members"]]
    assert after == before


def test_every_reference_to_a_member_still_holds(first: Path) -> None:
    store.open_store(first).close()
    with closing(sqlite3.connect(first)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        for change in (
            "DELETE FROM members WHERE member_id = 'M2'",
            "DELETE FROM families",
            "UPDATE members SET family_id = 'F9' WHERE member_id = 'M3'",
            "INSERT INTO availability VALUES ('nobody', 0, '2026-01-01', 480, 540, NULL)",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
                opened.execute(change)


def test_a_copy_of_the_first_schema_is_kept(first: Path) -> None:
    before = _dump(first)
    store.open_store(first).close()
    kept = first.with_name("first.db.before-migration-1")
    assert _dump(kept) == before
    with closing(sqlite3.connect(kept)) as opened:
        assert opened.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_half_way_leaves_the_first_schema(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.records.migrations import building

    make = building.make

    def fails_late(table: str, *args: object, **more: object) -> None:
        if table == "drafts":
            raise sqlite3.OperationalError("no")
        make(table, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "make", fails_late)
    before = _dump(first)
    with pytest.raises(sqlite3.OperationalError):
        store.open_store(first)
    assert _dump(first) == before
    monkeypatch.undo()
    with store.open_store(first) as opened:
        assert opened.row("SELECT count(*) FROM families") == (1,)


def test_a_broken_reference_stops_the_migration(first: Path) -> None:
    with closing(sqlite3.connect(first)) as opened:
        opened.execute("UPDATE services SET cm_id = 'nobody'")
        opened.commit()
    before = _dump(first)
    with pytest.raises(store.StoreError) as refused:
        store.open_store(first)
    assert refused.value.kind == "damaged"
    assert _dump(first) == before


def test_a_process_that_comes_second_leaves_the_copy_of_the_first(first: Path) -> None:
    before = _dump(first)
    store.open_store(first).close()
    engine.migrate(first, 1)  # as by a process that saw version 1 just before
    kept = first.with_name("first.db.before-migration-1")
    assert _dump(kept) == before
    assert not list(first.parent.glob(".*.part"))


def test_a_backup_of_the_first_schema_is_of_the_newest_once_restored(first: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.db"
    shutil.copy(first, saved)
    with store.open_store(first) as opened:
        restore(saved, first)
        assert opened.row("PRAGMA user_version") == (store.SCHEMA,)
        assert opened.rows("SELECT family_id FROM families") == [("F1",)]
