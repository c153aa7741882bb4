"""What a plan records of the workers it takes out, beside their members' moves: a leave, or that somebody left. R31"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, recording
from tcm_tui.desk.rebalance.views import Absence
from tcm_tui.records.queries import record as sql

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.rebalance.asking import Ask
    from tcm_tui.desk.writing import Job


def of(desk: Desk, ask: Ask) -> tuple[Absence, ...]:
    """What applying would record, in the order asked; nothing for whom is only taken out of the plan, nor for what is
    recorded already. Within ``reading`` or a transaction.
    """
    found = []
    for away in ask.leave:
        if away.until is not None:
            found += _leave(desk, away.cm, away.from_day, away.until)
        elif away.leaving:
            (person,) = caseload.staff(desk, away.cm)
            left = person.who.left_on
            if left is None or left > away.from_day:
                found.append(Absence(away.cm, person.who.name, away.from_day))
    return tuple(found)


def _leave(desk: Desk, cm: str, first: date, last: date) -> list[Absence]:
    (person,) = caseload.staff(desk, cm)
    params = {"cm": cm, "first": first.isoformat(), "last": last.isoformat(), "except": ""}
    others = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in desk.store.rows(sql.OTHER_LEAVE, params)]
    if any(start <= first and end >= last for start, end in others):
        return []
    against = f"{cm} is away from {others[0][0]} through {others[0][1]} already" if others else ""
    return [Absence(cm, person.who.name, first, last, against)]


def sentence(absence: Absence, effective: date) -> str:
    """What is recorded, by id."""
    if absence.against:
        return f"{absence.against}, so no other leave is recorded: change that one"
    if absence.last is not None:
        return f"{absence.cm} on leave from {absence.first} through {absence.last}: recorded with the moves"
    return f"{absence.cm} leaves: the first day no longer here, {absence.begins(effective)}, is recorded with the moves"


def store(frame: Job, absences: tuple[Absence, ...], effective: date) -> None:
    """Store them within the transaction of the moves."""
    for absence in absences:
        frame.objections.say("ok", "R31", sentence(absence, effective))
        if absence.against:
            continue
        if absence.last is None:
            recording.change(frame, "case_managers", absence.cm, {"left_on": absence.begins(effective)})
        else:
            row = {"cm_id": absence.cm, "starts_on": absence.first, "ends_on": absence.last, "reason": None}
            recording.add(frame, "leave", row)
