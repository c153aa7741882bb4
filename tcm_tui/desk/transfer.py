"""Giving a member another responsible worker from a day on. R9-R13, R31"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import booking, caseload, history, roles, servicelog, writing
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.queries import facts, people, visits
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import credentials, lines
from tcm_tui.rules.facts import Appointment, CaseManager, Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job
    from tcm_tui.records.tables import Assignment


def transfer(
    desk: Desk,
    member: str,
    to: str,
    effective: date,
    on: date,
    *,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """End the assignment that holds the day and begin one with the new worker; clocks and held units go along.

    A caseload over its cap warns; a worker who may not hold the program is refused.
    """

    def job(frame: Job) -> str:
        past, old = look(frame, member, to, effective)
        frame.plan()
        carry_out(frame, past, old, to, effective)
        text = f"{to} is responsible from {effective}" + (f"; {old} until the day before" if old else "")
        frame.objections.say("ok", "R31", text)
        return f"{member}:{effective}"

    return writing.write(desk, "transfer", job, key=key, override=override)


def look(
    frame: Job, member: str, to: str, effective: date, back: date | None = None
) -> tuple[history.History, str | None]:
    """What the rules say of a transfer; the member's history and the worker until then. Reads only.

    back: the first day with that worker again. Raises NotOne for an unknown member or worker, Refused where a later
    assignment stands, nothing would change, or nobody is there to come back to.
    """
    past = history.of(frame.desk, member)
    if past is None:
        raise NotOne(f"No member has the id “{member}”.")
    later = [a for a in past.assignments if a.starts_on > effective]
    if later:
        raise Refused(f"{member} goes to {later[0].cm_id} on {later[0].starts_on} already; choose a day from then on.")
    old = past.responsible(effective)
    if old == to:
        raise Refused(f"{to} is responsible for {member} on {effective} already.")
    person = frame.desk.store.row(people.CASE_MANAGERS, {"cm": to})
    if person is None:
        raise NotOne(f"No case manager has the id “{to}”.")
    if back is not None:
        _returns(frame, past, old, back)
    _fits(frame, past, facts.case_manager(person), person[13], effective)
    return past, old


def carry_out(
    frame: Job, past: history.History, old: str | None, to: str, effective: date, back: date | None = None
) -> None:
    """Store a transfer that was looked at: the assignments, and the planned visits that can go along."""
    _assign(frame, past, old, to, effective, back)
    if old is not None:
        _move_visits(frame, past.member.member_id, old, to, effective, back)


def _returns(frame: Job, past: history.History, old: str | None, back: date) -> None:
    """Whether the member can come back to the worker until then. R31"""
    member = past.member.member_id
    if old is None:
        raise Refused(f"Nobody is responsible for {member} until then, so there is nobody to come back to.")
    ends = past.assignments[-1].ends_on
    if ends is not None and ends <= back:
        raise Refused(f"{member} is with {old} until {ends} only, so there is no coming back on {back}.")
    row = frame.desk.store.row(people.CASE_MANAGERS, {"cm": old})
    left = facts.case_manager(row).left_on if row is not None else None
    if left is not None and left <= back:
        frame.objections.say("refused", "R31", f"{old} leaves on {left}, before {member} would come back on {back}")


def _fits(frame: Job, past: history.History, who: CaseManager, contract: str | None, day: date) -> None:
    """Program, credentials, line and cap of the new worker for this member."""
    desk, found, member = frame.desk, frame.objections, past.member
    if who.left_on is not None and who.left_on <= day:
        found.say("refused", "R31", f"{who.cm_id} left on {who.left_on}")
    if who.hired_on is not None and who.hired_on > day:
        found.say("refused", "R31", f"{who.cm_id} begins on {who.hired_on}")
    rows = desk.store.rows(visits.CREDENTIALS_OF, {"cm": who.cm_id})
    have = credentials.by_kind(map(facts.credential, rows))
    need = credentials.needs(desk.packs, day)
    fit = rules.program_fits(
        member.program,
        credentials.intensive_qualified(who.level, have, day, need),
        credentials.is_facilitator(who.level, who.type),
    )
    if not fit:
        wanted = "an intensive-qualified worker" if member.program == "intensive" else "a wraparound facilitator"
        found.say("refused", "R13", f"{member.member_id} is in {member.program} and needs {wanted}")
    worker = Worker(who.cm_id, who.level, who.type, contract)
    line = lines.line_verdict(desk.packs, *lines.service_line(None, None, worker), member.dob, day)
    if line.value is None and who.type != "first-time-mothers":
        found.add("warn", *line.reasons)
    if not roles.sees(desk, who.cm_id):
        said = f"how many members {who.cm_id} has is not shown to your role, so the range was not looked at"
        found.say("warn", rules.RANGE_RULE.get(who.type, "R31"), said)
        return
    held = caseload.counts(desk, day, who.cm_id).get(who.cm_id, rules.Counts())
    load = rules.load(held, who.type, rules.range_for(desk.packs, who.type, day))
    if load.high is not None and load.counted >= load.high and not _sibling(frame, past, who, day):
        rule = rules.RANGE_RULE[who.type]
        found.say(
            "warn",
            rule,
            f"{who.cm_id} has {load.counted} of {load.high}: {load.counted + 1 - load.high} over then",
        )


def _sibling(frame: Job, past: history.History, who: CaseManager, day: date) -> bool:
    """Whether the member's family has its wraparound slot with this worker already. R11"""
    from tcm_tui.desk import cohort

    family = past.member.family_id
    if who.type != "wraparound" or family is None:
        return False
    return any(
        c.member.family_id == family and c.status(day) == "active" for c in cohort.load(frame.desk, day, who.cm_id)
    )


