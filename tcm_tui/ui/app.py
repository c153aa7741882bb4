"""The program: which area is shown, for which day, whose work, and the few things done from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.screen import Screen

from tcm_tui.ui import colours, commands, crash
from tcm_tui.ui.commands import Command, bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.source import Source, WorkerName

POLL_SECONDS = 3.0
STYLED = ("week", "member", "rules", "over", "lookup", "explain", "pick")
"""Screens with styles of their own; read at once, because a later reading restyles everything."""


class TcmApp(App[int], inherit_bindings=False):
    """on: the day everything is seen from. today: the real one. cm, member: whose work, who is open."""

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
        "rules": "RulesScreen",
    }

    def __init__(self, source: Source, on: date, cm: str | None = None, area: str = "caseload") -> None:
        super().__init__()
        self.source = source
        self.on = self.today = on
        self.version = source.version()
        self._staff: tuple[object, list[WorkerName]] | None = None
        self._first_area = area
        self._trail: list[str] = []
        self.area = area
        self.member: str | None = None
        self.fault: str | None = None
        self.colours: colours.Colours = {}
        for theme in (colours.DARK, colours.LIGHT):
            self.register_theme(theme)
        self.theme = colours.first_theme()
        self.colours = colours.colours_of(self)
        ids = [worker.cm for worker in self.staff()]
        self.cm = cm if cm in ids else (ids[0] if ids else "")

    # ── start and areas ───────────────────────────────────────────────────────────────────────────

    def get_default_screen(self) -> Screen[Any]:
        return self._area_screen(self._first_area)

    def _area_screen(self, name: str) -> AreaScreen:
        if name not in self._installed_screens:
            module = import_module(f"tcm_tui.ui.screens.{name}")
            self.install_screen(getattr(module, self.AREAS[name])(), name)
        screen = self._installed_screens[name]
        assert isinstance(screen, AreaScreen)
        return screen

    def on_mount(self) -> None:
        self.set_interval(POLL_SECONDS, self.poll)

    def action_area(self, name: str, back: bool = False) -> None:
        """Go to an area; whatever lies over the areas closes."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if name == self.area:
            return
        if not back:
            self._trail = [*self._trail[-20:], self.area]
        self.area = name
        self.switch_screen(self._area_screen(name))

    def action_step_back(self) -> None:
        """Close what lies on top, else undo a filter, else return to the area before."""
        screen = self.screen
        if isinstance(screen, AreaScreen):
            if not screen.back() and self._trail:
                self.action_area(self._trail.pop(), back=True)
        elif len(self.screen_stack) > 1 and not (hasattr(screen, "back") and screen.back()):
            self.pop_screen()

    @property
    def front(self) -> AreaScreen:
        """The area on screen, under whatever lies over it."""
        return self._area_screen(self.area)

    # ── what is shown: day, worker, member ────────────────────────────────────────────────────────

    def staff(self) -> list[WorkerName]:
        """The case managers one can look at, as of the day."""
        stamp = (self.on, self.version)
        if self._staff is None or self._staff[0] != stamp:
            self._staff = (stamp, self.source.workers(self.on))
        return self._staff[1]

    def place_of_worker(self) -> str:
        """``2 of 12``"""
        ids = [worker.cm for worker in self.staff()]
        return f"{ids.index(self.cm) + 1} of {len(ids)}" if self.cm in ids and len(ids) > 1 else ""

    def show_worker(self, cm: str, area: str | None = None) -> None:
        """From now on this case manager's work is shown."""
        from tcm_tui.ui.state import remember_worker

        self.cm = cm
        remember_worker(cm)
        self._go_or_read(area)

    def show_member(self, member: str) -> None:
        self.member = member
        self._go_or_read("member")

    def any_member(self) -> str | None:
        """A member to begin with: the one under the cursor of the caseload, else its first."""
        screen = self._installed_screens.get("caseload")
        row = screen.table.row if isinstance(screen, AreaScreen) and hasattr(screen, "table") else None
        if row is not None:
            return str(row.member)
        lines = self.source.lines(self.cm, self.on) if self.cm else []
        return lines[0].member if lines else None

    def show_rule(self, id: str) -> None:
        """The rule book, at this rule."""
        self.action_area("rules")
        self.front.call_after_refresh(self.front.show_rule, id)  # type: ignore[attr-defined]

    def _go_or_read(self, area: str | None) -> None:
        if area is not None and area != self.area:
            self.action_area(area)
        else:
            self.front.read()

    def action_worker(self, step: int) -> None:
        ids = [worker.cm for worker in self.staff()]
        if ids:
            at = ids.index(self.cm) if self.cm in ids else -step
            self.show_worker(ids[(at + step) % len(ids)])

    def action_day(self, days: int) -> None:
        self.on += timedelta(days=days)
        self.front.read()

    def action_today(self) -> None:
        self.on = self.today
        self.front.read()

    def action_reload(self) -> None:
        self.version = self.source.version()
        self.front.read(force=True)

    def poll(self) -> None:
        """Another process may have written; what is shown follows, the cursor stays."""
        with self.careful():
            version = self.source.version()
            if version != self.version:
                self.version = version
                self.front.read()

    # ── what lies over the areas ──────────────────────────────────────────────────────────────────

    def _over(self, module: str, name: str, *args: Any) -> None:
        made = getattr(import_module(f"tcm_tui.ui.screens.{module}"), name)
        with self.careful():
            self.push_screen(made(*args))

    def action_lookup(self) -> None:
        self._over("lookup", "LookupScreen")

    def action_help(self) -> None:
        self._over("help", "HelpScreen", self.screen.contexts() if hasattr(self.screen, "contexts") else ["everywhere"])

    def action_palette(self) -> None:
        self._over("pick", "PaletteScreen", commands.of(self.front.contexts()))

    def action_choose_worker(self) -> None:
        self._over("pick", "WorkerScreen", self.staff())

    def action_colours(self) -> None:
        self._over("pick", "ThemeScreen", sorted(self.available_themes))

    def action_explain(self) -> None:
        subject = self.front.subject()
        if subject is None:
            self.say("There is nothing here to explain; put the cursor on a line.")
            return
        with self.careful():
            self._over("explain", "ExplainScreen", self.source.explain(subject, self.on))

    async def run_command(self, command: Command) -> None:
        """Do a command as if its key were pressed where it applies."""
        screen = self.front if isinstance(self.screen, AreaScreen) else self.screen
        focused = screen.focused
        target: Any = self
        if focused is not None and getattr(focused, "CONTEXT", "") == command.where:
            target = focused
        elif command.where in getattr(screen, "CONTEXTS", ()) and hasattr(screen, f"action_{command.action.split('(')[0]}"):
            target = screen
        await self.run_action(command.action, target)

    # ── notices and faults ────────────────────────────────────────────────────────────────────────

    def say(self, sentence: str, severity: str = "information") -> None:
        """A notice of one sentence; its text is never read as markup."""
        from tcm_tui.ui.plain import plain

        self.notify(plain(sentence), severity=severity, markup=False)  # type: ignore[arg-type]

    @contextmanager
    def careful(self) -> Iterator[None]:
        """What a person can act on becomes a notice; faults of the program go on."""
        try:
            yield
        except Exception as error:
            told = crash.sentence(error)
            if told is None:
                raise
            self.say(told, "error")

    def _fatal_error(self) -> None:
        """Stop with a reference and the place only: a traceback with its values would show names."""
        assert self._exception is not None
        if crash.debugging():
            super()._fatal_error()
            return
        self.fault = crash.report(self._exception)
        self._close_messages_no_wait()

    def _watch_theme(self, theme_name: str) -> None:
        super()._watch_theme(theme_name)
        self.colours = colours.colours_of(self)
        for screen in self.screen_stack if self._running else ():
            recolour = getattr(screen, "recolour", None)
            if recolour is not None:
                recolour()


def css_of(module: str) -> Path:
    return Path(module).with_suffix(".tcss")
