"""What in the records a rule objects to: all facts loaded once, then asked rule by rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from tcm_tui.desk import caseload, history, roles
from tcm_tui.records.queries import check as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import checks, ledger
from tcm_tui.rules.facts import Site
from tcm_tui.rules.verdict import Finding

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

T = TypeVar("T")


def findings(desk: Desk, on: date, cm: str | None = None) -> list[Finding]:
    """Every finding on a day, by rule; with a worker, that worker's own and those of the worker's members."""
    roles.must_see(desk, cm)
    with desk.reading():
        known = everything(desk, on)
    found = checks.findings(known, on, desk.policy, desk.packs, desk.calendar)
    found = [each for each in found if each.member is not None or each.cm is None or roles.sees(desk, each.cm)]
    return found if cm is None else checks.of_worker(found, cm)


def of_member(desk: Desk, past: history.History, on: date) -> list[Finding]:
    """The findings about one member."""
    people = caseload.staff(desk)
    sites = [Site(*r) for r in desk.store.rows(sql.SITES)]
    credentials = [facts.credential(r) for r in desk.store.rows(facts.CREDENTIALS, {"cm": None})]
    known = checks.CheckFacts(
        members=[past.member],
        case_managers=[p.who for p in people],
        sites=sites,
        credentials=credentials,
        assignments=past.assignments,
        plans=past.plans,
        residences=past.residences,
        stays=past.stays,
        appointments=past.appointments,
        outreach=past.outreach,
        services=past.services,
        authorizations=past.authorizations,
        external_units=past.external,
        entries=history.entries(desk, past, on),
    )
    found = checks.findings(known, on, desk.policy, desk.packs, desk.calendar)
    return [f for f in found if f.member == past.member.member_id]


def everything(desk: Desk, on: date) -> checks.CheckFacts:
    """All records as facts, with the ledger worked out as known on the day."""

    def load(statement: str, make: Callable[[Any], T]) -> list[T]:
        return [make(row) for row in desk.store.rows(statement)]

    members = load(sql.MEMBERS, facts.member)
    residences, stays = load(sql.RESIDENCES, facts.residence), load(sql.STAYS, facts.stay)
    plans, services = load(sql.PLANS, facts.plan), load(sql.SERVICES, facts.service)
    grants, external = load(sql.AUTHORIZATIONS, facts.authorization), load(sql.EXTERNAL, facts.external)
    known = checks.CheckFacts(
        members=members,
        case_managers=[p.who for p in caseload.staff(desk)],
        sites=[Site(*r) for r in desk.store.rows(sql.SITES)],
        credentials=[facts.credential(r) for r in desk.store.rows(facts.CREDENTIALS, {"cm": None})],
        assignments=load(sql.ASSIGNMENTS, facts.assignment),
        plans=plans,
        residences=residences,
        stays=stays,
        appointments=load(sql.APPOINTMENTS, facts.appointment),
        outreach=load(sql.OUTREACH, facts.outreach),
        services=services,
        authorizations=grants,
        external_units=external,
        on_call=load(facts.ON_CALL, facts.on_call),
    )
    return known._replace(entries=_entries(desk, known, on))


def _entries(desk: Desk, known: checks.CheckFacts, on: date) -> list[ledger.Entry]:
    """The whole agency's ledger as known on a day, member by member."""
    own: dict[str, dict[str, list[Any]]] = {}
    kinds = ("assignments", "plans", "residences", "stays", "services", "authorizations", "external_units")
    for kind in kinds:
        for row in getattr(known, kind):
            own.setdefault(row.member_id, {}).setdefault(kind, []).append(row)
    workers = history.workers(desk)
    found: list[ledger.Entry] = []
    for member in known.members:
        mine = own.get(member.member_id, {})
        past = history.History(
            member,
            assignments=tuple(mine.get("assignments", ())),
            plans=tuple(mine.get("plans", ())),
            residences=tuple(mine.get("residences", ())),
            stays=tuple(mine.get("stays", ())),
            appointments=(),
            outreach=(),
            services=tuple(sorted(mine.get("services", ()), key=lambda s: (s.date, s.start, s.service_id))),
            authorizations=tuple(mine.get("authorizations", ())),
            external=tuple(mine.get("external_units", ())),
        )
        seen = history.seen(past, on)
        found += ledger.assess(seen.services, history.member_facts(seen), workers, desk.policy, desk.packs, on)
    return found
