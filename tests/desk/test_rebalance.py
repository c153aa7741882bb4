"""Rebalancing small agencies whose answer is worked out by hand, and bounded moves against trying everything."""

from __future__ import annotations

import itertools
import random
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import rebalance, transfer, undo
from tcm_tui.desk.office import Desk
from tcm_tui.desk.rebalance import solving
from tcm_tui.desk.rebalance.facts import Able
from tcm_tui.desk.rebalance.problem import Group, Problem
from tcm_tui.desk.rebalance.views import Rebalance
from tests.desk.given import STAFF, TRAINED, agency

ON = date(2026, 3, 3)
PEOPLE = "member_id,first_name,last_name,dob,family_id,program,focus,opened_on,language,area,pinned\n"
ABLE = "cm_id,name,level,type,site_id,hired_on,left_on,languages,area\n"
STANDARD = """C1,Dana Whitehorse,II,standard,S110,2024-01-08,,,Mill
C2,Lee Park,II,standard,S111,2024-01-08,,,Mill
C6,Joe Elm,I,standard,S110,2024-01-08,,,Mill
C8,Gus Pine,II,standard,S110,2024-01-08,,Spanish,Lake
"""


def some(n: int, letter: str = "M", program: str = "standard", more: str = ",,") -> list[str]:
    """Members M01 M02 …; more: language, area, pinned."""
    return [f"{letter}{i:02},Ana,{letter}{i:02},1990-05-05,,{program},HE,2025-07-01,{more}" for i in range(1, n + 1)]


def given(folder: Path, members: list[str], held: dict[str, str], **rows: Any) -> Desk:
    """held: first letter of members' ids -> their worker, from July 2025 on."""
    ids = [line.partition(",")[0] for line in members]
    lines = [f"{ident},{held[ident[0]]},2025-07-01," for ident in ids if ident[0] in held]
    told = {"assignments": lines} | rows
    return agency(folder, ON, members=PEOPLE + "\n".join(members) + "\n", **told)


def counted(plan: Rebalance, after: bool = True) -> dict[str, int]:
    return {row.cm: row.counted for row in (plan.after if after else plan.before) if row.counted}


def gone(plan: Rebalance) -> list[tuple[str, str | None, str]]:
    return [(move.member, move.origin, move.to) for move in plan.moves]


def rules_of(plan: Rebalance) -> set[str]:
    return {reason.rule for move in plan.moves for reason in move.reasons}


def test_nobody_over_is_balanced(tmp_path: Path) -> None:
    plan = rebalance.propose(given(tmp_path, some(35), {"M": "C1"}), ON)
    assert (plan.status, plan.moves, plan.shortfall, plan.before) == ("balanced", (), 0, plan.after)


def test_one_over_goes_where_there_is_room_and_a_row(tmp_path: Path) -> None:
    """C2 (HN under 111) has no row of the limits table; CM I C6 and CM II C8 under 110 have."""
    plan = rebalance.propose(given(tmp_path, some(36), {"M": "C1"}), ON)
    assert (plan.status, len(plan.moves), plan.shortfall, plan.optimal) == ("moves", 1, 0, True)
    assert plan.moves[0].to in ("C6", "C8")
    assert (counted(plan, after=False), sorted(counted(plan).values())) == ({"C1": 36}, [1, 35])
    assert [reason.text for reason in plan.moves[0].reasons][:1] == ["C1 has 36 of 35: 1 over"]
    assert plan.moves[0].reasons[0].source.startswith("A")


def test_a_chain_where_only_a_full_worker_is_qualified(tmp_path: Path) -> None:
    """C3 has 16 of 15 intensive members; of others only C1 is intensive-qualified, and is full."""
    trained = TRAINED + TRAINED.partition("\n")[2].replace("C3", "C1")
    members = some(16, "I", "intensive") + some(35, "M")
    desk = given(tmp_path, members, {"I": "C3", "M": "C1"}, credentials=trained)
    plan = rebalance.propose(desk, ON)
    by_origin = {move.origin: move for move in plan.moves}
    assert (plan.status, len(plan.moves), set(by_origin)) == ("moves", 2, {"C1", "C3"})
    assert by_origin["C3"].to == "C1" and by_origin["C3"].member[0] == "I"
    assert by_origin["C1"].to in ("C6", "C8") and by_origin["C1"].member[0] == "M"
    assert "this makes room" in by_origin["C1"].reasons[0].text
    for moves in (plan.moves, plan.moves[::-1]):  # made in the order that needs no reason
        done = rebalance.apply(desk, plan._replace(moves=moves), ON)
        assert (done.result.verdict, done.result.id) == ("ok", "2026-03-03:2")
        assert undo.undo(desk, done.result.batch or (0, 0), ON).verdict == "ok"


