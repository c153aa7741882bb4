"""Getting at an encrypted database: a person's secret opens the key file, the key goes into the keyring."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from tcm_tui.records import drivers, keyfile, keyring, keyslots, tries
from tcm_tui.records.errors import Sealed, StoreError, explained
from tcm_tui.records.keyslots import Unlocked
from tcm_tui.records.sealing import NoCrypto, NotOpened


class Wrong(Exception):
    """Name and passphrase don't go together."""


class Waiting(Exception):
    """After so many wrong ones the next has to wait these seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def enter(path: Path, person: str, secret: str) -> tuple[Unlocked, list[tries.Wrong]]:
    """Open with a person's passphrase or the recovery code; gives what it opened, and wrong ones untold to the log.

    Raises Wrong, Waiting, StoreError. Takes about half a second.
    """
    from tcm_tui.records import cipher

    cipher.module()
    file, now = keyfile.load(path), datetime.now(UTC)
    known = person if file.slot(person) is not None else tries.UNKNOWN
    with tries.alone(path):
        seconds = tries.wait_of(path, known, now)
        if seconds:
            raise Waiting(seconds)
        tries.count(path, known, now)
    try:
        unlocked = keyslots.unlock(file, person, secret)
    except NotOpened:
        raise Wrong from None
    except NoCrypto:
        raise cipher.not_installed() from None
    untold = tries.well(path, known, now)
    key = fitting(path, unlocked.keys.values())
    if len(file.marks) > 1:
        _settled(path, unlocked, key)
    return unlocked, untold


def fitting(path: Path, keys: Iterable[bytes]) -> bytes:
    """Which of these keys the database has: two are there where giving it another was broken off. It goes into the
    keyring. Raises StoreError."""
    place = path.absolute()
    for key in keys:  # the older first: it is the right one while a journal is to be played back
        keyring.keep(place, key)
        try:
            with closing(drivers.open_file(path)) as opened:
                opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return key
        except drivers.Error as error:
            keyring.forget(place)
            said = explained(error, path)
            if not isinstance(said, Sealed):
                raise said or error from None
    told = f"{keyfile.place(path)} is not the key file of {path}: put the one that belongs to it in its place."
    raise StoreError("damaged", told)


def _settled(path: Path, unlocked: Unlocked, key: bytes) -> None:
    """Finish what a killed process began; not while another is at it."""
    with suppress(StoreError), keyfile.held(path, 0) as held:
        keyslots.must_be_whole(held, unlocked.keys)
        keyslots.settle(held, unlocked.keys, key)


def leave() -> None:
    """Forget every key."""
    keyring.drop()
