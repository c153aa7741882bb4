"""What somebody with a log-in and any program at all might try to see or change more: with real log-ins."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.postgres import people
from tests.postgres.people import Agency
from tests.postgres.server import OWNER, Server


@pytest.fixture(scope="module")
def agency(server: Server) -> Iterator[Agency]:
    with people.agency(server) as made:
        yield made


@pytest.fixture
def denied() -> Any:
    import psycopg

    return pytest.raises(psycopg.errors.InsufficientPrivilege)


SEEN = [("M1",), ("M4",)]
ALL = "SELECT member_id FROM members ORDER BY 1"


@pytest.mark.parametrize("role", people.ROLES)
def test_nobody_becomes_another(agency: Agency, role: str) -> None:
    import psycopg

    others = [each for each in agency.names.values() if each != agency.login(role)]
    with agency.connect(role) as opened:
        groups = [row[0] for row in opened.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'tcm%@%'")]
        mine = f"tcm_{role.replace('-', '_')}@{agency.database}"
        assert mine in groups
        for name in {*others, *groups, "pg_read_all_data", "pg_execute_server_program"} - {mine}:
            for sql in ('SET ROLE "{}"', 'SET SESSION AUTHORIZATION "{}"', 'GRANT "{}" TO session_user'):
                with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue)):
                    opened.execute(sql.format(name))


def test_ones_own_group_shows_no_more(agency: Agency) -> None:
    with agency.connect("case-manager") as opened:
        opened.execute(f'SET ROLE "tcm_case_manager@{agency.database}"')
        assert opened.execute(ALL).fetchall() == SEEN


def test_row_security_is_not_switched_off(agency: Agency, denied: Any) -> None:
    with agency.connect("case-manager") as opened, denied:
        opened.execute("SET row_security = off")
        opened.execute(ALL)


@pytest.mark.parametrize("role", people.ROLES)
def test_nobody_makes_anything_in_the_schema(agency: Agency, role: str, denied: Any) -> None:
    for sql in (
        "CREATE TABLE public.x (a int)",
        "CREATE VIEW public.x AS SELECT * FROM members",
        "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql RETURN 1",
        "CREATE SCHEMA x",
        "ALTER TABLE public.settings DISABLE ROW LEVEL SECURITY",
        "DROP POLICY p0_s ON public.sites",
        "ALTER TABLE public.settings DISABLE TRIGGER ALL",
        "TRUNCATE public.settings CASCADE",
        "CREATE OR REPLACE FUNCTION public.tcm_role() RETURNS text LANGUAGE sql RETURN 'admin'",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            agency.sql(sql, role)


def test_a_table_of_ones_own_shadows_none_that_the_rights_ask(agency: Agency) -> None:
    """The supervisor may make temporary tables, which come first in any search path that does not name them."""
    with agency.connect("supervisor") as opened:
        before = opened.execute(ALL).fetchall()
        opened.execute("CREATE TEMP TABLE tcm_people (login text, role text, cm_id text)")
        opened.execute(
            "INSERT INTO tcm_people VALUES (session_user, 'supervisor', 'C2'), (session_user, 'admin', NULL)"
        )
        opened.execute("CREATE TEMP TABLE assignments (member_id text, cm_id text, starts_on date, ends_on date)")
        opened.execute("INSERT INTO assignments VALUES ('M2', 'S1', '2000-01-01', NULL)")
        opened.execute(
            "CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql RETURN '2000-01-01'::timestamptz"
        )
        for path in ("pg_temp, public", "pg_temp, pg_catalog, public", "public, pg_temp", "pg_temp"):
            opened.execute(f"SET search_path = {path}")
            assert opened.execute(ALL.replace("members", "public.members")).fetchall() == before
            assert opened.execute("SELECT public.tcm_role()").fetchone() == ("supervisor",)


def test_no_function_of_the_owners_takes_a_table_of_the_callers(agency: Agency) -> None:
    """What runs with the owner's rights would run a trigger of such a table with them."""
    with agency.connect("supervisor") as opened:
        opened.execute("CREATE TEMP TABLE tcm_claims (appointment_id text, owner text, day date, minutes int4range)")
        opened.execute("CREATE FUNCTION pg_temp.mine() RETURNS trigger LANGUAGE plpgsql AS"
                       " $$ BEGIN RAISE EXCEPTION 'run as %', current_user; END $$")  # fmt: skip
        opened.execute("CREATE TRIGGER t BEFORE INSERT OR DELETE ON tcm_claims FOR EACH STATEMENT"
                       " EXECUTE FUNCTION pg_temp.mine()")  # fmt: skip
        with opened.transaction(force_rollback=True):
            opened.execute("SET LOCAL tcm.claims = 'worker member'")
            assert opened.execute("UPDATE appointments SET status = 'scheduled' WHERE member_id = 'M1'").rowcount == 1
    owners = agency.sql("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND proname LIKE 'tcm%'")
    assert len(owners) >= 10 and all(config[0].endswith("pg_temp") for _, config in owners), owners


