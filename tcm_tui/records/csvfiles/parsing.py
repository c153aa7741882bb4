"""Rows of one file to rows of its table. Column by column while all is well, cell by cell when it is not.

A batch is turned on its side, and each column goes through a dictionary of the cells seen so far: days,
times, words and ids repeat, so most cells cost one look-up. Only a batch with a fault is read again row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tcm_tui.records.csvfiles import values
from tcm_tui.records.csvfiles.columns import MUST, Column, Format
from tcm_tui.records.csvfiles.faults import BadCell, BadRow
from tcm_tui.records.csvfiles.shapes import Cells, in_order
from tcm_tui.records.csvfiles.wording import counted

KEPT_CELLS = 20_000  # per column; days, times and words stay far below
_CERTAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}").fullmatch
_CERTAIN_TEXT = re.compile(r"[A-Za-z0-9][ -~]{0,200}").fullmatch

Fault = tuple[str, str]  # column, sentence
ReadColumn = Callable[[Sequence[str]], Sequence[Any]]


class Known(dict[str, Any]):
    """The ids a column may refer to, each to itself. ``explain`` gives the sentence for one that is not there."""

    def __init__(self, ids: Iterable[str], explain: Callable[[str], str]) -> None:
        super().__init__((key, key) for key in ids)
        self.explain = explain

    def __missing__(self, cell: str) -> Any:
        raise BadCell(self.explain(values.ident(cell)) if cell else _EMPTY)


class Memo(dict[str, Any]):
    """Cell to value; a cell not seen before is parsed, one that cannot be parsed raises BadCell each time."""

    def __init__(self, column: Column) -> None:
        self.parse = column.parse
        self.start: dict[str, Any] = {} if column.empty is MUST else {"": column.empty}
        super().__init__(self.start)

    def __missing__(self, cell: str) -> Any:
        value = self.parse(cell) if cell else _refuse_empty()
        if len(self) >= KEPT_CELLS:
            self.clear()
            self.update(self.start)
        self[cell] = value
        return value


_EMPTY = "is empty; fill it in"


def _refuse_empty() -> Any:
    raise BadCell(_EMPTY)


def reader_of(column: Column, known: Mapping[str, Known]) -> ReadColumn:
    """The function from this column's cells to their values; it raises BadCell."""
    if column.refers:
        ids = known[column.refers]
        if column.empty is not MUST:
            return lambda cells: [ids[cell] if cell else None for cell in cells]
        return lambda cells: list(map(ids.__getitem__, cells))
    if column.parse in (values.ident, values.text, values.name):
        return _mostly_as_they_are(column)
    memo = Memo(column)
    return lambda cells: list(map(memo.__getitem__, cells))


def _mostly_as_they_are(column: Column) -> ReadColumn:
    """Ids and texts hardly repeat; nearly all of them mean what stands there."""
    certain = _CERTAIN_ID if column.parse is values.ident else _CERTAIN_TEXT
    parse, empty = column.parse, column.empty

    def each(cell: str) -> Any:
        return parse(cell) if cell else _refuse_empty() if empty is MUST else empty

    return lambda cells: cells if all(map(certain, cells)) else list(map(each, cells))


class Parser:
    """Bound to one file's header. ``columns`` are the table's, in the order of the tuples it gives."""

    def __init__(self, form: Format, header: Sequence[str], known: Mapping[str, Known]) -> None:
        self.form = form
        self.width = len(header)
        by_name = {column.name: column for column in form.columns}
        self._read = [(i, name, reader_of(by_name[name], known)) for i, name in enumerate(header) if name in by_name]
        self.columns = tuple(form.shape({name: [] for _, name, _ in self._read}))
        self._ordered = [pair for pair in form.ordered if pair[0] in self.columns and pair[1] in self.columns]

    def batch(self, rows: Sequence[Sequence[str]]) -> list[tuple[Any, ...]]:
        """All rows parsed. Raises BadCell or BadRow when any of them has a fault, without saying which."""
        if set(map(len, rows)) != {self.width}:
            raise BadRow("", "rows of different lengths")
        sideways = list(zip(*rows, strict=True))
        return self._shaped({name: read(sideways[i]) for i, name, read in self._read})

    def row(self, row: Sequence[str]) -> tuple[Any, ...] | list[Fault]:
        """One row parsed, or everything that is wrong with it."""
        if len(row) != self.width:
            return [("", _ragged(len(row), self.width))]
        faults: list[Fault] = []
        cells: Cells = {}
        for i, name, read in self._read:
            try:
                cells[name] = read((row[i],))
            except BadCell as error:
                faults.append((name, str(error)))
        if faults:
            return faults
        try:
            return self._shaped(cells)[0]
        except BadRow as error:
            return [(error.column, str(error))]

    def _shaped(self, cells: Cells) -> list[tuple[Any, ...]]:
        in_order(cells, self._ordered)
        return list(zip(*self.form.shape(cells).values(), strict=True))


def _ragged(cells: int, width: int) -> str:
    if cells < width:
        return f"this row has {counted(cells, 'cell')} where the first line has {width}; add the missing commas"
    return (
        f"this row has {counted(cells, 'cell')} where the first line has {width}; "
        "put a cell with a comma inside in quotation marks"
    )
