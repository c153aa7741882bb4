"""Is the demonstration believable? Bounds on its distribution, counted here and not by the program."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date
from statistics import mean, median, quantiles

import pytest

from tcm_tui.desk.demo import PLANTED, generate, tables
from tcm_tui.desk.demo.shapes import NEVER_BILLED
from tests.desk.demo_agency import WEDNESDAY, Made, Named, made

SEEDS = [1, 2, 3]


def caseloads(agency: Made) -> dict[str, tuple[int, int]]:
    """(members, families) of each worker today, by counting assignments of open members."""
    today, members = agency.on.isoformat(), agency.members()
    found: dict[str, list[Named]] = defaultdict(list)
    for row in agency["assignments"]:
        member = members[row["member_id"]]
        open_now = member["opened_on"] <= today and not (member["closed_on"] or member["refused_on"])
        if open_now and row["starts_on"] <= today < (row["ends_on"] or "9999"):
            found[row["cm_id"]].append(member)
    return {cm: (len(held), len({m["family_id"] or m["member_id"] for m in held})) for cm, held in found.items()}


def units_by_month(agency: Made) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Units and services by (member, month), of full months."""
    units: Counter[tuple[str, str]] = Counter()
    services: Counter[tuple[str, str]] = Counter()
    for row in agency["services"]:
        key = row["member_id"], row["date"][:7]
        if key[1] < agency.on.isoformat()[:7]:
            services[key] += 1
            if row["activity"] not in NEVER_BILLED:
                units[key] += (row["stop_min"] - row["start_min"]) // 15
    return units, services