def test_the_clock_of_the_session_shows_nobody_of_long_ago(agency: Agency) -> None:
    for zone in ("Etc/GMT+12", "Etc/GMT-14", "X167:59"):
        with agency.connect("case-manager") as opened:
            opened.execute(f"SET timezone = '{zone}'")
            assert opened.execute(ALL).fetchall() == SEEN


def test_a_condition_of_ones_own_is_asked_of_visible_rows_only(agency: Agency) -> None:
    notices: list[str] = []
    with agency.connect("supervisor") as opened:
        opened.add_notice_handler(lambda told: notices.append(str(told.message_primary)))
        opened.execute(
            "CREATE FUNCTION pg_temp.peek(a text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
            " $$ BEGIN RAISE NOTICE '%', a; RETURN true; END $$"
        )
        opened.execute("SELECT 1 FROM members WHERE pg_temp.peek(last_name)")
    assert sorted(notices) == ["Fifth", "First", "Fourth"]


def test_copy_gives_and_takes_no_more(agency: Agency) -> None:
    import psycopg

    with agency.connect("case-manager") as opened:
        with opened.cursor() as cursor, cursor.copy("COPY members (member_id) TO STDOUT") as copied:
            assert sorted(bytes(row) for row in copied) == [b"M1\n", b"M4\n"]
        for sql in ("COPY plans FROM STDIN", "COPY members TO '/tmp/x'", "COPY members TO PROGRAM 'cat'"):
            with pytest.raises((psycopg.errors.FeatureNotSupported, psycopg.errors.InsufficientPrivilege)):
                opened.execute(sql)
        assert opened.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'members'").fetchone() == (0,)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO assignments VALUES ('M2', 'C1', '2018-01-01', '2018-02-01')",
        "UPDATE assignments SET member_id = 'M2' WHERE member_id = 'M1'",
        "UPDATE appointments SET member_id = 'M2' WHERE member_id = 'M1'",
        "UPDATE services SET cm_id = 'C2' WHERE member_id = 'M1'",
        "UPDATE plans SET member_id = 'M2' WHERE member_id = 'M1'",
        "UPDATE members SET member_id = 'M9' WHERE member_id = 'M1'",
        "UPDATE case_managers SET supervisor_id = 'C1' WHERE cm_id = 'C2'",
        "UPDATE case_managers SET name = 'x' WHERE cm_id = 'C1'",
        "INSERT INTO ledger SELECT 'M2', date, 1, service_id, cm_id, 2, 1, 1, 1, 1, status, NULL, 0, 0, 0 FROM ledger",
        "UPDATE members SET phone = 'told to nobody' WHERE member_id = 'M1'",
        "INSERT INTO plans (member_id, starts_on) VALUES ('M1', '2031-01-01')",
        "DELETE FROM stays WHERE member_id = 'M1'",
        "UPDATE tcm_people SET role = 'supervisor'",
        "INSERT INTO tcm_people VALUES ('x', 'admin', NULL, 'x', 'x')",
        "DELETE FROM tcm_people",
        "SELECT tcm_grant(session_user::text, 'supervisor', 'S1')",
        "SELECT tcm_grant('postgres', 'admin', NULL)",
        "SELECT tcm_revoke('anybody')",
        "SELECT tcm_groups(session_user::text, 'auditor')",
        "SELECT tcm_tell('a', 'b', 'c', NULL, NULL)",
        "SELECT setval('tcm_services', 1)",
        "UPDATE meta SET value = '1 x' WHERE key = 'audit_head'",
        "INSERT INTO meta VALUES ('ledger', 'x') ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        "DELETE FROM meta",
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "SELECT before FROM audit WHERE who <> session_user; UPDATE audit SET who = who",
    ],
)
def test_a_case_manager_does_not_take_more(agency: Agency, sql: str, denied: Any) -> None:
    with denied:
        agency.sql(sql, "case-manager")


def test_an_admin_gives_roles_but_not_to_oneself(agency: Agency, denied: Any) -> None:
    with denied:
        agency.sql("SELECT tcm_grant(session_user::text, 'supervisor', 'S1')", "admin")
    with denied:
        agency.sql("SELECT tcm_revoke(session_user::text)", "admin")
    for others in (agency.login("owner"), OWNER):
        with denied:
            agency.sql(f"SELECT tcm_grant('{others}', 'auditor', NULL)", "admin")
    before = agency.sql("SELECT count(*) FROM audit", "auditor")[0][0]
    agency.sql(f"SELECT tcm_grant('{agency.login('biller')}', 'auditor', NULL)", "admin")
    agency.sql(f"SELECT tcm_grant('{agency.login('biller')}', 'biller', NULL)", "admin")
    told = agency.sql(
        f"SELECT who, action, entity, key, before, after FROM audit WHERE id > {before} ORDER BY id", "auditor"
    )
    assert [(who, key, json.loads(after)["role"]) for who, _, _, key, _, after in told] == [
        (agency.login("admin"), agency.login("biller"), "auditor"),
        (agency.login("admin"), agency.login("biller"), "biller"),
    ]
    assert agency.sql("SELECT count(*) FROM members", "biller") == [(6,)]


