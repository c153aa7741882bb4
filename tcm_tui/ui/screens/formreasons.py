"""All of what the rules say to a form, with their sources, where the form has too few lines for it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import words
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.words import Spans

FOOT: Spans = [("↑↓", "key"), (" read  ", "muted"), ("esc", "key"), (" back to the form", "muted")]


class ReasonsScreen(Over):
    """verdict: ok, warn or refused."""

    def __init__(self, verdict: str, reasons: Sequence[Reason]) -> None:
        super().__init__()
        self.verdict, self.reasons = verdict, reasons

    def compose(self) -> ComposeResult:
        reader = Reader("explanation", ends="┌┐", foot=FOOT)
        said: list[Paragraph] = []
        for reason in self.reasons:
            said.append(([(f"{reason.rule:<8}", "key"), (reason.text, "text")], 8))
            if reason.source:
                said.append(([(" " * 8, "text"), (reason.source, "muted")], 8))
        reader.show(words.status(self.verdict) if self.verdict else [("What the rules say", "title")], said)
        size = self.app.size
        width = min(96, size.width - 4)
        reader.styles.width = width
        reader.styles.height = min(reader.height_for(width), size.height - 4)
        yield reader
