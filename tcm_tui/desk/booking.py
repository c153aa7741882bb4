"""Planning a visit: refused beyond a limit, over another visit, or where nothing can be billed. R2-R5, R25-R27"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import lookup, writing
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.qualified import objections
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.queries import facts, people, visits
from tcm_tui.records.queries import lookup as by_id
from tcm_tui.rules import caseload, lines
from tcm_tui.rules.facts import Appointment, Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def clock(minutes: int | None) -> str:
    """Minutes from midnight as HH:MM; past midnight the next day's clock."""
    return "?" if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def book(
    desk: Desk,
    member: str,
    cm: str,
    day: date,
    start: int,
    stop: int,
    kind: str,
    on: date,
    *,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """Store a scheduled appointment, unless the rules refuse it. start and stop are minutes from midnight.

    Limits, the worker's other visits and the line are checked inside the transaction that stores it.
    """
    if stop <= start:
        raise WrongUsage(f"--stop {clock(stop)} is not after --start {clock(start)}; a visit ends on its own day.")

    def job(frame: Job) -> str:
        from tcm_tui.records.tables import Appointment as Row

        visit = Appointment("", member, cm, day, start, stop, kind, "scheduled")
        check(frame, visit, on)
        frame.plan()
        ident = frame.uow.new_id("appointments")
        row = Row(
            appointment_id=ident,
            member_id=member,
            cm_id=cm,
            date=day,
            start_min=start,
            stop_min=stop,
            kind=kind,
            status="scheduled",
        )
        frame.uow.session.add(row)
        frame.audit("appointments", ident, member, None, writing.columns(row))
        return ident

    return writing.write(desk, "book", job, key=key, override=override)


def check(frame: Job, visit: Appointment, on: date) -> None:
    """Everything the rules have to say about planning a visit, put into the job's objections."""
    desk, found = frame.desk, frame.objections
    who = lookup.member(desk, visit.member_id, visit.date)
    _standing(frame, visit)
    overlaps(frame, visit)
    if visit.kind != "provider":
        worker = _worker(desk, visit)
        modifier, contract = lines.service_line(None, None, worker)
        qualified(frame, worker, modifier, visit.date)
        line = lines.line_verdict(desk.packs, modifier, contract, who.dob, visit.date)
        if line.value is None:
            found.add("refused", *line.reasons)
            return
        by_date = lookup.wanted(desk, who, lookup.Asked(start=visit.start, stop=visit.stop), visit.date)
        assert by_date is not None
        offer = lookup.propose(desk, who, modifier, contract, by_date, on)
        found.add(offer.verdict, *offer.because)
    closed = desk.calendar.closed_name(visit.date)
    if closed:
        found.say("warn" if visit.date.weekday() < 5 else "ok", "R19", f"{visit.date} is closed: {closed}")


def _worker(desk: Desk, visit: Appointment) -> Worker | None:
    row = desk.store.row(by_id.WORKER, {"cm": visit.cm_id})
    return Worker(*row) if row else None


def _standing(frame: Job, visit: Appointment) -> None:
    """Whether the member is served on that day, and the worker still there."""
    found = frame.objections
    row = frame.desk.store.row(facts.ONE_MEMBER, {"member": visit.member_id})
    assert row is not None
    member = facts.member(row)
    first = [facts.assignment(r) for r in frame.desk.store.rows(facts.ASSIGNMENTS, {"member": visit.member_id})]
    status = caseload.member_status(member, first[0].starts_on if first else None, visit.date)
    if status in ("closed", "refused"):
        found.say("warn", "R24", f"{visit.member_id} is {status} on {visit.date}; case management can be re-offered")
    for held in frame.desk.store.rows(people.CASE_MANAGERS, {"cm": visit.cm_id}):
        who = facts.case_manager(held)
        if who.left_on is not None and who.left_on <= visit.date:
            found.say("refused", "R31", f"{who.cm_id} left on {who.left_on}; book with the responsible worker")


def qualified(frame: Job, worker: Worker | None, modifier: str | None, day: date, planned: bool = True) -> None:
    """What speaks against the worker billing that level modifier on a day. R42-R47"""
    if worker is None:
        return
    for objection in objections(frame.desk, worker, modifier, day):
        verdict = "warn"
        if planned and objection.severity == "refuse":
            verdict = "refused"
        elif planned and objection.rule != "R42":
            verdict = "ok"  # the records are silent, which is worth saying and no ground to stop a visit
        frame.objections.say(verdict, objection.rule, objection.text)


def overlaps(frame: Job, visit: Appointment) -> None:
    """Visits of the worker, and of the member, that share time with a planned one."""
    found, desk = frame.objections, frame.desk
    span: dict[str, Any] = {
        "cm": visit.cm_id,
        "member": visit.member_id,
        "date": visit.date.isoformat(),
        "start": visit.start,
        "stop": visit.stop,
        "except": visit.appointment_id,
    }
    for sql, word in ((visits.PLANNED_OF_CM, "visit"), (visits.DELIVERED_OF_CM, "service")):
        for ident, member, start, stop in desk.store.rows(sql, span):
            found.say(
                "refused",
                "overlap",
                f"{visit.cm_id} has {word} {ident} with {member} from {clock(start)} to {clock(stop)} on {visit.date}",
            )
    policy = "warn" if desk.policy.member_overlap == "warn" else "refused"
    for sql, word in ((visits.PLANNED_OF_MEMBER, "visit"), (visits.DELIVERED_OF_MEMBER, "service")):
        for ident, cm, start, stop in desk.store.rows(sql, span):
            if cm != visit.cm_id:
                text = f"{visit.member_id} has {word} {ident} with {cm or 'no worker named'}"
                found.say(policy, "overlap", f"{text} from {clock(start)} to {clock(stop)} on {visit.date}")
