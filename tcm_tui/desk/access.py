"""Who may open an encrypted agency: logging in and out, the people, and making a database encrypted or plain.

What happens is told to the audit log: log-ins and wrong ones with the next that is right, locks, changes of people.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.desk.errors import DeskError, Refused
from tcm_tui.records import access, audit, encrypting, ids, keyfile, keyslots, sealing
from tcm_tui.records.access import Waiting, Wrong
from tcm_tui.records.audit import Seen
from tcm_tui.records.errors import Sealed, StoreError
from tcm_tui.records.keyfile import ADMIN, RECOVERY, ROLES, STAFF
from tcm_tui.records.keyslots import Unlocked, too_short, unfit_name
from tcm_tui.records.paths import Place, database_path, database_place

__all__ = ["ADMIN", "RECOVERY", "ROLES", "STAFF", "Begun", "Sealed", "Session", "StoreError", "too_short", "unfit_name"]

WAIT = 2.0
BY_CODE = "recovery code"
"""Who the log says was at work after a log-in by the code."""


class NotIn(DeskError):
    """A log-in that did not work, as a sentence; seconds to wait before another is looked at."""

    def __init__(self, sentence: str, seconds: int = 0) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class Person(NamedTuple):
    """Somebody who may open the database."""

    name: str
    role: str
    since: str


class Session(NamedTuple):
    """Who has logged in to which database. keys: what opens it, never to be shown or kept."""

    path: Path
    person: str
    role: str
    keys: Mapping[str, bytes]
    whole: bool

    @property
    def by_code(self) -> bool:
        return self.person == RECOVERY

    def __repr__(self) -> str:
        return f"Session({self.person!r})"


class Begun(NamedTuple):
    """A database made encrypted: copies beside it that still are plain."""

    path: Path
    plain: tuple[Path, ...]


class Removed(NamedTuple):
    """Somebody taken out: the copies that open with what was in force before."""

    before: tuple[Path, ...]


# ── logging in ────────────────────────────────────────────────────────────────────────────────────


def usual_name(path: Path) -> str:
    """The log-in name that is probably meant: the system's, where the key file has it, or the only one; else empty."""
    with suppress(StoreError):
        names = [slot.person for slot in keyfile.load(path).people]
        mine = os.environ.get("TCM_PERSON", "").strip() or ids.user_name()
        return mine if mine in names else names[0] if len(names) == 1 else ""
    return ""


def log_in(path: Path, person: str, passphrase: str, where: str) -> Session:
    """Open as a person. where: app or command, for the log. Raises NotIn, StoreError; takes half a second."""
    return _enter(path, person.strip() or "?", passphrase, where)


def log_in_by_code(path: Path, code: str, where: str) -> Session:
    """Open a database with the recovery code. Raises NotIn, StoreError."""
    read = sealing.read_code(code)
    if read is None:
        raise NotIn("That can't be the recovery code: it has six groups of five letters and digits.")
    return _enter(path, RECOVERY, read, where)


def _enter(path: Path, person: str, secret: str, where: str) -> Session:
    try:
        unlocked, untold = access.enter(path, person, secret)
    except Waiting as wait:
        told = f"Too many wrong log-ins: the next one is possible in {_spoken(wait.seconds)}."
        raise NotIn(told, wait.seconds) from None
    except Wrong:
        what = (
            "This recovery code does not open it." if person == RECOVERY else "Name and passphrase don’t go together."
        )
        raise NotIn(what) from None
    who = person or BY_CODE
    ids.use(who)
    now = datetime.now(UTC)
    seen = [Seen("wrong-log-in", "people", each.person or BY_CODE, None, each.at) for each in untold]
    seen.append(Seen("log-in", "people", who, None, now, {"where": where, "system": ids.system_name()}))
    if _tell(path, seen) and untold:
        from tcm_tui.records import tries

        tries.told(path, untold)
    return _session(path, unlocked)


def _session(path: Path, unlocked: Unlocked) -> Session:
    return Session(path, unlocked.person, unlocked.role, unlocked.keys, unlocked.whole)


def _spoken(seconds: int) -> str:
    if seconds < 90:
        return f"{seconds} seconds"
    return f"{(seconds + 59) // 60} minutes"


def lock(path: Place, why: str) -> None:
    """Tell the log, and forget every key. why: idle, suspended, asked."""
    _tell(path, [Seen("lock", "people", ids.user_name(), None, datetime.now(UTC), {"why": why})])
    log_out()


def log_out() -> None:
    """Forget every key and who was logged in."""
    access.leave()
    ids.use(None)


def _tell(path: Place, seen: list[Seen]) -> bool:
    """Tell the log; that it can't be told just now keeps nobody out."""
    try:
        audit.tell(path, ids.user_name(), seen, WAIT)
    except StoreError:
        return False
    return True


def file_of(db: str | None) -> Path | None:
    """The file that is meant; None for a database of a server."""
    with suppress(StoreError):
        found = database_place(db)
        return found if isinstance(found, Path) else None
    return None


def own_name() -> str:
    """The name a person is known by already."""
    return ids.user_name()


def sealed_place(db: str | None) -> Path:
    """Where an encrypted database is. Raises StoreError for none, and for a plain one."""
    path = database_path(db)
    if not keyfile.place(path).exists():
        there = "is not encrypted: tcm encrypt NAME does it" if path.exists() else "is not there"
        raise StoreError("missing", f"{path} {there}.")
    return path


def is_encrypted(path: Path) -> bool:
    """Whether an open database is encrypted."""
    return not encrypting.is_plain(path)


# ── people ────────────────────────────────────────────────────────────────────────────────────────


def people(path: Path) -> list[Person]:
    """Who may open the database, by name; needs no passphrase. Raises StoreError."""
    return [Person(slot.person, slot.role, slot.since) for slot in keyfile.load(path).people]


