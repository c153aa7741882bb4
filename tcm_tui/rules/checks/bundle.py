"""What ``tcm check`` looks at: the records as facts, and the same facts as one day sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from tcm_tui.rules.book import source
from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.credentials import ByKind, Needs, by_kind, needs
from tcm_tui.rules.entries import Entry, MemberFacts
from tcm_tui.rules.facts import (
    Appointment,
    Assignment,
    Authorization,
    CaseManager,
    Credential,
    ExternalUnits,
    Member,
    OnCall,
    Outreach,
    Plan,
    Policy,
    Residence,
    Service,
    Site,
    Stay,
    Worker,
)
from tcm_tui.rules.pack import Packs
from tcm_tui.rules.responsibility import responsible
from tcm_tui.rules.units import measure, units_for
from tcm_tui.rules.verdict import Finding

T = TypeVar("T")


class CheckFacts(NamedTuple):
    """The records to be checked; entries are ``ledger.assess`` of the services, in any order."""

    members: Sequence[Member] = ()
    case_managers: Sequence[CaseManager] = ()
    sites: Sequence[Site] = ()
    credentials: Sequence[Credential] = ()
    assignments: Sequence[Assignment] = ()
    plans: Sequence[Plan] = ()
    residences: Sequence[Residence] = ()
    stays: Sequence[Stay] = ()
    appointments: Sequence[Appointment] = ()
    outreach: Sequence[Outreach] = ()
    services: Sequence[Service] = ()
    authorizations: Sequence[Authorization] = ()
    external_units: Sequence[ExternalUnits] = ()
    on_call: Sequence[OnCall] = ()
    entries: Sequence[Entry] = ()


class Seen:
    """The facts as a day sees them, grouped once for all checks. What is dated later is left out."""

    def __init__(self, facts: CheckFacts, on: date, policy: Policy, packs: Packs, calendar: Calendar) -> None:
        self.facts, self.on, self.policy, self.packs, self.calendar = facts, on, policy, packs, calendar
        self.members = {m.member_id: m for m in facts.members}
        contracts = {site.site_id: site.contract for site in facts.sites}
        self.case_managers = {cm.cm_id: cm for cm in facts.case_managers}
        self.workers = {
            cm.cm_id: Worker(cm.cm_id, cm.level, cm.type, contracts.get(cm.site_id)) for cm in facts.case_managers
        }
        self.assignments = grouped(facts.assignments, _member, lambda a: a.starts_on <= on)
        self.plans = grouped(facts.plans, _member)
        self.residences = grouped(facts.residences, _member, lambda r: r.starts_on <= on)
        self.stays = grouped(facts.stays, _member, lambda s: s.admitted_on <= on)
        self.outreach = grouped(facts.outreach, _member, lambda o: o.date <= on)
        self.authorizations = grouped(facts.authorizations, _member)
        self.external = grouped(facts.external_units, _member)
        self.services = sorted(
            (s for s in facts.services if s.date <= on), key=lambda s: (s.date, s.start, s.service_id)
        )
        self.entries = sorted(
            (e for e in facts.entries if e.date <= on),
            key=lambda e: (e.member_id, e.date, e.start, e.service_id),
        )
        self.parts = grouped(self.entries, lambda e: e.service_id)
        self.appointments = sorted(
            (a for a in facts.appointments if a.date <= on), key=lambda a: (a.date, a.appointment_id)
        )
        self.need: Needs = needs(packs, on)
        self._credentials = grouped(facts.credentials, lambda c: c.cm_id)
        self._have: dict[str, ByKind] = {}

    def have(self, cm: str) -> ByKind:
        """A worker's credentials by kind."""
        if cm not in self._have:
            self._have[cm] = by_kind(self._credentials.get(cm, ()))
        return self._have[cm]

    def cm_of(self, member: str) -> str | None:
        """The worker responsible for a member on the day of the answer."""
        held = responsible(self.assignments.get(member, ()), self.on)
        return held[0].cm_id if held else None

    def first_assigned(self, member: str) -> date | None:
        return min((a.starts_on for a in self.assignments.get(member, ())), default=None)

    def situation(self, member: str) -> MemberFacts:
        """Where a member lives and stays: what bars payment on a day (R25-R27)."""
        return MemberFacts(self.members[member], self.residences.get(member, ()), self.stays.get(member, ()))

    def would_be(self, minutes: int, day: date) -> int:
        """Units that minutes would have made, had they been payable. R1"""
        return units_for(minutes, self.policy.unit_rounding, *measure(self.packs, day))


def grouped(
    rows: Iterable[T], key: Callable[[T], str], keep: Callable[[T], bool] | None = None
) -> Mapping[str, list[T]]:
    """Rows by key, in their order; keep leaves some out."""
    found: dict[str, list[T]] = {}
    for row in rows:
        if keep is None or keep(row):
            found.setdefault(key(row), []).append(row)
    return found


def _member(row: Any) -> str:
    return str(row.member_id)


def finding(rule: str, severity: str, text: str, **fields: Any) -> Finding:
    """A finding with the citation of its rule."""
    return Finding(rule, severity, text, source(rule), **fields)
