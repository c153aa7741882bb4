"""What the database itself refuses: every CHECK, key, reference and trigger violated once."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]
GOOD: dict[str, Row] = {
    "sites": {"site_id": "S1", "name": "Main Street", "contract": "110"},
    "case_managers": {"cm_id": "C1", "name": "Dana", "level": "II", "type": "standard", "site_id": "S1"},
    "credentials": {"cm_id": "C1", "kind": "degree", "key_on": "2020-01-01", "began_on": "2020-01-01"},
    "families": {"family_id": "F1"},
    "members": {
        "member_id": "M1",
        "first_name": "Ana",
        "last_name": "Ruiz",
        "dob": "1990-05-17",
        "program": "standard",
        "focus": "HE",
        "family_id": "F1",
    },
    "assignments": {"member_id": "M1", "cm_id": "C1", "starts_on": "2026-01-01", "ends_on": "2026-03-01"},
    "plans": {"member_id": "M1", "starts_on": "2026-01-01"},
    "residences": {"member_id": "M1", "kind": "home", "starts_on": "2026-01-01"},
    "stays": {"member_id": "M1", "kind": "hospital", "admitted_on": "2026-01-01"},
    "appointments": {
        "appointment_id": "A1",
        "member_id": "M1",
        "cm_id": "C1",
        "date": "2026-03-02",
        "start_min": 540,
        "stop_min": 600,
        "kind": "provider",
        "status": "scheduled",
    },
    "outreach": {"outreach_id": "O1", "member_id": "M1", "date": "2026-03-02"},
    "services": {
        "service_id": "V1",
        "member_id": "M1",
        "cm_id": "C1",
        "date": "2026-03-02",
        "start_min": 540,
        "stop_min": 600,
        "activity": "travel",
    },
    "authorizations": {
        "member_id": "M1",
        "number": "N1",
        "units": 8,
        "period": "month",
        "starts_on": "2026-01-01",
        "ends_on": "2026-01-31",
    },
    "external_units": {"member_id": "M1", "month": "2026-01-01", "units": 4},
    "on_call": {
        "cm_id": "C1",
        "program": "intensive",
        "starts_at": "2026-03-02T08:00",
        "ends_at": "2026-03-03T08:00",
    },
    "working_hours": {"cm_id": "C1", "weekday": 0, "starts_on": "2026-01-01", "start_min": 480, "stop_min": 720},
    "leave": {"cm_id": "C1", "starts_on": "2026-07-01", "ends_on": "2026-07-10"},
    "availability": {"member_id": "M1", "weekday": 4, "starts_on": "2026-01-01", "start_min": 900, "stop_min": 1080},
    "fixed_appointments": {"fixed_id": "X1", "cm_id": "C1", "date": "2026-03-02", "start_min": 480, "stop_min": 540},
    "travel": {"area_from": "East", "area_to": "West", "minutes": 20},
    "drafts": {"form": "log", "subject": "M1", '"values"': "{}", "at": "2026-03-02T09:00:00"},
    "closures": {"date": "2026-03-02"},
    "settings": {"key": "agency", "value": "Ours"},
    "ledger": {
        "member_id": "M1",
        "date": "2026-03-02",
        "start_min": 540,
        "service_id": "V1",
        "cm_id": "C1",
        "stop_min": 600,
        "minutes": 60,
        "billable_minutes": 60,
        "units": 4,
        "payable_units": 4,
        "status": "payable",
        "is_contact": 0,
        "community": 0,
        "at_risk": 0,
    },
}

# The constraint's name without ck_TABLE_, and columns that violate it and nothing else.
BAD: list[tuple[str, str, Row]] = [
    ("sites", "site_id_is_filled", {"site_id": ""}),
    ("sites", "name_is_filled", {"name": ""}),
    ("sites", "contract", {"contract": "112"}),
    ("case_managers", "cm_id_is_filled", {"cm_id": ""}),
    ("case_managers", "name_is_filled", {"name": ""}),
    ("case_managers", "level", {"level": "IV"}),
    ("case_managers", "type", {"type": "Standard"}),
    ("case_managers", "left_after_hire", {"hired_on": "2026-02-01", "left_on": "2026-01-31"}),
    ("case_managers", "weekly_hours_of_a_week", {"weekly_hours": 168.5}),
    ("case_managers", "fte_not_negative", {"fte": -0.5}),
    ("credentials", "kind", {"kind": "diplom"}),
    ("credentials", "key_on_is_derived", {"key_on": "2020-01-02"}),
    ("credentials", "completed_after_beginning", {"completed_on": "2019-12-31"}),
    ("credentials", "amount_not_negative", {"amount": -1.0}),
    ("members", "member_id_is_filled", {"member_id": ""}),
    ("members", "first_name_is_filled", {"first_name": ""}),
    ("members", "last_name_is_filled", {"last_name": ""}),
    ("members", "program", {"program": "STANDARD"}),
    ("members", "focus", {"focus": "HN"}),
    ("members", "closed_after_opening", {"opened_on": "2026-02-01", "closed_on": "2026-01-31"}),
    ("members", "hold_has_a_length", {"hold_from": "2026-02-01", "hold_until": "2026-01-31"}),
    ("members", "acuity_not_negative", {"acuity": -1.0}),
    ("members", "pinned_is_0_or_1", {"pinned": 2}),
    ("members", "part2_is_0_or_1", {"part2": 2}),
    ("families", "family_id_is_filled", {"family_id": ""}),
    ("assignments", "ends_after_start", {"ends_on": "2026-01-01"}),
    ("plans", "ends_not_before_start", {"ends_on": "2025-12-31"}),
    ("plans", "contacts_not_negative", {"contacts_per_month": -1}),
    ("residences", "kind", {"kind": "house"}),
    ("residences", "ends_after_start", {"ends_on": "2026-01-01"}),
    ("stays", "kind", {"kind": "jail"}),
    ("stays", "planned_after_admission", {"planned_discharge_on": "2025-12-31"}),
    ("stays", "discharged_after_admission", {"discharged_on": "2025-12-31"}),
    ("stays", "covered_is_0_or_1", {"covered": -1}),
    ("appointments", "appointment_id_is_filled", {"appointment_id": ""}),
    ("appointments", "kind", {"kind": "visit"}),
    ("appointments", "status", {"status": "done"}),
    ("appointments", "start_on_the_clock", {"start_min": 1440, "stop_min": 1500}),
    ("appointments", "stop_after_start", {"stop_min": 540}),
    ("appointments", "stop_needs_a_start", {"start_min": None}),
    ("appointments", "units_not_negative", {"units": -1}),
    ("appointments", "voided_with_a_reason", {"voided_on": "2026-03-03"}),
    ("outreach", "outreach_id_is_filled", {"outreach_id": ""}),
    ("outreach", "mode", {"mode": "telehealth"}),
    ("outreach", "result", {"result": "answered"}),
    ("outreach", "voided_with_a_reason", {"voided_because": "twice"}),
    ("services", "service_id_is_filled", {"service_id": ""}),
    ("services", "activity", {"activity": "therapy "}),
    ("services", "mode", {"mode": "text"}),
    ("services", "place", {"place": "home community"}),
    ("services", "focus", {"focus": "he"}),
    ("services", "level_modifier", {"level_modifier": "HE"}),
    ("services", "contract", {"contract": "11"}),
    ("services", "signature", {"signature": "copy"}),
    ("services", "member_present_is_0_or_1", {"member_present": 2}),
    ("services", "start_on_the_clock", {"start_min": -1}),
    ("services", "stop_after_start", {"stop_min": 540}),
    ("services", "stop_after_start", {"stop_min": 2881}),
    ("services", "elements_are_eleven", {"elements": 2048}),
    ("services", "voided_with_a_reason", {"voided_on": "2026-03-03"}),
    ("authorizations", "number_is_filled", {"number": ""}),
    ("authorizations", "period", {"period": "year"}),
    ("authorizations", "level_modifier", {"level_modifier": "HE"}),
    ("authorizations", "ends_not_before_start", {"ends_on": "2025-12-31"}),
    ("authorizations", "units_not_negative", {"units": -1}),
    ("external_units", "month_is_its_first_day", {"month": "2026-01-02"}),
    ("external_units", "units_not_negative", {"units": -1}),
    ("on_call", "program", {"program": "night"}),
    ("on_call", "starts_at_is_a_minute", {"starts_at": "2026-03-02 08:00"}),
    ("on_call", "ends_at_is_a_minute", {"ends_at": "2026-03-03T08:00:00"}),
    ("on_call", "ends_after_start", {"ends_at": "2026-03-02T08:00"}),
    *(
        (table, name, bad)
        for table in ("working_hours", "availability")
        for name, bad in (
            ("weekday_of_seven", {"weekday": 7}),
            ("weekday_of_seven", {"weekday": -1}),
            ("start_on_the_clock", {"start_min": -1}),
            ("start_on_the_clock", {"start_min": 1440, "stop_min": 1441}),
            ("stop_after_start", {"start_min": 720, "stop_min": 720}),
            ("stop_after_start", {"stop_min": 1441}),
            ("ends_after_start", {"ends_on": "2026-01-01"}),
        )
    ),
    ("leave", "ends_not_before_start", {"ends_on": "2026-06-30"}),
    ("fixed_appointments", "fixed_id_is_filled", {"fixed_id": ""}),
    ("fixed_appointments", "start_on_the_clock", {"start_min": 1440, "stop_min": 1441}),
    ("fixed_appointments", "stop_after_start", {"stop_min": 480}),
    ("fixed_appointments", "stop_after_start", {"stop_min": 1441}),
    ("travel", "area_from_is_filled", {"area_from": ""}),
    ("travel", "area_to_is_filled", {"area_to": ""}),
    ("travel", "areas_differ", {"area_to": "East"}),
    ("travel", "minutes_of_a_day", {"minutes": -1}),
    ("travel", "minutes_of_a_day", {"minutes": 1441}),
    ("drafts", "form_is_filled", {"form": ""}),
    ("drafts", "values_are_an_object", {'"values"': "[1]"}),
    ("closures", "open_is_0_or_1", {"open": 2}),
    ("settings", "key_is_filled", {"key": ""}),
    ("ledger", "status", {"status": "paid"}),
]


@pytest.fixture(scope="module")
def good(blank: Path) -> sqlite3.Connection:
    """A database in memory with one good row in every table; not to be written to."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with closing(sqlite3.connect(blank)) as made:
        made.backup(connection)
    for table, row in GOOD.items():
        insert(connection, table, row)
    return connection


