"""What belongs to the agency: on-call roster, closed days, settings."""

import datetime as dt

from tcm_tui.records import words
from tcm_tui.records.columns import check, days, filled, one_of, sqlite_check, truths
from tcm_tui.records.fields import SLIM, Record, key_day, key_word, maybe, truth, word


class OnCall(Record, table=True):
    """A stretch of on-call duty, [starts_at, ends_at), each 'YYYY-MM-DDTHH:MM' on the local clock (R14)."""

    __tablename__ = "on_call"
    __table_args__ = (
        one_of("program", words.PROGRAMS),
        sqlite_check("starts_at_is_a_minute", "starts_at IS strftime('%Y-%m-%dT%H:%M', starts_at, '+0 days')"),
        sqlite_check("ends_at_is_a_minute", "ends_at IS strftime('%Y-%m-%dT%H:%M', ends_at, '+0 days')"),
        check("ends_after_start", "ends_at > starts_at"),
        SLIM,
    )
    cm_id: str = key_word(foreign_key="case_managers.cm_id")
    program: str = key_word()
    starts_at: str = key_word()
    ends_at: str = word()


class Closure(Record, table=True):
    """A closed day of the agency's own; open takes a preloaded holiday away."""

    __tablename__ = "closures"
    __table_args__ = (*days("date"), *truths("open"), SLIM)
    date: dt.date = key_day()
    name: str | None = maybe()
    open: bool = truth(False)


class Setting(Record, table=True):
    """One top-level key of settings.toml, as text."""

    __tablename__ = "settings"
    __table_args__ = (*filled("key"), SLIM)
    key: str = key_word()
    value: str = word()
