"""Where a member stands: clocks, plan and signatures, stays on a line of days, findings, and the rest."""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.views import ClockItem, MemberView, StayLine
from tcm_tui.ui import words
from tcm_tui.ui.screens.clock_acts import form_for
from tcm_tui.ui.screens.clocks import late, what
from tcm_tui.ui.screens.member_item import Item, column
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans

CLOCKS = (
    column(0, "What", 12, 26, 2),
    column(1, "Status", 13, 16, 1),
    column(2, "Due", 11, 12),
    column(3, "", 16, 20, 1, 2),
)
STAYS = (
    column(0, "Kind", 9, 20, 1),
    column(1, "From", 10, 12),
    column(2, "Until", 15, 21),
    column(3, "Window", 18, 30, 2, 3),
    column(4, "Line of days", 12, 60, 4, 2),
)
PLANS = (column(0, "Plan", 24, 28, 1), column(1, "Signatures", 25, 50, 3), column(2, "Contacts", 10, 20, 1, 3))
FINDINGS = (column(0, "", 9, 9), column(1, "Rule", 7, 8), column(2, "Finding", 20, 120, 4))
PLAIN = (column(0, "", 12, 26, 1), column(1, "", 10, 60, 3), column(2, "", 11, 40, 3, 2))


def clocks(view: MemberView) -> list[Group[Item]]:
    def item(c: ClockItem) -> Item:
        counts = f" {c.done}/{c.required}" if c.required and c.required > 1 else ""
        says: Spans = [
            (what(c), "strong"),
            (" · ", "muted"),
            *words.status(c.status),
            (f" · due {words.day(c.due_on)}", "text"),
        ]
        return Item(
            f"clock {c.kind} {c.what} {c.ref} {c.due_on}",
            (what(c) + counts, words.status(c.status), words.near(c.due_on, view.on), late(c, view.on)),
            Subject("clock", view.member, c.ref or "", c),
            says,
            (what(c), c.status, c.due_on, c.late_by),
            *_asked(c),
        )

    def _asked(c: ClockItem) -> tuple[str, tuple[tuple[str, str], ...]]:
        found = form_for(c)
        return (found[0], tuple(found[1].items())) if found else ("", ())

    return [Group("Contacts and clocks", [item(c) for c in view.clocks], CLOCKS)]


def _span_of(view: MemberView) -> tuple[date, date]:
    """The days the line of stays covers: those of stays not long over, the windows, and today."""
    recent = view.on - timedelta(days=60)
    here = [s for s in view.stays if s.discharge_on is None or s.discharge_on >= recent]
    first = min([s.admitted_on for s in here] + [view.on - timedelta(days=14)])
    last = max([s.discharge_on or view.on for s in here] + [view.on + timedelta(days=14)])
    return max(first, view.on - timedelta(days=270)), last + timedelta(days=2)


def stays(view: MemberView) -> list[Group[Item]]:
    """Each stay with its window, on a line of days common to all."""
    if not view.stays:
        return []
    first, last = _span_of(view)
    months = f"{words.short(first)} … {words.short(last)}"
    return [Group("Stays", [_stay(view, s) for s in view.stays], STAYS, [(f"{months}, ┃ today, ▓ window", "muted")])]


def _stay(view: MemberView, s: StayLine) -> Item:
    until = (
        "not known"
        if s.discharge_on is None
        else words.near(s.discharge_on, view.on) + (" planned" if s.planned else "")
    )
    if s.window_from and s.window_to:
        window: Spans = [
            ("✓ open " if s.open_now else "– ", "good" if s.open_now else "muted"),
            (f"{words.near(s.window_from, view.on)}–{words.near(s.window_to, view.on)}", "text"),
        ]
    else:
        window = [("– no window", "muted")]
    end = words.day(s.discharge_on) + " planned" * s.planned if s.discharge_on else "not known"
    nights = f" · {words.some(s.nights, 'night')}" if s.nights is not None else ""
    says: Spans = [
        (s.kind.replace("-", " "), "strong"),
        (f" {words.day(s.admitted_on)} to {end}{nights}", "text"),
    ]
    says += (
        [(f" · window {words.day(s.window_from)} to {words.day(s.window_to)}", "text")]
        if s.window_from
        else [(" · no transition window", "muted")]
    )
    says += [] if s.covered else [(" · not covered", "warn")]
    first, last = _span_of(view)
    inner = (s.window_from, s.window_to) if s.window_from and s.window_to else None

    def line(cells: int) -> Spans:
        return bars.axis(s.admitted_on, s.discharge_on or last, inner, view.on, first, last, cells)

    return Item(
        f"stay {s.kind} {s.admitted_on}",
        (s.kind.replace("-", " "), words.near(s.admitted_on, view.on), until, window, line),
        Subject("stay", view.member, f"{s.kind}:{s.admitted_on}"),
        says,
        (s.kind, s.admitted_on, s.discharge_on or date.max, s.window_from or date.max),
        *_row("stay", view.member, s.kind, s.admitted_on),
    )


