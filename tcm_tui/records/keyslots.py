"""Who is in a key file: opening it with a passphrase, and every change of people. ``keyfile`` says how it is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tcm_tui.records import keyfile, sealing
from tcm_tui.records.errors import StoreError
from tcm_tui.records.keyfile import ADMIN, RECOVERY, KeyFile, Slot
from tcm_tui.records.sealing import NotOpened


class Unlocked(NamedTuple):
    """What a passphrase opened. keys by their marks, the newest last; whole: the file was written with one of them."""

    person: str
    role: str
    keys: Mapping[str, bytes]
    whole: bool

    @property
    def newest(self) -> bytes:
        return list(self.keys.values())[-1]

    def __repr__(self) -> str:
        return f"Unlocked({self.person!r})"  # never a key, wherever it is shown


class Unfitting(Exception):
    """A change of people that can't be; the sentence says why."""


def too_short(passphrase: str) -> str | None:
    """What is wrong with a new passphrase: its length, nothing else is asked of it."""
    if len(passphrase) < sealing.SHORTEST:
        return f"A passphrase has at least {sealing.SHORTEST} characters: several words make a good one."
    if len(passphrase) > sealing.LONGEST:
        return f"A passphrase has at most {sealing.LONGEST} characters."
    return None


def unfit_name(person: str) -> str | None:
    """What is wrong with a new log-in name."""
    if not person or person != person.strip() or not person.isprintable() or len(person) > 40:
        return "A log-in name has 1 to 40 characters that can be seen, without spaces around it."
    return None


def new_file(person: str, passphrase: str, code: str) -> tuple[KeyFile, dict[str, bytes]]:
    """A key file for a new database: its first person, an admin, and the recovery code; and its keys by their marks."""
    _fit(person, passphrase)
    database, key = secrets.token_hex(8), sealing.new_key()
    keys = {keyfile.mark_of(key): key}
    empty = KeyFile(database, tuple(keys), (), {})
    slots = (_slot(empty, keys, person, ADMIN, passphrase), _slot(empty, keys, RECOVERY, ADMIN, code))
    return empty._replace(slots=slots), keys


def unlock(file: KeyFile, person: str, secret: str) -> Unlocked:
    """Open with a person's passphrase, or as ``RECOVERY`` with the code. Raises NotOpened.

    It takes as long for somebody who isn't in the file.
    """
    slot = file.slot(person)
    if slot is None:
        sealing.waste()
        raise NotOpened
    private = sealing.open_pair(secret, _about(file, person), slot.pair)
    keys = {mark: sealing.open_from(private, slot.keys[mark]) for mark in file.marks if mark in slot.keys}
    if not keys or any(keyfile.mark_of(key) != mark for mark, key in keys.items()):
        raise NotOpened
    return Unlocked(person, slot.role, keys, keyfile.vouches(file, keys))


def add(database: Path, keys: Mapping[str, bytes], person: str, passphrase: str, role: str) -> None:
    """Add a person. Raises Unfitting, StoreError."""
    _fit(person, passphrase)
    with _change(database, keys) as held:
        if held.file.slot(person) is not None:
            raise Unfitting(f"There is somebody of the name {person} already.")
        slot = _slot(held.file, keys, person, role, passphrase)
        held.put(held.file._replace(slots=(*held.file.slots, slot)), keys)


def set_secret(database: Path, keys: Mapping[str, bytes], person: str, secret: str) -> None:
    """Give a person another passphrase, or with ``RECOVERY`` the file another code; the one before opens no more."""
    if person != RECOVERY:
        _fit(person, secret)
    with _change(database, keys) as held:
        before = _there(held.file, person)
        _replace(held, keys, before, _slot(held.file, keys, person, before.role, secret)._replace(since=before.since))


def rename(database: Path, keys: Mapping[str, bytes], person: str, name: str) -> None:
    """Give a person another log-in name; the passphrase stays."""
    wrong = unfit_name(name)
    if wrong:
        raise Unfitting(wrong)
    with _change(database, keys) as held:
        before = _there(held.file, person)
        if held.file.slot(name) is not None:
            raise Unfitting(f"There is somebody of the name {name} already.")
        _replace(held, keys, before, before._replace(person=name))


