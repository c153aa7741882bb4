"""The rows of a list as they are to be shown: grouped, filtered, sorted. No drawing here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from tcm_tui.ui.widgets.columns import Column, text_of
from tcm_tui.ui.words import Spans

R = TypeVar("R")


class Group(NamedTuple, Generic[R]):
    """Rows under one heading. columns: the group's own, else those of the list. title "": no heading."""

    title: str
    rows: Sequence[R]
    columns: Sequence[Column[R]] = ()
    note: Spans = []  # noqa: RUF012 - never changed


class Shown(NamedTuple, Generic[R]):
    """One line: a heading (row None, titles False), a line of column titles, or a row."""

    group: Group[R]
    columns: Sequence[Column[R]]
    row: R | None = None
    titles: bool = False


class Listing(Generic[R]):
    """key: what identifies a row when the data is read again."""

    def __init__(self, columns: Sequence[Column[R]], key: Callable[[R], str]) -> None:
        self.columns = columns
        self.key = key
        self.groups: Sequence[Group[R]] = ()
        self.lines: list[Shown[R]] = []
        self.needle = ""
        self.sorted_by: str | None = None
        self.reverse = False
        self.total = 0
        self.kept = 0
        self._texts: dict[int, str] = {}

    def put(self, groups: Sequence[Group[R]]) -> None:
        """Take new data; filter and order stay."""
        self.groups = groups
        self._texts.clear()
        self.arrange()

    def arrange(self) -> None:
        """Make the lines anew from groups, filter and order."""
        self.lines = []
        self.total = sum(len(group.rows) for group in self.groups)
        self.kept = 0
        groups = self.groups
        order = self._order()
        if order is not None and all(not group.columns for group in groups) and len(groups) > 1:
            # Sorted by a column, a list loses its headings: the order is over all rows.
            groups = [Group("", [row for group in groups for row in group.rows])]
        for group in groups:
            self._add(group)

    def _add(self, group: Group[R]) -> None:
        columns = group.columns or self.columns
        rows = [row for row in group.rows if self._fits(row, columns)] if self.needle else group.rows
        if self.needle and not rows:
            return
        order = next((c.sort for c in columns if c.key == self.sorted_by), None)
        if order is not None:
            # What has no value stands at the end, whichever way round.
            known = [row for row in rows if order(row) is not None]
            known.sort(key=order, reverse=self.reverse)
            rows = known + [row for row in rows if order(row) is None]
        self.kept += len(rows)
        if group.title:
            self.lines.append(Shown(group, columns))
            if group.columns and rows and any(c.title for c in columns):
                self.lines.append(Shown(group, columns, titles=True))
        self.lines += [Shown(group, columns, row) for row in rows]

    def _order(self) -> Callable[[R], object] | None:
        return next((c.sort for c in self.columns if c.key == self.sorted_by), None)

    def _fits(self, row: R, columns: Sequence[Column[R]]) -> bool:
        at = id(row)
        if at not in self._texts:
            self._texts[at] = text_of(row, columns)
        return all(word in self._texts[at] for word in self.needle.casefold().split())

    def row(self, line: int) -> R | None:
        """The row on a line; None for headings and beyond the end."""
        return self.lines[line].row if 0 <= line < len(self.lines) else None

    def next(self, line: int, step: int) -> int:
        """The nearest line with a row, from ``line`` on in the direction of ``step``; -1: there is none."""
        while 0 <= line < len(self.lines):
            if self.lines[line].row is not None:
                return line
            line += step
        return -1

    def nearest(self, line: int) -> int:
        """The line with a row at or around ``line``; -1 in an empty list."""
        line = max(0, min(line, len(self.lines) - 1))
        after = self.next(line, 1)
        return after if after >= 0 else self.next(line, -1)

    def find(self, key: str) -> int:
        """The line of the row with this key, or -1."""
        for at, line in enumerate(self.lines):
            if line.row is not None and self.key(line.row) == key:
                return at
        return -1

    def sections(self) -> list[int]:
        """The lines of headings."""
        return [at for at, line in enumerate(self.lines) if line.row is None and not line.titles]

    def sortable(self, line: int) -> Sequence[Column[R]]:
        """The columns one can sort by where the cursor is."""
        columns = self.lines[line].columns if 0 <= line < len(self.lines) else self.columns
        return [column for column in columns if column.sort is not None]
