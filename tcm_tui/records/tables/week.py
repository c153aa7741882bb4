"""What a week is planned with: when workers work, when members can be met, what stands, how far it is.

Clock times are minutes from midnight. Dated rows hold on [starts_on, ends_on), a leave through its last day.
Triggers refuse rows that overlap.
"""

import datetime as dt

from sqlalchemy import Index

from tcm_tui.records.columns import check, days, filled
from tcm_tui.records.fields import SLIM, Record, day, key_day, key_whole, key_word, maybe, maybe_day, whole, word

_OF_A_DAY = (
    ("start_on_the_clock", "start_min BETWEEN 0 AND 1439"),
    ("stop_after_start", "stop_min > start_min AND stop_min <= 1440"),
)
_OF_A_WEEKDAY = (
    ("weekday_of_seven", "weekday BETWEEN 0 AND 6"),
    *_OF_A_DAY,
    ("ends_after_start", "ends_on > starts_on"),
)


class WorkingHours(Record, table=True):
    """Hours a worker works on a weekday (0 is Monday). A worker without any has the agency's usual day."""

    __tablename__ = "working_hours"
    __table_args__ = (*days("starts_on", "ends_on"), *(check(*each) for each in _OF_A_WEEKDAY), SLIM)
    cm_id: str = key_word(foreign_key="case_managers.cm_id")
    weekday: int = key_whole()
    starts_on: dt.date = key_day()
    start_min: int = key_whole()
    stop_min: int = whole()
    ends_on: dt.date | None = maybe_day()


class Leave(Record, table=True):
    """Days on which a worker does not work, from starts_on through ends_on."""

    __tablename__ = "leave"
    __table_args__ = (*days("starts_on", "ends_on"), check("ends_not_before_start", "ends_on >= starts_on"), SLIM)
    cm_id: str = key_word(foreign_key="case_managers.cm_id")
    starts_on: dt.date = key_day()
    ends_on: dt.date = day()
    reason: str | None = maybe()


class Availability(Record, table=True):
    """Hours in which a member can be met on a weekday (0 is Monday). A member without any: always."""

    __tablename__ = "availability"
    __table_args__ = (*days("starts_on", "ends_on"), *(check(*each) for each in _OF_A_WEEKDAY), SLIM)
    member_id: str = key_word(foreign_key="members.member_id")
    weekday: int = key_whole()
    starts_on: dt.date = key_day()
    start_min: int = key_whole()
    stop_min: int = whole()
    ends_on: dt.date | None = maybe_day()


class FixedAppointment(Record, table=True):
    """A worker's own appointment: meeting, training, court. Without an area it needs no travel."""

    __tablename__ = "fixed_appointments"
    __table_args__ = (
        *filled("fixed_id"),
        *days("date"),
        *(check(*each) for each in _OF_A_DAY),
        Index(None, "cm_id", "date"),
        SLIM,
    )
    fixed_id: str = key_word()
    cm_id: str = word(foreign_key="case_managers.cm_id")
    date: dt.date = day()
    start_min: int = whole()
    stop_min: int = whole()
    area: str | None = maybe()
    label: str | None = maybe()


class Travel(Record, table=True):
    """Minutes from one area to another; the way back takes as long unless it has its own row."""

    __tablename__ = "travel"
    __table_args__ = (
        *filled("area_from", "area_to"),
        check("areas_differ", "area_from <> area_to"),
        check("minutes_of_a_day", "minutes BETWEEN 0 AND 1440"),
        SLIM,
    )
    area_from: str = key_word()
    area_to: str = key_word()
    minutes: int = whole()
