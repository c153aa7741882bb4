"""The records as files again: the columns of ``formats``, rows in the order of their key, the same bytes each time.

Voided rows stay out, and so do references to them; members under 42 CFR Part 2 with all their rows where that is
asked (leave_out). What a spreadsheet would run as a formula is written with
an apostrophe before it, which the import takes off.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tcm_tui.records import drivers
from tcm_tui.records.csvfiles import settings, values
from tcm_tui.records.csvfiles.columns import Column, Format
from tcm_tui.records.csvfiles.days import clock, closing
from tcm_tui.records.csvfiles.days import month as month_cell
from tcm_tui.records.csvfiles.formats import VOIDABLE
from tcm_tui.records.csvfiles.formulas import neutral
from tcm_tui.rules import policies, saying
from tcm_tui.rules.weekhours import WEEKDAYS

BATCH = 1000
_SETTINGS = "SELECT key, value FROM settings ORDER BY key"
Chunk = tuple[bytes, int]  # what to write, how many rows it holds


_MARKED = "(SELECT member_id FROM members WHERE part2)"


def used(connection: drivers.Connection, form: Format, leave_out: bool = False) -> Format:
    """The format without the rare columns that no row to be written has a value in."""

    def empty(column: Column) -> bool:
        where = _where(form, leave_out, f"t.{column.name} IS NOT NULL")
        return connection.execute(f"SELECT 1 FROM {form.name} t{where} LIMIT 1").fetchone() is None

    return form._replace(columns=tuple(c for c in form.columns if not (c.rare and empty(c))))


def csv_chunks(connection: drivers.Connection, form: Format, leave_out: bool = False) -> Iterator[Chunk]:
    """The file of one table, header first, in pieces."""
    names = [column.name for column in form.columns]
    yield _bytes([names]), 0
    writers = [_writer(column) for column in form.columns]
    cursor = connection.execute(_select(form, leave_out))
    while rows := cursor.fetchmany(BATCH):
        columns = zip(*rows, strict=True)
        cells = [list(map(write, column)) for write, column in zip(writers, columns, strict=True)]
        yield _bytes(zip(*cells, strict=True)), len(rows)


def settings_bytes(connection: drivers.Connection) -> Chunk:
    """settings.toml with the settings that were ever chosen."""
    found = [(key, value) for key, value in connection.execute(_SETTINGS) if key in policies.BY_KEY]
    lines = [f"{key} = {settings.written(key, value)}\n" for key, value in found]
    return "".join(lines).encode(), len(lines)


def _bytes(rows: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _where(form: Format, leave_out: bool, *more: str) -> str:
    """The condition on the rows to be written."""
    found = [*more, *(["t.voided_on IS NULL"] if form.name in VOIDABLE else [])]
    if leave_out and form.owner is not None:
        found.append(f"t.{form.owner} NOT IN {_MARKED}")
    return f" WHERE {' AND '.join(found)}" if found else ""


def _select(form: Format, leave_out: bool) -> str:
    columns = ", ".join(_source(column, leave_out) for column in form.columns)
    order = ", ".join(f"t.{key}" for key in form.key)
    return f"SELECT {columns} FROM {form.name} t{_where(form, leave_out)} ORDER BY {order}"


def _source(column: Column, leave_out: bool) -> str:
    """What to select for a column: the minutes of a clock time, the day of a stop past midnight."""
    if column.name in ("start", "stop"):
        return f"t.{column.name}_min"
    if column.name == "stop_date":
        return "CASE WHEN t.stop_min >= 1440 THEN t.date END"
    if column.refers == "appointments":
        standing = "v.appointment_id = t.appointment_id AND v.voided_on IS NULL"
        standing += f" AND v.member_id NOT IN {_MARKED}" if leave_out else ""
        return f"(SELECT v.appointment_id FROM appointments v WHERE {standing})"
    return f"t.{column.name}"


def _writer(column: Column) -> Callable[[Any], str]:
    """The function from a stored value to its cell."""
    if column.name == "stop_date":
        return _next_day
    if column.parse is closing:
        return saying.closing
    if column.parse is clock:
        return lambda value: "" if value is None else saying.clock(value)
    if column.parse is values.weekday:
        return WEEKDAYS.__getitem__
    if column.parse is values.contract:
        return lambda value: value or "none"
    if column.parse is values.truth:
        return lambda value: "" if value is None else "true" if value else "false"
    if column.parse is values.elements:
        return elements_cell
    if column.parse is month_cell:
        return lambda value: str(value)[:7]
    if column.parse in (values.text, values.name):
        return lambda value: neutral(value) if value else ""
    return _plain


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


def _next_day(value: str | None) -> str:
    return "" if value is None else (date.fromisoformat(value) + timedelta(days=1)).isoformat()


def elements_cell(mask: int) -> str:
    """A bit mask of documentation elements as “1;2;11”."""
    return ";".join(str(n) for n in range(1, 12) if mask >> n - 1 & 1)


def rows_of(connection: drivers.Connection, forms: Sequence[Format], leave_out: bool = False) -> int:
    """How many rows there are to write, for a progress bar."""
    total = 0
    for form in forms:
        counted = connection.execute(f"SELECT count(*) FROM {form.name} t{_where(form, leave_out)}")
        total += counted.fetchone()[0]
    return total


def marked_rows(connection: drivers.Connection, forms: Sequence[Format]) -> dict[str, int]:
    """The members under 42 CFR Part 2 who have rows in these tables, with how many."""
    found: dict[str, int] = {}
    for form in forms:
        if form.owner is not None:
            where = _where(form, False, f"t.{form.owner} IN {_MARKED}")
            sql = f"SELECT t.{form.owner}, count(*) FROM {form.name} t{where} GROUP BY t.{form.owner}"
            for member, rows in connection.execute(sql):
                found[member] = found.get(member, 0) + rows
    return found
