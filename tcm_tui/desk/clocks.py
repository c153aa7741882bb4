"""Every deadline of every kind: contact, outreach, fax, credential, plan, documentation, coverage.

Each kind is one function that reads what it needs and asks its rule; ``due`` puts them in one order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import caseload, cohort
from tcm_tui.desk.budgets import month_of
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.records.queries import facts
from tcm_tui.records.queries.caseload import Scoped
from tcm_tui.rules import contacts, coverage, credential_clocks, credentials, documentation, outreach
from tcm_tui.rules.facts import Credential, Plan
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

LATE = ("overdue", "missed")
DONE = ("met", "met-late")
URGENCY = {
    "overdue": 0,
    "missed": 0,
    "due-today": 1,
    "open": 2,
    "scheduled": 3,
    "on-hold": 4,
    "met-late": 5,
    "met": 6,
}
FARTHEST = 36_525
"""Days ahead that are looked at, however many are asked for: a hundred years."""

iso = date.fromisoformat


class Scope(NamedTuple):
    """What one question covers: the day; a worker, a member, some (a JSON list) or the agency; how far; what is met."""

    on: date
    cm: str | None
    member: str | None
    some: str | None
    until: date
    met: bool
    reasons: bool
    members: dict[str, cohort.Cared]
    plans: dict[str, list[Plan]]

    def rows(self, desk: Desk, sql: Scoped, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a query in the form that fits the question."""
        params = {"on": self.on.isoformat(), "cm": self.cm, "member": self.member, "members": self.some} | more
        return desk.store.rows(sql.pick(self.cm, self.member, self.some), params)

    def wants(self, status: str, due_on: date) -> bool:
        """Late always, met only when asked for, the rest up to the last day."""
        if status in DONE:
            return self.met
        return status in LATE or due_on <= self.until


def _scope(
    desk: Desk,
    on: date,
    cm: str | None,
    days: int,
    met: bool,
    reasons: bool,
    member: str | None = None,
    some: str | None = None,
) -> Scope:
    members = {c.member.member_id: c for c in cohort.load(desk, on, cm, member, some)}
    scope = Scope(on, cm, member, some, on + timedelta(days=min(days, FARTHEST)), met, reasons, members, {})
    for row in scope.rows(desk, sql.PLANS, last=month_of(on)[1].isoformat()):
        scope.plans.setdefault(row[0], []).append(facts.plan(row))
    return scope


