"""What the two lines below the week say about the block or the line under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tcm_tui.desk.views import Budget, ClockItem, PlannedVisit, UnitsView, Unmet, Visit, WriteResult
from tcm_tui.rules import saying
from tcm_tui.ui import words
from tcm_tui.ui.screens.clocks import what
from tcm_tui.ui.screens.week_queue import Note
from tcm_tui.ui.widgets.grid_items import KINDS, Item
from tcm_tui.ui.widgets.wrap import wrap
from tcm_tui.ui.words import Spans

DOT = (" · ", "muted")


def budget_days(days: Sequence[date], on: date) -> list[date]:
    """A day of each month that meets in these days, from which its budget is seen: ``on`` in its own month."""
    found: dict[tuple[int, int], list[date]] = {}
    for day in days:
        found.setdefault((day.year, day.month), []).append(day)
    return [
        on if month == (on.year, on.month) else same[-1] if same[-1] < on else same[0] for month, same in found.items()
    ]


def budgets(found: Mapping[date, UnitsView], on: date, cells: int) -> Spans:
    """What is left today, and of each month; shorter words where the line is narrow."""
    for brief in (False, True):
        spans: Spans = []
        for day, view in found.items():
            if day == on:
                spans += [("today ", "muted"), (_today(view), "text"), DOT]
            month = f"{saying.month(day)} " if len(found) > 1 else "month "
            spans += [(month, "muted"), (_short(view.month) if brief else words.sum_of(view.month), "text"), DOT]
        if words.length(spans[:-1]) <= cells:
            break
    return spans[:-1]


def _today(view: UnitsView) -> str:
    over = f", {view.day.over} over" if view.day.over else ""
    return f"{view.available_today} left{over}"


def _short(budget: Budget) -> str:
    """``18+3 of 25, 4 left``"""
    if budget.limit is None:
        return words.left(budget)
    held = "+".join(str(n) for n in (budget.used + budget.external, budget.scheduled) if n or n is budget.used)
    return f"{held or 0} of {budget.limit}, {words.left(budget)}"


def span(day: date, start: int | None, stop: int | None, on: date) -> str:
    """``Thu 19 09:00-09:45``; ``today`` for the day looked from."""
    said = words.near(day, on)
    if said != "today" and not said.startswith(saying.weekday(day)):
        said = f"{saying.weekday(day)} {said}"
    if start is None:
        return said
    return f"{said} {words.clock(start)}" + (f"-{words.clock(stop)}" if stop is not None else "")


def sort_of(kind: str, units: int) -> str:
    """``community contact 4u``"""
    name = KINDS.get(kind, (kind, kind))[0]
    name = name if kind in ("provider", "fixed") else f"{name} contact"
    return f"{name} {units}u" if units else name


def of_due(item: ClockItem) -> Spans:
    spans: Spans = [(item.member_name or item.cm_name or "", "strong"), (f" · {what(item)} ", "text")]
    spans += words.status(item.status)
    spans += [(" · due ", "muted"), (words.day(item.due_on)[:-5], "text")]
    if item.plan_by and item.plan_by != item.due_on:
        spans += [(" · plan by ", "muted"), (words.day(item.plan_by)[:-5], "text")]
    return spans


def of_visit(visit: Visit, due: Sequence[ClockItem], on: date, cells: int) -> Spans:
    """Member, time, state, and what of theirs is due; the kind as long as the cells allow."""
    head: Spans = [(visit.member_name, "strong"), DOT, (f"{span(visit.date, visit.start, visit.stop, on)} ", "text")]
    head += words.status(visit.status)
    tail: Spans = []
    for item in due:
        if item.member == visit.member and item.kind in ("outreach", "contact"):
            tail += [(f" · {item.kind} due ", "muted"), (words.near(item.due_on, on), "text")]
    return _with_kind(head, sort_of(visit.kind, visit.units), visit.units, tail, cells)


def of_ghost(visit: PlannedVisit, on: date, cells: int) -> Spans:
    """Member, time, and what the proposal serves; the kind as long as the cells allow."""
    head: Spans = [(visit.member_name, "strong"), DOT, (f"{span(visit.date, visit.start, visit.stop, on)} ", "text")]
    head += [("░ better cancelled" if visit.state == "dropped" else "░ proposed", "info")]
    tail: Spans = []
    if visit.serves:
        tail += [(" · for ", "muted"), (" and ".join(visit.serves), "strong")]
    if visit.moved_from:
        day, start = visit.moved_from
        tail += [(" · moved from ", "muted"), (span(day, start, None, on), "text")]
    return _with_kind(head, sort_of(visit.kind, visit.units), visit.units, tail, cells)


def _with_kind(head: Spans, said: str, units: int, tail: Spans, cells: int) -> Spans:
    """A line about a visit, with as much of its kind as fits."""
    spans: Spans = []
    for kind in (said, said.replace(" contact", ""), f"{units}u", ""):
        spans = [*head, *([DOT, (kind, "text")] if kind else []), *tail]
        if words.length(spans) <= cells:
            break
    return spans


def of_item(item: Item, day: date, on: date) -> Spans:
    """What is no visit: the worker's own appointment, leave, a closed day."""
    if item.what == "away":
        return [(words.day(day), "strong"), (f" · – {item.kind}", "muted"), DOT, (item.name, "text")]
    return [(item.name, "strong"), DOT, (span(day, item.start, item.stop, on), "text"), (" · fixed", "muted")]


