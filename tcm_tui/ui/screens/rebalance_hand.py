"""``T`` on Rebalance: members of one worker marked by hand, to be given away for a leave or brought back after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container

from tcm_tui.desk.forms.shapes import Field, Form
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import commands, words
from tcm_tui.ui.screens.over import Over, over_bindings
from tcm_tui.ui.screens.pick import WorkerScreen
from tcm_tui.ui.screens.rebalance_forms import Kit, Wrong, day, worker
from tcm_tui.ui.screens.rebalance_rows import one
from tcm_tui.ui.widgets.bands import KeyBar
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.screens.rebalance_rows import Names
    from tcm_tui.ui.shown import Shown
    from tcm_tui.ui.source import Source, WorkerName

Marked = Callable[[str, "list[Held]", "list[Held]"], None]


class WhoseScreen(WorkerScreen):
    """Whose members."""

    TITLE = "Whose members?"

    def __init__(self, staff: Sequence[WorkerName], then: Callable[[str], None]) -> None:
        super().__init__(staff)
        self.then = then

    async def chosen(self, key: str) -> None:
        self.then(key)


class HandScreen(Over):
    """now: the worker's members; before: those who were theirs. then: called with what was marked of both."""

    CONTEXTS: ClassVar[tuple[str, ...]] = ("hand",)
    BINDINGS = over_bindings("hand")

    def __init__(self, cm: str, names: Names, now: list[Held], before: list[Held], then: Marked) -> None:
        super().__init__()
        self.cm, self.names, self.then = cm, names, then
        self.now, self.before = now, before
        self.marks: set[str] = set()

    def compose(self) -> ComposeResult:
        self.table: Table[Held] = Table(self._columns(), lambda held: held.member, id="hand")
        self.table.corners = "┌┐"
        self.table.empty = "Nobody."
        self.key_bar = KeyBar()
        with Container(id="handbox"):
            yield self.table
            yield self.key_bar
        self._show()

    def on_mount(self) -> None:
        self.key_bar.show([c for c in commands.of(["hand", "list"]) if c.bar and c.id != "list.open"])

    def _columns(self) -> tuple[Column[Held], ...]:
        return (
            Column("mark", "", lambda h, n: [("☒", "good")] if h.member in self.marks else [("☐", "muted")], 1),
            Column("name", "Member", lambda h, n: [(h.name, "text")], 16, 30, 3, sort=lambda h: h.name.casefold()),
            Column("id", "", lambda h, n: [(h.member, "muted")], 6, 10, 1, 3),
            Column(
                "program",
                "Program",
                lambda h, n: words.PROGRAMS.get(h.program, h.program),
                10,
                18,
                1,
                2,
                sort=lambda h: h.program,
            ),
            Column("with", "Since", self._since, 28, 44, 2, 1, sort=lambda h: h.since),
        )

    def _since(self, held: Held, cells: int) -> Spans:
        if held.until is None:
            return [(words.short(held.since), "muted")]
        until = f"until {words.soon(held.until)}"
        return [(until, "text"), (f", with {one(self.names[held.cm], cells - len(until) - 7)}", "muted")]

    def _show(self) -> None:
        name = self.names[self.cm]
        self.table.title = [("By hand", "title"), (f" · {name} · {len(self.marks)} marked", "text")]
        now = Group(f"With {name}: to give away", self.now, note=[(str(len(self.now)), "muted")])
        before = Group("With somebody else now: to bring back", self.before, note=[(str(len(self.before)), "muted")])
        self.table.put_groups([group for group in (now, before) if group.rows])

    def records_changed(self) -> None:
        """Somebody else has written: whom the worker has may be others now."""
        app: TcmApp = self.app  # type: ignore[assignment]
        with app.careful():
            self.now, self.before = app.shown.source.held(self.cm, app.shown.on)
            self.marks &= {held.member for held in [*self.now, *self.before]}
            self._show()

    def back(self) -> bool:
        """esc shows all again before it closes."""
        return self.table.back()

    def action_mark(self) -> None:
        """Mark the member or take the mark away; the cursor goes on."""
        if self.table.row is not None:
            self.marks ^= {self.table.row.member}
            self._show()
            self.table.action_move(1)

    def action_mark_all(self) -> None:
        """Mark everybody who is shown in this part, or nobody when all are marked."""
        row = self.table.row
        rows = [line.row for line in self.table.listing.lines if line.row is not None]
        shown = [held.member for held in rows if self._like(held, row)]
        self.marks = self.marks - set(shown) if set(shown) <= self.marks else self.marks | set(shown)
        self._show()

    def _like(self, held: Held, row: Held | None) -> bool:
        return row is None or (held.until is None) == (row.until is None)

    def on_table_opened(self, event: Table.Opened) -> None:
        self.action_go()

    def action_go(self) -> None:
        """With those marked, or with the one under the cursor."""
        marks = self.marks or ({self.table.row.member} if self.table.row else set())
        self.app.pop_screen()
        self.then(
            self.cm,
            [held for held in self.now if held.member in marks],
            [held for held in self.before if held.member in marks],
        )


# ── to whom, from when ────────────────────────────────────────────────────────────────────────────


class Giving(NamedTuple):
    """to: None spreads them over whom the rules and the weights find best."""

    to: str | None
    effective: date
    until: date | None


def giving(shown: Shown, names: Names, cm: str, members: Sequence[str]) -> Kit:
    """The form for members who are given away by hand."""
    form = Form(
        "give-members",
        f"Give {words.some(len(members), 'member')} of {names[cm]}",
        (
            Field("to", "To", "worker", help="Empty: whoever suits best, as moves to accept one by one"),
            Field("effective", "From", "day", True, help="The first day with the new case manager"),
            Field("until", "Until", "day", help="The last day; then they come back. Empty: for good"),
        ),
        "give",
    )

    def read(texts: Mapping[str, str]) -> Giving:
        to = worker(shown, texts, "to") if texts["to"].strip() else None
        effective, until = day(texts, "effective", shown.today), day(texts, "until", shown.today)
        if effective is None:
            raise Wrong(effective="From which day? Type fri, +2d, eom or 2026-11-20.")
        if until is not None and until < effective:
            raise Wrong(until="They are to be back before they go; correct one of the days.")
        if to == cm:
            raise Wrong(to=f"They are with {names[cm]} already.")
        if to is None and until is not None:
            raise Wrong(until="To spread them for a leave, ask with l: what if somebody is out, from and until.")
        return Giving(to, effective, until)

    def judge(value: Giving) -> tuple[str, tuple[Reason, ...]]:
        count = words.some(len(members), "member")
        if value.to is None:
            return "ok", (Reason("R31", f"nothing is written yet: {count} to be moved, wherever suits best", ""),)
        until = f" until {words.day(value.until)}" if value.until else ""
        said = f"{count} in one write to {names[value.to]}{until}; ctrl+z takes it back"
        return "ok", (Reason("R31", said, ""),)

    def store(source: Source, value: Giving, because: str | None) -> WriteResult:
        assert value.to is not None
        return source.hand_over(cm, value.to, value.effective, shown.today, members, value.until, because)

    def said(value: Any) -> str:
        return f"{words.some(len(members), 'member')} given to {names[value.to]} from {words.day(value.effective)} on."

    begin = {"to": "", "effective": shown.on.isoformat(), "until": ""}
    return Kit(form, begin, read, judge, store, said, lambda value: value.to is not None)