def test_nothing_fits_names_the_shortfall_and_what_would_do(tmp_path: Path) -> None:
    plan = rebalance.propose(given(tmp_path, some(16, "I", "intensive"), {"I": "C3"}), ON)
    assert (plan.status, plan.moves, plan.shortfall) == ("infeasible", (), 1)
    [left] = plan.left
    assert (left.cm, left.cases, left.unit) == ("C3", 1, "members")
    assert plan.ways_out[0] == "One more case manager of type intensive under contract 111 would leave none short."
    assert "C1 has 35 open and can’t help: I01 is intensive and C1 is not intensive-qualified (R13)." in plan.ways_out


def test_a_family_moves_together_into_one_slot(tmp_path: Path) -> None:
    staff = STAFF + "C9,Una Bay,II,wraparound,S111,2024-01-08\n"
    families = [f"W{i:02},Ana,W{i:02},2015-05-05,,wraparound,HE,2025-07-01,,,true" for i in range(1, 11)]
    siblings = [f"W{i},Leo,Bay,2016-05-05,F1,wraparound,HE,2025-07-01,,," for i in (11, 12)]
    desk = given(tmp_path, families + siblings, {"W": "C4"}, case_managers=staff)
    plan = rebalance.propose(desk, ON)
    assert gone(plan) == [("W11", "C4", "C9"), ("W12", "C4", "C9")]
    assert (counted(plan, after=False), counted(plan)) == ({"C4": 11}, {"C4": 10, "C9": 1})
    assert "R11" in rules_of(plan)
    short = rebalance.propose(desk, ON, max_moves=1)  # half a family does not move
    assert (short.status, short.moves, short.shortfall) == ("infeasible", (), 1)


def test_one_member_rather_than_a_family_of_two(tmp_path: Path) -> None:
    """The family is new and the other has been there for eight months; fewer members moved come first."""
    staff = STAFF + "C9,Una Bay,II,wraparound,S111,2024-01-08\n"
    pinned = ["false", *["true"] * 9]
    families = [f"W{i:02},Ana,Oak,2015-05-05,,wraparound,HE,2025-07-01,,,{pinned[i - 1]}" for i in range(1, 11)]
    siblings = [f"W{i},Leo,Bay,2016-05-05,F1,wraparound,HE,2026-02-27,,," for i in (11, 12)]
    lines = [f"W{i:02},C4,{'2026-02-27' if i > 10 else '2025-07-01'}," for i in range(1, 13)]
    desk = given(tmp_path, families + siblings, {}, case_managers=staff, assignments=lines)
    assert gone(rebalance.propose(desk, ON)) == [("W01", "C4", "C9")]


def test_brothers_and_sisters_are_rather_not_parted(tmp_path: Path) -> None:
    """M35 and M36 of one family are newer by four months; M34 goes all the same, where no family is parted."""
    kin = [f"M{i},Leo,Bay,1990-05-05,F1,standard,HE,2025-07-01,,," for i in (35, 36)]
    lines = [f"M{i:02},C1,{('2025-07-01', '2025-11-01', '2026-03-01')[(i > 33) + (i > 34)]}," for i in range(1, 37)]
    desk = given(tmp_path, some(34) + kin, {}, assignments=lines)
    assert [move.member for move in rebalance.propose(desk, ON).moves] == ["M34"]


def test_pins_hold_whether_recorded_or_asked_for(tmp_path: Path) -> None:
    members = [*some(35, more=",,true"), "M36,Ana,M36,1990-05-05,,standard,HE,2025-07-01,,,"]
    desk = given(tmp_path, members, {"M": "C1"})
    assert [move.member for move in rebalance.propose(desk, ON).moves] == ["M36"]
    plan = rebalance.propose(desk, ON, pins=["M36"])
    assert (plan.status, plan.moves, plan.shortfall) == ("infeasible", (), 1)
    assert "Without the pin of M01 none would be short." in plan.ways_out
    again = rebalance.propose(desk, ON, ask=plan.ways[0].ask)
    assert ([move.member for move in again.moves], again.shortfall, plan.ways[0].left) == (["M01"], 0, 0)


def test_a_member_promised_to_another_worker_stays_till_then(tmp_path: Path) -> None:
    members = [*some(35, more=",,true"), "M36,Ana,M36,1990-05-05,,standard,HE,2025-07-01,,,"]
    lines = [f"M{i:02},C1,2025-07-01," for i in range(1, 36)]
    lines += ["M36,C1,2025-07-01,2026-03-20", "M36,C8,2026-03-20,"]
    desk = given(tmp_path, members, {}, assignments=lines)
    assert rebalance.propose(desk, ON).status == "infeasible"


