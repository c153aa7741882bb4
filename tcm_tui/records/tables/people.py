"""Sites, workers and their credentials, families and members: who there is."""

import datetime as dt

from sqlalchemy import REAL, ForeignKeyConstraint, text
from sqlmodel import Field

from tcm_tui.records import words
from tcm_tui.records.columns import check, days, filled, one_of, sqlite_check, truths
from tcm_tui.records.fields import SLIM, Record, day, key_word, maybe, maybe_day, maybe_truth, truth, word


class Site(Record, table=True):
    """A place of work and its contract (R7)."""

    __tablename__ = "sites"
    __table_args__ = (*filled("site_id", "name"), one_of("contract", words.CONTRACTS), SLIM)
    site_id: str = key_word()
    name: str = word()
    contract: str | None = maybe()


class CaseManager(Record, table=True):
    """A worker. A supervisor may stand further down the same file, hence the deferred key."""

    __tablename__ = "case_managers"
    __table_args__ = (
        ForeignKeyConstraint(["supervisor_id"], ["case_managers.cm_id"], deferrable=True, initially="DEFERRED"),
        *filled("cm_id", "name"),
        one_of("level", words.LEVELS),
        one_of("type", words.PROGRAMS),
        *days("hired_on", "left_on"),
        check("left_after_hire", "left_on >= hired_on"),
        check("weekly_hours_of_a_week", "weekly_hours BETWEEN 0 AND 168"),
        check("fte_not_negative", "fte >= 0"),
        SLIM,
    )
    cm_id: str = key_word()
    name: str = word()
    level: str = word()
    type: str = word()
    site_id: str = word(foreign_key="sites.site_id")
    hired_on: dt.date | None = maybe_day()
    left_on: dt.date | None = maybe_day()
    weekly_hours: float | None = Field(default=None, sa_type=REAL)
    fte: float | None = Field(default=None, sa_type=REAL)
    languages: str | None = maybe()
    area: str | None = maybe()
    supervisor_id: str | None = maybe()


class Credential(Record, table=True):
    """A training, licence, exam, consultation ... amount is hours, months or minutes (R42-R46)."""

    __tablename__ = "credentials"
    __table_args__ = (
        one_of("kind", words.CREDENTIAL_KINDS),
        *days("began_on", "completed_on", "expires_on"),
        sqlite_check("key_on_is_derived", "key_on = coalesce(began_on, completed_on, expires_on, '')"),
        check("completed_after_beginning", "completed_on >= began_on"),
        check("amount_not_negative", "amount >= 0"),
        SLIM,
    )
    cm_id: str = key_word(foreign_key="case_managers.cm_id")
    kind: str = key_word()
    key_on: str = key_word()
    began_on: dt.date | None = maybe_day()
    completed_on: dt.date | None = maybe_day()
    expires_on: dt.date | None = maybe_day()
    amount: float | None = Field(default=None, sa_type=REAL)


class Family(Record, table=True):
    """A family; siblings of one family take one wraparound slot (R10). Made when a member names it."""

    __tablename__ = "families"
    __table_args__ = (*filled("family_id"), SLIM)
    family_id: str = key_word()


class Member(Record, table=True):
    """A person served. part2: records under 42 CFR Part 2, None where nobody has said."""

    __tablename__ = "members"
    __table_args__ = (
        *filled("member_id", "first_name", "last_name"),
        one_of("program", words.PROGRAMS),
        one_of("focus", words.FOCUSES),
        *days("dob", "opened_on", "closed_on", "refused_on", "hold_from", "hold_until", "exact_from"),
        check("closed_after_opening", "closed_on >= opened_on"),
        check("hold_has_a_length", "hold_until >= hold_from"),
        check("acuity_not_negative", "acuity >= 0"),
        *truths("pinned", "part2"),
        SLIM,
    )
    member_id: str = key_word()
    first_name: str = word()
    last_name: str = word()
    dob: dt.date = day()
    sex: str | None = maybe()
    phone: str | None = maybe()
    email: str | None = maybe()
    address: str | None = maybe()
    city: str | None = maybe()
    zip: str | None = maybe()
    family_id: str | None = maybe(foreign_key="families.family_id")
    program: str = word()
    focus: str = word()
    opened_on: dt.date | None = maybe_day()
    closed_on: dt.date | None = maybe_day()
    refused_on: dt.date | None = maybe_day()
    hold_from: dt.date | None = maybe_day()
    hold_until: dt.date | None = maybe_day()
    hold_reason: str | None = maybe()
    language: str | None = maybe()
    area: str | None = maybe()
    acuity: float = Field(default=1.0, sa_type=REAL, nullable=False, sa_column_kwargs={"server_default": text("1.0")})
    pinned: bool = truth(False)
    exact_from: dt.date | None = maybe_day()
    part2: bool | None = maybe_truth()
