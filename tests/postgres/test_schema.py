"""What the migrations make on a server is what the tables declare; all of it or nothing, whoever comes first."""

from __future__ import annotations

import threading

import psycopg
import pytest
from sqlalchemy import CheckConstraint, Text
from sqlalchemy.dialects import postgresql

from tcm_tui.desk import office
from tcm_tui.desk.office import StoreError
from tcm_tui.records.columns import Day, Truth
from tcm_tui.records.tables import METADATA
from tests.postgres.server import Server, name_of

COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable, coalesce(collation_name, '')
FROM information_schema.columns WHERE table_schema = 'public'"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'c')"""
INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'ix\\_%'"


def _declared(column: object) -> str:
    kind = column.type  # type: ignore[attr-defined]
    if isinstance(kind, Day):
        return "date"
    if isinstance(kind, Truth):
        return "boolean"
    text = kind.compile(dialect=postgresql.dialect()).lower()
    return {"real": "double precision"}.get(text, text)


def test_the_columns_are_those_declared(server: Server, blank: str) -> None:
    found = {row[:2]: row[2:] for row in server.sql(COLUMNS, name_of(blank))}
    for table in METADATA.tables.values():
        for column in table.columns:
            collation = "C" if isinstance(column.type, Text) and _declared(column) == "text" else ""
            expected = (_declared(column), "YES" if column.nullable else "NO", collation)
            assert found.pop((table.name, column.name)) == expected, (table.name, column.name)
    assert {table for table, _ in found} == {"alembic_version", "tcm_claims"}


def test_constraints_and_indexes_have_the_names_declared(server: Server, blank: str) -> None:
    found = {tuple(row) for row in server.sql(CONSTRAINTS, name_of(blank))}
    for table in METADATA.tables.values():
        for each in table.constraints:
            of_sqlite = isinstance(each, CheckConstraint) and each._ddl_if is not None
            name = str(each.name)
            if not of_sqlite:
                assert (table.name, name) in found, (table.name, name)
    indexes = {row[0] for row in server.sql(INDEXES, name_of(blank))}
    assert indexes == {str(index.name) for table in METADATA.tables.values() for index in table.indexes}


REFUSED = [
    "INSERT INTO closures (date) VALUES ('2026-02-30')",
    "INSERT INTO on_call VALUES ('C1', 'pact', '2026-03-03T25:00', '2026-03-04T08:00')",
    "INSERT INTO on_call VALUES ('C1', 'pact', '2026-03-03 08:00', '2026-03-04T08:00')",
    "INSERT INTO external_units VALUES ('M1', '2026-03-02', 'x', 1)",
    "INSERT INTO credentials (cm_id, kind, key_on, began_on) VALUES ('C1', 'rn', '2026-01-02', '2026-01-01')",
    "INSERT INTO drafts VALUES ('book', '', '[]', 'x')",
    "INSERT INTO members (member_id, first_name, last_name, dob, program, focus)"
    " VALUES ('', 'A', 'B', '2000-01-01', 'pact', 'HE')",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_what_a_file_refuses_a_server_refuses(server: Server, blank: str, sql: str) -> None:
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.DataError)):
        server.sql(sql, name_of(blank))


def test_a_migration_that_fails_leaves_an_empty_database(
    server: Server, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command

    upgrade = command.upgrade

    def half(*args: object, **more: object) -> None:
        upgrade(*args, **more)  # type: ignore[arg-type]
        raise OSError("no")

    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(OSError, match="no"):
        office.open_desk(empty)
    assert server.sql("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", name_of(empty)) == [
        (0,)
    ]
    monkeypatch.undo()
    office.open_desk(empty).close()


def test_two_who_open_an_empty_database_at_once_both_get_in(empty: str) -> None:
    both, told = threading.Barrier(3), []

    def one() -> None:
        both.wait()
        try:
            office.open_desk(empty).close()
            told.append("in")
        except StoreError as error:
            told.append(error.sentence)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert told == ["in"] * 3
