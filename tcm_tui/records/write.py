"""One job, one transaction: what is written, its audit rows and what follows from it, or nothing.

    with work(store, who, "book") as uow:
        uow.session.add(Appointment(...))
        uow.audit("appointments", id, member, after={...})
        uow.refresh(policy, packs, [member], days=[day])

The transaction begins IMMEDIATE when the block is entered and commits when it ends well; an exception takes
everything back. Decide inside the block, on ``uow.rows``: nobody else can write in between. Do not hold a
``store.snapshot()`` of the same process meanwhile: the commit would wait for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from tcm_tui.records import audit, ids, refresh
from tcm_tui.records.engine import WRITE_WAIT, engine_for
from tcm_tui.records.errors import KeyUsed, explained
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs


class At(Protocol):
    """What has a database file: an open Store."""

    @property
    def path(self) -> Path: ...


class Work:
    """A unit of work inside its transaction."""

    def __init__(self, connection: Connection, at: datetime, who: str, action: str) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self.connection = connection
        self.driver = driver
        self.session = Session(connection, autoflush=True, expire_on_commit=False)
        self.at = at
        self.who = who
        self.action = action
        self._audit = audit.Writer(driver, at, who, action)
        self._told = False
        self._unaudited = driver.total_changes

    def rows(self, sql: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT, as the transaction sees them."""
        self.session.flush()
        return self.driver.execute(sql, params).fetchall()

    def row(self, sql: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row of a SELECT, None if there is none."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def audit(
        self,
        entity: str,
        key: str,
        member: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Tell the log of one change; of two sides only the columns that differ are kept."""
        self._audit.add(entity, key, member, before, after)
        self._told = True

    def new_id(self, table: str) -> str:
        """The next free id of appointments, outreach or services."""
        self.session.flush()
        return ids.new_id(self.driver, table)

    def answered(self, key: str | None, command: str) -> str | None:
        """The answer this key was given before, if it was. Raises KeyUsed when that was another command."""
        if not key:
            return None
        found = self.row("SELECT command, answer FROM requests WHERE key = ?", (key,))
        if found and found[0] != command:
            raise KeyUsed(key)
        return found[1] if found else None

    def remember(self, key: str | None, command: str, answer: str) -> None:
        """Keep the answer for a repetition with the same key."""
        if key:
            self.driver.execute(
                "INSERT INTO requests (key, command, answer, at) VALUES (?, ?, ?, ?)",
                (key, command, answer, audit.stamp(self.at)),
            )
            self._unaudited += 1

    def refresh(
        self,
        policy: Policy,
        packs: Packs,
        members: Iterable[str] | None = None,
        *,
        days: Iterable[date] | None = None,
        progress: refresh.Progress | None = None,
    ) -> None:
        """Bring up to date what follows from these members' services, see ``refresh.refresh_members``."""
        self.session.flush()
        refresh.refresh_members(self.driver, policy, packs, members, days=days, progress=progress)

    def finish(self) -> None:
        """The last statements before the commit. Raises RuntimeError for changes that nobody told the log."""
        self.session.flush()
        if not self._told and self.driver.total_changes != self._unaudited:
            raise RuntimeError(f"{self.action} changed records without an audit row")
        self._audit.close()


@contextmanager
def work(
    store: At,
    who: str,
    action: str,
    *,
    at: datetime | None = None,
    wait: float = WRITE_WAIT,
    waiting: Callable[[float], bool] | None = None,
    cache_mb: int = 0,
) -> Iterator[Work]:
    """A unit of work on the store's file; who and action go into its audit rows, at is the moment (UTC).

    While another process writes, this waits up to ``wait`` seconds; ``waiting(seconds so far)`` is asked
    about every 0.1 s and ends it by giving False. cache_mb: see ``engine_for``, for long imports. Raises
    StoreError (locked, cancelled, full, unreachable, damaged); IntegrityError for a violated constraint.
    """
    engine = engine_for(store.path, wait, waiting, cache_mb=cache_mb)
    try:
        with engine.connect() as connection, connection.begin():
            uow = Work(connection, at or datetime.now(UTC), who, action)
            try:
                yield uow
                uow.finish()
            finally:
                uow.session.close()
    except DBAPIError as error:
        driver_error = error.orig
        said = explained(driver_error, store.path) if isinstance(driver_error, sqlite3.Error) else None
        raise said or error from None
    except sqlite3.Error as error:
        raise explained(error, store.path) or error from None
    finally:
        engine.dispose()


def rebuild(store: At, policy: Policy, packs: Packs, who: str, progress: refresh.Progress | None = None) -> None:
    """Work out everything that follows from the records, after the figures or choices have changed."""
    with work(store, who, "rebuild", cache_mb=64) as uow:
        uow.refresh(policy, packs, progress=progress)
        uow.audit("ledger", "all", after={"fingerprint": refresh.fingerprint(policy, packs)})
