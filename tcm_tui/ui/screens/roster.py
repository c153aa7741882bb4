"""The on-call roster, reached from Agency: seven days as bands of hours, holes with who may take them, duties."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import timedelta

from textual.widget import Widget

from tcm_tui.desk import roster
from tcm_tui.desk.views.staff import RosterView
from tcm_tui.rules.saying import near_day
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import roster_rows as rows
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

WEEK = 7


class RosterScreen(PartedScreen):
    NAME = "roster"
    TAB = "agency"
    CONTEXTS = ("roster",)
    BINDINGS = bindings("roster")
    HEAD_LINES = 1

    def __init__(self) -> None:
        super().__init__()
        self.weeks = 0

    def parts(self) -> Iterable[Widget]:
        self.table: Table[rows.Line] = Table(rows.bands(80), lambda r: r.key, id="roster")
        self.table.empty = "No program that needs somebody at all hours has case managers."
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return (self.shown.team, self.weeks)

    def load(self) -> None:
        shown = self.shown
        first = shown.on + timedelta(days=WEEK * self.weeks)
        self.view: RosterView = self.source.roster(shown.on, first, WEEK, shown.team)
        last = first + timedelta(days=WEEK - 1)
        label = self.source.scope_label(shown.team) if not shown.team.all else ""
        title: Spans = [("On call", "title"), (f" · {near_day(first)} to {words.day(last)}", "text")]
        title += [(f" · {label}", "accent")] if label else []
        ahead = f"in {words.some(self.weeks, 'week')}" if self.weeks > 0 else f"{words.some(-self.weeks, 'week')} ago"
        self.head.show(title, [self._sums()], [(ahead, "accent")] if self.weeks else None)
        self.table.title = [("Seven days", "title"), (" ━ somebody ═ several ░ nobody", "muted")]
        self.table.put_groups(rows.groups(self.view, roster.may_take, self.app.size.width))

    def _sums(self) -> Spans:
        spans: Spans = []
        for each in self.view.programs:
            if not each.staffed:
                continue
            gap = f"✗ {words.hours(each.hours)} h uncovered" if each.holes else "✓ covered"
            spans += [
                (f"{each.program.capitalize()} ", "muted"),
                (gap, "bad" if each.holes else "good"),
                ("   ", "text"),
            ]
            wrong = sum(not duty.fits for duty in each.duties)
            if wrong:
                says = "1 duty doesn't fit" if wrong == 1 else f"{wrong} duties don't fit"
                spans += [(f"! {says}", "warn"), ("   ", "text")]
            if each.doubled:
                spans += [
                    (f"! {words.some(len(each.doubled), 'stretch', 'stretches')} doubled", "info"),
                    ("   ", "text"),
                ]
        return spans or [("No roster is asked: nobody here is intensive or wraparound.", "muted")]

    def _tell(self, line: rows.Line | None) -> None:
        self.detail.show(line.says if line is not None else [])

    def subject(self) -> Subject | None:
        line = self.table.row
        return Subject("roster", line.program if line is not None else "", self.view.first.isoformat())

    def _about(self) -> dict[str, str]:
        line = self.table.row
        return dict(line.about) if line is not None else {}

    def acting_on(self) -> dict[str, str]:
        """A new record is about the hole, or about whose duty the cursor is on."""
        told, line = self._about(), self.table.row
        record = told.pop("record", "")
        return told | ({"cm": record.split("/")[0], "program": line.program} if record and line else {})

    def on_table_opened(self, event: Table.Opened) -> None:
        """A hole is given to somebody, a duty is changed."""
        line: rows.Line = event.row
        if line.about:
            self.tcm.open_form("on-call", dict(line.about))
        else:
            self.tcm.say("Nothing forbids two on call at once; change one of the duties below to end it.")

    def action_duty(self) -> None:
        """A new duty: over the hole the cursor is on, else from its day on."""
        told, line = self._about(), self.table.row
        if told.pop("record", None) is not None and line is not None:
            told = {"program": line.program}
        told.setdefault("date", self.view.first.isoformat())
        self.tcm.open_form("on-call", told)

    def action_remove(self) -> None:
        record = self._about().get("record")
        if record:
            self.tcm.open_form("remove", {"what": "on-call", "record": record})
        else:
            self.tcm.say("Put the cursor on a duty to take it back.")

    def step(self, days: int) -> bool:
        """``[ ]`` go a week back or on; ``{ }`` look from the day before or after."""
        if abs(days) == WEEK:
            return super().step(days // WEEK)
        self.weeks += days
        try:
            self.shown.on + timedelta(days=WEEK * (self.weeks + 1))
        except OverflowError:
            self.weeks -= days
            return False
        return True

    def today(self) -> None:
        self.weeks = 0
