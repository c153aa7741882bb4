"""The staff sheet, reached from Agency: a line a worker, what is missing or about to lapse, what each may take."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual.widget import Widget

from tcm_tui.desk.views.staff import StaffRow
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import staff_rows as rows
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


class StaffScreen(PartedScreen):
    NAME = "staff"
    TAB = "agency"
    CONTEXTS = ("staff",)
    BINDINGS = bindings("staff")
    HEAD_LINES = 2

    def parts(self) -> Iterable[Widget]:
        self.table: Table[StaffRow] = Table(rows.columns(self.shown.on), lambda r: r.cm, id="staff")
        self.table.empty = "No case managers here."
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return self.shown.team

    def load(self) -> None:
        shown = self.shown
        found = self.source.staff(shown.on, shown.team).rows
        self.table.listing.columns = rows.columns(shown.on)
        label = self.source.scope_label(shown.team) if not shown.team.all else ""
        title: Spans = [("Staff", "title"), (f" · {words.some(len(found), 'case manager')}", "text")]
        title += [(f" · {label}", "accent")] if label else []
        self.head.show(title, [self._sums(found), self._consultation(found)])
        self.table.title = [("Who is qualified for what", "title"), (f" {len(found)}", "muted")]
        first = self.table.row is None
        self.table.put(found)
        if first:
            self.table.select(shown.cm)

    def _sums(self, found: tuple[StaffRow, ...]) -> Spans:
        spans: Spans = []
        for word, (symbol, role) in rows.MARKS.items():
            count = sum(row.status == word for row in found)
            if count:
                said = f"end{'s' * (count == 1)} within a month" if word == "lapsing" else word.replace("-", " ")
                spans += [(f"{symbol} {count} {said}", role)]
                spans += [("   ", "text")]
        return spans

    def _consultation(self, found: tuple[StaffRow, ...]) -> Spans:
        """The week's consultation of all facilitators, and whose last week was too short. R45"""
        asked = [row for row in found if row.weeks]
        if not asked:
            return [("No wraparound facilitators: no weekly consultation is asked.", "muted")]
        short = [row for row in asked if row.short_now]
        late = sum(row.weeks[-2].status == "short" for row in asked)
        spans: Spans = [("Consultation ", "muted")]
        if short:
            togo = sum(row.short_now for row in short)
            spans += [(f"○ {len(short)} of {len(asked)} with {togo} min to go this week", "warn")]
        else:
            spans += [("✓ all have the hour", "good")]
        return spans + ([("   ", "muted"), (f"✗ {late} short last week", "bad")] if late else [])

    def _tell(self, row: StaffRow | None) -> None:
        if row is None:
            self.detail.show([])
            return
        spans: Spans = [(row.name, "strong"), (f" {row.cm} · ", "muted"), *rows.standing(row)]
        spans += [(" · takes ", "muted"), *rows.takes(row)]
        no = rows.names(row.takes, "refused")
        spans += [(", not ", "muted"), (", ".join(no), "text")] if no else []
        spans += [(" · bills ", "muted"), *rows.bills(row)]
        self.detail.show([*spans, (f" · {row.site}", "muted")])

    def subject(self) -> Subject | None:
        return Subject("staff", self.table.row.cm) if self.table.row else None

    def acting_on(self) -> dict[str, str]:
        row = self.table.row
        return {"cm": row.cm} if row is not None else {}

    def on_table_opened(self, event: Table.Opened) -> None:
        self.tcm.show_worker(event.row.cm, "staff_sheet")

    def action_credential(self) -> None:
        """A new credential of the worker the cursor is on."""
        self.tcm.open_form("credential", self.acting_on())

    def action_week(self) -> None:
        if self.table.row is not None:
            self.tcm.show_worker(self.table.row.cm, "week")
