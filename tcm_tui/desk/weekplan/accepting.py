"""Accepting proposals: one transaction, each visit checked anew as the records are then. R2-R5, R19, R25-R27"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import writing
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.views import Accepted, PlannedVisit, WriteResult
from tcm_tui.rules.facts import Appointment
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def accept(
    desk: Desk, visits: Sequence[PlannedVisit], on: date, key: str | None = None, override: str | None = None
) -> Accepted:
    """Book what is proposed, move what moved, cancel what is dropped; what the rules refuse by now is told instead.

    One transaction and one batch of the audit log, so one undo takes it back. A result for each visit, in order.
    """

    def job(frame: Job) -> str:
        results: dict[int, WriteResult] = {}
        rank = {"dropped": 0, "proposed": 1}
        order = sorted(range(len(visits)), key=lambda i: (rank.get(visits[i].state, 2), visits[i].appointment is None))
        waiting = list(order)
        while waiting:
            # what is refused may fit once another visit has moved away
            for i in waiting:
                results[i] = _one(frame, desk, visits[i], on)
            refused = [i for i in waiting if results[i].id is None]
            if len(refused) in (0, len(waiting)) or all(visits[i].appointment is None for i in waiting):
                break
            waiting = refused
        return json.dumps([[results[i] for i in range(len(visits))], [_kept(visit) for visit in visits]])

    done = writing.write(desk, "accept", job, key=key, override=override)
    told, kept = json.loads(done.id or "[[], []]")
    results = tuple(
        WriteResult(ident, verdict, tuple(Reason(*reason) for reason in reasons), done.batch if ident else None)
        for ident, verdict, reasons, *_ in told
    )
    return Accepted(results, done.batch, tuple(map(_again, kept)))


def _kept(visit: PlannedVisit) -> dict[str, Any]:
    """A visit as the answer to a key keeps it: what says which one it was."""
    moved = visit.moved_from
    return {
        **visit._asdict(),
        "date": visit.date.isoformat(),
        "because": [],
        "moved_from": [moved[0].isoformat(), moved[1]] if moved else None,
    }


def _again(kept: dict[str, Any]) -> PlannedVisit:
    moved = kept["moved_from"]
    return PlannedVisit(**kept)._replace(
        date=date.fromisoformat(kept["date"]),
        serves=tuple(kept["serves"]),
        because=(),
        moved_from=(date.fromisoformat(moved[0]), moved[1]) if moved else None,
    )


def _one(frame: Job, desk: Desk, visit: PlannedVisit, on: date) -> WriteResult:
    """One visit within the transaction; a refusal leaves the others as they are."""
    from tcm_tui.desk import booking, servicelog

    own = frame._replace(desk=writing.inside(frame.uow, desk), objections=writing.Objections())
    try:
        if visit.state == "booked":
            own.objections.say("ok", "R4", "booked already")
            return WriteResult(visit.appointment, "ok", tuple(own.objections.reasons))
        if visit.state == "dropped":
            assert visit.appointment is not None
            old = booking.movable(own.desk, visit.appointment)
            servicelog.set_status(own, old, "cancelled")
            own.objections.say("ok", "R4", f"{visit.appointment} on {visit.date} holds no units any more")
            ident = visit.appointment
        elif visit.appointment is not None:
            ident = booking.shift(own, visit.appointment, visit.date, visit.start, visit.stop, on)
        else:
            cm = visit.cm or _responsible(own.desk, visit)
            new = Appointment("", visit.member, cm, visit.date, visit.start, visit.stop, visit.kind, "scheduled")
            ident = booking.store(own, new, on)
    except writing.NotStored as stop:
        return stop.result
    except DeskError as error:
        return WriteResult(None, "refused", (Reason("records", str(error), "agency"),))
    return WriteResult(ident, own.objections.verdict, tuple(own.objections.reasons))


def _responsible(desk: Desk, visit: PlannedVisit) -> str | None:
    from tcm_tui.desk import lookup

    worker = lookup.member(desk, visit.member, visit.date).worker
    return worker.cm_id if worker else None
