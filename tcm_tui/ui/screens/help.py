"""``?``: the keys of what has the focus, of the screen, and those that work everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from tcm_tui.ui import commands
from tcm_tui.ui.screens.over import Over
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.words import Spans

FOOT: Spans = [
    ("↑↓", "key"),
    (" read  ", "muted"),
    ("F1", "key"),
    (" first five minutes  ", "muted"),
    ("esc", "key"),
    (" close", "muted"),
]
TITLES = {
    "list": "In the list",
    "grid": "In the days",
    "reader": "In the text",
    "chooser": "In the choices",
    "form": "In the form",
    "acts": "For the member or visit the cursor is on",
    "worker": "Whose work is shown",
    "panes": "Parts of the screen",
    "staff": "In the staff sheet",
    "sheet": "On one case manager's sheet",
    "roster": "In the on-call roster",
    "rebalance": "What if, and the moves",
    "hand": "In members by hand",
    "everywhere": "Everywhere",
}
SIGNS = (
    ("✓", "good", "well: met, within range, payable"),
    ("○", "text", "open, still to do"),
    ("◷", "good", "booked; a booked visit does not meet a contact yet"),
    ("!", "warn", "now: due today, at the limit, at the cap"),
    ("✗", "bad", "late, missed, over"),
    ("▽", "info", "room: below the range"),
    ("‖", "info", "on hold or in hospital"),
    ("━╍·", "used", "units used, planned, left"),
)


def paragraphs(contexts: Sequence[str]) -> list[Paragraph]:
    """The commands by where they apply, each with its keys and its keymap id."""
    said: list[Paragraph] = []
    for where in contexts:
        found = commands.of([where])
        if not found:
            continue
        said.append(([(TITLES.get(where, where.capitalize()), "title")], 0))
        for c in found:
            keys = "  ".join(commands.shown(key) for key in commands.keys_of(c))
            told = f"{c.title}. {c.help}" if c.help else c.title
            said.append(([(f"  {keys:<12} ", "key"), (told, "text"), (f"  {c.id}", "left")], 15))
        said.append(([], 0))
    said.append(([("Signs", "title")], 0))
    said += [([(f"  {symbol:<12} ", role), (text, "text")], 15) for symbol, role, text in SIGNS]
    said.append(([], 0))
    said.append(([("New here? F1 goes through the first five minutes, step by step.", "text")], 0))
    said.append(([('Keys can be changed in keys.toml of the config folder: "id" = "key,key".', "muted")], 0))
    return said


class HelpScreen(Over):
    CONTEXTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, contexts: Sequence[str]) -> None:
        super().__init__()
        self.about = contexts

    def compose(self) -> ComposeResult:
        self.reader = reader = Reader("helptext", ends="┌┐", foot=FOOT)
        reader.show([("Keys", "title")], paragraphs(self.about))
        size = self.app.size
        reader.styles.width = min(90, size.width - 4)
        reader.styles.height = size.height - 4
        yield reader
