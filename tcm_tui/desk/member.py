"""Everything about one member on one page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, check, clocks, history, lookup, part2
from tcm_tui.desk.budgets import hold, month_of
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.views import LedgerLine, MemberView, StayLine, UnitsView, Visit
from tcm_tui.rules import activities, contacts, documentation, ledger_why, lines, transition
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.entries import Entry, service_status
from tcm_tui.rules.facts import Service, Stay
from tcm_tui.rules.verdict import Reason, Verdict

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def page(desk: Desk, member_id: str, on: date, reasons: bool = True) -> MemberView:
    """The member as known on a day. Raises NotOne for an unknown id."""
    with desk.reading():
        past = history.of(desk, member_id)
        if past is None:
            raise NotOne(f"No member has the id “{member_id}”.")
        known = history.seen(past, on)
        units = lookup.units(desk, member_id, on)
        people = {p.who.cm_id: p for p in caseload.staff(desk)}
        cm = past.responsible(on)
        entries = history.entries(desk, past, on)
        member = past.member
        status = rules.member_status(member, past.first_assigned, on)
        if status == "active" and rules.hospitalised(known.stays, on):
            status = "in-hospital"
        elif status == "active" and rules.held(member.hold_from, member.hold_until, on):
            status = "on-hold"
        due = clocks.of_member(desk, member_id, on)
        first = _first_contact(desk, known, on)
        return MemberView(
            member=member_id,
            name=member.name,
            on=on,
            dob=member.dob,
            age=max(0, lines.age_on(member.dob, on)),
            program=member.program,
            focus=member.focus,
            status=status,
            family=member.family_id,
            part2=part2.of(desk, member_id),
            hold=(member.hold_from, member.hold_until, member.hold_reason) if member.hold_from else None,
            cm=cm,
            cm_name=people[cm].who.name if cm else None,
            site=people[cm].site if cm else None,
            assignments=tuple((a.cm_id, people[a.cm_id].who.name, a.starts_on, a.ends_on) for a in past.assignments),
            units=units,
            clocks=tuple(due),
            services=tuple(_services(desk, known, entries, units, on, reasons)),
            visits=tuple(_visits(desk, past)),
            stays=tuple(stay_line(desk, stay, member.dob, on) for stay in known.stays),
            residences=tuple((r.kind, r.starts_on, r.ends_on) for r in known.residences),
            plans=tuple(p[1:] for p in past.plans),
            authorizations=tuple((g.number, g.units, g.period, g.starts_on, g.ends_on) for g in past.authorizations),
            outreach=tuple((o.outreach_id, o.date, o.mode, o.result) for o in known.outreach),
            findings=tuple(check.of_member(desk, past, on)),
            first_contact_days=first.value if first else None,
            first_contact=first.reasons[0] if first else None,
            external=tuple((e.month, e.units, e.source, e.as_of) for e in past.external),
        )


def _first_contact(desk: Desk, known: history.History, on: date) -> Verdict[int | None] | None:
    """How soon after the first assignment somebody spoke with the member; None before there is one. R20"""
    start = known.first_assigned
    if start is None or start > on:
        return None
    spoken = (s.date for s in known.services if activities.member_present(s, desk.packs))
    return contacts.first_contact_verdict(start, spoken, on)


def _services(
    desk: Desk, known: history.History, entries: list[Entry], units: UnitsView, on: date, reasons: bool
) -> list[LedgerLine]:
    """The services with what each is worth; in the month of the day also what was left after it."""
    parts: dict[str, list[Entry]] = {}
    for entry in entries:
        parts.setdefault(entry.service_id, []).append(entry)
    situation, workers = history.member_facts(known), history.workers(desk)
    first, last = month_of(on)
    left = None if units.month.limit is None else units.month.limit - units.month.external
    found = []
    for service in known.services:
        mine = parts.get(service.service_id, [])
        in_month = sum(e.units for e in mine if first <= e.date <= last)
        if left is not None and any(first <= e.date <= last for e in mine):
            left -= in_month
        why: tuple[Reason, ...] = ()
        if reasons:
            why = ledger_why.explain(service, entries, situation, workers, desk.policy, desk.packs, on)
        shown = left if left is not None and service.date >= first else None
        found.append(_line(service, mine, shown, why))
    return found


def _line(service: Service, mine: list[Entry], left: int | None, why: tuple[Reason, ...]) -> LedgerLine:
    return LedgerLine(
        service=service.service_id,
        date=service.date,
        start=service.start,
        stop=service.stop,
        cm=service.cm_id,
        activity=service.activity,
        mode=service.mode,
        place=service.place,
        minutes=sum(e.minutes for e in mine),
        billable_minutes=sum(e.billable_minutes for e in mine),
        units=sum(e.units for e in mine),
        payable_units=sum(e.payable_units for e in mine),
        by_date=tuple((e.date, e.units) for e in mine),
        status=service_status(mine),
        elements_present=documentation.present(service.elements),
        elements_missing=documentation.missing(service.elements),
        balance=left,
        reasons=why,
        signature=service.signature,
        fax_on=service.fax_on,
        original_filed_on=service.original_filed_on,
    )


def _visits(desk: Desk, past: history.History) -> list[Visit]:
    name = past.member.name
    return [
        Visit(
            a.appointment_id,
            a.member_id,
            name,
            a.date,
            a.start,
            a.stop,
            a.kind,
            a.status,
            hold(desk, a.date.isoformat(), a.start, a.stop, a.kind, a.units),
        )
        for a in past.appointments
    ]


def stay_line(desk: Desk, stay: Stay, dob: date, on: date) -> StayLine:
    """A stay with its window as known on a day. R25, R26"""
    answer = transition.window_verdict(stay, on, dob, desk.packs)
    end, planned = transition.discharge(stay, on)
    window = answer.value
    return StayLine(
        kind=stay.kind,
        admitted_on=stay.admitted_on,
        discharge_on=end,
        planned=planned,
        nights=transition.nights(stay, on),
        window_from=window.first if window else None,
        window_to=window.last if window else None,
        open_now=answer.status == "open",
        covered=stay.covered,
        reasons=answer.reasons,
    )
