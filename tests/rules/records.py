"""A small agency for the tests of the checks: one sound member, worker and site, changed by each test."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.checks import CheckFacts, findings
from tcm_tui.rules.documentation import ALL
from tcm_tui.rules.facts import (
    Appointment,
    Assignment,
    CaseManager,
    Credential,
    Member,
    Plan,
    Policy,
    Service,
    Site,
    Worker,
)
from tcm_tui.rules.ledger import MemberFacts, assess
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.verdict import Finding

ON = date(2026, 3, 18)  # a Wednesday
LONG_AGO = date(2015, 1, 1)
DAY = timedelta(days=1)

PLAIN = Policy()
SITE = Site("S1", "North", "110")
WORKER = CaseManager("C1", "Dana", "II", "standard", "S1", hired_on=LONG_AGO)
MEMBER = Member("M1", "Ana", "P", date(1980, 5, 5), None, "standard", "HE", opened_on=date(2026, 3, 1))
PLAN = Plan("M1", date(2026, 1, 1), None, 1, LONG_AGO, LONG_AGO, LONG_AGO)


def credential(kind: str, cm: str = "C1", amount: float | None = None, **days: date | None) -> Credential:
    return Credential(cm, kind, amount=amount, **(days or {"completed_on": LONG_AGO}))  # type: ignore[arg-type]


def qualified(cm: str = "C1") -> tuple[Credential, ...]:
    return tuple(credential(kind, cm) for kind in ("certification", "competency-exam", "degree"))


SOUND = CheckFacts(
    members=(MEMBER,),
    case_managers=(WORKER,),
    sites=(SITE,),
    credentials=qualified(),
    assignments=(Assignment("M1", "C1", date(2026, 3, 1)),),
    plans=(PLAN,),
)


def service(id: str = "V1", start: int = 540, minutes: int = 60, **over: Any) -> Service:
    """A sound, complete visit at home on the 10th, an hour from nine o'clock."""
    base: dict[str, Any] = {
        "member_id": "M1",
        "cm_id": "C1",
        "date": date(2026, 3, 10),
        "activity": "member-face-to-face",
        "place": "home",
        "elements": ALL,
    }
    return Service(service_id=id, start=start, stop=start + minutes, **(base | over))


def visit(id: str = "A1", **over: Any) -> Appointment:
    base: dict[str, Any] = {
        "member_id": "M1",
        "cm_id": "C1",
        "date": date(2026, 3, 10),
        "start": 540,
        "stop": 600,
        "kind": "community-contact",
        "status": "scheduled",
    }
    return Appointment(appointment_id=id, **(base | over))


def check(facts: CheckFacts = SOUND, on: date = ON, policy: Policy = PLAIN, **over: Any) -> list[Finding]:
    """All findings, the entries assessed as the desk has them."""
    facts = facts._replace(**over)
    packs = load_packs()
    contracts = {site.site_id: site.contract for site in facts.sites}
    workers = {cm.cm_id: Worker(cm.cm_id, cm.level, cm.type, contracts.get(cm.site_id)) for cm in facts.case_managers}
    entries = []
    for member in facts.members:
        name = member.member_id
        mine = sorted((s for s in facts.services if s.member_id == name), key=lambda s: (s.date, s.start, s.service_id))
        situation = MemberFacts(
            member,
            [r for r in facts.residences if r.member_id == name],
            [s for s in facts.stays if s.member_id == name],
            [p for p in facts.plans if p.member_id == name],
            {e.month: e.units for e in facts.external_units if e.member_id == name},
            [a for a in facts.authorizations if a.member_id == name],
        )
        entries += assess(mine, situation, workers, policy, packs, on)
    return findings(facts._replace(entries=entries), on, policy, packs, Calendar())


def of(rule: str, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.rule == rule]


def brief(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found]
