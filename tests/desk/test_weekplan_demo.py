"""Weeks of the demonstration agency: plans obey every hard rule by the independent checker, and can be booked."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from tcm_tui.desk import weekplan
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import PlanView
from tcm_tui.desk.weekplan.problem import passable
from tcm_tui.planning import week
from tcm_tui.planning.week.days import DayClock
from tests.desk import demo_agency
from tests.desk.demo_agency import MONTH_END, WEDNESDAY
from tests.planning.checker import faults, tiers

WEEKS = [(WEDNESDAY, date(2026, 11, 16)), (WEDNESDAY, date(2026, 11, 23)), (MONTH_END, date(2026, 11, 30))]


@lru_cache(maxsize=2)
def agency(on: date) -> tuple[Desk, list[str]]:
    desk, _ = demo_agency.desk(on)
    return desk, [row[0] for row in desk.store.rows("SELECT cm_id FROM case_managers ORDER BY cm_id")]


def plan_of(made: weekplan.WeekProblem, view: PlanView) -> list[dict[str, Any]]:
    """The proposals as the checker reads plans."""
    modes = {"community-contact": "visit", "phone-contact": "phone"}
    return [
        {"member": v.member, "date": v.date.isoformat(), "start": v.start, "mode": modes[v.kind], "units": v.units}
        for v in view.visits
        if v.state == "proposed" and v.moved_from is None
    ]


@pytest.mark.parametrize(("on", "monday"), WEEKS)
def test_plans_obey_every_hard_rule_and_are_told_as_they_are(on: date, monday: date) -> None:
    desk, workers = agency(on)
    seen = 0
    for cm in workers:
        made = weekplan.problem(desk, cm, on, monday)
        instance = json.loads(json.dumps(weekplan.document(made)["instance"]))
        for view in (weekplan.quick(desk, cm, on, monday), weekplan.propose(desk, cm, on, monday)):
            plan = plan_of(made, view)
            if any(v.moved_from for v in view.visits) or view.dropped:
                continue  # that is a plan of another problem, checked below
            assert faults(instance, plan) == [], cm
            if view.optimal:
                assert tiers(instance, plan)[0] == sum(
                    o.kind != "plan" and not _later(view, o.due_on) for o in view.unmet
                )
            seen += len(plan)
    assert seen > 20


def _later(view: PlanView, due: date) -> bool:
    return (due - view.monday).days > 6


@pytest.mark.parametrize(("on", "monday"), WEEKS)
def test_the_problem_in_a_file_is_the_one_that_was_planned(on: date, monday: date) -> None:
    desk, workers = agency(on)
    for cm in workers[:6]:
        made = weekplan.problem(desk, cm, on, monday)
        document = json.loads(json.dumps(weekplan.document(made)))
        read = week.read_problem(document["instance"])
        assert week.quick_plan(read) == week.quick_plan(made.standing)
        if made.movable:
            free = week.read_problem(document["movable"])
            answer = week.plan(free)
            plan = [contact._asdict() for contact in answer.contacts]
            assert faults(document["movable"], plan) == []
            assert answer.tiers[:3] <= week.plan(read).tiers[:3]


def test_a_file_of_a_problem_names_nobody(tmp_path: object) -> None:
    desk, workers = agency(WEDNESDAY)
    for cm in workers:
        made = weekplan.problem(desk, cm, WEDNESDAY, date(2026, 11, 16))
        text = json.dumps(weekplan.document(made))
        for name, area in made.facts.names.values():
            assert name.split()[-1] not in text
            assert not area or f'"{area}"' not in text


def test_a_day_is_crowded_by_the_same_rule_as_the_planners() -> None:
    usable = crowded = 0
    for on, monday in WEEKS:
        desk, workers = agency(on)
        for cm in workers:
            made = weekplan.problem(desk, cm, on, monday)
            for problem in (made.standing, made.free.problem):
                for day in problem.days:
                    for tried in (day, day._replace(buffer=day.buffer * 8)):
                        found = passable(problem, tried)
                        assert found == DayClock(problem, tried).usable
                        usable, crowded = usable + found, crowded + (not found)
    assert usable > 50 and crowded > 5


def test_a_plan_can_be_booked_as_it_stands() -> None:
    """Nothing that is proposed is refused a moment later, and the week's plan is then kept."""
    built, _ = demo_agency.desk(MONTH_END)
    from tcm_tui.desk import undo

    for cm in agency(MONTH_END)[1][:5]:
        view = weekplan.propose(built, cm, MONTH_END, MONTH_END)
        visits = [v for v in view.visits if v.state == "proposed"] + list(view.dropped)
        # one worker's certification has lapsed, which only warns
        result = weekplan.accept(built, visits, MONTH_END, override="renewal is on its way")
        assert all(r.id is not None for r in result.results), cm
        again = weekplan.propose(built, cm, MONTH_END, MONTH_END)
        assert not again.dropped and not [v for v in again.visits if v.moved_from]
        assert {(u.member, u.kind) for u in again.unmet} == {(u.member, u.kind) for u in view.unmet}
        if result.batch:
            assert undo.undo(built, result.batch, MONTH_END).verdict == "ok"
