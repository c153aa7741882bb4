"""The agency's view of a big agency takes longer than a key press may; looked at ahead, it is there at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import keys
from tcm_tui.desk.beside import Beside

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.staff import Everybody
    from tcm_tui.desk.views import AgencyView


def agency_view(desk: Desk, on: date) -> Beside | None:
    """Work for a thread: the view of a day, then its staff sheet; None where the answer is at hand already."""

    def view(own: Desk) -> AgencyView:
        from tcm_tui.desk import agency

        return agency.view(own, on)

    def everybody(own: Desk) -> Everybody:
        from tcm_tui.desk import staff

        return staff.everybody(own, on)

    with desk.reading():
        if desk.kept(keys.agency(on)):
            return None
        return Beside(desk, {keys.agency(on): view, keys.staff(on): everybody})
