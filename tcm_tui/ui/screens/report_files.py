"""``P`` on the month report: a page to print, a workbook or a CSV file, and where it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tcm_tui.desk.part2 import OWN_USE
from tcm_tui.desk.report import Report
from tcm_tui.ui.screens.filing import FilingScreen, Form


class FilesScreen(FilingScreen):
    TITLE = "Print or export the month"
    FORMS = (
        (".html", "Page to print", "HTML, A4 or Letter"),
        (".xlsx", "Workbook", "Excel, a sheet a section"),
        (".csv", "CSV file", "the figures; names no member"),
    )

    OWN = (
        (f"{OWN_USE}.html", "Own page", "Part 2 members named, the notice on it"),
        (f"{OWN_USE}.xlsx", "Own workbook", "Part 2 members named, the notice in it"),
    )

    def __init__(self, report: Report) -> None:
        about = "" if report.kind == "agency" else "-" + re.sub(r"[^A-Za-z0-9_-]+", "-", report.of)
        super().__init__(f"report-{report.month:%Y-%m}{about}")
        self.report = report
        self._marked: int | None = None

    def forms(self) -> Sequence[Form]:
        """Where members are marked as under 42 CFR Part 2, also what names them, for the agency itself."""
        if self._marked is None:
            self._marked = self.tcm.shown.source.marked()
        return (*self.FORMS, *self.OWN) if self._marked else self.FORMS

    def file(self, ending: str) -> Path:
        return super().file(ending.removeprefix(OWN_USE))

    async def chosen(self, key: str) -> None:
        report, path = self.report, self.file(key)
        form, way = key.removeprefix(OWN_USE), OWN_USE if key.startswith(OWN_USE) else None

        def said(told: str) -> None:
            self.tcm.say(f"Wrote {path}; {told}.")

        self.tcm.write(lambda source: source.write_report(report, path, form, way), said)
