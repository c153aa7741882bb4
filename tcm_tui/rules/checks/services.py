"""Each recorded service against what may be billed: activity, situation, line, and who billed it.

An error is units that cannot be claimed as they stand; work that is rightly recorded as not billable is
information, with what its minutes would have made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tcm_tui.rules import activities, transition
from tcm_tui.rules.activities import MOTHERS
from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.credentials import Objection, objections
from tcm_tui.rules.entries import NOT_BILLABLE, NOT_COMPENSABLE, Entry
from tcm_tui.rules.facts import Service, Stay
from tcm_tui.rules.lines import age_on, nearest_rows, service_line
from tcm_tui.rules.saying import some
from tcm_tui.rules.situation import not_compensable
from tcm_tui.rules.verdict import Finding

CLAIMS_NOTHING = "R29"


def check(seen: Seen) -> Iterator[Finding]:
    """R2, R6, R21, R25-R30, R39 (without the member), R42-R46 on each service."""
    gates: dict[tuple[str, str | None, date], list[Objection]] = {}
    for service in seen.services:
        if service.member_id not in seen.members:
            continue
        parts = seen.parts.get(service.service_id, [])
        unbillable = [part for part in parts if part.status == NOT_BILLABLE]
        barred = [part for part in parts if part.status == NOT_COMPENSABLE]
        if unbillable:
            yield _unbillable(seen, service, unbillable)
        if barred:
            yield from _barred(seen, service, barred)
        units = sum(part.units for part in parts)
        if not unbillable:
            yield from _focus(seen, service, units)
            yield from _warned(seen, service, units)
        if units:
            yield from _gated(seen, service, units, gates)


def _unbillable(seen: Seen, service: Service, parts: list[Entry]) -> Finding:
    """Work that makes no units. A row that names a level modifier looks like a claim, so it warns. R28-R30"""
    verdict = activities.billing_verdict(service, seen.members[service.member_id].program, seen.packs)
    reason = verdict.reasons[0]
    minutes = sum(part.minutes for part in parts)
    units = sum(seen.would_be(part.minutes, part.date) for part in parts)
    claimed = service.level_modifier is not None and verdict.rule != CLAIMS_NOTHING
    return Finding(
        verdict.rule,
        "warning" if claimed or verdict.rule == "R39" else "info",
        f"{reason.text} (billable work of that length: {some(units, 'unit')})",
        reason.source,
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        units=units,
        minutes=minutes,
    )


def _barred(seen: Seen, service: Service, parts: list[Entry]) -> Iterator[Finding]:
    """No row (R2), or residence and stays (R25-R27); a service over midnight is told once for each rule."""
    situation = seen.situation(service.member_id)
    told: dict[str, list[Entry]] = {}
    texts: dict[str, str] = {}
    stays: dict[str, Stay | None] = {}
    for part in parts:
        outcome = not_compensable(situation, part.date, service.activity, seen.packs, seen.on)
        if outcome is not None:
            told.setdefault(outcome.rule, []).append(part)
            slip = _slip(seen, outcome.stay, part.date) if outcome.stay and outcome.rule == "R25" else ""
            texts.setdefault(outcome.rule, outcome.why + slip)
            stays.setdefault(outcome.rule, outcome.stay)
        if part.line_id is None and not _of_document_b(seen, service):
            told.setdefault("R2", []).append(part)
            texts.setdefault("R2", _no_row(seen, service, part.date))
    for rule, days in told.items():
        units = sum(seen.would_be(part.minutes, part.date) for part in days)
        stay = stays.get(rule)
        yield finding(
            rule,
            "error" if units else "info",
            f"{texts[rule]}: {some(units, 'unit')} not compensable",
            member=service.member_id,
            cm=service.cm_id,
            ref=service.service_id,
            other_ref=f"{stay.member_id}:{stay.kind}:{stay.admitted_on}" if stay else None,
            units=units,
            minutes=sum(part.minutes for part in days),
        )


def _of_document_b(seen: Seen, service: Service) -> bool:
    """Work for first-time mothers at a clinic of document B: there is no table, so no row is missing. R2, R7"""
    worker = seen.workers.get(service.cm_id)
    _, contract = service_line(service.level_modifier, service.contract, worker)
    return contract is None and worker is not None and worker.type == MOTHERS


def _slip(seen: Seen, stay: Stay, day: date) -> str:
    """Says so when the day lay in the window of the planned discharge, before the actual one moved it. R25"""
    if stay.planned_discharge_on is None or stay.discharged_on is None or stay.discharged_on > seen.on:
        return ""
    dob = seen.members[stay.member_id].dob
    planned = transition.window(stay._replace(discharged_on=None), seen.on, dob, seen.packs)
    if planned is None or not planned.first <= day <= planned.last:
        return ""
    return f"; it lay in the window of the planned discharge {stay.planned_discharge_on}, which slipped"


def _no_row(seen: Seen, service: Service, day: date) -> str:
    worker = seen.workers.get(service.cm_id)
    modifier, contract = service_line(service.level_modifier, service.contract, worker)
    age = age_on(seen.members[service.member_id].dob, day)
    near = ", ".join(row.id for row, _ in nearest_rows(seen.packs, modifier, contract, age, day))
    asked = f"level modifier {modifier or 'none'}, contract {contract or 'none'}, age {age} on {day}"
    return f"{asked}: no row of the limits table (nearest: {near})"


def _focus(seen: Seen, service: Service, units: int) -> Iterator[Finding]:
    """Exactly one of the focus modifiers, the member's where the row has none. R6"""
    known = seen.packs.words("modifiers.focus", service.date)
    focus = service.focus or seen.members[service.member_id].focus
    if focus not in known:
        text = f"focus {focus or 'none'} is not one of {', '.join(known)}"
        yield finding(
            "R6",
            "error",
            text,
            member=service.member_id,
            cm=service.cm_id,
            ref=service.service_id,
            units=units,
        )


def _warned(seen: Seen, service: Service, units: int) -> Iterator[Finding]:
    """Billable by our reading, though on neither list: telephone with the family alone. R21"""
    verdict = activities.billing_verdict(service, seen.members[service.member_id].program, seen.packs)
    if verdict.status != "warn":
        return
    reason = verdict.reasons[0]
    yield Finding(
        reason.rule,
        "warning",
        reason.text,
        reason.source,
        member=service.member_id,
        cm=service.cm_id,
        ref=service.service_id,
        units=units,
        minutes=service.stop - service.start,
    )


def _gated(
    seen: Seen, service: Service, units: int, gates: dict[tuple[str, str | None, date], list[Objection]]
) -> Iterator[Finding]:
    """Whether the worker could bill that level modifier on that day. R42-R46

    What planning refuses is an error once recorded, and so is a certification that had lapsed.
    """
    worker = seen.workers.get(service.cm_id)
    if worker is None or worker.type == MOTHERS:
        return
    modifier, _ = service_line(service.level_modifier, service.contract, worker)
    key = service.cm_id, modifier, service.date
    if key not in gates:
        gates[key] = objections(modifier, worker.level, seen.have(service.cm_id), service.date, seen.need)
    for objection in gates[key]:
        yield finding(
            objection.rule,
            "error" if objection.severity == "refuse" or objection.rule == "R42" else "warning",
            f"{objection.text}: {some(units, 'unit')}",
            member=service.member_id,
            cm=service.cm_id,
            ref=service.service_id,
            units=units,
        )