def set_role(database: Path, keys: Mapping[str, bytes], person: str, role: str) -> None:
    with _change(database, keys) as held:
        before = _there(held.file, person)
        _keeps_admin(held.file, person, role)
        _replace(held, keys, before, before._replace(role=role))


def begin_removal(held: keyfile.Held, keys: Mapping[str, bytes], person: str, key: bytes) -> dict[str, bytes]:
    """Seal a new key to everybody but this person, who keeps the old one until the database has the new.

    Needs nobody's passphrase. Gives all the keys now in force by their marks.
    """
    _there(held.file, person)
    _keeps_admin(held.file, person, None)
    mark = keyfile.mark_of(key)
    slots = tuple(
        slot
        if slot.person == person
        else slot._replace(keys={**slot.keys, mark: sealing.seal_to(slot.pair.public, key)})
        for slot in held.file.slots
    )
    both = {**keys, mark: key}
    held.put(held.file._replace(marks=(*held.file.marks, mark), slots=slots), both)
    return both


def settle(held: keyfile.Held, keys: Mapping[str, bytes], key: bytes) -> None:
    """The database has this key: forget all others, and whoever has not got it."""
    mark = keyfile.mark_of(key)
    slots = tuple(slot._replace(keys={mark: slot.keys[mark]}) for slot in held.file.slots if mark in slot.keys)
    if held.file.marks != (mark,) or slots != held.file.slots:
        held.put(held.file._replace(marks=(mark,), slots=slots), {mark: keys[mark]})


def must_be_whole(held: keyfile.Held, keys: Mapping[str, bytes]) -> None:
    """Raises StoreError for a file somebody wrote who had no key: a new key would be sealed to whoever stands in it."""
    if not keyfile.vouches(held.file, {mark: key for mark, key in keys.items() if mark in held.file.marks}):
        told = f"{keyfile.place(held.database)} was changed by something else than tcm; nothing was changed."
        raise StoreError("damaged", f"{told} Put the key file of a backup (FILE.keys) in its place.")


@contextmanager
def _change(database: Path, keys: Mapping[str, bytes]) -> Iterator[keyfile.Held]:
    """A held key file that is as it should be."""
    with keyfile.held(database) as held:
        must_be_whole(held, keys)
        if set(held.file.marks) != set(keys):
            raise StoreError("sealed", "The key of the database was changed meanwhile: log in again.")
        yield held


def _about(file: KeyFile, person: str) -> bytes:
    """What a private key is sealed with: a code's does not pass for a person's, nor another database's for this one."""
    return f"{file.database} {'code' if person == RECOVERY else 'person'} ".encode()


def _slot(file: KeyFile, keys: Mapping[str, bytes], person: str, role: str, secret: str) -> Slot:
    pair = sealing.new_pair(secret, _about(file, person), sealing.usual_cost(code=person == RECOVERY))
    sealed = {mark: sealing.seal_to(pair.public, key) for mark, key in keys.items()}
    return Slot(person, role, datetime.now(UTC).date().isoformat(), pair, sealed)


def _replace(held: keyfile.Held, keys: Mapping[str, bytes], before: Slot, after: Slot) -> None:
    slots = tuple(after if slot is before else slot for slot in held.file.slots)
    held.put(held.file._replace(slots=slots), keys)


def _there(file: KeyFile, person: str) -> Slot:
    found = file.slot(person)
    if found is None:
        raise Unfitting(f"There is nobody of the name {person}.")
    return found


def _keeps_admin(file: KeyFile, person: str, role: str | None) -> None:
    if role != ADMIN and not any(slot.role == ADMIN and slot.person != person for slot in file.people):
        raise Unfitting(f"{person} is the only admin; make somebody else one first.")


def _fit(person: str, passphrase: str) -> None:
    wrong = unfit_name(person) or too_short(passphrase)
    if wrong:
        raise Unfitting(wrong)
