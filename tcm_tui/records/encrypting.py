"""Making a plain database an encrypted one and back, and giving an encrypted one another key.

Whatever kills the process, there is a whole database and a key file that opens it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tcm_tui.records import access, audit, cipher, daily, drivers, keyfile, keyring, keyslots, paths, sealing
from tcm_tui.records.backup import copy_verified, free_name, remove_abandoned, sync, verify
from tcm_tui.records.connection import WRITE_WAIT, connect
from tcm_tui.records.errors import StoreError, code_of, explained

GoingOn = Callable[[], bool]
_STEP = 1_000_000  # bytes overwritten at once
_OPCODES = 100_000  # steps of the copying between two looks at whether to go on, some ms


class Person(NamedTuple):
    """The first person of an encrypted database; code: the recovery code, without its groups."""

    name: str
    passphrase: str
    code: str


def is_plain(database: Path) -> bool:
    """Whether a database that can be opened is a plain file."""
    return keyring.secret_of(database.absolute()) is None


def begin_new(database: Path, person: Person) -> None:
    """The key file of a database that is not there yet, and its key at hand. Raises StoreError, Unfitting."""
    cipher.module()
    found = paths.check_ours(database)
    if found is not None and found.st_size:
        raise StoreError("unreachable", f"{database} is there already.")
    file, keys = keyslots.new_file(*person)
    paths.make_folder(database.parent)
    keyfile.create(database, file, keys)
    keyring.keep(database.absolute(), next(iter(keys.values())))


def encrypt(database: Path, person: Person, going_on: GoingOn | None = None) -> None:
    """Put a verified encrypted copy in the place of a plain database, and overwrite what was there.

    Nobody else can write meanwhile; a program that has the plain file open finds it overwritten and must open it anew.
    This process must not have it open: SQLCipher brings an SQLite of its own, which does not see the other's locks.
    Raises StoreError, Unfitting; the database is then as it was.
    """
    cipher.module()
    file, keys = keyslots.new_file(*person)
    (key,) = keys.values()
    # Opened before SQLite's own and closed after it: closing it in between would let go of SQLite's locks.
    handle = os.open(database, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        with _locked(database) as live:
            part = _part_of(database)
            try:
                _export(live, database, part, key, going_on)
                _set_aside(keyfile.place(database))
                keyfile.create(database, file, keys)
                _renamed(part, database)
            except BaseException:
                keyring.forget(database.absolute())
                raise
            finally:
                keyring.forget(part.absolute())
                _removed(part)
            _overwrite(handle)
        keyring.keep(database.absolute(), key)
    finally:
        os.close(handle)


def decrypt(database: Path, file: Path, going_on: GoingOn | None = None) -> None:
    """Write a plain copy to a file that is not there yet. Raises StoreError."""
    if paths.check_ours(file) is not None:
        raise StoreError("unreachable", f"{file} is there already; name another file.")
    key = keyring.secret_of(database.absolute())
    if key is None:
        raise StoreError("unreachable", f"{database} is not encrypted; tcm backup FILE copies it.")
    part = _part_of(file)
    try:
        with closing(drivers.open_file(database, wait=WRITE_WAIT)) as live:
            _export(live, database, part, None, going_on)
        _renamed(part, file)
    except drivers.Error as error:
        raise explained(error, database) or error from None
    finally:
        _removed(part)


def remove_person(database: Path, keys: Mapping[str, bytes], person: str) -> bytes:
    """Take a person out of the key file and give the database another key; gives that key.

    A verified copy under the old key lies beside until the database is verified under the new one. Raises Unfitting,
    StoreError.
    """
    old = keyring.secret_of(database.absolute())
    assert old is not None
    with keyfile.held(database) as held:
        keyslots.must_be_whole(held, keys)
        keyslots.settle(held, keys, old)
        new = sealing.new_key()
        both = keyslots.begin_removal(held, {keyfile.mark_of(old): old}, person, new)
        aside = free_name(database.with_name(f"{database.name}.before-new-key"))
        copy_verified(database, aside)
        try:
            with closing(connect(database)) as live:
                cipher.change_key(live, new)
        except drivers.Error as error:
            if access.fitting(database, (old, new)) == old:
                keyslots.settle(held, both, old)
                _removed(aside, keyfile.place(aside))
                told = f"{database} could not be written: nothing was changed. Look at the disk and its free space."
                raise explained(error, database) or StoreError("unreachable", told) from None
        keyring.keep(database.absolute(), new)
        try:
            verify(database)
            keyslots.settle(held, both, new)
        except StoreError as error:
            told = f"{database} has another key now, but what comes after it failed: log in again"
            raise StoreError(error.kind, f"{told}. A copy from before is {aside}.") from None
        keyring.forget(aside.absolute())
        _removed(aside, keyfile.place(aside))
    return new


def plain_copies(database: Path) -> list[Path]:
    """Copies beside the database that open without a passphrase: of days, from before migrations and restores."""
    beside = sorted(database.parent.glob(f"{_literally(database.name)}.before-*"))
    of_days = [copy.file for copy in daily.copies(database)]
    return [file for file in [*of_days, *beside] if _starts_plain(file)]


def copies_of_before(database: Path) -> list[Path]:
    """Encrypted copies beside the database under another key than its own: who had a passphrase then can open them."""
    now = set(keyfile.load(database).marks)
    beside = sorted(database.parent.glob(f"{_literally(database.name)}.before-*"))
    found = []
    for file in [*(copy.file for copy in daily.copies(database)), *beside]:
        with suppress(StoreError):
            if keyfile.place(file).exists() and not now & set(keyfile.load(file).marks):
                found.append(file)
    return found


def remove_copies(files: list[Path]) -> list[Path]:
    """Overwrite and remove copies; gives those that could not be."""
    left = []
    for file in files:
        try:
            if paths.check_ours(file) is not None:
                handle = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
                try:
                    _overwrite(handle)
                finally:
                    os.close(handle)
                _removed(file, keyfile.place(file), file.with_name(f"{file.name}-journal"))
        except (OSError, StoreError):
            left.append(file)
    return left


# ── steps ─────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _locked(database: Path) -> Iterator[drivers.Connection]:
    """The plain database by SQLCipher's driver, under a lock that lets nobody in until it is closed."""
    uri = f"{database.absolute().as_uri()}?mode=rw"
    live: drivers.Connection
    try:
        with closing(cipher.module().connect(uri, uri=True, timeout=WRITE_WAIT, isolation_level=None)) as live:
            live.execute("PRAGMA cipher_log_level = NONE")
            live.execute("PRAGMA locking_mode = EXCLUSIVE")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("COMMIT")  # the lock stays until the connection is closed
            yield live
    except drivers.Error as error:
        raise explained(error, database) or error from None


