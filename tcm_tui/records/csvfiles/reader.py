"""A CSV file read in batches of rows, with the line every row begins on; never more than a batch in memory."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

from tcm_tui.records.csvfiles.faults import BadFile
from tcm_tui.records.csvfiles.rawbytes import Watched

BATCH = 500
_LINE_END = re.compile(r"\r\n|\r|\n").findall
Row = list[str]


class Batch:
    """Rows in file order. ``line(i)`` is the line on which row i begins, counted from 1."""

    def __init__(self, rows: list[Row], first: int, plain: bool) -> None:
        if plain:
            self.rows = rows
            self._lines: Sequence[int] = range(first, first + len(rows))
            return
        self.rows = []
        lines = []
        for row in rows:
            if row:
                self.rows.append(row)
                lines.append(first)
            first += 1 + sum(len(_LINE_END(cell)) for cell in row)
        self._lines = lines

    def line(self, index: int) -> int:
        return self._lines[index]


class CsvFile:
    """An open CSV file: ``header`` was read, ``batches()`` gives the rest. Raises BadFile for what stops reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise BadFile(f"cannot be read: {(error.strerror or 'unknown reason').lower()}; check the path") from None
        try:
            self.bytes_total = os.fstat(self._file.fileno()).st_size
            self._raw = Watched(self._file)
            self._text = io.TextIOWrapper(io.BufferedReader(self._raw), encoding="utf-8-sig", newline="")
            self._reader = csv.reader(self._text, strict=True)
            self._lines_read = 0
            self.header = self._header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def bytes_read(self) -> int:
        return self._raw.size

    @property
    def sha256(self) -> str:
        """Of the whole file, once the batches are exhausted."""
        return self._raw.sha256

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The rows after the header; blank lines are left out."""
        while rows := self._take(size):
            first, self._lines_read = self._lines_read + 1, self._reader.line_num
            plain = self._lines_read - first + 1 == len(rows) and all(rows)
            yield Batch(rows, first, plain)

    def _header(self) -> Row:
        rows = self._take(1)
        while rows and not rows[0]:
            self._lines_read = self._reader.line_num
            rows = self._take(1)
        if not rows:
            raise BadFile("is empty; the first line must name the columns")
        self._lines_read = self._reader.line_num
        return rows[0]

    def _take(self, size: int) -> list[Row]:
        rows: list[Row] = []
        try:
            rows.extend(islice(self._reader, size))
        except csv.Error as error:
            begins = Batch([*rows, ["x"]], self._lines_read + 1, plain=False)
            raise BadFile(*self._why(str(error), begins.line(len(begins.rows) - 1))) from None
        except OSError as error:
            raise BadFile(f"cannot be read: {(error.strerror or 'unknown reason').lower()}; check the disk") from None
        return rows

    def _why(self, error: str, line: int) -> tuple[str, int]:
        if "unexpected end" in error or "field larger" in error:
            return "a quotation mark is opened in this row and never closed; close it or take it out", line
        if "expected after" in error:
            return (
                "the quotation marks in this row do not pair up; "
                "put the cell in quotation marks and double those inside it",
                line,
            )
        return f"this row is not CSV ({error}); save the file again from its source", line