@pytest.fixture
def filled(good: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A copy of it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        good.backup(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def update(connection: sqlite3.Connection, table: str, row: Row) -> None:
    connection.execute(f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in row)}", row)


@pytest.mark.parametrize(("table", "name", "bad"), BAD, ids=[f"{t}-{n}-{i}" for i, (t, n, _) in enumerate(BAD)])
def test_a_check_is_refused_by_name(filled: sqlite3.Connection, table: str, name: str, bad: Row) -> None:
    filled.execute("PRAGMA foreign_keys = OFF")
    filled.execute(f"DELETE FROM {table}")
    with pytest.raises(sqlite3.IntegrityError, match=f"CHECK constraint failed: ck_{table}_{name}$"):
        insert(filled, table, GOOD[table] | bad)


def test_every_check_has_its_violation(filled: sqlite3.Connection) -> None:
    ddl = " ".join(sql for (sql,) in filled.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    named = set(re.findall(r"CONSTRAINT (ck_\w+)", ddl))
    days = {name for name in named if name.endswith("_is_a_day")}
    assert named - days == {f"ck_{table}_{name}" for table, name, _ in BAD}
    assert ddl.count("CHECK") == ddl.count("CONSTRAINT ck_")


def _day_columns() -> list[tuple[str, str]]:
    from tcm_tui.records.columns import Day
    from tcm_tui.records.tables import METADATA

    derived = ("ledger", "cm_days")
    tables = [table for table in METADATA.tables.values() if table.name not in derived]
    return [(table.name, c.name) for table in tables for c in table.columns if isinstance(c.type, Day)]


@pytest.mark.parametrize(("table", "column"), _day_columns())
@pytest.mark.parametrize("bad", ["2026-02-30", "2026-2-3", "20260302", "", "2461102.5"])
def test_a_day_that_does_not_exist_is_refused(filled: sqlite3.Connection, table: str, column: str, bad: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"ck_{table}_{column}_is_a_day|ck_credentials_key_on"):
        update(filled, table, {column: bad})


@pytest.mark.parametrize(
    ("table", "bad"),
    [
        ("services", {"start_min": "nine"}),
        ("services", {"elements": 1.5}),
        ("members", {"acuity": "high"}),
        ("external_units", {"units": "four"}),
    ],
)
def test_a_number_is_a_number(filled: sqlite3.Connection, table: str, bad: Row) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        update(filled, table, bad)


REFERENCES = [
    ("case_managers", "site_id"),
    ("credentials", "cm_id"),
    ("members", "family_id"),
    ("assignments", "cm_id"),
    ("assignments", "member_id"),
    ("plans", "member_id"),
    ("residences", "member_id"),
    ("stays", "member_id"),
    ("appointments", "member_id"),
    ("appointments", "cm_id"),
    ("outreach", "member_id"),
    ("outreach", "appointment_id"),
    ("services", "member_id"),
    ("services", "cm_id"),
    ("services", "appointment_id"),
    ("authorizations", "member_id"),
    ("external_units", "member_id"),
    ("on_call", "cm_id"),
    ("working_hours", "cm_id"),
    ("leave", "cm_id"),
    ("availability", "member_id"),
    ("fixed_appointments", "cm_id"),
]


@pytest.mark.parametrize(("table", "column"), REFERENCES)
def test_a_reference_needs_its_record(filled: sqlite3.Connection, table: str, column: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        update(filled, table, {column: "nobody"})


def test_every_reference_is_tried(filled: sqlite3.Connection) -> None:
    found = {(table, key[3]) for table in GOOD for key in filled.execute(f"PRAGMA foreign_key_list({table})")}
    assert found == {*REFERENCES, ("case_managers", "supervisor_id")}


def test_a_supervisor_may_come_later_but_must_come(filled: sqlite3.Connection) -> None:
    base = GOOD["case_managers"]
    filled.execute("BEGIN")
    insert(filled, "case_managers", base | {"cm_id": "C2", "supervisor_id": "C3"})
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        filled.execute("COMMIT")
    insert(filled, "case_managers", base | {"cm_id": "C3"})
    filled.execute("COMMIT")


@pytest.mark.parametrize("table", GOOD)
def test_a_key_is_there_once(filled: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE constraint failed: {table}"):
        insert(filled, table, GOOD[table])


# The stored one is [Jan 1, Mar 1); an end is the first day that is no longer covered (R31).
@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2026-03-01", None, True),
        ("2026-02-28", None, False),
        ("2025-12-01", "2026-01-01", True),
        ("2025-12-01", "2026-01-02", False),
        ("2025-12-01", None, False),
        ("2026-01-10", "2026-01-20", False),
        ("2025-12-01", "2026-04-01", False),
    ],
)
def test_a_member_has_one_worker_a_day(filled: sqlite3.Connection, start: str, end: str | None, fits: bool) -> None:
    other = {**GOOD["assignments"], "starts_on": start, "ends_on": end}
    elsewhere = {**other, "starts_on": "2030-01-01", "ends_on": None}
    insert(filled, "members", GOOD["members"] | {"member_id": "M2"})
    insert(filled, "assignments", other | {"member_id": "M2"})
    insert(filled, "assignments", elsewhere)
    change = "UPDATE assignments SET starts_on = ?, ends_on = ? WHERE member_id = 'M1' AND starts_on > '2029'"
    if fits:
        filled.execute(change, (start, end or "2029-01-01"))
        filled.execute("DELETE FROM assignments WHERE member_id = 'M1' AND starts_on = ?", (start,))
        insert(filled, "assignments", other)
        return
    with pytest.raises(sqlite3.IntegrityError, match="overlapping assignments"):
        filled.execute(change, (start, end))
    with pytest.raises(sqlite3.IntegrityError, match="overlapping assignments"):
        insert(filled, "assignments", other)


def test_the_same_assignment_can_be_changed_in_place(filled: sqlite3.Connection) -> None:
    filled.execute("UPDATE assignments SET ends_on = '2026-02-01'")
    upsert = "INSERT INTO assignments VALUES ('M1', 'C1', '2026-01-01', NULL) "
    filled.execute(upsert + "ON CONFLICT DO UPDATE SET ends_on = excluded.ends_on")
    assert filled.execute("SELECT ends_on FROM assignments").fetchall() == [(None,)]


# The stored one is Monday 8:00 to 12:00 from Jan 1 on, worked out by hand.
@pytest.mark.parametrize(
    ("change", "fits"),
    [
        ({"start_min": 720, "stop_min": 1020}, True),
        ({"start_min": 719, "stop_min": 1020}, False),
        ({"start_min": 420, "stop_min": 480}, True),
        ({"start_min": 420, "stop_min": 481}, False),
        ({"start_min": 500, "stop_min": 510}, False),
        ({"start_min": 420, "stop_min": 800}, False),
        ({"start_min": 420, "stop_min": 800, "weekday": 1}, True),
        ({"starts_on": "2025-06-01", "ends_on": "2026-01-01"}, True),
        ({"starts_on": "2025-06-01", "ends_on": "2026-01-02"}, False),
        ({"starts_on": "2025-06-01"}, False),
        ({"starts_on": "2026-06-01", "ends_on": "2026-07-01"}, False),
    ],
)
@pytest.mark.parametrize(("table", "owner"), [("working_hours", "cm_id"), ("availability", "member_id")])
def test_hours_of_a_weekday_do_not_overlap(
    filled: sqlite3.Connection, table: str, owner: str, change: Row, fits: bool
) -> None:
    morning = {"weekday": 0, "starts_on": "2026-01-01", "start_min": 480, "stop_min": 720, "ends_on": None}
    update(filled, table, morning)
    other = {owner: GOOD[table][owner], **morning, **change}
    there = {"case_managers": "cm_id", "members": "member_id"}
    for name, key in there.items():
        insert(filled, name, GOOD[name] | {key: "other"})
    insert(filled, table, other | {owner: "other"})
    insert(filled, table, other | {"weekday": 6})
    sets = ", ".join(f"{name} = :{name}" for name in other)
    move = f"UPDATE {table} SET {sets} WHERE weekday = 6"
    if fits:
        filled.execute(move, other)
        filled.execute(
            f"DELETE FROM {table} WHERE {owner} = :{owner} AND (weekday, starts_on, start_min) = "
            "(:weekday, :starts_on, :start_min)",
            other,
        )
        insert(filled, table, other)
        return
    with pytest.raises(sqlite3.IntegrityError, match="overlapping hours"):
        filled.execute(move, other)
    with pytest.raises(sqlite3.IntegrityError, match="overlapping hours"):
        insert(filled, table, other)


# The stored one is Jul 1 through Jul 10.
@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2026-07-11", "2026-07-12", True),
        ("2026-07-10", "2026-07-12", False),
        ("2026-06-20", "2026-06-30", True),
        ("2026-06-20", "2026-07-01", False),
        ("2026-07-03", "2026-07-04", False),
        ("2026-06-20", "2026-07-20", False),
    ],
)
def test_leaves_of_a_worker_do_not_overlap(filled: sqlite3.Connection, start: str, end: str, fits: bool) -> None:
    insert(filled, "case_managers", GOOD["case_managers"] | {"cm_id": "C2"})
    other = {"cm_id": "C1", "starts_on": start, "ends_on": end}
    insert(filled, "leave", other | {"cm_id": "C2"})
    insert(filled, "leave", {"cm_id": "C1", "starts_on": "2030-01-01", "ends_on": "2030-01-01"})
    move = "UPDATE leave SET starts_on = ?, ends_on = ? WHERE starts_on = '2030-01-01'"
    if fits:
        filled.execute(move, (start, end))
        filled.execute("DELETE FROM leave WHERE cm_id = 'C1' AND starts_on = ?", (start,))
        insert(filled, "leave", other)
        return
    with pytest.raises(sqlite3.IntegrityError, match="overlapping leaves"):
        filled.execute(move, (start, end))
    with pytest.raises(sqlite3.IntegrityError, match="overlapping leaves"):
        insert(filled, "leave", other)


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'nobody'", "DELETE FROM audit"])
def test_the_audit_log_only_grows(filled: sqlite3.Connection, change: str) -> None:
    filled.execute("INSERT INTO audit VALUES (1, 'now', 'me', 'a', 'e', 'k', NULL, NULL, NULL, 'p', 'h')")
    with pytest.raises(sqlite3.IntegrityError, match="audit log is never"):
        filled.execute(change)
