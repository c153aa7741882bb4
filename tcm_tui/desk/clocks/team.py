"""The deadlines of a whole team: kept, because they take longer than a key may; narrowed to a part of the agency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.turns import giving_way
from tcm_tui.desk.views import ClockItem

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def due(desk: Desk, on: date, days: int = 31, all: bool = False, team: Scope = EVERYBODY) -> list[ClockItem]:
    """What ``clocks.due`` tells of a team, without reasons; the agency's is kept until somebody writes."""
    from tcm_tui.desk import clocks

    with desk.reading():
        everything: list[ClockItem] = desk.keep(
            _key(on, days, all), lambda: clocks.due(desk, on, None, days, all, reasons=False)
        )
        return of_team(desk, everything, team)


def at_hand(desk: Desk, on: date, days: int = 31, all: bool = False) -> bool:
    """Whether the agency's list need not be worked out."""
    with desk.reading():
        return desk.kept(_key(on, days, all))


def ahead(desk: Desk, on: date, days: int = 31, all: bool = False) -> Callable[[], Callable[[], None]]:
    """Work for a thread with a desk of its own; what it returns is called in the desk's own thread and keeps the list,
    unless somebody has written since. The work raises StoreError.
    """
    from tcm_tui.desk import office

    seen, path = desk.data_version(), str(desk.store.path)

    def work() -> Callable[[], None]:
        with giving_way():
            own = office.open_desk(path)
            try:
                found = due(own, on, days, all)
            finally:
                own.close()
        return lambda: keep(desk, on, found, seen, days, all)

    return work


def keep(desk: Desk, on: date, found: list[ClockItem], seen: int, days: int = 31, all: bool = False) -> None:
    """Take the agency's list that was worked out elsewhere from the state of the records ``seen``."""
    with desk.reading():
        if desk.data_version() == seen:
            desk.keep(_key(on, days, all), lambda: found)


def _key(on: date, days: int, all: bool) -> str:
    return f"clocks {on} {days} {all}"


def of_team(desk: Desk, found: list[ClockItem], team: Scope) -> list[ClockItem]:
    """What of the agency's deadlines is a team's: those of its case managers.

    Members without one are nobody's team's. On-call hours are a program's: they stay unless a site or supervisor,
    or another type, is asked for.
    """
    if team.all:
        return found
    mine = {p.who.cm_id for p in caseload.staff(desk) if team.holds(p.who)}
    program_wide = team.site is None and team.supervisor is None
    return [
        item
        for item in found
        if (item.cm in mine if item.kind != "coverage" else program_wide and team.type in (None, item.what))
    ]
