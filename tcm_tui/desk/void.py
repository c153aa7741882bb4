"""Taking a mistaken record out of every answer, without deleting it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import servicelog, writing
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.queries import visits
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def void(
    desk: Desk, ident: str, because: str, on: date, *, key: str | None = None, override: str | None = None
) -> WriteResult:
    """Void a service, an appointment or an outreach attempt by its id, with the reason kept."""
    if not because.strip():
        raise Refused("--because needs a reason in words.")

    def job(frame: Job) -> str:
        kind, row = _find(frame, ident)
        if row.voided_on is not None:
            raise Refused(f"{ident} is void already, since {row.voided_on}: {row.voided_because}")
        if kind == "appointments":
            named = frame.desk.store.row(visits.NAMED_BY_SERVICE, {"id": ident})
            if named is not None:
                raise Refused(f"{ident} has the service {named[0]}; void that first.")
        before = writing.columns(row)
        row.voided_on, row.voided_because = on, because.strip()
        frame.audit(kind, ident, row.member_id, before, writing.columns(row))
        if kind == "services":
            frame.refresh(row.member_id, row.date, row.date + timedelta(days=1))
            reopen(frame, row.appointment_id)
        frame.objections.add(
            "ok",
            Reason("void", f"{ident} counts for nothing from now on; it stays in the audit log", "agency"),
        )
        return ident

    return writing.write(desk, "void", job, key=key, override=override)


def _find(frame: Job, ident: str) -> tuple[str, Any]:
    from tcm_tui.records.tables import Appointment, Outreach, Service

    kinds: tuple[tuple[str, Any], ...] = (
        ("services", Service),
        ("appointments", Appointment),
        ("outreach", Outreach),
    )
    kind, _, bare = ident.partition(":")
    found = [(name, row) for name, table in kinds if (row := frame.uow.session.get(table, ident)) is not None]
    if not found and bare:
        found = [
            (name, row)
            for name, table in kinds
            if name == kind and (row := frame.uow.session.get(table, bare)) is not None
        ]
    if not found:
        raise NotOne(f"No service, appointment or outreach has the id “{ident}”.")
    if len(found) > 1:
        words = " or ".join(f"{name}:{ident}" for name, _ in found)
        raise NotOne(f"“{ident}” is the id of several records; write {words}.")
    return found[0]


def reopen(frame: Job, appointment: str | None) -> None:
    """A kept visit whose only service is void waits for its outcome again."""
    if appointment is None:
        return
    visit = servicelog.appointment(frame.desk, appointment)
    still = frame.desk.store.row(visits.NAMED_BY_SERVICE, {"id": appointment})
    if visit.status == "kept" and still is None:
        servicelog.set_status(frame, visit, "scheduled")
        frame.objections.say("ok", "R4", f"{appointment} is scheduled again and waits for its outcome")
