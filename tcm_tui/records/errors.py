"""The one error of a database that can't be used; the command line exits 3 with its sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tcm_tui.records import drivers, keyring

if TYPE_CHECKING:
    from tcm_tui.records.paths import Place

Kind = Literal[
    "locked", "damaged", "foreign", "newer", "unreachable", "missing", "full", "cancelled", "sealed", "denied"
]


class StoreError(Exception):
    """kind says what is wrong, sentence says it to a person, without data of any record."""

    def __init__(self, kind: Kind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: Kind = kind
        self.sentence = sentence


class Sealed(StoreError):
    """An encrypted database whose key is not at hand: nothing of it was read. sealed: which one."""

    def __init__(self, path: Path) -> None:
        super().__init__("sealed", f"{path} is encrypted: a log-in name and its passphrase open it.")
        self.sealed = path


class KeyUsed(Exception):
    """A --key that was given with another command before; nothing was changed."""

    def __init__(self, key: str) -> None:
        super().__init__(f"The key {key} was used for another command; nothing was changed.")
        self.key = key
        self.sentence = str(self)


class Unfit(Exception):
    """A row that a constraint of the records refuses; grounds is what the database says of it, without values."""

    def __init__(self, grounds: str) -> None:
        super().__init__(grounds)
        self.grounds = grounds


_SAYS: dict[int, tuple[Kind, str]] = {
    3: ("unreachable", "{path} can't be opened: permission denied."),
    5: ("locked", "{path} is in use by another program: nothing was changed. Try again in a moment."),
    6: ("locked", "{path} is in use by another program: nothing was changed. Try again in a moment."),
    8: ("unreachable", "{path} can only be read: nothing was changed."),
    10: ("unreachable", "{path} can't be read or written (input/output error): nothing was changed. Check the disk."),
    11: ("damaged", "{path} is damaged. Put a backup in its place: tcm restore FILE."),
    13: ("full", "The disk of {path} is full: nothing was changed."),
    14: ("unreachable", "{path} can't be opened."),
    23: ("unreachable", "{path} can't be opened: permission denied."),
    26: ("foreign", "{path} is not a database of tcm; it was left as it is."),
}


_SPOKEN = {
    "disk I/O error": 10,
    "database or disk is full": 13,
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "database disk image is malformed": 11,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""What SQLCipher's driver says of a copy or an export that failed, without the code or with a general one."""


def code_of(error: BaseException) -> int:
    """SQLite's primary code of a driver's error; 0 where it has none."""
    found: int = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    return found if found > 1 else _SPOKEN.get(str(error), found)


def of_the_disk(error: BaseException | None) -> bool:
    """Whether the system could not read or write: then it is open whether a commit was the last thing that worked."""
    return isinstance(error, drivers.Error) and code_of(error) == 10


def after_failing(path: Place, stored: bool | None) -> StoreError:
    """What to say when the disk failed under a write. stored: None when that can't be found out."""
    says = {
        False: "nothing was changed",
        True: "what was asked for is stored, but a power cut might still take it away",
        None: "it may have been stored: look before you repeat it",
    }
    if not isinstance(path, Path):
        said = "what was asked for is stored" if stored else says[stored]
        return StoreError("unreachable", f"The connection to {path.name} was lost; {said}. Try again in a moment.")
    return StoreError(
        "unreachable", f"{path} could not be written (input/output error): {says[stored]}. Check the disk."
    )


def explained(error: BaseException, path: Place) -> StoreError | None:
    """The StoreError for a driver's error of the store itself; None for one of the statement."""
    if not isinstance(path, Path):
        told: StoreError | None = error.explained(path) if hasattr(error, "explained") else None
        return told
    code = code_of(error)
    says = _SAYS.get(code)
    if code == 26 and keyring.secret_of(path.absolute()) is not None:
        return StoreError("sealed", f"The key of {path} was changed: log in again.")
    if code == 26 and keyring.file_of(path).exists():
        return Sealed(path)
    return StoreError(says[0], says[1].format(path=path)) if says else None
