"""The staff sheet: what each worker must have and has, until when, and what each may take. R42-R48"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, clocks, keys, roles
from tcm_tui.desk import hours as desk_hours
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import Explanation, HoursRow
from tcm_tui.desk.views.staff import ConsultationWeek, HeldCredential, StaffRow, StaffSheet, StaffView
from tcm_tui.rules import credential_clocks, credentials, qualification
from tcm_tui.rules import hours as hour_rules
from tcm_tui.rules.credentials import ByKind, Needs
from tcm_tui.rules.facts import CaseManager, Credential
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

WEEKS = 8
"""Weeks of consultation that are shown, the running one among them."""
SOON = 31
"""Days ahead in which a lapse is told as near: as far as the list of deadlines looks."""


def view(desk: Desk, on: date, scope: Scope = EVERYBODY, reasons: bool = False) -> StaffView:
    """Every worker with the agency on a day, as far as the scope reaches; kept until somebody writes."""
    with desk.reading():
        if reasons:
            rows = _rows(desk, on, scope, True)
        else:
            rows = tuple(row for who, row in everybody(desk, on) if scope.holds(who))
    return StaffView(on, rows)


Everybody = tuple[tuple[CaseManager, StaffRow], ...]


def everybody(desk: Desk, on: date) -> Everybody:
    """Every worker's line, kept until somebody writes; within ``desk.reading``."""
    found: Everybody = desk.keep(keys.staff(on), lambda: _pairs(desk, on))
    return found


def _pairs(desk: Desk, on: date, reasons: bool = False) -> Everybody:
    held, need = clocks.by_worker(desk), credentials.needs(desk.packs, on)
    people = [p for p in roles.among(desk, caseload.staff(desk)) if caseload.employed(p.who, on)]
    return tuple((p.who, _row(desk, p, held.get(p.who.cm_id, ()), on, need, reasons)) for p in people)


def _rows(desk: Desk, on: date, scope: Scope, reasons: bool) -> tuple[StaffRow, ...]:
    return tuple(row for who, row in _pairs(desk, on, reasons) if scope.holds(who))


def sheet(desk: Desk, cm: str, on: date, reasons: bool = True) -> StaffSheet | None:
    """One worker's sheet, also of those who left or are yet to come; None for an unknown id."""
    with desk.reading():
        found = caseload.staff(desk, cm)
        if not found:
            return None
        person, need = found[0], credentials.needs(desk.packs, on)
        records = clocks.by_worker(desk, cm).get(cm, [])
        row = _row(desk, person, records, on, need, reasons)
        asked = qualification.standing(person.who, records, on, need).asked
        hours: HoursRow = desk_hours.rows(desk, on, cm, reasons)[0]
        named = {p.who.cm_id: p.who.name for p in caseload.staff(desk)}
        who = person.who
        supervisor = named.get(who.supervisor_id or "", who.supervisor_id)
        kept = tuple(HeldCredential(_key(c), c, _state(c, on)) for c in _latest_first(records))
        return StaffSheet(on, row, asked, kept, hours, who.hired_on, who.left_on, supervisor)


def _key(record: Credential) -> str:
    """The key under which a credential is recorded."""
    day = record.began_on or record.completed_on or record.expires_on
    return f"{record.cm_id}/{record.kind}/{day or ''}"


def _latest_first(records: Sequence[Credential]) -> list[Credential]:
    """By kind, what is consulted weekly last; the newest of a kind first."""
    by_day = sorted(records, key=lambda c: c.completed_on or c.began_on or c.expires_on or date.min, reverse=True)
    return sorted(by_day, key=lambda c: (c.kind == "consultation", c.kind))


def _state(record: Credential, on: date) -> str:
    if credentials.holds(record, on):
        return "holds"
    if record.expires_on is not None and record.expires_on < on:
        return "expired"
    return "begun" if record.began_on is not None and record.began_on <= on else "ahead"


