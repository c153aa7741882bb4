"""A small agency with people who log in: two case managers of two teams, and members of each, of neither, of once.

M1 is C1's, M2 is C2's, M3 was C1's until 2020 and is C2's, M4 is C2's until 2090 and C1's from then on, M5 is
nobody's, M6 is closed and nobody's. C1 works under S1; C2 under nobody.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.postgres.server import Server, name_of

ROLES = ("case-manager", "supervisor", "biller", "auditor", "admin")
CM_OF = {"case-manager": "C1", "supervisor": "S1"}

ROWS = """
INSERT INTO sites VALUES ('A', 'Main street', '110');
INSERT INTO case_managers (cm_id, name, level, type, site_id, supervisor_id) VALUES
 ('S1', 'Sol One', 'III', 'standard', 'A', NULL), ('C1', 'Ann One', 'II', 'standard', 'A', 'S1'),
 ('C2', 'Bob Two', 'II', 'standard', 'A', NULL);
INSERT INTO families VALUES ('F1'), ('F2');
INSERT INTO members (member_id, first_name, last_name, dob, phone, hold_reason, family_id, program, focus, opened_on,
 closed_on) VALUES
 ('M1', 'Uma', 'First', '1980-01-01', '1', 'r', 'F1', 'standard', 'HE', '2019-01-01', NULL),
 ('M2', 'Vic', 'Second', '1980-01-01', '2', 'r', 'F2', 'standard', 'HE', '2019-01-01', NULL),
 ('M3', 'Wes', 'Third', '1980-01-01', '3', 'r', NULL, 'standard', 'HE', '2019-01-01', NULL),
 ('M4', 'Xia', 'Fourth', '1980-01-01', '4', 'r', NULL, 'standard', 'HE', '2019-01-01', NULL),
 ('M5', 'Yan', 'Fifth', '1980-01-01', '5', 'r', NULL, 'standard', 'HE', '2019-01-01', NULL),
 ('M6', 'Zoe', 'Sixth', '1980-01-01', '6', 'r', NULL, 'standard', 'HE', '2019-01-01', '2020-01-01');
INSERT INTO assignments VALUES ('M1', 'C1', '2019-01-01', NULL), ('M2', 'C2', '2019-01-01', NULL),
 ('M3', 'C1', '2019-01-01', '2020-01-01'), ('M3', 'C2', '2020-01-01', NULL),
 ('M4', 'C2', '2019-01-01', '2090-01-01'), ('M4', 'C1', '2090-01-01', NULL), ('M6', 'C1', '2019-01-01', '2020-01-01');
