"""People of a database on a server: who has which role, and that each sees and changes no more than it allows.

The owner of the database, who made it, is bound by none of it. A log-in of the server gets a role in a database by
``grant``; the server's own rights and row policies (``rights``) do the rest, whatever program asks.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from typing import NamedTuple, TypeVar

import psycopg

from tcm_tui.records.postgres import errors, rights, rights_sql
from tcm_tui.records.postgres.connection import Connection, open_server
from tcm_tui.records.postgres.locks import LOG, WRITING
from tcm_tui.records.postgres.place import Server

STAMP = "rights"
"""The key in ``meta`` of what the rights were last made from."""

WAIT = 30.0

T = TypeVar("T")


class Person(NamedTuple):
    """A log-in of the server with a role in this database. cm_id: the case manager it stands for, in two roles."""

    login: str
    role: str
    cm_id: str | None
    since: str
    by: str


class Role(NamedTuple):
    """How somebody has opened a database: role is None for its owner, whom nothing hides."""

    login: str
    role: str | None
    cm_id: str | None
    workers: frozenset[str]


def group(database: str, role: str) -> str:
    """The name of the group that holds a role's rights in one database; groups are the whole server's."""
    name = f"tcm_{role.replace('-', '_')}@{database}"
    if len(name.encode()) <= 63:
        return name
    return f"tcm_{role.replace('-', '_')}@{sha256(database.encode()).hexdigest()[:32]}"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# ── making ──────────────────────────────────────────────────────────────────────────────────────────


def statements(database: str, schema: str, owner: str, told: frozenset[str]) -> list[str]:
    """All that makes the rights of a database; its groups must be there. told: actions that change no record."""
    groups = {role: quoted(group(database, role)) for role in rights.ROLES}
    words = {
        "s": quoted(schema),
        "schema": literal(schema),
        "owner": literal(owner),
        "named": literal(quoted(schema)),
        "roles": ", ".join(map(literal, rights.ROLES)),
        "told": ", ".join(map(literal, sorted(told))),
        "log": str(LOG),
        "groups": ", ".join(f"({literal(role)}, {literal(group(database, role))})" for role in rights.ROLES),
    }
    everybody = ", ".join(groups.values())
    made = [text.format(**words) for text in (*rights_sql.PEOPLE, *rights_sql.FUNCTIONS, *rights_sql.TRIGGERS)]
    made += [
        f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {everybody}",
        f"GRANT TEMPORARY ON DATABASE {quoted(database)} TO {groups[rights.SUPERVISOR]}",
        f"REVOKE CREATE ON SCHEMA {words['s']} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {words['s']} TO {everybody}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {words['s']} FROM PUBLIC, {everybody}",
        _FUNCTIONS_CLOSED.format(**words),
        _POLICIES_DROPPED.format(**words),
    ]
    for asked in (*rights.ASKED, "tcm_grant(text, text, text)", "tcm_revoke(text)"):
        made.append(f"GRANT EXECUTE ON FUNCTION {words['s']}.{asked} TO {everybody}")
    for sequence in rights.SEQUENCES:
        caring = ", ".join(groups[role] for role in rights.CARING)
        made.append(f"GRANT USAGE ON SEQUENCE {words['s']}.{sequence} TO {caring}")
    for number, right in enumerate(rights.RIGHTS):
        made += _right(right, number, words, groups)
    return made


_SAYS = {"s": "SELECT", "i": "INSERT", "u": "UPDATE", "d": "DELETE"}
_POLICIES_DROPPED = """DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT * FROM pg_policies WHERE schemaname = {schema} LOOP
    EXECUTE format('DROP POLICY %I ON %I.%I', each.policyname, each.schemaname, each.tablename); END LOOP;
  FOR each IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relkind IN ('r', 'p')
    AND c.relnamespace = {named}::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', each.name); END LOOP; END $$"""
_FUNCTIONS_CLOSED = """DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = {named}::regnamespace
    AND (p.prosecdef OR p.proname IN ('tcm_tell', 'tcm_groups', 'tcm_may_grant')) LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', each.name);
    -- else a temporary table of the caller's would come before the schema's own
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', each.name, {schema});
    END LOOP; END $$"""


def _right(right: rights.Right, number: int, words: dict[str, str], groups: dict[str, str]) -> list[str]:
    """The grants and the policies of one right."""
    table = f"{words['s']}.{quoted(right.table)}"
    whom = ", ".join(groups[role] for role in right.roles)
    rows = right.rows.format(s=words["s"])
    new = rows if right.new is None else right.new.format(s=words["s"])
    made = []
    for letter in right.does:
        listed = f" ({right.columns[letter]})" if letter in right.columns else ""
        made.append(f"GRANT {_SAYS[letter]}{listed} ON {table} TO {whom}")
        using = f" USING ({rows})" if letter in "sud" else ""
        check = f" WITH CHECK ({new})" if letter in "iu" else ""
        name = f"p{number}_{letter}"
        made.append(f"CREATE POLICY {name} ON {table} FOR {_SAYS[letter]} TO {whom}{using}{check}")
    return made


