"""Area 5, Agency: a line a case manager, and what has no one to see to it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tcm_tui.desk.views import AgencyRow, AgencyView
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

_RANK = {"over": 0, "at-cap": 1, "within": 2, "under": 3, "no-standard": 4}


def load(row: AgencyRow, cells: int) -> Spans:
    """``33 of 30-35 ████░`` with the bar where there is room."""
    held = row.caseload
    span = f"{held.counted} of {held.low}-{held.high}" if held.high is not None else f"{held.counted}"
    text: Spans = [(f"{span:<12}", "strong")]
    return [*text, *bars.caseload(held, cells - 12, thin=True)] if cells >= 18 else text


def state(row: AgencyRow) -> Spans:
    held = row.caseload
    more = f", {held.open} open" if held.open else f", {held.over} over" if held.over else ""
    return [*words.status(held.status), (more, "text")]


def pace(row: AgencyRow) -> Spans:
    """``▼ 39 behind``"""
    hours = row.hours
    if hours.variance is None:
        return [("–", "muted")]
    ahead = hours.variance >= 0
    return [
        (f"{'▲' if ahead else '▼'} {abs(hours.variance):,.0f}", "good" if ahead else "warn"),
        (" ahead" if ahead else " behind", "muted"),
    ]


def count(number: int, role: str) -> Spans:
    return [(str(number), role if number else "muted")]


def kind(row: AgencyRow, cells: int) -> str:
    """``II intensive``, ``II int``"""
    held = row.caseload
    full = f"{held.level} {words.PROGRAMS.get(held.type, held.type)}"
    return full if len(full) <= cells else f"{held.level} {words.SHORT_PROGRAMS.get(held.type, held.type)}"


def credential(row: AgencyRow, cells: int) -> Spans:
    """When the next one is due, and which where there is room to say it."""
    if row.next_credential_due is None:
        return [("–", "muted")]
    which = (row.next_credential or "").replace("-", " ") if cells >= 20 else ""
    return [(words.soon(row.next_credential_due), "text"), (f"  {which}", "muted")]


COLUMNS: tuple[Column[AgencyRow], ...] = (
    Column(
        "name",
        "Case manager",
        lambda r, n: [(r.caseload.name, "text")],
        16,
        28,
        3,
        sort=lambda r: r.caseload.name.casefold(),
    ),
    Column("kind", "Program", kind, 8, 22, 2, 2, sort=lambda r: kind(r, 22)),
    Column("site", "Site", lambda r, n: r.caseload.site, 10, 24, 2, 6, sort=lambda r: r.caseload.site.casefold()),
    Column("load", "Caseload", load, 19, 34, 3, sort=lambda r: r.caseload.counted),
    Column(
        "state",
        "Against range",
        lambda r, n: state(r),
        17,
        19,
        1,
        sort=lambda r: (_RANK.get(r.caseload.status, 9), -r.caseload.over, r.caseload.open),
    ),
    Column(
        "weighted",
        "Weight",
        lambda r, n: f"{r.caseload.weighted:.1f}",
        6,
        6,
        0,
        5,
        True,
        sort=lambda r: r.caseload.weighted,
    ),
    Column("pace", "Hours pace", lambda r, n: pace(r), 12, 12, 0, 3, sort=lambda r: r.hours.variance),
    Column("overdue", "Late", lambda r, n: count(r.overdue, "bad"), 4, 4, 0, 0, True, sort=lambda r: r.overdue),
    Column("today", "Today", lambda r, n: count(r.due_today, "warn"), 5, 5, 0, 1, True, sort=lambda r: r.due_today),
    Column(
        "risk", "At risk", lambda r, n: count(r.at_risk_units, "warn"), 7, 7, 0, 1, True, sort=lambda r: r.at_risk_units
    ),
    Column(
        "credential",
        "Credential",
        credential,
        10,
        40,
        3,
        4,
        sort=lambda r: r.next_credential_due,
    ),
)


class AgencyScreen(AreaScreen):
    NAME = "agency"
    CONTEXTS = ("agency",)
    BINDINGS = bindings("agency")
    HEAD_LINES = 2

    def parts(self) -> Iterable[Widget]:
        self.table: Table[AgencyRow] = Table(COLUMNS, lambda r: r.caseload.cm, id="workers")
        self.table.empty = "No case managers yet."
        self.table.moved = self._tell
        yield self.table

    def load(self) -> None:
        self.view = view = self.source.agency_view(self.shown.on)
        rows = view.rows
        members = sum(row.caseload.members for row in rows)
        self.head.show(
            [
                (self.source.agency or "The agency", "title"),
                (f" · {words.some(len(rows), 'case manager')}", "text"),
                (f" · {words.some(members, 'member')}", "text"),
            ],
            [self._sums(view), self._gaps(view)],
        )
        self.table.title = [("Case managers", "title"), (f" {len(rows)}", "muted")]
        first = self.table.row is None
        self.table.put(rows)
        if first:
            self.table.select(self.shown.cm)

    def _sums(self, view: AgencyView) -> Spans:
        spans: Spans = []
        for status in _RANK:
            number = sum(row.caseload.status == status for row in view.rows)
            if number:
                symbol, role = words.MARKS[status]
                spans += [(f"{symbol} {number} {status.replace('-', ' ')}", role), ("   ", "text")]
        late, risk = sum(r.overdue for r in view.rows), sum(r.at_risk_units for r in view.rows)
        spans += [("Overdue ", "muted"), *count(late, "bad"), ("   At risk ", "muted"), *count(risk, "warn")]
        return [*spans, ("u", "warn" if risk else "muted")]

    def _gaps(self, view: AgencyView) -> Spans:
        spans: Spans = []
        if view.unassigned:
            spans += [
                (f"✗ {words.some(len(view.unassigned), 'member')} without a case manager", "bad"),
                ("   ", "text"),
            ]
        if view.misplaced:
            spans += [(f"! {words.some(len(view.misplaced), 'member')} in the wrong program", "warn"), ("   ", "text")]
        gaps = [
            f"{words.PROGRAMS.get(program, program)} {words.hours(hours)} h"
            for program, hours in view.uncovered_hours
            if hours
        ]
        if gaps:
            spans += [(f"! on-call gaps in 7 days: {', '.join(gaps)}", "warn")]
        return spans or [("✓ Everyone has a case manager, on-call is covered.", "good")]

    def _tell(self, row: AgencyRow | None) -> None:
        if row is None:
            self.detail.show([])
            return
        held, hours = row.caseload, row.hours
        away = [f"{n} {what}" for n, what in ((held.on_hold, "on hold"), (held.in_hospital, "in hospital")) if n]
        spans: Spans = [(held.name, "strong"), (f" {held.cm} · {held.site}", "muted")]
        spans += [
            (f" · {words.some(held.members, 'member')}", "text"),
            (f" ({', '.join(away)})" if away else "", "muted"),
        ]
        if hours.expected is not None:
            spans += [(f" · hours {words.hours(hours.worked)} of {words.hours(hours.expected)} to date", "text")]
        if row.next_credential_due:
            spans += [
                (f" · {(row.next_credential or '').replace('-', ' ')} {words.short(row.next_credential_due)}", "text")
            ]
        self.detail.show(spans)

    def subject(self) -> Subject | None:
        return Subject("worker", self.table.row.caseload.cm) if self.table.row else Subject("coverage", "")

    def on_table_opened(self, event: Table.Opened) -> None:
        self.tcm.show_worker(event.row.caseload.cm, "week")

    def action_caseload(self) -> None:
        if self.table.row is not None:
            self.tcm.show_worker(self.table.row.caseload.cm, "caseload")
