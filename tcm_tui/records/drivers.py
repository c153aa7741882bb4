"""How a database is reached: the one place that opens a database file, and which errors its driver raises.

Everything in ``records`` speaks to a connection as the ``sqlite3`` module has it. Another driver gives an object with
the same methods, and adds its own errors here when it is first used.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Literal, TypeAlias

from tcm_tui.records import keyring

Connection: TypeAlias = sqlite3.Connection
"""A connection of ``sqlite3``, or what has its methods."""

Error: tuple[type[sqlite3.Error], ...] = (sqlite3.Error,)
IntegrityError: tuple[type[sqlite3.IntegrityError], ...] = (sqlite3.IntegrityError,)
OperationalError: tuple[type[sqlite3.OperationalError], ...] = (sqlite3.OperationalError,)
"""What an ``except`` names: each is looked up when something was raised, so that a driver used since is among them."""


def knows(module: ModuleType) -> None:
    """Count the errors of another driver among those above."""
    global Error, IntegrityError, OperationalError
    if module.Error not in Error:
        Error += (module.Error,)
        IntegrityError += (module.IntegrityError,)
        OperationalError += (module.OperationalError,)


def module_of(path: Path) -> ModuleType:
    """The module whose connections ``open_file`` gives for this file."""
    if keyring.secret_of(path.absolute()) is None:
        return sqlite3
    from tcm_tui.records import cipher

    found: ModuleType = cipher.module()
    return found


def open_file(path: Path, mode: Literal["rw", "ro"] = "rw", wait: float = 5.0, *, statements: int = 128) -> Connection:
    """A connection to a file that exists, which says BEGIN itself and waits that many seconds for a lock.

    A file whose key is at hand is opened with it. statements is how many prepared ones are kept. Raises one of
    ``Error``.
    """
    absolute = path.absolute()
    uri = f"{absolute.as_uri()}?mode={mode}"
    key = keyring.secret_of(absolute)
    if key is not None:
        from tcm_tui.records import cipher  # the extra of encryption: only for a file that is encrypted

        return cipher.connect(uri, key, wait, statements)
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, cached_statements=statements)
