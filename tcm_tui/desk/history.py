"""Everything recorded about one member, and what of it is known on a day.

Facts dated after the day of the answer are stored and not seen by it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.records.queries import facts
from tcm_tui.rules import ledger
from tcm_tui.rules.facts import (
    Appointment,
    Assignment,
    Authorization,
    ExternalUnits,
    Member,
    Outreach,
    Plan,
    Residence,
    Service,
    Stay,
    Worker,
)

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class History(NamedTuple):
    """One member's records in the order of time."""

    member: Member
    assignments: tuple[Assignment, ...]
    plans: tuple[Plan, ...]
    residences: tuple[Residence, ...]
    stays: tuple[Stay, ...]
    appointments: tuple[Appointment, ...]
    outreach: tuple[Outreach, ...]
    services: tuple[Service, ...]
    authorizations: tuple[Authorization, ...]
    external: tuple[ExternalUnits, ...]

    @property
    def first_assigned(self) -> date | None:
        return self.assignments[0].starts_on if self.assignments else None

    def responsible(self, on: date) -> str | None:
        """The worker responsible on a day, [starts_on, ends_on). R31"""
        for each in self.assignments:
            if each.starts_on <= on and (each.ends_on is None or each.ends_on > on):
                return each.cm_id
        return None


def of(desk: Desk, member_id: str) -> History | None:
    """All records of a member, or None for an unknown id."""
    params = {"member": member_id}

    def load(sql: str) -> list[tuple[object, ...]]:
        return desk.store.rows(sql, params)

    found = load(facts.ONE_MEMBER)
    if not found:
        return None
    return History(
        facts.member(found[0]),
        tuple(map(facts.assignment, load(facts.ASSIGNMENTS))),
        tuple(map(facts.plan, load(facts.PLANS))),
        tuple(map(facts.residence, load(facts.RESIDENCES))),
        tuple(map(facts.stay, load(facts.STAYS))),
        tuple(map(facts.appointment, load(facts.APPOINTMENTS))),
        tuple(map(facts.outreach, load(facts.OUTREACH))),
        tuple(map(facts.service, load(facts.SERVICES))),
        tuple(map(facts.authorization, load(facts.AUTHORIZATIONS))),
        tuple(map(facts.external, load(facts.EXTERNAL))),
    )


def seen(history: History, on: date) -> History:
    """The same as known on a day: services, outreach, stays and residences that began later are left out.

    Appointments stay: a booked visit is known ahead. Outcomes dated later are handled where they are asked.
    """
    return history._replace(
        residences=tuple(r for r in history.residences if r.starts_on <= on),
        stays=tuple(s for s in history.stays if s.admitted_on <= on),
        outreach=tuple(o for o in history.outreach if o.date <= on),
        services=tuple(s for s in history.services if s.date <= on),
        external=tuple(e for e in history.external if e.as_of is None or e.as_of <= on),
    )


def workers(desk: Desk) -> dict[str, Worker]:
    """Every case manager as the ledger needs them."""
    return {r[0]: Worker(*r) for r in desk.store.rows(facts.WORKERS, {})}


def member_facts(history: History) -> ledger.MemberFacts:
    external: dict[date, int] = {}
    for each in history.external:
        external[each.month] = external.get(each.month, 0) + each.units
    return ledger.MemberFacts(
        history.member, history.residences, history.stays, history.plans, external, history.authorizations
    )


def entries(desk: Desk, history: History, on: date) -> list[ledger.Entry]:
    """The ledger of a member worked out anew, as known on a day."""
    known = seen(history, on)
    return ledger.assess(known.services, member_facts(known), workers(desk), desk.policy, desk.packs, on)


def used_as_of(
    desk: Desk, member_id: str, first: date, last: date, on: date
) -> tuple[tuple[date, str | None, int], ...]:
    """Units of a month as known on a day before a later discharge changed them: (date, line id, units)."""
    history = of(desk, member_id)
    if history is None:
        return ()
    stop = min(last, on)
    return tuple((e.date, e.line_id, e.units) for e in entries(desk, history, on) if first <= e.date <= stop)
