"""``P`` on the month report: a page to print, a workbook or a CSV file, and where it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tcm_tui.desk.report import Report
from tcm_tui.ui.screens.pick import PickScreen
from tcm_tui.ui.widgets.chooser import Choice

KINDS = (
    (".html", "Page to print", "HTML, A4 or Letter"),
    (".xlsx", "Workbook", "Excel, a sheet a section"),
    (".csv", "CSV file", "the figures; names no member"),
)


def file_for(report: Report, typed: str, ending: str) -> Path:
    """Where the report goes: the home folder, the folder typed, or the file typed; its ending is the form's."""
    about = "" if report.kind == "agency" else "-" + re.sub(r"[^A-Za-z0-9_-]+", "-", report.of)
    name = f"report-{report.month:%Y-%m}{about}{ending}"
    if not typed.strip():
        return Path.home() / name
    path = Path(typed.strip()).expanduser()
    if typed.rstrip().endswith("/") or path.is_dir():
        return path / name
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


class FilesScreen(PickScreen):
    """What is typed is the folder or file to write to."""

    TITLE = "Print or export the month"
    HINT = "a folder or file of your own; else your home folder"

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report
        self.typed = ""

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        self.typed = text
        return [
            Choice(
                ending,
                [(f"{title:<15}", "strong"), (told, "muted")],
                [(f"{file_for(self.report, text, ending).name} ", "text")],
            )
            for ending, title, told in KINDS
        ]

    async def chosen(self, key: str) -> None:
        report, path = self.report, file_for(self.report, self.typed, key)

        def said(named: int) -> None:
            told = f"it names {named:,} members, so keep it private" if named else "it names no member"
            self.tcm.say(f"Wrote {path}; {told}.")

        self.tcm.write(lambda source: source.write_report(report, path, key), said)
