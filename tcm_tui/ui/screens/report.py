"""The month report, reached from Agency: every figure with its rule, and who is behind it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from functools import partial
from typing import Any

from textual.widget import Widget

from tcm_tui.desk.report import Cancelled, Figure, Line, Report, saying
from tcm_tui.desk.report.grounds import explanation
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import Explanation
from tcm_tui.ui import crash, words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import report_rows as rows
from tcm_tui.ui.screens.area import NOT_READ, AreaScreen
from tcm_tui.ui.widgets.bands import Detail
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

STOPPED = "The report was stopped; F5 reads it."
KEPT = 6
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


class ReportScreen(AreaScreen):
    NAME = "report"
    TAB = "agency"
    CONTEXTS = ("report",)
    BINDINGS = bindings("report")
    HEAD_LINES = 2

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(2)
        self.month: date | None = None
        """The month chosen; None: that of the day everything is seen from."""
        self.cm: str | None = None
        self.report: Report | None = None
        self.drilled: Figure | None = None
        self.run: Run | None = None
        self._kept: dict[Key, Report] = {}
        self._shows: Hashable = None
        self._at = ""
        """The figure the cursor was on when another month was asked for."""

    def parts(self) -> Iterable[Widget]:
        self.table: Table[Any] = Table(rows.FIGURES, rows.key_of, id="report")
        self.table.moved = self._tell
        yield self.table

    @property
    def first(self) -> date:
        """The first day of the month that is shown, never later than the day looked from."""
        on = self.shown.on.replace(day=1)
        return on if self.month is None else min(self.month, on)

    def depends(self) -> Hashable:
        return (self.first, self.shown.team, self.cm)

    # ── reading, in a thread ──────────────────────────────────────────────────────────────────────

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
            self._show(run, self._kept[key])
            return
        self.run = run
        if self.report is not None and run.what != self._shows:
            # Another month's figures under this one's title would be taken for its own.
            self._nothing("Reading …")
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
        self.head.show(self._title(None), [said, []])

    def _arrived(self, run: Run, found: Report) -> None:
        if run is not self.run:
            return
        self.run = None
        self._kept[run.key] = found
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        self._show(run, found)
        if run.outdated:
            self.read(force=True)

    def _failed(self, run: Run, error: Exception) -> None:
        if run is not self.run:
            return
        self.run = None
        told = crash.sentence(error)
        if told is None:
            raise error
        self._nothing(NOT_READ)
        self.tcm.say(told, "error")

    def stop(self) -> bool:
        """Stop the reading that is under way; False where none is."""
        run, self.run = self.run, None
        if run is not None:
            run.stopped = True
        return run is not None

    def _nothing(self, sentence: str) -> None:
        row = self.drilled or self.table.row
        self._at = row.key if isinstance(row, Figure) else self._at
        self.report = None
        self.head.show(self._title(None), [[], []])
        self.table.title, self.table.empty = [], sentence
        self.table.put([])

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def _title(self, report: Report | None) -> Spans:
        more = " to date" if report is not None and report.to_date else ""
        about = f" · {report.about}" if report is not None else ""
        return [(words.month(self.first), "title"), (more, "accent"), (about, "text")]

    def _show(self, run: Run, report: Report) -> None:
        self.report, self._shows = report, run.what
        self.head.show(self._title(report), rows.sums(report))
        figures = {figure.key: figure for section in report.sections for figure in section.figures}
        drilled = figures.get(self.drilled.key) if self.drilled is not None else None
        self.table.empty = "Nothing was recorded in this month."
        if drilled is not None and drilled.lines:
            self._drill(drilled)
        else:
            self._figures()

    def _figures(self) -> None:
        assert self.report is not None
        back, self.drilled = self.drilled.key if self.drilled else self._at, None
        self.table.listing.columns = rows.FIGURES
        self.table.title = [("Figures", "title")]
        self.table.listing.sorted_by = None
        self.table.put_groups(rows.groups(self.report))
        if back:
            self.table.select(back)
            self._at = ""
        self.key_bar.show(self.offer())

    def _drill(self, figure: Figure) -> None:
        """Who is behind a figure."""
        assert self.report is not None
        again = self.drilled is not None
        self.drilled = figure
        self.table.back()
        self.table.listing.columns = rows.line_columns(self.report, figure)
        if not again:
            self.table.listing.sorted_by = None
        self.table.title = [(figure.label, "title"), (f" {saying.value(figure)}", "muted")]
        self.table.put_groups([Group("", figure.lines)])
        if not again:
            self.table.action_edge(-1)
        self.key_bar.show(self.offer())

    def _tell(self, row: Figure | Line | None) -> None:
        if row is None or self.report is None:
            self.detail.show([])
        elif isinstance(row, Figure):
            first: Spans = [(row.label, "strong"), (f" {saying.value(row)} ", "text"), *rows.status(row.status)]
            self.detail.show(first, [(f"{row.rule}: ", "key"), (row.arithmetic, "text")])
        else:
            member, cm = saying.who(self.report, row)
            self.shown.pointed = row.member or self.shown.pointed
            who: Spans = [(member, "strong"), (f" {row.member or ''} · {cm}" if member else cm, "muted")]
            number = f" · {saying.n(row.amount)}" if row.amount != 1 else ""
            self.detail.show([*who, (number, "text")], [(row.note, "text")])

    def explained(self) -> list[Explanation]:
        row = self.drilled or self.table.row
        return [explanation(self.report, row)] if self.report is not None and isinstance(row, Figure) else []

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def on_table_opened(self, event: Table.Opened) -> None:
        row = event.row
        if isinstance(row, Figure):
            if row.lines:
                self._drill(row)
            else:
                self.tcm.say("Nobody is behind this figure.")
        elif row.member is not None:
            self.tcm.show_member(row.member)
        elif row.cm is not None:
            self.tcm.show_worker(row.cm, "week")

    def back(self) -> bool:
        """Esc takes away a filter, stops the reading, goes back to the figures, then leaves."""
        if super().back():
            return True
        if self.stop():
            self._nothing(STOPPED)
            return True
        if self.drilled is not None:
            self._figures()
            return True
        return False

    def step(self, days: int) -> bool:
        """The month before or after; by ``{ }`` a year."""
        months = self.first.year * 12 + self.first.month - 1 + (days if abs(days) == 1 else days // 7 * 12)
        if not 1900 * 12 <= months < 2101 * 12:
            return False
        found = date(months // 12, months % 12 + 1, 1)
        if found > self.shown.on:
            if self.first == self.shown.on.replace(day=1):
                self.tcm.say(f"{words.month(found)} has not begun on {words.day(self.shown.on)}.")
                return False
            found = self.shown.on.replace(day=1)
        self.month = found
        return True

    def today(self) -> None:
        self.month = None

    def show_about(self, team: Scope, cm: str | None) -> None:
        """From now on the report of these."""
        self.shown.team, self.cm = team, cm
        self.read()

    def action_about(self) -> None:
        """Choose a case manager whose month it is."""
        from tcm_tui.ui.screens.report_about import AboutScreen

        with self.tcm.careful():
            team = self.shown.team
            part = self.source.scope_label(team) if not team.all else "The whole agency"
            self.tcm.push_screen(AboutScreen(part, self.shown.staff(), lambda cm: self.show_about(team, cm)))

    def action_part(self) -> None:
        """Choose a site, a type or a supervisor's people."""
        from tcm_tui.ui.screens.agency_part import PartScreen

        with self.tcm.careful():
            offer = PartScreen(self.source, self.shown.staff(), lambda team: self.show_about(team, None))
            self.tcm.push_screen(offer)

    def action_all(self) -> None:
        self.show_about(EVERYBODY, None)

    def action_files(self) -> None:
        """Write the report to a file."""
        from tcm_tui.ui.screens.report_files import FilesScreen

        if self.report is None:
            self.tcm.say("There is no report yet; F5 reads it.")
        else:
            self.tcm.push_screen(FilesScreen(self.report))
