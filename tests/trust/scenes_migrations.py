"""Scenes of migrations from each earlier version."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tcm_tui.records import store
from tests.trust.recount import sound
from tests.trust.scene import NOTES, Scene, dump, one_of, version

# ── migrations from each earlier version ────────────────────────────────────────────────────────────

FIRST = """
INSERT INTO sites VALUES ('S1', 'Main Street', '110');
INSERT INTO case_managers (cm_id, name, level, type, site_id) VALUES ('C1', 'Dana', 'II', 'wraparound', 'S1');
INSERT INTO members (member_id, first_name, last_name, dob, family_id, program, focus)
VALUES ('M1', 'Ana', 'Ruiz', '2015-05-17', 'F1', 'wraparound', 'HE'), ('M2', 'Leo', 'Ruiz', '2016-05-17', 'F1',
'wraparound', 'HE'), ('M3', 'Pat', 'Marsh', '2010-01-01', NULL, 'wraparound', 'HF');
INSERT INTO assignments (member_id, cm_id, starts_on) VALUES ('M1', 'C1', '2026-01-01'), ('M2', 'C1', '2026-01-01');
INSERT INTO services (service_id, member_id, cm_id, date, start_min, stop_min, activity)
VALUES ('V1', 'M1', 'C1', '2026-03-02', 540, 600, 'member-face-to-face');
"""


def _of_version(number: int) -> Callable[[Path], None]:
    def build(folder: Path) -> None:
        file = folder / "agency.db"
        newest = store.SCHEMA
        try:
            store.SCHEMA = min(1, number)
            if not number:
                file.touch(mode=0o600)
                return
            store.open_store(file, create=True).close()
            with closing(sqlite3.connect(file)) as opened:
                opened.executescript(FIRST)
            store.SCHEMA = number
            store.open_store(file).close()
            for left in folder.glob("*.before-migration-*"):
                left.unlink()
        finally:
            store.SCHEMA = newest
        shutil.copy(file, folder / "as-it-was")

    return build


def _migrate(folder: Path) -> None:
    store.open_store(folder / "agency.db").close()


def _as_before(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Without the column that no member of an earlier version has a value in."""
    return [tuple(item for item in row if item != ("part2", None)) for row in rows]


def _judge_migration(number: int) -> Callable[[Path, bool, str], list[str]]:
    def judge(folder: Path, done: bool, said: str) -> list[str]:
        file, kept = folder / "agency.db", folder / f"agency.db.before-migration-{number}"
        was = dump(folder / "as-it-was", NOTES) if number else {}
        now, reached = dump(file, NOTES), version(file)
        found = one_of(reached, number, store.SCHEMA, done, said, "the version")
        if reached == number and now != was:
            found.append("records of the old version changed")
        if reached != number and {table: _as_before(now[table]) for table in was} != was:
            found.append("records lost or changed by the migration")
        if number and reached == store.SCHEMA and not kept.exists():
            found.append("migrated without a copy")
        if kept.exists() and (dump(kept, NOTES) != was or version(kept) != number):
            found.append("the copy made first is not whole")
        _migrate(folder)
        if version(file) != store.SCHEMA or len(dump(file)["members"]) != (3 if number else 0):
            found.append("opened again, it is not of the newest version")
        if list(folder.glob(".*.part")):
            found.append("an unfinished copy is left")
        return found + sound(file)

    return judge


MIGRATIONS = [
    Scene(f"migration {n} → {store.SCHEMA}", _of_version(n), _migrate, _judge_migration(n)) for n in range(store.SCHEMA)
]
