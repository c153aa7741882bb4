"""``tcm book move log``: what is planned, and what was done."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from tcm_tui.cli.carry import Write, writes
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import (
    DATE,
    TIME,
    Appointment,
    MaybeStart,
    Member,
    OnDate,
    Start,
    Stop,
    WithCm,
    read_date,
    read_elements,
    read_stop,
    read_truth,
)
from tcm_tui.desk import words
from tcm_tui.desk.views import WriteResult


@writes("Booked as")
def book(
    write: Write,
    member: Member,
    cm: WithCm,
    on_date: OnDate,
    start: Start,
    stop: Stop,
    kind: Annotated[
        str, Opt("--kind", "What kind of visit.", "KIND", None, words.APPOINTMENT_KINDS)
    ] = "community-contact",
) -> WriteResult:
    """Plan a visit; refused beyond a limit, over another visit, or where no row pays."""
    from tcm_tui.desk import booking, names

    who, worker = names.member_id(write.desk, member), names.cm_id(write.desk, cm)
    return booking.book(write.desk, who, worker, on_date, start, stop, kind, write.today, **write.how)


@writes("Moved")
def move(
    write: Write,
    appointment: Appointment,
    to: Annotated[date | None, Opt("--date", "The new day; else the same.", DATE, read_date)] = None,
    start: MaybeStart = None,
    stop: Annotated[
        int | None, Opt("--stop", "When it stops; else it stays as long as it was.", TIME, read_stop)
    ] = None,
) -> WriteResult:
    """Give a scheduled visit another day or time, checked like a new one."""
    from tcm_tui.desk import booking
    from tcm_tui.desk.errors import WrongUsage

    if to is None and start is None and stop is None:
        raise WrongUsage("Say where to: --date, --start or --stop.")
    visit = booking.movable(write.desk, appointment)
    begins = visit.start if start is None else start
    ends = visit.stop if stop is None else stop
    if stop is None and start is not None and visit.start is not None and visit.stop is not None:
        ends = start + visit.stop - visit.start
    return booking.move(write.desk, appointment, to or visit.date, begins, ends, write.today, **write.how)


@writes("Logged as")
def log(
    write: Write,
    member: Member,
    cm: WithCm,
    on_date: OnDate,
    start: Start,
    stop: Annotated[int, Opt("--stop", "When it stops; before the start: the next day.", TIME, read_stop)],
    activity: Annotated[str, Opt("--activity", "What was done.", "A", None, words.ACTIVITIES)],
    mode: Annotated[str | None, Opt("--mode", "How.", None, None, words.SERVICE_MODES)] = None,
    place: Annotated[str | None, Opt("--place", "Where.", None, None, words.PLACES)] = None,
    focus: Annotated[
        str | None, Opt("--focus", "The focus billed; else the member's.", None, None, words.FOCUSES)
    ] = None,
    level_modifier: Annotated[
        str | None,
        Opt("--level-modifier", "The level modifier billed; else the worker's.", None, None, words.LEVEL_MODIFIERS),
    ] = None,
    contract: Annotated[
        str | None,
        Opt("--contract", "The contract billed; else that of the worker's site.", None, None, words.CONTRACTS),
    ] = None,
    elements: Annotated[
        int,
        Opt("--elements", 'The documentation elements present, as numbers: "1;2;11".', "N;N", read_elements),
    ] = 0,
    appointment: Annotated[str | None, Opt("--appointment", "The visit this was; it becomes kept.", "ID")] = None,
    member_present: Annotated[
        bool | None,
        Opt(
            "--member-present",
            "Whether the member was there; else as the activity implies.",
            "true|false",
            read_truth,
        ),
    ] = None,
    signature: Annotated[
        str | None, Opt("--signature", "How the note is signed.", None, None, words.SIGNATURES)
    ] = None,
    fax_on: Annotated[date | None, Opt("--fax-on", "The day of a faxed signature.", DATE, read_date)] = None,
) -> WriteResult:
    """Record what was done: stored always, flagged where needed."""
    from tcm_tui.desk import names, servicelog
    from tcm_tui.rules.facts import Service

    done = Service(
        service_id="",
        member_id=names.member_id(write.desk, member),
        cm_id=names.cm_id(write.desk, cm),
        date=on_date,
        start=start,
        stop=stop,
        activity=activity,
        mode=mode,
        place=place,
        member_present=member_present,
        focus=focus,
        level_modifier=level_modifier,
        contract=contract,
        appointment_id=appointment,
        signature=signature,
        fax_on=fax_on,
        elements=elements,
    )
    return servicelog.log(write.desk, done, write.today, **write.how)
