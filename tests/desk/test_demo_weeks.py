"""What the demonstration's weeks are planned with goes around the work there is."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from tcm_tui.rules.weekhours import Hours, hours_on
from tests.desk.demo_agency import MONTH_END, NEW_YEAR, SUNDAY, WEDNESDAY, made

DAYS = [WEDNESDAY, MONTH_END, NEW_YEAR, SUNDAY]


def taken(on: date) -> list[dict[str, Any]]:
    """Visits and services from this week's Monday on, by the rows themselves."""
    monday = (on - timedelta(days=on.weekday())).isoformat()
    rows = [*made(on)["appointments"], *made(on)["services"]]
    return [row for row in rows if row["date"] >= monday and row["cm_id"] and row["start_min"] is not None]


def hours(rows: list[dict[str, Any]], owner: str) -> dict[str, list[Hours]]:
    found = defaultdict(list)
    for row in rows:
        since = date.fromisoformat(row["starts_on"])
        found[row[owner]].append(Hours(row["weekday"], row["start_min"], row["stop_min"], since))
    return found


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_nobody_is_booked_on_a_day_off(on: date) -> None:
    own = hours(made(on)["working_hours"], "cm_id")
    leaves = [(r["cm_id"], r["starts_on"], r["ends_on"]) for r in made(on)["leave"]]
    assert 2 <= len(own) <= 6
    for row in taken(on):
        assert hours_on(own.get(row["cm_id"], ()), date.fromisoformat(row["date"])) != (), row
        assert not any(cm == row["cm_id"] and first <= row["date"] <= last for cm, first, last in leaves), row


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_no_service_at_all_falls_into_a_leave(on: date) -> None:
    leaves = defaultdict(list)
    for row in made(on)["leave"]:
        leaves[row["cm_id"]].append((row["starts_on"], row["ends_on"]))
    planted = {ref for refs in made(on).planted.values() for ref in refs}
    for row in made(on)["services"]:
        if row["service_id"] not in planted:
            assert not any(first <= row["date"] <= last for first, last in leaves[row["cm_id"]]), row
    ahead = [row for row in made(on)["leave"] if row["starts_on"] > on.isoformat()]
    assert ahead and len(made(on)["leave"]) > len(ahead)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_visit_of_this_week_or_later_is_when_the_member_can_be_met(on: date) -> None:
    free = hours(made(on)["availability"], "member_id")
    assert len(free) >= 5
    for row in taken(on):
        spans = hours_on(free.get(row["member_id"], ()), date.fromisoformat(row["date"]))
        if spans is not None:
            assert any(start <= row["start_min"] and row["stop_min"] <= stop for start, stop in spans), row


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_a_fixed_appointment_is_on_a_working_day_beside_the_visits(on: date) -> None:
    agency = made(on)
    own = hours(agency["working_hours"], "cm_id")
    leaves = [(r["cm_id"], r["starts_on"], r["ends_on"]) for r in agency["leave"]]
    busy = defaultdict(list)
    for row in taken(on):
        busy[row["cm_id"], row["date"]].append((row["start_min"], row["stop_min"]))
    for row in agency["fixed_appointments"]:
        day, span = date.fromisoformat(row["date"]), (row["start_min"], row["stop_min"])
        assert day.weekday() < 5
        assert not any(a < span[1] and span[0] < b for a, b in busy[row["cm_id"], row["date"]]), row
        assert not any(cm == row["cm_id"] and first <= row["date"] <= last for cm, first, last in leaves), row
        assert hours_on(own.get(row["cm_id"], ()), day) != (), row
        busy[row["cm_id"], row["date"]].append(span)
    assert {"Team meeting", "Supervision", "Training", "Court"} == {r["label"] for r in agency["fixed_appointments"]}
    mondays = [r for r in agency["fixed_appointments"] if r["label"] == "Team meeting"]
    assert mondays and all(date.fromisoformat(r["date"]).weekday() == 0 for r in mondays)


def test_every_two_areas_have_a_way_that_is_no_shortcut() -> None:
    agency = made()
    areas = {row["area"] for row in (*agency["members"], *agency["case_managers"])}
    ways: dict[frozenset[str], int] = {
        frozenset((row["area_from"], row["area_to"])): row["minutes"] for row in agency["travel"]
    }
    assert set(ways) == {frozenset(pair) for pair in combinations(sorted(areas), 2)}
    assert len(agency["travel"]) == len(ways)
    assert all(5 < minutes < 60 for minutes in ways.values())
    for a, b, c in combinations(sorted(areas), 3):
        legs = sorted(ways[frozenset(pair)] for pair in ((a, b), (b, c), (a, c)))
        assert legs[2] <= legs[0] + legs[1]
