"""Taking back what entries of the audit log tell of, inside a write transaction.

An entry of a change holds only the columns that differ, and perhaps words of its own such as ``override``;
a new or removed record is held whole. What it says must still be so, or nothing is taken back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from tcm_tui.records import drivers, families
from tcm_tui.records.queries import undo as sql

LINK = "audit"
"""The entity of the entry by which a write says which entries it took back; its key is ``first-last``."""

DERIVED = {"members": frozenset({"exact_from"})}
"""Columns that follow from other records: they are brought up to date, not taken back."""

_KEPT = frozenset({"audit", "meta", "requests", "drafts", "ledger", "cm_days", "alembic_version"})
_SEPARATORS = (":", "/")

Columns = Mapping[str, Any]


class Stuck(Exception):
    """What was written can't be taken back; kind says why: changed, gone, there, hangs, needs, rules."""

    def __init__(self, kind: str, entity: str, key: str, other: str = "", column: str = "") -> None:
        super().__init__(kind, entity, key, other, column)
        self.kind, self.entity, self.key, self.other, self.column = kind, entity, key, other, column


class Entry(NamedTuple):
    """One entry of the log. before is None for a new record, after for a removed one."""

    id: int
    at: str
    who: str
    action: str
    entity: str
    key: str
    member: str | None
    before: Columns | None
    after: Columns | None


def entry(row: Sequence[Any]) -> Entry:
    """A row of ``queries.undo.ENTRIES``."""
    ident, at, who, action, entity, key, member = row[:7]
    before, after = (None if text is None else json.loads(text) for text in row[7:9])
    return Entry(ident, at, who, action, entity, key, member, before, after)


class Change(NamedTuple):
    """What taking back one entry did, for the log: a record removed (after None), come back, or changed."""

    entity: str
    key: str
    member: str | None
    before: Columns | None
    after: Columns | None
    record: Columns
    """The whole record, as it was before it went or as it is now."""


def is_record(connection: drivers.Connection, entity: str) -> bool:
    """Whether entries of this entity tell of rows that people record."""
    return entity not in _KEPT and bool(connection.execute(sql.TABLE, {"name": entity}).fetchone())


def take_back(connection: drivers.Connection, entries: Sequence[Entry]) -> list[Change]:
    """Undo the entries, newest first. Raises Stuck; the caller must then roll back."""
    done = [_Record(connection, told, entries[-1].id).back() for told in reversed(entries) if told.entity != LINK]
    _tidy_families(connection, done)
    if any(change.entity == "case_managers" for change in done):
        # the supervisor's key is checked at the commit only, too late for a sentence
        for row in connection.execute("PRAGMA foreign_key_check (case_managers)"):
            raise Stuck("needs", done[0].entity, done[0].key, str(row[2]))
    return done


def _tidy_families(connection: drivers.Connection, done: Iterable[Change]) -> None:
    """A family that no member names any more goes with the last one that did."""
    for change in done:
        if change.entity == "members":
            for side in (change.before, change.after):
                if side and side.get("family_id"):
                    connection.execute(sql.EMPTY_FAMILY, (side["family_id"],))


