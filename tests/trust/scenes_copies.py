"""Scenes of copies: a backup, the day's copy, restoring over what is whole and what is not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tcm_tui.desk import keeping, office
from tests.trust.recount import sound
from tests.trust.scene import DAY, NOTES, Scene, dump, one_of
from tests.trust.scenes_writes import an_agency, book

# ── copies ──────────────────────────────────────────────────────────────────────────────────────────


def with_backup(folder: Path) -> None:
    """A database with a visit, and an older backup without it."""
    an_agency(folder)
    desk = office.open_desk(str(folder / "agency.db"))
    keeping.backup(desk, folder / "saved.db")
    desk.close()
    book(folder)
    shutil.copy(folder / "agency.db", folder / "as-it-was")
    shutil.copy(folder / "saved.db", folder / "as-saved")


def _backup(folder: Path) -> None:
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        keeping.backup(desk, folder / "saved.db")
    finally:
        desk.close()


def _judge_backup(folder: Path, done: bool, said: str) -> list[str]:
    was, saved = dump(folder / "as-it-was", NOTES), dump(folder / "as-saved", NOTES)
    found = one_of(dump(folder / "saved.db", NOTES), saved, was, done, said, "the backup") + sound(folder / "saved.db")
    if dump(folder / "agency.db") != dump(folder / "as-it-was"):
        found.append("the database was changed by its backup")
    _backup(folder)
    if list(folder.glob(".*.part*")):
        found.append("an unfinished copy is left")
    return found + sound(folder / "agency.db")


def _copy_of_the_day(folder: Path) -> None:
    keeping.copy_of_the_day(folder / "agency.db", today=DAY)


def _judge_copy(folder: Path, done: bool, said: str) -> list[str]:
    was = dump(folder / "as-it-was", NOTES)
    copy = folder / "agency.db.backups" / f"{DAY}.db"
    there = dump(copy, NOTES) if copy.exists() else None
    found = one_of(there, None, was, done, f"{said} no copy was made" if said else "", "the day's copy")
    if dump(folder / "agency.db") != dump(folder / "as-it-was"):
        found.append("the database was changed by its copy")
    _copy_of_the_day(folder)
    if not copy.exists() or dump(copy, NOTES) != was:
        found.append("made again, it is not there")
    if [file.name for file in copy.parent.iterdir()] != [copy.name]:
        found.append("an unfinished copy is left")
    return found + sound(copy)


# ── restoring ───────────────────────────────────────────────────────────────────────────────────────


def _restore(folder: Path) -> None:
    keeping.restore(folder / "saved.db", str(folder / "agency.db"))


def _kept(folder: Path) -> list[Path]:
    return [file for file in folder.glob("agency.db.before-restore-*") if not file.name.endswith("-journal")]


def _judge_restore(folder: Path, done: bool, said: str) -> list[str]:
    was, saved = dump(folder / "as-it-was"), dump(folder / "as-saved")
    now = dump(folder / "agency.db")
    found = one_of(now, was, saved, done, said, "the database") + sound(folder / "agency.db")
    if now == saved and not any(not sound(file) and dump(file) == was for file in _kept(folder)):
        found.append("what was replaced is not kept")
    _restore(folder)
    if dump(folder / "agency.db") != saved:
        found.append("restored again, it is not the backup")
    return found + sound(folder / "agency.db")


def _damaged(folder: Path) -> None:
    """The same, with the database's table of members overwritten and a journal left by a crash."""
    with_backup(folder)
    file = folder / "agency.db"
    pid = os.fork()
    if pid == 0:
        opened = sqlite3.connect(file, isolation_level=None)
        opened.execute("PRAGMA cache_size = 1")
        opened.execute("BEGIN IMMEDIATE")
        opened.execute("CREATE TABLE large (x)")
        opened.executemany("INSERT INTO large VALUES (?)", (("x" * 900,) for _ in range(300)))
        opened.execute("UPDATE members SET city = 'half done'")
        os._exit(9)
    os.waitpid(pid, 0)
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 12] = b"\xaa" * 4096 * 11
    file.write_bytes(content)
    shutil.copy(file, folder / "as-it-was")
    rolled, journal = folder / "as-rolled-back", file.with_name("agency.db-journal")
    shutil.copy(file, rolled)
    shutil.copy(journal, folder / "as-rolled-back-journal")
    with closing(sqlite3.connect(rolled)) as opened, suppress(sqlite3.Error):
        opened.execute("SELECT * FROM sqlite_schema").fetchall()


def _judge_put_aside(folder: Path, done: bool, said: str) -> list[str]:
    file, was = folder / "agency.db", [(folder / name).read_bytes() for name in ("as-it-was", "as-rolled-back")]
    if file.exists():  # what a crash left half done is taken back by the next who looks
        with closing(sqlite3.connect(file)) as opened, suppress(sqlite3.Error):
            opened.execute("SELECT * FROM sqlite_schema").fetchall()
    kept = [each.read_bytes() for each in _kept(folder)]
    found = []
    if file.exists() and file.read_bytes() in was:
        state = "before"
    else:
        state = "after" if file.exists() else "missing"
        if not any(each in was for each in kept):
            found.append("what was replaced is not kept")
    if state == "missing":
        found.append("there is no database")
    else:
        found += one_of(state, "before", "after", done, said, "the database")
    if state == "after":
        found += sound(file)
    _restore(folder)
    if dump(file) != dump(folder / "as-saved"):
        found.append("restored again, it is not the backup")
    return found + sound(file)


COPIES = [
    Scene("backup", with_backup, _backup, _judge_backup),
    Scene("copy of the day", with_backup, _copy_of_the_day, _judge_copy),
    Scene("restore", with_backup, _restore, _judge_restore),
    Scene("restore over damage", _damaged, _restore, _judge_put_aside),
]
