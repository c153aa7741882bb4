"""Whole weeks of a case manager: every plan against the independent checker, and what a re-plan must keep."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tcm_tui.planning import week
from tcm_tui.planning.week.capacity import most
from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.days import Item
from tests.planning import exhaustive, making
from tests.planning.checker import Instance, faults, tiers
from tests.planning.test_week import solved

Plan = list[dict[str, Any]]


def weeks(part: int) -> list[tuple[Instance, bool]]:
    """A tenth of 200 larger problems; whether they are usual weeks, or crowded ones that may need long for a proof."""
    seeds = range(part * 8, part * 8 + 8)
    usual = [making.usual(seed, month_ends) for seed in seeds for month_ends in (False, True)]
    crowded = [making.large(seed) for seed in seeds[:4]]
    return [*((instance, True) for instance in usual), *((instance, False) for instance in crowded)]


@pytest.mark.parametrize("part", range(10))
def test_two_hundred_weeks_hold(part: int) -> None:
    """First plans and proved ones break no rule, and the proved ones are never worth less."""
    for number, (instance, usual) in enumerate(weeks(part)):
        quick = [c._asdict() for c in week.quick_plan(week.read_problem(instance))]
        assert faults(instance, quick) == [], number
        answer = solved(instance, week.PATIENCE if usual else 1)
        assert answer["tiers"] <= tiers(instance, quick), number
        assert answer["proved"] or not usual, number


@pytest.mark.parametrize("part", range(4))
def test_members_who_are_alike_against_trying_everything(part: int) -> None:
    """The programme counts them instead of telling them apart; which ones conflict is told apart all the same."""
    shared = short = 0
    for seed in range(part * 10, part * 10 + 10):
        instance = making.twins(seed)
        truth = exhaustive.search(instance)
        answer = solved(instance)
        assert (answer["tiers"], answer["proved"]) == (truth.tiers, True), seed
        assert {frozenset(conflict) for conflict in answer["conflicts"]} == truth.conflicts, seed
        shared += len({(m["area"]) for m in instance["members"]}) < len(instance["members"])
        short += any(truth.tiers)
    assert min(shared, short) >= 3


def test_the_greatest_number_of_visits_of_a_day() -> None:
    """The bound is what trying every mixture of areas shows."""
    for seed in range(12):
        choices = Choices(week.read_problem(making.small(seed)))
        for clock in choices.clocks:
            some = frozenset(clock.leg)
            best = 0
            for count in range(1, 9):
                mixtures = itertools.combinations_with_replacement(
                    [Item(area, 30, None) for area in sorted(some)], count
                )
                if not any(clock.fits(mixture) for mixture in mixtures):
                    break
                best = count
            assert most(clock, some, 30) == best, seed


@pytest.mark.parametrize("seed", range(16))
def test_planning_again_changes_nothing(seed: int) -> None:
    """A published plan that still holds is the new plan: each contact at its day, hour and length."""
    instance = making.usual(seed, seed % 2 == 0)
    instance["prior"] = []
    first = solved(instance)["plan"]
    instance["prior"] = first
    again = solved(instance)
    assert again["tiers"][3] == 0
    assert [contact for contact in first if contact not in again["plan"]] == []


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_the_same_plan_whoever_watches(seed: int) -> None:
    """Being asked again and again whether to go on changes nothing."""
    problem = week.read_problem(making.large(seed))
    alone = week.plan(problem)
    told: list[str] = []

    def report(stage: str, _: list[week.Contact]) -> None:
        told.append(stage)

    assert week.plan(problem, report=report) == alone
    assert alone.proved
    assert alone.complete
    assert told[0] == "first plan"
    assert told[-1] == "hours"


def crowded_week() -> Instance:
    """Hard enough that a proof takes long: everybody is due, every visit takes an hour."""
    instance = making.usual(21, True)
    for member in instance["members"]:
        member.update(min=4, avail=None, month_left={"2026-03": 25, "2026-04": 25})
    instance["future"] = [{"deadline": "2026-04-30", "minutes": 0}]
    return instance


def test_a_proof_is_stopped_in_the_middle() -> None:
    """Asked while the solver runs; the best plan so far is given and nothing is asked again."""
    instance = crowded_week()
    told: list[str] = []

    def report(stage: str, _: list[week.Contact]) -> bool:
        told.append(stage)
        return len(told) < 4

    answer = week.plan(week.read_problem(instance), report=report)
    plan = [c._asdict() for c in answer.contacts]
    assert (len(told), told[0]) == (4, "first plan")
    assert (answer.proved, answer.complete) == (False, False)
    assert faults(instance, plan) == []
    assert tiers(instance, plan) == list(answer.tiers)
    assert all(b <= t for b, t in zip(answer.bound, answer.tiers, strict=True))


def test_two_in_one_area_are_met_on_one_day() -> None:
    """Less driving: A is 25 minutes away, two on one day cost 60 minutes and on two days 100."""
    instance = making.usual(3, False)
    dates = [day["date"] for day in instance["days"]]
    proto = {"area": "A", "min": 2, "full": 4, "phone": 1, "avail": None, "daily_left": {}}
    instance["members"] = [{**proto, "id": name, "month_left": {"2026-03": 25}} for name in ("ann", "bob", "cyd")]
    due = {"tier": 1, "modes": ["visit"], "need": 1, "deadline": dates[-1], "future": False}
    instance["obligations"] = [
        {**due, "id": name, "member": name, "days": days}
        for name, days in (("ann", dates[:2]), ("bob", dates[1:]), ("cyd", dates[1:2]))
    ]
    for day in instance["days"]:
        day["fixed"] = []
    instance.update(prior=[], pace_units=0)
    assert {c["date"] for c in solved(instance)["plan"]} == {dates[1]}
    assert {c.date for c in week.quick_plan(week.read_problem(instance))} == {dates[1]}
