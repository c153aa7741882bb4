"""What happens on a day: appointments, outreach, services."""

import datetime as dt

from sqlalchemy import Index

from tcm_tui.records import words
from tcm_tui.records.columns import check, days, filled, one_of, partial, truths
from tcm_tui.records.fields import (
    SLIM,
    Record,
    day,
    key_word,
    maybe,
    maybe_day,
    maybe_truth,
    maybe_whole,
    whole,
    whole_or,
    word,
)


class Appointment(Record, table=True):
    """A visit that is or was planned. units is what it holds while it is scheduled."""

    __tablename__ = "appointments"
    __table_args__ = (
        *filled("appointment_id"),
        one_of("kind", words.APPOINTMENT_KINDS),
        one_of("status", words.APPOINTMENT_STATUSES),
        *days("date", "learned_on", "voided_on"),
        check("start_on_the_clock", "start_min BETWEEN 0 AND 1439"),
        check("stop_after_start", "stop_min > start_min AND stop_min <= 2880"),
        check("stop_needs_a_start", "stop_min IS NULL OR start_min IS NOT NULL"),
        check("units_not_negative", "units >= 0"),
        check("voided_with_a_reason", "(voided_on IS NULL) = (voided_because IS NULL)"),
        Index(None, "member_id", "date"),
        Index(None, "cm_id", "date"),
        partial(
            "ix_appointments_missed",
            *("member_id", "date", "learned_on", "status", "voided_on"),
            where="status = 'missed' AND voided_on IS NULL",
        ),
        partial(
            "ix_appointments_scheduled",
            *("member_id", "date", "kind", "start_min", "stop_min", "units", "cm_id", "status", "voided_on"),
            where="status = 'scheduled' AND voided_on IS NULL",
        ),
        SLIM,
    )
    appointment_id: str = key_word()
    member_id: str = word(foreign_key="members.member_id")
    cm_id: str | None = maybe(foreign_key="case_managers.cm_id")
    date: dt.date = day()
    start_min: int | None = maybe_whole()
    stop_min: int | None = maybe_whole()
    kind: str = word()
    status: str = word()
    units: int | None = maybe_whole()
    learned_on: dt.date | None = maybe_day()
    voided_on: dt.date | None = maybe_day()
    voided_because: str | None = maybe()


class Outreach(Record, table=True):
    """One attempt to reach a member after a miss (R19)."""

    __tablename__ = "outreach"
    __table_args__ = (
        *filled("outreach_id"),
        one_of("mode", words.OUTREACH_MODES),
        one_of("result", words.OUTREACH_RESULTS),
        *days("date", "voided_on"),
        check("voided_with_a_reason", "(voided_on IS NULL) = (voided_because IS NULL)"),
        Index(None, "member_id", "date"),
        SLIM,
    )
    outreach_id: str = key_word()
    member_id: str = word(foreign_key="members.member_id")
    appointment_id: str | None = maybe(foreign_key="appointments.appointment_id")
    date: dt.date = day()
    mode: str | None = maybe()
    result: str | None = maybe()
    voided_on: dt.date | None = maybe_day()
    voided_because: str | None = maybe()


class Service(Record, table=True):
    """What was done. Its units stand in the ledger."""

    __tablename__ = "services"
    __table_args__ = (
        *filled("service_id"),
        one_of("activity", words.ACTIVITIES),
        one_of("mode", words.SERVICE_MODES),
        one_of("place", words.PLACES),
        one_of("focus", words.FOCUSES),
        one_of("level_modifier", words.LEVEL_MODIFIERS),
        one_of("contract", words.CONTRACTS),
        one_of("signature", words.SIGNATURES),
        *days("date", "fax_on", "original_filed_on", "voided_on"),
        *truths("member_present"),
        check("start_on_the_clock", "start_min BETWEEN 0 AND 1439"),
        check("stop_after_start", "stop_min > start_min AND stop_min <= 2880"),
        check("elements_are_eleven", "elements BETWEEN 0 AND 2047"),
        check("voided_with_a_reason", "(voided_on IS NULL) = (voided_because IS NULL)"),
        Index(None, "member_id", "date"),
        partial(
            "ix_services_cm_id_date",
            *("cm_id", "date", "start_min", "stop_min", "voided_on"),
            where="voided_on IS NULL",
        ),
        partial(
            "ix_services_appointment_id",
            *("appointment_id", "date", "voided_on"),
            where="appointment_id IS NOT NULL AND voided_on IS NULL",
        ),
        partial(
            "ix_services_faxed",
            *("fax_on", "original_filed_on", "cm_id", "member_id", "voided_on"),
            where="fax_on IS NOT NULL AND voided_on IS NULL",
        ),
        SLIM,
    )
    service_id: str = key_word()
    member_id: str = word(foreign_key="members.member_id")
    cm_id: str = word(foreign_key="case_managers.cm_id")
    date: dt.date = day()
    start_min: int = whole()
    stop_min: int = whole()
    activity: str = word()
    mode: str | None = maybe()
    place: str | None = maybe()
    member_present: bool | None = maybe_truth()
    focus: str | None = maybe()
    level_modifier: str | None = maybe()
    contract: str | None = maybe()
    appointment_id: str | None = maybe(foreign_key="appointments.appointment_id")
    signature: str | None = maybe()
    fax_on: dt.date | None = maybe_day()
    original_filed_on: dt.date | None = maybe_day()
    elements: int = whole_or(0)
    voided_on: dt.date | None = maybe_day()
    voided_because: str | None = maybe()
