"""What becomes of a planned visit: missed, which starts the outreach clock, or cancelled. R19"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import servicelog, writing
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.queries import visits
from tcm_tui.rules import outreach

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def miss(
    desk: Desk,
    ident: str,
    on: date,
    *,
    learned: date | None = None,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """The member did not come. The clock runs from the visit's day, whenever it was learned. R19"""

    def job(frame: Job) -> str:
        visit = servicelog.appointment(frame.desk, ident)
        if visit.date > on:
            raise Refused(f"{ident} is on {visit.date}, after {on}: it can’t have been missed yet; cancel it instead.")
        if learned is not None and learned < visit.date:
            raise Refused(f"--learned {learned} is before the visit on {visit.date}.")
        if visit.status not in ("scheduled", "missed"):
            raise Refused(f"{ident} is {visit.status}; only a scheduled visit can become missed.")
        served = frame.desk.store.row(visits.NAMED_BY_SERVICE, {"id": ident})
        if served is not None:
            raise Refused(f"{ident} has the service {served[0]}; void that first if the member did not come.")
        servicelog.set_status(frame, visit, "missed", learned_on=learned or visit.learned_on or on)
        answer = outreach.outreach_verdict(visit.date, (), on, frame.desk.calendar, frame.desk.packs)
        frame.objections.add("ok", *answer.reasons)
        return ident

    def touches(desk: Desk) -> writing.Touched:
        return servicelog.of_visit(desk, ident)

    return writing.write(desk, "miss", job, key=key, override=override, touches=touches)


def cancel(desk: Desk, ident: str, on: date, *, key: str | None = None, override: str | None = None) -> WriteResult:
    """The visit is called off beforehand, or by the agency: no miss, and its units are free again. R4, R19"""

    def job(frame: Job) -> str:
        visit = servicelog.appointment(frame.desk, ident)
        if visit.status not in ("scheduled", "cancelled"):
            raise Refused(f"{ident} is {visit.status}; only a scheduled visit can be cancelled.")
        if visit.status == "scheduled":
            servicelog.set_status(frame, visit, "cancelled")
        frame.objections.say("ok", "R4", f"{ident} on {visit.date} holds no units any more")
        return ident

    def touches(desk: Desk) -> writing.Touched:
        return servicelog.of_visit(desk, ident)

    return writing.write(desk, "cancel", job, key=key, override=override, touches=touches)
