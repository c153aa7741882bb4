"""The month report in every state."""

from __future__ import annotations

from typing import Any

from tests.ui.states import Case, Long, Nobody, Unread

WAIT = "wait"
READ = (WAIT,)
MISSED = ("left_square_bracket", WAIT, "n", "j", "enter")


class NoReport(Unread):
    """The records can't be read any more."""

    report = Unread._gone


class StillReading(Unread):
    """A report that never comes, as in a very big agency."""

    def report(self, *args: Any) -> Any:
        args[-1]("services", 3, 10)
        from tcm_tui.desk.report import Cancelled

        raise Cancelled("")


REPORT: dict[str, dict[str, Any]] = {
    "report": {
        "usual": Case("report", READ),
        "nobody": Case("report", READ, Nobody),
        "month-over": Case("report", (WAIT, "left_square_bracket", WAIT)),
        "not-begun": Case("report", (WAIT, "right_square_bracket")),
        "behind": Case("report", (WAIT, *MISSED)),
        "behind-units": Case("report", (WAIT, "n", "n", "n", "enter")),
        "filtered": Case("report", (WAIT, "f", *"share")),
        "filtered-none": Case("report", (WAIT, "f", *"zzz")),
        "worker": Case("report", (WAIT, "w", *"dana", "enter", WAIT)),
        "reading": Case("report", READ, StillReading),
        "stopped": Case("report", (WAIT, "escape"), StillReading),
        "explain": Case("report", (WAIT, "e")),
        "long-names": Case("report", (WAIT, *MISSED), Long),
        "error": Case("report", READ, NoReport),
    },
    "report-about": {
        "usual": Case("report", (WAIT, "w")),
        "none": Case("report", (WAIT, "w", *"zzz")),
        "part": Case("report", (WAIT, "v")),
        "long-names": Case("report", (WAIT, "w"), Long),
    },
    "report-files": {
        "usual": Case("report", (WAIT, "P")),
        "file": Case("report", (WAIT, "P", *"/nowhere/month.xlsx")),
        "error": Case("report", (WAIT, "P", *"/nowhere/month", "enter", WAIT)),
    },
}
"""WAIT among the keys: until the thread that reads has come to its end."""
