"""Planning a visit: refused beyond a limit, over another visit, or where nothing can be billed. R2-R5, R25-R27"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import budgets, lookup, presence, writing
from tcm_tui.desk.errors import Refused, WrongUsage
from tcm_tui.desk.qualified import objections
from tcm_tui.desk.views import Budget, WriteResult
from tcm_tui.records.queries import facts, people, visits
from tcm_tui.records.queries import lookup as by_id
from tcm_tui.rules import caseload, lines, saying, units
from tcm_tui.rules.facts import Appointment, Worker
from tcm_tui.rules.units import period_of

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

MIDNIGHT = 1440


def clock(minutes: int | None) -> str:
    """Minutes from midnight as HH:MM; past midnight the next day's clock."""
    return "?" if minutes is None else saying.clock(minutes)


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
    _lasts(start, stop)

    def job(frame: Job) -> str:
        return store(frame, Appointment("", member, cm, day, start, stop, kind, "scheduled"), on)

    return writing.write(desk, "book", job, key=key, override=override, touches=lambda _: ([member], [cm]))


def store(frame: Job, visit: Appointment, on: date) -> str:
    """Check and add a new visit inside a transaction; its id. What the rules don't allow ends the transaction."""
    from tcm_tui.records.tables import Appointment as Row

    check(frame, visit, on)
    frame.plan()
    frame.uow.claim(member=frame.desk.policy.member_overlap == "refuse")
    ident = frame.uow.new_id("appointments")
    row = Row(
        appointment_id=ident,
        member_id=visit.member_id,
        cm_id=visit.cm_id,
        date=visit.date,
        start_min=visit.start,
        stop_min=visit.stop,
        kind=visit.kind,
        status="scheduled",
    )
    frame.uow.session.add(row)
    frame.audit("appointments", ident, visit.member_id, None, writing.columns(row))
    return ident


