"""Workers: caseload, coverage, share of community work, credentials. R9-R14, R22, R42-R47"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tcm_tui.rules import caseload, contacts, coverage, credential_clocks, credentials
from tcm_tui.rules.activities import MOTHERS
from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.facts import CaseManager
from tcm_tui.rules.saying import some
from tcm_tui.rules.verdict import Finding


def check(seen: Seen) -> Iterator[Finding]:
    """All checks of this module; workers who left or are yet to come are asked for nothing new."""
    yield from overloaded(seen)
    yield from uncovered(seen)
    yield from community(seen)
    for cm in seen.case_managers.values():
        if cm.type == MOTHERS:
            continue
        if credential_clocks.works(cm, seen.on) and (cm.hired_on is None or cm.hired_on <= seen.on):
            yield from _qualified(seen, cm)
            yield from _late(seen, cm)
        if cm.type == "wraparound":
            yield from _consultation(seen, cm)


def overloaded(seen: Seen) -> Iterator[Finding]:
    """Caseloads over their cap. R9-R11"""
    rows: list[caseload.LoadRow[date]] = []
    for m in seen.members.values():
        cm = seen.cm_of(m.member_id)
        if cm is None:
            continue
        hospital = caseload.hospitalised(seen.stays.get(m.member_id, ()), seen.on)
        first = seen.first_assigned(m.member_id)
        ends = m.opened_on, m.closed_on, m.refused_on, first, m.hold_from, m.hold_until
        rows.append((cm, m.member_id, m.family_id, m.program, *ends, hospital, m.acuity))
    for cm, held in sorted(caseload.tally(rows, seen.on).items()):
        worker = seen.case_managers.get(cm)
        if worker is None:
            continue
        verdict = caseload.caseload_verdict(held, worker.type, seen.packs, seen.on)
        if verdict.status == "over":
            yield finding(verdict.rule, "warning", verdict.reasons[0].text, cm=cm)


def uncovered(seen: Seen) -> Iterator[Finding]:
    """Hours of the coming days without anyone on call, for programs that have active members. R14"""
    present = {
        m.program
        for m in seen.members.values()
        if caseload.member_status(m, seen.first_assigned(m.member_id), seen.on) == "active"
    }
    start, end = coverage.days_ahead(seen.on, seen.packs.number("coverage.days_per_week", seen.on))
    for program in seen.packs.words("coverage.programs", seen.on):
        if program not in present:
            continue
        for hole in coverage.holes(seen.facts.on_call, program, start, end):
            text = f"{program}: nobody on call from {hole.start:%Y-%m-%d %H:%M} to {hole.end:%Y-%m-%d %H:%M}"
            yield finding("R14", "warning", f"{text} ({hole.minutes / 60:g} h)", minutes=hole.minutes)


def community(seen: Seen) -> Iterator[Finding]:
    """Months in which under half of a worker's billable minutes were in the community. R22"""
    sums: dict[tuple[str, date], list[int]] = {}
    for entry in seen.entries:
        if entry.billable_minutes:
            both = sums.setdefault((entry.cm_id, entry.date.replace(day=1)), [0, 0])
            both[0] += entry.billable_minutes if entry.community else 0
            both[1] += entry.billable_minutes
    for (cm, month), (inside, total) in sorted(sums.items()):
        verdict = contacts.community_verdict(inside, total, month, seen.packs)
        if verdict.status == "low":
            text = f"{month:%B %Y}: {verdict.reasons[0].text}"
            yield finding("R22", "warning", text, cm=cm, minutes=inside)


def _qualified(seen: Seen, cm: CaseManager) -> Iterator[Finding]:
    """What a worker must have and the records don't show. R42-R47

    A lapse that the records prove is an error; a credential that was perhaps never entered is a warning,
    and a worker of whom nothing was entered gets one warning in all.
    """
    have = seen.have(cm.cm_id)
    if cm.level == "III":
        text = "CM III is named but not defined: treated as CM II"
        yield finding("R47", "info", text, cm=cm.cm_id)
    if not have:
        yield finding("R42", "warning", "no credential of any kind is on file", cm=cm.cm_id)
        return
    for item in credentials.requirements(cm, have, seen.on, seen.need):
        if item.met:
            continue
        known = have.get(item.what)
        yield finding(
            item.rule,
            "error" if item.lapsed else "warning",
            item.text,
            cm=cm.cm_id,
            ref=known[-1].ref if known else f"{cm.cm_id}:{item.what}",
        )


def _late(seen: Seen, cm: CaseManager) -> Iterator[Finding]:
    """Credentials that came after their day: nothing is left to do, so information. R42, R45"""
    everything = [c for rows in seen.have(cm.cm_id).values() for c in rows]
    for clock in credential_clocks.clocks(cm, everything, seen.on, seen.need):
        if clock.status == "met-late":
            text = f"{clock.what}: {clock.text}, {some(clock.late_by, 'day')} late"
            yield finding(clock.rule, "info", text, cm=cm.cm_id, ref=clock.ref)


def _consultation(seen: Seen, cm: CaseManager) -> Iterator[Finding]:
    """Finished weeks with too little consultation; minutes is what was missing. R45"""
    for week in credential_clocks.short_weeks(cm, seen.have(cm.cm_id), seen.on, seen.need):
        text = f"consultation {week.monday} to {week.sunday}: {week.minutes} of {week.required} minutes"
        yield finding(
            "R45",
            "warning",
            f"{text}, {week.short} missing",
            cm=cm.cm_id,
            ref=f"{cm.cm_id}:consultation:{week.monday}",
            minutes=week.short,
        )
