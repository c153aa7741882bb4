"""The week planner against known optima, against trying everything, and against an independent checker."""

from __future__ import annotations

import copy
import sys
from typing import Any

import pytest

from tcm_tui.planning import week
from tests.planning import examples, exhaustive, making
from tests.planning.checker import Instance, faults, tiers


def solved(instance: Instance, seconds: float = week.PATIENCE) -> dict[str, Any]:
    """The answer, once it holds together: no hard rule broken, tiers as counted from the plan."""
    answer = week.solve(copy.deepcopy(instance), seconds)
    assert faults(instance, answer["plan"]) == []
    assert tiers(instance, answer["plan"]) == answer["tiers"]
    if answer["proved"]:
        assert answer["bound"] == answer["tiers"]
    assert answer["bound"] <= answer["tiers"]
    return answer


def alone(answer: dict[str, Any]) -> set[str]:
    return {missed["obligation"] for missed in answer["missed"] if missed["alone"]}


def test_a_month_that_ends_within_the_week() -> None:
    answer = solved(examples.month_straddle())
    assert (answer["tiers"], answer["proved"], answer["conflicts"]) == ([2, 0, 0, 0], True, [])
    assert alone(answer) == {"eli-mar", "fay-apr"}
    because = {missed["obligation"]: missed["because"] for missed in answer["missed"]}
    assert because["eli-mar"] == ["1 unit left in 2026-03, a visit takes 2"]
    assert {way["text"] for way in answer["ways_out"]} == {
        "an authorization of 1 more unit for eli in 2026-03 and one more is seen",
        "an authorization of 1 more unit for fay in 2026-04 and one more is seen",
    }


def test_one_visit_too_many_for_a_day() -> None:
    answer = solved(examples.one_too_many())
    assert (answer["tiers"], answer["proved"], alone(answer)) == ([1, 0, 0, 0], True, set())
    assert answer["conflicts"] == [["g0-mon", "g1-mon", "g2-mon", "g3-mon"]]
    assert [way["text"] for way in answer["ways_out"]] == [
        "release 2026-03-23 08:00 (training) and one more is seen",
    ]


def test_more_than_twelve_involved_give_a_conflict_for_each_missed() -> None:
    instance = examples.one_too_many()
    proto_member, proto_due = instance["members"][0], instance["obligations"][0]
    instance["members"] = [{**proto_member, "id": f"g{n}"} for n in range(14)]
    instance["obligations"] = [{**proto_due, "id": f"o{n}", "member": f"g{n}"} for n in range(14)]
    answer = solved(instance)
    assert answer["tiers"][0] == 11
    missed = {m["obligation"] for m in answer["missed"]}
    assert len(missed) == 11
    assert missed <= {name for conflict in answer["conflicts"] for name in conflict}
    assert {len(conflict) for conflict in answer["conflicts"]} == {4}


@pytest.mark.parametrize("part", range(8))
def test_small_problems_against_trying_everything(part: int) -> None:
    """Tiers, what is impossible alone and all minimal conflicts, on 400 random problems."""
    for seed in range(part * 50, part * 50 + 50):
        instance = making.small(seed)
        truth = exhaustive.search(instance)
        answer = solved(instance)
        assert (answer["tiers"], answer["proved"]) == (truth.tiers, True), seed
        now = {o["id"] for o in instance["obligations"] if o["tier"] == 1 and not o["future"]}
        assert alone(answer) & now == truth.alone, seed
        assert {frozenset(conflict) for conflict in answer["conflicts"]} == truth.conflicts, seed


@pytest.mark.parametrize("part", range(2))
def test_crowded_days_against_trying_everything(part: int) -> None:
    """Four members on one tight day, everybody due: conflicts nearly always."""
    conflicts = 0
    for seed in range(part * 10, part * 10 + 10):
        instance = making.crowded(seed)
        truth = exhaustive.search(instance)
        answer = solved(instance)
        assert (answer["tiers"], answer["proved"]) == (truth.tiers, True), seed
        assert {frozenset(conflict) for conflict in answer["conflicts"]} == truth.conflicts, seed
        conflicts += bool(truth.conflicts)
    assert conflicts >= 4


