"""Area 3, Clocks: every deadline on one time line; one worker's or the team's, by day, by worker or by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from textual.widget import Widget
from textual.worker import get_current_worker

from tcm_tui.desk.clocks import grouping
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.ui import crash, words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.clock_acts import form_for
from tcm_tui.ui.screens.clocks_rows import LATE, RANK, columns, counted, late, what
from tcm_tui.ui.screens.staff_part import PartedScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

__all__ = ["LATE", "ClocksScreen", "late", "what"]

FEW = 40
"""Case managers whose deadlines are read at once; those of more are read aside, so that no key waits."""
QUIET = 0.3
"""Seconds on this screen after which a big team's list is made ready."""


def groups(items: Sequence[ClockItem], on: date, way: str) -> list[Group[ClockItem]]:
    """The items under headings with their counts."""
    return [Group(found.title, found.items, note=_note(found)) for found in grouping.grouped(items, on, way)]


def _note(found: grouping.Heading) -> Spans:
    count, *more = found.counts.split(" · ")
    spans: Spans = [(count, "muted")]
    for text in more:
        spans += [(" · ", "muted"), (text, "bad" if text.endswith("late") else "warn")]
    return spans


class ClocksScreen(PartedScreen):
    NAME = "clocks"
    CONTEXTS = ("clocks", "acts", "worker")
    BINDINGS = bindings("clocks", "acts", "worker")

    def __init__(self) -> None:
        super().__init__()
        self.team = False
        self.by = "day"
        self.met = False
        self.days = 31
        self._from_top = False
        self._fetching: Hashable = None

    def parts(self) -> Iterable[Widget]:
        self.table: Table[ClockItem] = Table(
            columns(self.shown.on, self.team),
            lambda c: f"{c.kind}|{c.what}|{c.member}|{c.cm}|{c.ref}|{c.due_on}",
            id="clocks",
        )
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return (self.shown.team if self.team else self.shown.cm, self.team, self.by, self.met, self.days)

    def load(self) -> None:
        items = self._items()
        if items is None:
            return
        on = self.shown.on
        self.table.listing.columns = columns(on, self.team, self.by == "worker")
        end = on + timedelta(days=self.days)
        by = f" · by {self.by}" if self.by != "day" else ""
        self.table.title = [("Deadlines", "title"), (f" {len(items):,} · to {words.day(end)[:-5]}{by}", "muted")]
        self.table.note = [("with what is met", "muted")] if self.met else []
        self.table.empty = "Nothing is due in these days."
        if self._from_top:
            self.table.at, self._from_top = -1, False
        self.table.put_groups(groups(items, on, self.by))
        self.head.show(self._title(), [self._sums(items)])

    def _title(self) -> Spans:
        shown = self.shown
        worker = next((w for w in shown.staff() if w.cm == shown.cm), None)
        if worker and not self.team:
            return [(worker.name, "title")]
        if self.team and not shown.team.all:
            return [("The team", "title"), (f" · {self.source.scope_label(shown.team)}", "text")]
        who = f" · {words.some(len(shown.staff()), 'case manager')}" if self.team else ""
        return [("The whole team", "title"), (who, "text")]

    # ── a team's list ─────────────────────────────────────────────────────────────────────────────

    def _items(self) -> list[ClockItem] | None:
        """What is to be listed; None while a big team's is being read aside."""
        shown, source = self.shown, self.source
        if not self.team:
            return source.due(shown.on, shown.cm or None, self.days, self.met)
        if self._at_hand():
            return source.team_due(shown.on, self.days, self.met, shown.team)
        self._read_aside()
        self.head.show(self._title(), [[("Reading the team's deadlines …", "muted")]])
        return None

    def _at_hand(self) -> bool:
        """Whether the team's list is there at once."""
        few = len(self.shown.staff()) <= FEW
        return few or self.source.team_due_at_hand(self.shown.on, self.days, self.met)

    def _read_aside(self) -> None:
        """Have the team's list worked out in a thread, unless that is being done."""
        wanted = (self.shown.on, self.days, self.met, self.shown.version)
        if wanted != self._fetching:
            self._fetching = wanted
            work = self.source.team_due_ahead(self.shown.on, self.days, self.met)
            self.run_worker(partial(self._fetch, work), thread=True, exclusive=True, group="team", exit_on_error=False)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.set_timer(QUIET, self._prepare)

    def _prepare(self) -> None:
        """In a quiet moment: a big team's list, which may be asked for next."""
        with self.tcm.careful():
            if self.is_current and not self._at_hand():
                self._read_aside()

    def _fetch(self, work: Callable[[], Callable[[], None]]) -> None:
        """In a thread; the list is shown once it is there."""
        worker = get_current_worker()
        try:
            keep = work()
        except Exception as error:
            told = crash.sentence(error)
            if told is None:
                raise
            keep = partial(self.tcm.say, told, "error")
        if not worker.is_cancelled:
            self.app.call_from_thread(self._fetched, keep)

    def _fetched(self, keep: Callable[[], None]) -> None:
        """The list is kept, or somebody has written meanwhile and it is read again."""
        self._fetching = None
        keep()
        at_hand = self.source.team_due_at_hand(self.shown.on, self.days, self.met)
        if self.team and (at_hand or self.shown.renewed()):
            self._from_top = True
            self.read(force=True)

    def _sums(self, items: Sequence[ClockItem]) -> Spans:
        spans: Spans = []
        counts = Counter(item.status for item in items)
        for status in sorted(counts, key=lambda word: RANK.get(word, len(RANK))):
            symbol, role = words.MARKS[status]
            spans += [(f"{symbol} {counts[status]:,} {status.replace('-', ' ')}", role), ("   ", "text")]
        return spans or [("✓ nothing open", "good")]

    def _tell(self, item: ClockItem | None) -> None:
        if item is None:
            self.detail.show([])
            return
        on = self.shown.on
        self.shown.pointed = item.member or self.shown.pointed
        spans: Spans = [(item.member_name or item.cm_name or item.member or item.cm or "", "strong")]
        spans += [
            (f" · {what(item)} ", "text"),
            *words.status(item.status),
            (" · due ", "muted"),
            (words.day(item.due_on), "text"),
        ]
        if item.plan_by and item.plan_by != item.due_on:
            spans += [(" · plan by ", "muted"), (words.day(item.plan_by), "text")]
        if counted(item):
            spans += [(f" · {counted(item)} done", "text")]
        more = late(item, on) if item.late_by else []
        spans += [(" · ", "muted"), *more] if more else []
        spans += [(f" · {item.ref}", "muted")] if item.ref else []
        self.detail.show(spans)

    def subject(self) -> Subject | None:
        item = self.table.row
        return Subject("clock", item.member or item.cm or "", item.ref or "", item) if item else None

    async def on_table_opened(self, event: Table.Opened) -> None:
        if event.row.member:
            self.tcm.show_member(event.row.member)
        else:
            self.action_meet()

    def action_meet(self) -> None:
        """The form that meets the deadline the cursor is on."""
        item = self.table.row
        found = form_for(item) if item is not None else None
        if found is not None:
            self.tcm.open_form(found[0], self.acting_on() | found[1])
        elif item is not None:
            over = "Its month is over: nothing meets it any more. b books the next visit."
            self.tcm.say(over if item.status == "missed" else "This one is met already; enter shows the member.")

    def action_team(self) -> None:
        self.team = not self.team
        if not self.team and self.by == "worker":
            self.by = "day"
        self._anew()

    def take_part(self, team: Scope) -> None:
        """A part of the agency is a team's."""
        self.team = True
        super().take_part(team)

    def _anew(self) -> None:
        """Another list begins at its top; the row the cursor was on is not looked for."""
        self._from_top = True
        self.read()

    def action_group(self) -> None:
        """Headings by day, then by case manager (where there are several), then by kind."""
        ways = grouping.WAYS if self.team else ("day", "kind")
        self.by = ways[(ways.index(self.by) + 1) % len(ways)] if self.by in ways else "day"
        self._anew()

    def action_met(self) -> None:
        self.met = not self.met
        self.read()

    def action_ahead(self, days: int) -> None:
        self.days = max(7, min(366, self.days + days))
        self.read()
