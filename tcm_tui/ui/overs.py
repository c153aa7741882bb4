"""Opening what lies over an area; each screen is imported when first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tcm_tui.ui import commands
from tcm_tui.ui.faults import Careful

if TYPE_CHECKING:
    from tcm_tui.ui.screens.area import AreaScreen
    from tcm_tui.ui.shown import Shown


class Overs(Careful):
    """The actions for look-up, help, palette, choices and explanation."""

    shown: Shown

    @property
    def front(self) -> AreaScreen:
        """The area on screen, under whatever lies over it."""
        raise NotImplementedError

    def _over(self, module: str, name: str, *args: Any) -> None:
        made = getattr(import_module(f"tcm_tui.ui.screens.{module}"), name)
        self.push_screen(made(*args))

    def action_lookup(self) -> None:
        self._over("lookup", "LookupScreen")

    def action_help(self) -> None:
        self._over("help", "HelpScreen", getattr(self.screen, "contexts", lambda: ["everywhere"])())

    def action_palette(self) -> None:
        self._over("pick", "PaletteScreen", commands.of(self.front.contexts()))

    def action_choose_worker(self) -> None:
        self._over("pick", "WorkerScreen", self.shown.staff())

    def action_colours(self) -> None:
        self._over("pick", "ThemeScreen", sorted(self.available_themes))

    def action_explain(self) -> None:
        subject = self.front.subject()
        found = []
        with self.careful():
            found = self.shown.source.explain(subject, self.shown.on) if subject else []
        if found:
            self._over("explain", "ExplainScreen", found)
        else:
            self.say("There is nothing to explain here; put the cursor on a line.")
