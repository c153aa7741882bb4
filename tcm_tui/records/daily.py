"""A verified copy of the database for each day it is used, in a folder beside it; older ones thinned out.

The folder is ``NAME.backups``, the copies ``YYYY-MM-DD.db`` by the local day. Of all copies the latest of the last
7 days, 4 weeks and 12 months that have one are kept: counted, not reckoned from today, so that an agency that
pauses for a year, or a clock that was wrong, loses nothing. Only files of such a name are ever removed.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tcm_tui.records import backup, drivers, keyring, paths
from tcm_tui.records.errors import StoreError

DAYS, WEEKS, MONTHS = 7, 4, 12
_COPY = re.compile(r"(\d{4}-\d{2}-\d{2})\.db")
_ROOM = 2
"""A copy is made only where this many more would fit: it must not take the room that the records need."""


class Copy(NamedTuple):
    """A copy that is kept, of the records as they were on a day."""

    day: date
    file: Path


def folder_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.backups")


def copies(database: Path) -> list[Copy]:
    """The copies that are there, latest first. Raises StoreError when the folder can't be read."""
    try:
        names = [file.name for file in folder_of(database).iterdir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError("unreachable", f"{folder_of(database)} can't be read: {error.strerror}.") from None
    found = []
    for name in names:
        match = _COPY.fullmatch(name)
        if match:
            try:
                day = date.fromisoformat(match[1])
            except ValueError:
                continue
            found.append(Copy(day, folder_of(database) / name))
    return sorted(found, reverse=True)


def kept_of(days: Iterable[date]) -> set[date]:
    """The days whose copies stay: the latest day of each of the last days, weeks (Monday to Sunday) and months."""
    kept: set[date] = set()
    latest = sorted(set(days), reverse=True)
    for count, span in (
        (DAYS, lambda day: day),
        (WEEKS, lambda day: day.isocalendar()[:2]),
        (MONTHS, lambda day: (day.year, day.month)),
    ):
        first: dict[object, date] = {}
        for day in latest:
            first.setdefault(span(day), day)
        kept.update(list(first.values())[:count])
    return kept


def make(database: Path, today: date, progress: backup.Progress | None = None) -> Path | None:
    """Copy the database unless today's copy is there, being made, or there is nothing to copy; gives the new file.

    Raises StoreError, after which the copies are as they were.
    """
    target = folder_of(database) / f"{today.isoformat()}.db"
    found = paths.check_ours(database)
    if found is None or paths.check_ours(target) is not None or _being_made(target) or not _has_records(database):
        return None
    _private(target.parent)
    if shutil.disk_usage(target.parent).free < found.st_size * (_ROOM + 1):
        raise StoreError("full", f"There is too little room on the disk for a copy in {target.parent}.")
    backup.copy_verified(database, target, progress)
    _thin_out(database, today)
    return target


def _has_records(database: Path) -> bool:
    """Whether anything was ever written; a file that can't be read counts, so that the copy says what is wrong."""

    try:
        with closing(backup.reading(database)) as opened:
            return opened.execute("SELECT 1 FROM audit LIMIT 1").fetchone() is not None
    except drivers.Error:
        return True


def _being_made(target: Path) -> bool:
    """Whether another process is at this very copy."""
    return any(number != os.getpid() and backup.runs(number) for number in backup.parts_of(target))


def _private(folder: Path) -> None:
    """Make the folder, for its owner alone. Raises StoreError where it is not a folder of ours."""
    try:
        paths.make_folder(folder)
        found = folder.lstat()
        ours = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or not ours:
            raise StoreError("unreachable", f"{folder} is not a folder of yours; no copy was put there.")
        if os.name != "nt" and stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise StoreError("unreachable", f"{folder} can't be made: {error.strerror}.") from None


def _thin_out(database: Path, today: date) -> None:
    there = copies(database)
    kept = kept_of(each.day for each in there) | {today}
    for each in there:
        if each.day not in kept:
            try:
                if paths.check_ours(each.file) is not None:
                    each.file.unlink()
                    keyring.file_of(each.file).unlink(missing_ok=True)
            except (OSError, StoreError):
                continue  # what can't be removed stays
