"""A line of the staff sheet: standing, consultation by week as bars, and what the worker may take and bill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tcm_tui.desk.views.staff import ConsultationWeek, StaffRow
from tcm_tui.rules.qualification import May
from tcm_tui.ui import words
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.words import Spans

MARKS = {
    "lapsed": ("✗", "bad"),
    "not-shown": ("!", "warn"),
    "lapsing": ("!", "warn"),
    "qualified": ("✓", "good"),
    "not-asked": ("–", "muted"),
}
"""Symbol and colour of each standing, the gravest first."""
RANK = {word: place for place, word in enumerate(MARKS)}
WEEK_MARKS = {"met": ("✓", "good"), "open": ("○", "warn"), "short": ("✗", "bad"), "not-held": ("–", "muted")}
MAY_MARKS = {"ok": ("✓", "good"), "warn": ("!", "warn"), "refused": ("✗", "bad"), "no-row": ("–", "muted")}
STEPS = "▁▂▃▄▅▆▇"
"""Parts of the minutes asked; a whole block is all of them."""


def lacking(row: StaffRow) -> str:
    """What is missing, or will be: ``certification, coaching``."""
    return ", ".join(item.what.replace("-", " ") for item in row.missing)


def standing(row: StaffRow) -> Spans:
    """``✓ qualified to 22 Jan 27``, ``! ends 9 Dec 26: certification``, ``✗ lapsed: certification``."""
    symbol, role = MARKS[row.status]
    if row.status == "lapsing":
        return [(f"{symbol} ends {words.soon(row.through)}", role), (f": {lacking(row)}", "text")]
    word = row.status.replace("-", " ")
    if row.through is not None:
        return [(f"{symbol} {word}", role), (f" to {words.soon(row.through)}", "text")]
    return [(f"{symbol} {word}", role), (f": {lacking(row)}" if row.missing else "", "text")]


def bars(weeks: Sequence[ConsultationWeek]) -> Spans:
    """A cell a week: a whole block is the hour, less is a part of it, ``·`` is nothing."""
    spans: Spans = []
    for week in weeks:
        role = WEEK_MARKS[week.status][1]
        if not week.short:
            spans.append(("█", role))
        elif not week.minutes:
            spans.append(("·", role))
        else:
            spans.append((STEPS[min(len(STEPS) - 1, week.minutes * len(STEPS) // week.required)], role))
    return spans


def this_week(row: StaffRow) -> Spans:
    """``✓ 75 min``, ``○ 15 min to go``."""
    if not row.weeks:
        return []
    week = row.weeks[-1]
    symbol, role = WEEK_MARKS[week.status]
    return [(f"{symbol} {week.short} min to go" if week.short else f"{symbol} {week.minutes} min", role)]


def until(held: bool, day: date | None, asked: bool) -> Spans:
    """Until when a certification or exam holds: ``✓ 1 Dec 26``, ``✓ no expiry``, ``✗ 14 Nov 26``, ``! none``."""
    if not asked and not held and day is None:
        return [("–", "muted")]
    if held:
        return [("✓ ", "good"), (words.soon(day) if day else "no expiry", "text")]
    return [(f"✗ {words.soon(day)}", "bad")] if day else [("! none", "warn")]


def names(mays: Sequence[May], *verdicts: str) -> list[str]:
    """The modifiers or programs of these verdicts, in short words."""
    return [words.SHORT_PROGRAMS.get(may.what or "", may.what or "none") for may in mays if may.verdict in verdicts]


def bills(row: StaffRow) -> Spans:
    """``TF TG``; what is only billed with a warning where there is nothing else; ``✗ none`` without any."""
    free, warned = names(row.bills, "ok"), names(row.bills, "warn")
    if free:
        return [(" ".join(free), "text")]
    return [(f"! {' '.join(warned)}", "warn")] if warned else [("–", "muted")]


def takes(row: StaffRow) -> Spans:
    """The programs of the worker, those of other caseloads that only a qualification opens behind a plus."""
    own = names(row.takes, "ok")
    more = [m for m in row.takes if m.verdict == "warn" and m.what in ("intensive", "wraparound")]
    spans: Spans = [(" ".join(own), "text")] if own else [(f"✗ {words.SHORT_PROGRAMS.get(row.type, row.type)}", "bad")]
    return spans + [(f" +{words.SHORT_PROGRAMS.get(m.what or '', '')}", "info") for m in more]


def facilitating(row: StaffRow, on: date) -> Spans:
    """What wraparound asks beside the consultation: ``○ training Mon 30``, ``✓ coached``, ``! no coaching``."""
    if row.coached is None:
        return [("–", "muted")]
    clock = next((clock for clock in row.clocks if clock.rule == "R45"), None)
    coached: Spans = [] if row.coached else [("! no coaching", "warn")]
    if clock is None:
        return coached or [("✓ coached", "good")]
    what = clock.what.replace("wraparound", "").strip("-")
    mark = ("✗", "bad") if clock.status == "overdue" else ("○", "warn")
    spans: Spans = [(f"{mark[0]} {what} ", mark[1]), (words.near(clock.due_on, on), "text")]
    return [*spans, *([(" ", "text"), *coached] if coached else [])]


def kind(row: StaffRow, cells: int) -> str:
    full = f"{row.level} {words.PROGRAMS.get(row.type, row.type)}"
    return full if len(full) <= cells else f"{row.level} {words.SHORT_PROGRAMS.get(row.type, row.type)}"


def columns(on: date) -> tuple[Column[StaffRow], ...]:
    def order(row: StaffRow) -> tuple[int, date]:
        return RANK[row.status], row.through or date.max

    return (
        Column("name", "Case manager", lambda r, n: r.name, 16, 28, 2, sort=lambda r: r.name.casefold()),
        Column("kind", "Program", kind, 8, 22, 1, 2, sort=lambda r: kind(r, 22)),
        Column("standing", "Qualification", lambda r, n: standing(r), 24, 44, 4, sort=order),
        Column("weeks", "8 weeks", lambda r, n: bars(r.weeks), 8, 8, 0, 1),
        Column(
            "week", "Consultation", lambda r, n: this_week(r), 14, 14, 0, 4, sort=lambda r: r.short_now or None
        ),
        Column("bills", "Bills", lambda r, n: bills(r), 6, 9, 1, 0, sort=lambda r: " ".join(names(r.bills, "ok"))),
        Column("takes", "Takes", lambda r, n: takes(r), 9, 14, 1, 3),
        Column(
            "certified",
            "Certification",
            lambda r, n: until(r.certified, r.certified_until, r.status != "not-asked"),
            13,
            13,
            0,
            5,
            sort=lambda r: r.certified_until,
        ),
        Column(
            "exam",
            "Exam",
            lambda r, n: until(r.examined, r.exam_until, r.status != "not-asked"),
            11,
            13,
            0,
            8,
            sort=lambda r: r.exam_until,
        ),
        Column("clock", "Wraparound", lambda r, n: facilitating(r, on), 19, 34, 1, 7),
        Column("annual", "Hours", lambda r, n: annual(r), 5, 5, 0, 9, True, sort=lambda r: r.annual),
        Column("site", "Site", lambda r, n: r.site, 10, 24, 2, 11, sort=lambda r: r.site.casefold()),
    )  # fmt: skip


def annual(row: StaffRow) -> str:
    """The yearly hours of R48: ``1,141``."""
    return f"{row.annual:,}" if row.annual else "–"
