"""The migrated schema is the declared one, from nothing and from an empty file."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from sqlalchemy import create_engine

from tcm_tui.records import store
from tcm_tui.records.tables import METADATA


def _ddl(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Every object's DDL by name, its parts sorted: their order says nothing."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN ('alembic_version', 'sqlite_stat1')"
    )
    return {name: sorted(re.sub(r"\s+", " ", part).strip(" ,") for part in sql.split("\n")) for name, sql in found}


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    declared = tmp_path / "declared.db"
    engine = create_engine(f"sqlite:///{declared}")
    METADATA.create_all(engine)
    engine.dispose()
    with store.open_store(tmp_path / "migrated.db", create=True) as migrated:
        expected = _ddl(sqlite3.connect(declared))
        assert _ddl(migrated.connection) == expected
        assert len([name for name in expected if name.startswith("tr_")]) == 4


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with store.open_store(file) as opened:
        assert opened.row("PRAGMA user_version") == (store.SCHEMA,)
        assert opened.row("PRAGMA application_id") == (store.APPLICATION_ID,)
        assert opened.rows("SELECT * FROM members") == []
