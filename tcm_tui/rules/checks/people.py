"""Members and who is responsible for them: fit, residence against stays, gaps, second programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tcm_tui.rules import caseload, residence, responsibility
from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.credentials import intensive_qualified, is_facilitator
from tcm_tui.rules.documentation import plan_in_force
from tcm_tui.rules.facts import Member
from tcm_tui.rules.lines import age_on
from tcm_tui.rules.saying import some
from tcm_tui.rules.verdict import Finding


def check(seen: Seen) -> Iterator[Finding]:
    """R13, R15, R16, R27 over R25, R31, R34 for each member."""
    left = {
        cm.cm_id: cm.left_on for cm in seen.case_managers.values() if cm.left_on is not None and cm.left_on <= seen.on
    }
    served: dict[str, list[responsibility.Served]] = {}
    for entry in seen.entries:
        if entry.billable_minutes:
            served.setdefault(entry.member_id, []).append((entry.date, entry.service_id, entry.cm_id))
    for member in seen.members.values():
        name = member.member_id
        active = caseload.member_status(member, seen.first_assigned(name), seen.on) == "active"
        if active:
            yield from _fit(seen, member)
            yield from _clinical(seen, member)
        met = residence.conflicts(
            seen.residences.get(name, []), seen.stays.get(name, ()), member.dob, seen.on, seen.packs
        )
        for found in residence.conflict_findings(met):
            yield found._replace(cm=seen.cm_of(name))
        yield from _responsible(seen, member, left)
        yield from _second(seen, member, served.get(name, []))


def _fit(seen: Seen, member: Member) -> Iterator[Finding]:
    """Whether the worker has what the program asks, and the member is whom it is for. R13, R15, R16"""
    age = age_on(member.dob, seen.on)
    cm_id = seen.cm_of(member.member_id)
    adult = seen.packs.number("ages.adult_from", seen.on)
    if not caseload.age_fits(member.program, age, adult):
        rule, side = ("R15", "under") if member.program == "intensive" else ("R16", "at least")
        text = f"{member.program} at age {age}, {side} {adult}: the table decides payment"
        yield finding(rule, "warning", text, member=member.member_id, cm=cm_id)
    cm = seen.case_managers.get(cm_id or "")
    if cm is None:
        return
    intensive = member.program == "intensive" and intensive_qualified(cm.level, seen.have(cm.cm_id), seen.on, seen.need)
    if not caseload.program_fits(member.program, intensive, is_facilitator(cm.level, cm.type)):
        asked = "an intensive-qualified worker" if member.program == "intensive" else "a facilitator"
        text = f"{member.program} member needs {asked}; {cm.cm_id} is CM {cm.level} {cm.type}"
        yield finding("R13", "warning", text, member=member.member_id, cm=cm.cm_id)


def _clinical(seen: Seen, member: Member) -> Iterator[Finding]:
    """A plan in force that clinical staff have not signed does not show that they took part. R34"""
    plan = plan_in_force(seen.plans.get(member.member_id, ()), seen.on)
    if plan is None or (plan.lbhp_signed_on is not None and plan.lbhp_signed_on <= seen.on):
        return
    yield finding(
        "R34",
        "info",
        f"the plan from {plan.starts_on} does not show that clinical staff took part",
        member=member.member_id,
        cm=seen.cm_of(member.member_id),
        ref=f"{member.member_id}:plan:{plan.starts_on}",
    )


def _responsible(seen: Seen, member: Member, left: responsibility.Left) -> Iterator[Finding]:
    """Days with nobody or with two responsible; what holds today is an error, what is past a warning. R31"""
    name = member.member_id
    assignments = seen.assignments.get(name, [])
    active = responsibility.active_span(member, assignments, seen.on)
    for gap in responsibility.gaps(assignments, active):
        now = gap.end > seen.on
        yield finding(
            "R31",
            "error" if now else "warning",
            f"nobody is responsible from {gap.start} "
            + (f"to this day ({some(gap.days, 'day')})" if now else f"until {gap.end} ({some(gap.days, 'day')})"),
            member=name,
        )
    for pair in responsibility.overlaps(assignments, seen.on):
        text = f"{pair.first.cm_id} and {pair.second.cm_id} are both responsible from {pair.span.start}"
        yield finding(
            "R31",
            "error",
            f"{text} through {pair.span.end - timedelta(days=1)}",
            member=name,
            cm=pair.second.cm_id,
            ref=f"{name}:{pair.first.cm_id}:{pair.first.starts_on}",
            other_ref=f"{name}:{pair.second.cm_id}:{pair.second.starts_on}",
        )
    for gone in responsibility.absent(assignments, left, active):
        now = gone.ends_on is None or gone.ends_on > seen.on
        yield finding(
            "R31",
            "error" if now else "warning",
            f"{gone.cm_id} is responsible but left on {left[gone.cm_id]}",
            member=name,
            cm=gone.cm_id,
            ref=f"{name}:{gone.cm_id}:{gone.starts_on}",
        )


def _second(seen: Seen, member: Member, served: list[responsibility.Served]) -> Iterator[Finding]:
    """Months with a second case-management program, here or at another agency. R34"""
    name = member.member_id
    kinds = {cm.cm_id: cm.type for cm in seen.case_managers.values()}
    for second in responsibility.second_programs(served, seen.assignments.get(name, []), kinds):
        listed = ", ".join(second.services[:3]) + (" …" if len(second.services) > 3 else "")
        text = f"{second.month:%B %Y}: also served as {second.kind} ({listed})"
        ids = second.services
        yield finding(
            "R34",
            "warning",
            text,
            member=name,
            cm=seen.cm_of(name),
            ref=ids[0],
            other_ref=ids[1] if len(ids) > 1 else None,
        )
    for row in seen.external.get(name, ()):
        if row.month <= seen.on and row.units > 0:
            where = row.source or "another agency"
            text = f"{row.month:%B %Y}: {some(row.units, 'unit')} of case management known at {where}"
            yield finding("R34", "info", text, member=name, cm=seen.cm_of(name), units=row.units)
