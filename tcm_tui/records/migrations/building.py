"""Short forms for ``create_table`` in the revisions.

Frozen like the revisions that use it: a later revision that needs another form adds one. A column is written
``name``, ``name:kind``, with ``!`` for NOT NULL and ``=preset`` for a server default, for instance
``acuity:real!=1.0``. Kinds are text (not written), whole, real, day and truth.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

_KINDS: dict[str, Any] = {
    "": sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),  # sorted by its bytes, as SQLite does
    "whole": sa.Integer(),
    "real": sa.REAL().with_variant(sa.Double(), "postgresql"),
    "day": sa.Text().with_variant(sa.Date(), "postgresql"),
    "truth": sa.Integer().with_variant(sa.Boolean(), "postgresql"),
}


def _column(spec: str) -> sa.Column[Any]:
    described, _, preset = spec.partition("=")
    name, _, kind = described.rstrip("!").partition(":")
    if kind == "truth" and op.get_bind().dialect.name != "sqlite":
        preset = preset and f"'{preset}'"
    default = sa.text(preset) if preset else None
    return sa.Column(name, _KINDS[kind], nullable=not described.endswith("!"), server_default=default)


def make(
    table: str,
    columns: str,
    *,
    key: str,
    refers: dict[str, str] | None = None,
    deferred: str = "",
    filled: str = "",
    words: dict[str, str] | None = None,
    checks: dict[str, str] | None = None,
    sqlite_checks: dict[str, str] | None = None,
    derived: bool = False,
    rowid: bool = False,
) -> None:
    """Create a table with its named constraints.

    refers maps a column to the column it points to, words a column to the words it may hold; deferred names a
    column whose reference is checked at commit. Days and truths get the checks that SQLite needs, except in a
    derived table, which only the program writes.
    """
    made = [_column(spec) for spec in columns.split()]
    parts: list[sa.Constraint] = [sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{table}")]
    for column, target in (refers or {}).items():
        name, late = f"fk_{table}_{column}", column == deferred
        parts.append(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=name,
                deferrable=late or None,
                initially="DEFERRED" if late else None,
            )
        )
    both = {f"{column}_is_filled": f"{column} <> ''" for column in filled.split()}
    for column, listed in (words or {}).items():
        both[column] = " OR ".join(f"{column} = '{word}'" for word in listed.split())
    both |= checks or {}
    sqlite: dict[str, str] = {}
    for spec in columns.split():
        name, _, kind = spec.partition("=")[0].rstrip("!").partition(":")
        if derived:
            continue
        if kind == "day":
            sqlite[f"{name}_is_a_day"] = f"{name} IS date({name}, '+0 days')"
        elif kind == "truth":
            sqlite[f"{name}_is_0_or_1"] = f"{name} BETWEEN 0 AND 1"
    sqlite |= sqlite_checks or {}
    if op.get_bind().dialect.name == "sqlite":
        parts += [sa.CheckConstraint(sql, name=f"ck_{table}_{name}") for name, sql in sqlite.items()]
    parts += [sa.CheckConstraint(sql, name=f"ck_{table}_{name}") for name, sql in both.items()]
    op.create_table(table, *made, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def index(name: str, table: str, columns: str, where: str | None = None) -> None:
    """Create an index, of all rows or of those that fulfil a condition."""
    condition = sa.text(where) if where else None
    op.create_index(name, table, columns.split(), sqlite_where=condition, postgresql_where=condition)


def add(table: str, spec: str) -> None:
    """Add a column that may be empty to a table, with the check that SQLite needs for a truth."""
    column = _column(spec)
    if op.get_bind().dialect.name != "sqlite":
        op.add_column(table, column)
        return
    name, _, kind = spec.partition(":")
    assert kind == "truth"
    check = f"CONSTRAINT ck_{table}_{name}_is_0_or_1 CHECK ({name} BETWEEN 0 AND 1)"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {name} INTEGER {check}")
