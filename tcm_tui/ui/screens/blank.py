"""Nothing to see: what a privacy key puts over everything, notices too."""

from __future__ import annotations

from textual.app import ComposeResult

from tcm_tui.ui.standing import Still
from tcm_tui.ui.widgets.drawn import Drawn, fitted
from tcm_tui.ui.words import Spans

BACK = "any key brings it back"
LOCKING = "Locking: what is being saved is finished first …"


class Nothing(Drawn):
    """An empty ground with one line at its foot."""

    def __init__(self, told: str) -> None:
        super().__init__(id="nothing")
        self.told = told

    def line(self, y: int) -> Spans:
        return fitted([(self.told, "muted")] if y == self.size.height - 1 else [], self.size.width)


class BlankScreen(Still, inherit_bindings=False):
    """told: the only text there is. Every key and click comes to the app, which takes it away."""

    CSS = """
    BlankScreen { background: $background; }
    BlankScreen #nothing { width: 100%; height: 100%; }
    """
    blank = True
    """Notices wait, too."""
    busy = True
    """The app reads nothing for what can't be seen."""

    def __init__(self, told: str = BACK) -> None:
        super().__init__()
        self.told = told

    def compose(self) -> ComposeResult:
        self.ground = Nothing(self.told)
        yield self.ground

    def contexts(self) -> list[str]:
        return ["everywhere"]

    def recolour(self) -> None:
        self.ground.recolour()
