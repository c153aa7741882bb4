"""A copy of every table, from a file onto a server or back: all of it, compared row by row, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.records import audit, drivers, paths
from tcm_tui.records.errors import StoreError
from tcm_tui.records.postgres import errors, opening
from tcm_tui.records.postgres.connection import Connection
from tcm_tui.records.postgres.engine import engine_for, upgrade
from tcm_tui.records.postgres.place import Server
from tcm_tui.records.store import SCHEMA, open_store

Progress = Callable[[int, int], bool]
"""Told (rows done, rows in all) now and then; False gives up."""

COUNTED = ("appointments", "outreach", "services")
_STEP = 5_000
_NUMBERED = "meta WHERE key NOT LIKE 'next:%'"
"""What a file counts up in ``meta``, a server has as sequences."""


class Moved(NamedTuple):
    """What is at the new place: rows by table, and the end of the audit log."""

    rows: dict[str, int]
    entry: int
    hash: str


class _Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def listed(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)

    @property
    def select(self) -> str:
        order = ", ".join(f'"{column}"' for column in self.key)
        return f"SELECT {self.listed} FROM {self._rows} ORDER BY {order}"

    @property
    def how_many(self) -> str:
        return f"SELECT count(*) FROM {self._rows}"

    @property
    def _rows(self) -> str:
        return _NUMBERED if self.name == "meta" else self.name


def _tables() -> list[_Table]:
    """Every table, those that others name before those."""
    from tcm_tui.records.tables import METADATA

    return [
        _Table(t.name, tuple(c.name for c in t.columns), tuple(c.name for c in t.primary_key.columns))
        for t in METADATA.sorted_tables
    ]


class _Counting:
    def __init__(self, source: Any, tables: Iterable[_Table], progress: Progress | None) -> None:
        self.rows = {each.name: source.execute(each.how_many).fetchone()[0] for each in tables}
        self._all, self._done, self._progress = 2 * sum(self.rows.values()), 0, progress  # copied, then compared

    def going(self, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """The rows, counted on their way."""
        for row in rows:
            self._done += 1
            if self._progress and self._done % _STEP == 0 and not self._progress(self._done, self._all):
                raise StoreError("cancelled", "Given up: nothing was copied.")
            yield row


def to_server(file: Path, place: Server, progress: Progress | None = None) -> Moved:
    """Put everything of a database file into an empty database of a server, in one transaction; the file stays.

    Compared before the end: the number of rows, every row, the chain of the audit log and its end. Raises StoreError;
    the server's database is then as empty as it was.
    """
    with open_store(file) as store, store.snapshot():
        engine = engine_for(place, 30.0)
        try:
            with engine.connect() as connection, connection.begin():
                own: Connection = drivers.plain(connection.connection.driver_connection)  # type: ignore[assignment]
                if opening.version(own, SCHEMA) is not None:
                    name = place.name[0].upper() + place.name[1:]
                    raise StoreError("foreign", f"{name} holds an agency already: give an empty one.")
                upgrade(connection, SCHEMA)
                moved = _fill(store.connection, own, progress)
        except errors.Error as error:
            raise error.explained(place) or _unfit(error) from None
        except Exception as error:
            told = getattr(error, "orig", None)
            raise (told.explained(place) if isinstance(told, errors.Error) else None) or error from None
        finally:
            engine.dispose()
    return moved


def _unfit(error: errors.Error) -> StoreError:
    return StoreError("unreachable", f"The server does not take these records ({error}): nothing was copied.")


def _fill(source: Any, own: Connection, progress: Progress | None) -> Moved:
    tables = _tables()
    counting = _Counting(source, tables, progress)
    for table in tables:
        _refuse_nul(source, table)
        into = f"COPY {table.name} ({table.listed}) FROM STDIN"
        own.copy_in(into, counting.going(drivers.stream(source, table.select)))
    for name in COUNTED:
        kept = source.execute("SELECT value FROM meta WHERE key = ?", (f"next:{name}",)).fetchone()
        if kept and int(kept[0]) > 1:
            own.execute(f"SELECT setval('tcm_{name}', ?)", (int(kept[0]) - 1,))
    own.execute("ANALYZE")
    return _compared(source, own, tables, counting)


def _refuse_nul(source: Any, table: _Table) -> None:
    """PostgreSQL keeps no text with the character of code 0; the records may have been given one by an old import."""
    found = " OR ".join(f'instr("{column}", char(0)) > 0' for column in table.columns)
    row = source.execute(f"SELECT {table.key[0]} FROM {table.name} WHERE {found} LIMIT 1").fetchone()
    if row is not None:
        said = f"{table.name} {row[0]} has a text with a character that PostgreSQL can't keep (code 0)"
        raise StoreError("unreachable", f"{said}: correct it first. Nothing was copied.")


def _compared(source: Any, target: Any, tables: Sequence[_Table], counting: _Counting) -> Moved:
    """Every row of both sides beside each other. Raises StoreError where one differs."""
    for table in tables:
        pairs = zip(
            counting.going(drivers.stream(source, table.select)), drivers.stream(target, table.select), strict=True
        )
        try:
            same = all(tuple(a) == tuple(b) for a, b in pairs)
        except ValueError:  # one side has more
            same = False
        if not same:
            raise StoreError("damaged", f"The copy of {table.name} is not what was read: nothing was copied.")
    entry, digest, _ = audit.head(target)
    if (entry, digest) != audit.head(source)[:2] or not audit.verify_chain(_Rows(target)).ok:
        raise StoreError("damaged", "The audit log is not whole: tcm doctor says more. Nothing was copied.")
    return Moved(counting.rows, entry, digest)


class _Rows:
    """What the audit log's check reads from."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def row(self, sql: str) -> Any:
        return self.connection.execute(sql).fetchone()


def to_file(place: Server, target: Path, progress: Progress | None = None) -> None:
    """Write everything of a server's database, as it is at one moment, into a database file; compared row by row.

    The file is whole or not there. Raises StoreError.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        open_store(part, create=True).close()
        with open_store(str(place)) as store, store.snapshot(), closing(drivers.open_file(part)) as into:
            _write(store.connection, into, progress)
        from tcm_tui.records import backup

        backup.verify(part)
        backup.sync(part)
        part.replace(target)
        paths.sync_folder(target.parent)
    except sqlite3.Error as error:
        from tcm_tui.records.errors import explained

        raise explained(error, target) or StoreError("unreachable", f"{target} can't be written.") from None
    except OSError as error:
        raise StoreError("unreachable", f"{target} can't be written: {error.strerror}; no copy was made.") from None
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            with suppress(OSError):
                left.unlink()


def _write(source: Any, into: drivers.Connection, progress: Progress | None) -> None:
    tables = _tables()
    counting = _Counting(source, tables, progress)
    into.execute("PRAGMA foreign_keys = OFF")  # checked as a whole afterwards
    into.execute("BEGIN")
    for table in tables:
        marks = ", ".join("?" * len(table.columns))
        rows = counting.going(drivers.stream(source, table.select))
        into.executemany(f"INSERT INTO {table.name} ({table.listed}) VALUES ({marks})", rows)
    for name in COUNTED:
        (number, used) = source.execute(f"SELECT last_value, is_called FROM tcm_{name}").fetchone()
        if used:
            into.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (f"next:{name}", str(number + 1)))
    _compared(source, into, tables, counting)
    into.execute("COMMIT")
