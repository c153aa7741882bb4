"""What is behind a figure of the agency: members, workers or hours; reached from Agency with ``i``."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual.widget import Widget

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import Behind
from tcm_tui.rules import saying
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import agency_columns as columns
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


class AgencyBehindScreen(AreaScreen):
    """asked: the figure, of one worker (an id) or of a part of the agency."""

    NAME = "agency_behind"
    TAB = "agency"
    CONTEXTS = ("behind",)
    BINDINGS = bindings("behind")

    def __init__(self) -> None:
        super().__init__()
        self.asked: tuple[str, str | None, Scope] = ("overdue", None, EVERYBODY)

    def parts(self) -> Iterable[Widget]:
        self.table: Table[Behind] = Table(columns.behind("", self.shown.on), _key, id="behind")
        self.table.empty = "Nothing is behind it: it is 0."
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return self.asked

    def load(self) -> None:
        figure, cm, team = self.asked
        view = self.source.behind(self.shown.on, figure, cm, team)
        whose = view.about or (self.source.scope_label(team) if not team.all else "") or "the agency"
        self.head.show(
            [(view.title, "title"), (f" · {whose}", "text")],
            [[(saying.amount(view.amount, view.unit), "strong"), *_because(view.reasons)]],
        )
        self.table.listing.columns = columns.behind(view.unit, self.shown.on)
        self.table.title = [("Behind it", "title"), (f" {len(view.rows)}", "muted")]
        self.table.put(view.rows)
        self._tell(self.table.row)

    def _tell(self, row: Behind | None) -> None:
        if row is None:
            self.detail.show([])
            return
        self.shown.pointed = row.member or self.shown.pointed
        spans: Spans = [(row.name, "strong"), (f" {row.member}" if row.member else "", "muted")]
        spans += [(f" · {row.what}", "text")]
        spans += [(" · ", "muted"), *words.status(row.status)] if row.status else []
        spans += [(f" · {words.day(row.due_on)}", "text")] if row.due_on else []
        spans += [(f" · {row.cm_name}", "muted")] if row.cm_name and row.cm_name != row.name else []
        self.detail.show(spans)

    def subject(self) -> Subject | None:
        row = self.table.row
        if row is None or row.member is None:
            figure, cm, team = self.asked
            return Subject("figure", cm or "", "\t".join((figure, *(part or "" for part in team))))
        return (
            Subject("service", row.member, row.ref or "") if self.asked[0] == "risk" else Subject("member", row.member)
        )

    def on_table_opened(self, event: Table.Opened) -> None:
        row: Behind = event.row
        if row.member:
            self.tcm.show_member(row.member)
        elif self.asked[0] == "uncovered":
            self.tcm.action_area("roster")
        elif row.cm:
            self.tcm.show_worker(row.cm, "staff_sheet" if row.what.startswith("credential") else "week")


def _key(row: Behind) -> str:
    return f"{row.member}|{row.cm}|{row.ref}|{row.what}|{row.due_on}|{row.name}"


def _because(reasons: Iterable[object]) -> Spans:
    texts = [getattr(reason, "text", "") for reason in reasons]
    return [(f" · {texts[0]}", "muted")] if texts else []
