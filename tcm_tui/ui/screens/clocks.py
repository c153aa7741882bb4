"""Area 3, Clocks: every deadline on one time line, by day; one worker's or the whole team's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date, timedelta

from textual.widget import Widget

from tcm_tui.desk.views import ClockItem
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.screens.clock_acts import form_for
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

LATE = ("overdue", "missed")
DONE = ("met", "met-late")
_LATE, _SINCE = date.min, date.min + timedelta(days=1)
"""Places in the order of days for what is overdue, and for what is open without a day to come."""
_BEFORE, _AFTER = 3, 31
_RANK = {"overdue": 0, "missed": 1, "due-today": 2, "open": 3, "scheduled": 4, "on-hold": 5, "met-late": 6, "met": 7}


def what(item: ClockItem) -> str:
    """``outreach``, ``plan: signatures``, ``training wraparound``, ``on-call: intensive``"""
    more = (item.what or "").replace("-", " ")
    if item.kind == "credential" and more:
        return more
    if item.kind == "contact" and item.what == "partial-month":
        return "contact, part month"
    kind = {"documentation": "note", "coverage": "on-call"}.get(item.kind, item.kind)
    return f"{kind}: {more}" if more and more not in (item.kind, kind) else kind


def late(item: ClockItem, on: date) -> Spans:
    """How late, or by when to plan it."""
    if item.late_by:
        unit = "bus. day" if item.kind == "outreach" else "day"
        return [(f"{words.some(item.late_by, unit)} late", "bad" if item.status in LATE else "muted")]
    if item.plan_by and item.plan_by != item.due_on and item.status not in DONE:
        return [(f"plan by {words.near(item.plan_by, on)}", "muted")]
    if item.status == "open" and item.due_on < on:
        return [(f"open {words.some((on - item.due_on).days, 'day')}", "muted")]
    return []


def counted(item: ClockItem) -> str:
    return f"{item.done} of {item.required}" if item.required and item.required > 1 else ""


def line_of_days(item: ClockItem, on: date) -> Spans:
    """The deadline on a line of days, a cell a day; today ┃, due ◆, plan by ◇, lateness ━."""
    first = on - timedelta(days=_BEFORE)
    role = words.MARKS.get(item.status, ("", "text"))[1]
    cells = [
        (" ", "left") if (first + timedelta(days=n)).weekday() > 4 else ("·", "left")
        for n in range(_BEFORE + _AFTER + 1)
    ]
    due = (item.due_on - first).days
    if item.status in LATE:
        for n in range(max(0, due), _BEFORE):
            cells[n] = ("━", role)
    cells[_BEFORE] = ("┃", "mark")
    if item.plan_by and 0 <= (item.plan_by - first).days < len(cells) and item.plan_by != item.due_on:
        cells[(item.plan_by - first).days] = ("◇", role)
    if due < 0:
        cells[0] = ("◀", role)
    elif due < len(cells):
        cells[due] = ("◆", role)
    else:
        cells[-1] = ("▶", role)
    return cells


def title_of_days(on: date) -> str:
    """The title over ``line_of_days``: each Monday's day of the month."""
    text = [" "] * (_BEFORE + _AFTER + 1)
    for n in range(len(text) - 1):
        day = on + timedelta(days=n - _BEFORE)
        if day.weekday() == 0:
            text[n : n + 2] = f"{day.day:<2}"
    return "".join(text)


