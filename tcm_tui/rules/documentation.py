"""Plans, notes and signatures. R38-R41

A service carries its documentation elements as a bit mask: bit n-1 is element n of R40.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from tcm_tui.rules.facts import Plan, Service
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.verdict import Reason, Verdict

ELEMENTS = (
    "date",
    "who was served",
    "start and stop time",
    "original signature",
    "credentials of the worker",
    "plan needs, goals or objectives worked on",
    "what the worker did",
    "progress or barriers",
    "the member's response",
    "new needs or goals (none is an answer)",
    "the member's satisfaction",
)
"""The eleven elements of R40 in the order of the source."""

ALL = (1 << len(ELEMENTS)) - 1


def mask_of(numbers: Iterable[int]) -> int:
    """Element numbers as a mask. ValueError outside 1 to 11."""
    mask = 0
    for number in numbers:
        if not 1 <= number <= len(ELEMENTS):
            raise ValueError(f"{number} is no documentation element; they are 1 to {len(ELEMENTS)}.")
        mask |= 1 << number - 1
    return mask


def numbers_of(mask: int) -> tuple[int, ...]:
    """The elements in a mask, ascending."""
    return tuple(n for n in range(1, len(ELEMENTS) + 1) if mask >> n - 1 & 1)


def present(mask: int) -> int:
    """How many of the eleven are there. R40"""
    return (mask & ALL).bit_count()


@lru_cache(maxsize=ALL + 1)
def missing(mask: int) -> tuple[int, ...]:
    """The numbers of the elements that are not there, ascending. R40"""
    return numbers_of(~mask & ALL)


def complete(mask: int) -> bool:
    """Whether all eleven are there. R40"""
    return mask & ALL == ALL


def at_risk(mask: int, units: int) -> bool:
    """Whether units of a service are at risk for its note: there are some, and an element is missing. R40"""
    return units > 0 and mask & ALL != ALL


def at_risk_text(units: int) -> str:
    """``1 unit at risk``, ``4 units at risk``."""
    return f"{units} {'unit' if units == 1 else 'units'} at risk"


def note_verdict(service: Service, units: int) -> Verdict[int]:
    """The note of a service: elements present. status: complete, incomplete or, with units, at-risk. R40"""
    from tcm_tui.rules import book

    gone = missing(service.elements)
    count = present(service.elements)
    text = f"{count} of {len(ELEMENTS)}"
    if gone:
        text += ", missing " + "; ".join(f"({n}) {ELEMENTS[n - 1]}" for n in gone)
        if units > 0:
            text += f": {at_risk_text(units)}"
    status = "complete" if not gone else "at-risk" if units > 0 else "incomplete"
    return Verdict(count, status, "R40", (Reason("R40", text, book.source("R40")),))


def plan_in_force(plans: Iterable[Plan], day: date) -> Plan | None:
    """The plan of a day, both its ends included; of several the one that began last. R38"""
    best = None
    for plan in plans:
        holds = plan.starts_on <= day and (plan.ends_on is None or day <= plan.ends_on)
        if holds and (best is None or plan.starts_on > best.starts_on):
            best = plan
    return best


def unsigned(plan: Plan, on: date) -> tuple[str, ...]:
    """Whose signature the plan still lacks on a day; one dated later is not seen. R39"""
    signatures = (
        ("member", plan.member_signed_on),
        ("case manager", plan.cm_signed_on),
        ("licensed professional", plan.lbhp_signed_on),
    )
    return tuple(who for who, signed in signatures if signed is None or signed > on)


def plan_complete(plan: Plan, on: date) -> bool:
    """Whether member, worker and licensed professional have signed by a day. R39"""
    return not unsigned(plan, on)


def developed_plan(plans: Iterable[Plan], day: date) -> Plan | None:
    """The plan that work on a day develops.

    It is the plan in force, while that still lacked a signature on the day before; once that was
    complete, the next plan on file if there is one, since a signed plan is not developed again.
    """
    plans = tuple(plans)
    current = plan_in_force(plans, day)
    if current is not None and not plan_complete(current, day - timedelta(days=1)):
        return current
    ahead = min((plan for plan in plans if plan.starts_on > day), key=lambda plan: plan.starts_on, default=None)
    return ahead or current


def pending_plan(plans: Iterable[Plan], day: date, on: date) -> bool:
    """Whether plan development of a day still waits for a signature, or for a plan at all. R39"""
    plan = developed_plan(plans, day)
    return plan is None or not plan_complete(plan, on)


def development_verdict(service: Service, plans: Iterable[Plan], on: date) -> Verdict[Plan | None]:
    """Whether plan development is payable on a day. status: payable, pending or not-billable. R39"""
    from tcm_tui.rules import book

    source = book.source("R39")
    plan = developed_plan(plans, service.date)
    if service.member_present is False:
        text = "plan development without the member taking part"
        return Verdict(plan, "not-billable", "R39", (Reason("R39", text, source),))
    if plan is None:
        return Verdict(None, "pending", "R39", (Reason("R39", "no plan is on file: 0 of 3 signatures", source),))
    lacking = unsigned(plan, on)
    text = f"plan from {plan.starts_on}: {3 - len(lacking)} of 3 signatures by {on}"
    if lacking:
        text += f", missing {', '.join(lacking)}"
    return Verdict(plan, "pending" if lacking else "payable", "R39", (Reason("R39", text, source),))


@lru_cache(maxsize=4096)
def fax_days(packs: Packs | None, fax_on: date) -> int:
    """Calendar days allowed for the original of a fax. R41"""
    return (packs or load_packs()).number("documentation.fax_days", fax_on)


def fax_due(fax_on: date, packs: Packs | None = None) -> date:
    """The day by which a faxed original is on file: calendar days, weekends as they fall. R41"""
    return fax_on + timedelta(days=fax_days(packs, fax_on))


def fax_status(
    fax_on: date, original_filed_on: date | None, on: date, packs: Packs | None = None
) -> tuple[str, date, int]:
    """(status, due day, days late) of an original. status: met, met-late, open, due-today or overdue. R41"""
    due = fax_due(fax_on, packs)
    if original_filed_on is not None and original_filed_on <= on:
        late = (original_filed_on - due).days
        return ("met-late", due, late) if late > 0 else ("met", due, 0)
    late = (on - due).days
    if late > 0:
        return "overdue", due, late
    return ("due-today" if late == 0 else "open"), due, 0


def fax_verdict(fax_on: date, original_filed_on: date | None, on: date, packs: Packs | None = None) -> Verdict[date]:
    """The clock of a faxed signature with its arithmetic; the value is the due day. R41"""
    from tcm_tui.rules import book

    status, due, late = fax_status(fax_on, original_filed_on, on, packs)
    text = f"fax {fax_on} + {(due - fax_on).days} calendar days = {due}"
    if original_filed_on is not None and original_filed_on <= on:
        text += f"; original filed {original_filed_on}"
    if late:
        text += f", {late} {'day' if late == 1 else 'days'} late"
    return Verdict(due, status, "R41", (Reason("R41", text, book.source("R41")),))
