"""What weeks are planned with, forms not saved yet, and families of their own.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from tcm_tui.records.migrations import onserver
from tcm_tui.records.migrations.building import index, make

revision = "0002"
down_revision = "0001"

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
_TRIGGERS = (
    f"CREATE TRIGGER tr_working_hours_insert BEFORE INSERT {_HOURS}",
    f"CREATE TRIGGER tr_working_hours_update AFTER UPDATE OF cm_id, {_SPAN} {_HOURS}",
    f"CREATE TRIGGER tr_availability_insert BEFORE INSERT {_AVAILABILITY}",
    f"CREATE TRIGGER tr_availability_update AFTER UPDATE OF member_id, {_SPAN} {_AVAILABILITY}",
    f"CREATE TRIGGER tr_leave_insert BEFORE INSERT {_LEAVE}",
    f"CREATE TRIGGER tr_leave_update AFTER UPDATE OF cm_id, starts_on, ends_on {_LEAVE}",
)
_OF_A_DAY = {
    "start_on_the_clock": "start_min BETWEEN 0 AND 1439",
    "stop_after_start": "stop_min > start_min AND stop_min <= 1440",
}
_OF_A_WEEKDAY = {
    "weekday_of_seven": "weekday BETWEEN 0 AND 6",
    **_OF_A_DAY,
    "ends_after_start": "ends_on > starts_on",
}


def upgrade() -> None:
    families()
    hours("working_hours", "cm_id", "case_managers.cm_id")
    make(
        "leave",
        "cm_id! starts_on:day! ends_on:day! reason",
        key="cm_id starts_on",
        refers={"cm_id": "case_managers.cm_id"},
        checks={"ends_not_before_start": "ends_on >= starts_on"},
    )
    hours("availability", "member_id", "members.member_id")
    make(
        "fixed_appointments",
        "fixed_id! cm_id! date:day! start_min:whole! stop_min:whole! area label",
        key="fixed_id",
        refers={"cm_id": "case_managers.cm_id"},
        filled="fixed_id",
        checks=_OF_A_DAY,
    )
    index("ix_fixed_appointments_cm_id_date", "fixed_appointments", "cm_id date")
    make(
        "travel",
        "area_from! area_to! minutes:whole!",
        key="area_from area_to",
        filled="area_from area_to",
        checks={"areas_differ": "area_from <> area_to", "minutes_of_a_day": "minutes BETWEEN 0 AND 1440"},
    )
    make(
        "drafts",
        "form! subject! values! at!",
        key="form subject",
        filled="form",
        sqlite_checks={"values_are_an_object": """substr("values", 1, 1) = '{' AND substr("values", -1) = '}'"""},
    )
    if op.get_bind().dialect.name == "sqlite":
        for trigger in _TRIGGERS:
            op.execute(sa.text(trigger))
        expect_sizes()
    else:
        onserver.make_all(onserver.SECOND)


def hours(table: str, owner: str, target: str) -> None:
    make(
        table,
        f"{owner}! weekday:whole! starts_on:day! start_min:whole! stop_min:whole! ends_on:day",
        key=f"{owner} weekday starts_on start_min",
        refers={owner: target},
        checks=_OF_A_WEEKDAY,
    )


_MEMBER = (
    "member_id! first_name! last_name! dob:day! sex phone email address city zip family_id "
    "program! focus! opened_on:day closed_on:day refused_on:day hold_from:day hold_until:day "
    "hold_reason language area acuity:real!=1.0 pinned:truth!=0 exact_from:day"
)


def families() -> None:
    """Families out of the ids that members share, then the members' reference to them.

    SQLite adds no reference to a column that exists, so the table is made anew, as its documentation of ALTER
    TABLE advises: with foreign keys off (``migrate`` turns them off before the transaction and checks all of them
    before its end), so that dropping the old table takes along none of the rows that name a member. The rows wait
    in a table of this file and not in a temporary one, which could leave names in a temporary file.
    """
    make("families", "family_id!", key="family_id", filled="family_id")
    op.execute("UPDATE members SET family_id = NULL WHERE family_id = ''")
    op.execute("INSERT INTO families SELECT DISTINCT family_id FROM members WHERE family_id IS NOT NULL")
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key("fk_members_family_id", "members", "families", ["family_id"], ["family_id"])
        return
    assert op.get_bind().exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 0
    op.execute("CREATE TABLE members_before AS SELECT * FROM members")
    op.execute("DROP TABLE members")
    make(
        "members",
        _MEMBER,
        key="member_id",
        refers={"family_id": "families.family_id"},
        filled="member_id first_name last_name",
        words={
            "program": "standard intensive wraparound pact first-time-mothers",
            "focus": "HE HF HV",
        },
        checks={
            "closed_after_opening": "closed_on >= opened_on",
            "hold_has_a_length": "hold_until >= hold_from",
            "acuity_not_negative": "acuity >= 0",
        },
    )
    listed = ", ".join(spec.split(":")[0].rstrip("!") for spec in _MEMBER.split())
    op.execute(f"INSERT INTO members ({listed}) SELECT {listed} FROM members_before")
    op.execute("DROP TABLE members_before")


# As in the first revision; the members' row went with their old table.
_SIZES = """
members                                   6000 1
families                                  2000 1
working_hours                             1000 5 1 1 1
leave                                     1000 5 1
availability                              18000 5 2 1 1
fixed_appointments                        30000 1
fixed_appointments ix_fixed_appointments_cm_id_date 30000 150 2 1
travel                                    900 30 1
drafts                                    100 10 1
"""


def expect_sizes() -> None:
    """Tell SQLite's planner of the new tables in a large agency, so that a plan never depends on the file."""
    insert = sa.text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :stat)")
    for line in _SIZES.split("\n"):
        words = line.split()
        if words:
            names = [word for word in words if not word.isdigit()]
            op.execute(insert.bindparams(table=names[0], index=names[-1], stat=" ".join(words[len(names) :])))
