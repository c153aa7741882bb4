"""What lies over an area: look-up, explanation, help, choices. The area stays visible around it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tcm_tui.ui import commands
from tcm_tui.ui.standing import Still
from tcm_tui.ui.widgets.drawn import Drawn

_NOT_HERE = ("explain", "palette", "day.", "reload", "undo", "redo", "record.add", "drafts")


def over_bindings(*contexts: str) -> list[BindingType]:
    """Bindings of a screen that lies over another: going back, quitting and changing area work as everywhere."""
    shared: list[BindingType] = [
        Binding(c.keys, f"app.{c.action}", c.title, show=False, id=c.id)
        for c in commands.of(["everywhere"])
        if not c.id.startswith(_NOT_HERE)
    ]
    return [*commands.bindings(*contexts), *shared]


class Over(Still, ModalScreen[None], inherit_bindings=False):
    """Base of what lies over an area."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ()
    BINDINGS = over_bindings()

    def contexts(self) -> list[str]:
        """Where commands apply now."""
        found = [getattr(self.focused, "CONTEXT", "")] if self.focused else []
        return [where for where in [*found, *self.CONTEXTS, "everywhere"] if where]

    def recolour(self) -> None:
        for widget in self.query(Drawn):
            widget.recolour()
