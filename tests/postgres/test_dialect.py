"""SQLite's words in PostgreSQL's: marks, and the few words that differ. The server's own word: test_statements."""

from __future__ import annotations

import pytest

from tcm_tui.records.postgres.dialect import said


@pytest.mark.parametrize(
    ("sql", "expected", "params", "values"),
    [
        ("SELECT a FROM t WHERE b = ? AND c = ?", "SELECT a FROM t WHERE b = $1 AND c = $2", ("x", 2), ["x", 2]),
        ("SELECT ?1 FROM t WHERE a = ?1", "SELECT $1 FROM t WHERE a = $2", ("x",), ["x", "x"]),
        ("WHERE d = :on OR :on = :a", "WHERE d = $1 OR $2 = $3", {"on": 1, "a": 2}, [1, 1, 2]),
        ("WHERE :cm IS NULL OR cm = :cm", "WHERE $1::text IS NULL OR cm = $2", {"cm": None}, [None, None]),
        ("SELECT ':a ?', \"b:c\", d::text", "SELECT ':a ?', \"b:c\", d::text", (), []),
        ("SELECT 'it''s :a', :b -- :c ?", "SELECT 'it''s :a', $1 -- :c ?", {"b": 1}, [1]),
        ("a IS NOT NULL AND b IS NOT c", "a IS NOT NULL AND b IS DISTINCT FROM c", (), []),
        ("date(a, '+1 day') > date(?)", "tcm_date(a, '+1 day') > date($1)", ("x",), ["x"]),
    ],
)  # fmt: skip
def test_a_statement_is_said_for_the_server(sql: str, expected: str, params: object, values: list[object]) -> None:
    found = said(sql)
    assert found.sql.decode() == expected
    assert found.values(params) == values  # type: ignore[arg-type]
