"""``e``: rule, arithmetic, source and policy behind what the cursor is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from tcm_tui.desk.views import Explanation
from tcm_tui.ui.screens.over import Over, over_bindings
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.app import TcmApp

FOOT: Spans = [
    ("r", "key"),
    (" rule book  ", "muted"),
    ("↑↓", "key"),
    (" read  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]


def paragraphs(found: Sequence[Explanation]) -> list[Paragraph]:
    """Each answer with its grounds: the rule, the arithmetic, where it stands."""
    said: list[Paragraph] = []
    for n, one in enumerate(found):
        if n:
            said.append(([], 0))
        said.append(([(one.title, "title")], 0))
        said.append(([(one.answer, "strong")], 2))
        for reason in one.reasons:
            said.append(([(f"  {reason.rule:<8}", "key"), (reason.text, "text")], 10))
            if reason.source:
                said.append(([(" " * 10, "text"), (reason.source, "muted")], 10))
        if one.policy:
            chosen = ", ".join(f"{name.replace('_', ' ')} = {value}" for name, value in one.policy)
            said.append(([("  policy  ", "muted"), (chosen, "muted")], 10))
    return said


class ExplainScreen(Over):
    CONTEXTS: ClassVar[tuple[str, ...]] = ("explain",)
    BINDINGS = over_bindings("explain")

    def __init__(self, found: Sequence[Explanation]) -> None:
        super().__init__()
        self.found = found

    def compose(self) -> ComposeResult:
        self.reader = Reader("explanation", ends="┌┐", foot=FOOT)
        self.reader.show([("Why", "title")], paragraphs(self.found))
        size = self.app.size
        width = min(96, size.width - 4)
        self.reader.styles.width = width
        self.reader.styles.height = min(self.reader.height_for(width), size.height - 4)
        yield self.reader

    def action_rule(self) -> None:
        """The rule book at the first rule named here."""
        app: TcmApp = self.app  # type: ignore[assignment]
        named = [reason.rule for one in self.found for reason in one.reasons if reason.rule[:1] == "R"]
        if named:
            app.show_rule(named[0])
