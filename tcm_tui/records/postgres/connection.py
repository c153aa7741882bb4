"""A connection to a server with the methods of one of ``sqlite3``: ``?`` and ``:name`` marks, days as ISO text.

psycopg is imported here. Each statement is its own transaction until BEGIN is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from time import monotonic
from typing import Any

import psycopg
from psycopg import RawCursor, pq, waiting
from psycopg.adapt import AdaptersMap, Dumper, Loader
from psycopg.types.string import TextLoader

from tcm_tui.records import drivers, keyring
from tcm_tui.records.postgres import errors, pragmas, spare
from tcm_tui.records.postgres.dialect import said
from tcm_tui.records.postgres.errors import Error, IntegrityError
from tcm_tui.records.postgres.place import Server

Params = Mapping[str, Any] | Sequence[Any]
Waiting = Callable[[float], bool]

TURN = 0.1  # seconds between two questions whether to go on waiting
_FETCHED = 5_000  # rows of a stream
_AT_ONCE = 1_000  # rows of executemany sent together
_SETTINGS = "-c datestyle=ISO -c timezone=UTC -c client_min_messages=error -c extra_float_digits=1"
_READING = "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
_WRITING = "-c default_transaction_isolation=read\\ committed"


class _Plain(Dumper):
    """A value as text without a type: it gets that of what it stands beside."""

    oid = 0

    def dump(self, obj: Any) -> bytes:
        return (str(int(obj)) if isinstance(obj, bool) else str(obj)).encode()


class _Truth(Loader):
    def load(self, data: Any) -> int:
        return int(bytes(data) == b"t")


class _Number(Loader):
    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


def _as_sqlite_gives() -> AdaptersMap:
    found = AdaptersMap(psycopg.adapters)
    for kind in (int, float, bool):
        found.register_dumper(kind, _Plain)
    found.register_loader("date", TextLoader)
    found.register_loader("bool", _Truth)
    found.register_loader("numeric", _Number)
    return found


_ADAPTERS = _as_sqlite_gives()


class _Cursor(RawCursor[tuple[Any, ...]]):
    """Rows as ``sqlite3`` gives them; the connection itself keeps psycopg's own ways, which SQLAlchemy expects."""

    def __init__(self, connection: _Driver) -> None:
        super().__init__(connection)
        self._adapters = _ADAPTERS


class _Driver(psycopg.Connection[tuple[Any, ...]]):
    """psycopg's connection, which can ask whether to go on while a statement waits."""

    asking: Waiting | None = None
    plain: Any
    """The ``Connection`` over this one, where SQLAlchemy has this one."""

    def wait(self, gen: Any, interval: float = TURN, timeout: float | None = None) -> Any:
        if self.asking is None:
            return super().wait(gen, interval, timeout)
        started, ask = monotonic(), self.asking

        def asked() -> Any:
            """The generator itself; what it would wait for is handed on, and each turn without it asks."""
            wants, given_up = next(gen), False
            while True:
                ready = yield wants
                if not ready and not given_up and not ask(monotonic() - started):
                    given_up = True
                    self.cancel_safe(timeout=5.0)
                try:
                    wants = gen.send(ready)
                except StopIteration as end:
                    return end.value

        return waiting.wait_selector(asked(), self.pgconn.socket, interval=interval, timeout=timeout)

    spare_of: str = ""
    """The place whose next write may have it instead of opening another; empty: it is closed when it is done."""

    def close(self) -> None:
        if not self.spare_of or not spare.put(self.spare_of, self):
            self.really_close()

    def really_close(self) -> None:
        super().close()

    def commit(self) -> None:
        if self.pgconn.transaction_status == pq.TransactionStatus.INERROR:
            raise psycopg.errors.InFailedSqlTransaction("a statement failed: nothing can be committed")
        super().commit()


