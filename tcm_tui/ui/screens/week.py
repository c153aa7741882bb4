"""Area 1, Week: where the worker stands, everything due, and the days with their visits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta

from textual import events
from textual.containers import Container
from textual.widget import Widget

from tcm_tui.desk.views import ClockItem, UnitsView, Visit, WeekView
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.screens.caseload import headline, title_of
from tcm_tui.ui.screens.clocks import LATE, what
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.grid import WeekGrid, days_of
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


def urgency(item: ClockItem, on: date, cells: int) -> Spans:
    """``✗ 1d late``, ``! today``, ``○ Wed 25``, ``○ 30d open``: the clock's state in few cells."""
    symbol, role = words.MARKS.get(item.status, ("·", "text"))
    if item.status in LATE:
        said = f"{symbol} {item.late_by}d late"
        return [(said if len(said) <= cells else f"{symbol} {item.status}", role)]
    if item.status == "due-today":
        return [(f"{symbol} today", role)]
    due = item.plan_by or item.due_on
    if due < on:
        said = f"{symbol} {(on - due).days}d open"
        return [(said if len(said) <= cells else f"{symbol} open", role)]
    return [(f"{symbol} {words.near(due, on)}", role)]


def short_what(item: ClockItem) -> str:
    """The kind in eight cells."""
    return {"documentation": "note", "credential": "staff", "coverage": "on-call"}.get(item.kind, item.kind)


def columns(on: date) -> tuple[Column[ClockItem], ...]:
    return (
        Column("when", "By", lambda c, n: urgency(c, on, n), 10, 12, 1, sort=lambda c: c.plan_by or c.due_on),
        Column("what", "What", lambda c, n: short_what(c) if n < 13 else what(c), 8, 24, 2, sort=lambda c: what(c)),
        Column(
            "member",
            "Member",
            lambda c, n: [(words.brief(c.member_name or c.member or "–", n), "text")],
            8,
            30,
            3,
            sort=lambda c: (c.member_name or "").casefold() or None,
        ),
    )


