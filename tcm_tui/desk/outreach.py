"""An attempt to reach a member after a miss. R19"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import clocks, names, servicelog, writing
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.views import WriteResult

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


def target(desk: Desk, text: str) -> tuple[str, str | None]:
    """(member id, appointment id or None) that a person means. Raises NotOne."""
    try:
        visit = servicelog.appointment(desk, text)
    except NotOne:
        return names.member_id(desk, text), None
    return visit.member_id, visit.appointment_id


def add(
    desk: Desk,
    member: str,
    appointment: str | None,
    day: date,
    on: date,
    *,
    mode: str | None = None,
    result: str | None = None,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """Store an attempt; the reasons say which clocks it meets. Without an appointment it answers all open ones."""

    def job(frame: Job) -> str:
        from tcm_tui.records.tables import Outreach as Row

        if appointment is not None:
            visit = servicelog.appointment(frame.desk, appointment)
            if visit.member_id != member:
                raise Refused(f"{appointment} is {visit.member_id}’s, not {member}’s.")
            if day < visit.date:
                text = f"{day} is before the miss on {visit.date}: it answers nothing"
                frame.objections.say("warn", "R19", text)
        ident = frame.uow.new_id("outreach")
        row = Row(
            outreach_id=ident,
            member_id=member,
            appointment_id=appointment,
            date=day,
            mode=mode,
            result=result,
        )
        frame.uow.session.add(row)
        frame.audit("outreach", ident, member, None, writing.columns(row))
        frame.uow.flush()
        seen = [i for i in clocks.of_member(frame.desk, member, max(on, day)) if i.kind == "outreach"]
        mine = [i for i in seen if appointment is None or i.ref == appointment]
        for item in mine:
            frame.objections.add("ok", *item.reasons)
        if not mine:
            frame.objections.say("ok", "R19", "no miss of this member is waiting for it")
        return ident

    return writing.write(desk, "outreach", job, key=key, override=override, touches=lambda _: ([member], []))
