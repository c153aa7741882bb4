"""Rule packs: every figure of the regulation as dated data.

``data/rules`` holds one TOML file a topic. A file is parsed when its first figure is asked for, since
most questions need two or three of them. An agency's own folder is laid over ours: it adds rows, adds
later values, and replaces a value of ours that begins on the same day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from tcm_tui.rules.packfile import (
    ENTRY_FIELDS,
    PERIODS,
    ROW_FIELDS,
    Entry,
    PackError,
    Reader,
    RowEntry,
    Value,
    in_force,
)
from tcm_tui.rules.packkeys import KEYS

__all__ = ["Entry", "PackError", "Packs", "RowEntry", "Value", "load_packs"]

LIMITS = "limits"
PROSE = ("book", "sources")
LIMIT_RULES = {"day": "R3", "month": "R4", "year": "R4"}
Dated = dict[date | None, tuple[Value, bool]]


@lru_cache(maxsize=8)
def load_packs(overlay: Path | None = None) -> Packs:
    """Our packs, with an agency's folder laid over them. Refuses by PackError, when a figure is asked for."""
    from tcm_tui.resources import data_path

    return Packs(data_path("rules"), overlay)


class Packs:
    """The figures of one or two pack folders. Every look-up is by key and day."""

    def __init__(self, folder: Path, overlay: Path | None = None) -> None:
        self.folders = (folder,) if overlay is None else (folder, overlay)
        self._topics: dict[str, dict[str, Entry]] = {}
        self._rows: tuple[RowEntry, ...] | None = None
        self._fingerprint: str | None = None
        for path in sorted(overlay.glob("*.toml")) if overlay is not None else ():
            if path.stem != LIMITS and path.stem not in KEYS:
                known = ", ".join([LIMITS, *KEYS])
                raise PackError(path.name, path.stem, f"unknown topic; known are {known}")

    def value(self, key: str, on: date) -> Value:
        """The value in force. PackError when none is: before its first day, or after a repeal."""
        found = self.find(key, on)
        if found is None:
            topic, _, name = key.partition(".")
            raise PackError(f"{topic}.toml", name, f"no value is in force on {on}")
        return found

    def find(self, key: str, on: date) -> Value | None:
        """The value in force, or None. PackError for a key that does not exist."""
        return in_force(self.entry(key).values, on)

    def number(self, key: str, on: date) -> int:
        """The figure in force. PackError when there is none or it is not a number."""
        amount = self.value(key, on).amount
        if not isinstance(amount, int):
            raise PackError(f"{key.partition('.')[0]}.toml", key, "is not a number")
        return amount

    def words(self, key: str, on: date) -> tuple[str, ...]:
        """The words in force; a single word comes alone; none when repealed or not yet in force."""
        found = self.find(key, on)
        if found is None:
            return ()
        return found.amount if isinstance(found.amount, tuple) else (str(found.amount),)

    def entry(self, key: str) -> Entry:
        """All dated values of a key."""
        topic, _, name = key.partition(".")
        if topic not in KEYS or name not in KEYS[topic]:
            raise PackError(f"{topic}.toml", name or key, "unknown key")
        return self.topic(topic)[name]

    def topic(self, name: str) -> dict[str, Entry]:
        """The entries of one file, by the key's part after the topic."""
        if name not in self._topics:
            self._topics[name] = self._read_topic(name)
        return self._topics[name]

    def rows(self) -> tuple[RowEntry, ...]:
        """The rows of the limits table in the order of the files. R2"""
        if self._rows is None:
            self._rows = self._read_rows()
        return self._rows

    def limits(self, row: RowEntry, on: date) -> dict[str, Value]:
        """The limits of a row that hold on a day, by period. R3, R4"""
        found = ((per, in_force(values, on)) for per, values in row.limits.items())
        return {per: value for per, value in found if value is not None}

    def entries(self, rule: str | None = None) -> list[Entry]:
        """Every key with its values, or those of one rule; limits appear as ``limits.ROW.PERIOD``."""
        found = [
            Entry(f"{LIMITS}.{row.id}.{per}", LIMIT_RULES[per], f"units a {per}", row.limits[per])
            for row in self.rows()
            for per in PERIODS
            if per in row.limits
        ]
        for topic in KEYS:
            found += self.topic(topic).values()
        return [entry for entry in found if rule is None or entry.rule == rule]

    def faults(self) -> list[str]:
        """What is wrong with the files, one sentence each; a file is otherwise read when its first figure is asked."""
        found: list[str] = []
        reads: list[Callable[[], object]] = [self.rows, *(partial(self.topic, name) for name in KEYS)]
        for read in reads:
            try:
                read()
            except PackError as error:
                found.append(str(error))
        return found

    def fingerprint(self) -> str:
        """Changes when a byte of the figures changes; the prose of the rule book is left out.

        A checksum, not a digest: it guards no secret, needs no import that takes time, and a CRC never
        misses a change as short as a figure.
        """
        if self._fingerprint is not None:
            # once: a file changed meanwhile is read by the next process, and so is its fingerprint
            return self._fingerprint
        from zlib import crc32

        total = size = 0
        for folder in self.folders:
            for path in sorted(folder.glob("*.toml")):
                if path.stem not in PROSE:
                    found = path.name.encode() + path.read_bytes()
                    total, size = crc32(found, total), size + len(found)
        self._fingerprint = f"{total:08x}-{size}"
        return self._fingerprint

    def _tables(self, topic: str) -> list[tuple[str, dict[str, Any]]]:
        """The parsed files of a topic, ours first, each with its name."""
        import tomllib

        from tcm_tui.rules import tomlfile

        found = []
        for folder in self.folders:
            path = folder / f"{topic}.toml"
            try:
                text = path.read_bytes().decode("utf-8")
            except FileNotFoundError:
                if folder is self.folders[0]:
                    raise PackError(path.name, topic, f"the file is missing in {folder}") from None
                continue
            except (OSError, UnicodeDecodeError) as error:
                raise PackError(path.name, topic, f"cannot be read: {error}") from None
            try:
                found.append((path.name, tomlfile.read(text)))
            except tomllib.TOMLDecodeError as error:
                raise PackError(path.name, topic, f"is not TOML: {error}") from None
        return found

    def _read_topic(self, topic: str) -> dict[str, Entry]:
        kinds = KEYS[topic]
        merged: dict[str, Dated] = {}
        said: dict[str, tuple[str, str]] = {}
        for place, (file, tables) in enumerate(self._tables(topic)):
            reader = Reader(file)
            for key, table in _flat(tables):
                if key not in kinds:
                    raise reader.fail(key, f"unknown key; known are {', '.join(kinds)}")
                table = reader.fields(key, table, ENTRY_FIELDS)
                if place == 0 or "rule" in table:
                    said[key] = reader.text(key, table, "rule"), reader.text(key, table, "unit")
                merged.setdefault(key, {}).update(reader.values(key, kinds[key], table.get("values")))
                reader.series(key, merged[key])
            if place == 0 and (missing := [key for key in kinds if key not in merged]):
                raise reader.fail(missing[0], "is missing")
        last = Reader(f"{topic}.toml")
        return {key: Entry(f"{topic}.{key}", *said[key], last.series(key, merged[key])) for key in kinds}

    def _read_rows(self) -> tuple[RowEntry, ...]:
        facts: dict[str, RowEntry] = {}
        limits: dict[str, dict[str, Dated]] = {}
        for file, tables in self._tables(LIMITS):
            reader = Reader(file)
            for top in tables:
                if top != "rows":
                    raise reader.fail(top, "unknown key; the limits table has only rows")
            rows = reader.table("rows", tables.get("rows", {}))
            for row_id, found in rows.items():
                key = f"rows.{row_id}"
                table = reader.fields(key, found, ROW_FIELDS)
                known = facts.get(row_id)
                if known is None:
                    facts[row_id] = _row(reader, row_id, key, table)
                else:
                    _same(reader, key, known, table)
                for per, values in reader.limits(key, table.get("limits")).items():
                    limits.setdefault(row_id, {}).setdefault(per, {}).update(values)
                if not limits.get(row_id):
                    raise reader.fail(f"{key}.limits", "a row needs at least one limit")
                for per, values in limits[row_id].items():
                    reader.series(f"{key}.limits per {per}", values)
        last = Reader(f"{LIMITS}.toml")
        return tuple(
            row._replace(limits={per: last.series(f"rows.{row.id}", limits[row.id][per]) for per in limits[row.id]})
            for row in facts.values()
        )


