"""Column types and constraint helpers, so that ``tables`` reads like the list of columns it is.

On SQLite days are ISO text and truths are 0 or 1 in STRICT tables; on PostgreSQL they are DATE and
BOOLEAN. Both dialects get the same constraint names.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Date, Dialect, Index, Integer, Text, text
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Day(TypeDecorator[dt.date]):
    """A calendar date: ISO text on SQLite (sorts and compares as dates do), DATE elsewhere."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Date())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value.isoformat() if isinstance(value, dt.date) and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.date | None:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value


class Truth(TypeDecorator[bool]):
    """True or false: 1 or 0 on SQLite (a STRICT table has no BOOLEAN), BOOLEAN elsewhere."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else Boolean())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return value if value is None or dialect.name != "sqlite" else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


def check(name: str, sql: str) -> CheckConstraint:
    """A named CHECK that both dialects understand; a NULL operand lets the row pass."""
    return CheckConstraint(sql, name=name)


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """The column holds one of the words (or NULL where it is nullable).

    A chain of OR, because SQLite builds a temporary index for each IN of a CHECK, row by row: with IN the
    insert of a service takes 2.5 times as long.
    """
    return CheckConstraint(" OR ".join(f"{column} = '{word}'" for word in words), name=column)


def sqlite_check(name: str, sql: str) -> CheckConstraint:
    """A CHECK that only SQLite needs: PostgreSQL's types see to the same."""
    constraint = CheckConstraint(sql, name=name)
    constraint.ddl_if(dialect="sqlite")
    return constraint


def days(*columns: str) -> list[CheckConstraint]:
    """Each column holds a day that exists, written YYYY-MM-DD.

    IS, because date() of other text is NULL; '+0 days', because only a calculation turns Feb 30 into Mar 2.
    """
    return [sqlite_check(f"{column}_is_a_day", f"{column} IS date({column}, '+0 days')") for column in columns]


def truths(*columns: str) -> list[CheckConstraint]:
    """Each column holds 0 or 1."""
    return [sqlite_check(f"{column}_is_0_or_1", f"{column} BETWEEN 0 AND 1") for column in columns]


def filled(*columns: str) -> list[CheckConstraint]:
    """Each column holds something else than empty text."""
    return [check(f"{column}_is_filled", f"{column} <> ''") for column in columns]


def partial(name: str, *columns: str, where: str) -> Index:
    """An index of the rows that a question is about; its queries must repeat the condition.

    The condition's columns stand in the index as well: SQLite would look up the row to ask them again.
    """
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
