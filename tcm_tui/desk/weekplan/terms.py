"""The agency's choices for planning, as minutes and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Spans = tuple[tuple[int, int], ...]


class Terms(NamedTuple):
    """day: the default working day less lunch. buffer, travel and hop are minutes; the rest are units."""

    day: Spans = ((480, 720), (780, 1020))
    buffer: int = 30
    low: int = 2
    high: int = 4
    call: int = 1
    travel: int = 25
    hop: int = 10


def terms(desk: Desk) -> Terms:
    """The choices in force."""
    return Terms()
