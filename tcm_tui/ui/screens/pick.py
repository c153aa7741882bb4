"""Choosing from a list by typing: a case manager (w), a colour theme; commands are in ``palette``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tcm_tui.ui import words
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.source import WorkerName
from tcm_tui.ui.widgets.chooser import Choice, Chooser
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp

FOOT: Spans = [
    ("↵", "key"),
    (" choose  ", "muted"),
    ("↑↓", "key"),
    (" move  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]


def fits(needle: str, *texts: str) -> bool:
    """Every word typed occurs somewhere."""
    said = " ".join(texts).casefold()
    return all(word in said for word in needle.casefold().split())


class PickScreen(Over):
    """Base: subclasses give title, hint, ``find`` and ``chosen``."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ("chooser",)
    HINT = "type to narrow"

    def compose(self) -> ComposeResult:
        yield Chooser(str(self.title), self.HINT, self.find, FOOT)

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        raise NotImplementedError

    async def chosen(self, key: str) -> None:
        raise NotImplementedError

    @property
    def tcm(self) -> TcmApp:
        app: TcmApp = self.app  # type: ignore[assignment]
        return app

    async def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        app = self.tcm
        app.pop_screen()
        await self.chosen(event.key)


class OfferScreen(PickScreen):
    """Base of those who know at once what there is: offers as (key, name, what is told of it)."""

    HINT = "type part of a name"

    def __init__(self, offers: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.offers = offers

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        return [
            Choice(key, [(name, "strong")], [(f"{told} ", "muted")])
            for key, name, told in self.offers
            if fits(text, name, told)
        ][:limit]


class WorkerScreen(PickScreen):
    """Whose work is shown."""

    TITLE = "Case manager"
    HINT = "type part of a name"

    def __init__(self, staff: Sequence[WorkerName]) -> None:
        super().__init__()
        self.staff = staff

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        return [
            Choice(
                w.cm,
                [(w.name, "strong"), (f"  {w.cm}", "muted")],
                [(f"{w.level} {words.PROGRAMS.get(w.type, w.type)} · {w.site} ", "muted")],
            )
            for w in self.staff
            if fits(text, w.name, w.cm, w.type, w.site)
        ][:limit]

    async def chosen(self, key: str) -> None:
        self.tcm.show_worker(key)


class ThemeScreen(PickScreen):
    """The colours."""

    TITLE = "Colours"
    HINT = "type part of a theme's name"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        now = self.app.theme
        return [
            Choice(name, [(name, "strong")], [("in use " if name == now else "", "muted")])
            for name in self.names
            if fits(text, name)
        ]

    async def chosen(self, key: str) -> None:
        from tcm_tui.ui.state import remember_theme

        self.app.theme = key
        remember_theme(key)