def install(own: Connection) -> None:
    """Make the rights of this database, or make them anew where they have changed; inside the owner's transaction."""
    from tcm_tui.records.audit import TOLD

    database, schema = own.execute("SELECT current_database()::text, current_schema()::text").fetchone()
    owner, mine = own.execute(_OWNER, (f"{quoted(schema)}.members",)).fetchone()
    if not mine:
        raise Unbound(f"Roles rest on {owner}, who owns the database: let {owner} give the first one.")
    made = statements(database, schema, owner, TOLD)
    stamp = sha256("\n".join(made).encode()).hexdigest()
    if own.execute("SELECT 1 FROM meta WHERE key = ? AND value = ?", (STAMP, stamp)).fetchone():
        return
    names = [group(database, role) for role in rights.ROLES]
    for name in names:
        if not own.execute("SELECT 1 FROM pg_roles WHERE rolname = ?", (name,)).fetchone():
            own.execute(f"CREATE ROLE {quoted(name)} NOLOGIN")
    for (other,) in own.execute(_OTHERS_GROUPS, (schema,)).fetchall():
        if other not in names:  # of the database that this one is a copy of
            own.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {quoted(schema)} FROM {quoted(other)}")
            own.execute("DELETE FROM tcm_people")
    for sql in made:
        own.driver.execute(sql)
    own.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (STAMP, stamp),
    )


_OWNER = """
SELECT pg_get_userbyid(c.relowner)::text, c.relowner = current_user::regrole
FROM pg_class c WHERE c.oid = ?::regclass"""
_OTHERS_GROUPS = """
SELECT DISTINCT r.rolname::text FROM pg_class c, aclexplode(c.relacl) a, pg_roles r
WHERE r.oid = a.grantee AND c.relnamespace::regnamespace::text = ? AND r.rolname LIKE 'tcm\\_%@%'"""


def installed(own: Connection) -> bool:
    """Whether the database has people with roles, so that the rights belong to what a migration brings up to date."""
    return bool(own.execute("SELECT to_regclass('tcm_people') IS NOT NULL").fetchone()[0])


# ── people ──────────────────────────────────────────────────────────────────────────────────────────

_LOGIN = """
SELECT r.rolcanlogin, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR pg_has_role(r.oid, d.datdba, 'MEMBER')
       OR pg_has_role(r.oid, 'pg_read_all_data', 'MEMBER') OR pg_has_role(r.oid, 'pg_write_all_data', 'MEMBER')
FROM pg_roles r, pg_database d WHERE r.rolname = ? AND d.datname = current_database()"""


class Unbound(Exception):
    """A log-in that can't have a role; str() says why."""


def grant(place: Server, login: str, role: str, cm_id: str | None, verifier: str | None = None) -> None:
    """Give a log-in of the server a role, instead of any it had, and tell the log. verifier: makes the log-in first.

    Raises Unbound, StoreError.
    """

    def job(own: Connection) -> None:
        if not _is_person(own):
            install(own)
        if verifier is not None:
            if own.execute("SELECT 1 FROM pg_roles WHERE rolname = ?", (login,)).fetchone():
                raise Unbound(f"There is a log-in {login} on the server already: leave --create-login out.")
            own.driver.execute(f"CREATE ROLE {quoted(login)} LOGIN PASSWORD {literal(verifier)}")
        found = own.execute(_LOGIN, (login,)).fetchone()
        if found is None or not found[0]:
            raise Unbound(
                f"There is no log-in {login} on the server: add --create-login, or ask for one (CREATE ROLE)."
            )
        if found[1]:
            raise Unbound(
                f"{login} owns the database or may do more on the server than any role allows: give another log-in."
            )
        own.execute("SELECT tcm_grant(?, ?, ?)", (login, role, cm_id))

    _work(place, job)


def revoke(place: Server, login: str) -> bool:
    """Take a person's role away, and tell the log; whether there was one. Raises StoreError."""

    def job(own: Connection) -> bool:
        if not installed(own) or not own.execute("SELECT 1 FROM tcm_people WHERE login = ?", (login,)).fetchone():
            return False
        own.execute("SELECT tcm_revoke(?)", (login,))
        return True

    return _work(place, job)


def people(place: Server) -> list[Person]:
    """Everybody with a role, by log-in; of whom may not see others, the one who asks. Raises StoreError."""

    def job(own: Connection) -> list[Person]:
        if not installed(own):
            return []
        return [
            Person(*row) for row in own.execute("SELECT login, role, cm_id, since, by FROM tcm_people ORDER BY login")
        ]

    return _work(place, job)


def verifier_of(place: Server, login: str, password: str) -> str:
    """What the server keeps of a password; the password itself isn't sent. Raises StoreError."""
    with closing(_open(place)) as own:
        return own.driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def _is_person(own: Connection) -> bool:
    if not installed(own):
        return False
    return bool(own.execute("SELECT 1 FROM tcm_people WHERE login = session_user").fetchone())


def _open(place: Server) -> Connection:
    try:
        return open_server(place, wait=WAIT)
    except errors.Error as error:
        raise error.explained(place) or error from None


def _work(place: Server, job: Callable[[Connection], T]) -> T:
    """Carry out a job in one transaction, alone. Raises StoreError."""
    with closing(_open(place)) as own:
        try:
            own.execute("BEGIN")
            own.execute("SELECT pg_advisory_xact_lock(?)", (WRITING,))
            done = job(own)
            own.execute("COMMIT")
        except errors.Error as error:
            raise error.explained(place) or error from None
        except psycopg.Error as error:
            raised = errors.of(error)
            raise raised.explained(place) or raised from None
    return done
