"""The demonstration as plain rows: repeats, fits together, and names nobody."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from datetime import date, timedelta

import pytest

from tcm_tui.desk.demo import COLUMNS, generate, tables
from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.shapes import NEVER_BILLED
from tcm_tui.resources import data_path
from tcm_tui.rules.calendar import Calendar
from tests.desk.demo_agency import MONTH_END, NEW_YEAR, SUNDAY, WEDNESDAY, made

DAYS = [WEDNESDAY, MONTH_END, NEW_YEAR, SUNDAY]
KEYS = {
    "sites": ("site_id",),
    "case_managers": ("cm_id",),
    "credentials": ("cm_id", "kind", "key_on"),
    "members": ("member_id",),
    "assignments": ("member_id", "starts_on"),
    "plans": ("member_id", "starts_on"),
    "residences": ("member_id", "kind", "starts_on"),
    "stays": ("member_id", "kind", "admitted_on"),
    "appointments": ("appointment_id",),
    "outreach": ("outreach_id",),
    "services": ("service_id",),
    "authorizations": ("member_id", "number"),
    "external_units": ("member_id", "month", "source"),
    "on_call": ("cm_id", "program", "starts_at"),
    "families": ("family_id",),
    "working_hours": ("cm_id", "weekday", "starts_on", "start_min"),
    "leave": ("cm_id", "starts_on"),
    "availability": ("member_id", "weekday", "starts_on", "start_min"),
    "fixed_appointments": ("fixed_id",),
    "travel": ("area_from", "area_to"),
    "closures": ("date",),
    "settings": ("key",),
}
REFERS = {"member_id": "members", "cm_id": "case_managers", "site_id": "sites", "appointment_id": "appointments"}
REFERS["family_id"] = "families"

FIRST_DRAWS = [0.165136026, 0.085154063, 0.150389035]
DIGEST = """
import hashlib, sys
from datetime import date
from tcm_tui.desk.demo import generate
found = hashlib.sha256()
for table, rows in generate(date(2026, 11, 18), 12, 320, 3):
    found.update(repr((table, rows)).encode())
