"""``P`` on the week: a page of text, a page to print, or a calendar file, and where it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tcm_tui.desk.views import WeekView
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice

KINDS = (
    (".html", "Page to print", "HTML, one landscape page"),
    (".txt", "Page of text", "80 columns"),
    (".ics", "Calendar file", "the visits to come"),
)


def file_for(view: WeekView, typed: str, ending: str) -> Path:
    """Where the week goes: the home folder, the folder typed, or the file typed; its ending is the kind's."""
    name = f"week-{re.sub(r'[^A-Za-z0-9_-]', '_', view.cm)}-{view.monday}{ending}"
    if not typed.strip():
        return Path.home() / name
    path = Path(typed.strip()).expanduser()
    if typed.rstrip().endswith("/") or path.is_dir():
        return path / name
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


class PrintScreen(PickScreen):
    """What is typed is the folder or file to write to."""

    TITLE = "Print or export the week"
    HINT = "a folder or file of your own; else your home folder"

    def __init__(self, view: WeekView) -> None:
        super().__init__()
        self.view = view
        self.typed = ""

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        self.typed = text
        return [
            Choice(
                ending,
                [(f"{title:<15}", "strong"), (told, "muted")],
                [(f"{file_for(self.view, text, ending).name} ", "text")],
            )
            for ending, title, told in KINDS
        ]

    async def chosen(self, key: str) -> None:
        path = file_for(self.view, self.typed, key)
        view = self.view

        def said(_: None) -> None:
            self.tcm.say(f"Wrote {path}; it names members, so keep it private.")

        self.tcm.write(lambda source: source.write_week(view, path), said)
