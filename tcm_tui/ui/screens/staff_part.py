"""What the supervisor's lists share: the part of the agency that is looked at, chosen by ``v``."""

from __future__ import annotations

from tcm_tui.desk.scope import Scope
from tcm_tui.ui.screens.area import AreaScreen


class PartedScreen(AreaScreen):
    """A list of a part of the agency; the choice is that of all such lists."""

    def action_part(self) -> None:
        """Choose a site, a type, a supervisor's people, or everybody."""
        from tcm_tui.ui.screens.agency_part import PartScreen

        with self.tcm.careful():
            self.tcm.push_screen(PartScreen(self.source, self.shown.staff(), self.take_part))

    def take_part(self, team: Scope) -> None:
        self.shown.team = team
        self.read()
