"""How a database is reached: the one place that opens a database file, and which errors its driver raises.

Everything in ``records`` speaks to a connection as the ``sqlite3`` module has it. Another driver gives an object with
the same methods, and adds its own errors here when it is first used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from tcm_tui.records import keyring

if TYPE_CHECKING:
    from tcm_tui.records.postgres.place import Server

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


def open_server(place: Server, *, reading: bool = False, wait: float) -> Connection:
    """A connection to a database of a server, with the methods of a file's. Raises one of ``Error``, or StoreError."""
    try:
        from tcm_tui.records.postgres import connection  # psycopg: the extra of servers
    except ModuleNotFoundError:
        from tcm_tui.records.errors import StoreError

        said = "A database on a server needs the extra of that name: pip install 'tcm-tui[postgres]'."
        raise StoreError("unreachable", said) from None
    found: Connection = connection.open_server(place, reading=reading, wait=wait)  # type: ignore[assignment]
    return found


def plain(driver: Any) -> Connection:
    """The connection for plain SQL over one that SQLAlchemy uses: the same, or on a server what speaks as a file's."""
    found: Connection = getattr(driver, "plain", driver)
    return found


def alone(connection: Connection) -> AbstractContextManager[None]:
    """What is done in it may be refused (``IntegrityError``) without the transaction being lost, as SQLite has it."""
    found: AbstractContextManager[None] = connection.alone() if hasattr(connection, "alone") else nullcontext()
    return found


def stream(connection: Connection, sql: str) -> Iterator[Any]:
    """The rows of a long SELECT, never all in memory."""
    rows: Iterator[Any] = connection.stream(sql) if hasattr(connection, "stream") else connection.execute(sql)
    return rows


def locks_of(connection: Connection) -> ModuleType | None:
    """Who waits for whom on a server (``postgres.locks``); None for a file, which one at a time writes to."""
    if not hasattr(connection, "place"):
        return None
    from tcm_tui.records.postgres import locks

    return locks


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
