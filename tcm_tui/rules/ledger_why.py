"""Why an entry of the ledger is what it is: the reasons behind ``ledger.assess``, for one service.

Asked for when a person opens one figure, so it may work the member's entries through again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tcm_tui.rules import activities, documentation
from tcm_tui.rules.book import source
from tcm_tui.rules.entries import NOT_BILLABLE, NOT_COMPENSABLE, OVER_LIMIT, PENDING, Entry, MemberFacts
from tcm_tui.rules.facts import Policy, Service, Worker
from tcm_tui.rules.lines import Row, line_verdict, row_by_id, service_line
from tcm_tui.rules.pack import Packs
from tcm_tui.rules.situation import not_compensable
from tcm_tui.rules.units import limit_for, measure, units_for
from tcm_tui.rules.verdict import Reason


def explain(
    service: Service,
    entries: Sequence[Entry],
    facts: MemberFacts,
    workers: Mapping[str, Worker],
    policy: Policy,
    packs: Packs,
    on: date = date.max,
) -> tuple[Reason, ...]:
    """The grounds of one service's entries, in the order in which they decide.

    entries: what ``assess`` gave for the member, with everything that came before the service in its
    months (in all months where ``needs_all_months``).
    """
    reasons = list(activities.billing_verdict(service, facts.member.program, packs).reasons)
    parts = [entry for entry in entries if entry.service_id == service.service_id]
    for part in parts:
        if part.status == NOT_BILLABLE:
            continue
        modifier, contract = service_line(service.level_modifier, service.contract, workers.get(service.cm_id))
        line = line_verdict(packs, modifier, contract, facts.member.dob, part.date)
        if part.status == NOT_COMPENSABLE:
            why = not_compensable(facts, part.date, service.activity, packs, on)
            if why is not None:
                reasons.append(Reason(why.rule, why.why, source(why.rule)))
            if why is None or line.value is None:
                reasons += line.reasons
            continue
        before = entries[: entries.index(part)]
        reasons.append(_unit_reason(part, before, policy, packs))
        reasons += line.reasons
        row = row_by_id(packs, part.line_id or "", part.date)
        if part.status == OVER_LIMIT and row is not None:
            reasons += _limit_reasons(part, before, row, facts, policy, packs)
        if part.status == PENDING:
            reasons += documentation.development_verdict(service, facts.plans, on).reasons
    if any(part.at_risk for part in parts):
        reasons += _risk_reasons(service, sum(part.units for part in parts), on)
    return tuple(reasons)


def _unit_reason(part: Entry, before: Sequence[Entry], policy: Policy, packs: Packs) -> Reason:
    """How the minutes became units. R1"""
    unit, least = measure(packs, part.date)
    if policy.unit_scope == "member-day":
        counted = [e for e in before if e.date == part.date and e.status not in (NOT_BILLABLE, NOT_COMPENSABLE)]
        earlier = sum(e.minutes for e in counted)
        so_far = units_for(earlier, policy.unit_rounding, unit, least)
        text = (
            f"{part.date}: {earlier} + {part.minutes} min of the day make {so_far + part.units} units, "
            f"less {so_far} before = {part.units}"
        )
    else:
        word = "unit" if part.units == 1 else "units"
        text = f"{part.date}: {part.minutes} min / {unit} = {part.units} {word}"
    how = "whole units only" if policy.unit_rounding != "eight-minute" else f"a rest of {least} min or more counts"
    return Reason("R1", f"{text} ({how})", source("R1"))


def _limit_reasons(
    part: Entry, before: Sequence[Entry], row: Row, facts: MemberFacts, policy: Policy, packs: Packs
) -> list[Reason]:
    """Which limit cuts the units of a part, with what earlier services took of it. R3, R4"""

    def delivered(first: date, end: date) -> int:
        return sum(entry.units for entry in before if first <= entry.date < end)

    def taken(per: str, entry: Entry) -> int:
        if not _together(per, entry.date, part.date):
            return 0
        if per != "day" and policy.cap_scope == "row":
            other = row_by_id(packs, entry.line_id or "", entry.date)
            if other is None or other.table_row != row.table_row:
                return 0
        return entry.units if entry.status == PENDING else entry.payable_units

    found = []
    for per in ("day", "month", "year"):
        limit = limit_for(row, facts.authorizations, part.date, per, delivered)
        if limit is None:
            continue
        earlier = sum(taken(per, entry) for entry in before)
        elsewhere = sum(
            units for first, units in facts.external.items() if per != "day" and _together(per, first, part.date)
        )
        left = max(0, limit - earlier - elsewhere)
        if left < part.units:
            known = f" − {elsewhere} known elsewhere" if elsewhere else ""
            text = (
                f"{per} of {part.date}: {limit} − {earlier} earlier{known} = {left} left "
                f"for {part.units} delivered: {part.units - left} over"
            )
            found.append(Reason("R3" if per == "day" else "R4", text, row.source))
    return found


def _risk_reasons(service: Service, units: int, on: date) -> list[Reason]:
    """What in the note or signature puts units at risk. R40, R41"""
    found: list[Reason] = []
    if not documentation.complete(service.elements):
        found += documentation.note_verdict(service, units).reasons
    if service.signature == "fax" and service.fax_on is not None:
        known = service.original_filed_on if service.original_filed_on and service.original_filed_on <= on else None
        if known is None:
            text = f"faxed {service.fax_on}, the original is not on file: {documentation.at_risk_text(units)}"
            found.append(Reason("R41", text, source("R41")))
    return found


def _together(per: str, one: date, other: date) -> bool:
    """Whether two days fall in one day, month or calendar year."""
    if per == "day":
        return one == other
    return one.year == other.year and (per == "year" or one.month == other.month)
