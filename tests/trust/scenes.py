"""What is interrupted: booking, import, migration, backup, the day's copy, restore; and what must hold afterwards."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tcm_tui.desk import booking, importing, keeping, office
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.office import StoreError
from tcm_tui.records import store
from tests.desk.given import agency
from tests.trust.child import Ended, Job
from tests.trust.recount import sound

ON, DAY = date(2026, 3, 3), date(2026, 3, 4)
NOTES = ("alembic_version", "sqlite_stat1")
LOGS = (*NOTES, "audit", "meta", "requests")
UNCHANGED = ("nothing was changed", "no copy was made", "was left as it is")
UNSURE = "it may have been stored"
STORED = "a power cut might still"

Dump = dict[str, list[tuple[object, ...]]]


def dump(file: Path, but: tuple[str, ...] = LOGS) -> Dump:
    """Every row of every table, after what a crash left is rolled back; columns by name."""
    with closing(sqlite3.connect(file)) as opened:
        opened.row_factory = sqlite3.Row
        names = [row[0] for row in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: sorted(
                (tuple(sorted(dict(row).items())) for row in opened.execute(f'SELECT * FROM "{name}"')), key=repr
            )
            for name in names
            if name not in but
        }


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        found: int = opened.execute("PRAGMA user_version").fetchone()[0]
        return found


class Scene(NamedTuple):
    """build makes a folder to start from, work is what is interrupted, judge says what is wrong afterwards.

    judge is given the folder, whether the work said that it was done, and what it said instead.
    """

    name: str
    build: Callable[[Path], None]
    work: Callable[[Path], object]
    judge: Callable[[Path, bool, str], list[str]]

    def job(self, folder: Path) -> Job:
        def run(tell: Callable[[str], None]) -> None:
            try:
                self.work(folder)
            except (StoreError, DeskError) as error:
                tell(f"said {error}")
            except Exception as error:
                tell(f"fault {type(error).__name__}: {error}")
            else:
                tell("done")

        return run

    def faults(self, folder: Path, ended: Ended) -> list[str]:
        """What is wrong with what was said, and with what is there."""
        said = ended.told[-1] if ended.told else ""
        found = []
        if not ended.killed and said != "done" and not said.startswith("said "):
            found.append(f"no sentence: {said}")
        if said.startswith("said ") and (said.count("\n") or not said.endswith(".")):
            found.append(f"not a sentence: {said}")
        return found + self.judge(folder, said == "done", said.removeprefix("said ") if said != "done" else "")


def one_of(found: object, before: object, after: object, done: bool, said: str, what: str) -> list[str]:
    """The state is the one before or the one after, and what was said of it is true."""
    if found not in (before, after):
        return [f"{what}: neither before nor after"]
    if done and found != after:
        return [f"{what}: said to be done, and it is not"]
    if STORED in said:
        return [] if found == after else [f"{what}: said to be stored, and it is not: {said}"]
    if any(words in said for words in UNCHANGED) and UNSURE not in said and found != before:
        return [f"{what}: said to be unchanged, and it is not: {said}"]
    if said and UNSURE not in said and not any(words in said for words in UNCHANGED):
        return [f"{what}: does not say whether it was stored: {said}"]
    return []


# ── a booking, with a key ───────────────────────────────────────────────────────────────────────────


def _agency(folder: Path) -> None:
    agency(folder, ON, services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"]).close()


def _book(folder: Path) -> str | None:
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        return booking.book(desk, "M1", "C1", DAY, 600, 660, "community-contact", ON, key="k").id
    finally:
        desk.close()


def _judge_booking(folder: Path, done: bool, said: str) -> list[str]:
    file = folder / "agency.db"

    def booked() -> int:
        return len(dump(file)["appointments"])

    found = one_of(booked(), 0, 1, done, said, "the visit") + sound(file)
    again = _book(folder)
    if again is None or booked() != 1:
        found.append("repeated with its key, it is not there once")
    return found + sound(file)


# ── an import ───────────────────────────────────────────────────────────────────────────────────────


def _import_files(folder: Path) -> None:
    _agency(folder)
    more_files(folder)


def more_files(folder: Path) -> None:
    """Forty members more, with their services, as files in ``more``."""
    more = folder / "more"
    more.mkdir()
    people = "".join(f"N{n},Ana,Pecan,1990-05-05,standard,HE,2025-07-01\n" for n in range(40))
    (more / "members.csv").write_text(f"member_id,first_name,last_name,dob,program,focus,opened_on\n{people}")
    assigned = "".join(f"N{n},C8,2025-07-01\n" for n in range(40))
    (more / "assignments.csv").write_text(f"member_id,cm_id,starts_on\n{assigned}")
    served = "".join(
        f"W{n},N{n % 40},C8,2026-02-{n % 28 + 1:02},{8 + n // 28:02}:00,{8 + n // 28:02}:30\n" for n in range(80)
    )
    rows = served.replace("\n", ",member-face-to-face,home\n")
    (more / "services.csv").write_text(f"service_id,member_id,cm_id,date,start,stop,activity,place\n{rows}")


def _import(folder: Path) -> None:
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        assert importing.import_paths(desk, [folder / "more"], ON).stored
    finally:
        desk.close()


def _judge_import(folder: Path, done: bool, said: str) -> list[str]:
    file = folder / "agency.db"
    counts = [len(dump(file)[table]) for table in ("members", "services", "ledger")]
    found = one_of(counts, [1, 1, 1], [41, 81, 81], done, said, "the import") + sound(file)
    once = dump(file) if counts[0] == 41 else None
    _import(folder)
    if [len(dump(file)[table]) for table in ("members", "services", "ledger")] != [41, 81, 81]:
        found.append("imported again, it is not there once")
    if once is not None and dump(file) != once:
        found.append("imported again, it is another one")
    return found + sound(file)


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


def _judge_migration(number: int) -> Callable[[Path, bool, str], list[str]]:
    def judge(folder: Path, done: bool, said: str) -> list[str]:
        file, kept = folder / "agency.db", folder / f"agency.db.before-migration-{number}"
        was = dump(folder / "as-it-was", NOTES) if number else {}
        now, reached = dump(file, NOTES), version(file)
        found = one_of(reached, number, store.SCHEMA, done, said, "the version")
        if reached == number and now != was:
            found.append("records of the old version changed")
        if reached != number and {table: now[table] for table in was} != was:
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


# ── copies ──────────────────────────────────────────────────────────────────────────────────────────


def _with_backup(folder: Path) -> None:
    """A database with a visit, and an older backup without it."""
    _agency(folder)
    desk = office.open_desk(str(folder / "agency.db"))
    keeping.backup(desk, folder / "saved.db")
    desk.close()
    _book(folder)
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
    _with_backup(folder)
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


SCENES = [
    Scene("booking", _agency, _book, _judge_booking),
    Scene("import", _import_files, _import, _judge_import),
    *(
        Scene(f"migration {n} → {store.SCHEMA}", _of_version(n), _migrate, _judge_migration(n))
        for n in range(store.SCHEMA)
    ),
    Scene("backup", _with_backup, _backup, _judge_backup),
    Scene("copy of the day", _with_backup, _copy_of_the_day, _judge_copy),
    Scene("restore", _with_backup, _restore, _judge_restore),
    Scene("restore over damage", _damaged, _restore, _judge_put_aside),
]


def half_a_booking(folder: Path) -> None:
    """The control: the visit and its log in two transactions, as a program without one would do it."""
    with closing(sqlite3.connect(folder / "agency.db", isolation_level=None)) as opened:
        opened.execute(
            "INSERT INTO appointments (appointment_id, member_id, cm_id, date, start_min, stop_min, kind, status) "
            "VALUES ('TA1', 'M1', 'C1', '2026-03-04', 600, 660, 'community-contact', 'scheduled')"
        )
        opened.execute("INSERT INTO requests (key, command, answer, at) VALUES ('k', 'book', ?, '')", (_ANSWER,))


_ANSWER = '{"id": "TA1", "verdict": "ok", "reasons": [], "batch": null}'
CONTROL = Scene("control: two transactions", _agency, half_a_booking, _judge_booking)


def _book_and_say_nothing_happened(folder: Path) -> None:
    try:
        _book(folder)
    except StoreError as error:
        raise StoreError(error.kind, "The disk failed: nothing was changed.") from None


UNTRUE = Scene("control: always “nothing was changed”", _agency, _book_and_say_nothing_happened, _judge_booking)