class Cursor:
    """What ``execute`` gives: rows to fetch or go through."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return int(self._cursor.rowcount)

    def fetchone(self) -> Any:
        return self._cursor.fetchone() if self._cursor.description else None

    def fetchall(self) -> list[Any]:
        return list(self._cursor.fetchall()) if self._cursor.description else []

    def fetchmany(self, size: int = 1) -> list[Any]:
        return list(self._cursor.fetchmany(size)) if self._cursor.description else []

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor if self._cursor.description else ())


class Connection:
    """A database of a server, for one thread."""

    def __init__(self, place: Server, driver: _Driver) -> None:
        self.place = place
        self.driver = driver
        self.total_changes = 0
        self.waiting: Waiting | None = None
        self._streams = 0
        self.reopen: Callable[[], _Driver] | None = None
        """How to come back when the connection was lost; only for reading, where nothing is lost with it."""

    @property
    def in_transaction(self) -> bool:
        return self.driver.pgconn.transaction_status not in (pq.TransactionStatus.IDLE, pq.TransactionStatus.UNKNOWN)

    def execute(self, sql: str, params: Params = ()) -> Cursor:
        """Run one statement. Raises ``errors.Error``."""
        if sql.startswith("PRAGMA"):
            sql = pragmas.said(sql)
        statement = said(sql)
        if sql == "COMMIT" and self.driver.pgconn.transaction_status == pq.TransactionStatus.INERROR:
            self.roll_back()
            raise Error("a statement failed: nothing was committed", "25P02")
        values = statement.values(params) if statement.marks else None
        inside = self.in_transaction
        try:
            cursor = _Cursor(self.driver)
            cursor.execute(statement.sql, values)
        except psycopg.Error as error:
            if inside or self.reopen is None or not self.driver.closed:
                raise errors.of(error) from None
            cursor = self._once_more(statement.sql, values)
        self._count(cursor)
        return Cursor(cursor)

    def _once_more(self, sql: bytes, values: list[Any] | None) -> _Cursor:
        """Come back after the server was restarted, and ask again. Raises ``errors.Error`` while it is away."""
        assert self.reopen is not None
        self.driver = self.reopen()
        cursor = _Cursor(self.driver)
        try:
            cursor.execute(sql, values)
        except psycopg.Error as error:
            raise errors.of(error) from None
        return cursor

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows of a SELECT without marks, some thousand at a time: memory doesn't grow with their number."""
        if not self.in_transaction:
            yield from self.execute(sql)
            return
        self._streams += 1
        name = f"tcm_{self._streams}"
        self.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}")
        while rows := self.execute(f"FETCH {_FETCHED} FROM {name}").fetchall():
            yield from rows
        self.execute(f"CLOSE {name}")

    def executemany(self, sql: str, rows: Iterable[Params]) -> None:
        """Run one statement for each of the rows, which may themselves come from this connection."""
        statement, coming = said(sql), iter(rows)
        while part := list(islice(coming, _AT_ONCE)):
            cursor = _Cursor(self.driver)
            try:
                cursor.executemany(statement.sql, [statement.values(row) for row in part])
            except psycopg.Error as error:
                raise errors.of(error) from None
            self._count(cursor)

    def copy_in(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """COPY … FROM STDIN with these rows, the quickest way in; they must not come from this connection."""
        cursor = _Cursor(self.driver)
        try:
            with cursor.copy(sql.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise errors.of(error) from None
        self._count(cursor)

    def _count(self, cursor: Any) -> None:
        if cursor.rowcount > 0 and not cursor.description:
            self.total_changes += cursor.rowcount

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Statements of a transaction that may fail by themselves: what they did is taken back, the rest stays."""
        self.execute("SAVEPOINT alone")
        before = self.total_changes
        try:
            yield
        except IntegrityError:
            self.execute("ROLLBACK TO SAVEPOINT alone")
            self.total_changes = before
            raise
        finally:
            if self.driver.pgconn.transaction_status == pq.TransactionStatus.INTRANS:
                self.execute("RELEASE SAVEPOINT alone")

    @contextmanager
    def asking(self, waiting: Waiting | None) -> Iterator[None]:
        """While a statement waits, ask about every 0.1 s whether to go on. Raises ``errors.Error``: cancelled."""
        self.driver.asking = waiting
        try:
            yield
        finally:
            self.driver.asking = None

    def roll_back(self) -> None:
        """Take back the transaction, if there is one; also of a connection that is lost."""
        with suppress(psycopg.Error):
            self.driver.rollback()

    def interrupt(self) -> None:
        """Let what is running end with an error; from any thread."""
        self.driver.cancel_safe(timeout=5.0)

    def close(self) -> None:
        """What is not committed is taken back."""
        self.driver.close()


def open_server(place: Server, *, reading: bool = False, wait: float = 10.0, spared: bool = False) -> Connection:
    """A connection to the database; reading: one that can't write, whose transactions see one state.

    wait: seconds a statement waits for a lock. spared: closed, it waits for the next that is asked for so. Raises
    StoreError for a way without TLS, else ``errors.Error``.
    """
    place.check_secure()
    drivers.knows(errors)
    given = place.parameters
    own = f"{_SETTINGS} {_READING if reading else _WRITING} -c lock_timeout={max(1, int(wait * 1000))}"
    given["options"] = f"{own} {given.get('options', '')}".strip()
    if not place.stays_here():
        given["sslmode"] = place.sslmode  # said aloud: a service file must not say otherwise
    given.setdefault("connect_timeout", "10")
    given.setdefault("application_name", "tcm")
    password = keyring.secret_of(place)
    if password is not None:
        given["password"] = password.decode()

    def connected() -> _Driver:
        try:
            driver = _Driver.connect(**given, autocommit=True, prepare_threshold=2)  # type: ignore[arg-type]
        except psycopg.Error as error:
            raise errors.at_the_door(error) from None
        driver.prepared_max = 500
        return driver

    driver = spare.take(str(place), wait) if spared else None
    if driver is None:
        driver = connected()
        driver.spare_of = str(place) if spared else ""
    found = Connection(place, driver)
    if reading:
        found.reopen = connected
    return found
