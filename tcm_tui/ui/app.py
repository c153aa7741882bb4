"""The program: which area is shown, for which day, whose work; what lies over it is in ``overs``."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any, ClassVar

from textual.screen import Screen
from textual.worker import get_current_worker

from tcm_tui.ui import colours, commands, crash, ending
from tcm_tui.ui.commands import Command, bindings
from tcm_tui.ui.locking import Locking
from tcm_tui.ui.quiet import Quiet
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.shown import Shown
from tcm_tui.ui.source import Source
from tcm_tui.ui.standing import Standing

POLL_SECONDS = 3.0
AHEAD_SECONDS = 0.4
"""The agency's view takes a few megabytes more than the caseload: whoever only looks something up is spared them."""
WARM_SECONDS = 1.0
COPY_SECONDS = 10.0
COPY_AGAIN_SECONDS = 1800.0
"""How often an app left open looks whether a new day wants its copy."""
STYLED = ("week", "member", "rules", "over", "lookup", "explain", "pick", "settings", "form", "rebalance", "ahead")
"""Screens with styles of their own; read at once, because a later reading restyles everything."""


class TcmApp(Standing, Quiet, Locking, inherit_bindings=False):
    """notices: sentences to show once the first screen stands."""

    TITLE = "tcm"
    CSS_PATH = ["app.tcss", *(f"screens/{name}.tcss" for name in STYLED)]  # noqa: RUF012 - as Textual has it
    BINDINGS = bindings("everywhere")
    ENABLE_COMMAND_PALETTE = False
    AREAS: ClassVar[dict[str, str]] = {
        "week": "WeekScreen",
        "caseload": "CaseloadScreen",
        "clocks": "ClocksScreen",
        "member": "MemberScreen",
        "agency": "AgencyScreen",
        "rebalance": "RebalanceScreen",
        "rules": "RulesScreen",
        "staff": "StaffScreen",
        "staff_sheet": "StaffSheetScreen",
        "roster": "RosterScreen",
        "ahead": "AheadScreen",
        "agency_behind": "AgencyBehindScreen",
        "report": "ReportScreen",
    }

    def __init__(
        self,
        source: Source,
        on: date,
        cm: str | None = None,
        area: str = "caseload",
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.shown = Shown(source, on, cm)
        self.area = area
        self.notices: list[str] = []
        self._trail: list[str] = []
        commands.use_keymap(keymap or {})
        if keymap:
            self.set_keymap(dict(keymap))
        for theme in (colours.DARK, colours.LIGHT):
            self.register_theme(theme)
        self.theme = colours.first_theme(self.available_themes)
        colours.plain_without_colour(self)
        self.colours: colours.Colours = colours.colours_of(self)

    # ── start and areas ───────────────────────────────────────────────────────────────────────────

    def get_default_screen(self) -> Screen[Any]:
        screen = self.area_screen(self.area)
        # Textual can't switch away from a default screen without this: it takes a callback off each screen.
        screen._push_result_callback(screen, None)
        return screen

    def area_screen(self, name: str) -> AreaScreen:
        """An area's screen, made when first asked for and kept."""
        if name not in self._installed_screens:
            module = import_module(f"tcm_tui.ui.screens.{name}")
            self.install_screen(getattr(module, self.AREAS[name])(), name)
        screen = self._installed_screens[name]
        assert isinstance(screen, AreaScreen)
        return screen

    @property
    def front(self) -> AreaScreen:
        return self.area_screen(self.area)

    def on_mount(self) -> None:
        ending.watch(self)
        self.set_interval(POLL_SECONDS, self.poll)
        self.look_after()
        self.call_after_refresh(self._standing)

    def _standing(self) -> None:
        """The first screen stands: what was made until now stays, so the collector need never look at it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        for sentence in self.notices:
            self.say(sentence, "warning")
        self.when_quiet(AHEAD_SECONDS, self._look_ahead)
        self.when_quiet(WARM_SECONDS, self._warm)
        self.set_timer(COPY_SECONDS, self.copy_of_the_day)
        self.set_interval(COPY_AGAIN_SECONDS, self.copy_of_the_day)

    def _warm(self) -> None:
        self.tell_drafts()
        with self.careful():
            self.shown.source.warm()
        self.quietly(self._warm_areas)
        self.warm_forms()

    def _warm_areas(self, source: Source) -> None:
        source.warm_pages(self.shown.on)
        for name in (*self.AREAS, "lookup", "explain", "help", "pick"):
            import_module(f"tcm_tui.ui.screens.{name}")

    def _look_ahead(self) -> None:
        """In a quiet moment, and again after a change: what would keep the agency's key waiting."""
        work = None
        with self.careful():
            work = self.shown.source.ahead(self.shown.on)
        if work is not None:
            self.run_worker(partial(self._work_ahead, work), thread=True, exclusive=True, group="ahead")

    def _work_ahead(self, work: Callable[[], Callable[[], None]]) -> None:
        worker = get_current_worker()
        try:
            done = work()
        except Exception as error:
            if crash.sentence(error) is None:
                raise
            return  # nobody has asked yet; whoever asks is told
        if not worker.is_cancelled:
            self.call_from_thread(done)

    def action_area(self, name: str, back: bool = False) -> None:
        """Go to an area; whatever lies over the areas closes."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if name != self.area:
            if not back:
                self._trail = [*self._trail[-20:], self.area]
                if name == "member":
                    # By its key the page is about whom the cursor was on.
                    self.shown.member = self.shown.pointed or self.shown.member
            self.area = name
            self.switch_screen(self.area_screen(name))

    def action_step_back(self) -> None:
        """Close what lies on top, else undo a filter, else return to the area before."""
        undo = getattr(self.screen, "back", None)
        if undo is not None and undo():
            return
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self._trail:
            self.action_area(self._trail.pop(), back=True)

    # ── what is shown: day, worker, member ────────────────────────────────────────────────────────

    def show_worker(self, cm: str, area: str | None = None) -> None:
        """From now on this case manager's work is shown."""
        from tcm_tui.ui.state import remember_worker

        self.shown.cm = cm
        remember_worker(cm)
        self._go_or_read(area)

    def show_member(self, member: str) -> None:
        self.shown.member = self.shown.pointed = member
        self._go_or_read("member")

    def show_rule(self, id: str) -> None:
        """The rule book, at this rule."""
        self.action_area("rules")
        self.front.wanted = id
        self.front.call_after_refresh(self.front.arrive)

    def _go_or_read(self, area: str | None) -> None:
        if area is not None:
            self.action_area(area)
        self.front.read_when_shown()

    def action_worker(self, step: int) -> None:
        cm = self.shown.worker_after(step)
        if cm is not None:
            self.show_worker(cm)

    def action_day(self, days: int) -> None:
        if self.front.step(days):
            self.front.read()

    def action_today(self) -> None:
        self.shown.on = self.shown.today
        self.front.today()
        self.front.read()

    def action_reload(self) -> None:
        with self.careful():
            self.shown.renewed()
        self.front.read(force=True)

    def poll(self) -> None:
        """Another process may have written; what is shown follows, the cursor stays."""
        if getattr(self.screen, "busy", False):
            return
        untold = self.shown.source.untold()
        if untold:
            self.say(untold, "warning")
        with self.careful():
            if self.shown.renewed():
                self.front.read()
                self.when_quiet(AHEAD_SECONDS, self._look_ahead)
                # What lies over the area may depend on the records as well: a form is checked again.
                getattr(self.screen, "records_changed", lambda: None)()

    # ── commands and colours ──────────────────────────────────────────────────────────────────────

    async def run_command(self, command: Command) -> None:
        """Do a command as if its key were pressed where it applies."""
        screen = self.screen
        target: Any = self
        if getattr(screen.focused, "CONTEXT", "") == command.where:
            target = screen.focused
        elif command.where in getattr(screen, "CONTEXTS", ()):
            target = screen
        await self.run_action(command.action, target)

    def _watch_theme(self, theme_name: str) -> None:
        super()._watch_theme(theme_name)
        self.colours = colours.colours_of(self)
        for screen in self.screen_stack if self._running else ():
            getattr(screen, "recolour", lambda: None)()
