"""SQLite's SQL, as the program has it, said for PostgreSQL. Each text is looked at once and kept.

What both understand is left alone, which is nearly everything; days compare with ISO text on both, since a parameter
has the type of what it stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple


class Said(NamedTuple):
    """A statement as PostgreSQL takes it, and which of the given parameters each of its marks stands for."""

    sql: bytes
    marks: tuple[str | int, ...]

    def values(self, params: Mapping[str, Any] | Sequence[Any]) -> list[Any]:
        """The parameters in the order of the marks. Raises KeyError or IndexError when one is missing."""
        return [params[mark] for mark in self.marks]  # type: ignore[index]


# Quoted text and comments stay as they are.
_PARTS = re.compile(
    r"(?P<kept>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*)"
    r"|\?(?P<number>\d+)?|(?<!:):(?P<name>[a-z_]+)\b"
)

_TABLES = (
    "(SELECT 'table' AS type, c.relname::text AS name, c.relname::text AS tbl_name, ''::text AS sql"
    " FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND c.relpersistence = 'p'"
    " AND c.relname NOT LIKE 'tcm\\_%' AND c.relnamespace = current_schema()::regnamespace) AS sqlite_schema"
)
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\bIS NOT (?!NULL\b|TRUE\b|FALSE\b|DISTINCT\b)", "IS DISTINCT FROM "),
        (r"\bjson_each\(", "tcm_each("),
        (r"\bprintf\(", "tcm_printf("),
        (r"\bdate\((?=[^()]*, ')", "tcm_date("),
        (r"\) WITHOUT ROWID\b", ")"),
        (r"\btemp\.(?=[a-z])", "pg_temp."),
        (r"\bGROUP BY \+", "GROUP BY "),
        (r"\bCROSS JOIN\b", "JOIN"),  # SQLite's way to fix the order of a join, which has its ON all the same
        # The last entry of the log, also for those who may not read it.
        (r"\A(SELECT id, hash, at FROM) audit ORDER BY id DESC LIMIT 1\Z", r"\1 tcm_end_of_log()"),
        (r"\bFROM sqlite_schema\b", f"FROM {_TABLES}"),
        (r"\bBEGIN IMMEDIATE\b", "BEGIN"),
    )
)


@lru_cache(maxsize=2_000)
def said(sql: str) -> Said:
    """The statement for PostgreSQL. A parameter named twice has two marks: each takes the type of its own place."""
    for pattern, words in _WORDS:
        sql = pattern.sub(words, sql)
    marks: list[str | int] = []
    counted = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal counted
        if found["kept"]:
            return found[0]
        if found["name"]:
            marks.append(found["name"])
        else:
            counted += 1
            marks.append(int(found["number"] or counted) - 1)
        return f"${len(marks)}{_typed(found.string, found.end())}"

    return Said(_PARTS.sub(mark, sql).encode(), tuple(marks))


def _typed(sql: str, at: int) -> str:
    """A mark that is only asked whether it is NULL has no neighbour to take its type from."""
    return "::text" if re.compile(r"\s+IS (NOT )?NULL").match(sql, at) else ""
