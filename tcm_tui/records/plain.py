"""A unit of work on the driver's own connection, for what streams rows and needs no tables: imports.

Starting SQLAlchemy costs more than an import of ten thousand rows; ``write.work`` adds its session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from tcm_tui.records import audit, drivers, ids, refresh
from tcm_tui.records.connection import WRITE_WAIT, begin, connect
from tcm_tui.records.errors import KeyUsed, StoreError, after_failing, explained, of_the_disk
from tcm_tui.records.paths import Place
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs


class At(Protocol):
    """What has a database file: an open Store."""

    @property
    def path(self) -> Place: ...


class Plain:
    """A unit of work inside its transaction."""

    def __init__(self, driver: drivers.Connection, at: datetime, who: str, action: str) -> None:
        self.driver = driver
        self.at = at
        self.who = who
        self.action = action
        self._audit = audit.Writer(driver, at, who, action)
        self._told = self._ended = False
        self._unaudited = driver.total_changes

    def flush(self) -> None:
        """Send to the database what is still held back: nothing here."""

    def rows(self, sql: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT, as the transaction sees them."""
        self.flush()
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

    @property
    def batch(self) -> tuple[int, int] | None:
        """The first and last entry of the log that this unit of work has written so far."""
        return self._audit.written

    def failed(self, error: Exception, path: Place) -> StoreError | None:
        """The StoreError for a driver's error that ended this unit of work, true about whether it was stored.

        A disk may refuse the very last call of a commit that has worked; so the log is looked at again.
        """
        if not of_the_disk(error):
            return explained(error, path)
        with suppress(*drivers.Error):
            self.driver.close()  # takes back what is not committed
        if not self._ended and not isinstance(path, Path):
            return after_failing(path, False)  # a server takes back what nobody told it to commit
        return after_failing(path, stored_as(path, self._audit.last))

    def lock(self, members: Iterable[str], workers: Iterable[str]) -> None:
        """Before anything is read that they decide on: nobody else changes what is these members' or workers'.

        In a file nobody else writes anyway; on a server it is what a ``shared`` unit of work rests on.
        """
        locks = drivers.locks_of(self.driver)
        if locks is not None:
            locks.members_and_workers(self.driver, members, workers)

    def claim(self, member: bool) -> None:
        """Visits stored from here on share no time with others so claimed of the worker, nor of the member if so.

        In a file the decision itself is enough; a server refuses it once more.
        """
        locks = drivers.locks_of(self.driver)
        if locks is not None:
            locks.claim(self.driver, "worker member" if member else "worker")

    def new_id(self, table: str) -> str:
        """The next free id of appointments, outreach or services."""
        self.flush()
        return ids.new_id(self.driver, table)

    def answered(self, key: str | None, command: str) -> str | None:
        """The answer this key was given before, if it was. Raises KeyUsed when that was another command."""
        if not key:
            return None
        locks = drivers.locks_of(self.driver)
        if locks is not None:
            locks.key(self.driver, key)
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
        self.flush()
        refresh.refresh_members(self.driver, policy, packs, members, days=days, progress=progress)

    def finish(self) -> None:
        """The last statements before the commit. Raises RuntimeError for changes that nobody told the log."""
        self.flush()
        if not self._told and self.driver.total_changes != self._unaudited:
            raise RuntimeError(f"{self.action} changed records without an audit row")
        self._audit.close()
        self._ended = True


def stored_as(path: Place, last: tuple[int, str] | None) -> bool | None:
    """Whether the log has this entry (number, hash); None if that can't be found out."""
    if last is None:
        return None
    try:
        with closing(connect(path, 1.0)) as looking:
            found = looking.execute("SELECT hash FROM audit WHERE id = ?", last[:1]).fetchone()
    except StoreError:
        return None
    except drivers.Error:
        return None
    return found is not None and found[0] == last[1]


@contextmanager
def plain_work(
    store: At,
    who: str,
    action: str,
    *,
    at: datetime | None = None,
    wait: float = WRITE_WAIT,
    waiting: Callable[[float], bool] | None = None,
    cache_mb: int = 0,
    shared: bool = False,
) -> Iterator[Plain]:
    """Like ``write.work``, without SQLAlchemy and its session. Raises StoreError as it does."""
    driver = connect(store.path, wait)
    uow: Plain | None = None
    try:
        if cache_mb:
            driver.execute(f"PRAGMA cache_size = {-1024 * cache_mb}")
        begin(driver, store.path, wait, waiting, shared=shared)
        try:
            uow = Plain(driver, at or datetime.now(UTC), who, action)
            yield uow
            uow.finish()
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:
                with suppress(*drivers.Error):  # else the next to open the file takes it back
                    driver.execute("ROLLBACK")
            raise
    except drivers.Error as error:
        said = uow.failed(error, store.path) if uow is not None else explained(error, store.path)
        raise said or error from None
    finally:
        driver.close()