class _Record:
    """One entry and the table its record is in."""

    def __init__(self, connection: drivers.Connection, told: Entry, last: int) -> None:
        self.connection, self.told, self.last = connection, told, last
        info = connection.execute(f'PRAGMA table_info("{told.entity}")').fetchall()
        self.columns = [row[1] for row in info]
        self.kinds = {row[1]: row[2].lower() for row in info}
        self.key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
        self.plain = set(self.columns) - DERIVED.get(told.entity, frozenset())

    def back(self) -> Change:
        told = self.told
        try:
            if told.before is None:
                assert told.after is not None
                return self._remove(told.after)
            if told.after is None:
                return self._restore(told.before)
            return self._change(told.before, told.after)
        except drivers.IntegrityError as error:
            raise Stuck(_kind_of(error), told.entity, told.key) from None

    def _remove(self, after: Columns) -> Change:
        found = self._find({name: after[name] for name in self.key})
        if found is None:
            raise self._stuck("gone")
        self._unchanged(found, after)
        try:
            with drivers.alone(self.connection):
                self.connection.execute(f'DELETE FROM "{self.told.entity}" WHERE {self._where()}', self._values(found))
        except drivers.IntegrityError:
            self._say_what_hangs(found)
            raise
        return self._told(found, None, found)

    def _restore(self, before: Columns) -> Change:
        if self._find({name: before[name] for name in self.key}) is not None:
            raise self._stuck("there")
        row = {name: before[name] for name in self.columns if name in before and name in self.plain}
        if self.told.entity == "members":
            families.ensure(self.connection, [row.get("family_id")])
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        self.connection.execute(f'INSERT INTO "{self.told.entity}" ({names}) VALUES ({marks})', [*row.values()])
        now = self._find({name: before[name] for name in self.key})
        assert now is not None
        return self._told(None, now, now)

    def _change(self, before: Columns, after: Columns) -> Change:
        found = self._named(after)
        if found is None:
            raise self._stuck("gone")
        self._unchanged(found, after)
        self._unchanged(found, self._since(found))
        row = {name: before[name] for name in before if name in self.plain}
        if row:
            if self.told.entity == "members":
                families.ensure(self.connection, [row.get("family_id")])
            sets = ", ".join(f'"{name}" = ?' for name in row)
            self.connection.execute(
                f'UPDATE "{self.told.entity}" SET {sets} WHERE {self._where()}', [*row.values(), *self._values(found)]
            )
        now = {**found, **row}
        return self._told({name: found[name] for name in row}, row, now)

    def _told(self, before: Columns | None, after: Columns | None, record: Columns) -> Change:
        told = self.told
        return Change(told.entity, told.key, told.member, before, after, record)

    def _find(self, key: Columns) -> dict[str, Any] | None:
        sql_text = f'SELECT * FROM "{self.told.entity}" WHERE {self._where()}'
        row = self.connection.execute(sql_text, self._values(key)).fetchone()
        return None if row is None else dict(zip(self.columns, row, strict=True))

    def _where(self) -> str:
        return " AND ".join(f'"{name}" = ?' for name in self.key)

    def _values(self, row: Columns) -> list[Any]:
        return [row[name] for name in self.key]

    def _named(self, after: Columns) -> dict[str, Any] | None:
        """The record an entry of a change names: its key is the key's columns, joined."""
        moved = {name: after[name] for name in self.key if name in after}
        rows = [self._find({**dict(zip(self.key, parts, strict=True)), **moved}) for parts in self._parts()]
        found = [row for row in rows if row is not None]
        return next((row for row in found if not _differing(row, after, self.plain)), found[0] if found else None)

    def _parts(self) -> Iterator[tuple[str, ...]]:
        """Every way to read the entry's key as the key's columns; an id may hold a separator itself."""
        many = len(self.key)
        if many == 1:
            yield (self.told.key,)
            return
        for separator in _SEPARATORS:
            parts = self.told.key.split(separator)
            for cuts in combinations(range(1, len(parts)), many - 1):
                ends = (0, *cuts, len(parts))
                values = tuple(separator.join(parts[a:b]) for a, b in pairwise(ends))
                if all(map(self._fits, self.key, values)):
                    yield values

    def _fits(self, column: str, value: str) -> bool:
        """Whether a text can be of the column's type: a server takes no other, not even in a question."""
        if self.kinds[column] == "integer":
            return value.isdecimal()
        return self.kinds[column] != "date" or re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None

    def _unchanged(self, now: Columns, then: Columns) -> None:
        for name in _differing(now, then, self.plain):
            raise self._stuck("changed", column=name)

    def _since(self, found: Columns) -> Columns:
        """The columns changed after the write that is taken back, as that had left them."""
        keys = {self.told.key, *(mark.join(map(str, self._values(found))) for mark in _SEPARATORS)}
        later: list[Entry] = []
        for key in keys:
            params = {"after": self.last, "entity": self.told.entity, "key": key}
            later += map(entry, self.connection.execute(sql.LATER, params))
        then: dict[str, Any] = {}
        for told in sorted(later, key=lambda told: told.id):
            for name, value in (told.before or {}).items():
                then.setdefault(name, value)
        return then

    def _say_what_hangs(self, found: Columns) -> None:
        """Name the record that names this one; asked only then, since it may read a whole table."""
        for table, own, named in _references(self.connection, self.told.entity):
            where = f'SELECT * FROM "{table}" WHERE "{own}" = ? LIMIT 1'
            row = self.connection.execute(where, (found[named or self.key[0]],)).fetchone()
            if row is not None:
                raise self._stuck("hangs", f"{table} {row[0]}")

    def _stuck(self, kind: str, other: str = "", column: str = "") -> Stuck:
        return Stuck(kind, self.told.entity, self.told.key, other, column)


def _kind_of(error: Exception) -> str:
    return "needs" if "FOREIGN KEY" in str(error) else "rules"


def _differing(now: Columns, then: Columns, names: set[str]) -> list[str]:
    return [name for name in then if name in names and now[name] != then[name]]


def _references(connection: drivers.Connection, entity: str) -> Iterator[tuple[str, str, str | None]]:
    """(table, its column, the column it names) of every reference to a table."""
    for (table,) in connection.execute(sql.TABLES).fetchall():
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            if row[2] == entity:
                yield table, row[3], row[4]
