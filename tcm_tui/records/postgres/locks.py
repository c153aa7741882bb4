"""Who waits for whom when several write: nobody ever decides on what another is about to change.

Each write takes one lock of the database: alone (imports, settings, moves of caseloads, all that isn't named), or
shared with others that say which members and workers they touch; those then lock these members' rows and after them the
workers', each in order of id. Nothing is read before: at READ COMMITTED each statement sees what others have committed.
The end of the audit log is taken last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tcm_tui.records.postgres import errors
from tcm_tui.records.postgres.connection import Connection, Waiting

WRITING = 0x74636D31  # "tcm1"
MIGRATING = WRITING + 1
LOG = WRITING + 2
KEYS = 0x74636D  # the first of two numbers


def begin(own: Any, waiting: Waiting | None = None, *, shared: bool = False) -> None:
    """BEGIN with the lock of all writes; waiting is asked as in ``connection.begin``, and for the later locks too.

    Raises StoreError locked or cancelled.
    """
    try:
        own.execute("BEGIN")
    except errors.Error as error:
        raise error.explained(own.place) or error from None
    own.waiting = waiting
    take = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    wait_for(own, f"SELECT {take}(?)", (WRITING,))


def members_and_workers(own: Connection, members: Iterable[str], workers: Iterable[str]) -> None:
    """Lock their rows, members first, each in order of id; an unknown id has none."""
    for table, key, ids in (("members", "member_id", members), ("case_managers", "cm_id", workers)):
        for each in sorted({*ids}):
            wait_for(own, f"SELECT 1 FROM {table} WHERE {key} = ? FOR UPDATE", (each,))


def end_of_log(own: Connection) -> None:
    """Nobody else adds to the audit log until this transaction ends."""
    wait_for(own, "SELECT pg_advisory_xact_lock(?)", (LOG,))


def claim(own: Connection, kinds: str) -> None:
    """For this transaction: the time of visits that are stored is claimed for these kinds of owners (``onserver``)."""
    own.execute("SELECT set_config('tcm.claims', ?, true)", (kinds,))


def next_number(own: Connection, table: str) -> int:
    """A number for a new record that nobody else gets."""
    found: int = own.execute(f"SELECT nextval('tcm_{table}')").fetchone()[0]
    return found


def key(own: Connection, text: str) -> None:
    """A second write with the same key waits for the first one's answer."""
    wait_for(own, "SELECT pg_advisory_xact_lock(?, hashtext(?))", (KEYS, text))


def wait_for(own: Connection, sql: str, params: tuple[object, ...]) -> None:
    """Take a lock; while it is another's, ask whether to go on. Raises StoreError."""
    try:
        with own.asking(own.waiting):
            own.execute(sql, params)
    except errors.Error as error:
        own.roll_back()
        raise error.explained(own.place) or error from None
