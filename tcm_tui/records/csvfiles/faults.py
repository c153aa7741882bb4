"""What can be wrong with a file: one sentence each, saying what was seen and what to do."""

from __future__ import annotations

from typing import NamedTuple


class BadCell(Exception):
    """One cell that cannot be taken. ``str(error)`` is the sentence, without file, line and column."""


class BadRow(Exception):
    """Cells that are fine one by one and do not go together; column is the one to look at."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class BadFile(Exception):
    """A fault after which the file cannot be read row by row; line is None for the file as a whole."""

    def __init__(self, sentence: str, line: int | None = None, column: str | None = None) -> None:
        super().__init__(sentence)
        self.line = line
        self.column = column


class Stopped(Exception):
    """The person asked the import to stop; nothing of it is stored."""


class Problem(NamedTuple):
    """One message of an import. line counts from 1, the header's; 0 means the file as a whole."""

    file: str
    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.column}: {self.text}" if self.column else f"{place}: {self.text}"
