"""A writing connection that waits for the next write of this process: a new one costs a server more than the write.

One for each database; whoever takes it has it alone. What lay long, or was lost meanwhile, is thrown away.
"""

from __future__ import annotations

import os
import time
from typing import Any

import psycopg
from psycopg import pq

LASTS = 300.0  # seconds

_waiting: dict[tuple[int, str], tuple[float, Any]] = {}


def put(place: str, driver: Any) -> bool:
    """Keep a connection that is to be closed; whether it is kept. One inside a transaction is not."""
    if driver.closed or driver.pgconn.transaction_status != pq.TransactionStatus.IDLE:
        return False
    key = (os.getpid(), place)  # a forked process has no part in it
    if key in _waiting:
        return False
    _waiting[key] = (time.monotonic(), driver)
    return True


def take(place: str, wait: float) -> Any:
    """The connection that waits, if it still answers; None: open one. wait: seconds a statement waits for a lock."""
    since, driver = _waiting.pop((os.getpid(), place), (0.0, None))
    if driver is None:
        return None
    try:
        if not driver.closed and time.monotonic() - since < LASTS:
            driver.execute(f"SET lock_timeout = {max(1, int(wait * 1000))}")
            return driver
    except psycopg.Error:
        pass
    driver.really_close()
    return None


def drop() -> None:
    """Close what waits."""
    for key in list(_waiting):
        driver = _waiting.pop(key, (0.0, None))[1]
        if driver is not None and key[0] == os.getpid():
            driver.really_close()
