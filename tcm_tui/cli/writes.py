"""The commands that write: book, log, miss, cancel, outreach, transfer, void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli import out
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import (
    Db,
    Json,
    Key,
    Member,
    On,
    OnDate,
    Override,
    Start,
    Stop,
    Why,
    WithCm,
)
from tcm_tui.desk import words

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult

Appointment = Annotated[str, Arg("APPOINTMENT", "The appointment's id.")]


def _carry_out(
    said: str, db: str | None, on: str | None, json: bool, why: bool, job: Callable[[Desk, date], WriteResult]
) -> int:
    """Do the write and tell its verdict; 1 when the rules refused it or wait for --override."""
    from tcm_tui.cli.show import writes as show
    from tcm_tui.desk import office

    day = office.today(on)
    with office.at_desk(db) as desk:
        result = job(desk, day)
    if json:
        out.as_json(show.to_json(result))
    stored = result.id is not None
    lines = show.to_text(result, said, why)
    if not stored:
        out.note("\n".join(lines))
    elif not json:
        out.as_text(lines)
    return int(not stored)


def book(
    member: Member,
    cm: WithCm,
    date: OnDate,
    start: Start,
    stop: Stop,
    kind: Annotated[
        str, Opt("--kind", "What kind of visit.", "KIND", None, words.APPOINTMENT_KINDS)
    ] = "community-contact",
    key: Key = None,
    override: Override = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Plan a visit; refused beyond a limit, over another visit, or where no row pays."""
    from tcm_tui.desk import booking, names

    def job(desk: Desk, day: date) -> WriteResult:
        who, worker = names.member_id(desk, member), names.cm_id(desk, cm)
        return booking.book(desk, who, worker, date, start, stop, kind, day, key=key, override=override)

    return _carry_out("Booked", db, on, json, why, job)
