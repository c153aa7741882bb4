"""Files that must be refused untouched, and places that can't be written: one sentence, and nothing changed.

As root nothing is read-only, so these children give up being root first, in a folder handed over to them.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tcm_tui.desk import importing, keeping, office
from tcm_tui.records.store import SCHEMA
from tests.trust import child
from tests.trust.scene import DAY, ON, tell_end
from tests.trust.scenes_copies import with_backup
from tests.trust.scenes_writes import more_files

NOBODY = 65534


class Place(NamedTuple):
    """spoil changes the folder of ``with_backup`` before the work; inside does so in the child, once open."""

    name: str
    spoil: Callable[[Path], object]
    inside: Callable[[Path], object] = lambda folder: None
    works: frozenset[str] = frozenset(("book", "import", "backup", "copy of the day"))


def _sql(*statements: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "agency.db")) as opened:
            for statement in statements:
                opened.execute(statement)
            opened.commit()

    return spoil


def _bytes(start: int, length: int) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        file = folder / "agency.db"
        content = bytearray(file.read_bytes())
        content[start : start + length] = b"\xaa" * length
        file.write_bytes(content)

    return spoil


def _cut(folder: Path) -> None:
    os.truncate(folder / "agency.db", 10_000)


def _text(folder: Path) -> None:
    (folder / "agency.db").write_text("member_id,first_name\nM1,Ana\n" * 50)


def _other(folder: Path) -> None:
    (folder / "agency.db").unlink()
    _sql("CREATE TABLE books (title)")(folder)


def _closed(folder: Path) -> None:
    """Without the empty journal of the last write, which would do for the next one."""
    (folder / "agency.db-journal").unlink(missing_ok=True)
    folder.chmod(0o500)


def _small(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "agency.db").stat().st_size // 2,) * 2)


PLACES = [
    Place("a foreign database", _other),
    Place("a text file", _text),
    Place("of a newer version", _sql(f"PRAGMA user_version = {SCHEMA + 1}")),
    Place("header overwritten", _bytes(0, 100)),
    Place("first page overwritten", _bytes(100, 3996)),
    Place("cut off", _cut),
    Place("read-only file", lambda folder: (folder / "agency.db").chmod(0o400), works=frozenset(("book", "import"))),
    Place("read-only folder", _closed, works=frozenset(("book", "import", "copy of the day"))),
    Place("folder gone", lambda folder: None, shutil.rmtree, frozenset(("book", "import", "backup"))),
    Place("no file may grow", lambda folder: None, _small, frozenset(("import", "copy of the day"))),
]


def _work(name: str, folder: Path, inside: Callable[[Path], object]) -> None:
    if name == "copy of the day":
        inside(folder)
        keeping.copy_of_the_day(folder / "agency.db", today=DAY)
        return
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        inside(folder)
        if name == "book":
            from tcm_tui.desk import booking

            booking.book(desk, "M1", "C1", DAY, 780, 840, "community-contact", ON, key="another")
        elif name == "import":
            importing.import_paths(desk, [folder.with_name("more")], ON)
        elif name == "backup":
            keeping.backup(desk, folder / "saved.db")
    finally:
        desk.close()


def faults_at(place: Place, work: str, folder: Path) -> list[str]:
    """What is wrong with a work at a place: without a sentence, or with anything changed."""
    shutil.rmtree(folder, ignore_errors=True)
    here = folder / "here"
    here.mkdir(parents=True)
    with_backup(here)
    more_files(folder)
    place.spoil(here)
    before = _contents(here)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)

    def job(tell: Callable[[str], None]) -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        tell_end(tell, lambda: _work(work, here, place.inside))

    said = child.kill_at_statement(job, 0).told[-1]
    found = []
    if not said.startswith("said ") or not said.endswith("."):
        found.append(f"{place.name}, {work}: no sentence: {said}")
    if here.exists():
        here.chmod(0o700)
        if place.inside is _small:  # what the process could not take back itself, the next to open the file does
            with closing(sqlite3.connect(here / "agency.db")) as opened:
                opened.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
        if _contents(here) != before:
            found.append(f"{place.name}, {work}: something was changed")
    shutil.rmtree(folder)
    return found


def _contents(folder: Path) -> dict[str, bytes]:
    """Every file's bytes but empty journals, which SQLite leaves to the next writer."""
    found = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {name: content for name, content in found.items() if content or not name.endswith("-journal")}