def _row(form: str, *key: object) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The form that edits a record, and its key."""
    return form, (("record", "/".join(map(str, key))),)


def _signed(by: str, on: date | None) -> Spans:
    return words.status("signed", f"{by} {words.short(on)}") if on else words.status("unsigned", f"{by} not signed")


def plans(view: MemberView) -> list[Group[Item]]:
    """Each plan with its three signatures."""
    items = []
    for start, end, each_month, *signed in view.plans:
        signatures: Spans = []
        for by, day in zip(("member", "worker", "professional"), signed, strict=True):
            signatures += [*_signed(by, day), ("  ", "text")]
        missing = [by for by, day in zip(("member", "worker", "professional"), signed, strict=True) if day is None]
        short = (
            words.status("unsigned", f"{' and '.join(missing)} not signed")
            if missing
            else words.status("signed", "all three signed")
        )
        contacts = words.some(each_month, "contact") + " a month" if each_month else "1 contact a month"
        items.append(
            Item(
                f"plan {start}",
                (f"{words.short(start)} – {words.short(end) if end else 'open'}", short, contacts),
                Subject("plan", view.member, str(start)),
                [
                    ("plan ", "strong"),
                    (f"{words.short(start)} – {words.short(end)} · {contacts} · ", "text"),
                    *signatures,
                ],
                (start, len(missing), each_month or 1),
                *_row("plan", view.member, start),
            )
        )
    note = [] if items else words.status("warn", "no plan on record")
    return [Group("Service plan", items, PLANS, note)]


def _until(end: date | None) -> str:
    return f"until {words.short(end)}" if end else "now"


def others(view: MemberView) -> list[Group[Item]]:
    """Residences, authorizations, workers, outreach attempts."""
    none = Subject("units", view.member)
    homes = [
        Item(
            f"home {a}",
            (kind.replace("-", " "), f"from {words.short(a)}", _until(b)),
            Subject("residence", view.member, f"{kind}|{a}"),
            [],
            (kind, a, b),
            *_row("residence", view.member, kind, a),
        )
        for kind, a, b in view.residences
    ]
    grants = [
        Item(
            f"grant {number}",
            (
                number,
                f"{words.some(units, 'unit')} {'in all' if period == 'total' else 'a ' + period}",
                f"{words.soon(a)} – {words.soon(b)}",
            ),
            none,
            [],
            (number, units, a),
            *_row("authorization", view.member, number),
        )
        for number, units, period, a, b in view.authorizations
    ]
    people = [
        Item(f"cm {cm} {a}", (name, f"from {words.short(a)}", _until(b)), Subject("worker", cm), [], (name, a, b))
        for cm, name, a, b in view.assignments
    ]
    tries = [
        Item(
            f"try {id}",
            (words.short(day), (mode or "–").replace("-", " "), (result or "–").replace("-", " ")),
            none,
            [],
            (day, mode, result),
            "",
            (("outreach", id),),
        )
        for id, day, mode, result in reversed(view.outreach)
    ]
    elsewhere = [
        Item(
            f"elsewhere {month} {source}",
            (
                words.month(month),
                words.some(units, "unit"),
                f"{source or 'source not named'}, as of {words.soon(as_of)}",
            ),
            none,
            [],
            (month, units, source or ""),
            *_row("external", view.member, month, source or ""),
        )
        for month, units, source, as_of in view.external
    ]
    found = [("Residences", homes), ("Authorizations", grants), ("Case managers", people), ("Outreach", tries)]
    found.append(("Units known elsewhere", elsewhere))
    return [Group(title, items, PLAIN) for title, items in found if items]


def findings(view: MemberView) -> list[Group[Item]]:
    """What the records are objected to; a finding about a service opens the service."""
    known = {s.service for s in view.services}
    items = [
        Item(
            f"finding {n}",
            (words.status(f.severity), f.rule, f.text),
            Subject("rule", f.rule),
            [*words.status(f.severity), (f" {f.text} · {f.source}", "text")],
            (f.severity, f.rule, f.text),
            "service" if f.ref in known else "",
            (("service", f.ref), ("record", f.ref)) if f.ref in known and f.ref else (),
        )
        for n, f in enumerate(view.findings)
    ]
    return [Group("Findings", items, FINDINGS, [(str(len(items)), "muted")])] if items else []