def of_plan(row: Unmet | Note, cells: int, sure: bool = True) -> tuple[Spans, Spans]:
    """What can't be met and why; or a sentence about the plan. Two lines of so many cells. sure: it is known."""
    if isinstance(row, Note):
        first, *more = wrap([(row.kind.capitalize(), "strong"), DOT, (row.text, "text")], cells)
        return first, [span for line in more for span in line]
    alone = ", even alone" if row.alone else " with the others"
    said = (f"✗ can't be met{alone}", "bad") if sure else ("○ left out so far", "warn")
    head: Spans = [(row.member_name, "strong"), (f" · {row.kind} ", "text"), said]
    head += [(" · due ", "muted"), (words.day(row.due_on)[:-5], "text")]
    return head, [("; ".join(row.because), "text")]


def of_answer(answer: WriteResult | None, cells: int, lines: int) -> list[Spans]:
    """What the rules say, each reason with its rule: the first in full, more where so many lines hold them."""
    if answer is None:
        return []
    told: list[Spans] = []
    for reason in answer.reasons:
        more = wrap([(f"{reason.rule} ", "strong"), (reason.text, "text")], cells)
        if told and len(told) + len(more) > lines:
            break
        told += more
    return told[:lines]


def not_booked(refused: Sequence[tuple[PlannedVisit, WriteResult]]) -> str:
    """Which visits of the plan could not be booked and why, in one sentence."""
    visit, result = refused[0]
    why = "; ".join(f"{reason.rule} {reason.text}" for reason in result.reasons)
    more = f" and {len(refused) - 1} more" if len(refused) > 1 else ""
    return f"{visit.member_name}{more} not booked: {why}"


def week_said(monday: date, on: date) -> Spans:
    """``16-20 Nov · this week``"""
    friday = monday + timedelta(days=4)
    first = f"{monday.day}" if monday.month == friday.month else f"{monday.day} {saying.month(monday)}"
    weeks = (monday - (on - timedelta(days=on.weekday()))).days // 7
    said = {0: "this week", 1: "next week", -1: "last week"}.get(weeks)
    said = said or (f"in {weeks} weeks" if weeks > 0 else f"{-weeks} weeks ago")
    return [(f"{first}-{friday.day} {saying.month(friday)}", "strong"), (f" · {said}", "muted")]
