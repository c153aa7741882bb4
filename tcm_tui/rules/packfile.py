"""One topic file of a rule pack: checked entry by entry, turned into dated values.

A file that is wrong is refused as a whole, with the file, the key and the reason, because a figure
that was silently dropped would be a wrong answer about money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from tcm_tui.rules.saying import visible

Amount = int | str | tuple[str, ...] | None

PERIODS = ("day", "month", "year")

VALUE_FIELDS = frozenset({"amount", "from", "until", "first", "repealed", "source", "reading"})
ENTRY_FIELDS = frozenset({"rule", "unit", "values"})
ROW_FIELDS = frozenset({"title", "level_modifier", "contract", "age_low", "age_high", "table_row", "limits"})


LONGEST = 120
"""Characters of a key or value of a file that a message repeats."""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class PackError(ValueError):
    """A rule pack that cannot be used. The text reads ``file: key: reason``."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(visible(f"{file}: {_cut(key)}: {reason}"))
        self.file, self.key, self.reason = file, key, reason


class Value(NamedTuple):
    """A figure and the days on which it holds.

    amount: a whole number, a word or words; None where the value was repealed.
    from_: first day, None as far back as is known. until: day after the last, None without an end.
    """

    amount: Amount
    from_: date | None
    until: date | None
    source: str
    reading: str


class Entry(NamedTuple):
    """All values of one key, earliest first. unit is the word for people (``days``, ``members``)."""

    key: str
    rule: str
    unit: str
    values: tuple[Value, ...]


class RowEntry(NamedTuple):
    """A row of the limits table with the dated values of its limits by period. Ages are inclusive. R2"""

    id: str
    title: str
    level_modifier: str | None
    contract: str
    age_low: int
    age_high: int
    table_row: str
    limits: dict[str, tuple[Value, ...]]


def in_force(values: tuple[Value, ...], on: date) -> Value | None:
    """The value that holds on a day; None before the first value and after a repeal."""
    for value in reversed(values):
        if value.from_ is None or value.from_ <= on:
            return None if value.amount is None else value
    return None


class Reader:
    """Reads the tables of one file; every complaint names the file and the key."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, key: str, reason: str) -> PackError:
        return PackError(self.file, key, reason)

    def table(self, key: str, found: Any) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise self.fail(key, f"must be a table, not {_said(found)}")
        return found

    def fields(self, key: str, found: Any, known: frozenset[str]) -> Mapping[str, Any]:
        table = self.table(key, found)
        for name in table:
            if name not in known:
                raise self.fail(f"{key}.{name}", f"unknown key; known are {', '.join(sorted(known))}")
        return table

    def text(self, key: str, table: Mapping[str, Any], name: str) -> str:
        found = table.get(name)
        if found is None:
            raise self.fail(f"{key}.{name}", "is missing")
        if not isinstance(found, str) or not found.strip():
            raise self.fail(f"{key}.{name}", f"must be text, not {_said(found)}")
        return found

    def whole(self, key: str, found: Any) -> int:
        # bool is an int in Python and 16.0 equals 16: neither is a count of units
        if type(found) is not int:
            raise self.fail(key, f"must be a whole number, not {_said(found)}")
        if found < 0:
            raise self.fail(key, f"must not be negative: {_said(found)}")
        return found

    def amount(self, key: str, kind: str, found: Any) -> Amount:
        if kind == "integer":
            return self.whole(key, found)
        if kind == "word":
            if not isinstance(found, str) or not found:
                raise self.fail(key, f"must be a word, not {_said(found)}")
            return found
        if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
            raise self.fail(key, f"must be a list of words, not {_said(found)}")
        if len(set(found)) < len(found):
            raise self.fail(key, "names a word twice")
        return tuple(found)

    def day(self, key: str, found: Any) -> date:
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.fail(key, f"must be a date such as 2027-01-01, not {_said(found)}")
        return found

    def value(self, key: str, kind: str, table: Mapping[str, Any]) -> tuple[Value, bool]:
        """A value, and whether it declares that nothing held before it."""
        start = table.get("from")
        if start is None:
            raise self.fail(f"{key}.from", 'is missing; give a date or "open"')
        from_ = None if start == "open" else self.day(f"{key}.from", start)
        until = self.day(f"{key}.until", table["until"]) if "until" in table else None
        for flag in ("repealed", "first"):
            if flag in table and table[flag] is not True:
                raise self.fail(f"{key}.{flag}", f"can only be true, not {_said(table[flag])}")
        repealed = "repealed" in table
        if repealed == ("amount" in table):
            raise self.fail(f"{key}.amount", "give either an amount or repealed = true")
        amount = None if repealed else self.amount(f"{key}.amount", kind, table["amount"])
        source, reading = self.text(key, table, "source"), self.text(key, table, "reading")
        return Value(amount, from_, until, source, reading), "first" in table

    def series(self, key: str, found: Mapping[date | None, tuple[Value, bool]]) -> tuple[Value, ...]:
        """Values in order of their dates, refused when a day in between has none."""
        ordered = [found[day] for day in sorted(found, key=lambda day: day or date.min)]
        if not ordered:
            raise self.fail(key, "has no values")
        first, declared = ordered[0]
        if first.from_ is not None and not declared:
            raise self.fail(
                key,
                f'gap: nothing holds before {first.from_}; say from = "open", or first = true if nothing did',
            )
        for earlier, (later, declared) in zip([value for value, _ in ordered], ordered[1:], strict=False):
            if declared:
                raise self.fail(key, f"the value from {later.from_} says first = true, but an earlier one holds")
            if earlier.until is not None and earlier.until != later.from_:
                word = "gap" if earlier.until < (later.from_ or date.min) else "overlap"
                raise self.fail(key, f"{word}: one value ends on {earlier.until}, the next begins on {later.from_}")
        last = ordered[-1][0]
        if last.until is not None:
            raise self.fail(key, f"gap: nothing holds from {last.until}; say so by a value with repealed = true")
        return tuple(value for value, _ in ordered)

    def values(self, key: str, kind: str, found: Any) -> dict[date | None, tuple[Value, bool]]:
        """Values by their first day; two for one day are refused."""
        if not isinstance(found, list):
            raise self.fail(f"{key}.values", f"must be a list of values, not {_said(found)}")
        result: dict[date | None, tuple[Value, bool]] = {}
        for place, table in enumerate(found):
            where = f"{key}.values[{place}]"
            value, declared = self.value(where, kind, self.fields(where, table, VALUE_FIELDS))
            if value.from_ in result:
                raise self.fail(where, f"doubled: another value is from {value.from_ or 'open'} too")
            result[value.from_] = value, declared
        return result

    def limits(self, key: str, found: Any) -> dict[str, dict[date | None, tuple[Value, bool]]]:
        """The limits of a row: period -> first day -> value."""
        if not isinstance(found, list):
            raise self.fail(f"{key}.limits", f"must be a list of limits, not {_said(found)}")
        result: dict[str, dict[date | None, tuple[Value, bool]]] = {}
        for place, table in enumerate(found):
            where = f"{key}.limits[{place}]"
            table = self.fields(where, table, VALUE_FIELDS | {"per"})
            per = table.get("per")
            if per not in PERIODS:
                raise self.fail(f"{where}.per", f"must be one of {', '.join(PERIODS)}, not {_said(per)}")
            value, declared = self.value(where, "integer", table)
            if value.from_ in result.setdefault(per, {}):
                raise self.fail(where, f"doubled: another limit per {per} is from {value.from_ or 'open'} too")
            result[per][value.from_] = value, declared
        return result


def _said(found: Any) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    return "nothing" if found is None else _cut(repr(found))
