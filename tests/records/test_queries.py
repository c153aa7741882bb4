"""Every read is valid on the migrated schema and walks no large table from end to end."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from tcm_tui.records import queries
from tcm_tui.records.store import Store

LARGE = ("services", "ledger", "appointments", "outreach", "audit", "cm_days", "availability", "fixed_appointments")
PARTIAL = ("ix_ledger_contacts", "ix_ledger_at_risk", "ix_appointments_missed", "ix_appointments_scheduled")
"""Indexes of the few rows that still matter; walking one is walking its answer."""

NOT_ASKED = (
    "week.AUDIT",  # the log is always verified from end to end
    "caseload.WORKED.one",  # a worker's day has no member
)


def _statements() -> Iterator[tuple[str, str]]:
    """(module.NAME, SQL) of every SELECT: constants, and the fields of tuples of them."""
    for found in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"{queries.__name__}.{found.name}")
        public = [(name, value) for name, value in sorted(vars(module).items()) if name[0] != "_"]
        for name, value in public if found.name != "check" else []:  # the checks read whole tables on purpose
            several = isinstance(value, tuple) and hasattr(value, "_asdict")
            texts = value._asdict().items() if several else [("", value)]
            for field, text in texts:
                if isinstance(text, str) and re.match(r"\s*(SELECT|WITH)\b", text):
                    yield f"{found.name}.{name}{'.' if field else ''}{field}", text


STATEMENTS = {name: sql for name, sql in _statements() if name not in NOT_ASKED}


def test_the_statements_are_found() -> None:
    assert len(STATEMENTS) > 40
    assert "lookup.MONTH" in STATEMENTS
    assert "caseload.USED.of" in STATEMENTS


def plan(store: Store, sql: str) -> list[str]:
    params = dict.fromkeys(re.findall(r":([a-z_]+)", sql), "2026-03-02")
    return [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}", params)]


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_read_is_valid_and_scans_no_large_table(store: Store, name: str) -> None:
    sql = STATEMENTS[name]
    names = {alias: table for table in LARGE for alias in re.findall(rf"\b{table}(?:\s+AS)?\s+(\w+)", sql)}
    for step in plan(store, sql):
        scanned = re.match(r"SCAN (\w+)", step)
        if scanned and names.get(scanned[1], scanned[1]) in LARGE:
            assert any(index in step for index in PARTIAL), f"{name}: {step}"


def test_a_look_up_of_units_reads_a_range_of_the_ledger_alone(store: Store) -> None:
    (step,) = [one for one in plan(store, STATEMENTS["lookup.USED_BETWEEN"]) if "ledger" in one]
    assert step.startswith("SEARCH ledger USING PRIMARY KEY (member_id=? AND date>? AND date<?)")


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("WORKING_HOURS", ["SEARCH working_hours USING PRIMARY KEY (cm_id=?)"]),
        ("LEAVE", ["SEARCH leave USING PRIMARY KEY (cm_id=? AND starts_on<?)"]),
        (
            "AVAILABILITY",
            [
                "SEARCH a USING COVERING INDEX ix_assignments_cm_id_starts_on_ends_on (cm_id=? AND starts_on<?)",
                "SEARCH v USING PRIMARY KEY (member_id=?)",
            ],
        ),
        ("AVAILABILITY_OF", ["SEARCH availability USING PRIMARY KEY (member_id=?)"]),
        (
            "FIXED",
            ["SEARCH fixed_appointments USING INDEX ix_fixed_appointments_cm_id_date (cm_id=? AND date>? AND date<?)"],
        ),
        ("TRAVEL", ["SCAN travel"]),
    ],
)
def test_a_week_reads_only_its_worker_s_rows(store: Store, name: str, steps: list[str]) -> None:
    found = [step for step in plan(store, STATEMENTS[f"weekplan.{name}"]) if re.match("SEARCH|SCAN (?!c$)", step)]
    assert found == steps


def test_the_control_a_scan_is_seen(store: Store) -> None:
    assert plan(store, "SELECT count(*) FROM services WHERE activity = :a") == ["SCAN services"]
