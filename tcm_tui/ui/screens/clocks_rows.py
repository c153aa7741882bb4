"""A line of the list of deadlines: what it is, how late, and where it lies on a line of days."""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.views import ClockItem
from tcm_tui.ui import words
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans

LATE = ("overdue", "missed")
DONE = ("met", "met-late")
_BEFORE, _AFTER = 3, 31
RANK = {"overdue": 0, "missed": 1, "due-today": 2, "open": 3, "scheduled": 4, "on-hold": 5, "met-late": 6, "met": 7}


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


def columns(on: date, team: bool, named: bool = False) -> tuple[Column[ClockItem], ...]:
    """The columns as of a day; the worker only in the team's list, and the first to go where headings name them."""
    found: list[Column[ClockItem]] = [
        Column(
            "status", "Status", lambda c, n: words.status(c.status), 11, 12, 1, sort=lambda c: RANK.get(c.status, 9)
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
                4 if named else 2,
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
