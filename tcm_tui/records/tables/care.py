"""What holds for a member over a stretch of time: responsible worker, plan, home, stays, authorizations."""

import datetime as dt

from sqlalchemy import Index, text

from tcm_tui.records import words
from tcm_tui.records.columns import check, days, filled, one_of, sqlite_check, truths
from tcm_tui.records.fields import (
    SLIM,
    Record,
    day,
    key_day,
    key_word,
    maybe,
    maybe_day,
    maybe_whole,
    truth,
    whole,
    word,
)


class Assignment(Record, table=True):
    """Who is responsible for a member, on [starts_on, ends_on). Triggers refuse an overlap (R31)."""

    __tablename__ = "assignments"
    __table_args__ = (
        *days("starts_on", "ends_on"),
        check("ends_after_start", "ends_on > starts_on"),
        Index(None, "cm_id", "starts_on", "ends_on"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    cm_id: str = word(foreign_key="case_managers.cm_id")
    starts_on: dt.date = key_day()
    ends_on: dt.date | None = maybe_day()


class Plan(Record, table=True):
    """A service plan in force from starts_on through ends_on (R18, R38, R39)."""

    __tablename__ = "plans"
    __table_args__ = (
        *days("starts_on", "ends_on", "member_signed_on", "cm_signed_on", "lbhp_signed_on"),
        check("ends_not_before_start", "ends_on >= starts_on"),
        check("contacts_not_negative", "contacts_per_month >= 0"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    starts_on: dt.date = key_day()
    ends_on: dt.date | None = maybe_day()
    contacts_per_month: int | None = maybe_whole()
    member_signed_on: dt.date | None = maybe_day()
    cm_signed_on: dt.date | None = maybe_day()
    lbhp_signed_on: dt.date | None = maybe_day()


class Residence(Record, table=True):
    """Where a member lives, on [starts_on, ends_on) (R27)."""

    __tablename__ = "residences"
    __table_args__ = (
        one_of("kind", words.RESIDENCE_KINDS),
        *days("starts_on", "ends_on"),
        check("ends_after_start", "ends_on > starts_on"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    kind: str = key_word()
    starts_on: dt.date = key_day()
    ends_on: dt.date | None = maybe_day()


class Stay(Record, table=True):
    """An institutional stay (R25, R26)."""

    __tablename__ = "stays"
    __table_args__ = (
        one_of("kind", words.STAY_KINDS),
        *days("admitted_on", "planned_discharge_on", "discharged_on"),
        check("planned_after_admission", "planned_discharge_on >= admitted_on"),
        check("discharged_after_admission", "discharged_on >= admitted_on"),
        *truths("covered"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    kind: str = key_word()
    admitted_on: dt.date = key_day()
    planned_discharge_on: dt.date | None = maybe_day()
    discharged_on: dt.date | None = maybe_day()
    covered: bool = truth(True)


class Authorization(Record, table=True):
    """Units granted for a period, from starts_on through ends_on (R5)."""

    __tablename__ = "authorizations"
    __table_args__ = (
        *filled("number"),
        one_of("period", words.PERIODS),
        one_of("level_modifier", words.LEVEL_MODIFIERS),
        *days("starts_on", "ends_on"),
        check("ends_not_before_start", "ends_on >= starts_on"),
        check("units_not_negative", "units >= 0"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    number: str = key_word()
    units: int = whole()
    period: str = word()
    starts_on: dt.date = day()
    ends_on: dt.date = day()
    level_modifier: str | None = maybe()


class ExternalUnits(Record, table=True):
    """Units of one month known to be billed by other agencies (R5)."""

    __tablename__ = "external_units"
    __table_args__ = (
        *days("month", "as_of"),
        sqlite_check("month_is_its_first_day", "substr(month, 9) = '01'"),
        check("units_not_negative", "units >= 0"),
        SLIM,
    )
    member_id: str = key_word(foreign_key="members.member_id")
    month: dt.date = key_day()
    source: str = key_word(default="", sa_column_kwargs={"server_default": text("''")})
    units: int = whole()
    as_of: dt.date | None = maybe_day()
