"""The parts of a member's page as groups of lines: ledger, clocks, plan, stays, and the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from tcm_tui.desk.views import ClockItem, LedgerLine, MemberView, StayLine
from tcm_tui.ui import words
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans


Cell = Spans | str | Callable[[int], Spans]
"""What a cell shows; a function of the width for what is drawn to fit (a line of days)."""


class Item(NamedTuple):
    """A line of the page: its key, its cells in order, what ``e`` explains, and a sentence about it."""

    key: str
    cells: tuple[Cell, ...]
    subject: Subject
    says: Spans = []  # noqa: RUF012 - never changed
    order: tuple[object, ...] = ()


def _column(at: int, title: str, least: int, most: int = 0, grow: int = 0, rank: int = 0, right: bool = False) -> Column[Item]:
    def order(item: Item) -> object:
        return item.order[at] if at < len(item.order) else None

    def cell(item: Item, cells: int) -> Spans | str:
        found = item.cells[at]
        return found(cells) if callable(found) else found

    return Column(f"{title}{at}", title, cell, least, most, grow, rank, right, order)


LEDGER = (
    _column(0, "Day", 10, 10),
    _column(1, "Time", 11, 13, 0, 4),
    _column(2, "Activity", 13, 24, 3, 1),
    _column(3, "Place", 6, 10, 1, 5),
    _column(4, "Min", 4, 4, 0, 3, True),
    _column(5, "Units", 5, 5, 0, 0, True),
    _column(6, "Status", 16, 20, 1),
    _column(7, "Left", 4, 4, 0, 0, True),
    _column(8, "Note", 8, 12, 0, 2),
    _column(9, "By", 6, 10, 1, 6),
)
CLOCKS = (_column(0, "What", 12, 26, 2), _column(1, "Status", 13, 16, 1), _column(2, "Due", 10, 12), _column(3, "", 12, 18, 1, 2))
VISITS = (_column(0, "Day", 10, 12), _column(1, "Time", 11, 13), _column(2, "Kind", 12, 20, 2), _column(3, "Status", 11, 14, 1), _column(4, "Units", 5, 5, 0, 1, True))
STAYS = (_column(0, "Kind", 9, 20, 1), _column(1, "From", 10, 11), _column(2, "Until", 18, 22), _column(3, "Window", 18, 30, 2, 3), _column(4, "Line of days", 12, 60, 4, 2))
PLANS = (_column(0, "Plan", 24, 28, 1), _column(1, "Contacts", 20, 20, 0, 3), _column(2, "Signatures", 20, 90, 4))
FINDINGS = (_column(0, "", 9, 9), _column(1, "Rule", 7, 8), _column(2, "Finding", 20, 120, 4))
PLAIN = (_column(0, "", 12, 26, 1), _column(1, "", 10, 60, 3), _column(2, "", 11, 40, 3, 2))


def ledger(view: MemberView) -> list[Group[Item]]:
    """The month of the day, service by service with what was left after each; then the months before."""
    month = (view.on.year, view.on.month)
    here = [s for s in view.services if (s.date.year, s.date.month) == month]
    before = [s for s in view.services if (s.date.year, s.date.month) < month]
    budget = view.units.month
    title = f"Ledger {words.month(view.on)}"
    groups = [Group(title, [_service(view, s) for s in here], LEDGER, [(words.sum_of(budget), "muted")])]
    if not here:
        groups[0] = Group(title, [], LEDGER, [("no service yet · ", "muted"), (words.sum_of(budget), "muted")])
    if before:
        groups.append(Group("Months before", [_service(view, s) for s in reversed(before)], LEDGER, [(f"{len(before)}", "muted")]))
    return groups


def _service(view: MemberView, s: LedgerLine) -> Item:
    units: Spans = [(str(s.units), "strong" if s.units else "muted")]
    if s.payable_units < s.units:
        units = [(f"{s.payable_units}/{s.units}", "warn")]
    note: Spans = [(f"{s.elements_present} of 11", "muted" if not s.elements_missing else "warn")]
    says: Spans = [(s.activity.replace("-", " "), "strong"), (f" {words.day(s.date)} {words.clock(s.start)}-{words.clock(s.stop)} · ", "text")]
    says += words.status(s.status)
    says += [(f" · {s.payable_units} of {words.some(s.units, 'unit')} payable", "text")]
    if s.elements_missing:
        says += [(f" · note lacks {', '.join(map(str, s.elements_missing))}", "warn")]
    return Item(
        f"service {s.service}",
        (
            words.near(s.date, view.on) if (s.date.year, s.date.month) == (view.on.year, view.on.month) else words.short(s.date)[:-5] + f" {s.date:%y}",
            f"{words.clock(s.start)}-{words.clock(s.stop)}",
            s.activity.replace("-", " "),
            s.place or "–",
            str(s.minutes),
            units,
            words.status(s.status),
            [(str(s.balance) if s.balance is not None else "–", "text" if s.balance else "warn")],
            note,
            [(s.cm, "muted")],
        ),
        Subject("service", view.member, s.service),
        [*says, (f" · {s.service}", "muted")],
        (s.date, s.start, s.activity, s.place or "", s.minutes, s.units, s.status, s.balance if s.balance is not None else -1, s.elements_present, s.cm),
    )  # fmt: skip


def clocks(view: MemberView) -> list[Group[Item]]:
    from tcm_tui.ui.screens.clocks import late, what

    def item(c: ClockItem) -> Item:
        counts = f" {c.done}/{c.required}" if c.required and c.required > 1 else ""
        says: Spans = [(what(c), "strong"), (" · ", "muted"), *words.status(c.status), (f" · due {words.day(c.due_on)}", "text")]
        return Item(
            f"clock {c.kind} {c.what} {c.ref} {c.due_on}",
            (what(c) + counts, words.status(c.status), words.near(c.due_on, view.on), late(c, view.on)),
            Subject("clock", view.member, c.ref or "", c),
            says,
            (what(c), c.status, c.due_on, c.late_by),
        )

    return [Group("Contacts and clocks", [item(c) for c in view.clocks], CLOCKS)]


def visits(view: MemberView) -> list[Group[Item]]:
    def items() -> list[Item]:
        return [
            Item(
                f"visit {v.appointment}",
                (words.near(v.date, view.on), f"{words.clock(v.start)}-{words.clock(v.stop)}", v.kind.replace("-", " "), words.status(v.status), str(v.units)),
                Subject("units", view.member),
                [(v.kind.replace("-", " "), "strong"), (f" {words.day(v.date)} ", "text"), *words.status(v.status), (f" · {v.appointment}", "muted")],
                (v.date, v.start or 0, v.kind, v.status, v.units),
            )
            for v in view.visits
        ]

    return [Group("Visits", items(), VISITS)]


def _span_of(view: MemberView) -> tuple[date, date]:
    """The days the line of stays covers: all of them, the windows, and today."""
    ends = [s.discharge_on or view.on for s in view.stays]
    return min([s.admitted_on for s in view.stays] + [view.on]), max([*ends, view.on]) + timedelta(days=3)


def stays(view: MemberView) -> list[Group[Item]]:
    """Each stay with its window, on a line of days common to all."""
    if not view.stays:
        return []
    first, last = _span_of(view)
    months = f"{words.short(first)} … {words.short(last)}"
    return [Group("Stays", [_stay(view, s) for s in view.stays], STAYS, [(f"line of days {months}, today ┃, window ▓", "muted")])]


def _stay(view: MemberView, s: StayLine) -> Item:
    until = "not known" if s.discharge_on is None else words.short(s.discharge_on) + (" planned" if s.planned else "")
    if s.window_from and s.window_to:
        window: Spans = [("✓ open " if s.open_now else "– ", "good" if s.open_now else "muted"), (f"{words.near(s.window_from, view.on)}–{words.near(s.window_to, view.on)}", "text")]
    else:
        window = [("– no window", "muted")]
    nights = f" · {words.some(s.nights, 'night')}" if s.nights is not None else ""
    says: Spans = [(s.kind.replace("-", " "), "strong"), (f" {words.day(s.admitted_on)} to {words.day(s.discharge_on) if s.discharge_on else 'not known'}{' planned' if s.planned else ''}{nights}", "text")]
    says += [(f" · window {words.day(s.window_from)} to {words.day(s.window_to)}", "text")] if s.window_from else [(" · no transition window", "muted")]
    says += [] if s.covered else [(" · not covered", "warn")]
    first, last = _span_of(view)
    inner = (s.window_from, s.window_to) if s.window_from and s.window_to else None

    def line(cells: int) -> Spans:
        return bars.axis(s.admitted_on, s.discharge_on or last, inner, view.on, first, last, cells)

    return Item(
        f"stay {s.kind} {s.admitted_on}",
        (s.kind.replace("-", " "), words.short(s.admitted_on), until, window, line),
        Subject("stay", view.member, f"{s.kind}:{s.admitted_on}"),
        says,
        (s.kind, s.admitted_on, s.discharge_on or date.max, s.window_from or date.max),
    )




def _signed(by: str, on: date | None) -> Spans:
    return words.status("signed", f"{by} {words.short(on)}") if on else words.status("unsigned", f"{by} not signed")


def plans(view: MemberView) -> list[Group[Item]]:
    """Each plan with its three signatures."""
    items = []
    for start, end, each_month, *signed in view.plans:
        signatures: Spans = []
        for by, day in zip(("member", "worker", "professional"), signed, strict=True):
            signatures += [*_signed(by, day), ("  ", "text")]
        contacts = words.some(each_month, "contact") + " a month" if each_month else "1 contact a month"
        items.append(
            Item(
                f"plan {start}",
                (f"{words.short(start)} – {words.short(end) if end else 'open'}", contacts, signatures),
                Subject("plan", view.member, str(start)),
                [("plan ", "strong"), (f"{words.short(start)} – {words.short(end)} · {contacts} · ", "text"), *signatures],
                (start, each_month or 1, sum(day is None for day in signed)),
            )
        )
    return [Group("Service plan", items, PLANS)] if items else [Group("Service plan", [], PLANS, words.status("warn", "no plan on record"))]


def others(view: MemberView) -> list[Group[Item]]:
    """Residences, authorizations, workers, outreach attempts."""
    none = Subject("units", view.member)
    until = lambda end: f"until {words.short(end)}" if end else "now"  # noqa: E731
    homes = [Item(f"home {a}", (kind.replace("-", " "), f"from {words.short(a)}", until(b)), Subject("residence", view.member, f"{kind}|{a}"), [], (kind, a, b)) for kind, a, b in view.residences]
    grants = [
        Item(f"grant {number}", (number, f"{words.some(units, 'unit')} {'in all' if period == 'total' else 'a ' + period}", f"{words.short(a)} – {words.short(b)}"), none, [], (number, units, a))
        for number, units, period, a, b in view.authorizations
    ]  # fmt: skip
    people = [Item(f"cm {cm} {a}", (name, f"from {words.short(a)}", until(b)), Subject("worker", cm), [], (name, a, b)) for cm, name, a, b in view.assignments]
    tries = [Item(f"try {id}", (words.short(day), (mode or "–").replace("-", " "), (result or "–").replace("-", " ")), none, [], (day, mode, result)) for id, day, mode, result in view.outreach]
    found = [("Residences", homes), ("Authorizations", grants), ("Case managers", people), ("Outreach", tries)]
    return [Group(title, items, PLAIN) for title, items in found if items]


def findings(view: MemberView) -> list[Group[Item]]:
    """What the records are objected to."""
    items = [
        Item(f"finding {n}", (words.status(f.severity), f.rule, f.text), Subject("rule", f.rule), [*words.status(f.severity), (f" {f.text} · {f.source}", "text")], (f.severity, f.rule, f.text))
        for n, f in enumerate(view.findings)
    ]  # fmt: skip
    return [Group("Findings", items, FINDINGS, [(str(len(items)), "muted")])] if items else []