class WeekScreen(AreaScreen):
    NAME = "week"
    OF_A_WORKER = True
    CONTEXTS = ("week", "worker", "panes")
    BINDINGS = bindings("week", "worker", "panes")

    view: WeekView | None = None

    def __init__(self) -> None:
        super().__init__()
        self.monday: date | None = None
        self.weekend = False
        self._seen_on: date | None = None
        self._units: dict[object, UnitsView | None] = {}

    def parts(self) -> Iterable[Widget]:
        self.queue: Table[ClockItem] = Table(
            columns(self.shown.on), lambda c: f"{c.kind}|{c.member}|{c.ref}|{c.due_on}", id="queue"
        )
        self.queue.corners = "├┬"
        self.queue.empty = "Nothing is due."
        self.queue.moved = self._tell_due
        self.grid = WeekGrid("grid")
        self.grid.moved = self._tell_visit
        yield Container(self.queue, self.grid, id="weekpanes")

    def depends(self) -> Hashable:
        return (self.shown.cm, self.monday, self.weekend)

    def read(self, force: bool = False) -> None:
        if self._seen_on != self.shown.on:
            # Another day is looked at: its own week is shown.
            self._seen_on, self.monday = self.shown.on, None
        super().read(force)

    def load(self) -> None:
        shown, on = self.shown, self.shown.on
        first = self.view is None
        monday = self.monday or on - timedelta(days=on.weekday())
        self._units.clear()
        self.view = view = self.source.week(shown.cm, on, monday)
        self.head.show(
            title_of(view.caseload),
            [headline(view.caseload, view.hours, view.at_risk_units, self.app.size.width)],
            self._which(monday, on),
        )
        self.queue.listing.columns = columns(on)
        self.queue.title = [("Due", "title"), (f" {len(view.due)}", "muted")]
        self.queue.put(view.due)
        self.grid.put(days_of(monday, view.visits, view.closed, self.weekend), on)
        if first:
            self.grid.show_day(on)
            self._tell_due(self.queue.row)

    def _which(self, monday: date, on: date) -> Spans:
        friday = monday + timedelta(days=4)
        months = f"{monday.day}" if monday.month == friday.month else f"{monday.day} {words.MONTHS[monday.month - 1]}"
        weeks = (monday - (on - timedelta(days=on.weekday()))).days // 7
        said = {0: "this week", 1: "next week", -1: "last week"}.get(weeks)
        said = said or (f"in {weeks} weeks" if weeks > 0 else f"{-weeks} weeks ago")
        return [(f"{months}-{friday.day} {words.MONTHS[friday.month - 1]}", "strong"), (f" · {said}", "muted")]

    # ── the line about what the cursor is on ──────────────────────────────────────────────────────

    def _tell_due(self, item: ClockItem | None) -> None:
        if self.focused is self.grid:
            return
        if item is None:
            self.detail.show([])
            return
        spans: Spans = [
            (item.member_name or item.cm_name or "", "strong"),
            (f" · {what(item)} ", "text"),
            *words.status(item.status),
        ]
        spans += [(" · due ", "muted"), (words.day(item.due_on)[:-5], "text")]
        self.detail.show([*spans, *self._left(item.member)])

    def _tell_visit(self, visit: Visit | None) -> None:
        if self.focused is not self.grid:
            return
        if visit is None:
            day = self.grid.days[self.grid.day] if self.grid.days else None
            self.detail.show([(words.day(day.date), "strong"), (" · nothing booked", "muted")] if day else [])
            return
        spans: Spans = [
            (visit.member_name, "strong"),
            (f" · {words.near(visit.date, self.shown.on)} {words.clock(visit.start)} ", "text"),
        ]
        spans += words.status(visit.status)
        for item in self.view.due if self.view else ():
            if item.member == visit.member and item.kind in ("outreach", "contact"):
                spans += [(f" · {item.kind} due ", "muted"), (words.near(item.due_on, self.shown.on), "text")]
        self.detail.show([*spans, *self._left(visit.member)])

    def _left(self, member: str | None) -> Spans:
        """What the member has left, asked once a member."""
        if member is None:
            return []
        self.shown.pointed = member
        if member not in self._units:
            self._units[member] = None
            with self.tcm.careful():
                self._units[member] = self.source.units(member, self.shown.on)
        view = self._units[member]
        if view is None:
            return []
        return [
            (" · today ", "muted"),
            (str(view.available_today), "text"),
            (" · month ", "muted"),
            (words.sum_of(view.month), "text"),
        ]

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def subject(self) -> Subject | None:
        if self.focused is self.grid:
            return Subject("member", self.grid.visit.member) if self.grid.visit else Subject("worker", self.shown.cm)
        item = self.queue.row
        return (
            Subject("clock", item.member or item.cm or "", item.ref or "", item)
            if item
            else Subject("worker", self.shown.cm)
        )

    def action_weekend(self) -> None:
        self.weekend = not self.weekend
        self.read()

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.row.member:
            self.tcm.show_member(event.row.member)
        else:
            self.tcm.action_explain()

    def on_week_grid_opened(self, event: WeekGrid.Opened) -> None:
        self.tcm.show_member(event.visit.member)

    def on_week_grid_beyond(self, event: WeekGrid.Beyond) -> None:
        shown = self.view.monday if self.view else self.shown.on
        self.monday = shown + timedelta(days=7 * event.step)
        self.grid.day = 0 if event.step > 0 else 6
        self.grid.at = 0
        self.read()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        if self.focused is self.queue:
            self._tell_due(self.queue.row)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._join)

    def _join(self) -> None:
        start = self.queue.size.width
        self.detail.join(start - 1, *(start + edge - 1 for edge in self.grid.edges()[1:-1]))
