"""Reading a month report in a thread: progress in the headline, esc stops, what was read stays at hand."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import partial
from typing import Any

from tcm_tui.desk.report import Cancelled, Report
from tcm_tui.desk.scope import Scope
from tcm_tui.ui.screens.area import NOT_READ
from tcm_tui.ui.screens.aside import AsideScreen, Run
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

STOPPED = "The report was stopped; F5 reads it."
KEPT = 3
"""Reports at hand, so that going back a month costs nothing."""


Key = tuple[date, date, int, Scope, str | None]
"""Month, day seen from, version of the records, part of the agency, case manager."""


class Reading(Run):
    """One report that is being read. outdated: somebody wrote since it began."""

    def __init__(self, key: Key, month: date, on: date, team: Scope, cm: str | None) -> None:
        self.key, self.month, self.on, self.team, self.cm = key, month, on, team, cm
        self.outdated = False

    @property
    def what(self) -> Hashable:
        """What is read, whatever the state of the records."""
        return (self.month, self.on, self.team, self.cm)


class ReportReading(AsideScreen):
    """What is asked for and what is under way; ``report.ReportScreen`` shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table[Any]
        self.month: date | None = None
        """The month chosen; None: that of the day everything is seen from."""
        self.cm: str | None = None
        self.report: Report | None = None
        self.run: Reading | None = None
        self._kept: dict[Key, Report] = {}
        self._shows: Hashable = None

    def headline(self, report: Report | None) -> Spans:
        """The headline, of a report or while none is there."""
        raise NotImplementedError

    def show(self, report: Report) -> None:
        raise NotImplementedError

    def show_nothing(self, sentence: str) -> None:
        """No figures, and why."""
        raise NotImplementedError

    @property
    def first(self) -> date:
        """The first day of the month that is shown, never later than the day looked from."""
        on = self.shown.on.replace(day=1)
        return on if self.month is None else min(self.month, on)

    def depends(self) -> Hashable:
        return (self.first, self.shown.team, self.cm)

    def load(self) -> None:
        shown = self.shown
        key = (self.first, shown.on, shown.version, shown.team, self.cm)
        run = Reading(key, self.first, shown.on, shown.team, self.cm)
        if self.run is not None and self.run.what == run.what:
            # Where somebody writes every few seconds a report begun anew each time would never be done.
            self.run.outdated = self.run.key != key
            return
        self.stop()
        if key in self._kept:
            self._shown_of(run, self._kept[key])
            return
        if self.report is not None and run.what != self._shows:
            # Another month's figures under this one's title would be taken for its own.
            self.show_nothing("Reading …")
        self.table.empty = "Reading …"
        self._told("members", 0, 0)
        source = self.source
        self.begin(
            run,
            lambda tell: source.report(run.month, run.on, run.team, run.cm, tell),
            self._told,
            partial(self._arrived, run),
        )

    def _told(self, what: str, done: int, total: int) -> None:
        bar: Spans = [("█" * (done * 20 // max(1, total)), "used"), ("░" * (20 - done * 20 // max(1, total)), "left")]
        said: Spans = [("Reading ", "muted"), (f"{what}  ", "text"), *bar, ("  esc", "key"), (" stops", "muted")]
        self.head.show(self.headline(None), [said, []])

    def _arrived(self, run: Reading, found: Report) -> None:
        self._kept[run.key] = found
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        self._shown_of(run, found)
        if run.outdated:
            self.read(force=True)

    def _shown_of(self, run: Reading, report: Report) -> None:
        self.report, self._shows = report, run.what
        self.show(report)

    def _broke(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):  # given up by whoever reads: not a fault
            super()._broke(error)

    def failed(self) -> None:
        self.show_nothing(NOT_READ)
