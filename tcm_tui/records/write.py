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

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from tcm_tui.records import drivers, freshness, refresh
from tcm_tui.records.connection import WRITE_WAIT
from tcm_tui.records.engine import engine_for
from tcm_tui.records.errors import StoreError, Unfit, explained
from tcm_tui.records.plain import At, Plain
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs


class Work(Plain):
    """A unit of work with a session for the tables."""

    def __init__(self, connection: Connection, at: datetime, who: str, action: str) -> None:
        super().__init__(drivers.plain(connection.connection.driver_connection), at, who, action)
        self.connection = connection
        self.session = Session(connection, autoflush=True, expire_on_commit=False)

    def flush(self) -> None:
        """Send what was added and changed to the database. Raises Unfit where a constraint refuses it."""
        try:
            self.session.flush()
        except IntegrityError as error:
            if isinstance(error.orig, drivers.OperationalError):
                raise error.orig from None  # not the row's own fault
            raise Unfit(str(error.orig)) from None


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
    shared: bool = False,
) -> Iterator[Work]:
    """A unit of work on the store's file; who and action go into its audit rows, at is the moment (UTC).

    While another process writes, this waits up to ``wait`` seconds; ``waiting(seconds so far)`` is asked
    about every 0.1 s and ends it by giving False. cache_mb: see ``engine_for``, for long imports.
    shared: on a server, beside others that ``lock`` what they touch. Raises
    StoreError (locked, cancelled, full, unreachable, damaged); Unfit for a violated constraint.
    """
    engine = engine_for(store.path, wait, waiting, cache_mb=cache_mb, shared=shared)
    uow: Work | None = None
    try:
        with engine.connect() as connection, connection.begin():
            uow = Work(connection, at or datetime.now(UTC), who, action)
            try:
                yield uow
                uow.finish()
            finally:
                uow.session.close()
    except DBAPIError as error:
        said = _said(uow, error.orig, store)
        raise said or error from None
    except drivers.Error as error:
        raise _said(uow, error, store) or error from None
    finally:
        engine.dispose()


def _said(uow: Work | None, error: BaseException | None, store: At) -> StoreError | None:
    if not isinstance(error, drivers.Error):
        return None
    return uow.failed(error, store.path) if uow is not None else explained(error, store.path)


def rebuild(store: At, policy: Policy, packs: Packs, who: str, progress: refresh.Progress | None = None) -> None:
    """Work out everything that follows from the records, after the figures or choices have changed."""
    with work(store, who, "rebuild", cache_mb=64) as uow:
        uow.refresh(policy, packs, progress=progress)
        uow.audit("ledger", "all", after={"fingerprint": freshness.fingerprint(policy, packs)})
