"""Area 1, Week: where the worker stands, everything due, and the days with their visits."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta

from textual import events
from textual.containers import Container
from textual.widget import Widget

from tcm_tui.desk.views import ClockItem, Explanation, FixedVisit, PlannedVisit, UnitsView, Unmet, Visit
from tcm_tui.ui import commands, words
from tcm_tui.ui.commands import Command, bindings
from tcm_tui.ui.screens import week_says as says
from tcm_tui.ui.screens.caseload import headline, title_of
from tcm_tui.ui.screens.week_moving import WeekMoving
from tcm_tui.ui.screens.week_plan import WeekPlanning
from tcm_tui.ui.screens.week_queue import Note, Row, columns, found_out, groups, key_of
from tcm_tui.ui.screens.week_visits import WeekVisits
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.grid import WeekGrid
from tcm_tui.ui.widgets.grid_items import Item
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

WEEK = 7
THURSDAY = 3
"""No week is over before: then its Friday is closed."""
OFFER = "plan book log missed outreach cancel".split()
"""The week's own commands in the key bar, in this order."""
GHOSTS = "accept accept-all drop".split()
NARROW = 100
"""Cells below which the queue gives way to a weekend."""


class WeekScreen(WeekPlanning, WeekMoving, WeekVisits):
    NAME = "week"
    OF_A_WORKER = True
    CONTEXTS = ("week", "worker", "panes")
    BINDINGS = bindings("week", "worker", "panes")

    def __init__(self) -> None:
        super().__init__()
        self._seen_on: date | None = None
        self._seen: tuple[str, date] | None = None
        self._units: dict[str, dict[date, UnitsView]] = {}

    def parts(self) -> Iterable[Widget]:
        self.queue: Table[Row] = Table(columns(self.shown.on), key_of, id="queue")
        self.queue.corners = "├┬"
        self.queue.empty = "Nothing is due."
        self.queue.moved = self._on_row
        self.grid = WeekGrid("grid")
        self.grid.moved = self._on_item
        self.grid.resized = self._join
        yield Container(self.queue, self.grid, id="weekpanes")

    def depends(self) -> Hashable:
        return (self.shown.cm, self.monday, self.weekend)

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    def read(self, force: bool = False) -> None:
        if self._seen_on != self.shown.on:
            # Another day is looked at: its own week is shown.
            self._seen_on, self.monday = self.shown.on, self._coming()
        super().read(force)

    def _coming(self) -> date | None:
        """The Monday of the coming week where the day's own is over; None: its own is shown."""
        on, found = self.shown.on, None
        if on.weekday() < THURSDAY or not self.shown.cm:
            return None
        with self.tcm.careful():
            found = self.source.week_over(self.shown.cm, on)
        if found is None:
            return None
        log = f" to the {words.some(found, 'visit')} still to be logged" if found else ""
        self.tcm.say(f"This week is over: the coming one is shown. [ goes back{log}.")
        return on + timedelta(days=WEEK - on.weekday())

    def load(self) -> None:
        first = self.view is None
        self._units.clear()
        self.view = self.source.week(self.shown.cm, self.shown.on, self.first_day)
        if self._seen != (self.view.cm, self.first_day):
            # A plan is of one worker's week, and so is what is held, but that it may be carried over its end.
            self._seen = (self.view.cm, self.first_day)
            self.change_plan(*self._seen)
            if self.held is not None and not self.first_day <= self.held.day < self.first_day + timedelta(days=WEEK):
                self.release()
        self.drop_taken()
        self.show_head()
        self.show_queue()
        self.show_days()
        if first:
            self.grid.show_day(self.shown.on)
        self.tell()

    def show_head(self) -> None:
        view, cells = self.view, self.app.size.width
        if view is None:
            return
        lines = [headline(view.caseload, view.hours, view.at_risk_units, cells)]
        if self.plan is not None:
            lines.append(self.plan_line(cells - 4))
        title, note = title_of(view.caseload), says.week_said(self.first_day, self.shown.on)
        room = cells - words.length(title) - 7
        self.head.show(title, lines, note if words.length(note) <= room else note[:1])
        # Beside a long name the days of the week stand over the queue.
        self.queue.note = [] if words.length(note[:1]) <= room else note[:1]
        self.queue.redraw(0)

    def show_days(self, cursor: str | None = None) -> None:
        super().show_days(cursor)
        squeezed = len(self.grid.days) > 5 and self.app.size.width < NARROW
        if squeezed != self.queue.has_class("squeezed"):
            self.queue.set_class(squeezed, "squeezed")
            self.call_after_refresh(self._join)

    def show_queue(self) -> None:
        if self.view is None:
            return
        due = self.view.due
        self.queue.listing.columns = columns(self.shown.on)
        self.queue.title = [("Due", "title"), (f" {len(due)}", "muted")]
        self.queue.put_groups(groups(due, self.plan, self.shown.on))

    # ── the lines about what the cursor is on ─────────────────────────────────────────────────────

    def _on_row(self, row: Row | None) -> None:
        if self.focused is not self.grid:
            self.tell()

    def _on_item(self, item: Item | None) -> None:
        if self.focused is self.grid:
            self.tell()

    def tell(self) -> None:
        if self.held is not None:
            self.tell_held(self.held)
        elif self.focused is self.grid:
            self._tell_item(self.grid.item)
        else:
            self._tell_row(self.queue.row)

    def _tell_row(self, row: Row | None) -> None:
        if row is None:
            self.detail.show([])
        elif isinstance(row, ClockItem):
            self.detail.show(says.of_due(row), self._left(row.member))
        else:
            if isinstance(row, Unmet):
                self.shown.pointed = row.member
            sure = self.plan is None or found_out(self.plan)
            self.detail.show(*says.of_plan(row, self.app.size.width - 4, sure))

    def _tell_item(self, item: Item | None) -> None:
        on, day = self.shown.on, self.grid.when
        if item is None or day is None:
            self.detail.show([(words.day(day), "strong"), (" · nothing booked", "muted")] if day else [])
        elif isinstance(item.about, Visit):
            due = self.view.due if self.view else ()
            self.detail.show(says.of_visit(item.about, due, on, self.app.size.width - 4), self._left(item.about.member))
        elif isinstance(item.about, PlannedVisit):
            self.detail.show(says.of_ghost(item.about, on, self.app.size.width - 4), self._left(item.about.member))
        else:
            self.detail.show(says.of_item(item, day, on))

    def _left(self, member: str | None) -> Spans:
        """What the member has left in each month of the week, asked once a member."""
        if member is None:
            return []
        self.shown.pointed = member
        if member not in self._units:
            found: dict[date, UnitsView] = {}
            days = [self.first_day + timedelta(days=n) for n in range(WEEK if len(self.grid.days) > 5 else 5)]
            with self.tcm.careful():
                for day in says.budget_days(days, self.shown.on):
                    found[day] = self.source.units(member, day)
            self._units[member] = found
        return says.budgets(self._units[member], self.shown.on, self.app.size.width - 4)

    def subject(self) -> Subject | None:
        worker = Subject("worker", self.shown.cm)
        if self.focused is self.grid:
            about = self.grid.item.about if self.grid.item else None
            return Subject("member", about.member) if isinstance(about, (Visit, PlannedVisit)) else worker
        row = self.queue.row
        if isinstance(row, ClockItem):
            return Subject("clock", row.member or row.cm or "", row.ref or "", row)
        if isinstance(row, Note):
            return None
        return Subject("member", row.member) if isinstance(row, Unmet) else worker

    def explained(self) -> list[Explanation]:
        """What the plan says of the line or block under the cursor."""
        on_days = self.focused is self.grid
        about = (self.grid.item.about if self.grid.item else None) if on_days else self.queue.row
        if self.plan is None or not isinstance(about, (Note, Unmet, PlannedVisit)):
            return []
        from tcm_tui.ui.screens import week_why

        if isinstance(about, Note):
            return week_why.of_note(about, self.plan)
        if isinstance(about, Unmet):
            return week_why.of_unmet(about, self.plan)
        return week_why.of_ghost(about, self.plan)

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────

    def offer(self) -> list[Command]:
        """The week's work first; while something is proposed, what becomes of it."""
        usual = super().offer()
        ghosts = [commands.BY_ID[f"week.{name}"] for name in GHOSTS]
        first = [*(ghosts if self.ghosts else ()), *(commands.BY_ID[f"week.{name}"] for name in OFFER)]
        moving = [commands.BY_ID["grid.earlier-day"]] if self.focused is self.grid else []
        own = [*first, *moving]
        last = [command for command in usual if command.where == "everywhere"]
        return [*own, *(c for c in usual if c not in own and c not in ghosts and c not in last), *last]

    def step(self, days: int) -> bool:
        """``[`` ``]`` go a week back or on; ``{`` ``}`` look from the day before or after."""
        if abs(days) == WEEK:
            return super().step(days // WEEK)
        return self.go_week(days)

    def go_week(self, step: int) -> bool:
        """Show the week before or after; False at the end of time."""
        try:
            self.monday = self.first_day + timedelta(days=WEEK * step)
        except OverflowError:
            return False
        self.release()
        self.read()
        return True

    def today(self) -> None:
        self.monday = self._coming()
        self.call_after_refresh(self.grid.show_day, self.shown.on)

    def back(self) -> bool:
        if self.held is not None:
            self.hold(None)
            return True
        return self.stop() or super().back()

    def action_weekend(self) -> None:
        self.weekend = not self.weekend
        self.read()

    def on_table_opened(self, event: Table.Opened) -> None:
        if isinstance(event.row, (ClockItem, Unmet)) and event.row.member:
            self.tcm.show_member(event.row.member)
        else:
            self.tcm.action_explain()

    def on_week_grid_opened(self, event: WeekGrid.Opened) -> None:
        about = event.item.about
        if isinstance(about, (Visit, PlannedVisit)):
            self.tcm.show_member(about.member)
        elif isinstance(about, FixedVisit):
            self.tcm.open_form("fixed-appointment", {"record": about.fixed, "cm": self.shown.cm})

    def on_week_grid_beyond(self, event: WeekGrid.Beyond) -> None:
        self.grid.day = 0 if event.step > 0 else 6
        self.grid.at = 0
        self.go_week(event.step)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.tell()

    def _join(self) -> None:
        """Let the frame below meet the lines between the days; told by the days, which then have their width."""
        start = self.queue.size.width
        self.detail.join(start - 1, *(start + edge - 1 for edge in self.grid.edges()[1:-1]))
