"""What one of the agency's files looks like: its columns, its key, what is said of its rows as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tcm_tui.records.csvfiles.shapes import Cells, as_they_are

REASON, FAULT = "reason", "fault"
MUST = "must be filled"


class Column(NamedTuple):
    """One column of a file. empty is what an empty cell means, MUST when it means nothing.

    refers names the file whose ids it holds; parse takes a cell that is not empty. rare: written only where a row
    has a value in it, so that the files of an agency that doesn't use it are as they were.
    """

    name: str
    parse: Callable[[str], Any]
    required: bool = False
    empty: Any = None
    refers: str | None = None
    rare: bool = False


class Format(NamedTuple):
    """One file. key and ordered name columns of the table; ordered holds (from, until, may be the same day).

    shape turns the file's columns into the table's; whole files are small and looked at as one batch,
    because whether a row is right can depend on rows further down.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    ordered: tuple[tuple[str, str, bool], ...] = ()
    shape: Callable[[Cells], Cells] = as_they_are
    whole: bool = False

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def reason(self) -> str:
        """The column that a file of rejected rows adds; read over wherever it stands."""
        return FAULT if any(column.name == REASON for column in self.columns) else REASON

    @property
    def owner(self) -> str | None:
        """The column that names the member a row is about, if any."""
        return "member_id" if any(column.name == "member_id" for column in self.columns) else None
