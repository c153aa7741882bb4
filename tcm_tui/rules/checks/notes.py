"""Plans, notes and signatures behind the recorded services: units that paperwork puts at risk. R38-R41"""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.rules import documentation as doc
from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.entries import NOT_BILLABLE, PENDING, Entry
from tcm_tui.rules.facts import Service
from tcm_tui.rules.saying import some
from tcm_tui.rules.verdict import Finding

BEFORE_A_PLAN = ("plan-information", "plan-development")


def check(seen: Seen) -> Iterator[Finding]:
    """R38-R41 on each service whose activity is billable."""
    for service in seen.services:
        parts = [p for p in seen.parts.get(service.service_id, ()) if p.status != NOT_BILLABLE]
        if not parts or service.member_id not in seen.members:
            continue
        units = sum(part.units for part in parts)
        yield from _plan(seen, service, units)
        yield from _signatures(seen, service, parts)
        yield from _note(service, units)
        yield from _fax(seen, service, units)


def _plan(seen: Seen, service: Service, units: int) -> Iterator[Finding]:
    """No plan in force on the day of a service. Work that makes the plan comes before it. R38

    A member without any plan on file may only be a gap in what was imported, so that is a warning.
    """
    plans = seen.plans.get(service.member_id, [])
    if not units or service.activity in BEFORE_A_PLAN or doc.plan_in_force(plans, service.date) is not None:
        return
    text = f"no plan in force on {service.date}" + ("" if plans else ", and none on file")
    yield finding(
        "R38",
        "error" if plans else "warning",
        f"{text}: {some(units, 'unit')} at risk",
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        units=units,
    )


def _signatures(seen: Seen, service: Service, parts: list[Entry]) -> Iterator[Finding]:
    """Plan development waits until member, worker and licensed professional have signed. R39"""
    units = sum(part.units for part in parts if part.status == PENDING)
    if not any(part.status == PENDING for part in parts):
        return
    verdict = doc.development_verdict(service, seen.plans.get(service.member_id, ()), seen.on)
    plan = verdict.value
    yield finding(
        "R39",
        "warning",
        f"{verdict.reasons[0].text}: {some(units, 'unit')} pending",
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        other_ref=f"{plan.member_id}:plan:{plan.starts_on}" if plan else None,
        units=units,
        minutes=sum(part.minutes for part in parts),
    )


def _note(service: Service, units: int) -> Iterator[Finding]:
    """A note without all elements; without units nothing is at risk, and it is information. R40"""
    if doc.complete(service.elements):
        return
    missing = doc.missing(service.elements)
    named = "; ".join(f"({n}) {doc.ELEMENTS[n - 1]}" for n in missing)
    if len(missing) == len(doc.ELEMENTS):
        named = "all of them"
    present = doc.present(service.elements)
    risk = f": {some(units, 'unit')} at risk" if units else ""
    yield finding(
        "R40",
        "warning" if units else "info",
        f"note has {present} of {len(doc.ELEMENTS)} elements, missing {named}{risk}",
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        units=units,
        present=present,
        of=len(doc.ELEMENTS),
        missing=missing,
    )


def _fax(seen: Seen, service: Service, units: int) -> Iterator[Finding]:
    """A faxed signature whose original came late or is overdue. R41"""
    if service.signature != "fax" or service.fax_on is None or service.fax_on > seen.on:
        return
    verdict = doc.fax_verdict(service.fax_on, service.original_filed_on, seen.on, seen.packs)
    if verdict.status not in ("overdue", "met-late"):
        return
    overdue = verdict.status == "overdue"
    risk = f": {some(units, 'unit')} at risk" if overdue and units else ""
    yield finding(
        "R41",
        "error" if overdue else "warning",
        verdict.reasons[0].text + risk,
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        units=units if overdue else 0,
    )
