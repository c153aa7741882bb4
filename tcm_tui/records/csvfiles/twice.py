"""Where in a file another row stands. Reads the file again, so it is asked only for messages that are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tcm_tui.records.csvfiles.columns import Format
from tcm_tui.records.csvfiles.faults import BadFile
from tcm_tui.records.csvfiles.reader import CsvFile

_CELLS_OF_KEY = {"key_on": ("began_on", "completed_on", "expires_on"), "start_min": ("start",)}


def earlier_line(path: Path, form: Format, cells: Sequence[str], line: int) -> int | None:
    """The line before this one of a row with the same key cells, or None if none is found."""
    names = [name for key in form.key for name in _CELLS_OF_KEY.get(key, (key,))]
    try:
        with CsvFile(path) as file:
            at = {name: file.header.index(name) for name in names if name in file.header}
    except BadFile:
        return None
    return line_of(path, {name: cells[i] for name, i in at.items()}, line)


def line_of(path: Path, wanted: Mapping[str, str], before: int) -> int | None:
    """The first line with these cells by column, or None if there is none before that line."""
    try:
        with CsvFile(path) as file:
            at = [file.header.index(name) for name in wanted]
            cells, width = list(wanted.values()), len(file.header)
            for batch in file.batches():
                for number, row in enumerate(batch.rows):
                    if len(row) == width and [row[i] for i in at] == cells:
                        found = batch.line(number)
                        return found if found < before else None
    except BadFile:
        return None
    return None
