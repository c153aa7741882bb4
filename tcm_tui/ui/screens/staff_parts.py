"""The parts of a worker's sheet, as lines with what Enter does on each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.ui import words
from tcm_tui.ui.screens.member_item import Item, column
from tcm_tui.ui.screens.staff_rows import MAY_MARKS, WEEK_MARKS
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.desk.views.staff import ConsultationWeek, HeldCredential, StaffSheet
    from tcm_tui.rules.credential_clocks import Clock
    from tcm_tui.rules.credentials import Requirement
    from tcm_tui.rules.qualification import May

ASKED = (column(0, "", 12, 12), column(1, "Rule", 4, 4), column(2, "Asked", 20, 100, 4))
CLOCKS = (
    column(0, "Status", 12, 13),
    column(1, "Due", 11, 12),
    column(2, "Clock", 20, 40, 1),
    column(3, "", 16, 60, 2, 2),
)
WEEKS = (
    column(0, "Week of", 10, 12),
    column(1, "Minutes", 9, 9, right=True),
    column(2, "┃ 60 minutes", 24, 50, 2),
    column(3, "", 16, 40, 1),
)
MAY = (column(0, "What", 18, 20), column(1, "", 14, 16), column(2, "Why", 20, 110, 4))
HELD = (
    column(0, "Kind", 19, 24, 1),
    column(1, "", 9, 9),
    column(2, "Began", 9, 11),
    column(3, "Completed", 9, 11),
    column(4, "Expires", 9, 11),
    column(5, "Amount", 7, 12, 1, 1, right=True),
)
HELD_MARKS = {
    "holds": ("✓ holds", "good"), "expired": ("✗ expired", "muted"), "begun": ("○ begun", "warn"),
    "ahead": ("◷ ahead", "info"),
}  # fmt: skip
RECORDED = frozenset(
    ("certification", "competency-exam", "experience", "crisis-experience", "training-intensive", "training-wraparound",
     "wraparound-credential", "coaching")
)  # fmt: skip
"""What is asked and is a credential of the same name; the others are met in several ways."""
MARK_AT = 2 / 3
"""Where on its line the minutes asked stand."""


def groups(sheet: StaffSheet) -> list[Group[Item]]:
    """Asked, clocks, consultation, programs, modifiers, credentials; empty parts are left out but for the last."""
    row = sheet.row
    staff = Subject("staff", row.cm)
    found = [
        Group("What is asked", [_asked(item, staff) for item in sheet.asked], ASKED),
        Group("Clocks", [_clock(clock, staff, sheet.on) for clock in row.clocks], CLOCKS),
        Group("Consultation by week", [_week(week, staff) for week in reversed(row.weeks)], WEEKS),
        Group("May take", [_may(may, staff, "program") for may in row.takes], MAY),
        Group("May bill", [_may(may, staff, "modifier") for may in row.bills], MAY),
    ]
    kept = Group("Credentials on file", [_held(c, staff) for c in sheet.credentials], HELD, _count(sheet))
    return [*(group for group in found if group.rows), kept]


def _count(sheet: StaffSheet) -> Spans:
    if not sheet.credentials:
        return words.status("warn", "none; a adds one")
    return [(str(len(sheet.credentials)), "muted")]


def _asked(item: Requirement, staff: Subject) -> Item:
    mark = ("✓ met", "good") if item.met else ("✗ lapsed", "bad") if item.lapsed else ("! not shown", "warn")
    form = "credential" if item.what in RECORDED else ""
    return Item(
        f"asked {item.rule} {item.what}",
        ([mark], item.rule, item.text),
        staff,
        [(f"{item.rule} ", "key"), mark, (f" · {item.text}", "text")],
        (item.met, item.rule, item.text),
        form,
        (("kind", item.what),) if form else (),
    )


def _clock(clock: Clock, staff: Subject, on: date) -> Item:
    late = f"{words.some(clock.late_by, 'day')} late" if clock.late_by else clock.text
    what = clock.what.replace("-", " ")
    return Item(
        f"clock {clock.ref} {clock.due_on}",
        (words.status(clock.status), words.near(clock.due_on, on), what, [(late, "muted")]),
        staff,
        [*words.status(clock.status), (f" · {what} due {words.day(clock.due_on)} · {clock.text}", "text")],
        (clock.status, clock.due_on, clock.what),
        "credential",
        (("kind", clock.what),),
    )


def bar(week: ConsultationWeek, cells: int) -> Spans:
    """The week's minutes as a line; ``┃`` stands at the minutes asked, what is beyond them behind it."""
    role = WEEK_MARKS[week.status][1]
    at = max(1, round(cells * MARK_AT))
    filled = min(at, week.minutes * at // max(1, week.required))
    if week.minutes and not filled:
        filled = 1
    beyond = min(cells - at - 1, max(0, week.minutes - week.required) * at // max(1, week.required))
    spans: Spans = [("━" * filled, role), ("·" * (at - filled), "left"), ("┃", "mark")]
    return [*spans, ("━" * beyond, role), (" " * (cells - at - 1 - beyond), "text")]


def _week(week: ConsultationWeek, staff: Subject) -> Item:
    symbol, role = WEEK_MARKS[week.status]
    says = {
        "met": "met",
        "open": f"{week.short} min to go",
        "short": f"{week.short} min short",
        "not-held": "not asked yet",
    }[week.status]
    return Item(
        f"week {week.monday}",
        (words.soon(week.monday), f"{week.minutes} min", lambda cells: bar(week, cells), [(f"{symbol} {says}", role)]),
        staff,
        [
            (f"Week of {words.day(week.monday)}", "strong"),
            (f" · {week.minutes} of {week.required} minutes of consultation · ", "text"),
            (f"{symbol} {says}", role),
        ],
        (week.monday, week.minutes, None, week.short),
        "credential",
        (("kind", "consultation"),),
    )


def _may(may: May, staff: Subject, what: str) -> Item:
    symbol, role = MAY_MARKS[may.verdict]
    said = {"ok": "yes", "warn": "with care", "refused": "no", "no-row": "no row"}[may.verdict]
    name = words.PROGRAMS.get(may.what or "", may.what or "no modifier")
    why = "; ".join(reason.text for reason in may.because) or ", ".join(may.rows)
    rules = " ".join(dict.fromkeys(reason.rule for reason in may.because))
    return Item(
        f"{what} {may.what}",
        (name, [(f"{symbol} {said}", role)], why),
        staff,
        [(name, "strong"), (f" · {symbol} {said}", role), (f" · {rules} {why}" if why else "", "text")],
        (name, may.verdict, why),
    )


def _held(c: HeldCredential, staff: Subject) -> Item:
    record = c.record
    mark = HELD_MARKS[c.status]
    kind = record.kind.replace("-", " ")
    days = (record.began_on, record.completed_on, record.expires_on)
    amount = f"{record.amount:g}" if record.amount is not None else ""
    says: Spans = [(kind, "strong"), (" · ", "muted"), mark]
    for label, day in zip(("began", "completed", "expires"), days, strict=True):
        says += [(f" · {label} {words.short(day)}", "text")] if day else []
    return Item(
        f"credential {c.key}",
        (kind, [mark], *(words.soon(day) for day in days), amount),
        staff,
        [*says, (f" · {amount}" if amount else "", "text"), (f" · {c.key}", "muted")],
        (record.kind, c.status, *(day or date.max for day in days), record.amount or 0.0),
        "credential",
        (("record", c.key), ("kind", record.kind)),
    )
