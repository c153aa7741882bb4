"""The PRAGMAs that the records layer asks, as questions to PostgreSQL's catalogue with the same columns."""

from __future__ import annotations

import re

_HERE = "relnamespace = current_schema()::regnamespace"
_TABLE_INFO = f"""
SELECT a.attnum - 1, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::int, NULL,
       coalesce(array_position(i.indkey::int[], a.attnum::int) + 1, 0)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relname = '{{0}}' AND c.{_HERE} ORDER BY a.attnum"""
_FOREIGN_KEYS = f"""
SELECT 0, 0, t.relname::text, a.attname::text, b.attname::text
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
JOIN pg_attribute b ON b.attrelid = t.oid AND b.attnum = k.confkey[1]
WHERE k.contype = 'f' AND c.relname = '{{0}}' AND c.{_HERE} ORDER BY k.conname"""

_ASKED = {
    "table_info": _TABLE_INFO,
    "foreign_key_list": _FOREIGN_KEYS,
    # References are checked by the server at the end of each statement, but for the one that is deferred.
    "foreign_key_check": "SELECT 'case_managers', NULL, 'case_managers', 0 FROM case_managers c"
    " WHERE supervisor_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM case_managers s WHERE s.cm_id = c.supervisor_id)",
    "data_version": "SELECT coalesce((SELECT split_part(value, ' ', 1)::bigint FROM meta WHERE key = 'audit_head'), 0)",
    "user_version": "SELECT version_num::int FROM alembic_version",
    "integrity_check": "SELECT 'ok'",
}


def said(sql: str) -> str:
    """The question for a PRAGMA; one that sets something of SQLite's alone has an empty answer."""
    found = re.fullmatch(r'PRAGMA (\w+) ?(?:\("?(\w+)"?\)|= .*)?', sql)
    assert found is not None, sql
    return _ASKED.get(found[1], "SELECT WHERE false").format(found[2])