def _assign(frame: Job, past: history.History, old: str | None, to: str, day: date, back: date | None) -> None:
    from tcm_tui.records.tables import Assignment as Row

    member = past.member.member_id
    session = frame.uow.session
    if old is not None:
        held = next(
            a for a in past.assignments if a.cm_id == old and a.starts_on <= day and (a.ends_on or date.max) > day
        )
        row = session.get(Row, (member, held.starts_on))
        assert row is not None
        before = writing.columns(row)
        if held.starts_on == day:
            row.cm_id = to
            row.ends_on = back or row.ends_on
            session.flush()
            frame.audit("assignments", f"{member}:{day}", member, before, writing.columns(row))
        else:
            row.ends_on = day
            session.flush()
            frame.audit("assignments", f"{member}:{held.starts_on}", member, before, writing.columns(row))
            _begin(frame, Row(member_id=member, cm_id=to, starts_on=day, ends_on=back))
        if back is not None:
            session.flush()
            _begin(frame, Row(member_id=member, cm_id=old, starts_on=back, ends_on=held.ends_on))
        return
    _begin(frame, Row(member_id=member, cm_id=to, starts_on=day, ends_on=None))


def _begin(frame: Job, new: Assignment) -> None:
    frame.uow.session.add(new)
    frame.audit("assignments", f"{new.member_id}:{new.starts_on}", new.member_id, None, writing.columns(new))


def _move_visits(frame: Job, member: str, old: str, to: str, day: date, back: date | None) -> None:
    """Visits planned with the old worker go to the new one, where nothing is in the way; not those from back on."""
    rows = frame.desk.store.rows(visits.PLANNED_AFTER, {"member": member, "cm": old, "date": day.isoformat()})
    for ident, on, start, stop in rows:
        if back is not None and on >= back.isoformat():
            continue
        visit = Appointment(ident, member, to, date.fromisoformat(on), start, stop, "", "scheduled")
        if not roles.sees(frame.desk, to):
            frame.objections.say(
                "ok", "overlap", f"{ident} stays with {old}: the visits of {to} are not shown to your role"
            )
            continue
        aside = writing.Objections()
        booking.overlaps(frame._replace(objections=aside), visit)
        if aside.verdict == "refused":
            frame.objections.say("ok", "overlap", f"{ident} stays with {old}: {writing.sentence(aside.reasons)}")
        else:
            servicelog.set_status(frame, visit, "scheduled", cm_id=to)
