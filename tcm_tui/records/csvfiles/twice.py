"""Where in a file a doubled row stood first. Reads the file again, so it is asked only for messages that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tcm_tui.records.csvfiles.faults import BadFile
from tcm_tui.records.csvfiles.formats import Format
from tcm_tui.records.csvfiles.reader import CsvFile

_DAYS_OF_KEY = ("began_on", "completed_on", "expires_on")


def earlier_line(path: Path, form: Format, cells: Sequence[str], line: int) -> int | None:
    """The line before this one of a row with the same key cells, or None if none is found."""
    names = [name for key in form.key for name in (_DAYS_OF_KEY if key == "key_on" else (key,))]
    try:
        with CsvFile(path) as file:
            at = [file.header.index(name) for name in names if name in file.header]
            wanted = [cells[i] for i in at]
            for batch in file.batches():
                for number, row in enumerate(batch.rows):
                    if len(row) == len(cells) and [row[i] for i in at] == wanted:
                        found = batch.line(number)
                        return found if found < line else None
    except BadFile:
        return None
    return None
