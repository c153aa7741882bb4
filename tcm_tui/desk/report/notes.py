"""Documentation: plans, notes, signatures and faxed originals. R38-R41

What is wrong with a service is what ``rules.checks.notes`` finds; here it is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n, share
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.records.queries import clocks as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import documentation as doc
from tcm_tui.rules import saying
from tcm_tui.rules.checks import notes
from tcm_tui.rules.checks.bundle import CheckFacts, Seen
from tcm_tui.rules.entries import NOT_BILLABLE

if TYPE_CHECKING:
    from tcm_tui.rules.verdict import Finding

ID, TITLE, RULES = "documentation", "Documentation", "R38-R41"
BY_DAY = False
NOTE = "Notes of the month’s billable services, counted with who delivered them; plans with who is responsible."
UNSIGNED = 4
"""The element of a note that is its signature."""


def lines(frame: Frame) -> Iterator[Line]:
    """Notes, what is missing of them, plans at the end and faxed signatures."""
    yield from _notes(frame)
    yield from _plans(frame)
    yield from _faxes(frame)


def _notes(frame: Frame) -> Iterator[Line]:
    members = [cared.member for cared in frame.cared]
    plans = [plan for each in frame.plans.values() for plan in each]
    facts_ = CheckFacts(members=members, plans=plans, services=frame.services, entries=frame.entries)
    seen = Seen(facts_, frame.on, frame.desk.policy, frame.desk.packs, frame.desk.calendar)
    notes_of: dict[tuple[str, str], int] = {}
    for service in seen.services:
        parts = seen.parts.get(service.service_id, ())
        if any(part.status != NOT_BILLABLE for part in parts):
            at = (service.cm_id, service.member_id)
            notes_of[at] = notes_of.get(at, 0) + 1
    for (cm, member), number in notes_of.items():
        yield Line("notes", cm, member, number)
    on = {service.service_id: service.date for service in seen.services}
    for found in notes.check(seen):
        yield from _found(found, on)


def _found(found: Finding, on: dict[str, date]) -> Iterator[Line]:
    cm, member, units = found.cm, found.member, found.units or 0
    note = f"{found.ref} of {saying.near_day(on[found.ref or ''])}: "
    if found.rule == "R40":
        missing = found.missing or ()
        named = ", ".join(map(str, missing))
        yield Line("incomplete", cm, member, 1, f"{note}{found.present} of {found.of}, missing {named}")
        if units:
            yield Line("incomplete-units", cm, member, units, f"{note}missing {named}")
        for number in missing:
            yield Line(f"missing-{number}", cm, member, 1, note.removesuffix(": "))
    elif found.rule == "R38":
        yield Line("no-plan-units", cm, member, units, note + found.text)
    elif found.rule == "R39":
        yield Line("pending-units", cm, member, units, note + found.text)


def _plans(frame: Frame) -> Iterator[Line]:
    for cared in frame.cared:
        if not frame.holds(cared.cm) or cared.status(frame.seen) != "active":
            continue
        key = cared.member.member_id
        plan = doc.plan_in_force(frame.plans.get(key, ()), frame.seen)
        if plan is None:
            yield Line("without-plan", cared.cm, key, 1)
            continue
        lacking = doc.unsigned(plan, frame.seen)
        if lacking:
            text = f"plan from {saying.short_day(plan.starts_on)}: not signed by {', '.join(lacking)}"
            yield Line("unsigned-plan", cared.cm, key, 1, text)


def _faxes(frame: Frame) -> Iterator[Line]:
    """Faxed signatures of the month, and earlier ones whose originals are still out."""
    for service, member, cm, fax, filed in frame.desk.store.rows(sql.FAXES.all, {"on": frame.seen.isoformat()}):
        if not frame.holds(cm):
            continue
        faxed = date.fromisoformat(fax)
        status, due, late = doc.fax_status(faxed, facts.day(filed), frame.on, frame.desk.packs)
        if faxed < frame.first and status in ("met", "met-late"):
            continue
        note = f"{service} faxed {saying.near_day(faxed)}, original due {saying.near_day(due)}"
        note += f", {saying.some(late, 'day')} late" if late else ""
        if faxed >= frame.first:
            yield Line("faxes", cm, member, 1, note)
        else:
            yield Line("fax-before", cm, member, 1, note)
        if status in ("met", "met-late"):
            yield Line("fax-met" if status == "met" else "fax-late", cm, member, 1, note)
        else:
            yield Line("fax-out", cm, member, 1, note)
            if status == "overdue":
                yield Line("fax-overdue", cm, member, 1, note)


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """Notes, plans, faxes."""
    total, bad = sums.total("notes"), sums.total("incomplete")

    def of(key: str, label: str, unit: str, rule: str, text: str, status: str = "", listed: bool = False) -> Figure:
        number = sums.total(key)
        return Figure(key, label, number, unit, rule, text, status if number else "", listed, lines=sums.of(key))

    yield of("notes", "Notes", "notes", "R40", "billable services of the month")
    text = f"{n(total)} − {n(bad)} incomplete" + (f"; {share(total - bad, total)}" if total else "")
    yield Figure(
        "complete", "Notes with all eleven elements", total - bad, "notes", "R40", text, lines=sums.of("notes")
    )
    units = sums.total("incomplete-units")
    text = f"{share(bad, total)}; {doc.at_risk_text(units)}"
    yield of("incomplete", "Incomplete notes", "notes", "R40", text, "warn", True)
    for number, name in enumerate(doc.ELEMENTS, 1):
        key = f"missing-{number}"
        if sums.of(key):
            text = f"{share(sums.total(key), total)} without element {number}" + " (unsigned)" * (number == UNSIGNED)
            yield of(key, f"Missing {number}: {name}", "notes", "R40", text)
    text = "units of services with an element of the note missing"
    yield of("incomplete-units", "Units at risk for the note", "units", "R40", text)
    text = "units delivered on a day without a plan in force"
    yield of("no-plan-units", "Units without a plan", "units", "R38", text, "warn", True)
    text = "units of plan development whose plan lacks a signature"
    yield of("pending-units", "Units waiting for signatures", "units", "R39", text, "pending", True)
    last = saying.day(frame.seen)
    yield of("without-plan", "Members without a plan", "members", "R38", f"none in force on {last}", "warn", True)
    yield of("unsigned-plan", "Plans not signed by all three", "plans", "R39", f"in force on {last}", "unsigned", True)
    faxes, met, late = sums.total("faxes"), sums.total("fax-met"), sums.total("fax-late")
    text = f"{n(met)} filed in time + {n(late)} late + {n(faxes - met - late)} outstanding"
    yield of("faxes", "Signatures faxed", "faxes", "R41", text)
    yield of("fax-met", "Originals filed in time", "faxes", "R41", f"{n(met)} of {n(faxes)} faxed this month")
    yield of(
        "fax-late", "Originals filed late", "faxes", "R41", f"{n(late)} of {n(faxes)} faxed this month", "met-late"
    )
    text = f"{n(faxes - met - late)} of this month + {n(sums.total('fax-before'))} of months before"
    yield of("fax-out", "Faxes outstanding", "faxes", "R41", text, "open", True)
    text = f"{n(sums.total('fax-overdue'))} of {n(sums.total('fax-out'))} outstanding are past their day"
    yield of("fax-overdue", "of them overdue", "faxes", "R41", text, "overdue")
