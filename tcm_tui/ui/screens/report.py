"""The month report, reached from Agency: every figure with its rule, and who is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.widget import Widget

from tcm_tui.desk.report import Figure, Line, Report, saying
from tcm_tui.desk.report.grounds import explanation
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import Explanation
from tcm_tui.ui import commands, words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import report_rows as rows
from tcm_tui.ui.screens.report_reading import STOPPED, ReportReading
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.widgets.bands import Detail
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


def _months() -> str:
    """The keys of the month before and after."""
    return " ".join(commands.shown(commands.keys_of(commands.BY_ID[id])[0]) for id in ("day.before", "day.after"))


class ReportScreen(ReportReading, PartedScreen):
    NAME = "report"
    TAB = "agency"
    CONTEXTS = ("report",)
    BINDINGS = bindings("report")
    HEAD_LINES = 2

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(2)
        self.drilled: Figure | None = None
        self._at = ""
        """The figure the cursor was on when another month was asked for."""

    def parts(self) -> Iterable[Widget]:
        self.table = Table(rows.FIGURES, rows.key_of, id="report")
        self.table.moved = self._tell
        yield self.table

    def show_nothing(self, sentence: str) -> None:
        row = self.drilled or self.table.row
        self._at = row.key if isinstance(row, Figure) else self._at
        self.report = None
        self.head.show(self.headline(None), [[], []])
        self.table.title, self.table.note, self.table.empty = [], [], sentence
        self.table.put([])

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def headline(self, report: Report | None) -> Spans:
        more = " to date" if report is not None and report.to_date else ""
        about = f" · {report.about}" if report is not None else ""
        return [(words.month(self.first), "title"), (more, "accent"), (about, "text")]

    def show(self, report: Report) -> None:
        self.head.show(self.headline(report), rows.sums(report))
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
        self.table.note = [(_months(), "key"), (" month before, after", "muted")]
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
        self.table.note = [("esc", "key"), (" figures", "muted")]
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
            self.show_nothing(STOPPED)
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

    def take_part(self, team: Scope) -> None:
        self.show_about(team, None)

    def action_all(self) -> None:
        self.show_about(EVERYBODY, None)

    def action_files(self) -> None:
        """Write the report to a file."""
        from tcm_tui.ui.screens.report_files import FilesScreen

        if self.report is None:
            self.tcm.say("There is no report yet; F5 reads it.")
        else:
            self.tcm.push_screen(FilesScreen(self.report))
