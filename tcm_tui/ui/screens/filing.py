"""Choosing the form of a file and, by typing, where it is put: what ``P`` opens on a week and on a month report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice

Form = tuple[str, str, str]
"""The ending of the file, which is also the choice's key; what it is; what is in it."""


def place(stem: str, ending: str, typed: str) -> Path:
    """The file: in the home folder, in the folder typed, or the file typed; its ending is the form's."""
    name = stem + ending
    if not typed.strip():
        return Path.home() / name
    path = Path(typed.strip()).expanduser()
    if typed.rstrip().endswith("/") or path.is_dir():
        return path / name
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


class FilingScreen(PickScreen):
    """What is typed is the folder or file to write to. Subclasses give ``FORMS``, the file's name and ``chosen``."""

    HINT = "a folder or file of your own; else your home folder"
    FORMS: ClassVar[tuple[Form, ...]] = ()

    def __init__(self, stem: str) -> None:
        super().__init__()
        self.stem = stem
        self.typed = ""

    def forms(self) -> Sequence[Form]:
        """What there is to choose from."""
        return self.FORMS

    def file(self, ending: str) -> Path:
        """Where the file goes as things are typed now."""
        return place(self.stem, ending, self.typed)

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        self.typed = text
        return [
            Choice(ending, [(f"{title:<15}", "strong"), (told, "muted")], [(f"{self.file(ending).name} ", "text")])
            for ending, title, told in self.forms()
        ]
