"""How a command opens the terminal screens. The command line does not know them; ``__main__`` says how."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

NO_TERMINAL = "The screens need a terminal; for answers in a script or a pipe give a command: tcm --help lists them."

_opener: list[Callable[[str, date], int]] = []


def use(opener: Callable[[str, date], int]) -> None:
    """From now on the screens are opened by this function of the database and the day."""
    _opener[:] = [opener]


def open_them(db: str, on: date) -> int:
    """Open the screens; gives the exit code."""
    return _opener[0](db, on)


def terminal() -> bool:
    """Whether a person can type to this process and read what it shows; in a pipe the screens would wait for ever."""
    streams = (sys.__stdin__, sys.__stdout__)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)
