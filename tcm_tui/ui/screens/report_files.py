"""``P`` on the month report: a page to print, a workbook or a CSV file, and where it is put."""

from __future__ import annotations

import re

from tcm_tui.desk.report import Report
from tcm_tui.ui.screens.filing import FilingScreen


class FilesScreen(FilingScreen):
    TITLE = "Print or export the month"
    FORMS = (
        (".html", "Page to print", "HTML, A4 or Letter"),
        (".xlsx", "Workbook", "Excel, a sheet a section"),
        (".csv", "CSV file", "the figures; names no member"),
    )

    def __init__(self, report: Report) -> None:
        about = "" if report.kind == "agency" else "-" + re.sub(r"[^A-Za-z0-9_-]+", "-", report.of)
        super().__init__(f"report-{report.month:%Y-%m}{about}")
        self.report = report

    async def chosen(self, key: str) -> None:
        report, path = self.report, self.file(key)

        def said(named: int) -> None:
            told = f"it names {named:,} members, so keep it private" if named else "it names no member"
            self.tcm.say(f"Wrote {path}; {told}.")

        self.tcm.write(lambda source: source.write_report(report, path, key), said)
