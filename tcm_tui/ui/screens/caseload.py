"""Area 2, Caseload: a line a member of one case manager."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

from textual.widget import Widget

from tcm_tui.desk.views import CaseloadRow, HoursRow, MemberLine
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.drawn import fitted
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

_URGENCY = {"missed": 0, "overdue": 0, "due-today": 1, "open": 2, "scheduled": 3, "on-hold": 4, "met": 5, "met-late": 5}


def headline(row: CaseloadRow, hours: HoursRow | None, at_risk: int | None, cells: int) -> Spans:
    """The worker against range and pace, in one line of at most so many cells; narrower, it says less."""
    tiers = [(20, True, False), (12, False, False), (8, False, False), (6, False, False), (0, False, False)]
    if hours is not None and hours.hired_on is not None:
        # without it somebody hired a week ago seems months behind
        tiers = [(20, True, True), (12, False, True), (0, False, True), *tiers]
    for bar, wordy, hired in tiers:
        spans = _headline(row, hours, at_risk, bar, wordy, hired)
        if words.length(spans) <= cells - 4:
            break
    return spans


def _headline(
    row: CaseloadRow, hours: HoursRow | None, at_risk: int | None, bar: int, wordy: bool, hired: bool
) -> Spans:
    span = f" of {row.low}-{row.high}" if row.high is not None else ""
    apart = "   " if wordy else "  "
    spans: Spans = [("Caseload ", "muted")] if wordy or at_risk is None else []
    spans += [(f"{row.counted}{span}", "strong"), (" ", "text")]
    if row.unit == "families":
        spans[-1] = (" families ", "text")
    if row.high is not None and bar:
        spans += [*bars.caseload(row, bar), (" ", "text")]
    spans += words.status(row.status)
    spare = f", {row.open} open" if row.open else f", {row.over} over" if row.over else ""
    spans += [(spare, "text")] if bar or not hired else []
    if hours is not None and hours.expected is not None and hours.variance is not None:
        ahead = hours.variance >= 0
        spans += [(f"{apart}Hours ", "muted"), (f"{hours.worked:,.0f} of {hours.expected:,.0f}", "strong")]
        spans += [(" to date " if wordy else " ", "muted")]
        mark = ("▲ %s ahead", "good") if ahead else ("▼ %s behind", "warn")
        spans.append((mark[0] % f"{abs(hours.variance):,.0f}", mark[1]))
        if hired and hours.since_hire_expected is not None:
            spans.append((f", {hours.since_hire_expected:,.0f} since hire", "text"))
    if at_risk is not None:
        spans += [
            (f"{apart}At risk " if wordy else f"{apart}Risk ", "muted"),
            (f"{at_risk}u", "warn" if at_risk else "strong"),
        ]
    return spans


def title_of(row: CaseloadRow) -> Spans:
    """``Dana Whitehorse · CM II standard · Eastside 110``"""
    place = f"{row.site} {row.contract}" if row.contract else row.site
    kind = words.PROGRAMS.get(row.type, row.type)
    return [(row.name, "title"), (f" · CM {row.level} {kind} · {place}", "text")]


def contact(line: MemberLine, on: date) -> Spans:
    """``○ by Mon 30``, ``✓ met 2/2``, ``! due today``"""
    counts = f" {line.contact_done}/{line.contact_required}" if line.contact_required > 1 else ""
    if line.contact == "open" and line.contact_due:
        return words.status("open", f"by {words.near(line.contact_due, on)}{counts}")
    if not line.contact or line.contact == "none":
        return [("–", "muted")]
    return words.status(line.contact, line.contact.replace("-", " ") + counts)


def outreach(line: MemberLine, on: date) -> Spans:
    if not line.outreach:
        return [("–", "muted")]
    if line.outreach == "open":
        return words.status("open", f"by {words.near(line.outreach_due, on)}")
    return words.status(line.outreach)


def month_units(line: MemberLine, cells: int) -> Spans:
    if line.month.limit is None:
        return [*words.status("no-row"), (f", {line.month.used} used", "muted")]
    # Bars of one length, but where the words are longer: there the bar is full anyway.
    bar = max(4, cells - (15 if line.month.over else 8))
    over = "bad" if line.month.over else "warn" if line.month.available == 0 else "text"
    return [*bars.units(line.month, bar), (" ", "text"), (words.left(line.month), over)]


def today_units(line: MemberLine) -> Spans:
    if line.line is None:
        return [("–", "muted")]
    role = "bad" if line.day.over else "warn" if line.available_today == 0 else "strong"
    return [(str(line.available_today), role)]


def visit(line: MemberLine, on: date) -> Spans:
    if line.next_visit is None:
        return [("–", "muted")]
    at = f" {words.clock(line.next_start)}" if line.next_start is not None else ""
    return [(words.near(line.next_visit, on) + at, "text")]


_SHORT = {"in-hospital": "hosp.", "on-hold": "hold"}
FLAGS = {
    "residence": ("✗ residence", "bad"),
    "stay": ("✗ stay", "bad"),
    "window": ("✓ window", "good"),
    "no-row": ("– no row", "warn"),
    "over": ("✗ over", "bad"),
    "at-limit": ("! at limit", "warn"),
}


def who(line: MemberLine, cells: int) -> Spans:
    """Name; a member who is not simply active says so, shorter where the place is narrow."""
    if line.status == "active":
        return [(line.name, "text")]
    says = words.status(line.status)
    if len(line.name) + words.length(says) + 1 > cells:
        says = words.status(line.status, _SHORT.get(line.status))
    return [
        *fitted([(line.name, "text")], max(4, min(len(line.name), cells - words.length(says) - 1))),
        (" ", "text"),
        *says,
    ]


def flags(line: MemberLine) -> Spans:
    """Why the units are not plain: symbol and word each."""
    spans: Spans = []
    for flag in line.flags:
        spans += [("  ", "text")] if spans else []
        spans.append(FLAGS.get(flag, (f"! {flag}", "warn")))
    return spans


def program(line: MemberLine, cells: int) -> str:
    """``standard HE``, ``std HE``"""
    names = words.PROGRAMS if cells >= 13 else words.SHORT_PROGRAMS
    return f"{names.get(line.program, line.program)} {line.focus}"


def columns(on: date) -> tuple[Column[MemberLine], ...]:
    """The columns of the list as of a day."""
    return (
        Column("name", "Member", who, 18, 32, 4, sort=lambda r: r.name.casefold()),
        Column("id", "Id", lambda r, n: [(r.member, "muted")], 8, 12, 0, 8, sort=lambda r: r.member),
        Column("program", "Program", program, 7, 14, 1, 5, sort=lambda r: (r.program, r.focus)),
        Column(
            "contact",
            "Contact",
            lambda r, n: contact(r, on),
            15,
            16,
            1,
            sort=lambda r: (_URGENCY.get(r.contact, 9), r.contact_due or on),
        ),
        Column(
            "outreach",
            "Outreach",
            lambda r, n: outreach(r, on),
            11,
            14,
            1,
            1,
            sort=lambda r: (_URGENCY.get(r.outreach, 9), r.outreach_due or on) if r.outreach else None,
        ),
        Column("today", "Today", lambda r, n: today_units(r), 5, 5, 0, right=True, sort=lambda r: r.available_today),
        Column("month", "Month", month_units, 20, 36, 4, sort=lambda r: r.month.available - r.month.over),
        Column(
            "visit",
            "Next visit",
            lambda r, n: visit(r, on),
            12,
            14,
            0,
            3,
            sort=lambda r: (r.next_visit, r.next_start or 0) if r.next_visit else None,
        ),
        Column("flags", "Notes", lambda r, n: flags(r), 10, 30, 2, 4, sort=lambda r: r.flags or None),
    )


class CaseloadScreen(AreaScreen):
    NAME = "caseload"
    OF_A_WORKER = True
    CONTEXTS = ("caseload", "acts", "worker")
    BINDINGS = bindings("caseload", "acts", "worker")

    def parts(self) -> Iterable[Widget]:
        self.table: Table[MemberLine] = Table(columns(self.shown.on), lambda r: r.member, id="members")
        self.table.empty = "Nobody is assigned to this case manager on this day."
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return self.shown.cm

    def load(self) -> None:
        shown, on = self.shown, self.shown.on
        row = self.source.caseload(shown.cm, on)
        hours = self.source.hours(shown.cm, on)
        self.head.show(title_of(row), [headline(row, hours, None, self.app.size.width)], self.app_note())
        self.table.listing.columns = columns(on)
        lines = self.source.lines(shown.cm, on)
        self.table.title = [("Members", "title"), (f" {len(lines)}", "muted")]
        away = [f"{n} {what}" for n, what in ((row.on_hold, "on hold"), (row.in_hospital, "in hospital")) if n]
        self.table.note = [(", ".join(away), "muted")] if away else []
        self.table.put(lines)

    def app_note(self) -> Spans:
        found = self.shown.place_of_worker()
        return [(found, "muted")] if found else []

    def _tell(self, line: MemberLine | None) -> None:
        if line is None:
            self.detail.show([])
            return
        on = self.shown.on
        self.shown.pointed = line.member
        spans: Spans = [(line.name, "strong"), (f" {line.member} · ", "muted")]
        spans += [(f"line {line.line.upper()} · " if line.line else "no line · ", "muted")]
        over = f", {line.day.over} over" if line.day.over else ""
        spans += [("today ", "muted"), (f"{line.available_today} left{over}" if line.line else "none", "text")]
        spans += [(" · month ", "muted"), (words.sum_of(line.month), "text")]
        if line.outreach and line.outreach_due:
            spans += [(" · outreach due ", "muted"), (words.near(line.outreach_due, on), "text")]
        if line.flags:
            spans += [(" · ", "muted"), *flags(line)]
        self.detail.show(spans)

    def subject(self) -> Subject | None:
        return Subject("member", self.table.row.member) if self.table.row else Subject("worker", self.shown.cm)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.tcm.show_member(event.row.member)
