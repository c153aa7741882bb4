"""Encrypted database files: SQLCipher, which has the connections of ``sqlite3``. Imported when one is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tcm_tui.records import drivers
from tcm_tui.records.errors import StoreError

INSTALL = "pip install 'tcm-tui[encrypted]'"


def module() -> Any:
    """The driver, its errors known from now on. Raises StoreError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise not_installed() from None
    drivers.knows(dbapi2)
    return dbapi2


def not_installed() -> StoreError:
    return StoreError("unreachable", f"Encryption needs two more packages: {INSTALL}")


def connect(uri: str, key: bytes, wait: float, statements: int) -> drivers.Connection:
    """A connection like ``drivers.open_file``'s; nothing of the file is read yet, so a wrong key shows later."""
    opened: drivers.Connection = module().connect(
        uri, uri=True, timeout=wait, isolation_level=None, cached_statements=statements
    )
    opened.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal
    opened.execute(_keyed("key", key))
    return opened


def attach(opened: drivers.Connection, file: str, name: str, key: bytes | None) -> None:
    """Attach another file under a name: with its key, or, with None, a plain one."""
    opened.execute(f'ATTACH DATABASE ? AS {name} KEY "{_raw(key) if key else ""}"', (file,))


def change_key(opened: drivers.Connection, key: bytes) -> None:
    """Encrypt every page anew, in one transaction: all of it or nothing."""
    opened.execute(_keyed("rekey", key))


def progress_of(opened: drivers.Connection, going_on: Callable[[], bool] | None, opcodes: int) -> None:
    if going_on is not None:
        opened.set_progress_handler(lambda: not going_on(), opcodes)


def _keyed(pragma: str, key: bytes) -> str:
    return f'PRAGMA {pragma} = "{_raw(key)}"'


def _raw(key: bytes) -> str:
    """The key itself, from which SQLCipher then derives nothing slowly."""
    return f"x'{key.hex()}'"
