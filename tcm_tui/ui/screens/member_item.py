"""A line of a member's page, and the columns such lines are laid out in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans

Cell = Spans | str | Callable[[int], Spans]
"""What a cell shows; a function of the width for what is drawn to fit (a line of days)."""


class Item(NamedTuple):
    """A line of the page: its key, its cells in order, what ``e`` explains, and a sentence about it.

    form and about: the form enter opens, and what it is told besides the member; record there is the key of the
    record to edit. Without a form enter explains.
    """

    key: str
    cells: tuple[Cell, ...]
    subject: Subject
    says: Spans = []  # noqa: RUF012 - never changed
    order: tuple[object, ...] = ()
    form: str = ""
    about: tuple[tuple[str, str], ...] = ()


def column(
    at: int, title: str, least: int, most: int = 0, grow: int = 0, rank: int = 0, right: bool = False
) -> Column[Item]:
    def order(item: Item) -> object:
        return item.order[at] if at < len(item.order) else None

    def cell(item: Item, cells: int) -> Spans | str:
        found = item.cells[at]
        return found(cells) if callable(found) else found

    return Column(f"{title}{at}", title, cell, least, most, grow, rank, right, order)