def columns(on: date, team: bool) -> tuple[Column[ClockItem], ...]:
    """The columns as of a day; the worker only in the team's list."""
    found: list[Column[ClockItem]] = [
        Column(
            "status", "Status", lambda c, n: words.status(c.status), 11, 12, 1, sort=lambda c: _RANK.get(c.status, 9)
        ),
        Column("what", "What", lambda c, n: what(c), 14, 34, 2, sort=lambda c: what(c)),
        Column(
            "member",
            "Member",
            lambda c, n: [(c.member_name or c.member or "–", "text" if c.member else "muted")],
            16,
            30,
            3,
            sort=lambda c: (c.member_name or c.member or "").casefold() or None,
        ),
    ]
    if team:
        found.append(
            Column(
                "worker",
                "Case manager",
                lambda c, n: c.cm_name or c.cm or "–",
                14,
                24,
                2,
                2,
                sort=lambda c: (c.cm_name or "").casefold(),
            )
        )
    found += [
        Column("due", "Due", lambda c, n: words.near(c.due_on, on), 9, 11, 1, sort=lambda c: c.due_on),
        Column("late", "", lambda c, n: late(c, on), 16, 20, 1, 3),
        Column("days", title_of_days(on), lambda c, n: line_of_days(c, on), _BEFORE + _AFTER + 1, 0, 0, 5),
        Column("ref", "Ref", lambda c, n: [(c.ref or "", "muted")], 8, 30, 2, 8),
    ]
    return tuple(found)


def by_day(items: list[ClockItem], on: date) -> list[Group[ClockItem]]:
    """Overdue first, then what is due today, then day by day; what is open since earlier has no day of its own."""
    days: dict[date, list[ClockItem]] = {}
    for item in items:
        day = _LATE if item.status in LATE else item.due_on
        days.setdefault(_SINCE if _LATE < day < on and item.status not in DONE else day, []).append(item)
    groups = []
    for day in sorted(days):
        ahead = (day - on).days if day not in (_LATE, _SINCE) else 0
        title = (
            "Overdue"
            if day == _LATE
            else "Open since earlier"
            if day == _SINCE
            else "Today"
            if ahead == 0
            else words.day(day)[: -5 if day.year == on.year else None]
        )
        far = (
            "" if ahead == 0 else f"in {words.some(ahead, 'day')}" if ahead > 0 else f"{words.some(-ahead, 'day')} ago"
        )
        note: Spans = [(f"{len(days[day])}", "muted"), (f"  {far}" if far else "", "muted")]
        groups.append(Group(title, days[day], note=note))
    return groups


class ClocksScreen(AreaScreen):
    NAME = "clocks"
    CONTEXTS = ("clocks", "acts", "worker")
    BINDINGS = bindings("clocks", "acts", "worker")

    def __init__(self) -> None:
        super().__init__()
        self.team = False
        self.met = False
        self.days = 31

    def parts(self) -> Iterable[Widget]:
        self.table: Table[ClockItem] = Table(
            columns(self.shown.on, self.team),
            lambda c: f"{c.kind}|{c.what}|{c.member}|{c.cm}|{c.ref}|{c.due_on}",
            id="clocks",
        )
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return (None if self.team else self.shown.cm, self.met, self.days)

    def load(self) -> None:
        shown, on = self.shown, self.shown.on
        items = self.source.due(on, None if self.team else shown.cm or None, self.days, self.met)
        self.table.listing.columns = columns(on, self.team)
        end = on + timedelta(days=self.days)
        self.table.title = [("Deadlines", "title"), (f" {len(items)} · to {words.day(end)[:-5]}", "muted")]
        self.table.note = [("with what is met", "muted")] if self.met else []
        self.table.empty = "Nothing is due in these days."
        self.table.put_groups(by_day(items, on))
        worker = next((w for w in shown.staff() if w.cm == shown.cm), None)
        title: Spans = [("The whole team", "title")] if self.team or not worker else [(worker.name, "title")]
        who = f" · {words.some(len(shown.staff()), 'case manager')}" if self.team else ""
        self.head.show([*title, (who, "text")], [self._sums(items)])

    def _sums(self, items: list[ClockItem]) -> Spans:
        spans: Spans = []
        for status in _RANK:
            count = sum(item.status == status for item in items)
            if count:
                symbol, role = words.MARKS[status]
                spans += [(f"{symbol} {count} {status.replace('-', ' ')}", role), ("   ", "text")]
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
        self.read()

    def action_met(self) -> None:
        self.met = not self.met
        self.read()

    def action_ahead(self, days: int) -> None:
        self.days = max(7, min(366, self.days + days))
        self.read()
