"""What opens a database and must not be written anywhere: kept in memory, by its place, until it is dropped."""

from __future__ import annotations

from pathlib import Path

_kept: dict[str, bytes] = {}


def file_of(database: Path) -> Path:
    """Where the key file of an encrypted database is."""
    return database.with_name(f"{database.name}.keys")


def keep(place: object, secret: bytes) -> None:
    """Keep what opens this place: the key of a file, a server's password."""
    _kept[str(place)] = secret


def secret_of(place: object) -> bytes | None:
    """What opens the place, None when nothing is kept for it."""
    return _kept.get(str(place))


def share(place: object, other: object) -> None:
    """What opens a place opens another as well: a copy of it."""
    if str(place) in _kept:
        _kept[str(other)] = _kept[str(place)]


def forget(place: object) -> None:
    _kept.pop(str(place), None)


def drop() -> None:
    """Forget everything that is kept."""
    _kept.clear()