INSERT INTO closures VALUES ('2031-01-02', 'x', false);
INSERT INTO settings VALUES ('agency', 'Two teams');
INSERT INTO travel VALUES ('n', 's', 10);
"""
OF_A_MEMBER = {  # {m} the member, {c} the case manager, {k} tells rows apart, {d} a day
    "plans": "('{m}', '{d}', NULL, 1, NULL, NULL, NULL)",
    "residences": "('{m}', 'home', '{d}', NULL)",
    "stays": "('{m}', 'hospital', '{d}', NULL, NULL, true)",
    "authorizations": "('{m}', '{k}', 4, 'month', '{d}', '{d}', NULL)",
    "external_units": "('{m}', '{d}', '{k}', 1, NULL)",
    "availability": "('{m}', 1, '{d}', 60, 120, '{d}'::date + 1)",
    "appointments": "('{k}', '{m}', '{c}', '{d}', 600, 660, 'office-contact', 'scheduled', 4, NULL, NULL, NULL)",
    "outreach": "('{k}', '{m}', NULL, '{d}', 'phone', 'message', NULL, NULL)",
    "services": "('{k}', '{m}', '{c}', '{d}', 600, 660, 'plan-monitoring', 'phone', 'office', true, NULL, NULL, NULL,"
    " NULL, NULL, NULL, NULL, 0, NULL, NULL)",
    "ledger": "('{m}', '{d}', 600, '{k}', '{c}', 660, 60, 60, 4, 4, 'payable', 'hn', 0, 0, 0)",
}
OF_A_WORKER = {
    "credentials": "('{c}', 'certification', '{d}', '{d}', NULL, NULL, NULL)",
    "working_hours": "('{c}', 1, '{d}', 480, 960, '{d}'::date + 1)",
    "leave": "('{c}', '{d}', '{d}', NULL)",
    "fixed_appointments": "('{k}', '{c}', '{d}', 480, 540, NULL, NULL)",
    "on_call": "('{c}', 'standard', '{d}T08:00', '{d}T09:00')",
    "cm_days": "('{c}', '{d}', 4, 60, 60, 0)",
}


class Agency(NamedTuple):
    """A database with a login for each role. ``login`` and ``url`` by role; "owner" is who made it."""

    server: Server
    database: str
    names: dict[str, str]

    def login(self, role: str) -> str:
        return self.names[role]

    def url(self, role: str) -> str:
        return self.server.url(self.database, self.names[role])

    def connect(self, role: str) -> Any:
        return self.server.connect(self.database, self.names[role])

    def sql(self, text: str, role: str = "owner") -> list[Any]:
        return self.server.sql(text, self.database, self.names[role])


def row(table: str, member: str, worker: str, kind: str, day: str) -> str:
    """The statement that stores one row of a table about a member or worker."""
    values = {**OF_A_MEMBER, **OF_A_WORKER}[table].format(m=member, c=worker, k=kind, d=day)
    listed = ""
    if table == "services":
        listed = (
            " (service_id, member_id, cm_id, date, start_min, stop_min, activity, mode, place, member_present, focus,"
            " level_modifier, contract, appointment_id, signature, fax_on, original_filed_on, elements, voided_on,"
            " voided_because)"
        )
    return f"INSERT INTO {table}{listed} VALUES {values}"


@contextlib.contextmanager
def agency(server: Server) -> Iterator[Agency]:
    """An agency whose owner is no superuser, with a login in each role; gone at the end."""
    from tcm_tui.records.postgres import access, place
    from tcm_tui.records.store import open_store

    mark = f"x{time.monotonic_ns()}"
    names = {"owner": f"owner_{mark}", **{role: f"{role.replace('-', '_')}_{mark}" for role in ROLES}}
    for role, name in names.items():
        server.sql(f"CREATE ROLE {name} LOGIN {'CREATEROLE' if role == 'owner' else ''}")
    server.sql(f"CREATE DATABASE {mark} OWNER {names['owner']} TEMPLATE template0")
    made = Agency(server, mark, names)
    try:
        open_store(made.url("owner"), create=True).close()
        made.sql(ROWS)
        for table in (*OF_A_MEMBER, *OF_A_WORKER):
            for n in "12":
                made.sql(row(table, f"M{n}", f"C{n}", f"K{n}", "2030-01-01"))
        for n in "12":
            made.sql(f"INSERT INTO requests (key, command, answer, at) VALUES ('R{n}', 'x', 'secret', 'x')")
            made.sql(f"INSERT INTO drafts (form, subject, values, at) VALUES ('f', '{n}', '{{}}', 'x')")
        owner = place.server(made.url("owner"))
        for role in ROLES:
            access.grant(owner, names[role], role, CM_OF.get(role))
        made.sql(f"UPDATE requests SET login = '{names['case-manager']}' WHERE key = 'R1'")
        made.sql(f"UPDATE drafts SET login = '{names['case-manager']}' WHERE subject = '1'")
        yield made
    finally:
        server.sql(f"DROP DATABASE IF EXISTS {name_of(server.url(mark))} WITH (FORCE)")
        for (name,) in server.sql(
            f"SELECT rolname FROM pg_roles WHERE rolname LIKE '%\\_{mark}' OR rolname LIKE '%@{mark}'"
        ):
            server.sql(f'DROP ROLE "{name}"')
