"""What taking back a write asks of the log."""

_COLUMNS = "id, at, who, action, entity, key, member_id, before, after"

# The entries of a write and their two neighbours.
ENTRIES = f"SELECT {_COLUMNS} FROM audit WHERE id BETWEEN :first - 1 AND :last + 1 ORDER BY id"

# What happened to a record after an entry; the log is asked from its end, so that this is as short as it is recent.
LATER = f"SELECT {_COLUMNS} FROM audit WHERE id > :after AND entity = :entity AND key = :key ORDER BY id"

# A person's entries, and everybody's that took something back, newest first.
OF_PERSON = """
SELECT id, at, who, action, entity, key FROM audit
WHERE id > :above AND id <= :top AND (who = :who OR entity = 'audit') ORDER BY id DESC"""

# Which writes followed; what was only seen or given away is none.
SINCE = """
SELECT id, at, who, action FROM audit WHERE id > :after AND id < :before
AND action NOT IN ('view', 'search', 'export', 'backup') ORDER BY id"""

# The last entry.
NEWEST = "SELECT max(id) FROM audit"

# The entries that took something back after an entry, newest first.
TAKEN_BACK = "SELECT id, key FROM audit WHERE id > :after AND entity = 'audit' ORDER BY id DESC"

WORKERS_OF = "SELECT cm_id FROM case_managers WHERE site_id = :site"

TABLE = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name"
TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"

EMPTY_FAMILY = """
DELETE FROM families WHERE family_id = ?1 AND NOT EXISTS (SELECT 1 FROM members WHERE family_id = ?1)"""
