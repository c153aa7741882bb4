"""Short names for the kinds of columns the tables are made of, and the base class of all tables."""

from typing import Any, ClassVar

from sqlalchemy import Integer, MetaData, Text, text
from sqlmodel import Field, SQLModel

from tcm_tui.records.columns import NAMING, Day, Truth

SLIM: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
"""Options of a table that lies on disk in the order of its natural key."""


class Record(SQLModel):
    """The base of all tables: one metadata with named constraints."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def key_word(**more: Any) -> Any:
    return Field(primary_key=True, sa_type=Text, nullable=False, **more)


def key_day() -> Any:
    return Field(primary_key=True, sa_type=Day, nullable=False)


def key_whole() -> Any:
    return Field(primary_key=True, sa_type=Integer, nullable=False)


def word(**more: Any) -> Any:
    return Field(sa_type=Text, nullable=False, **more)


def maybe(**more: Any) -> Any:
    return Field(default=None, sa_type=Text, nullable=True, **more)


def day() -> Any:
    return Field(sa_type=Day, nullable=False)


def maybe_day() -> Any:
    return Field(default=None, sa_type=Day, nullable=True)


def whole() -> Any:
    return Field(sa_type=Integer, nullable=False)


def whole_or(preset: int) -> Any:
    return Field(
        default=preset,
        sa_type=Integer,
        nullable=False,
        sa_column_kwargs={"server_default": text(str(preset))},
    )


def maybe_whole() -> Any:
    return Field(default=None, sa_type=Integer, nullable=True)


def truth(preset: bool) -> Any:
    return Field(
        default=preset,
        sa_type=Truth,
        nullable=False,
        sa_column_kwargs={"server_default": text(str(int(preset)))},
    )


def maybe_truth() -> Any:
    return Field(default=None, sa_type=Truth, nullable=True)
