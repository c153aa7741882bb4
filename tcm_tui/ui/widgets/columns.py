"""Columns of a list: what a cell shows, how wide it may be, how it sorts, and which fit a width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from tcm_tui.ui.plain import width
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.words import Spans

R = TypeVar("R")


class Column(NamedTuple, Generic[R]):
    """One column.

    cell: (row, cells) to spans or text. least, most: its width. grow: its share of spare room.
    rank: the higher, the sooner it is left out where room is short; 0 always stays.
    sort: the row's value in order; None where sorting makes no sense.
    """

    key: str
    title: str
    cell: Callable[[R, int], Spans | str]
    least: int
    most: int = 0
    grow: int = 0
    rank: int = 0
    right: bool = False
    sort: Callable[[R], Any] | None = None


Placed = list[tuple[Column[R], int]]
"""Columns that are shown, with their widths."""


EXTRA = 7
"""Columns of this rank and above are for wide screens: no gap is narrowed for them."""


def place(columns: Sequence[Column[R]], cells: int) -> tuple[Placed[R], int]:
    """The columns that fit into so many cells, with their widths, and the cells between them.

    Two cells lie between columns, one where that lets all but the extra columns stay. Each gets its least
    width, then the room that is left goes by ``grow``.
    """
    usual = [c for c in columns if c.rank < EXTRA]
    gap = 2 if sum(c.least for c in usual) + 2 * (len(usual) - 1) <= cells else 1
    chosen = list(columns)

    def need() -> int:
        return sum(c.least for c in chosen) + gap * (len(chosen) - 1)

    while len(chosen) > 1 and need() > cells:
        last = max(chosen, key=lambda c: (c.rank, chosen.index(c)))
        if last.rank == 0:
            break
        chosen.remove(last)
    widths = [c.least for c in chosen]
    spare = cells - need()
    if spare < 0 and chosen:
        # Even the indispensable do not fit: the widest gives way.
        widths[widths.index(max(widths))] += spare
    while spare > 0:
        open_ = [i for i, c in enumerate(chosen) if c.grow and (not c.most or widths[i] < c.most)]
        shares = sum(chosen[i].grow for i in open_)
        given = 0
        for i in open_:
            column = chosen[i]
            more = max(1, spare * column.grow // shares)
            more = min(more, spare - given, column.most - widths[i] if column.most else spare)
            widths[i] += more
            given += more
        if not given:
            break
        spare -= given
    return [(column, max(0, width)) for column, width in zip(chosen, widths, strict=True)], gap


def cells_of(row: R, placed: Placed[R], gap: int) -> Spans:
    """A row's line."""
    out: Spans = []
    for column, cells in placed:
        if out:
            out.append((" " * gap, "text"))
        found = column.cell(row, cells)
        out += fitted([(found, "text")] if isinstance(found, str) else found, cells, column.right)
    return out


def titles_of(placed: Placed[R], gap: int, sorted_by: str | None, reverse: bool) -> Spans:
    """The line of titles; the sorted column carries an arrow: beside its title, in the gap where that is full, or in
    place of its last letter.
    """
    out: Spans = []
    for n, (column, cells) in enumerate(placed):
        title, role, before = column.title, "muted", gap if n else 0
        if column.key == sorted_by:
            title, role = title + ("↓" if reverse else "↑"), "key"
            if width(title) == cells + 1 and column.right and before > 1:
                before, cells = before - 1, cells + 1
            elif width(title) == cells + 1:
                title = title[:-2] + title[-1]
        if n:
            out.append((" " * before, "muted"))
        out += fitted([(title, role)], cells, column.right)
    return out


def text_of(row: R, columns: Sequence[Column[R]]) -> str:
    """All a row says, in lower case, for filtering."""
    parts = []
    for column in columns:
        found = column.cell(row, max(column.least, column.most, 40))
        parts.append(found if isinstance(found, str) else "".join(text for text, _ in found))
    return " ".join(parts).casefold()
