"""The first start: no database yet. A demonstration, files of one's own, or an empty agency."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult

from tcm_tui import guard
from tcm_tui.ui import colours, crash, ending
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.securing import Rules, Secret, Securing
from tcm_tui.ui.sturdy import Sturdy
from tcm_tui.ui.widgets.askbox import AskBox
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.widgets.frame import rule
from tcm_tui.ui.widgets.lineedit import LineEdit
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

CHOICES = (
    ("demonstration", "See a demonstration", "A made-up agency: 12 case managers, 320 members, 14 months of work."),
    ("import", "Import a folder", "The agency's own CSV files; while a row is wrong, nothing is stored."),
    ("empty", "Begin with an empty agency", "Nothing in it yet; files can be imported later with tcm import."),
)


class Progress(NamedTuple):
    """How far a long job is."""

    stage: str
    done: int
    total: int


Told = Callable[[str, int, int], bool]
"""Reports progress; False means: give up."""


class Jobs(NamedTuple):
    """What the choices do; each gives the database to open. Raise a DeskError or StoreError with a sentence."""

    demonstration: Callable[[Told], str]
    import_: Callable[[str, Told], str]
    empty: Callable[[], str]
    rules: Rules | None = None
    secure: Callable[[Secret], None] | None = None
    """Makes ready that the new records are encrypted; without it nobody is asked."""
    unsecure: Callable[[], None] | None = None


class Welcome(Drawn, can_focus=True):
    """The choices, then the folder to import, then how far the work is; drawn as one box."""

    CONTEXT = "welcome"

    def __init__(self, app: FirstApp) -> None:
        super().__init__(id="welcome")
        self.first = app
        self.at = 0
        self.asking = False
        self.edit = LineEdit()
        self.said: list[str] = []
        self.progress: Progress | None = None

    def body(self, cells: int) -> list[Spans]:
        lines: list[Spans] = [[], *wrap([(self.first.why, "muted")], cells), []]
        if self.progress is not None:
            return [*lines, *self._working(self.progress, cells)]
        if self.asking:
            lines += [
                [("Folder with the CSV files", "strong")],
                [("› ", "key"), *self.edit.spans("~/agency", cells - 4)],
                [],
            ]
        else:
            for n, (_, title, told) in enumerate(CHOICES):
                mark: Spans = [("▌", "mark")] if n == self.at else [(" ", "text")]
                lines.append([*mark, (f"{n + 1} ", "key"), (title, "strong" if n == self.at else "text")])
                lines += [[("   ", "text"), *line] for line in wrap([(told, "muted")], cells - 4)]
                lines.append([])
        for sentence in self.said:
            lines += wrap([("! ", "warn"), (sentence, "text")], cells, 2)
        return lines

    def _working(self, progress: Progress, cells: int) -> list[Spans]:
        room = max(10, min(50, cells - 20))
        filled = room * progress.done // max(1, progress.total)
        bar: Spans = [("█" * filled, "used"), ("·" * (room - filled), "left")]
        share = f"  {100 * progress.done // max(1, progress.total)} %" if progress.total else ""
        return [
            [(progress.stage, "strong")],
            [*bar, (share, "text")],
            [],
            [("esc gives up; nothing is left behind.", "muted")],
        ]

    def line(self, y: int) -> Spans:
        cells, height = self.size.width, self.size.height
        if y == 0:
            return rule(cells, [("Targeted case management", "title")], None, "┌┐")
        if y == height - 1:
            keys: Spans = [
                ("↵", "key"),
                (" choose  " if not self.asking else " import  ", "muted"),
                ("esc", "key"),
                (" back  ", "muted"),
                ("F10", "key"),
                (" quit", "muted"),
            ]
            return rule(cells, keys, None, "└┘")
        lines = self.body(cells - 4)
        return [("│ ", "line"), *fitted(lines[y - 1] if y <= len(lines) else [], cells - 4), (" │", "line")]

    def say(self, *sentences: str) -> None:
        self.said = list(sentences)
        self.redraw()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.asking and bool(character and character.isprintable())

    async def _on_key(self, event: events.Key) -> None:
        if self._act(event.key, event.character):
            event.stop()
            event.prevent_default()
            self.redraw()

    def _act(self, key: str, character: str | None) -> bool:
        if self.progress is not None:
            return False
        if key == "enter":
            self._choose()
            return True
        if self.asking:
            return self.edit.key(key, character)
        if key in ("down", "up", "j", "k"):
            self.at = (self.at + (1 if key in ("down", "j") else -1)) % len(CHOICES)
            return True
        if key in ("1", "2", "3"):
            self.at = int(key) - 1
            self._choose()
            return True
        return False

    def _choose(self) -> None:
        self.said = []
        choice = CHOICES[self.at][0]
        if choice == "import" and not self.asking:
            self.asking = True
        elif choice == "import":
            if self.edit.text.strip():
                self.first.begin(choice, str(Path(self.edit.text.strip()).expanduser()))
        else:
            self.first.begin(choice)

    def back(self) -> None:
        if self.progress is not None:
            self.first.give_up.set()
        elif self.asking:
            self.asking = False
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        if self.progress is None and not self.asking and 4 <= event.y < 4 + 3 * len(CHOICES):
            self.at = (event.y - 4) // 3
            self._choose()
            self.redraw()

    def on_paste(self, event: events.Paste) -> None:
        if self.asking:
            self.edit.insert(event.text)
            self.redraw()


class FirstApp(Sturdy[str], inherit_bindings=False):
    """Asks what to begin with and does it; its answer is the database to open, None when left."""

    BINDINGS = [b for b in bindings("everywhere") if getattr(b, "id", "") in ("back", "quit")]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center middle; background: $background; color: $foreground; overflow: hidden; }
    #welcome, #askbox { width: 90%; max-width: 84; height: 18; }
    #askbox { display: none; }
    """

    def __init__(self, jobs: Jobs, why: str) -> None:
        super().__init__()
        self.jobs, self.why = jobs, why
        self.give_up = threading.Event()
        self._told: Progress | None = None
        for theme in (colours.DARK, colours.LIGHT):
            self.register_theme(theme)
        self.theme = colours.first_theme(self.available_themes)
        self.colours = colours.colours_of(self)

    def compose(self) -> ComposeResult:
        self.welcome = Welcome(self)
        self.box = AskBox(self._choices)
        yield self.welcome
        yield self.box

    def on_mount(self) -> None:
        ending.watch(self)
        self.welcome.focus()
        self.set_interval(0.1, self._show)

    def _show(self) -> None:
        """Progress is reported by the working thread; it is drawn from here."""
        if self._told is not None and self._told != self.welcome.progress and self.welcome.progress is not None:
            self.welcome.progress = self._told
            self.welcome.redraw()

    def begin(self, choice: str, folder: str = "") -> None:
        """Do a choice; of real records it is asked first how they are kept."""
        if choice == "demonstration" or self.jobs.rules is None or self.jobs.secure is None:
            self._begin(choice, folder, None)
            return
        self.welcome.display, self.box.display = False, True
        self.box.focus()
        Securing(self.box, self.jobs.rules, lambda secret: self._begin(choice, folder, secret), self._choices).ask_how()

    def _choices(self) -> None:
        """Back to what to begin with."""
        self.box.forget()
        self.welcome.display, self.box.display = True, False
        self.welcome.focus()

    def _begin(self, choice: str, folder: str, secret: Secret | None) -> None:
        """Do a choice in a thread of its own, so that keys stay alive."""
        self._choices()
        self.give_up.clear()
        self._told = Progress("Beginning", 0, 0)
        self.welcome.progress = self._told
        self.welcome.redraw()

        def told(stage: str, done: int, total: int) -> bool:
            self._told = Progress(stage.capitalize(), done, total)
            return not self.give_up.is_set()

        def work() -> None:
            try:
                if secret is not None and self.jobs.secure is not None:
                    self.jobs.secure(secret)
                if choice == "demonstration":
                    path = self.jobs.demonstration(told)
                elif choice == "import":
                    path = self.jobs.import_(folder, told)
                else:
                    path = self.jobs.empty()
            except Exception as error:
                if secret is not None and self.jobs.unsecure is not None:
                    self.jobs.unsecure()
                self.call_from_thread(self._failed, error)
            else:
                self.call_from_thread(self.exit, path)

        self.run_worker(work, thread=True, exclusive=True)

    def _failed(self, error: Exception) -> None:
        self._told = self.welcome.progress = None
        told = crash.sentence(error) or guard.report(error)
        self.welcome.say(*told.split("\n"))

    def action_step_back(self) -> None:
        self.welcome.back()

    async def action_quit(self) -> None:
        self.give_up.set()
        self.exit(None)
