"""A piece of work that is interrupted, and what must hold afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.office import StoreError
from tests.trust.child import Ended, Job

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


def tell_end(tell: Callable[[str], None], work: Callable[[], object]) -> None:
    """Do the work and tell how it ended: done, a sentence that was said, or a fault of the program."""
    try:
        work()
    except (StoreError, DeskError) as error:
        tell(f"said {error}")
    except Exception as error:
        tell(f"fault {type(error).__name__}: {error}")
    else:
        tell("done")


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
            tell_end(tell, lambda: self.work(folder))

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
    if any(words in said for words in UNCHANGED) and UNSURE not in said and found != before:
        return [f"{what}: said to be unchanged, and it is not: {said}"]
    if STORED in said and not any(words in said for words in UNCHANGED) and found != after:
        return [f"{what}: said to be stored, and it is not: {said}"]
    if said and UNSURE not in said and STORED not in said and not any(words in said for words in UNCHANGED):
        return [f"{what}: does not say whether it was stored: {said}"]
    return []
