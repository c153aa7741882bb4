"""``P`` on the week: a page of text, a page to print, or a calendar file, and where it is put."""

from __future__ import annotations

import re

from tcm_tui.desk.views import WeekView
from tcm_tui.ui.screens.filing import FilingScreen


class PrintScreen(FilingScreen):
    TITLE = "Print or export the week"
    FORMS = (
        (".html", "Page to print", "HTML, one landscape page"),
        (".txt", "Page of text", "80 columns"),
        (".ics", "Calendar file", "the visits to come"),
    )

    def __init__(self, view: WeekView) -> None:
        super().__init__(f"week-{re.sub(r'[^A-Za-z0-9_-]', '_', view.cm)}-{view.monday}")
        self.view = view

    async def chosen(self, key: str) -> None:
        view, path = self.view, self.file(key)

        def said(told: str) -> None:
            self.tcm.say(f"Wrote {path}; {told}.")

        self.tcm.write(lambda source: source.write_week(view, path), said)
