"""What opens a database and must not be written anywhere: kept in memory, by its place, until it is dropped."""

from __future__ import annotations

_kept: dict[str, bytes] = {}


def keep(place: object, secret: bytes) -> None:
    """Keep what opens this place: the key of a file, a server's password."""
    _kept[str(place)] = secret


def secret_of(place: object) -> bytes | None:
    """What opens the place, None when nothing is kept for it."""
    return _kept.get(str(place))


def drop() -> None:
    """Forget everything that is kept."""
    _kept.clear()
