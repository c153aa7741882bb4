"""How a command opens the terminal screens. The command line does not know them; ``__main__`` says how."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

_opener: list[Callable[[str, date], int]] = []


def use(opener: Callable[[str, date], int]) -> None:
    """From now on the screens are opened by this function of the database and the day."""
    _opener[:] = [opener]


def open_them(db: str, on: date) -> int:
    """Open the screens; gives the exit code."""
    return _opener[0](db, on)