def test_a_role_ends_in_a_connection_that_is_open(server: Server, agency: Agency, denied: Any) -> None:
    with agency.connect("biller") as opened:
        assert opened.execute("SELECT count(*) FROM members").fetchone() == (6,)
        agency.sql(f"SELECT tcm_revoke('{agency.login('biller')}')")
        with denied:
            opened.execute("SELECT count(*) FROM members")
    agency.sql(f"SELECT tcm_grant('{agency.login('biller')}', 'biller', NULL)")


# ── the log ─────────────────────────────────────────────────────────────────────────────────────────


def _entry(agency: Agency, role: str, **other: Any) -> tuple[Any, ...]:
    """The next entry of the log as the program would write it, but for what is named."""
    number, digest = agency.sql("SELECT id, hash FROM tcm_end_of_log()", role)[0]
    at = datetime.now(UTC) + other.pop("late", timedelta())
    said = {
        "id": number + 1,
        "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "who": agency.login(role),
        "action": "view",
        "entity": 'm\u00e9mber\n\x1f\x7f"\\/\u2028',
        "key": "k",
        "member_id": None,
        "before": None,
        "after": '{"a":"ü"}',
    } | other
    before, false = said.pop("prev_hash", digest), said.pop("hash", None)
    text = json.dumps(list(said.values()), ensure_ascii=False, separators=(",", ":"))
    return (*said.values(), before, false or hashlib.sha256(f"{before}{text}".encode()).hexdigest())


def _enter(agency: Agency, role: str, entry: tuple[Any, ...]) -> None:
    with agency.connect(role) as opened:
        opened.execute(f"INSERT INTO audit VALUES ({', '.join(['%s'] * 11)})", entry)


@pytest.mark.parametrize("role", people.ROLES)
def test_everybody_adds_to_the_log_what_one_did(agency: Agency, role: str) -> None:
    entry = _entry(agency, role)
    _enter(agency, role, entry)
    assert agency.sql("SELECT value FROM meta WHERE key = 'audit_head'", role) == [(f"{entry[0]} {entry[-1]}",)]


def test_a_change_stands_with_its_entry(agency: Agency, denied: Any) -> None:
    """Told in the same transaction it is stored; told before, it is not."""
    change = "UPDATE members SET phone = '9' WHERE member_id = 'M1'"
    with agency.connect("case-manager") as opened:
        entry = _entry(agency, "case-manager", action="edit", entity="members", member_id="M1")
        with opened.transaction():
            opened.execute(change)
            opened.execute(f"INSERT INTO audit VALUES ({', '.join(['%s'] * 11)})", entry)
        with denied, opened.transaction():
            opened.execute(change.replace("9", "8"))
    assert agency.sql("SELECT phone FROM members WHERE member_id = 'M1'") == [("9",)]


@pytest.mark.parametrize(
    "false",
    [
        {"who": "somebody"},
        {"id": 1000},
        {"id": 1},
        {"prev_hash": "0" * 64},
        {"hash": "0" * 64},
        {"late": timedelta(hours=-2)},
        {"late": timedelta(hours=2)},
        {"at": "yesterday"},
    ],
    ids=str,
)
def test_nobody_adds_what_is_false(agency: Agency, false: dict[str, Any]) -> None:
    end = agency.sql("SELECT id FROM tcm_end_of_log()", "case-manager")
    with pytest.raises(Exception, match=r"permission denied for an entry|clocks differ"):
        _enter(agency, "case-manager", _entry(agency, "case-manager", **false))
    assert agency.sql("SELECT id FROM tcm_end_of_log()", "case-manager") == end


def test_the_chain_holds(agency: Agency) -> None:
    from tcm_tui.records.audit import verify_chain
    from tcm_tui.records.store import open_store

    with open_store(agency.url("auditor")) as store:
        found = verify_chain(store)
    assert found.ok and found.read >= 5


def test_days_are_summed_by_the_server(agency: Agency) -> None:
    """Nobody writes another's day: what is added to or taken from the ledger moves it, whatever else is said."""
    days = "SELECT cm_id, units, minutes FROM cm_days WHERE date = '2030-01-01' ORDER BY 1"
    with agency.connect("case-manager") as opened, agency.connect("owner") as owner:
        before = owner.execute(days).fetchall()
        opened.execute("INSERT INTO cm_days VALUES ('C2', '2030-01-01', 90, 90, 90, 90) ON CONFLICT (cm_id, date)"
                       " DO UPDATE SET units = cm_days.units + excluded.units")  # fmt: skip
        assert owner.execute(days).fetchall() == before == [("C1", 4, 60), ("C2", 4, 60)]
        opened.execute(
            "INSERT INTO ledger VALUES"
            " ('M1', '2030-01-01', 700, 'K9', 'C2', 730, 30, 30, 2, 2, 'payable', NULL, 0, 0, 0)"
        )
        assert owner.execute(days).fetchall() == [("C1", 4, 60), ("C2", 6, 90)]
        opened.execute("DELETE FROM ledger WHERE service_id = 'K9'")
        assert owner.execute(days).fetchall() == before
        opened.execute("DELETE FROM ledger WHERE service_id = 'K1'")
        assert owner.execute(days).fetchall() == [("C2", 4, 60)]