def test_the_first_plan_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    instance = making.large(3)
    contacts = [c._asdict() for c in week.quick_plan(week.read_problem(instance))]
    assert contacts
    assert faults(instance, contacts) == []


def test_without_time_there_is_a_plan_without_proof() -> None:
    """A week whose first plan is not at the floor, so that only the solver could prove it."""
    answer = week.solve(examples.one_too_many(), seconds=0)
    assert (answer["proved"], answer["tiers"], answer["bound"]) == (False, [1, 0, 0, 0], [0, 0, 0, 0])
    assert faults(examples.one_too_many(), answer["plan"]) == []


def test_a_person_can_stop_after_the_first_plan() -> None:
    told: list[str] = []

    def report(stage: str, _: list[week.Contact]) -> bool:
        told.append(stage)
        return False

    answer = week.plan(week.read_problem(examples.one_too_many()), report=report)
    assert (told, answer.proved) == (["first plan"], False)


def test_published_contacts_keep_day_hour_and_length() -> None:
    instance = examples.one_too_many()
    day = instance["days"][0]["date"]
    instance["members"] = instance["members"][:2]
    for member in instance["members"]:
        member["min"] = 2
    instance["obligations"] = instance["obligations"][:2]
    instance["prior"] = [{"member": "g1", "date": day, "mode": "visit", "start": 800, "units": 3}]
    answer = solved(instance)
    assert {"member": "g1", "date": day, "start": 800, "mode": "visit", "units": 3} in answer["plan"]


def test_pace_lengthens_visits_as_far_as_limits_go() -> None:
    instance = examples.month_straddle()
    instance["pace_units"] = 9
    answer = solved(instance)
    assert sum(c["units"] for c in answer["plan"]) == 9
    assert answer["tiers"] == [2, 0, 0, 0]
    instance["pace_units"] = 100
    units = {(c["member"], c["date"][:7]): c["units"] for c in solved(instance)["plan"]}
    assert units == {("dee", "2026-03"): 2, ("dee", "2026-04"): 4, ("fay", "2026-03"): 4}


@pytest.mark.parametrize("seed", range(6))
def test_a_map_where_a_stop_on_the_way_shortens_it(seed: int) -> None:
    """Travel that breaks the triangle rule by more than a visit: less is not always easier."""
    instance = making.small(seed + 900)
    if "S" not in instance["areas"]:
        return
    instance["travel"]["N"]["S"] = instance["travel"]["S"]["N"] = 90
    truth = exhaustive.search(instance)
    answer = solved(instance)
    assert (answer["tiers"], answer["proved"]) == (truth.tiers, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"days": None}, "instance.days: a list is needed here."),
        ({"base": "X"}, "instance.base: “X” is none of the areas."),
        ({"hop": -1}, "instance.hop: a whole number from 0 on is needed here."),
        ({"travel": {"OFF": {}, "N": {}}}, "travel.OFF.N: a whole number from 0 on is needed here."),
        ({"prior": [{"member": "g0"}]}, "prior[0].mode: text is needed here."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(week.ProblemError) as caught:
        week.solve({**examples.one_too_many(), **change})
    assert str(caught.value) == sentence


def test_members_and_obligations_are_checked() -> None:
    for group, key, value, words in (
        ("members", "min", 5, "min must be at least 1 and at most full"),
        ("members", "area", "X", "none of the areas"),
        ("members", "month_left", {}, "has no month_left for 2026-03"),
        ("obligations", "member", "X", "none of the members"),
        ("obligations", "tier", 2, "it must be 1 (regulatory) or 3 (plan frequency)"),
        ("obligations", "modes", ["letter"], "only visit and phone are known"),
        ("obligations", "id", "g1-mon", "is there twice"),
        ("days", "windows", [[720, 480]], "is no stretch of a day"),
        ("days", "fixed", [{"s": 600, "e": 600}], "it must end after it starts"),
    ):
        instance = examples.one_too_many()
        instance[group][0][key] = value
        with pytest.raises(week.ProblemError, match=words.replace("(", r"\(").replace(")", r"\)")):
            week.solve(instance)