def add(session: Session, person: str, passphrase: str, role: str) -> None:
    """Raises Refused, StoreError."""
    _admin(session)
    _change(lambda: keyslots.add(session.path, session.keys, person, passphrase, role))
    _tell_change(session, person, "added", role=role)


def rename(session: Session, person: str, name: str) -> None:
    """Raises Refused, StoreError."""
    _admin(session)
    _change(lambda: keyslots.rename(session.path, session.keys, person, name))
    _tell_change(session, name, "renamed", before=person)


def set_role(session: Session, person: str, role: str) -> None:
    """Raises Refused, StoreError."""
    _admin(session)
    _change(lambda: keyslots.set_role(session.path, session.keys, person, role))
    _tell_change(session, person, "role", role=role)


def set_passphrase(session: Session, person: str, passphrase: str) -> None:
    """One's own, or as an admin or with the recovery code anybody's. Raises Refused, StoreError."""
    if person != session.person:
        _admin(session)
    _change(lambda: keyslots.set_secret(session.path, session.keys, person, passphrase))
    _tell_change(session, person, "passphrase")


def new_code() -> str:
    """A recovery code, to be shown once and typed back before it counts."""
    return sealing.new_code()


def part_asked(code: str) -> tuple[int, int]:
    """Which two of the code's groups (1 to 6) are asked for, so that it is written down before it counts."""
    total = sum(map(ord, code))
    first = total % 5 + 1
    return first, first + 1 + total // 5 % (6 - first)


def is_part(code: str, typed: str) -> bool:
    """Whether what was typed are the groups asked for."""
    groups = code.split("-")
    wanted = "".join(groups[number - 1] for number in part_asked(code))
    return "".join(typed.upper().replace("-", " ").split()).translate(sealing.READ_AS) == wanted


def set_code(session: Session, code: str) -> None:
    """From now on this recovery code opens, and the one before no more. Raises Refused, StoreError."""
    _admin(session)
    _change(lambda: keyslots.set_secret(session.path, session.keys, RECOVERY, _read(code)))
    _tell_change(session, BY_CODE, "new")


def remove(session: Session, person: str) -> Removed:
    """Take somebody out; the database gets another key. Raises Refused, StoreError."""
    _admin(session)
    if person == session.person:
        raise Refused("You can't take yourself out; another admin can.")
    _change(lambda: encrypting.remove_person(session.path, session.keys, person))
    _tell_change(session, person, "removed", key="changed")
    return Removed(tuple(encrypting.copies_of_before(session.path)))


def _admin(session: Session) -> None:
    if session.role != ADMIN:
        raise Refused(f"{session.person} may not change people: an admin can.")


def _change(job: Callable[[], object]) -> None:
    try:
        job()
    except keyslots.Unfitting as error:
        raise Refused(str(error)) from None


def _tell_change(session: Session, person: str, what: str, **about: Any) -> None:
    told = {"what": what, **about}
    _tell(session.path, [Seen("people", "people", person, None, datetime.now(UTC), told)])


# ── encrypted or plain ────────────────────────────────────────────────────────────────────────────


def installed() -> str | None:
    """None where the packages for encryption are there, else a sentence that says how to install them."""
    from tcm_tui.records import cipher

    try:
        import nacl.secret  # noqa: F401

        cipher.module()
    except (ImportError, StoreError):
        return str(cipher.not_installed())
    return None


def begin(db: str | None, person: str, passphrase: str, code: str) -> Path:
    """The key file of a new database, whose key is then at hand; the database is made by opening it.

    Raises Refused, StoreError.
    """
    path = database_path(db)
    _change(lambda: encrypting.begin_new(path, encrypting.Person(person, passphrase, _read(code))))
    ids.use(person)
    return path


def undo_begin(db: str | None) -> None:
    """Take the key file of a database away again that was not made."""
    path = database_path(db)
    begun = is_encrypted(path)
    log_out()
    if begun and (not path.exists() or not path.stat().st_size):
        with suppress(OSError):
            keyfile.place(path).unlink()
            path.unlink()


def encrypt(path: Path, person: str, passphrase: str, code: str, going_on: Callable[[], bool] | None = None) -> Begun:
    """Make a plain database an encrypted one, opened by this person and the code. Raises Refused, StoreError."""
    if is_encrypted(path):
        raise Refused(f"{path} is encrypted already; tcm people says who may open it.")
    _change(lambda: encrypting.encrypt(path, encrypting.Person(person, passphrase, _read(code)), going_on))
    ids.use(person)
    _tell(path, [Seen("encryption", "people", person, None, datetime.now(UTC), {"what": "encrypted"})])
    return Begun(path, tuple(encrypting.plain_copies(path)))


def decrypt(session_path: Path, file: Path, going_on: Callable[[], bool] | None = None) -> None:
    """Write a plain copy, once the log is told. Raises Refused, StoreError."""
    from tcm_tui.desk import disclosure

    if not is_encrypted(session_path):
        raise Refused(f"{session_path} is not encrypted; tcm backup FILE copies it.")
    about = {"what": "plain copy", "file": file.name}
    seen = Seen("export", "export", "plain copy", None, datetime.now(UTC), about)
    audit.tell(session_path, ids.user_name(), [seen], disclosure.FILE_WAIT)
    encrypting.decrypt(session_path, file, going_on)


def remove_copies(files: tuple[Path, ...]) -> list[Path]:
    """Overwrite and remove copies; gives those that could not be."""
    return encrypting.remove_copies(list(files))


def _read(code: str) -> str:
    read = sealing.read_code(code)
    if read is None:
        raise DeskError("That is no recovery code.")
    return read
