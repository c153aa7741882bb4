"""Copies that can be trusted: consistent while others write, verified, synced, renamed into place, 0600.

A copy is made by SQLite's own backup under one read lock, so that it is one state of the database.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal, Protocol

from tcm_tui.records import drivers, keyring, paths
from tcm_tui.records.errors import StoreError, explained, of_the_disk
from tcm_tui.records.paths import Place
from tcm_tui.records.store import APPLICATION_ID, SCHEMA

Progress = Callable[[int, int], bool]
"""Told (pages done, pages in all); False gives up."""

_PAGES = 2_000  # a step of about 8 MB
_OPCODES = 100_000  # steps of a check between two looks at whether to go on, some ms


class HasPath(Protocol):
    @property
    def path(self) -> Place: ...


def backup(store: HasPath, file: str | os.PathLike[str], progress: Progress | None = None) -> Path:
    """Copy the database to a file while it is in use. An older backup of that name is replaced when, and
    only when, the new one has been verified; any other file of that name is refused. Raises StoreError."""
    target = Path(file).expanduser()
    found = paths.check_ours(target)
    if found is not None:
        if isinstance(store.path, Path) and target.samefile(store.path):
            raise StoreError("unreachable", f"{target} is the database itself: name another file.")
        if found.st_size and not _is_ours(target):
            raise StoreError("foreign", f"{target} exists and is no backup of tcm; it was left as it is.")
    if isinstance(store.path, Path):
        copy_verified(store.path, target, progress)
    else:
        from tcm_tui.records.postgres import copying

        copying.to_file(store.path, target, progress)
    return target


_PART = re.compile(r"\.(?P<name>.+)\.(?P<pid>\d+)\.part(-journal)?")


def remove_abandoned(source: str, target: Path) -> None:
    """Remove unfinished copies of this database that a killed process left; they hold records nobody looks after."""
    for file in target.parent.iterdir() if target.parent.is_dir() else ():
        found = _PART.fullmatch(file.name)
        if found and found["name"].startswith((source, target.name)) and not runs(int(found["pid"])):
            with suppress(OSError):
                file.unlink()


def parts_of(target: Path) -> list[int]:
    """The processes, running or not, that have begun a copy of this name and not ended it."""
    listed = target.parent.iterdir() if target.parent.is_dir() else ()
    found = (_PART.fullmatch(file.name) for file in listed)
    return [int(each["pid"]) for each in found if each and each["name"] == target.name]


def runs(pid: int) -> bool:
    """Whether a process of that number is there, anybody's."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def copy_verified(source: Path, target: Path, progress: Progress | None = None, *, version: int | None = None) -> None:
    """Copy a database to another name in full, or leave that name as it was. Raises StoreError.

    progress is asked while the copy is checked, too. version: only of a database that is still of this schema.
    """
    if paths.check_ours(source) is None:
        raise StoreError("missing", f"There is no database at {source}; no copy was made.")
    remove_abandoned(source.name, target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    keyring.share(source.absolute(), part.absolute())
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        paths.make_private(part)
        try:
            with closing(reading(source)) as original, closing(drivers.open_file(part)) as copy:
                original.execute("BEGIN")
                original.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()  # now the state is held
                original.backup(copy, pages=_PAGES, progress=_told(progress))
                copy.execute("PRAGMA journal_mode = DELETE")
        except drivers.Error as error:
            raise _no_copy(error, target) or explained(error, source) or error from None
        found = _verify_copy(part, source, target, (lambda: progress(1, 1)) if progress else None)
        if version not in (None, found):
            return
        sync(part)
        _no_journal_at(target)
        key_file_too(source, target)
        part.replace(target)
        _sync_folder_of(target)
    except OSError as error:
        raise StoreError("unreachable", f"{target} can't be written: {error.strerror}; no copy was made.") from None
    finally:
        keyring.forget(part.absolute())
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def key_file_too(source: Path, target: Path) -> None:
    """A copy of an encrypted database is encrypted with the same key: what opens the one opens the other."""
    if keyring.secret_of(source.absolute()) is not None:
        from tcm_tui.records import keyfile

        keyfile.copy(source, target)
        keyring.share(source.absolute(), target.absolute())


def _no_copy(error: Exception, target: Path) -> StoreError | None:
    """What to say when a copy could not be written (or read: the driver does not tell which)."""
    if of_the_disk(error):
        return StoreError("unreachable", f"{target} can't be written: input/output error; no copy was made.")
    said = explained(error, target)
    if said is not None and said.kind == "full":
        return StoreError("full", f"{target} can't be written: the disk is full; no copy was made.")
    return None


def _verify_copy(part: Path, source: Path, target: Path, going_on: Callable[[], bool] | None) -> int:
    """Verify a copy; gives its schema version. When it is not whole, the database itself is looked at before
    anyone is told that that is damaged."""
    try:
        return verify(part, going_on=going_on)
    except StoreError as error:
        if error.kind == "cancelled":
            raise
        verify(source, going_on=going_on)
        said = f"{target} can't be written: what was read back is not what was written; no copy was made."
        raise StoreError("unreachable", said) from None


def _sync_folder_of(target: Path) -> None:
    try:
        paths.sync_folder(target.parent)
    except OSError as error:
        said = f"{target} is written, but a power cut might still take it away: {error.strerror}."
        raise StoreError("unreachable", said) from None


def _no_journal_at(target: Path) -> None:
    """Put aside a journal whose database is gone: SQLite would play it back into the file that comes in its place."""
    journal = target.with_name(target.name + "-journal")
    if not target.exists() and journal.exists():
        journal.replace(free_name(journal.with_name(f"{journal.name}.abandoned")))


def verify(file: Path, *, going_on: Callable[[], bool] | None = None) -> int:
    """Check every page and reference of a file that must be a database of ours; gives its schema version.

    going_on is asked every few ms; False gives up. Raises StoreError: foreign, newer, damaged, unreachable, cancelled.
    """
    try:
        with closing(reading(file)) as opened:
            if going_on is not None:
                opened.set_progress_handler(lambda: not going_on(), _OPCODES)
            (application,) = opened.execute("PRAGMA application_id").fetchone()
            (version,) = opened.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise StoreError("foreign", f"{file} is not a database of tcm.")
            if version > SCHEMA:
                raise StoreError("newer", f"{file} was written by a newer version of tcm. Update tcm to use it.")
            found = opened.execute("PRAGMA integrity_check(1)").fetchone()
            if found != ("ok",) or opened.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise StoreError("damaged", f"{file} is damaged.")
    except drivers.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise StoreError("cancelled", "Given up: no copy was made.") from None
        raise explained(error, file) or StoreError("damaged", f"{file} is damaged.") from None
    return int(version)


def free_name(path: Path) -> Path:
    """The name itself, or with a number behind it, such that nothing has it yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def reading(file: Path) -> drivers.Connection:
    """A connection of its own that changes nothing but what a crash left half done."""
    # rw where possible: a journal that a crash left behind must be rolled back before the file can be read
    mode: Literal["rw", "ro"] = "rw" if os.access(file, os.W_OK) else "ro"
    connection = drivers.open_file(file, mode, 10)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _told(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None

    def tell(_status: int, left: int, total: int) -> None:
        if not progress(total - left, total):
            raise StoreError("cancelled", "Given up: no copy was made.")

    return tell


def _is_ours(file: Path) -> bool:
    try:
        with closing(reading(file)) as opened:
            return bool(opened.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,))
    except drivers.Error:
        return keyring.file_of(file).exists()  # an encrypted backup, whose key is not at hand


def sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
