"""Missed contacts, late outreach, visits without an outcome, and doubled time. R17, R19, R34"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from tcm_tui.rules import contacts, outreach
from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.facts import Appointment, Member, Service
from tcm_tui.rules.saying import some
from tcm_tui.rules.verdict import Finding


def check(seen: Seen) -> Iterator[Finding]:
    """All checks of this module."""
    yield from missed_contacts(seen)
    yield from late_outreach(seen)
    yield from open_visits(seen)
    yield from overlaps(seen)


def missed_contacts(seen: Seen) -> Iterator[Finding]:
    """Contacts of last month that were not made, for members of whom they are still asked. R17, R18"""
    last_month = seen.on.replace(day=1) - timedelta(days=1)
    made: dict[str, set[date]] = {}
    for entry in seen.entries:
        if entry.is_contact:
            made.setdefault(entry.member_id, set()).add(entry.date)
    for member in seen.members.values():
        name = member.member_id
        first = seen.first_assigned(name)
        if not contacts.asked_of(member, first, last_month, seen.on):
            continue
        plans, days = seen.plans.get(name, []), made.get(name, set())
        found = contacts.month_of(member, plans, days, (), last_month, seen.on, seen.calendar, first, seen.packs)
        if found.status != "missed":
            continue
        part = ", a partial first month" if found.partial else ""
        yield finding(
            "R17",
            "error",
            f"{found.first:%B %Y}{part}: {found.done} of {found.required} contacts, due {found.due}",
            member=name,
            cm=seen.cm_of(name),
        )


def late_outreach(seen: Seen) -> Iterator[Finding]:
    """Misses whose outreach is overdue (error) or came late (warning). R19

    A miss whose time ran out only after the member closed or refused asks for nothing more (R24).
    """
    for visit in seen.appointments:
        member = seen.members.get(visit.member_id)
        if member is None or not outreach.is_miss(visit, seen.on):
            continue
        attempts = outreach.attempts_for(visit, seen.outreach.get(visit.member_id, ()), seen.on)
        verdict = outreach.outreach_verdict(visit.date, attempts, seen.on, seen.calendar, seen.packs)
        if verdict.status not in ("overdue", "met-late") or _ended(member, verdict.value, seen.on):
            continue
        yield finding(
            "R19",
            "error" if verdict.status == "overdue" else "warning",
            "; ".join(reason.text for reason in verdict.reasons),
            member=visit.member_id,
            cm=seen.cm_of(visit.member_id) or visit.cm_id,
            ref=visit.appointment_id,
        )


def _ended(member: Member, due: date, on: date) -> bool:
    return any(day is not None and day <= min(due, on) for day in (member.closed_on, member.refused_on))


def open_visits(seen: Seen) -> Iterator[Finding]:
    """Kept appointments without a service, and scheduled ones of the past without an outcome.

    A service belongs to a visit when it names it, or names none and is the same member's on that day. A
    visit to another provider is the member's own and needs no service.
    """
    named = {service.appointment_id for service in seen.services if service.appointment_id}
    loose = {(s.member_id, s.date) for s in seen.services if not s.appointment_id}
    for visit in seen.appointments:
        if visit.appointment_id in named:
            continue
        if visit.status == "kept" and visit.kind != "provider" and (visit.member_id, visit.date) not in loose:
            yield _visit(seen, visit, "kept-appointment", f"kept on {visit.date}, but no service is recorded")
        elif visit.status == "scheduled" and visit.date < seen.on:
            text = f"scheduled for {visit.date} without an outcome: kept, missed or cancelled?"
            yield _visit(seen, visit, "past-appointment", text)


def _visit(seen: Seen, visit: Appointment, check: str, text: str) -> Finding:
    return finding(
        check,
        "warning",
        f"{visit.kind} {text}",
        member=visit.member_id,
        cm=visit.cm_id or seen.cm_of(visit.member_id),
        ref=visit.appointment_id,
    )


def overlaps(seen: Seen) -> Iterator[Finding]:
    """Two services of one worker at once (``overlap``), and of one member by two workers at once (R34)."""
    by_worker = sorted(seen.services, key=lambda s: (s.cm_id, _begins(s), s.service_id))
    for _, mine in groupby(by_worker, key=lambda s: s.cm_id):
        for first, second, minutes in _pairs(list(mine)):
            both = _units(seen, first) > 0 and _units(seen, second) > 0
            text = f"{first.service_id} overlaps {second.service_id} by {some(minutes, 'minute')}"
            yield _overlap("overlap", "error" if both else "warning", first, second, minutes, text)
    by_member = sorted(seen.services, key=lambda s: (s.member_id, _begins(s), s.service_id))
    for _, theirs in groupby(by_member, key=lambda s: s.member_id):
        for first, second, minutes in _pairs(list(theirs)):
            if first.cm_id != second.cm_id and _units(seen, first) and _units(seen, second):
                both_ids = f"{first.service_id} and {second.service_id}"
                text = f"{both_ids}: two workers bill {some(minutes, 'minute')} at once"
                yield _overlap("R34", "warning", first, second, minutes, text)


def _begins(service: Service) -> int:
    return service.date.toordinal() * 1440 + service.start


def _pairs(services: list[Service]) -> Iterator[tuple[Service, Service, int]]:
    """Pairs that share time, of services in the order in which they begin, with the shared minutes."""
    running: list[tuple[int, Service]] = []
    for service in services:
        start, length = _begins(service), service.stop - service.start
        running = [(end, other) for end, other in running if end > start]
        for end, other in running:
            minutes = min(end, start + length) - start
            if minutes > 0:
                yield other, service, minutes
        if length > 0:
            running.append((start + length, service))


def _units(seen: Seen, service: Service) -> int:
    return sum(part.units for part in seen.parts.get(service.service_id, ()))


def _overlap(rule: str, severity: str, first: Service, second: Service, minutes: int, text: str) -> Finding:
    return finding(
        rule,
        severity,
        text,
        member=first.member_id,
        cm=first.cm_id,
        ref=first.service_id,
        other_ref=second.service_id,
        minutes=minutes,
    )
