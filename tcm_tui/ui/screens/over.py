"""What lies over an area: look-up, explanation, help, choices. The area stays visible around it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

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
    _below: list[Strip] | None = None
    BINDINGS = over_bindings()

    def contexts(self) -> list[str]:
        """Where commands apply now."""
        found = [getattr(self.focused, "CONTEXT", "")] if self.focused else []
        return [where for where in [*found, *self.CONTEXTS, "everywhere"] if where]

    def render_lines(self, crop: Region) -> list[Strip]:
        """What lies below, as it stands there: the framework takes it apart and puts it together segment by segment."""
        if self._below is None:
            stack = self.app.screen_stack
            under = stack[stack.index(self) - 1] if self in stack[1:] else None
            if under is None or under.size != self.size:
                return super().render_lines(crop)
            self._below = under._compositor.render_strips()
        lines = self._below[crop.y : crop.bottom]
        return lines if crop.column_span == (0, self.size.width) else [line.crop(*crop.column_span) for line in lines]

    def _set_dirty(self, *regions: Region) -> None:
        self._below = None
        super()._set_dirty(*regions)

    def recolour(self) -> None:
        for widget in self.query(Drawn):
            widget.recolour()
