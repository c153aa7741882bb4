"""What only a trigger can refuse: overlapping assignments of a member, and changes to the audit log."""

from sqlalchemy import event
from sqlalchemy.schema import DDL

from tcm_tui.records.fields import Record

# The row of the same key is not asked: on insert it is an upsert's to change or the primary key's to refuse,
# after an update it is the updated row itself.
_OVERLAP = (
    "ON assignments BEGIN SELECT RAISE(ABORT, 'overlapping assignments of a member') FROM assignments a "
    "WHERE a.member_id = NEW.member_id AND a.starts_on <> NEW.starts_on "
    "AND a.starts_on < coalesce(NEW.ends_on, '9999-12-32') "
    "AND coalesce(a.ends_on, '9999-12-32') > NEW.starts_on; END"
)
TRIGGERS = {
    "assignments": (
        f"CREATE TRIGGER tr_assignments_insert BEFORE INSERT {_OVERLAP}",
        f"CREATE TRIGGER tr_assignments_update AFTER UPDATE OF member_id, starts_on, ends_on {_OVERLAP}",
    ),
    "audit": (
        "CREATE TRIGGER tr_audit_update BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END",
        "CREATE TRIGGER tr_audit_delete BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is never shortened'); END",
    ),
}


def attach() -> None:
    """Let ``METADATA.create_all`` make the triggers after their tables."""
    for table, statements in TRIGGERS.items():
        for sql in statements:
            ddl = DDL(sql).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
            event.listen(Record.metadata.tables[table], "after_create", ddl)
