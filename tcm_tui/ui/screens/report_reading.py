"""Reading a month report in a thread: progress in the headline, esc stops, what was read stays at hand."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import partial
from typing import Any

from tcm_tui.desk.report import Cancelled, Report
from tcm_tui.desk.scope import Scope
from tcm_tui.ui import crash
from tcm_tui.ui.screens.area import NOT_READ, AreaScreen
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

STOPPED = "The report was stopped; F5 reads it."
KEPT = 3
"""Reports at hand, so that going back a month costs nothing."""


Key = tuple[date, date, int, Scope, str | None]
"""Month, day seen from, version of the records, part of the agency, case manager."""


class Run:
    """One report that is being read; stopped is looked at by its thread. outdated: somebody wrote since it began."""

    def __init__(self, key: Key, month: date, on: date, team: Scope, cm: str | None) -> None:
        self.key, self.month, self.on, self.team, self.cm = key, month, on, team, cm
        self.stopped = self.outdated = False

    @property
    def what(self) -> Hashable:
        """What is read, whatever the state of the records."""
        return (self.month, self.on, self.team, self.cm)


class ReportReading(AreaScreen):
    """What is asked for and what is under way; ``report.ReportScreen`` shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Table[Any]
        self.month: date | None = None
        """The month chosen; None: that of the day everything is seen from."""
        self.cm: str | None = None
        self.report: Report | None = None
        self.run: Run | None = None
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
        run = Run(key, self.first, shown.on, shown.team, self.cm)
        if self.run is not None and self.run.what == run.what:
            # Where somebody writes every few seconds a report begun anew each time would never be done.
            self.run.outdated = self.run.key != key
            return
        self.stop()
        if key in self._kept:
            self._shown_of(run, self._kept[key])
            return
        self.run = run
        if self.report is not None and run.what != self._shows:
            # Another month's figures under this one's title would be taken for its own.
            self.show_nothing("Reading …")
        self.table.empty = "Reading …"
        self._told(run, "members", 0, 0)
        self.run_worker(partial(self._read, run), thread=True, group="report", exit_on_error=False)

    def _read(self, run: Run) -> None:
        """In the thread."""

        def progress(what: str, done: int, total: int) -> bool:
            if not run.stopped:
                self.call_later(self._told, run, what, done, total)
            return not run.stopped

        try:
            found = self.source.report(run.month, run.on, run.team, run.cm, progress)
        except Cancelled:
            return
        except Exception as error:
            self.call_later(self._failed, run, error)
            return
        self.call_later(self._arrived, run, found)

    def _told(self, run: Run, what: str, done: int, total: int) -> None:
        if run is not self.run:
            return
        bar: Spans = [("█" * (done * 20 // max(1, total)), "used"), ("░" * (20 - done * 20 // max(1, total)), "left")]
        said: Spans = [("Reading ", "muted"), (f"{what}  ", "text"), *bar, ("  esc", "key"), (" stops", "muted")]
        self.head.show(self.headline(None), [said, []])

    def _arrived(self, run: Run, found: Report) -> None:
        if run is not self.run:
            return
        self.run = None
        self._kept[run.key] = found
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        self._shown_of(run, found)
        if run.outdated:
            self.read(force=True)

    def _shown_of(self, run: Run, report: Report) -> None:
        self.report, self._shows = report, run.what
        self.show(report)

    def _failed(self, run: Run, error: Exception) -> None:
        if run is not self.run:
            return
        self.run = None
        told = crash.sentence(error)
        if told is None:
            raise error
        self.show_nothing(NOT_READ)
        self.tcm.say(told, "error")

    def stop(self) -> bool:
        """Stop the reading that is under way; False where none is."""
        run, self.run = self.run, None
        if run is not None:
            run.stopped = True
        return run is not None