def test_a_worker_taken_out_gives_all_away(tmp_path: Path) -> None:
    desk = given(tmp_path, some(3), {"M": "C1"})
    plan = rebalance.propose(desk, ON, leave=["C1"])
    assert ({move.origin for move in plan.moves}, len(plan.moves)) == ({"C1"}, 3)
    assert (plan.status, plan.shortfall_before, "C1" in counted(plan)) == ("moves", 3, False)
    assert plan.moves[0].reasons[0].text == "C1 is taken out: M01 needs another worker"


@pytest.mark.parametrize(("until", "moves"), [("2026-03-28", 0), ("2026-03-29", 3)])
def test_a_recorded_leave_frees_members_from_four_weeks_on(tmp_path: Path, until: str, moves: int) -> None:
    leave = f"cm_id,starts_on,ends_on\nC1,2026-03-02,{until}\n"
    desk = given(tmp_path, some(3), {"M": "C1"}, leave=leave)
    assert len(rebalance.propose(desk, ON).moves) == moves


def test_nobody_new_comes_to_a_worker_on_a_short_leave_or_without_certification(tmp_path: Path) -> None:
    leave = "cm_id,starts_on,ends_on\nC8,2026-03-02,2026-03-04\n"
    lapsed = "cm_id,kind,completed_on,expires_on\nC6,certification,2024-01-01,2026-03-02\n"
    desk = given(tmp_path, some(36), {"M": "C1"}, leave=leave, credentials=lapsed)
    plan = rebalance.propose(desk, ON)
    assert (plan.status, plan.shortfall) == ("infeasible", 1)
    said = " ".join(plan.ways_out)
    assert "C8 takes nobody new: on leave until 2026-03-04" in said
    assert "C6 takes nobody new: no current certification" in said


def test_members_without_a_worker_come_first(tmp_path: Path) -> None:
    desk = given(tmp_path, some(36) + some(1, "N"), {"M": "C1"})
    one = rebalance.propose(desk, ON, max_moves=1)
    assert [(move.member, move.origin) for move in one.moves] == [("N01", None)]
    assert (one.status, one.shortfall, one.curve) == ("infeasible", 1, ((0, 2), (1, 1)))
    both = rebalance.propose(desk, ON)
    assert (both.status, len(both.moves), both.shortfall) == ("moves", 2, 0)
    assert both.moves[0].reasons[0].rule == "R31"


def test_language_then_area_then_months_choose(tmp_path: Path) -> None:
    """All but one are pinned: C6 works in Mill, C8 speaks Spanish and works in Lake."""
    for language, area, to in (("Spanish", "Mill", "C8"), ("English", "Mill", "C6"), ("", "Lake", "C8")):
        folder = tmp_path / (language + area)
        folder.mkdir()
        members = [*some(35, more=",,true"), f"M36,Ana,M36,1990-05-05,,standard,HE,2025-07-01,{language},{area},"]
        desk = given(folder, members, {"M": "C1"}, case_managers=ABLE + STANDARD + OTHERS)
        assert [(move.member, move.to) for move in rebalance.propose(desk, ON).moves] == [("M36", to)]


OTHERS = "C3,Ines Creek,II,intensive,S111,2024-01-08,,,\n"


def test_whoever_is_with_the_worker_for_the_shortest_time_goes(tmp_path: Path) -> None:
    lines = [f"M{i:02},C1,{'2026-01-10' if i == 20 else '2025-07-01'}," for i in range(1, 37)]
    desk = given(tmp_path, some(36), {}, assignments=lines)
    plan = rebalance.propose(desk, ON)
    assert [move.member for move in plan.moves] == ["M20"]
    assert "1 month with C1" in plan.moves[0].reasons[-1].text


def test_few_moves_are_put_to_the_best_use(tmp_path: Path) -> None:
    desk = given(tmp_path, some(38), {"M": "C1"})
    for most in range(5):
        plan = rebalance.propose(desk, ON, max_moves=most)
        assert (len(plan.moves), plan.shortfall) == (min(3, most), max(0, 3 - most))
        assert plan.status == ("moves" if most >= 3 else "infeasible")
        assert plan.curve == tuple((k, 3 - k) for k in range(min(3, most) + 1))
    assert "3 moves would leave none short." in rebalance.propose(desk, ON, max_moves=1).ways_out


# ── applying ──────────────────────────────────────────────────────────────────────────────────────


