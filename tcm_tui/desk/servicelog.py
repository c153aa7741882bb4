"""Recording what was done: always stored, flagged where a rule objects. R1-R4, R21-R30, R38-R40"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import booking, history, writing
from tcm_tui.desk.errors import NotOne, Refused, WrongUsage
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.queries import people, visits
from tcm_tui.rules import documentation, ledger_why, lines
from tcm_tui.rules.entries import PAYABLE, PENDING
from tcm_tui.rules.facts import Appointment, Service

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

DAY = 1440


def log(desk: Desk, service: Service, on: date, *, key: str | None = None, override: str | None = None) -> WriteResult:
    """Store a delivered service; ``service_id`` is ignored, a stop before the start is on the next day.

    What the rules object to is told and never keeps it from being stored. A named appointment becomes kept.
    """
    if service.stop == service.start:
        raise WrongUsage("--start and --stop are the same time; a service has to last.")
    if service.stop < service.start:
        service = service._replace(stop=service.stop + DAY)

    def job(frame: Job) -> str:
        from tcm_tui.records.tables import Service as Row

        ident = frame.uow.new_id("services")
        done = service._replace(service_id=ident)
        overlaps(frame, done)
        _keep(frame, done)
        row = Row(**columns(done))
        frame.uow.session.add(row)
        frame.audit("services", ident, done.member_id, None, writing.columns(row))
        frame.refresh(done.member_id, done.date, done.date + timedelta(days=1))
        flag(frame, done, on)
        return ident

    def touches(_: Desk) -> writing.Touched:
        return [service.member_id], [service.cm_id]

    return writing.write(desk, "log", job, key=key, override=override, touches=touches)


def correct(frame: Job, old: Service, new: Service, on: date) -> str:
    """Give a stored service other columns, inside a transaction; its units and its visits follow.

    A visit it no longer names waits for its outcome again. Raises NotOne and Refused for a visit it can't be.
    """
    from tcm_tui.desk.void import reopen
    from tcm_tui.records.tables import Service as Row

    row = frame.uow.session.get(Row, old.service_id)
    assert row is not None
    overlaps(frame, new)
    if new.appointment_id != old.appointment_id:
        _keep(frame, new)
    before = writing.columns(row)
    for name, value in columns(new).items():
        setattr(row, name, value)
    after = writing.columns(row)
    if after != before:
        frame.audit("services", old.service_id, new.member_id, before, after)
        frame.uow.flush()
        for service in (old, new):
            frame.refresh(service.member_id, service.date, service.date + timedelta(days=1))
    if new.appointment_id != old.appointment_id:
        reopen(frame, old.appointment_id)
    flag(frame, new, on)
    return old.service_id


def columns(service: Service) -> dict[str, Any]:
    """A service as the columns of its table."""
    found = service._asdict()
    found["start_min"], found["stop_min"] = found.pop("start"), found.pop("stop")
    return found


def appointment(desk: Desk, ident: str) -> Appointment:
    """The appointment of an id. Raises NotOne when there is none."""
    from tcm_tui.records.queries import facts

    row = desk.store.row(people.APPOINTMENT_BY_ID, {"id": ident})
    if row is None:
        raise NotOne(f"No appointment has the id “{ident}”.")
    return facts.appointment(row)


def of_visit(desk: Desk, ident: str) -> writing.Touched:
    """Whose visit it is; nobody's for an unknown id, which the job then refuses."""
    row = desk.store.row(people.APPOINTMENT_BY_ID, {"id": ident})
    return ([row[1]], [row[2]] if row[2] else []) if row else ([], [])


def set_status(frame: Job, visit: Appointment, status: str, **more: Any) -> None:
    """Give an appointment another status, with the audit row."""
    from tcm_tui.records.tables import Appointment as Row

    row = frame.uow.session.get(Row, visit.appointment_id)
    assert row is not None
    before: Mapping[str, Any] = writing.columns(row)
    for name, value in {"status": status, **more}.items():
        setattr(row, name, value)
    frame.audit("appointments", visit.appointment_id, visit.member_id, before, writing.columns(row))


def _keep(frame: Job, service: Service) -> None:
    """The appointment that this service answers is kept from now on."""
    if service.appointment_id is None:
        return
    visit = appointment(frame.desk, service.appointment_id)
    if visit.member_id != service.member_id:
        raise Refused(f"Appointment {visit.appointment_id} is {visit.member_id}’s, not {service.member_id}’s.")
    if visit.status == "cancelled":
        frame.objections.say("warn", "R19", f"{visit.appointment_id} had been cancelled; it is kept now")
    if visit.status != "kept":
        set_status(frame, visit, "kept")


def overlaps(frame: Job, service: Service) -> None:
    """Services of the same worker that share time with this one."""
    span = {
        "cm": service.cm_id,
        "date": service.date.isoformat(),
        "start": service.start,
        "stop": service.stop,
        "except": service.service_id,
    }
    for ident, member, start, stop in frame.desk.store.rows(visits.DELIVERED_OF_CM, span):
        shared = min(stop, service.stop) - max(start, service.start)
        text = (
            f"{service.cm_id} also has {ident} with {member} from {booking.clock(start)} to "
            f"{booking.clock(stop)}: {shared} minutes at once"
        )
        frame.objections.say("warn", "overlap", text)


def flag(frame: Job, service: Service, on: date) -> None:
    """What the ledger and the other rules say about a service, as if it stood in the records as it is given."""
    desk, found = frame.desk, frame.objections
    past = history.of(desk, service.member_id)
    assert past is not None
    others = [s for s in past.services if s.service_id != service.service_id]
    ordered = sorted((*others, service), key=lambda s: (s.date, s.start, s.service_id))
    past = past._replace(services=tuple(ordered))
    if service.date > on:
        found.say("warn", "R40", f"{service.date} is after {on}: a service is recorded once it was done")
    day = max(on, service.date)
    known = history.seen(past, day)
    entries = history.entries(desk, past, day)
    mine = [e for e in entries if e.service_id == service.service_id]
    why = ledger_why.explain(
        service, entries, history.member_facts(known), history.workers(desk), desk.policy, desk.packs, day
    )
    plain = all(e.status in (PAYABLE, PENDING) for e in mine) and any(e.units for e in mine)
    found.add("ok" if plain else "warn", *why)
    if service.activity == "family-remote":
        found.add("warn")
    if documentation.plan_in_force(past.plans, service.date) is None:
        found.say("ok", "R38", f"no plan of the member is in force on {service.date}")
    worker = history.workers(desk).get(service.cm_id)
    modifier, _ = lines.service_line(service.level_modifier, service.contract, worker)
    booking.qualified(frame, worker, modifier, service.date, planned=False)
