"""What all areas share: the frame around them, reading when needed, explaining, going back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from tcm_tui.ui import commands
from tcm_tui.ui.commands import Command
from tcm_tui.ui.source import Source, Subject
from tcm_tui.ui.standing import Still
from tcm_tui.ui.widgets.bands import Detail, Head, KeyBar, TopBar
from tcm_tui.ui.widgets.drawn import Drawn
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

FILTER: Spans = [("↵", "key"), (" keep  ", "muted"), ("esc", "key"), (" show all", "muted")]
"""The keys that matter while one types into a filter."""
NOT_READ = "This could not be read; F5 reads again."
NOBODY: Spans = [("tcm import FOLDER brings in an agency's files; F5 reads again.", "muted")]
ANOTHER_DAY: Spans = [("[ ]", "key"), (" look from the day before or after, ", "muted")]
ANOTHER_DAY += [("t", "key"), (" from today", "muted")]
NO_WORKER: dict[str, tuple[str, Spans]] = {
    "none": ("No case managers yet", NOBODY),
    "later": ("No case manager has begun by this day", ANOTHER_DAY),
    "left": ("Every case manager has left by this day", ANOTHER_DAY),
    "between": ("No case manager works here on this day", ANOTHER_DAY),
}
"""What is said where there is no case manager, and what can be done, by the reason."""

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.shown import Shown


class AreaScreen(Still, inherit_bindings=False):
    """One of the areas. Subclasses give ``parts`` and ``load``."""

    NAME = ""
    TAB = ""
    """The area whose tab is marked, where it is another: of a screen reached from that area."""
    CONTEXTS: tuple[str, ...] = ()
    HEAD_LINES = 1
    OF_A_WORKER = False
    AUTO_FOCUS = "Table"

    def __init__(self) -> None:
        super().__init__()
        self.top_bar = TopBar(self.TAB or self.NAME)
        self.head = Head(self.HEAD_LINES)
        self.detail = Detail()
        self.key_bar = KeyBar()
        self._stamp: Hashable = None
        self.wanted = ""
        self.instead = ""
        """What an empty list says while there is another reason than that nothing is recorded."""
        self._width = 0

    @property
    def tcm(self) -> TcmApp:
        from tcm_tui.ui.app import TcmApp

        app = self.app
        assert isinstance(app, TcmApp)
        return app

    @property
    def source(self) -> Source:
        return self.shown.source

    @property
    def shown(self) -> Shown:
        """Day, worker and member looked at."""
        return self.tcm.shown

    def compose(self) -> ComposeResult:
        yield self.top_bar
        if self.HEAD_LINES:
            yield self.head
        yield from self.parts()
        yield self.detail
        yield self.key_bar
        self.read()

    def parts(self) -> Iterable[Widget]:
        """The lists and panes between headline and detail."""
        raise NotImplementedError

    def load(self) -> None:
        """Ask the source and fill the parts."""
        raise NotImplementedError

    def depends(self) -> Hashable:
        """What the shown data depends on, besides the records and the day."""
        return None

    def subject(self) -> Subject | None:
        """What ``e`` explains: what the cursor is on."""
        return None

    def acting_on(self) -> dict[str, str]:
        """What a form opened here begins with."""
        from tcm_tui.ui.screens.formacts import acting_on

        return acting_on(self.shown, self.subject())

    def read(self, force: bool = False) -> None:
        """Load again if day, records or choice changed since the last time."""
        stamp = (self.shown.on, self.shown.version, self.depends())
        if force or stamp != self._stamp:
            self._stamp = stamp
            self.top_bar.redraw()
            if self.OF_A_WORKER and not self.shown.cm:
                said, hint = self.no_worker()
                self.head.show([(said, "title")], [hint])
                self._say_instead(f"{said}.")
                return
            done = False
            with self.tcm.careful():
                self.load()
                done = True
            self._say_instead("" if done else NOT_READ)

    def no_worker(self) -> tuple[str, Spans]:
        """Why there is no case manager on the day, and what can be done."""
        return NO_WORKER[self.source.nobody(self.shown.on)]

    def _say_instead(self, sentence: str) -> None:
        if sentence != self.instead:
            self.instead = sentence
            self.recolour()

    def read_when_shown(self) -> None:
        """Read now if the screen stands; else it reads when it comes up."""
        if self.is_current and self.is_running:
            self.read()

    def arrive(self) -> None:
        """Called once the screen stands, to go to what was ``wanted``."""

    def step(self, days: int) -> bool:
        """Look from another day, as ``[ ]`` (a day) and ``{ }`` (seven) ask; False where nothing changes."""
        return self.shown.step_day(days)

    def today(self) -> None:
        """The day looked from is today's again."""

    def back(self) -> bool:
        """What esc undoes on this screen before it leaves; False when nothing."""
        focused = self.focused
        undo = getattr(focused, "back", None)
        return bool(undo and undo())

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def contexts(self) -> list[str]:
        """Where commands apply now: what has the focus, this screen, everywhere."""
        found = [getattr(self.focused, "CONTEXT", "")] if self.focused else []
        return [where for where in [*found, *self.CONTEXTS, "everywhere"] if where]

    def offer(self) -> list[Command]:
        """The commands for the key bar."""
        sections = bool(self.focused and getattr(self.focused, "has_sections", False))
        chosen = [c for c in commands.of(self.contexts()) if c.bar and (sections or c.id != "list.section")]
        last = ("lookup", "explain", "help")
        return [c for c in chosen if c.id not in last] + [commands.BY_ID[i] for i in last]

    def on_screen_resume(self) -> None:
        self.read()
        self.key_bar.show(self.offer())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.key_bar.show(self.offer())

    def on_resize(self, event: events.Resize) -> None:
        """What was worded for a width is worded anew for another."""
        if self._width not in (0, event.size.width):
            self.read(force=True)
        self._width = event.size.width

    def on_table_filtering(self, event: Table.Filtering) -> None:
        self.key_bar.show(self.offer(), FILTER if event.on else [])

    def recolour(self) -> None:
        for widget in self.query(Drawn):
            widget.recolour()
