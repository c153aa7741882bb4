"""The key file ``NAME.keys`` beside an encrypted database: who may open it, each with a passphrase of their own.

JSON, 0600, replaced as a whole: written beside, synced, read back, renamed. It holds log-in names, public keys, and
sealed what opens the database; nothing in it helps without a passphrase or the recovery code. While a database is given
another key the file holds both, so that it can be opened at every moment.
"""

from __future__ import annotations

import json
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.records import paths, sealing
from tcm_tui.records.errors import StoreError
from tcm_tui.records.keyring import file_of as place

__all__ = ["Held", "KeyFile", "Slot", "copy", "create", "held", "load", "mark_of", "place", "vouched", "vouches"]

FORMAT, VERSION = "tcm key file", 1
ADMIN, STAFF = "admin", "staff"
ROLES = (ADMIN, STAFF)
"""Whom this program lets change people, and everybody else. Convention: whoever opens the file could do it."""
RECOVERY = ""
"""The person of the recovery code."""
WAIT = 30.0  # seconds for another program that changes the file
_MOST = 4_000_000  # bytes; thousands of people


class Slot(NamedTuple):
    """One person: role, the day since when, the pair of keys, and the database's keys sealed to it by their mark."""

    person: str
    role: str
    since: str
    pair: sealing.Sealed
    keys: Mapping[str, bytes]


class KeyFile(NamedTuple):
    """marks: of the database's keys, the newest last; two while it is given another. macs: by mark."""

    database: str
    marks: tuple[str, ...]
    slots: tuple[Slot, ...]
    macs: Mapping[str, str]

    def slot(self, person: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.person == person), None)

    @property
    def people(self) -> list[Slot]:
        """Everybody, by name; not the recovery code."""
        return sorted((slot for slot in self.slots if slot.person != RECOVERY), key=lambda slot: slot.person)


def mark_of(key: bytes) -> str:
    """A mark that tells keys apart and says nothing about them."""
    return sealing.vouched(key, b"which key")[:16]


