"""``P`` on the month report: a page to print, a workbook or a CSV file, and where it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tcm_tui.desk.part2 import OWN_USE
from tcm_tui.desk.report import Report
from tcm_tui.ui.screens.filing import FilingScreen, Form, place


class FilesScreen(FilingScreen):
    TITLE = "Print or export the month"
    FORMS = (
        (".html", "Page to print", "HTML, A4 or Letter"),
        (".xlsx", "Workbook", "Excel, a sheet a section"),
        (".csv", "CSV file", "the figures; names no member"),
    )

    MARKED = (
        (".html", "Page to print", "no Part 2 member named"),
        (".xlsx", "Workbook", "no Part 2 member named"),
        (".csv", "CSV file", "the figures; no member named"),
        (f"{OWN_USE}.html", "Page, own use", "names all, the notice"),
        (f"{OWN_USE}.xlsx", "Book, own use", "names all, the notice"),
    )
    """What there is to choose where members are marked as under 42 CFR Part 2."""

    def __init__(self, report: Report) -> None:
        about = "" if report.kind == "agency" else "-" + re.sub(r"[^A-Za-z0-9_-]+", "-", report.of)
        super().__init__(f"report-{report.month:%Y-%m}{about}")
        self.report = report
        self._marked: int | None = None

    def forms(self) -> Sequence[Form]:
        if self._marked is None:
            self._marked = self.tcm.shown.source.marked()
        return self.MARKED if self._marked else self.FORMS

    def file(self, ending: str) -> Path:
        own = "-own" if ending.startswith(OWN_USE) else ""
        return place(self.stem + own, ending.removeprefix(OWN_USE), self.typed)

    async def chosen(self, key: str) -> None:
        report, path = self.report, self.file(key)
        form, way = key.removeprefix(OWN_USE), OWN_USE if key.startswith(OWN_USE) else None

        def said(told: str) -> None:
            self.tcm.say(f"Wrote {path}; {told}.")

        self.tcm.write(lambda source: source.write_report(report, path, form, way), said)
