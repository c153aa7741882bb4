"""The week's queue: everything due, most urgent first; what a plan can't meet stands above it with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tcm_tui.desk.views import ClockItem, PlanView, Unmet
from tcm_tui.ui import words
from tcm_tui.ui.screens.clocks import LATE, what
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans


class Note(NamedTuple):
    """A sentence about the plan: way out, together (what can't be done together), or note."""

    kind: str
    text: str

    @classmethod
    def of(cls, names: Sequence[str]) -> Note:
        """What can't be done together."""
        return cls("together", "only some of: " + ", ".join(names))


Row = ClockItem | Unmet | Note
SIGNS = {"way out": ("→", "good"), "together": ("!", "warn"), "note": ("·", "muted")}


def key_of(row: Row) -> str:
    if isinstance(row, ClockItem):
        return f"{row.kind}|{row.member}|{row.ref}|{row.due_on}"
    if isinstance(row, Unmet):
        return f"unmet|{row.kind}|{row.member}|{row.due_on}"
    return f"{row.kind}|{row.text}"


def urgency(item: ClockItem, on: date, cells: int) -> Spans:
    """``✗ 1d late``, ``! today``, ``○ Wed 25``, ``○ 30d open``: the clock's state in few cells."""
    symbol, role = words.MARKS.get(item.status, ("·", "text"))
    if item.status in LATE:
        days = f"{item.late_by}d late"
        ways = (f"{symbol} {days}", f"{symbol}{days}", f"{symbol} {item.status}", f"{symbol} late")
        return [(next((said for said in ways if len(said) <= cells), ways[-1]), role)]
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


def _clock(row: Row) -> ClockItem:
    assert isinstance(row, ClockItem)
    return row


def columns(on: date) -> tuple[Column[Row], ...]:
    """The columns of what is due, as of a day."""
    return (
        Column(
            "when",
            "By",
            lambda c, n: urgency(_clock(c), on, n),
            8,
            12,
            1,
            sort=lambda c: _clock(c).plan_by or _clock(c).due_on,
        ),
        Column(
            "what",
            "What",
            lambda c, n: short_what(_clock(c)) if n < 13 else what(_clock(c)),
            8,
            24,
            2,
            1,
            sort=lambda c: what(_clock(c)),
        ),
        Column(
            "member",
            "Member",
            lambda c, n: [(words.brief(_clock(c).member_name or _clock(c).member or "–", n), "text")],
            8,
            30,
            3,
            sort=lambda c: (_clock(c).member_name or "").casefold() or None,
        ),
    )


def _unmet(row: Row, cells: int) -> Spans:
    assert isinstance(row, Unmet)
    return [(f"✗ {row.kind}", "bad")]


def _whom(row: Row, cells: int) -> Spans:
    assert isinstance(row, Unmet)
    return [(words.brief(row.member_name, cells), "text")]


def _why(row: Row, cells: int) -> Spans:
    assert isinstance(row, Unmet)
    return [("; ".join(row.because), "muted")]


def _told(row: Row, cells: int) -> Spans:
    assert isinstance(row, Note)
    sign, role = SIGNS.get(row.kind, ("·", "muted"))
    return [(f"{sign} ", role), (row.text, "text")]


UNMET: tuple[Column[Row], ...] = (
    Column("what", "", _unmet, 10, 12),
    Column("member", "", _whom, 8, 16, 1),
    Column("why", "", _why, 12, 0, 3, 1),
)
NOTES: tuple[Column[Row], ...] = (Column("text", "", _told, 8, 0, 1),)


def found_out(plan: PlanView) -> bool:
    """Whether what the plan leaves out is known to be impossible: a first plan only has not come to it."""
    return plan.stage in ("proved", "best found")


def groups(due: Sequence[ClockItem], plan: PlanView | None, on: date) -> list[Group[Row]]:
    """What is due; above it what a plan leaves undone, and what would help."""
    found: list[Group[Row]] = []
    notes = [Note.of(names) for names in plan.conflicts] if plan else []
    if plan and (plan.unmet or notes):
        title = "Can't be met this week" if found_out(plan) else "Left out so far"
        found.append(Group(title, plan.unmet, UNMET, [(str(len(plan.unmet)), "muted")]))
        found.append(Group("", notes, NOTES))
    if plan and plan.ways_out:
        found.append(Group("Ways out", [Note("way out", text) for text in plan.ways_out], NOTES))
    if plan and plan.notes:
        found.append(Group("About the plan", [Note("note", text) for text in plan.notes], NOTES))
    if not found:
        return [Group("", due)]
    return [*found, Group("Due", due, columns(on), [(str(len(due)), "muted")])]
