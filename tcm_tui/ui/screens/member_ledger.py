"""The member's units: the month's ledger service by service, the months before, and the visits."""

from __future__ import annotations

from datetime import date

from tcm_tui.desk.views import LedgerLine, MemberView, Visit
from tcm_tui.rules.documentation import ELEMENTS
from tcm_tui.ui import words
from tcm_tui.ui.screens.member_item import Item, column
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans

LEDGER = (
    column(0, "Day", 10, 10),
    column(1, "Time", 11, 13, 0, 4),
    column(2, "Activity", 13, 24, 3, 1),
    column(3, "Place", 6, 10, 1, 5),
    column(4, "Min", 4, 4, 0, 3, True),
    column(5, "Units", 5, 5, 0, 0, True),
    column(6, "Status", 16, 20, 1),
    column(7, "Left", 4, 4, 0, 0, True),
    column(8, "Note", 8, 12, 0, 2),
    column(9, "By", 6, 10, 1, 6),
)
VISITS = (
    column(0, "Day", 10, 12),
    column(1, "Time", 11, 13),
    column(2, "Kind", 12, 20, 2),
    column(3, "Status", 11, 14, 1),
    column(4, "Units", 5, 5, 0, 1, True),
)


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
        groups.append(
            Group("Months before", [_service(view, s) for s in reversed(before)], LEDGER, [(f"{len(before)}", "muted")])
        )
    return groups


def _service(view: MemberView, s: LedgerLine) -> Item:
    units: Spans = [(str(s.units), "strong" if s.units else "muted")]
    if s.payable_units < s.units:
        units = [(f"{s.payable_units}/{s.units}", "warn")]
    note: Spans = [(f"{s.elements_present} of 11", "muted" if not s.elements_missing else "warn")]
    says: Spans = [
        (words.activity(s.activity), "strong"),
        (f" {words.day(s.date)} {words.clock(s.start)}-{words.clock(s.stop)} · ", "text"),
    ]
    says += words.status(s.status)
    says += [(f" · {s.payable_units} of {words.some(s.units, 'unit')} payable", "text")]
    if s.elements_missing:
        says += [(f" · note lacks {', '.join(map(str, s.elements_missing))}", "warn")]
    return Item(
        f"service {s.service}",
        (
            words.near(s.date, view.on)
            if (s.date.year, s.date.month) == (view.on.year, view.on.month)
            else words.short(s.date)[:-5] + f" {s.date:%y}",
            f"{words.clock(s.start)}-{words.clock(s.stop)}",
            words.activity(s.activity),
            s.place or "–",
            str(s.minutes),
            units,
            words.status(s.status),
            [
                (
                    str(s.balance) if s.balance is not None else "–",
                    "warn" if s.balance == 0 else "text" if s.balance else "muted",
                )
            ],
            note,
            [(s.cm, "muted")],
        ),
        Subject("service", view.member, s.service),
        [*says, (f" · {s.service}", "muted")],
        (
            s.date,
            s.start,
            s.activity,
            s.place or "",
            s.minutes,
            s.units,
            s.status,
            s.balance if s.balance is not None else -1,
            s.elements_present,
            s.cm,
        ),
        "service",
        (("service", s.service), ("record", s.service)),
    )


def _visit_form(visit: Visit, on: date) -> str:
    """What a visit's line most likely wants: moving while it is ahead, the log once its day has come."""
    if visit.status == "missed":
        return "outreach"
    if visit.status != "scheduled":
        return ""
    return "move" if visit.date > on else "log"


def visits(view: MemberView) -> list[Group[Item]]:
    """The latest first, like the ledger."""

    def items() -> list[Item]:
        return [
            Item(
                f"visit {v.appointment}",
                (
                    words.near(v.date, view.on) if v.date.year == view.on.year else words.soon(v.date),
                    f"{words.clock(v.start)}-{words.clock(v.stop)}",
                    v.kind.replace("-", " "),
                    words.status(v.status),
                    str(v.units),
                ),
                Subject("units", view.member),
                [
                    (v.kind.replace("-", " "), "strong"),
                    (f" {words.day(v.date)} ", "text"),
                    *words.status(v.status),
                    (f" · {v.appointment}", "muted"),
                ],
                (v.date, v.start or 0, v.kind, v.status, v.units),
                _visit_form(v, view.on),
                (("appointment", v.appointment), ("record", v.appointment)),
            )
            for v in sorted(view.visits, key=lambda v: (v.date, v.start or 0), reverse=True)
        ]

    return [Group("Visits", items(), VISITS)]


NOTES = (
    column(0, "Service", 10, 12),
    column(1, "Activity", 13, 24, 2, 2),
    column(2, "Units", 5, 5, 0, 1, True),
    column(3, "What is missing", 24, 120, 4),
)


def notes(view: MemberView) -> list[Group[Item]]:
    """The services whose note or signature is not complete, the latest first, with what is missing. R40, R41"""
    items = [item for s in reversed(view.services) if (item := _note(view, s)) is not None]
    if not items:
        return []
    return [Group("Notes to complete", items, NOTES, [(str(len(items)), "muted")])]


def _note(view: MemberView, s: LedgerLine) -> Item | None:
    if s.status == "not-billable":
        return None
    lacks = [f"{n} {ELEMENTS[n - 1]}" for n in s.elements_missing]
    if s.signature == "fax" and s.original_filed_on is None:
        lacks.append(f"original signature to file, faxed {words.near(s.fax_on, view.on)}")
    if not lacks:
        return None
    units: Spans = [(str(s.units), "warn" if s.units else "muted")]
    text = "; ".join(lacks)
    says: Spans = [
        (f"{words.activity(s.activity)} {words.day(s.date)}", "strong"),
        (" · ", "muted"),
        (f"{words.some(s.units, 'unit')} at risk" if s.units and s.elements_missing else "units safe", "warn"),
        (f" · missing {text}", "text"),
    ]
    return Item(
        f"note {s.service}",
        (words.near(s.date, view.on), words.activity(s.activity), units, [(text, "text")]),
        Subject("service", view.member, s.service),
        says,
        (s.date, s.activity, s.units, len(lacks)),
        "service",
        (("service", s.service), ("record", s.service)),
    )