print(found.hexdigest())
"""


def digest(on: date = WEDNESDAY, seed: int = 1) -> str:
    return hashlib.sha256(repr(tables(generate(on, months=3, seed=seed))).encode()).hexdigest()


def test_the_same_seed_and_day_give_the_same_rows_in_any_process() -> None:
    found = set()
    for hashing in ("0", "1", "4711"):
        environment = os.environ | {"PYTHONHASHSEED": hashing}
        answer = subprocess.run(
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
        )
        found.add(answer.stdout)
    assert len(found) == 1


def test_draws_are_the_same_in_every_python() -> None:
    """Written down from Python 3.11; ``random.Random`` promises ``random()`` to stay as it is for a seed."""
    chance = Chance(1, "names")
    assert [round(chance.random(), 9) for _ in range(3)] == FIRST_DRAWS
    assert sorted(chance.shuffled(range(9))) == list(range(9))
    assert len(set(chance.sample(range(40), 7))) == 7
    drawn = [chance.whole(3, 5) for _ in range(200)]
    assert set(drawn) == {3, 4, 5}


def test_another_seed_and_another_day_give_other_rows() -> None:
    assert len({digest(), digest(seed=2), digest(on=WEDNESDAY + timedelta(days=1))}) == 3


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_keys_are_unique_and_references_resolve(on: date) -> None:
    agency = made(on)
    known = {table: {row[KEYS[table][0]] for row in agency[table]} for table in set(REFERS.values())}
    for table, key in KEYS.items():
        rows = agency[table]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows), table
        for row in rows:
            for column, target in REFERS.items():
                value = row.get(column)
                if column in row and value is None:
                    assert (table, column) in OPTIONAL, (table, row)
                elif column in row:
                    assert value in known[target], (table, row)
    assert {row["supervisor_id"] for row in agency["case_managers"]} <= known["case_managers"] | {None}


OPTIONAL = {
    ("services", "appointment_id"),
    ("outreach", "appointment_id"),
    ("appointments", "cm_id"),
    ("members", "family_id"),
}


def test_every_table_of_the_demonstration_has_rows_and_its_key_is_looked_at() -> None:
    agency = made()
    assert set(KEYS) == set(COLUMNS)
    assert all(agency[table] for table in COLUMNS)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_member_has_one_worker_at_a_time_who_is_employed(on: date) -> None:
    agency, staff = made(on), made(on).staff()
    spans = defaultdict(list)
    for row in agency["assignments"]:
        assert row["ends_on"] is None or row["ends_on"] > row["starts_on"]
        spans[row["member_id"]].append((row["starts_on"], row["ends_on"] or "9999"))
        worker = staff[row["cm_id"]]
        assert worker["hired_on"] <= row["starts_on"]
        assert worker["left_on"] is None or (row["ends_on"] or "9999") <= worker["left_on"]
    for found in spans.values():
        found.sort()
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(found))


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_worker_is_in_one_place_at_a_time_but_for_the_planted_overlap(on: date) -> None:
    agency = made(on)
    by_day = defaultdict(list)
    for row in agency["services"]:
        by_day[row["cm_id"], row["date"]].append((row["start_min"], row["stop_min"], row["service_id"]))
    clashes = []
    for found in by_day.values():
        found.sort()
        clashes += [{a[2], b[2]} for a, b in itertools.pairwise(found) if b[0] < a[1]]
    planted = [ref for ref in agency.planted["overlap"] if ref.startswith("S")]
    assert clashes == [set(planted)]


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_work_is_done_on_business_days_by_day_and_never_after_today(on: date) -> None:
    agency = made(on)
    closures = {date.fromisoformat(r["date"]): (r["name"], bool(r["open"])) for r in agency["closures"]}
    calendar = Calendar(closures)
    planted = {ref for refs in agency.planted.values() for ref in refs}
    for row in agency["services"]:
        assert row["date"] <= on.isoformat()
        assert 0 <= row["start_min"] < row["stop_min"]
        if row["service_id"] in planted or row["date"] == on.isoformat():
            continue
        assert calendar.is_business_day(date.fromisoformat(row["date"])), row
        assert row["stop_min"] <= 24 * 60
        if row["activity"] != "crisis-diversion":
            assert 6 * 60 <= row["start_min"] < 19 * 60, row


def test_services_are_given_by_a_worker_who_is_there_to_a_member_who_is_served() -> None:
    agency, members, staff = made(), made().members(), made().staff()
    planted = {ref for refs in agency.planted.values() for ref in refs}
    for row in agency["services"]:
        member, worker = members[row["member_id"]], staff[row["cm_id"]]
        assert worker["hired_on"] <= row["date"] < (worker["left_on"] or "9999")
        if row["service_id"] in planted:
            continue
        assert member["opened_on"] <= row["date"] < min(member["closed_on"] or "9999", member["refused_on"] or "9999")
        assert member["hold_from"] is None or not (
            member["hold_from"] <= row["date"] <= (member["hold_until"] or "9999")
        )


def test_nothing_drawn_falls_into_a_stay() -> None:
    agency = made()
    stays = defaultdict(list)
    for row in agency["stays"]:
        stays[row["member_id"]].append((row["admitted_on"], row["discharged_on"] or "9999"))
    planted = {ref for refs in agency.planted.values() for ref in refs}
    for row in agency["services"]:
        if row["service_id"] not in planted:
            assert not any(a <= row["date"] <= b for a, b in stays[row["member_id"]]), row


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_booked_visits_fit_the_limits_and_each_other(on: date) -> None:
    """An export must come back in: a planned visit beyond a limit is a bad row there."""
    agency, members = made(on), made(on).members()
    month, day = defaultdict(int), defaultdict(int)
    for row in agency["services"]:
        units = 0 if row["activity"] in NEVER_BILLED else (row["stop_min"] - row["start_min"]) // 15
        month[row["member_id"], row["date"][:7]] += units
        day[row["member_id"], row["date"]] += units
    for row in agency["external_units"]:
        month[row["member_id"], row["month"][:7]] += row["units"]
    busy = defaultdict(list)
    for row in agency["appointments"]:
        if row["status"] == "scheduled" and row["kind"] != "provider":
            units = (row["stop_min"] - row["start_min"]) // 15
            month[row["member_id"], row["date"][:7]] += units
            day[row["member_id"], row["date"]] += units
            limit = 56 if members[row["member_id"]]["program"] in ("wraparound", "pact") else 25
            assert month[row["member_id"], row["date"][:7]] <= limit, row
            assert day[row["member_id"], row["date"]] <= 16, row
            if row["date"] > on.isoformat():
                busy[row["cm_id"], row["date"]].append((row["start_min"], row["stop_min"]))
                busy[row["member_id"], row["date"]].append((row["start_min"], row["stop_min"]))
    for found in busy.values():
        found.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


def test_nobody_real_is_in_it() -> None:
    """Names come from the lists of plants, birds and waters; no number or address reaches anybody."""
    with data_path("demo", "names.toml").open("rb") as file:
        names = tomllib.load(file)
    first = {*names["first_f"], *names["first_m"], *names["first_x"]}
    unusual = {(n["first"], n["last"]) for n in names["unusual"]}
    agency = made()
    for row in agency["members"]:
        pair = (row["first_name"], row["last_name"])
        assert pair in unusual or (pair[0] in first and pair[1] in names["last"])
        assert row["phone"] is None or re.fullmatch(r"(405|539|580|918)-555-01\d\d", row["phone"])
        assert row["email"] is None or re.fullmatch(r"[a-z.]+@example\.invalid", row["email"])
        assert row["city"] in {town["name"] for town in names["town"]}
        assert row["zip"].startswith("001"), "no post office has these"
    for row in agency["case_managers"]:
        given, family = row["name"].split(" ", 1)
        assert given in first and family in names["last"]
    everyone = [f"{m['first_name']} {m['last_name']}" for m in agency["members"]]
    assert len(set(everyone)) == len(everyone)


def test_columns_are_those_of_the_tables() -> None:
    from tcm_tui.records.tables import METADATA

    not_made = {"voided_on", "voided_because", "exact_from", "part2"}
    for table, columns in COLUMNS.items():
        assert set(columns) == set(METADATA.tables[table].columns.keys()) - not_made
