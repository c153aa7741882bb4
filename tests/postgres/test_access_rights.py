"""What each role may do with each table, written down here by hand and tried with real log-ins on a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.postgres import people
from tests.postgres.people import Agency
from tests.postgres.server import Server

# Of each table: select, insert, update, delete, first with a row of C1 and C1's member M1, then with one of C2 and C2's
# member M2. The case manager is C1, the supervisor is over C1 alone. A dash: nothing.
EXPECTED = """
                    case-manager   supervisor    biller    auditor   admin
sites               s     s        s     s       s  s      -  -      siud siud
case_managers       s     s        s     s       s  s      -  -      siud siud
credentials         s     s        siud  s       -  -      -  -      siud siud
working_hours       siud  -        siud  -       -  -      -  -      siud siud
leave               siud  -        siud  -       -  -      -  -      siud siud
fixed_appointments  siud  -        siud  -       -  -      -  -      siud siud
on_call             s     s        siud  s       -  -      -  -      siud siud
cm_days             s     -        s     -       -  -      -  -      -    -
closures            s     s        s     s       s  s      s  s      siud siud
settings            s     s        s     s       s  s      s  s      siud siud
travel              s     s        s     s       s  s      -  -      siud siud
members             su    -        siud  i       s  s      -  -      -    -
families            si    i        si    i       -  -      -  -      -    -
assignments         siud  -        siud  -       s  s      -  -      -    -
plans               siud  -        siud  -       -  -      -  -      -    -
residences          siud  -        siud  -       s  s      -  -      -    -
stays               siud  -        siud  -       s  s      -  -      -    -
authorizations      siud  -        siud  -       s  s      -  -      -    -
external_units      siud  -        siud  -       s  s      -  -      -    -
availability        siud  -        siud  -       -  -      -  -      -    -
appointments        siud  -        siud  -       s  s      -  -      -    -
outreach            siud  -        siud  -       -  -      -  -      -    -
services            siud  -        siud  -       s  s      -  -      -    -
ledger              sid   -        sid   -       s  s      -  -      -    -
requests            si    i        i     i       -  -      -  -      i    i
drafts              siud  i        i     i       -  -      -  -      i    i
meta                s     s        s     s       s  s      s  s      s    s
audit               -     -        -     -       -  -      s  s      -    -
alembic_version     s     s        s     s       s  s      s  s      s    s
tcm_claims          -     -        -     -       -  -      -  -      -    -
tcm_people          s     -        -     -       -  s      s  s      s    s
"""
# requests and drafts are each person's own: 1 is the case manager's, 2 the owner's; what is added is always one's own.
# tcm_people: 1 is the case manager's row, 2 the biller's. audit and meta: writing has tests of its own.

WHICH = {
    "sites": "site_id = 'A'",
    "case_managers": "cm_id = 'C{n}'",
    "closures": "true",
    "settings": "key = 'agency'",
    "travel": "true",
    "members": "member_id = 'M{n}'",
    "families": "family_id = 'F{n}'",
    "assignments": "member_id = 'M{n}'",
    "requests": "key = 'R{n}'",
    "drafts": "subject = '{n}'",
    "meta": "true",
    "audit": "id = {n}",
    "tcm_claims": "true",
    "alembic_version": "true",
    "tcm_people": "role = (ARRAY['case-manager', 'biller'])[{n}]",
    **dict.fromkeys(people.OF_A_MEMBER, "member_id = 'M{n}'"),
    **dict.fromkeys(people.OF_A_WORKER, "cm_id = 'C{n}'"),
}
NEW = {
    "sites": "INSERT INTO sites VALUES ('B', 'x', NULL)",
    "case_managers": "INSERT INTO case_managers (cm_id, name, level, type, site_id)"
    " VALUES ('C9', 'x', 'I', 'standard', 'A')",
    "closures": "INSERT INTO closures VALUES ('2032-01-02', 'x', false)",
    "settings": "INSERT INTO settings VALUES ('x', 'y')",
    "travel": "INSERT INTO travel VALUES ('s', 'n', 10)",
    "members": "INSERT INTO members (member_id, first_name, last_name, dob, program, focus) VALUES"
    " ('N{n}', 'a', 'b', '1990-01-01', 'standard', 'HE')",
    "families": "INSERT INTO families VALUES ('F9')",
    "assignments": "INSERT INTO assignments VALUES ('M{n}', 'C1', '2000-01-01', '2000-02-01')",
    "requests": "INSERT INTO requests (key, command, answer, at) VALUES ('N', 'x', 'y', 'z')",
    "drafts": "INSERT INTO drafts (form, subject, values, at) VALUES ('n', 'n', '{{}}', 'z')",
    "meta": "INSERT INTO meta VALUES ('x', 'y')",
    "audit": "INSERT INTO audit (id, at, who, action, entity, key, prev_hash, hash)"
    " VALUES (99, 'x', 'x', 'x', 'x', 'x', 'x', 'x')",
    "tcm_claims": "INSERT INTO tcm_claims VALUES ('K{n}', 'x', '2030-01-01', '[1,2)')",
    "alembic_version": "INSERT INTO alembic_version VALUES ('0009')",
    "tcm_people": "INSERT INTO tcm_people VALUES ('new', 'auditor', NULL, 'x', 'x')",
}
SET = {"cm_days": "units", "ledger": "units", "families": "family_id", "travel": "minutes"}
CHANGE = {"meta": "value = value || '0'"}  # its end may be set to what it is


def _cells() -> Iterator[tuple[str, str, str, str]]:
    for line in EXPECTED.strip().splitlines()[1:]:
        table, *cells = line.split()
        for number, role in enumerate(people.ROLES):
            yield table, role, *(cell.strip("-") for cell in cells[2 * number : 2 * number + 2])  # type: ignore[misc]


CELLS = list(_cells())


@pytest.fixture(scope="module")
def agency(server: Server) -> Iterator[Agency]:
    with people.agency(server) as made:
        yield made


def _may(opened: Any, sql: str) -> bool:
    """Whether the server carries it out on at least one row; a constraint speaks after the rights."""
    import psycopg

    try:
        with opened.transaction(force_rollback=True):
            return bool(opened.execute(sql).rowcount > 0)
    except psycopg.errors.InsufficientPrivilege:
        return False
    except psycopg.IntegrityError:
        return True


def _done(opened: Any, table: str, n: str) -> str:
    """The letters of what is possible with row n of a table."""
    where = WHICH[table].format(n=n)
    new = NEW.get(table, "").format(n=n) or people.row(table, f"M{n}", f"C{n}", f"N{n}", "2030-02-01")
    listed = (
        f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
    )
    columns = [row[0] for row in opened.execute(listed)]
    some = SET.get(table) or next(each for each in reversed(columns) if each != "login")
    changes = [CHANGE[table]] if table in CHANGE else [f'"{each}" = "{each}"' for each in (some, columns[0])]
    select = any(_may(opened, f"SELECT {column} FROM {table} WHERE {where}") for column in columns)
    tried = {
        "s": select,
        "i": _may(opened, new),
        "u": any(_may(opened, f"UPDATE {table} SET {change} WHERE {where}") for change in changes),
        "d": _may(opened, f"DELETE FROM {table} WHERE {where}"),
    }
    return "".join(letter for letter, well in tried.items() if well)


def test_every_table_is_written_down(agency: Agency) -> None:
    there = {row[0] for row in agency.sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')"
                                          " AND relnamespace = 'public'::regnamespace")}  # fmt: skip
    assert there == {table for table, *_ in CELLS}


@pytest.mark.parametrize("role", people.ROLES)
def test_a_role_may_do_what_is_written_down_and_nothing_else(agency: Agency, role: str) -> None:
    with agency.connect(role) as opened:
        found = {table: (_done(opened, table, "1"), _done(opened, table, "2")) for table in WHICH}
    assert found == {table: (own, other) for table, whose, own, other in CELLS if whose == role}


def _seen(agency: Agency, role: str, table: str = "members") -> list[str]:
    return [row[0] for row in agency.sql(f"SELECT DISTINCT member_id FROM {table} ORDER BY 1", role)]


def test_whom_each_sees(agency: Agency) -> None:
    """Today or later (M4 from 2090), never only once (M3, M6); who is nobody's is the supervisor's to give somebody."""
    assert _seen(agency, "case-manager") == ["M1", "M4"]
    assert _seen(agency, "supervisor") == ["M1", "M4", "M5"]
    assert _seen(agency, "biller") == ["M1", "M2", "M3", "M4", "M5", "M6"]
    assert _seen(agency, "case-manager", "assignments") == ["M1", "M4"]


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ("members", "phone email address city zip hold_reason hold_from language acuity pinned"),
        ("services", "elements signature fax_on original_filed_on member_present voided_because"),
        ("appointments", "voided_because learned_on"),
    ],
)
def test_a_biller_sees_units_and_no_notes(agency: Agency, table: str, hidden: str) -> None:
    import psycopg

    for column in hidden.split():
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            agency.sql(f"SELECT {column} FROM {table}", "biller")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            agency.sql(f"SELECT 1 FROM {table} WHERE {column} IS NULL", "biller")


def test_another_databases_roles_are_worth_nothing_here(server: Server, agency: Agency) -> None:
    import psycopg

    with people.agency(server) as other:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            server.connect(agency.database, other.login("biller"))
        assert _seen(other, "case-manager") == ["M1", "M4"]


def test_nothing_is_asked_once_a_row(agency: Agency) -> None:
    """The rows a person may see are worked out once a statement; no plan calls a function for each row."""
    import psycopg

    for table in sorted(WHICH):
        for role in people.ROLES:
            try:
                plan = [
                    row[0] for row in agency.sql(f"EXPLAIN (VERBOSE, COSTS OFF) SELECT count(*) FROM {table}", role)
                ]
            except psycopg.errors.InsufficientPrivilege:
                continue
            filters = [line for line in plan if any(word in line for word in ("Filter:", "Cond:"))]
            assert not [line for line in filters if re.search(r"tcm_\w+\(", line)], plan


def test_one_members_month_is_sought_by_its_index(agency: Agency) -> None:
    with agency.connect("case-manager") as opened:
        opened.execute("SET enable_seqscan = off")
        sql = "EXPLAIN (COSTS OFF) SELECT sum(units) FROM ledger WHERE member_id = 'M1' AND date >= '2030-01-01'"
        plan = "\n".join(row[0] for row in opened.execute(sql))
    assert "Index Cond: ((member_id = 'M1'::text) AND (date >= '2030-01-01'::date)" in plan
