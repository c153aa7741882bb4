"""What only a trigger can refuse: rows whose times overlap, and changes to the audit log."""

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
_SHARES_TIME = (
    "AND o.weekday = NEW.weekday AND (o.starts_on <> NEW.starts_on OR o.start_min <> NEW.start_min) "
    "AND o.starts_on < coalesce(NEW.ends_on, '9999-12-32') AND coalesce(o.ends_on, '9999-12-32') > NEW.starts_on "
    "AND o.start_min < NEW.stop_min AND o.stop_min > NEW.start_min; END"
)
_HOURS = (
    "ON working_hours BEGIN SELECT RAISE(ABORT, 'overlapping hours of a worker') FROM working_hours o "
    f"WHERE o.cm_id = NEW.cm_id {_SHARES_TIME}"
)
_AVAILABILITY = (
    "ON availability BEGIN SELECT RAISE(ABORT, 'overlapping hours of a member') FROM availability o "
    f"WHERE o.member_id = NEW.member_id {_SHARES_TIME}"
)
_LEAVE = (
    "ON leave BEGIN SELECT RAISE(ABORT, 'overlapping leaves of a worker') FROM leave o "
    "WHERE o.cm_id = NEW.cm_id AND o.starts_on <> NEW.starts_on "
    "AND o.starts_on <= NEW.ends_on AND o.ends_on >= NEW.starts_on; END"
)
_SPAN = "weekday, starts_on, start_min, stop_min, ends_on"
TRIGGERS = {
    "assignments": (
        f"CREATE TRIGGER tr_assignments_insert BEFORE INSERT {_OVERLAP}",
        f"CREATE TRIGGER tr_assignments_update AFTER UPDATE OF member_id, starts_on, ends_on {_OVERLAP}",
    ),
    "working_hours": (
        f"CREATE TRIGGER tr_working_hours_insert BEFORE INSERT {_HOURS}",
        f"CREATE TRIGGER tr_working_hours_update AFTER UPDATE OF cm_id, {_SPAN} {_HOURS}",
    ),
    "availability": (
        f"CREATE TRIGGER tr_availability_insert BEFORE INSERT {_AVAILABILITY}",
        f"CREATE TRIGGER tr_availability_update AFTER UPDATE OF member_id, {_SPAN} {_AVAILABILITY}",
    ),
    "leave": (
        f"CREATE TRIGGER tr_leave_insert BEFORE INSERT {_LEAVE}",
        f"CREATE TRIGGER tr_leave_update AFTER UPDATE OF cm_id, starts_on, ends_on {_LEAVE}",
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