def visits(agency: Made) -> dict[tuple[str, str], set[str]]:
    """Days on which a member was seen in person at home or in the community, by member and month."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in agency["services"]:
        in_person = row["mode"] == "face-to-face" and row["place"] in ("home", "community")
        if in_person and row["activity"] != "provider-face-to-face":
            found[row["member_id"], row["date"][:7]].add(row["date"])
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_twelve_workers_of_all_types_and_levels_hold_what_they_should(seed: int) -> None:
    agency = made(seed=seed)
    staff = agency["case_managers"]
    assert len(staff) == 12
    assert len(agency["members"]) == 320
    assert {w["type"] for w in staff} == {"standard", "intensive", "wraparound", "pact", "first-time-mothers"}
    assert {w["level"] for w in staff} == {"I", "II", "III"}
    assert [s["contract"] for s in agency["sites"]] == ["110", "111", "114", None]
    held = caseloads(agency)
    assert [held.get(f"C{n:02d}", (0, 0))[0] for n in (1, 2, 3, 4, 5, 7, 8, 9, 10, 12)] == [
        33, 37, 35, 31, 15, 18, 21, 24, 12, 0,
    ]  # fmt: skip
    assert [held[cm][1] for cm in ("C06", "C11")] == [10, 7]
    assert held["C06"][0] > held["C06"][1], "siblings"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_with_a_member_is_of_a_usual_size(seed: int) -> None:
    units, services = units_by_month(made(seed=seed))
    assert 3 <= mean(services.values()) <= 6.5
    assert 8 <= median(units.values()) <= 14
    low, *_, high = quantiles(units.values(), n=20)
    assert low >= 3
    assert 18 <= high <= 25


@pytest.mark.parametrize("seed", SEEDS)
def test_most_contacts_are_met_and_some_are_not(seed: int) -> None:
    agency, seen = made(seed=seed), visits(made(seed=seed))
    met: list[bool] = []
    for month in sorted({key[1] for key in seen})[:-1]:
        year, number = map(int, month.split("-"))
        first, last = f"{month}-01", date(year, number, monthrange(year, number)[1]).isoformat()
        for member in agency["members"]:
            ended = min(member["closed_on"] or "9999", member["refused_on"] or "9999")
            if member["program"] == "first-time-mothers" or member["opened_on"] > first or ended <= last:
                continue
            if member["hold_from"] and member["hold_from"] <= last:
                continue
            plans = [p for p in agency["plans"] if p["member_id"] == member["member_id"]]
            asked = max([p["contacts_per_month"] or 1 for p in plans if p["starts_on"] <= last <= p["ends_on"]] or [1])
            met.append(len(seen[member["member_id"], month]) >= asked)
    assert 0.85 <= mean(met) <= 0.96


def test_days_run_from_morning_to_late_afternoon() -> None:
    starts = Counter(row["start_min"] // 60 for row in made()["services"])
    total = sum(starts.values())
    assert sum(starts[hour] for hour in range(8, 17)) > 0.97 * total
    assert all(starts[hour] > 0.04 * total for hour in range(8, 17))
    assert 5 <= sum(starts[hour] for hour in range(19, 24)) <= 60, "a few crises at night"
    by_day = Counter((row["cm_id"], row["date"]) for row in made()["services"])
    assert 4 <= mean(by_day.values()) <= 8
    assert max(by_day.values()) <= 20


def test_there_are_fewer_services_around_the_holidays() -> None:
    months = Counter(row["date"][:7] for row in made()["services"])
    around = [months[f"2026-{m:02d}"] for m in range(1, 11)]
    assert months["2025-12"] < 0.9 * mean(around)


def test_work_is_of_every_kind_and_mostly_billable() -> None:
    kinds = Counter(row["activity"] for row in made()["services"])
    total = sum(kinds.values())
    assert len(kinds) >= 18
    assert 0.25 <= kinds["member-face-to-face"] / total <= 0.5
    assert 0.05 <= sum(kinds[name] for name in NEVER_BILLED) / total <= 0.2


def test_most_of_the_time_is_in_the_community_but_for_one_worker() -> None:
    minutes, outside = Counter[str](), Counter[str]()
    for row in made()["services"]:
        if row["activity"] not in NEVER_BILLED:
            minutes[row["cm_id"]] += row["stop_min"] - row["start_min"]
            if row["mode"] == "face-to-face" and row["place"] in ("home", "community"):
                outside[row["cm_id"]] += row["stop_min"] - row["start_min"]
    assert [cm for cm in sorted(minutes) if outside[cm] < 0.5 * minutes[cm]] == ["C04"]


def test_appointments_have_every_outcome_and_misses_are_followed_up() -> None:
    agency = made()
    states = Counter(row["status"] for row in agency["appointments"])
    assert set(states) == {"scheduled", "kept", "missed", "rescheduled", "cancelled"}
    assert states["kept"] > 8 * states["missed"] > 0
    tried = {row["appointment_id"] for row in agency["outreach"]}
    old = [r for r in agency["appointments"] if r["status"] == "missed" and r["date"] < "2026-11-01"]
    assert all(row["appointment_id"] in tried for row in old)


def test_this_and_the_next_week_are_booked() -> None:
    ahead = Counter(
        (row["cm_id"], row["date"])
        for row in made()["appointments"]
        if row["status"] == "scheduled" and "2026-11-19" <= row["date"] <= "2026-11-25"
    )
    days = ["2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"]
    for cm in ("C01", "C02", "C03", "C04"):
        assert sum(ahead[cm, day] for day in days) >= 8
        assert all(ahead[cm, day] for day in days)


def test_newcomers_closings_and_transfers_happen() -> None:
    agency = made()
    opened = [m for m in agency["members"] if "2025-10-01" <= m["opened_on"] <= "2026-11-18"]
    closed = [m for m in agency["members"] if m["closed_on"]]
    assert len(opened) > 40
    assert len(closed) > 30
    moved = Counter(row["member_id"] for row in agency["assignments"])
    assert sum(n > 1 for n in moved.values()) >= 25


@pytest.mark.parametrize(
    ("case_managers", "members", "months"), [(1, 1, 1), (2, 10, 2), (5, 60, 14), (3, 300, 4), (30, 900, 3)]
)
def test_it_scales_to_the_numbers_asked_for(case_managers: int, members: int, months: int) -> None:
    rows = tables(generate(WEDNESDAY, case_managers, members, months))
    assert len(rows["case_managers"]) == case_managers
    assert len(rows["members"]) == len({row[0] for row in rows["members"]}) == members
    first = min(row[3] for row in rows["services"])
    assert first >= "2026-05" or months > 6 or case_managers >= 12
    assert rows["services"]


@pytest.mark.parametrize("services", [3_000, 40_000])
def test_the_number_of_services_can_be_asked_for(services: int) -> None:
    made_rows = tables(generate(WEDNESDAY, services=services))
    assert len(made_rows["services"]) == pytest.approx(services, rel=0.05)


@pytest.mark.parametrize("wrong", [{"case_managers": 0}, {"members": 0}, {"months": 0}, {"services": 0}])
def test_numbers_below_one_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"--{next(iter(wrong)).replace('_', '-')} must be at least 1"):
        generate(WEDNESDAY, **wrong)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_planted_case_found_its_members(seed: int) -> None:
    assert [case.key for case in PLANTED if case.key not in made(seed=seed).planted] == []
