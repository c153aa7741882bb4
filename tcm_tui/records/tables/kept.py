"""The tables the program keeps for itself: the derived ones, the audit log, the remembered requests,
forms that are not saved yet.

``ledger`` and ``cm_days`` follow from the recorded ones: ``refresh`` writes them in the transaction that
changes what they follow from, ``doctor`` compares. They carry no foreign keys, which would only cost time.
The audit log only grows: triggers refuse to change it.
"""

import datetime as dt

from sqlalchemy import Integer, Text
from sqlmodel import Field

from tcm_tui.records import words
from tcm_tui.records.columns import filled, one_of, partial, sqlite_check
from tcm_tui.records.fields import SLIM, Record, key_day, key_whole, key_word, maybe, whole, word


class LedgerEntry(Record, table=True):
    """One service on one calendar date: a unit look-up reads a range of this table and nothing else."""

    __tablename__ = "ledger"
    __table_args__ = (
        one_of("status", words.LEDGER_STATUSES),
        partial("ix_ledger_contacts", "date", "member_id", "is_contact", where="is_contact = 1"),
        partial("ix_ledger_at_risk", "cm_id", "date", "units", "at_risk", where="at_risk = 1"),
        SLIM,
    )
    member_id: str = key_word()
    date: dt.date = key_day()
    start_min: int = key_whole()
    service_id: str = key_word()
    cm_id: str = word()
    stop_min: int = whole()
    minutes: int = whole()
    billable_minutes: int = whole()
    units: int = whole()
    payable_units: int = whole()
    status: str = word()
    line_id: str | None = maybe()
    is_contact: int = whole()
    community: int = whole()
    at_risk: int = whole()


class CmDay(Record, table=True):
    """What one worker did on one date, summed from the ledger."""

    __tablename__ = "cm_days"
    __table_args__ = (SLIM,)
    cm_id: str = key_word()
    date: dt.date = key_day()
    units: int = whole()
    billable_minutes: int = whole()
    minutes: int = whole()
    community_minutes: int = whole()


class Meta(Record, table=True):
    """What the program remembers about this file: the fingerprint of the ledger, the audit head, counters."""

    __tablename__ = "meta"
    __table_args__ = (SLIM,)
    key: str = key_word()
    value: str = word()


class AuditEntry(Record, table=True):
    """Who did what, when; each row's hash covers the row before it."""

    __tablename__ = "audit"
    __table_args__ = (
        partial("ix_audit_member_id", "member_id", where="member_id IS NOT NULL"),
        {"sqlite_strict": True},
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    at: str = word()
    who: str = word()
    action: str = word()
    entity: str = word()
    key: str = word()
    member_id: str | None = maybe()
    before: str | None = maybe()
    after: str | None = maybe()
    prev_hash: str = word()
    hash: str = word()


class Draft(Record, table=True):
    """What was typed into a form and not saved yet: the texts of its fields as a JSON object."""

    __tablename__ = "drafts"
    __table_args__ = (
        *filled("form"),
        # json_valid() would say it better, but a schema that is not trusted may not call it
        sqlite_check("values_are_an_object", """substr("values", 1, 1) = '{' AND substr("values", -1) = '}'"""),
        SLIM,
    )
    form: str = key_word()
    subject: str = key_word()
    values: str = word()
    at: str = word()


class Request(Record, table=True):
    """The answer given to a write that came with a key, so that repeating it changes nothing."""

    __tablename__ = "requests"
    __table_args__ = (SLIM,)
    key: str = key_word()
    command: str = word()
    answer: str = Field(sa_type=Text, nullable=False)
    at: str = word()
