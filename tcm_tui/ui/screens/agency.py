"""Area 5, Agency: a line a case manager, site or type, and what has no one to see to it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

from textual import events
from textual.widget import Widget

from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import AgencyRow, AgencyTotal, AgencyView
from tcm_tui.rules import saying
from tcm_tui.ui import commands, words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import agency_columns as columns
from tcm_tui.ui.screens.agency_figures import FIGURES, NOBODYS, about, figures_of, sums
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.bands import Detail
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.widgets.wrap import flowing
from tcm_tui.ui.words import Spans

GAP = 3
"""Cells between what is said of a figure and the keys beside it."""
WAYS = {"worker": "Case managers", "site": "Sites", "type": "Types"}


def key_of(row: columns.Line) -> str:
    return row.caseload.cm if isinstance(row, AgencyRow) else row.key


class AgencyScreen(PartedScreen):
    NAME = "agency"
    CONTEXTS = ("agency",)
    BINDINGS = bindings("agency")
    HEAD_LINES = 2

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(2)
        self.by = "worker"
        self.figure = "overdue"
        self.view = AgencyView(date.min, (), (), (), ())

    def parts(self) -> Iterable[Widget]:
        self.table: Table[Any] = Table(columns.WORKERS, key_of, id="workers")
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return (self.shown.team, self.by)

    def load(self) -> None:
        shown, source = self.shown, self.source
        self.view = view = source.agency_part(shown.on, shown.team)
        members = sum(row.caseload.members for row in view.rows)
        label = source.scope_label(shown.team) if not shown.team.all else ""
        counts = f" · {words.some(len(view.rows) - view.left, 'case manager')}"
        counts += f", {view.left} {'has' if view.left == 1 else 'have'} left" if view.left else ""
        counts += f" · {words.some(members, 'member')}"
        cells = self.app.size.width - 6 - len(counts)
        title: Spans = [(source.agency or "The agency", "title"), *([(f" · {label}", "accent")] if label else [])]
        if words.length(title) > cells:
            title = fitted(title, cells)
        lines = flowing([*sums(view), *self._gaps(view)], self.app.size.width - 4)
        self.head.styles.height = len(lines) + 1
        self.head.show([*title, (counts, "text")], lines)
        rows = view.rows if self.by == "worker" else source.agency_totals(view, self.by)
        self.table.listing.columns = columns.WORKERS if self.by == "worker" else columns.TOTALS
        self.table.title = [(WAYS[self.by], "title"), (f" {len(rows)}", "muted")]
        if not rows:
            self.table.empty = "No case managers here; v chooses others."
            if shown.team.all:
                self.table.empty = f"{self.no_worker()[0]}."
        first = self.table.row is None
        self.table.put(rows)
        if first:
            self.table.select(shown.cm)
        self._tell(self.table.row)

    def _gaps(self, view: AgencyView) -> list[Spans]:
        """What has no one to see to it, a piece each."""
        found: list[Spans] = []
        due = saying.pressing(*view.nobodys)
        if view.unassigned:
            text = f"✗ {words.some(len(view.unassigned), 'member')} without a case manager"
            found.append([(text + (f", {due}" if due else ""), "bad")])
        elif due:
            found.append([(f"✗ deadlines without a case manager: {due}", "bad")])
        if view.left_behind:
            found.append([(f"✗ {words.some(view.left_behind, 'member')} whose case manager has left", "bad")])
        if view.doubled:
            found.append([(f"✗ {words.some(len(view.doubled), 'member')} with several case managers", "bad")])
        if view.misplaced:
            found.append([(f"! {words.some(len(view.misplaced), 'member')} in the wrong program", "warn")])
        gaps = [
            f"{words.PROGRAMS.get(program, program)} {words.hours(hours)} h"
            for program, hours in view.uncovered_hours
            if hours
        ]
        if gaps:
            found.append([(f"! on-call gaps in 7 days: {', '.join(gaps)}", "warn")])
        if found:
            return found
        members = sum(row.caseload.members for row in view.rows)
        return [[(f"✓ {saying.WELL}", "good")] if members else [(f"– {saying.NO_MEMBERS}", "muted")]]

    # ── the line the cursor is on, and the figure chosen ──────────────────────────────────────────

    def _tell(self, row: columns.Line | None) -> None:
        self.detail.show(about(row), self._chosen(row))

    def _chosen(self, row: columns.Line | None) -> Spans:
        """``←→ Overdue 3 · i what is behind it``, and the keys for which the line below has no room."""
        value = figures_of(self.view, row).get(self.figure)
        spans: Spans = [("←→ ", "key"), (f"{FIGURES[self.figure]} ", "strong")]
        spans += [*value] if value is not None else [("–", "muted")]
        whose = "" if self.figure not in NOBODYS else " in the agency"
        spans.append((whose, "muted"))
        hint: Spans = [(" · ", "muted"), ("i", "key"), (" what is behind it", "muted")]
        cells, more = self.app.size.width - 4 - words.length(spans), self._more()
        if more and words.length([*hint, *more]) + GAP > cells:
            hint = []  # the line below has this key
        while more and words.length([*hint, *more]) + GAP > cells:
            del more[-3:]
        fill = " " * (cells - words.length([*hint, *more]))
        return [*spans, *hint, *([(fill, "text"), *more] if more else [])]

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Other keys are offered now, and others have no room."""
        if not self.instead:
            self._tell(self.table.row)

    def _more(self) -> Spans:
        """``r report  p staff``: three pieces a key."""
        spans: Spans = []
        for command in self.key_bar.left_out(self.offer()):
            spans += [
                ("  ", "text"),
                (commands.shown(commands.keys_of(command)[0]), "key"),
                (f" {command.bar}", "muted"),
            ]
        return spans

    def action_figure(self, step: int) -> None:
        """Choose another figure, of those there are."""
        names = [name for name in FIGURES if name in figures_of(self.view, self.table.row)]
        if names:
            at = names.index(self.figure) if self.figure in names else -1 if step > 0 else 0
            self.figure = names[(at + step) % len(names)]
            self._tell(self.table.row)

    def _asked(self) -> tuple[str, str | None, Scope]:
        """The figure chosen, of whom: a worker, or the part of the agency that the line stands for."""
        row, team = self.table.row, self.shown.team
        if self.figure in NOBODYS or row is None:
            return self.figure, None, team
        if isinstance(row, AgencyRow):
            return self.figure, row.caseload.cm, team
        return self.figure, None, team._replace(**{self.by: row.key})

    def subject(self) -> Subject | None:
        if self.table.row is None and self.figure not in NOBODYS:
            return Subject("coverage", "")
        figure, cm, team = self._asked()
        return Subject("figure", cm or "", "\t".join((figure, *(part or "" for part in team))))

    def action_behind(self) -> None:
        """The members, workers or hours behind the figure chosen."""
        from tcm_tui.ui.screens.agency_behind import AgencyBehindScreen

        screen = self.tcm.area_screen("agency_behind")
        assert isinstance(screen, AgencyBehindScreen)
        screen.asked = self._asked()
        self.tcm.action_area("agency_behind")

    # ── what is listed ────────────────────────────────────────────────────────────────────────────

    def action_by(self) -> None:
        """A line a case manager, then a site, then a type."""
        ways = list(WAYS)
        self.by = ways[(ways.index(self.by) + 1) % len(ways)]
        self.read()
        self.table.action_edge(-1)

    def back(self) -> bool:
        """esc undoes the filter, then the way of listing."""
        if super().back():
            return True
        if self.by == "worker":
            return False
        self.by = "worker"
        self.read()
        return True

    def on_table_opened(self, event: Table.Opened) -> None:
        row = event.row
        if isinstance(row, AgencyTotal):
            # Into the site or type: its case managers.
            self.shown.team = self.shown.team._replace(**{self.by: row.key})
            self.by = "worker"
            self.read()
            self.table.action_edge(-1)
        else:
            self.tcm.show_worker(row.caseload.cm, "week")

    def action_caseload(self) -> None:
        if isinstance(self.table.row, AgencyRow):
            self.tcm.show_worker(self.table.row.caseload.cm, "caseload")
