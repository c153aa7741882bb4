"""Putting a backup in the place of the database, such that there is a whole one at every moment."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from tcm_tui.records import drivers, keyring, paths
from tcm_tui.records.backup import copy_verified, free_name, key_file_too, reading, remove_abandoned, sync, verify
from tcm_tui.records.errors import StoreError, after_failing, explained, of_the_disk
from tcm_tui.records.store import SCHEMA


def restore(
    file: str | os.PathLike[str], db: str | os.PathLike[str] | None = None, *, at: datetime | None = None
) -> Path | None:
    """Put a backup in the place of the database; gives where the replaced one is kept, None without one.

    The backup is verified first. The records go into the existing file under its lock, so that programs
    which have it open see them next; a file that can't be read is put aside instead. Raises StoreError.
    """
    backup_file, target = Path(file).expanduser(), paths.database_path(db)
    if not backup_file.is_file():
        raise StoreError("missing", f"There is no backup at {backup_file}.")
    if target.exists() and backup_file.samefile(target):
        raise StoreError("unreachable", f"{backup_file} is the database itself: name a backup.")
    version = verify(backup_file)
    kept = _put_in_place(backup_file, target, at)
    if version < SCHEMA:
        from tcm_tui.records.engine import migrate

        migrate(target, version)  # at once: a program that has the database open knows the newest schema only
    return kept


def _alike(backup_file: Path, target: Path) -> None:
    """Raises StoreError where one of both is encrypted and the other is not: neither becomes the other unasked."""
    sealed = [keyring.secret_of(file.absolute()) is not None for file in (backup_file, target)]
    if sealed == [True, False]:
        told = (
            f"{backup_file} is encrypted and {target} is not: restore it to another name (--db), or tcm encrypt first."
        )
        raise StoreError("unreachable", f"{told} Nothing was changed.")
    if sealed == [False, True]:
        told = f"{target} is encrypted and {backup_file} is not: encrypt that first (tcm encrypt --db FILE)."
        raise StoreError("unreachable", f"{told} Nothing was changed.")


def _put_in_place(backup_file: Path, target: Path, at: datetime | None) -> Path | None:
    found = paths.check_ours(target)
    if found is None or not found.st_size:
        copy_verified(backup_file, target)
        return None
    moment = (at or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    kept = free_name(target.with_name(f"{target.name}.before-restore-{moment}"))
    try:
        verify(target)
    except StoreError as error:
        if error.kind not in ("damaged", "foreign"):
            raise  # full, say, while what a crash left is taken back: that is no damage
        _put_aside(target, kept)
        copy_verified(backup_file, target)
        return kept
    _alike(backup_file, target)
    _replace_records(backup_file, target, kept)
    return kept


def _replace_records(backup_file: Path, target: Path, kept: Path) -> None:
    """Copy the database aside and the backup into it, both under one lock that lets nobody in between."""
    from tcm_tui.records.connection import WRITE_WAIT

    part = kept.with_name(f".{kept.name}.{os.getpid()}.part")
    remove_abandoned(target.name, kept)
    paths.make_private(part)
    keyring.share(target.absolute(), part.absolute())
    replacing = False
    heads: list[str | None] = []
    try:
        with closing(drivers.open_file(target, wait=WRITE_WAIT)) as live:
            live.execute("PRAGMA journal_mode = TRUNCATE")
            live.execute("PRAGMA synchronous = EXTRA")
            live.execute("PRAGMA locking_mode = EXCLUSIVE")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("COMMIT")  # the lock stays until the connection is closed
            with closing(drivers.open_file(part)) as aside:
                live.backup(aside)
            verify(part)
            sync(part)
            key_file_too(target, kept)
            part.rename(kept)
            paths.sync_folder(kept.parent)
            with closing(reading(backup_file)) as original:
                heads = [_head(live), _head(original)]
                replacing = True
                original.backup(live)
    except OSError as error:
        raise StoreError("unreachable", f"{kept} can't be written: {error.strerror}; nothing was changed.") from None
    except drivers.Error as error:
        if of_the_disk(error):
            raise after_failing(target, _replaced(target, heads) if replacing else False) from None
        raise explained(error, target) or error from None
    finally:
        keyring.forget(part.absolute())
        for left in (
            part,
            part.with_name(part.name + "-journal"),
            *(() if replacing else (kept, keyring.file_of(kept))),
        ):
            with suppress(OSError):
                left.unlink()


def _head(opened: drivers.Connection) -> str | None:
    """The end of a database's audit log."""
    found = opened.execute("SELECT value FROM meta WHERE key = 'audit_head'").fetchone()
    return found[0] if found else None


def _replaced(target: Path, heads: list[str | None]) -> bool | None:
    """Whether the records are the backup's; heads: the ends of the replaced and of the backup's audit log."""
    before, wanted = heads
    try:
        with closing(reading(target)) as opened:
            now = _head(opened)
    except drivers.Error:
        return None
    return None if before == wanted or now not in heads else now == wanted


def _put_aside(target: Path, kept: Path) -> None:
    """Give what can't be read another name as well, and the journal that belongs to it.

    The own name goes only when the backup takes it, so that there is a file at every moment; where the file system
    knows no second name, the file is renamed.
    """
    journal = target.with_name(target.name + "-journal")
    try:
        try:
            os.link(target, kept)
        except (OSError, AttributeError):
            target.rename(kept)
        if journal.exists():
            journal.rename(kept.with_name(kept.name + "-journal"))
        keys = keyring.file_of(target)
        if keys.exists():
            keys.rename(keyring.file_of(kept))
    except OSError as error:
        raise StoreError("unreachable", f"{kept} can't be made: {error.strerror}; nothing was changed.") from None