def _contacts(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """This month's contacts, and last month's where they were missed. R17, R18"""
    on = scope.on
    first, last = month_of(on)
    before = first - timedelta(days=1)
    start = before.replace(day=1).isoformat()
    made = cohort.grouped(scope.rows(desk, sql.CONTACT_DAYS, first=start))
    booked = cohort.grouped(scope.rows(desk, sql.BOOKED_CONTACTS, last=last.isoformat()))
    for cared in scope.members.values():
        member, plans = cared.member, scope.plans.get(cared.member.member_id, ())
        days = made.get(member.member_id, ())
        ahead = booked.get(member.member_id, ())
        for month in (before, last):
            if not contacts.asked_of(member, cared.first_assigned, month, on):
                continue
            if month is before and cared.status(on) != "active":
                continue  # closing or refusing ends the dues (R24)
            found = contacts.month_of(
                member, plans, days, ahead, month, on, desk.calendar, cared.first_assigned, desk.packs
            )
            if month is before and found.status != "missed":
                continue
            if found.status != "on-hold" and not scope.wants(found.status, found.due):
                continue
            why: tuple[Reason, ...] = ()
            if scope.reasons:
                why = contacts.contact_verdict(
                    member, plans, days, ahead, month, on, desk.calendar, cared.first_assigned, desk.packs
                ).reasons
            late = (on - found.due).days if found.status == "missed" else 0
            yield ClockItem(
                kind="contact",
                what="partial-month" if found.partial else None,
                member=member.member_id,
                cm=cared.cm,
                ref=None,
                due_on=found.due,
                plan_by=found.plan_by,
                status=found.status,
                required=found.required,
                done=found.done,
                late_by=late,
                reasons=why,
                member_name=member.name,
            )


def _outreach(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """One clock a miss. R19"""
    for member, appointment, cm, missed, learned, answered in scope.rows(desk, sql.MISSES):
        cared = scope.members[member]
        if cared.status(scope.on) in ("closed", "refused"):
            continue  # a refusal or closing ends the dues (R24)
        miss = iso(missed)
        attempts = [iso(answered)] if answered else []
        status, due_on, late = outreach.status(miss, attempts, scope.on, desk.calendar, desk.packs)
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            why = outreach.outreach_verdict(miss, attempts, scope.on, desk.calendar, desk.packs).reasons
            if learned and learned != missed:
                text = f"learned on {learned}; the clock runs from the miss on {missed}"
                why += (Reason("R19", text, why[0].source),)
        yield ClockItem(
            kind="outreach",
            what=None,
            member=member,
            cm=cm,
            ref=appointment,
            due_on=due_on,
            plan_by=None,
            status=status,
            required=1,
            done=len(attempts),
            late_by=late,
            reasons=why,
            member_name=cared.member.name,
        )


def _faxes(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Originals of faxed signatures, with the worker who signed. R41"""
    names = {} if scope.some is not None else dict(desk.member_names())
    # the list of members does not narrow the faxes: they are their workers', and few
    faxes = scope._replace(some=None).rows(desk, sql.FAXES if scope.met else sql.FAXES_OUT)
    for service, member, cm, fax, filed in faxes:
        faxed, original = iso(fax), facts.day(filed)
        status, due_on, late = documentation.fax_status(faxed, original, scope.on, desk.packs)
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            why = documentation.fax_verdict(faxed, original, scope.on, desk.packs).reasons
        yield ClockItem(
            kind="fax",
            what=None,
            member=member,
            cm=cm,
            ref=service,
            due_on=due_on,
            plan_by=desk.calendar.last_business_day_on_or_before(due_on),
            status=status,
            required=1,
            done=int(status in DONE),
            late_by=late,
            reasons=why,
            member_name=names.get(member),
        )


def by_worker(desk: Desk, cm: str | None = None) -> dict[str, list[Credential]]:
    """The credentials of every worker, or of one, by worker id."""
    held: dict[str, list[Credential]] = {}
    for row in desk.store.rows(facts.CREDENTIALS, {"cm": cm}):
        held.setdefault(row[0], []).append(facts.credential(row))
    return held


def _credentials(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """What a worker must renew or complete. R42, R45"""
    from tcm_tui.rules.book import source

    held = by_worker(desk, scope.cm)
    need = credentials.needs(desk.packs, scope.on)
    for person in caseload.staff(desk, scope.cm):
        who = person.who
        if not caseload.employed(who, scope.on):
            continue
        for clock in credential_clocks.clocks(who, held.get(who.cm_id, ()), scope.on, need):
            if not scope.wants(clock.status, clock.due_on):
                continue
            why = (Reason(clock.rule, clock.text, source(clock.rule)),) if scope.reasons else ()
            yield ClockItem(
                kind="credential",
                what=clock.what,
                member=None,
                cm=who.cm_id,
                ref=clock.ref,
                due_on=clock.due_on,
                plan_by=None,
                status=clock.status,
                required=clock.required,
                done=clock.done,
                late_by=clock.late_by,
                reasons=why,
                cm_name=who.name,
            )


def _plans(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """The plan of each active member: renewed before it ends, signed by all three when it starts. R38, R39"""
    for cared in scope.members.values():
        if cared.status(scope.on) == "active":
            yield from _plan(desk, scope, cared)


def _plan(desk: Desk, scope: Scope, cared: cohort.Cared) -> Iterator[ClockItem]:
    on, member = scope.on, cared.member
    plans = [p for p in scope.plans.get(member.member_id, ()) if p.starts_on <= on]
    ahead = [p for p in scope.plans.get(member.member_id, ()) if p.starts_on > on]
    plan = documentation.plan_in_force(plans, on)
    found: list[tuple[str, date, str | None, str, str]] = []  # what, due, ref, rule, text
    if plan is None:
        ended = max((p.ends_on for p in plans if p.ends_on), default=None)
        due_on = ended or member.opened_on or cared.first_assigned or on
        text = f"the last plan ended {ended}" if ended else f"no plan since the member was opened on {due_on}"
        found.append(("renewal" if ended else "first-plan", due_on, None, "R38", text))
    else:
        key = f"{member.member_id}:{plan.starts_on}"
        renewed = any(p.starts_on <= (plan.ends_on or date.max) + timedelta(days=1) for p in ahead if plan.ends_on)
        if plan.ends_on is not None and not renewed:
            text = f"the plan from {plan.starts_on} ends {plan.ends_on}; no plan follows it"
            found.append(("renewal", plan.ends_on, key, "R38", text))
        missing = documentation.unsigned(plan, on)
        if missing:
            text = f"the plan from {plan.starts_on} is not signed by {', '.join(missing)}"
            found.append(("signature", plan.starts_on, key, "R39", text))
    for what, due_on, ref, rule, text in found:
        late = (on - due_on).days
        status = "overdue" if late > 0 else "due-today" if late == 0 else "open"
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            from tcm_tui.rules.book import source

            why = (Reason(rule, text, source(rule)),)
        yield ClockItem(
            kind="plan",
            what=what,
            member=member.member_id,
            cm=cared.cm,
            ref=ref,
            due_on=due_on,
            plan_by=None,
            status=status,
            required=3 if what == "signature" else 1,
            done=3 - len(missing) if what == "signature" else 0,
            late_by=max(0, late),
            reasons=why,
            member_name=member.name,
        )


def _notes(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Notes with elements missing, of the worker who delivered the service; they have no day of their own. R40"""
    names = dict(desk.member_names())
    for service, member, cm, day, units, mask, *_ in scope.rows(desk, sql.NOTES):
        missing = documentation.missing(mask)
        if not missing:
            continue
        present = documentation.present(mask)
        of = len(documentation.ELEMENTS)
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            from tcm_tui.rules.book import source

            text = (
                f"{present} of {of} elements; missing "
                + ", ".join(map(str, missing))
                + f"; {documentation.at_risk_text(units)}"
            )
            why = (Reason("R40", text, source("R40")),)
        yield ClockItem(
            kind="documentation",
            what="note",
            member=member,
            cm=cm,
            ref=service,
            due_on=iso(day),
            plan_by=None,
            status="open",
            required=of,
            done=present,
            late_by=0,
            reasons=why,
            member_name=names.get(member),
        )


def _coverage(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Hours of the coming days in which nobody is on call for a program that has workers. R14"""
    from tcm_tui.rules.book import source

    programs = desk.packs.words("coverage.programs", scope.on)
    staffed = {p.who.type for p in caseload.staff(desk) if caseload.employed(p.who, scope.on)}
    duties = [facts.on_call(r) for r in desk.store.rows(facts.ON_CALL, {})]
    days = min((scope.until - scope.on).days + 1, 7)
    start, end = coverage.days_ahead(scope.on, days)
    for program in programs:
        if program not in staffed:
            continue
        for day, hole in coverage.by_day(coverage.holes(duties, program, start, end)):
            text = f"{program}: nobody on call {hole.start:%a %d %b %H:%M} to {hole.end:%a %d %b %H:%M}"
            why = (Reason("R14", f"{text}, {hole.minutes / 60:g} h", source("R14")),) if scope.reasons else ()
            yield ClockItem(
                kind="coverage",
                what=program,
                member=None,
                cm=None,
                ref=f"{program}:{hole.start:%Y-%m-%dT%H:%M}",
                due_on=day,
                plan_by=None,
                status="due-today" if day == scope.on else "open",
                required=None,
                done=None,
                late_by=0,
                reasons=why,
            )


def tally(desk: Desk, on: date) -> dict[str, tuple[int, int]]:
    """(overdue, due today) clocks of each worker: what ``due`` would list, counted, but for credentials.

    Only members who may have such a clock are looked at, since in a big agency they are few. Whoever
    counts has the workers' credentials at hand anyway and adds those.
    """
    first, last = month_of(on)
    before_first, before_last = month_of(first - timedelta(days=1))
    days = {"first": first, "last": last, "before_first": before_first, "before_last": before_last, "on": on}
    params = {name: day.isoformat() for name, day in days.items()}
    maybe = json.dumps([row[0] for row in desk.store.rows(sql.MAYBE_LATE, params)])
    scope = _scope(desk, on, None, 0, False, False, some=maybe)
    counts: dict[str, list[int]] = {}
    for item in [*_contacts(desk, scope), *_outreach(desk, scope), *_plans(desk, scope), *_faxes(desk, scope)]:
        if item.cm is not None and (item.status in LATE or item.status == "due-today"):
            counts.setdefault(item.cm, [0, 0])[item.status == "due-today"] += 1
    return {cm: (late, today) for cm, (late, today) in counts.items()}


def contact_and_outreach(desk: Desk, on: date, cm: str | None) -> list[ClockItem]:
    """What a list of members shows: the month's contact whatever its status, and unanswered misses, no reasons."""
    scope = _scope(desk, on, cm, 366, True, False)
    found = [*_contacts(desk, scope), *(i for i in _outreach(desk, scope) if i.status not in DONE)]
    return _in_order(found)


def of_member(desk: Desk, member: str, on: date) -> list[ClockItem]:
    """One member's clocks with what is met."""
    scope = _scope(desk, on, None, 366, True, True, member)
    found = [*_contacts(desk, scope), *_outreach(desk, scope), *_faxes(desk, scope)]
    return _in_order([*found, *_plans(desk, scope), *_notes(desk, scope)])


def due(
    desk: Desk, on: date, cm: str | None = None, days: int = 31, all: bool = False, reasons: bool = True
) -> list[ClockItem]:
    """What is due within some days of ``on``, most urgent first; what is late always, what is met with ``all``.

    With a worker: that worker's members, notes and credentials; without, the agency's and its coverage.
    """
    with desk.reading():
        scope = _scope(desk, on, cm, days, all, reasons)
        found = [*_contacts(desk, scope), *_outreach(desk, scope), *_faxes(desk, scope)]
        found += [*_credentials(desk, scope), *_plans(desk, scope), *_notes(desk, scope)]
        if cm is None:
            found += _coverage(desk, scope)
    return _in_order(found)


def _in_order(found: list[ClockItem]) -> list[ClockItem]:
    """Most urgent first, then by day."""
    return sorted(found, key=lambda i: (URGENCY[i.status], i.due_on, i.kind, i.member or "", i.cm or "", i.ref or ""))