def _row(
    desk: Desk, person: caseload.Staff, records: Sequence[Credential], on: date, need: Needs, reasons: bool
) -> StaffRow:
    who = person.who
    stands = qualification.standing(who, records, on, need)
    have = credentials.by_kind(records)
    status = stands.status
    if stands.through is not None and (stands.through - on).days <= SOON:
        status = "lapsing"
    policy = desk.policy
    start, _ = hour_rules.year_of(on, policy.hours_year)
    coached = next((item.met for item in stands.asked if item.what == "coaching"), None)
    due = credential_clocks.clocks(who, records, on, need)
    return StaffRow(
        cm=who.cm_id,
        name=who.name,
        level=who.level,
        type=who.type,
        site=person.site,
        contract=person.contract,
        status=status,
        through=stands.through,
        missing=stands.missing or stands.ending,
        certified_until=_until(have, "certification", on),
        exam_until=_until(have, "competency-exam", on),
        certified=credentials.current(have, "certification", on),
        examined=credentials.current(have, "competency-exam", on),
        clocks=tuple(c for c in due if c.what != "consultation" and c.status not in clocks.DONE),
        coached=coached,
        weeks=_weeks(who, have, on, need),
        takes=tuple(qualification.may_take(who, have, on, need)),
        bills=tuple(qualification.may_bill(who, person.contract, have, on, need, desk.packs)),
        annual=hour_rules.annual_for(desk.packs, who.level, who.type, on),
        basis=hour_rules.BASIS[policy.hours_year],
        year_starts=start,
        reasons=_reasons(who, records, stands, on, need) if reasons else (),
    )


def _until(have: ByKind, kind: str, on: date) -> date | None:
    """The last day on which a credential of a kind holds, of those that hold on a day; else the last that was known."""
    of = have.get(kind, ())
    holding = [c for c in of if credentials.holds(c, on)]
    if any(c.expires_on is None for c in holding):
        return None
    seen = holding or qualification.known(of, on)
    return max((c.expires_on for c in seen if c.expires_on is not None), default=None)


def _weeks(who: CaseManager, have: ByKind, on: date, need: Needs) -> tuple[ConsultationWeek, ...]:
    """The last weeks of consultation of a facilitator, the running one last. R45"""
    if who.type != "wraparound":
        return ()
    this = credential_clocks.week_of(on)
    found = []
    for back in range(WEEKS - 1, -1, -1):
        monday = this - timedelta(days=7 * back)
        week = credential_clocks.consultation_week(have, monday, on, need)
        if not week.short:
            status = "met"
        elif monday == this:
            status = "open"
        elif credential_clocks.short_week(who, have, monday, on, need) is not None:
            status = "short"
        else:
            status = "not-held"
        found.append(ConsultationWeek(monday, week.minutes, week.required, week.short, status))
    return tuple(found)


def _reasons(
    who: CaseManager, records: Sequence[Credential], stands: qualification.Standing, on: date, need: Needs
) -> tuple[Reason, ...]:
    from tcm_tui.rules.book import source

    return (
        *credentials.qualify(who, records, on, need).reasons,
        *(
            Reason(item.rule, f"through {stands.through}; from the day after: {item.text}", source(item.rule))
            for item in stands.ending
        ),
        *(
            Reason(clock.rule, f"{clock.what}: {clock.text}", source(clock.rule))
            for clock in credential_clocks.clocks(who, records, on, need)
            if clock.status not in clocks.DONE
        ),
    )


def explain(desk: Desk, cm: str, on: date) -> list[Explanation]:
    """What a worker's line rests on: the qualification, then programs and level modifiers, then the yearly hours."""
    found = sheet(desk, cm, on)
    if found is None:
        return []
    row = found.row
    through = f" through {row.through}" if row.through else ""
    lacking = ", ".join(item.what for item in row.missing)
    answer = f"{row.status}{through}" + (f": {lacking}" if lacking else "")
    takes = ", ".join(f"{may.what} {may.verdict}" for may in row.takes)
    bills = ", ".join(f"{may.what or 'none'} {may.verdict}" for may in row.bills)
    told = [Explanation(f"Qualification of {row.name} on {on}", answer, row.reasons)]
    told += [
        Explanation(f"{title} {row.name} may {verb}", text, tuple(r for may in of for r in may.because))
        for title, verb, text, of in (
            ("Programs", "take", takes, row.takes),
            ("Level modifiers", "bill", bills, row.bills),
        )
    ]
    if row.annual is not None:
        text = f"{row.annual} h a year from {row.year_starts}"
        told.append(Explanation("Yearly hours", text, found.hours.reasons, (("hours_year", desk.policy.hours_year),)))
    return told
