"""``tcm miss cancel outreach transfer void``: what became of a visit, who is responsible, what was wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli.carry import carry_out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import DATE, Db, Json, Key, Member, On, OnDate, Override, Why, read_date
from tcm_tui.desk import words

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult

Appointment = Annotated[str, Arg("APPOINTMENT", "The appointment's id.")]


def miss(
    appointment: Appointment,
    learned: Annotated[
        date | None, Opt("--learned", "When it was learned; the clock runs from the miss.", DATE, read_date)
    ] = None,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """The member did not come: the outreach clock starts, the held units are free."""
    from tcm_tui.desk import appointments

    def job(desk: Desk, today: date) -> WriteResult:
        return appointments.miss(desk, appointment, today, learned=learned, key=key, override=override)

    return carry_out("Missed", job, db, on, json, why)


def cancel(
    appointment: Appointment,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """The visit is off: no miss, and the held units are free."""
    from tcm_tui.desk import appointments

    def job(desk: Desk, today: date) -> WriteResult:
        return appointments.cancel(desk, appointment, today, key=key, override=override)

    return carry_out("Cancelled", job, db, on, json, why)


def outreach(
    target: Annotated[str, Arg("MEMBER-or-APPOINTMENT", "The member, or the missed appointment it answers.")],
    on_date: OnDate,
    mode: Annotated[str | None, Opt("--mode", "How.", None, None, words.OUTREACH_MODES)] = None,
    result: Annotated[str | None, Opt("--result", "What came of it.", None, None, words.OUTREACH_RESULTS)] = None,
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Record an attempt to reach a member after a miss."""
    from tcm_tui.desk import outreach as desk_outreach

    def job(desk: Desk, today: date) -> WriteResult:
        member, appointment = desk_outreach.target(desk, target)
        return desk_outreach.add(
            desk, member, appointment, on_date, today, mode=mode, result=result, key=key, override=override
        )

    return carry_out("Recorded as", job, db, on, json, why)


def transfer(
    member: Member,
    to: Annotated[str, Opt("--to", "The new case manager: id or part of the name.", "CM")],
    effective: Annotated[date, Opt("--effective", "The first day with the new worker.", DATE, read_date)],
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Give a member to another case manager from a day on."""
    from tcm_tui.desk import names
    from tcm_tui.desk import transfer as desk_transfer

    def job(desk: Desk, today: date) -> WriteResult:
        who, worker = names.member_id(desk, member), names.cm_id(desk, to)
        return desk_transfer.transfer(desk, who, worker, effective, today, key=key, override=override)

    return carry_out("Transferred", job, db, on, json, why)


def void(
    id: Annotated[str, Arg("ID", "A service, an appointment or an outreach attempt.")],
    because: Annotated[str, Opt("--because", "Why it should not count.", "TEXT")],
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Take a mistaken record out of every count; it stays in the audit log."""
    from tcm_tui.desk import void as desk_void

    def job(desk: Desk, today: date) -> WriteResult:
        return desk_void.void(desk, id, because, today, key=key, override=override)

    return carry_out("Voided", job, db, on, json, why)
