"""``tcm miss cancel outreach transfer void``: what became of a visit, who is responsible, what was wrong."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from tcm_tui.cli.carry import Write, writes
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import DATE, Appointment, Member, OnDate, read_date
from tcm_tui.desk import words
from tcm_tui.desk.views import WriteResult


@writes("Missed")
def miss(
    write: Write,
    appointment: Appointment,
    learned: Annotated[
        date | None, Opt("--learned", "When it was learned; the clock runs from the miss.", DATE, read_date)
    ] = None,
) -> WriteResult:
    """The member did not come: the outreach clock starts, the held units are free."""
    from tcm_tui.desk import appointments

    return appointments.miss(write.desk, appointment, write.today, learned=learned, **write.how)


@writes("Cancelled")
def cancel(write: Write, appointment: Appointment) -> WriteResult:
    """The visit is off: no miss, and the held units are free."""
    from tcm_tui.desk import appointments

    return appointments.cancel(write.desk, appointment, write.today, **write.how)


@writes("Recorded as")
def outreach(
    write: Write,
    target: Annotated[str, Arg("MEMBER-or-APPOINTMENT", "The member, or the missed appointment it answers.")],
    on_date: OnDate,
    mode: Annotated[str | None, Opt("--mode", "How.", None, None, words.OUTREACH_MODES)] = None,
    result: Annotated[str | None, Opt("--result", "What came of it.", None, None, words.OUTREACH_RESULTS)] = None,
) -> WriteResult:
    """Record an attempt to reach a member after a miss."""
    from tcm_tui.desk import outreach as desk_outreach

    member, appointment = desk_outreach.target(write.desk, target)
    return desk_outreach.add(
        write.desk, member, appointment, on_date, write.today, mode=mode, result=result, **write.how
    )


@writes("Transferred")
def transfer(
    write: Write,
    member: Member,
    to: Annotated[str, Opt("--to", "The new case manager: id or part of the name.", "CM")],
    effective: Annotated[date, Opt("--effective", "The first day with the new worker.", DATE, read_date)],
) -> WriteResult:
    """Give a member to another case manager from a day on."""
    from tcm_tui.desk import names
    from tcm_tui.desk import transfer as desk_transfer

    who, worker = names.member_id(write.desk, member), names.cm_id(write.desk, to)
    return desk_transfer.transfer(write.desk, who, worker, effective, write.today, **write.how)


@writes("Voided")
def void(
    write: Write,
    id: Annotated[str, Arg("ID", "A service, an appointment or an outreach attempt.")],
    because: Annotated[str, Opt("--because", "Why it should not count.", "TEXT")],
) -> WriteResult:
    """Take a mistaken record out of every count; it stays in the audit log."""
    from tcm_tui.desk import void as desk_void

    return desk_void.void(write.desk, id, because, write.today, **write.how)
