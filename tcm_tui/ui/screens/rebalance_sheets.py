"""``P`` on Rebalance: hand-over sheets for everybody who gives or takes, and the folder they are put in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice

if TYPE_CHECKING:
    from tcm_tui.ui.source import Batch, Source

KINDS = ((".html", "Pages to print", "HTML, a page a case manager"), (".txt", "Pages of text", "80 columns"))


def folder_for(typed: str, effective: date) -> Path:
    """The folder typed, else one of its own in the home folder."""
    return Path(typed.strip()).expanduser() if typed.strip() else Path.home() / f"hand-over-{effective}"


class SheetsScreen(PickScreen):
    """What is typed is the folder to write to. batch, effective: of the write that moved the members."""

    TITLE = "Hand-over sheets"
    HINT = "a folder of your own; else one in your home folder; esc: none"

    def __init__(self, batch: Batch, effective: date) -> None:
        super().__init__()
        self.write_made, self.effective = batch, effective
        self.typed = ""

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        self.typed = text
        folder = folder_for(text, self.effective)
        return [
            Choice(ending, [(f"{title:<15}", "strong"), (told, "muted")], [(f"{folder.name} ", "text")])
            for ending, title, told in KINDS
        ]

    async def chosen(self, key: str) -> None:
        tcm, folder, batch = self.tcm, folder_for(self.typed, self.effective), self.write_made
        on = tcm.shown.today

        def write(source: Source) -> tuple[int, str]:
            try:
                return source.hand_over_sheets(batch, on, folder, key)
            except OSError as error:
                return -1, f"{folder} can't be written: {(error.strerror or 'unknown reason').lower()}."

        def written(found: tuple[int, str]) -> None:
            count, said = found
            if count < 0:
                tcm.say(said, "error")
            elif not count:
                tcm.say("Nobody was given to anybody: there is nothing to hand over.", "warning")
            else:
                kept = f"Wrote {words.some(count, 'sheet')} to {folder}; they name members, so keep them private."
                tcm.say(f"{kept} {said}".rstrip())

        tcm.write(write, written)
