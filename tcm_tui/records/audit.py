"""The audit log: who did what, when, each row's hash covering the row before it.

A changed, removed, added or moved row breaks the chain; the head that ``meta`` keeps shows when the last
rows were cut off. Both are written in the transaction of the change they tell of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from tcm_tui.records import drivers
from tcm_tui.records.queries.kept import KEEP

if TYPE_CHECKING:
    from tcm_tui.records.errors import StoreError
    from tcm_tui.records.paths import Place

START = "0" * 64
"""The hash before the first row."""

HEAD = "audit_head"
"""The key in ``meta`` of the last row: its id and hash."""

RECORDS = "records_head"
"""The key in ``meta`` of the last row that tells of a change: what was only looked at or copied leaves it."""

TOLD = frozenset(("view", "search", "export", "backup", "log-in", "wrong-log-in", "lock", "people", "encryption"))
"""Actions of rows that tell of what was seen or given away or of who may look, and change no record."""

_HELD = 500  # rows

COLUMNS = "id, at, who, action, entity, key, member_id, before, after, prev_hash, hash"


class Readable(Protocol):
    def row(self, sql: str) -> tuple[Any, ...] | None: ...

    @property
    def connection(self) -> drivers.Connection: ...


class Chain(NamedTuple):
    """Whether the log is whole; the first row that is not as it was written (None: the end is missing);
    how many rows were read."""

    ok: bool
    first_bad_id: int | None
    read: int


def stamp(at: datetime) -> str:
    """A moment as the log writes it: UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def as_text(values: Mapping[str, Any] | None) -> str | None:
    """Column values as canonical JSON; days as ISO text."""
    if values is None:
        return None
    return json.dumps(
        values, default=_plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written to the audit log")


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Only what differs, where both sides exist; a new or removed record is given whole."""
    if before is None or after is None:
        return (None if before is None else dict(before)), (None if after is None else dict(after))
    differing = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differing}, {name: after[name] for name in differing}


def row_hash(prev_hash: str, row: Iterable[Any]) -> str:
    """The hash of a row: sha256 of the hash before it and the row's values as a JSON list."""
    text = json.dumps(list(row), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{prev_hash}{text}".encode()).hexdigest()


class Writer:
    """Adds rows to the log inside one write transaction."""

    def __init__(self, connection: drivers.Connection, at: datetime, who: str, action: str) -> None:
        self._connection = connection
        self._at, self._who, self._action = at, who, action
        self._common: tuple[str, str, str] | None = None
        self._first = 0
        self._last: tuple[int, str] | None = None
        self._held: list[tuple[Any, ...]] = []

    @property
    def written(self) -> tuple[int, int] | None:
        """The first and last number of the rows added so far."""
        self._write()
        return (self._first, self._last[0]) if self._last else None

    @property
    def last(self) -> tuple[int, str] | None:
        """The number and hash of the last row written."""
        return self._last

    def _begin(self) -> tuple[int, str]:
        """The head to go on from. The rows of one transaction share a moment that the row before has not:
        so the log shows which rows were written together. On a server nobody else adds rows from here on."""
        locks = drivers.locks_of(self._connection)
        if locks is not None:
            locks.end_of_log(self._connection)
        number, prev_hash, before = head(self._connection)
        if stamp(self._at) == before:
            self._at += timedelta(milliseconds=1)
        self._common, self._first = (stamp(self._at), self._who, self._action), number + 1
        return number, prev_hash

    def add(
        self,
        entity: str,
        key: str,
        member_id: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """One row: what was changed (a table's name) and its key, with the columns that differ.

        It is held back until the end, or until there are many: who writes to the log holds up all others.
        """
        old, new = changes(before, after)
        self._held.append((entity, key, member_id, as_text(old), as_text(new)))
        if len(self._held) >= _HELD:
            self._write()

    def _write(self) -> None:
        if not self._held:
            return
        number, digest = self._last or self._begin()
        assert self._common is not None
        rows = []
        for held in self._held:
            number, prev_hash = number + 1, digest
            row = (number, *self._common, *held)
            digest = row_hash(prev_hash, row)
            rows.append((*row, prev_hash, digest))
        self._connection.executemany(f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        self._held.clear()
        self._last = number, digest

    def close(self) -> None:
        """Write what is held back, and keep the head of what was added; before the commit."""
        self._write()
        if not self._last:
            return
        if self._action in TOLD:
            sql = "INSERT INTO meta (key, value) SELECT ?, value FROM meta WHERE key = ? ON CONFLICT DO NOTHING"
            self._connection.execute(sql, (RECORDS, HEAD))
        kept = "{} {}".format(*self._last)
        for key in (HEAD,) if self._action in TOLD else (HEAD, RECORDS):
            self._connection.execute(KEEP, (key, kept))


def head(connection: drivers.Connection) -> tuple[int, str, str]:
    """Id, hash and moment of the last row; 0, ``START`` and nothing of an empty log."""
    found = connection.execute("SELECT id, hash, at FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return (found[0], found[1], found[2]) if found else (0, START, "")


class Seen(NamedTuple):
    """What was seen or given away at a moment: one of ``TOLD``, what it was, where, and of whom."""

    action: str
    entity: str
    key: str
    member: str | None
    at: datetime
    about: Mapping[str, Any] | None = None


def tell(
    path: Place, who: str, seen: Iterable[Seen], wait: float, waiting: Callable[[float], bool] | None = None
) -> tuple[int, str]:
    """Add a row for each, with its own moment, in one transaction; gives the head of the log then.

    wait: seconds another writer is waited for. Raises StoreError; nothing is then added.
    """
    from tcm_tui.records.connection import begin, connect

    driver = connect(path, wait)
    try:
        begin(driver, path, wait, waiting, shared=True)
        for one in seen:
            writer = Writer(driver, one.at, who, one.action)
            writer.add(one.entity, one.key, one.member, None, one.about)
            writer.close()
        number, digest, _ = head(driver)
        driver.execute("COMMIT")
    except drivers.Error as error:
        raise _said(error, path) from None
    finally:
        driver.close()
    return number, digest


def _said(error: Exception, path: Place) -> StoreError:
    from tcm_tui.records.errors import StoreError, explained

    return explained(error, path) or StoreError("damaged", f"{path} has no audit log that can be used.")


def head_of(path: Path) -> tuple[int, str]:
    """Number and hash of the last row of a database that lies somewhere, a backup. Raises StoreError."""
    try:
        with closing(drivers.open_file(path, "ro")) as opened:
            number, digest, _ = head(opened)
    except drivers.Error as error:
        raise _said(error, path) from None
    return number, digest


def verify_chain(store: Readable, progress: Callable[[int], None] | None = None) -> Chain:
    """Read the whole log and compute every hash anew."""
    prev_hash, count = START, 0
    for row in drivers.stream(store.connection, f"SELECT {COLUMNS} FROM audit ORDER BY id"):
        count += 1
        if row[-2] != prev_hash or row_hash(prev_hash, row[:-2]) != row[-1]:
            return Chain(False, row[0], count)
        prev_hash = row[-1]
        if progress and count % 10_000 == 0:
            progress(count)
    kept = store.row(f"SELECT value FROM meta WHERE key = '{HEAD}'")
    expected = f"{count} {prev_hash}" if count else None
    return Chain((kept[0] if kept else None) == expected and _holds_last_change(store), None, count)


def _holds_last_change(store: Readable) -> bool:
    """Whether the entry kept as the last change is in the log as it was: a log emptied with its head has none."""
    kept = store.row(f"SELECT value FROM meta WHERE key = '{RECORDS}'")
    if kept is None:
        return True  # nothing was changed since this is kept
    number, _, digest = kept[0].partition(" ")
    found = store.row(f"SELECT hash FROM audit WHERE id = {int(number) if number.isdigit() else 0}")
    return found is not None and found[0] == digest