def move(
    desk: Desk,
    appointment: str,
    day: date,
    start: int | None,
    stop: int | None,
    on: date,
    *,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """Give a scheduled visit another day or time, checked anew; it stays scheduled and its old units are free. R4

    start and stop are None for a visit without a time. Raises NotOne for an unknown id, Refused for a visit
    that is no longer scheduled.
    """

    from tcm_tui.desk import servicelog

    def job(frame: Job) -> str:
        return shift(frame, appointment, day, start, stop, on)

    def touches(desk: Desk) -> writing.Touched:
        return servicelog.of_visit(desk, appointment)

    return writing.write(desk, "move", job, key=key, override=override, touches=touches)


def shift(frame: Job, appointment: str, day: date, start: int | None, stop: int | None, on: date) -> str:
    """``move`` inside a transaction."""
    from tcm_tui.desk import servicelog

    old = movable(frame.desk, appointment)
    visit = moved(old, day, start, stop)
    if visit == old:
        frame.objections.say("ok", "R4", f"{appointment} is on {day} at {clock(start)} already")
        return appointment
    check(frame, visit, on)
    frame.plan()
    frame.uow.claim(member=frame.desk.policy.member_overlap == "refuse")
    columns = {"date": day, "start_min": start, "stop_min": stop, "units": visit.units}
    servicelog.set_status(frame, old, "scheduled", **columns)
    was = f"from {old.date} {clock(old.start)}" if (old.date, old.start) != (day, start) else "in its length"
    frame.objections.say("ok", "R4", f"{appointment} moved {was}; what it held there is free")
    return appointment


def movable(desk: Desk, appointment: str) -> Appointment:
    """The visit of an id. Raises NotOne when there is none, Refused when its outcome is known."""
    from tcm_tui.desk import servicelog

    visit = servicelog.appointment(desk, appointment)
    if visit.status != "scheduled":
        raise Refused(f"{appointment} is {visit.status}; only a scheduled visit can be moved.")
    served = desk.store.row(visits.NAMED_BY_SERVICE, {"id": appointment})
    if served is not None:
        raise Refused(f"{appointment} has the service {served[0]} already; it can’t be moved any more.")
    return visit


def moved(visit: Appointment, day: date, start: int | None, stop: int | None) -> Appointment:
    """The visit at another time. Units entered for it hold as long as its length does. Raises WrongUsage."""
    if start is not None and stop is not None:
        _lasts(start, stop)
        if stop > MIDNIGHT and (visit.stop is None or visit.stop <= MIDNIGHT):
            text = f"From {clock(start)} on {stop - start} minutes go past midnight; a visit ends on its own day."
            raise WrongUsage(f"{text} Give an earlier --start, or a --stop.")
    same = (start is None) == (visit.start is None) and _length(start, stop) == _length(visit.start, visit.stop)
    return visit._replace(date=day, start=start, stop=stop, units=visit.units if same else None)


def _length(start: int | None, stop: int | None) -> int | None:
    return None if start is None or stop is None else stop - start


def _lasts(start: int, stop: int) -> None:
    if stop <= start:
        raise WrongUsage(f"--stop {clock(stop)} is not after --start {clock(start)}; a visit ends on its own day.")


def preview(desk: Desk, visit: Appointment, on: date) -> WriteResult:
    """What ``book`` would say of a visit, or ``move`` of one that exists (by its id); reads only.

    The id of the answer is None whatever the verdict.
    """
    found = writing.Objections()
    if visit.start is not None and visit.stop is not None:
        _lasts(visit.start, visit.stop)
    with desk.reading():
        check(aside(desk, found), visit, on)
    return WriteResult(None, found.verdict, tuple(found.reasons))


def aside(desk: Desk, found: writing.Objections) -> Job:
    """The frame of a job that only looks: it has no transaction, so nothing can be stored in it."""
    return writing.Job(None, desk, found, None)  # type: ignore[arg-type]


def check(frame: Job, visit: Appointment, on: date) -> None:
    """Everything the rules have to say about planning a visit, put into the job's objections.

    A visit with an id is moved: the units it holds and the time it takes now are not in its way.
    """
    desk, found = frame.desk, frame.objections
    who = lookup.member(desk, visit.member_id, visit.date)
    _standing(frame, visit)
    overlaps(frame, visit)
    presence.look(desk, found, visit)
    if visit.kind != "provider":
        worker = _worker(desk, visit)
        modifier, contract = lines.service_line(None, None, worker)
        qualified(frame, worker, modifier, visit.date)
        line = lines.line_verdict(desk.packs, modifier, contract, who.dob, visit.date)
        if line.value is None:
            found.add("refused", *line.reasons)
            return
        by_date = _units(desk, who, visit)
        known = {day: _without(desk, visit, who, modifier, contract, day, on) for day, _ in by_date}
        offer = lookup.propose(desk, who, modifier, contract, by_date, on, known)
        found.add(offer.verdict, *offer.because)
    closed = desk.calendar.closed_name(visit.date)
    if closed:
        found.say("warn" if visit.date.weekday() < 5 else "ok", "R19", f"{visit.date} is closed: {closed}")


def _units(desk: Desk, who: lookup.Member, visit: Appointment) -> tuple[tuple[date, int], ...]:
    """What the visit takes, by date: its own units where they were entered, else by its times."""
    if visit.units is not None or visit.start is None or visit.stop is None:
        return ((visit.date, _holds(desk, visit)),)
    by_date = lookup.wanted(desk, who, lookup.Asked(start=visit.start, stop=visit.stop), visit.date)
    assert by_date is not None
    return by_date


def _holds(desk: Desk, visit: Appointment) -> int:
    day = visit.date.isoformat()
    return budgets.hold(desk, day, visit.start, visit.stop, visit.kind, visit.units)


def _without(
    desk: Desk, visit: Appointment, who: lookup.Member, modifier: str | None, contract: str | None, day: date, on: date
) -> lookup.OnDay:
    """What a day has for the member, without what the stored visit of the same id holds."""
    found = lookup.on_day(desk, who, modifier, contract, day, on)
    row = desk.store.row(people.APPOINTMENT_BY_ID, {"id": visit.appointment_id}) if visit.appointment_id else None
    if row is None or not found.budgets:
        return found
    old = facts.appointment(row)
    held = _holds(desk, old)
    served = desk.store.row(visits.NAMED_BY_SERVICE, {"id": old.appointment_id})
    if old.status != "scheduled" or not held or served is not None or old.member_id != visit.member_id:
        return found
    return found._replace(budgets={per: _freed(each, per, old, held, day) for per, each in found.budgets.items()})


def _freed(budget: Budget, per: str, old: Appointment, held: int, day: date) -> Budget:
    first, end = period_of(per, day)
    if not first <= old.date < end:
        return budget
    scheduled, external = budget.scheduled, budget.external
    if per == "year" and period_of("month", day)[0] != period_of("month", old.date)[0]:
        external -= held  # a year counts its other months' visits with what is known elsewhere
    else:
        scheduled -= held
    return Budget(*units.budget(budget.limit, budget.used, scheduled, external))


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
    for held in frame.desk.store.rows(people.CASE_MANAGERS, {"cm": visit.cm_id}) if visit.cm_id else []:
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
    if visit.start is None:
        return
    span: dict[str, Any] = {
        "cm": visit.cm_id,
        "member": visit.member_id,
        "date": visit.date.isoformat(),
        "start": visit.start,
        "stop": visit.start + 15 if visit.stop is None else visit.stop,
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
