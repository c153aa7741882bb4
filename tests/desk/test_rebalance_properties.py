"""What holds of every plan: no rule broken, never worse, made as told and taken back to the last byte, loads evened."""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tcm_tui.desk import caseload, rebalance, undo
from tcm_tui.desk.office import Desk, open_desk
from tcm_tui.desk.rebalance import Ask, Away, NewWorker, balancing, solving
from tcm_tui.desk.rebalance.facts import Able, Person
from tcm_tui.desk.rebalance.problem import Group, Problem
from tcm_tui.desk.rebalance.proposing import solve
from tcm_tui.desk.rebalance.views import Rebalance
from tcm_tui.planning.rebalance import Case
from tcm_tui.rules import lines
from tcm_tui.rules.facts import Worker
from tests.desk import demo_agency
from tests.desk.test_rebalance import small, tables
from tests.planning.test_rebalance import by_linear_programme

ON = demo_agency.WEDNESDAY


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A copy of the demonstration agency of its own."""
    path = tmp_path_factory.mktemp("moves") / "demo.db"
    shutil.copy(demo_agency.desk()[0].store.path, path)
    found = open_desk(str(path))
    yield found
    found.close()


def some_ask(desk: Desk, seed: int) -> Ask:
    """A what-if of many parts."""
    rng = random.Random(f"ask{seed}")
    members = [ident for ident, _ in desk.member_names()]
    cms = [person.who.cm_id for person in caseload.staff(desk)]
    new = tuple(
        NewWorker(f"N{n}", "II", rng.choice(("standard", "intensive", "wraparound")), "OPBH" if n else "CMHC")
        for n in range(rng.choice((0, 0, 1, 2)))
    )
    return Ask(
        pins=frozenset(rng.sample(members, rng.choice((0, 3, 40)))),
        forbid=frozenset((rng.choice(members), rng.choice(cms)) for _ in range(rng.choice((0, 60)))),
        leave=tuple(
            Away(cm, ON, rng.choice((None, ON + timedelta(60)))) for cm in rng.sample(cms, rng.choice((0, 1, 1)))
        ),
        new=new,
        max_moves=rng.choice((None, None, 0, 4, 12)),
        extra_moves=rng.choice((0, 0, 3)),
    )


def broken(desk: Desk, plan: Rebalance) -> list[str]:
    """Hard rules that a plan breaks, by the records and the rules, not by what the plan was made from."""
    staff = {person.who.cm_id: person for person in caseload.staff(desk)}
    columns = "member_id, program, dob, pinned"
    rows = {r[0]: r for r in desk.store.rows(f"SELECT {columns} FROM members", {})}
    found = []
    for move in plan.moves:
        _, program, dob, pinned = rows[move.member]
        if (pinned or move.member in plan.ask.pins) and move.origin is not None:
            found.append(f"{move.member} is pinned")
        if (move.member, move.to) in plan.ask.forbid or move.to in {away.cm for away in plan.ask.leave}:
            found.append(f"{move.member} to {move.to} is ruled out")
        if move.to not in staff:
            continue
        who, contract = staff[move.to].who, staff[move.to].contract
        line = lines.service_line(None, None, Worker(who.cm_id, who.level, who.type, contract))
        age = lines.age_on(date.fromisoformat(dob), ON)
        if who.type != "first-time-mothers" and lines.find_row(desk.packs, *line, age, ON) is None:
            found.append(f"{move.member} with {move.to} has no row")
        if program != who.type and (program, who.type) != ("intensive", "standard"):
            found.append(f"{move.member} is {program}, {move.to} {who.type}")
        if not caseload.employed(who, ON):
            found.append(f"{move.to} is not there")
    kept = {row.cm: row.over for row in plan.before}
    given = {move.origin for move in plan.moves}
    feasible = plan.status != "infeasible"
    worse = (row for row in plan.after if row.over > kept.get(row.cm, 0) and feasible and row.cm not in given)
    found += [f"{row.cm} is over" for row in worse]
    if plan.ask.max_moves is not None and len(plan.moves) > plan.ask.max_moves:
        found.append("more moves than allowed")
    return found


@pytest.mark.parametrize("seed", range(24))
def test_no_hard_rule_is_broken_and_nothing_is_worse(desk: Desk, seed: int) -> None:
    ask = some_ask(desk, seed)
    plan = rebalance.propose(desk, ON, ask=ask)
    where = {row[1]: row[0] for row in caseload.responsible(desk, ON)}
    assert broken(desk, plan) == []
    assert plan.shortfall <= plan.shortfall_before and plan.optimal
    assert plan.curve == () or plan.curve[-1][1] == plan.shortfall
    for way in plan.ways:
        assert way.left == rebalance.propose(desk, ON, ask=way.ask).shortfall < plan.shortfall, way.text
    if any(where.get(member) == cm for member, cm in ask.forbid):
        return  # whoever may not stay counts as without a worker, and with the worker as well while there
    out = {away.cm for away in ask.leave}
    over = sum(row.over for row in plan.after if row.cm not in out)
    assert over + sum(left.cases for left in plan.left if left.members) == plan.shortfall


def test_the_parts_of_a_move_are_what_the_solver_counted(desk: Desk) -> None:
    for cm in ("C01", "C05", "C06", "C09"):
        solved = solve(desk, ON, Ask(leave=(Away(cm, ON),)))
        told = {move.member: move.cost for move in rebalance.propose(desk, ON, leave=[cm]).moves}
        for group, to in solved.moved():
            counted = group.base + group.row[to] - solved.asked.step * group.size
            assert sum(told[person.id] for person in group.members) == counted, group.id


@pytest.mark.parametrize("out", [(), ("C01",), ("C02", "C05"), ("C06", "C09")])
def test_the_whole_agency_against_a_linear_programme(desk: Desk, out: tuple[str, ...]) -> None:
    """320 members from the records: the least over, and the least moves and weights at that, by another solver."""
    solved = solve(desk, ON, Ask(leave=tuple(Away(cm, ON) for cm in out)))
    problem = rebalance.document(desk, rebalance.propose(desk, ON, ask=solved.ask))["instance"]
    cases = [Case(case["id"], case["cm"], case["options"]) for case in problem["cases"] if case["options"]]
    least, cost = by_linear_programme(solved.asked.caps, cases)
    told = sum(group.base + group.row[to] for group, to in solved.moved())
    assert (solved.found.over, told) == (least, pytest.approx(cost))


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_a_plan_is_made_as_told_and_taken_back_to_the_last_byte(desk: Desk, seed: int) -> None:
    ask = some_ask(desk, seed)._replace(new=(), max_moves=None)
    plan = rebalance.propose(desk, ON, ask=ask)
    assert plan.moves
    before = tables(desk)
    done = rebalance.apply(desk, plan, ON, override="tried")
    assert done.result.id == f"{ON}:{len(plan.moves)}"
    rows = {row.cm: row for row in caseload.rows(desk, ON)}
    away = {each.cm for each in ask.leave}
    assert [row._replace(reasons=()) for row in plan.after if row.cm not in away] == [
        rows[row.cm]._replace(reasons=()) for row in plan.after if row.cm not in away
    ]
    with sqlite3.connect(desk.store.path) as db:
        doubled = """SELECT a.member_id FROM assignments a JOIN assignments b ON b.member_id = a.member_id
            AND b.starts_on > a.starts_on AND (a.ends_on IS NULL OR a.ends_on > b.starts_on)"""
        moved = {move.member for move in plan.moves}
        assert not moved & {row[0] for row in db.execute(doubled)}
        holds = "SELECT cm_id FROM assignments WHERE member_id = ? AND starts_on <= ? AND ifnull(ends_on, '9') > ?"
        for move in plan.moves:
            days = [(ON, move.to)] + [(move.back, move.origin)] * (move.back is not None)
            for day, cm in days:
                assert db.execute(holds, (move.member, str(day), str(day))).fetchall() == [(cm,)]
    assert undo.undo(desk, done.result.batch or (0, 0), ON).verdict == "ok"
    assert tables(desk) == before


# ── fewest moves with caps and leave ──────────────────────────────────────────────────────────────


def least(problem: Problem) -> tuple[int, int, int]:
    found = solving.solve(problem)
    return found.without, found.over, found.moves


def test_a_lower_cap_or_one_worker_fewer_never_asks_for_less() -> None:
    """Cases without a worker, cases over, moves, in this order; so more room never asks for more."""
    for seed in range(200):
        problem = small(seed)
        for cm, cap in problem.caps.items():
            if cap:
                assert least(problem) <= least(problem._replace(caps={**problem.caps, cm: cap - 1})), seed
            caps = {other: cap for other, cap in problem.caps.items() if other != cm}
            groups = [
                group._replace(free=group.free or group.cm == cm, row={w: c for w, c in group.row.items() if w != cm})
                for group in problem.groups
            ]
            assert least(problem) <= least(problem._replace(caps=caps, groups=groups)), (seed, cm)


# ── evening out ───────────────────────────────────────────────────────────────────────────────────


def uneven(seed: int, alike: bool) -> tuple[Problem, list[str | None]]:
    rng = random.Random(f"uneven{seed}")
    caps = {f"C{i}": rng.randint(2, 5) for i in range(rng.randint(2, 3))}
    able = {cm: Able(cm, cm, "standard", frozenset(), "", None, None, False, False, 5, False) for cm in caps}
    groups: list[Group] = []
    for i in range(rng.randint(2, 6)):
        cm = rng.choice([*caps])
        if sum(group.cm == cm for group in groups) == caps[cm]:
            continue
        acuity = 1.0 if alike else rng.choice((1.0, 1.0, 1.5, 2.0, 0.5))
        person = Person(f"M{i}", "", cm, None, "standard", 30, "", "", False, 0, None, (*[None] * 9, acuity, None))
        row = {w: rng.randint(0, 9) for w in caps if rng.random() < 0.8}
        groups.append(Group(person.id, (person,), cm, False, "", row, 1000))
    return Problem(able, caps, groups, 1000), [group.cm for group in groups]


def squares(problem: Problem, at: list[str | None]) -> float:
    load = dict.fromkeys(problem.caps, 0.0)
    for group, cm in zip(problem.groups, at, strict=True):
        assert cm is not None
        load[cm] += group.members[0].row[9]
    return sum(value**2 for value in load.values())


def best_of_all(problem: Problem, at: list[str | None], most: int) -> float:
    """The least sum of squares that so many moves reach within the caps."""
    found = squares(problem, at)
    for other in itertools.product(*[{group.cm, *group.row} for group in problem.groups]):
        moves = sum(a != b for a, b in zip(at, other, strict=True))
        if moves <= most and all(other.count(cm) <= cap for cm, cap in problem.caps.items()):
            found = min(found, squares(problem, list(other)))
    return found


@pytest.mark.parametrize(("alike", "reached"), [(True, 300), (False, 293)])
def test_extra_moves_even_out_and_never_worsen(alike: bool, reached: int) -> None:
    """Against trying everything: never worse, within bound and caps; how often the best of all was reached."""
    count = 0
    for seed in range(300):
        problem, at = uneven(seed, alike)
        for most in (1, 2, 3):
            found, moved = balancing.even_out(problem, at, Ask(), most)
            went = [(g, b) for g, a, b in zip(problem.groups, at, found, strict=True) if a != b]
            assert {group.id for group, _ in went} == moved and len(went) <= most
            assert all(to in group.row for group, to in went)
            assert all(found.count(cm) <= max(cap, at.count(cm)) for cm, cap in problem.caps.items())
            best = best_of_all(problem, at, most)
            assert best - 1e-9 <= squares(problem, found) <= squares(problem, at) + 1e-9
            if most == 1:
                assert squares(problem, found) == pytest.approx(best)
        count += squares(problem, found) <= best + 1e-9
    assert count >= reached
