"""The writing connection: durable, and in a transaction from its first statement."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tcm_tui.records import drivers
from tcm_tui.records.errors import StoreError, explained
from tcm_tui.records.paths import Place

WRITE_WAIT = 30.0  # seconds a writer waits for another one

_DURABLE = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = EXTRA",
)


def connect(path: Place, wait: float = WRITE_WAIT) -> drivers.Connection:
    """A driver connection that may write, in the driver's autocommit mode: BEGIN is said, never implied."""
    try:
        if not isinstance(path, Path):
            return drivers.open_server(path, wait=wait)
        connection = drivers.open_file(path, wait=wait)
        for pragma in _DURABLE:
            connection.execute(pragma)
    except drivers.Error as error:
        raise explained(error, path) or error from None
    return connection


def begin(
    driver: drivers.Connection,
    path: Place,
    wait: float,
    waiting: Callable[[float], bool] | None = None,
    *,
    shared: bool = False,
) -> None:
    """BEGIN IMMEDIATE, waiting up to ``wait`` seconds for another writer.

    waiting, if given, is called about every 0.1 s with the seconds so far; False gives up. shared: on a server, beside
    others that lock what they touch (``postgres.locks``). Raises StoreError locked or cancelled.
    """
    if not isinstance(path, Path):
        from tcm_tui.records.postgres import locks

        locks.begin(driver, waiting, shared=shared)
        return
    started = time.monotonic()
    driver.execute(f"PRAGMA busy_timeout = {int(min(wait, 0.1) * 1000)}")
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            break
        except drivers.OperationalError as error:
            said = explained(error, path)
            waited = time.monotonic() - started
            if said is None or said.kind != "locked" or waited >= wait:
                raise said or error from None
        if waiting is not None and not waiting(waited):
            raise StoreError("cancelled", "Given up while another program was writing: nothing was changed.")
    driver.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")  # the commit may wait for readers
