"""Answers worked out before they are asked for, by a thread with a desk of its own.

The agency's view of a big agency takes longer than a key press may; looked at ahead, it is there at once. What
the thread found is taken over only if nobody has written since it began.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import agency, office

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import AgencyView


def agency_view(desk: Desk, on: date) -> Callable[[], Callable[[], None]] | None:
    """Work for a thread; what that returns is called in the desk's own thread, and keeps the answer there.

    None where the answer is at hand already. The work raises StoreError.
    """
    with desk.reading():
        seen = desk.data_version()
        if agency.at_hand(desk, on):
            return None
    path = str(desk.store.path)

    def work() -> Callable[[], None]:
        own = office.open_desk(path)
        try:
            found = agency.view(own, on)
        finally:
            own.close()
        return lambda: _take_over(desk, on, seen, found)

    return work


def _take_over(desk: Desk, on: date, seen: int, found: AgencyView) -> None:
    with desk.reading():
        if desk.data_version() == seen:
            agency.keep(desk, on, found)
