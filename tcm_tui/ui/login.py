"""The log-in of an encrypted database: before anything of it is read, and after each lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from textual.app import ComposeResult

from tcm_tui import guard
from tcm_tui.ui import colours, crash, ending
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.sturdy import Sturdy
from tcm_tui.ui.widgets.askbox import AskBox, Line, Question

OPENING = "Opening …"


class Door(Protocol):
    """What a log-in asks. Each may take a second; raises DeskError or StoreError with a sentence."""

    def usual_name(self) -> str: ...
    def enter(self, person: str, passphrase: str) -> Any: ...
    def enter_by_code(self, code: str) -> Any: ...


class Reason(NamedTuple):
    """Why somebody is asked: a sentence, and where the records are."""

    sentence: str
    place: str


class LoginApp(Sturdy[Any], inherit_bindings=False):
    """Its answer is what the door gave, None when left."""

    BINDINGS = [b for b in bindings("everywhere") if getattr(b, "id", "") == "quit"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center middle; background: $background; color: $foreground; overflow: hidden; }
    #askbox { width: 90%; max-width: 78; height: 14; }
    """

    def __init__(self, door: Door, why: Reason) -> None:
        super().__init__()
        self.door, self.why = door, why
        for theme in (colours.DARK, colours.LIGHT):
            self.register_theme(theme)
        self.theme = colours.first_theme(self.available_themes)
        colours.plain_without_colour(self)
        self.colours = colours.colours_of(self)

    def compose(self) -> ComposeResult:
        self.box = AskBox(self.ask_name)
        yield self.box

    def on_mount(self) -> None:
        ending.watch(self)
        self.box.focus()
        self.ask_name()

    def ask_name(self) -> None:
        self.box.ask(
            Question(
                "Log in",
                [self.why.sentence, [(self.why.place, "muted")]],
                (Line("Log-in name", self.door.usual_name()), Line("Passphrase", secret=True)),
                keys=(("f4", "recovery code", self.ask_code),),
                does="open",
            ),
            lambda texts: self._try(lambda: self.door.enter(*texts)),
        )

    def ask_code(self) -> None:
        self.box.ask(
            Question(
                "Log in with the recovery code",
                ["It was shown once, when these records were encrypted: six groups of five letters and digits."],
                (Line("Recovery code", secret=True),),
                keys=(("f4", "name and passphrase", self.ask_name),),
                does="open",
            ),
            lambda texts: self._try(lambda: self.door.enter_by_code(*texts)),
        )

    def _try(self, job: Callable[[], Any]) -> None:
        """Look at it in a thread: a passphrase takes half a second on purpose."""
        self.box.work(OPENING)

        def work() -> None:
            try:
                found = job()
            except Exception as error:
                self.call_from_thread(self._failed, error)
            else:
                self.call_from_thread(self._opened, found)

        self.run_worker(work, thread=True, exclusive=True)

    def _opened(self, found: Any) -> None:
        self.box.forget()
        self.exit(found)

    def _failed(self, error: Exception) -> None:
        told = crash.sentence(error) or guard.report(error)
        self.box.say(*told.split("\n"))

    async def action_quit(self) -> None:
        self.box.forget()
        self.exit(None)
