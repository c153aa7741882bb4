"""The agency's choices for planning, as minutes and units."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Spans = tuple[tuple[int, int], ...]


class Terms(NamedTuple):
    """day: the default working day less lunch. buffer, travel and hop are minutes; the rest are units."""

    day: Spans
    buffer: int
    low: int
    high: int
    call: int
    travel: int
    hop: int


def terms(desk: Desk) -> Terms:
    """The choices in force."""
    chosen = desk.planning
    return Terms(
        day=chosen.usual_day(),
        buffer=chosen.crisis_buffer,
        low=chosen.visit_units_min,
        high=max(chosen.visit_units_min, chosen.visit_units_full),
        call=chosen.phone_units,
        travel=chosen.travel_minutes,
        hop=chosen.hop_minutes,
    )
