"""Opening what lies over an area; each screen is imported when first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tcm_tui.ui import commands
from tcm_tui.ui.faults import Careful

if TYPE_CHECKING:
    from tcm_tui.desk.views import Explanation
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

    def action_first(self) -> None:
        self._over("first_minutes", "FirstScreen")

    def action_settings(self, key: str = "") -> None:
        """The settings, with the cursor on one of them."""
        self._over("settings", "SettingsScreen", key)

    def action_palette(self) -> None:
        self._over("palette", "PaletteScreen", commands.of(self.front.contexts()))

    def action_choose_worker(self) -> None:
        self._over("pick", "WorkerScreen", self.shown.staff())

    def action_colours(self) -> None:
        self._over("pick", "ThemeScreen", sorted(self.available_themes))

    def action_explain(self) -> None:
        subject = self.front.subject()
        # What the screen itself says of it, before what the records do.
        found: list[Explanation] = getattr(self.front, "explained", list)()
        with self.careful():
            found += self.shown.source.explain(subject, self.shown.on) if subject else []
            if subject and subject.kind in ("member", "units"):
                self.shown.source.viewed("explain", subject.id)
        if found:
            self._over("explain", "ExplainScreen", found)
        else:
            self.say("There is nothing to explain here; put the cursor on a line.")

    def action_copy(self) -> None:
        """What the cursor is on, or the answer on top, to the clipboard, and a notice of what that was."""
        from tcm_tui.ui.copying import text_of

        text = text_of(self.screen)
        if not text:
            self.say("There is nothing to copy here; put the cursor on a line.")
        elif self._may_copy():
            super().copy_to_clipboard(text)
            first, _, more = text.partition("\n")
            self.say(f"Copied: {first[:70]}{' …' if more or len(first) > 70 else ''}")

    def copy_to_clipboard(self, text: str) -> None:
        """Whatever else copies, a selection with the mouse, does so only where the agency lets it."""
        if self._may_copy():
            super().copy_to_clipboard(text)

    def _may_copy(self) -> bool:
        """Whether the agency lets text go to the clipboard; says so where it doesn't. Nothing else asks."""
        from tcm_tui.ui.copying import OFF, allowed

        may = False
        with self.careful():
            may = allowed(self.shown.source.settings())
            if not may:
                self.say(OFF, "warning")
        return may

    def action_print_week(self) -> None:
        """The week on screen as a page or a calendar file."""
        view = getattr(self.front, "view", None)
        if view is not None and hasattr(view, "monday"):
            self._over("printing", "PrintScreen", view)