def tables(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every table but the log and what serves it."""
    with sqlite3.connect(desk.store.path) as db:
        names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [n for n in names if n not in ("audit", "requests", "meta") and not n.startswith("sqlite")]
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}


def test_apply_is_one_write_that_one_undo_takes_back(tmp_path: Path) -> None:
    visits = [f"A{i},M{i:02},C1,2026-03-{10 + i},09:00,10:00,community-contact,scheduled" for i in (1, 2, 3)]
    desk = given(tmp_path, some(3) + some(1, "N"), {"M": "C1"}, appointments=visits)
    before = tables(desk)
    plan = rebalance.propose(desk, ON, leave=["C1"])
    done = rebalance.apply(desk, plan, ON)
    assert (done.result.verdict, done.plan) == ("ok", plan._replace(ask=rebalance.Ask(), ways=()))
    with sqlite3.connect(desk.store.path) as db:
        now = dict(db.execute("SELECT member_id, cm_id FROM assignments WHERE ends_on IS NULL"))
        held = dict(db.execute("SELECT member_id, cm_id FROM appointments"))
        assert len(set(db.execute("SELECT at, who, action FROM audit WHERE action = 'rebalance'"))) == 1
    assert now == {move.member: move.to for move in plan.moves} and len(now) == 4
    assert held == {ident: cm for ident, cm in now.items() if ident[0] == "M"}  # planned visits went along
    assert rebalance.propose(desk, ON, leave=["C1"]).status == "balanced"
    assert undo.undo(desk, done.result.batch or (0, 0), ON).verdict == "ok"
    assert tables(desk) == before


def test_a_plan_that_others_overtook_moves_nobody(tmp_path: Path) -> None:
    desk = given(tmp_path, some(38), {"M": "C1"})
    plan = rebalance.propose(desk, ON)
    assert {move.to for move in plan.moves} <= {"C6", "C8"}
    other = "C6" if plan.moves[1].to == "C8" else "C8"
    assert transfer.transfer(desk, plan.moves[1].member, other, ON, ON).verdict == "ok"
    before = tables(desk)
    done = rebalance.apply(desk, plan, ON, override="never mind")
    assert (done.result.id, done.result.verdict) == (None, "refused")
    assert plan.moves[1].member in " ".join(reason.text for reason in done.result.reasons)
    assert tables(desk) == before


def test_what_stays_short_waits_for_a_reason(tmp_path: Path) -> None:
    desk = given(tmp_path, some(38), {"M": "C1"})
    before = tables(desk)
    plan = rebalance.propose(desk, ON, max_moves=1)
    assert rebalance.apply(desk, plan, ON).result.verdict == "warn" and tables(desk) == before
    done = rebalance.apply(desk, plan, ON, override="the rest in May")
    assert (done.result.verdict, len(done.plan.moves)) == ("warn", 1) and tables(desk) != before


def test_a_key_gives_the_plan_that_was_applied(tmp_path: Path) -> None:
    desk = given(tmp_path, some(38), {"M": "C1"})
    first = rebalance.apply(desk, rebalance.propose(desk, ON), ON, key="k")
    after = tables(desk)
    again = rebalance.apply(desk, rebalance.propose(desk, ON), ON, key="k")
    assert again == first and len(again.plan.moves) == 3 and tables(desk) == after


# ── bounded moves against everything ──────────────────────────────────────────────────────────────


def small(seed: int) -> Problem:
    rng = random.Random(seed)
    caps = {f"C{i}": rng.randint(0, 2) for i in range(rng.randint(1, 4))}
    step, groups = 1000, []
    for i in range(rng.randint(1, 6)):
        cm = rng.choice([*caps, None])
        size = rng.choice((1, 1, 1, 2))
        able = rng.sample(sorted(caps), rng.randint(0, len(caps)))
        row = {to: rng.randint(0, 20) for to in able}
        groups.append(Group(f"k{i}", ("x",) * size, cm, cm is None, "", row, step * size))  # type: ignore[arg-type]
    able_: dict[str, Able] = {}
    return Problem(able_, caps, groups, step)


def ways(group: Group) -> list[str | None]:
    """Where a case can be: with its worker, with those of its row, and without one only where it has none."""
    return [None, *group.row] if group.free else [group.cm, *(cm for cm in group.row if cm != group.cm)]


def tiers(problem: Problem, at: list[str | None]) -> tuple[int, int, int]:
    moves = sum(g.size for g, cm in zip(problem.groups, at, strict=True) if cm is not None and cm != g.cm)
    over = sum(max(0, at.count(cm) - cap) for cm, cap in problem.caps.items())
    return sum(cm is None for cm in at), over, moves


@pytest.mark.parametrize("block", range(4))
def test_no_other_use_of_as_many_moves_is_better(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        problem = small(seed)
        every = [tiers(problem, list(at)) for at in itertools.product(*[ways(g) for g in problem.groups])]
        for most in range(8):
            best = min(each for each in every if each[2] <= most)
            found = solving.solve(problem, most)
            assert tiers(problem, found.at) == (found.without, found.over, found.moves)
            if any(group.free and group.size > 1 for group in problem.groups):  # who gets one is chosen by size
                assert (found.without, found.moves <= most) == (best[0], True), (seed, most)
            else:
                assert (found.without, found.over, found.moves) == best, (seed, most)
            for moves, short in found.curve:
                assert sum(min(each for each in every if each[2] <= moves)[:2]) == short, (seed, most)
