"""The deadlines of a whole team: kept, because they take longer than a key may; narrowed to a part of the agency."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import clocks, keys
from tcm_tui.desk.beside import Beside
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import ClockItem

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def due(desk: Desk, on: date, days: int = 31, all: bool = False, team: Scope = EVERYBODY) -> list[ClockItem]:
    """What ``clocks.due`` tells of a team, without reasons; the agency's is kept until somebody writes."""
    with desk.reading():
        everything: list[ClockItem] = desk.keep(
            keys.clocks(on, days, all), lambda: clocks.due(desk, on, None, days, all, reasons=False)
        )
        return clocks.of_team(desk, everything, team)


def at_hand(desk: Desk, on: date, days: int = 31, all: bool = False) -> bool:
    """Whether the agency's list need not be worked out."""
    with desk.reading():
        return desk.kept(keys.clocks(on, days, all))


def ahead(desk: Desk, on: date, days: int = 31, all: bool = False) -> Beside:
    """Work for a thread with a desk of its own, which keeps the agency's list unless somebody has written since."""
    return Beside(desk, {keys.clocks(on, days, all): lambda own: due(own, on, days, all)})