def _part_of(target: Path) -> Path:
    remove_abandoned(target.name, target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    _removed(part)
    paths.make_private(part)
    return part


def _export(live: drivers.Connection, source: Path, part: Path, key: bytes | None, going_on: GoingOn | None) -> None:
    """Write all of a database into another file with that key, or plain, and verify it against the original."""
    try:
        cipher.progress_of(live, going_on, _OPCODES)
        cipher.attach(live, str(part.absolute()), "other", key)
        live.execute("PRAGMA other.synchronous = FULL")
        live.execute("BEGIN")
        live.execute("SELECT sqlcipher_export('other')").fetchone()
        for name in ("application_id", "user_version"):
            live.execute(f"PRAGMA other.{name} = {live.execute(f'PRAGMA main.{name}').fetchone()[0]:d}")
        same = _counts(live, "main") == _counts(live, "other")
        live.set_progress_handler(None, 0)
        live.execute("COMMIT")
        live.execute("DETACH DATABASE other")
    except drivers.Error as error:
        if code_of(error) == 9:
            raise StoreError("cancelled", "Given up: nothing was changed.") from None
        raise explained(error, source) or error from None
    if key is not None:
        keyring.keep(part.absolute(), key)
    verify(part)
    head = live.execute("SELECT max(id) FROM audit").fetchone()[0] or 0
    if not same or audit.head_of(part)[0] != head:
        raise StoreError(
            "unreachable", f"{part.parent} can't be relied on: what was read back is not what was written."
        )
    try:
        sync(part)
    except OSError as error:
        told = f"{part.parent} can't be written: {error.strerror}; nothing was changed."
        raise StoreError("unreachable", told) from None


def _counts(opened: drivers.Connection, schema: str) -> list[tuple[str, int]]:
    """Every table, index and trigger, and how many rows each table has."""
    sql = f"SELECT type, name FROM {schema}.sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    found = []
    for kind, name in opened.execute(sql).fetchall():
        rows = opened.execute(f'SELECT count(*) FROM {schema}."{name}"').fetchone()[0] if kind == "table" else 0
        found.append((f"{kind} {name}", rows))
    return found


def _set_aside(file: Path) -> None:
    """A key file beside a plain database is what a killed process left, or a stranger; nothing is ever overwritten."""
    if paths.check_ours(file) is not None:
        try:
            file.rename(free_name(file.with_name(f"{file.name}.abandoned")))
        except OSError as error:
            raise StoreError("unreachable", f"{file} can't be moved aside: {error.strerror}.") from None


def _renamed(part: Path, target: Path) -> None:
    try:
        part.replace(target)
        paths.sync_folder(target.parent)
    except OSError as error:
        raise StoreError("unreachable", f"{target} can't be written: {error.strerror}; nothing was changed.") from None


def _overwrite(handle: int) -> None:
    """Zeros over a whole file that has no name any more, or soon has none: other programs find it unusable at once."""
    with suppress(OSError):
        left = os.fstat(handle).st_size
        os.lseek(handle, 0, os.SEEK_SET)
        while left > 0:
            left -= os.write(handle, b"\0" * min(left, _STEP))
        os.fsync(handle)


def _starts_plain(file: Path) -> bool:
    """Whether a copy, which no connection of this process has open, begins as every plain database does."""
    try:
        with file.open("rb") as opened:
            return opened.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


def _literally(name: str) -> str:
    return "".join(f"[{c}]" if c in "[]*?" else c for c in name)


def _removed(*files: Path) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink()
        with suppress(OSError):
            file.with_name(f"{file.name}-journal").unlink()