def _flat(tables: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    """Entries of nested tables by dotted key; a table that has ``values`` is an entry."""
    found: list[tuple[str, Any]] = []
    for name, table in tables.items():
        if isinstance(table, dict) and table and all(isinstance(inner, dict) for inner in table.values()):
            found += _flat(table, f"{above}{name}.")
        else:
            found.append((above + name, table))
    return found


def _row(reader: Reader, row_id: str, key: str, table: Any) -> RowEntry:
    modifier = table.get("level_modifier")
    if not isinstance(modifier, str):
        raise reader.fail(f"{key}.level_modifier", 'must be text; "" is a row without a level modifier')
    low = reader.whole(f"{key}.age_low", table.get("age_low"))
    high = reader.whole(f"{key}.age_high", table.get("age_high"))
    if high < low:
        raise reader.fail(f"{key}.age_high", f"{high} is below age_low {low}")
    title, contract = reader.text(key, table, "title"), reader.text(key, table, "contract")
    table_row = reader.text(key, table, "table_row") if "table_row" in table else row_id
    return RowEntry(row_id, title, modifier or None, contract, low, high, table_row, {})


def _same(reader: Reader, key: str, known: RowEntry, table: Any) -> None:
    """An overlay may repeat what a row is, but not change it: ages and contracts have no dates."""
    for name in ROW_FIELDS - {"limits"}:
        if name in table and (table[name] or None) != (getattr(known, name) or None):
            raise reader.fail(
                f"{key}.{name}",
                f"differs from our row ({getattr(known, name)!r}); add a row under another id",
            )
