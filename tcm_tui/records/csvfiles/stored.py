"""One table during an import: what is there, adding rows, changing rows. Plain SQL on the driver's connection.

Works inside the caller's transaction. Rows are tuples in the order of ``columns``; keys are tuples of the
key columns, also where the key is a single column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from tcm_tui.records import drivers
from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.formats import VOIDABLE

Row = tuple[Any, ...]
Key = tuple[Any, ...]
_AT_ONCE = 500
_TOGETHER = 50  # rows in one INSERT: a third quicker than one by one


class Refused(Exception):
    """The database does not take row ``index`` of those given; all before it are in."""

    def __init__(self, index: int, why: str) -> None:
        super().__init__(why)
        self.index = index


class Stored:
    """The table of one file; columns are those the file gives, key columns among them."""

    def __init__(self, connection: drivers.Connection, form: Format, columns: Sequence[str]) -> None:
        self.connection = connection
        self.table = form.name
        self.key_columns = form.key
        self.columns = tuple(columns)
        at = [self.columns.index(name) for name in form.key if name in self.columns]
        self._at = at
        self._single = itemgetter(*at)
        self._seen_ready = False
        listed = ", ".join(self.columns)
        self._insert = f"INSERT INTO {self.table} ({listed}) VALUES ({_marks(self.columns)})"
        self._insert_many = self._insert + f", ({_marks(self.columns)})" * (_TOGETHER - 1)

    def keys(self, rows: Iterable[Row]) -> list[Key]:
        """The key of each row, in order."""
        if len(self._at) == 1:
            return [(row[self._at[0]],) for row in rows]
        return list(map(self._single, rows))

    def is_empty(self) -> bool:
        return self.connection.execute(f"SELECT 1 FROM {self.table} LIMIT 1").fetchone() is None

    def existing(self, keys: Sequence[Key]) -> dict[Key, tuple[Row, str | None]]:
        """What is stored under these keys: the columns of the file, and the day it was voided, if it was."""
        wanted = set(keys)
        voided = "voided_on" if self.table in VOIDABLE else "NULL"
        found: dict[Key, tuple[Row, str | None]] = {}
        select = f"SELECT {', '.join(self.columns)}, {voided} FROM {self.table} WHERE {self.key_columns[0]} IN "
        for part in _parts(sorted({key[0] for key in keys})):
            for row in self.connection.execute(f"{select}({_marks(part)})", tuple(part)):
                values = tuple(row[:-1])
                key = tuple(values[i] for i in self._at)
                if key in wanted:
                    found[key] = (values, row[-1])
        return found

    def add(self, rows: Sequence[Row]) -> None:
        """Insert all rows. Raises Refused at the first one that the database does not take."""
        done = 0
        try:
            while done + _TOGETHER <= len(rows):
                with drivers.alone(self.connection):
                    self.connection.execute(self._insert_many, list(chain.from_iterable(rows[done : done + _TOGETHER])))
                done += _TOGETHER
        except drivers.IntegrityError:
            pass  # that statement left nothing behind; one by one it shows which row it was
        self._add_singly(rows[done:], done)

    def _add_singly(self, rows: Sequence[Row], done: int) -> None:
        if not rows:
            return
        before = self.connection.total_changes
        try:
            with drivers.alone(self.connection):
                self.connection.executemany(self._insert, rows)
        except drivers.IntegrityError as error:
            inside = self.connection.total_changes - before
            if inside == 0:  # none, or a server has taken back all of them
                self._up_to_the_refused(rows, done)
            raise Refused(done + inside, str(error)) from None

    def _up_to_the_refused(self, rows: Sequence[Row], done: int) -> None:
        for number, row in enumerate(rows):
            try:
                with drivers.alone(self.connection):
                    self.connection.execute(self._insert, row)
            except drivers.IntegrityError as error:
                raise Refused(done + number, str(error)) from None

    def change(self, row: Row, key: Key, columns: Sequence[str]) -> None:
        """Give the stored row of this key the new values of these columns."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        where = " AND ".join(f"{name} = ?" for name in self.key_columns)
        given = tuple(row[self.columns.index(name)] for name in columns)
        try:
            with drivers.alone(self.connection):
                self.connection.execute(f"UPDATE {self.table} SET {sets} WHERE {where}", given + key)
        except drivers.IntegrityError as error:
            raise Refused(0, str(error)) from None

    def remove(self, key: Key) -> None:
        """Take out a row that this same transaction added."""
        where = " AND ".join(f"{name} = ?" for name in self.key_columns)
        self.connection.execute(f"DELETE FROM {self.table} WHERE {where}", key)

    def of_members(self, members: Iterable[str]) -> Iterator[Row]:
        """(member_id, starts_on, ends_on, cm_id) of every assignment of these members."""
        for part in _parts(sorted(members)):
            sql = "SELECT member_id, starts_on, ends_on, cm_id FROM assignments WHERE member_id IN "
            yield from map(tuple, self.connection.execute(f"{sql}({_marks(part)})", tuple(part)))

    def seen_before(self, keys: Sequence[Key]) -> set[Key]:
        """Which of these keys were given to this method before; kept in a temporary table, not in memory."""
        if not self._seen_ready:
            self.connection.execute("DROP TABLE IF EXISTS import_seen")
            self.connection.execute("CREATE TEMPORARY TABLE import_seen (key TEXT PRIMARY KEY)")
            self._seen_ready = True
        texts = {"\x1f".join(map(str, key)): key for key in keys}
        found: set[Key] = set()
        for part in _parts(sorted(texts)):
            sql = f"SELECT key FROM import_seen WHERE key IN ({_marks(part)})"
            found.update(texts[text] for (text,) in self.connection.execute(sql, tuple(part)))
        new = [(text,) for text, key in texts.items() if key not in found]
        if new:
            self.connection.executemany("INSERT INTO import_seen VALUES (?)", new)
        return found

    def forget_seen(self) -> None:
        if self._seen_ready:
            self.connection.execute("DROP TABLE import_seen")
            self._seen_ready = False


def ids(connection: drivers.Connection, table: str, column: str) -> list[str]:
    """All ids of a table."""
    return [key for (key,) in connection.execute(f"SELECT {column} FROM {table}")]


def matching(
    connection: drivers.Connection, table: str, column: str, where: str, wanted: Iterable[str]
) -> Iterator[str]:
    """A column of the rows whose column ``where`` is one of wanted."""
    for part in _parts(sorted(set(wanted))):
        sql = f"SELECT {column} FROM {table} WHERE {where} IN ({_marks(part)})"
        yield from (key for (key,) in connection.execute(sql, tuple(part)))


def _marks(items: Sequence[Any]) -> str:
    return ", ".join("?" * len(items))


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
