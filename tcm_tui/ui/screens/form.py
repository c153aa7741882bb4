"""A form over any screen: to add or change one record, or to do one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tcm_tui.desk.views import WriteResult
from tcm_tui.ui.screens.over import Over, over_bindings
from tcm_tui.ui.widgets.reader import Reader

if TYPE_CHECKING:
    from tcm_tui.ui.shown import Shown


class FormScreen(Over):
    """done: called with what was stored."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ("form",)
    BINDINGS = over_bindings("form")

    def __init__(
        self, shown: Shown, form: str, context: dict[str, str], done: Callable[[WriteResult], None] | None = None
    ) -> None:
        super().__init__()
        self.shown, self.context, self.done = shown, context, done
        self.form = shown.source.form(form)
        self.began = shown.source.begin(form, context, shown.on)

    def compose(self) -> ComposeResult:
        yield Reader("form", ends="┌┐", foot=[])