def load(database: Path) -> KeyFile:
    """The key file of a database. Raises StoreError: missing, unreachable, damaged."""
    file = place(database)
    found = paths.check_ours(file)
    if found is None:
        raise StoreError("missing", f"There is no key file {file}, without which {database} can't be opened.")
    paths.close_to_others(file, found)
    try:
        if found.st_size > _MOST:
            raise ValueError
        return _read(file.read_bytes())
    except OSError as error:
        raise StoreError("unreachable", f"{file} can't be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        told = f"{file} is damaged: put the key file of a backup (FILE.keys) in its place. Nothing was changed."
        raise StoreError("damaged", told) from None


def vouches(file: KeyFile, keys: Mapping[str, bytes]) -> bool:
    """Whether the file is as somebody wrote it who had the database's key; keys: by their marks."""
    text = _text(file)
    return bool(keys) and all(file.macs.get(mark) == sealing.vouched(key, text) for mark, key in keys.items())


def vouched(file: KeyFile, keys: Mapping[str, bytes]) -> KeyFile:
    """The file with the marks of its keys on it."""
    return file._replace(macs={mark: sealing.vouched(keys[mark], _text(file)) for mark in file.marks})


class Held:
    """A key file nobody else changes meanwhile; ``put`` replaces it. handle: what locks the file of the name."""

    def __init__(self, database: Path, file: KeyFile, handle: int | None) -> None:
        self.database, self.file, self.handle = database, file, handle

    def put(self, file: KeyFile, keys: Mapping[str, bytes]) -> None:
        """Put another in its place, whole or not at all. Raises StoreError."""
        file = vouched(file, keys)
        part = _written(self.database, file)
        try:
            # Locked before it has the name: whoever opens it then waits as those do who opened the one before.
            handle = _opened_and_locked(part)
            try:
                part.replace(place(self.database))
            except BaseException:
                _let_go(handle)
                raise
            self.handle, before = handle, self.handle
            _let_go(before)
            paths.sync_folder(part.parent)
        except OSError as error:
            raise _unwritten(self.database, error) from None
        finally:
            with suppress(OSError):
                part.unlink()
        self.file = file


@contextmanager
def held(database: Path, wait: float = WAIT) -> Iterator[Held]:
    """The key file, kept from other programs that would change it too. Raises StoreError: locked, or as ``load``."""
    handle = _locked(database, wait)
    try:
        held_now = Held(database, load(database), handle)
    except BaseException:
        _let_go(handle)
        raise
    try:
        yield held_now
    finally:
        _let_go(held_now.handle)


def create(database: Path, file: KeyFile, keys: Mapping[str, bytes]) -> None:
    """Write a key file where there is none. Raises StoreError; one that is there is never replaced."""
    target = place(database)
    part = _written(database, vouched(file, keys))
    try:
        if hasattr(os, "link"):
            os.link(part, target)  # unlike a rename it replaces nothing
        elif not target.exists():
            part.rename(target)
        else:
            raise FileExistsError
        paths.sync_folder(target.parent)
    except FileExistsError:
        told = f"{target} is there already: it may open an encrypted database. Move it aside first."
        raise StoreError("unreachable", told) from None
    except OSError as error:
        raise _unwritten(database, error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def copy(database: Path, copied: Path) -> None:
    """Put the key file beside a copy of the database as well; an older one there is replaced. Raises StoreError."""
    file = load(database)
    part = _written(copied, file)
    try:
        part.replace(place(copied))
        paths.sync_folder(copied.parent)
    except OSError as error:
        raise _unwritten(copied, error) from None
    finally:
        with suppress(OSError):
            part.unlink()


def _unwritten(database: Path, error: OSError) -> StoreError:
    return StoreError("unreachable", f"{place(database)} can't be written: {error.strerror}; nothing was changed.")


def _written(database: Path, file: KeyFile) -> Path:
    """A synced file beside the place that was read back and is the same."""
    from tcm_tui.records.backup import remove_abandoned

    target = place(database)
    remove_abandoned(target.name, target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    text = json.dumps(_document(file, file.macs), indent=1, ensure_ascii=False).encode()
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        paths.make_private(part)
        with part.open("r+b") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if _read(part.read_bytes()) != file:
            raise OSError(5, "what was read back is not what was written")
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _unwritten(database, error) from None
    return part


def _locked(database: Path, wait: float) -> int | None:
    """A handle that locks the file that has the name now; the lock goes with the handle, also when killed."""
    target, end = place(database), time.monotonic() + wait
    if paths.check_ours(target) is None:
        raise StoreError("missing", f"There is no key file {target}.")
    while True:
        try:
            handle = _opened_and_locked(target)
            if handle == NO_LOCK or (handle is not None and os.fstat(handle).st_ino == target.stat().st_ino):
                return handle
        except OSError as error:
            raise StoreError("unreachable", f"{target} can't be opened: {error.strerror}.") from None
        _let_go(handle)
        if time.monotonic() >= end:
            raise StoreError("locked", f"{target} is being changed by another program: nothing was changed.")
        time.sleep(0.05)


NO_LOCK = -1
"""Windows has no such lock and replaces no open file: the rename is whole there all the same, and the last one wins."""


def _opened_and_locked(file: Path) -> int | None:
    """A handle that locks a file until it is closed; None where somebody else has it."""
    try:
        import fcntl
    except ImportError:
        return NO_LOCK
    handle = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _let_go(handle: int | None) -> None:
    if handle not in (None, NO_LOCK):
        os.close(handle)


# ── the text ──────────────────────────────────────────────────────────────────────────────────────


def _text(file: KeyFile) -> bytes:
    """What is vouched for: all but the vouching, in one form."""
    return json.dumps(_document(file, {}), sort_keys=True, separators=(",", ":")).encode()


def _document(file: KeyFile, macs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "database": file.database,
        "keys": list(file.marks),
        "slots": [
            {
                "person": slot.person,
                "role": slot.role,
                "since": slot.since,
                "argon2id": {"ops": slot.pair.cost.ops, "mem": slot.pair.cost.mem, "salt": _b64(slot.pair.cost.salt)},
                "public": _b64(slot.pair.public),
                "private": _b64(slot.pair.private),
                "keys": {mark: _b64(sealed) for mark, sealed in slot.keys.items()},
            }
            for slot in file.slots
        ],
        "vouched": dict(macs),
    }


def _read(text: bytes) -> KeyFile:
    """Raises one of several errors for anything that is not such a file."""
    found = json.loads(text)
    if found["format"] != FORMAT or found["version"] != VERSION:
        raise ValueError
    slots = tuple(_slot(each) for each in found["slots"])
    marks = tuple(_texts(found["keys"]))
    if not marks or len({slot.person for slot in slots}) != len(slots):
        raise ValueError
    macs = dict(zip(_texts(found["vouched"].keys()), _texts(found["vouched"].values()), strict=True))
    (database,) = _texts([found["database"]])
    return KeyFile(database, marks, slots, macs)


def _slot(found: Any) -> Slot:
    cost = found["argon2id"]
    if type(cost["ops"]) is not int or type(cost["mem"]) is not int:
        raise ValueError
    pair = sealing.Sealed(
        sealing.Cost(cost["ops"], cost["mem"], _bytes(cost["salt"])), _bytes(found["public"]), _bytes(found["private"])
    )
    person, role, since = _texts([found["person"], found["role"], found["since"]])
    if role not in ROLES or len(pair.public) != sealing.KEY:
        raise ValueError
    return Slot(person, role, since, pair, {mark: _bytes(text) for mark, text in found["keys"].items()})


def _texts(found: Any) -> Sequence[str]:
    texts = list(found)
    if not all(isinstance(text, str) for text in texts):
        raise ValueError
    return texts


def _b64(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
