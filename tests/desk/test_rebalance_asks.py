"""What can be asked of a rebalancing, worked out by hand: agreed and rejected moves, leave, new workers, weights."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import caseload, rebalance, undo
from tcm_tui.desk.errors import NotOne, Refused, WrongUsage
from tcm_tui.desk.rebalance import Ask, Away, NewWorker
from tcm_tui.desk.rebalance.proposing import solve
from tcm_tui.desk.rebalance.weights import Weights
from tcm_tui.desk.scope import Scope
from tcm_tui.planning import rebalance as planning
from tests.desk.given import STAFF, agency
from tests.desk.test_rebalance import ABLE, ON, PEOPLE, STANDARD, counted, given, gone, rules_of, some, tables


def test_a_move_is_rejected_and_another_agreed_to(tmp_path: Path) -> None:
    desk = given(tmp_path, some(37), {"M": "C1"})
    plan = rebalance.propose(desk, ON)
    first, second = plan.moves
    ask = plan.ask.accepting(first.member, first.to).rejecting(second.member, "C6").rejecting(second.member, "C8")
    again = rebalance.propose(desk, ON, ask=ask)
    assert [move.member for move in again.moves if move.accepted] == [first.member]
    assert len(again.moves) == 2 and second.member not in {move.member for move in again.moves}
    for member, to in ((first.member, first.to), (second.member, "C6"), (second.member, "C8")):
        ask = ask.undecided(member, to)
    assert gone(rebalance.propose(desk, ON, ask=ask)) == gone(plan)
    moved = Ask().accepting("M05", "C6").accepting("M05", "C8")
    assert [pair for pair in gone(rebalance.propose(desk, ON, ask=moved)) if pair[0] == "M05"] == [("M05", "C1", "C8")]


def test_an_agreed_move_is_made_though_nothing_asks_for_it(tmp_path: Path) -> None:
    desk = given(tmp_path, some(3), {"M": "C1"})
    plan = rebalance.propose(desk, ON, ask=Ask().accepting("M02", "C8"))
    assert (gone(plan), plan.status, plan.shortfall_before) == ([("M02", "C1", "C8")], "moves", 0)
    assert plan.moves[0].reasons[0].text == "agreed to; C1 has 3"
    none = rebalance.propose(desk, ON, ask=Ask(max_moves=0).accepting("M02", "C8"))
    assert (none.moves, none.shortfall) == ((), 0)
    no_row = rebalance.propose(desk, ON, ask=Ask().accepting("M02", "C2"))
    assert (no_row.moves, no_row.notes[0]) == ((), "M02 can’t go to C2, who stays for now.")


def test_a_member_not_to_stay_goes_elsewhere(tmp_path: Path) -> None:
    desk = given(tmp_path, some(3), {"M": "C1"})
    plan = rebalance.propose(desk, ON, ask=Ask(forbid=frozenset({("M01", "C1"), ("M01", "C6")})))
    assert (gone(plan), plan.shortfall_before) == ([("M01", "C1", "C8")], 1)
    assert plan.moves[0].relieves == "M01 is not with C1"
    nobody = rebalance.propose(desk, ON, ask=Ask(forbid=frozenset({("M01", cm) for cm in ("C1", "C6", "C8")})))
    assert (nobody.status, nobody.shortfall) == ("infeasible", 1)
    assert {way.text for way in nobody.ways} >= {
        "With M01 allowed to go to C8 none would be short.",
        "One more case manager of type standard under contract 110 would leave none short.",
    }


def test_away_from_a_day_until_a_day_and_back(tmp_path: Path) -> None:
    visits = [
        "A1,M01,C1,2026-03-12,09:00,10:00,community-contact,scheduled",
        "A2,M01,C1,2026-05-12,09:00,10:00,community-contact,scheduled",
    ]
    desk = given(tmp_path, some(2), {"M": "C1"}, appointments=visits)
    before = tables(desk)
    leave = Away("C1", date(2026, 3, 10), date(2026, 4, 30))
    plan = rebalance.propose(desk, date(2026, 3, 10), ask=Ask(leave=(leave,)))
    assert {move.back for move in plan.moves} == {date(2026, 5, 1)}
    assert plan.moves[0].reasons[0].text == "C1 is away from 2026-03-10 until 2026-04-30: M01 needs another worker"
    early = rebalance.propose(desk, ON, ask=Ask(leave=(leave,)))
    assert (plan.notes, early.notes) == ((), ("C1 is there until then: let the moves begin on 2026-03-10.",))
    done = rebalance.apply(desk, plan, leave.from_day)
    took = plan.moves[0].to
    rows = tables(desk)
    assert sorted(row[1:] for row in rows["assignments"] if row[0] == "M01") == [
        ("C1", "2025-07-01", "2026-03-10"),
        ("C1", "2026-05-01", None),
        (took, "2026-03-10", "2026-05-01"),
    ]
    assert {row[0]: row[2] for row in rows["appointments"]} == {"A1": took, "A2": "C1"}
    for day, cm in ((date(2026, 3, 9), "C1"), (date(2026, 4, 30), took), (date(2026, 5, 1), "C1")):
        assert {row[0] for row in caseload.responsible(desk, day) if row[1] == "M01"} == {cm}
    assert undo.undo(desk, done.result.batch or (0, 0), ON).verdict == "ok" and tables(desk) == before


def test_what_can_not_be_asked(tmp_path: Path) -> None:
    desk = given(tmp_path, some(3), {"M": "C1"})
    for ask in (
        Ask(leave=(Away("C1", ON, date(2026, 3, 2)),)),
        Ask(new=(NewWorker("C1"),)),
        Ask(new=(NewWorker("N", "IV"),)),
    ):
        with pytest.raises(WrongUsage):
            rebalance.propose(desk, ON, ask=ask)
    for ask in (Ask(leave=(Away("C99", ON),)), Ask(new=(NewWorker("N", site="S9"),))):
        with pytest.raises(NotOne):
            rebalance.propose(desk, ON, ask=ask)


def test_a_new_worker_takes_those_who_fit_and_is_not_there_yet(tmp_path: Path) -> None:
    desk = given(tmp_path, some(17, "I", "intensive"), {"I": "C3"})
    short = rebalance.propose(desk, ON)
    hire = next(way for way in short.ways if way.kind == "hire")
    plan = rebalance.propose(desk, ON, ask=hire.ask)
    assert (short.shortfall, plan.shortfall, hire.left) == (2, 0, 0)
    assert counted(plan) == {"C3": 15, "new intensive 1": 2} and "new intensive 1" not in counted(plan, after=False)
    before = tables(desk)
    with pytest.raises(Refused, match="new intensive 1 is not recorded yet"):
        rebalance.apply(desk, plan, ON)
    assert tables(desk) == before
    wrong = rebalance.propose(desk, ON, ask=Ask(new=(NewWorker("N", "I", "intensive", "S111"),)))
    assert wrong.shortfall == 2  # level I is not qualified


def test_only_some_moves_are_made_each_on_its_own_merits(tmp_path: Path) -> None:
    desk = given(tmp_path, some(38), {"M": "C1"})
    plan = rebalance.propose(desk, ON)
    members = [move.member for move in plan.moves]
    done = rebalance.apply(desk, plan, ON, only=members[:1])
    assert (done.result.verdict, done.result.id, [m.member for m in done.plan.moves]) == ("ok", f"{ON}:1", members[:1])
    assert [move.member for move in rebalance.propose(desk, ON).moves] == members[1:]
    with pytest.raises(Refused, match="The plan does not move M38x"):
        rebalance.apply(desk, plan, ON, only=["M38x"])


def test_a_move_into_a_full_caseload_waits_for_the_one_that_makes_room(tmp_path: Path) -> None:
    """As in the chain by a full worker: without its second half the first half would be over."""
    lines = "cm_id,kind,completed_on,amount\n" + "".join(
        f"{cm},{kind},2024-03-01,{amount}\n"
        for cm in ("C1", "C3")
        for kind, amount in (("training-intensive", 6), ("experience", 30), ("crisis-experience", ""))
    )
    members = some(16, "I", "intensive") + some(35, "M")
    desk = given(tmp_path, members, {"I": "C3", "M": "C1"}, credentials=lines)
    plan = rebalance.propose(desk, ON)
    into = next(move for move in plan.moves if move.origin == "C3")
    alone = rebalance.apply(desk, plan, ON, only=[into.member])
    assert (alone.result.verdict, alone.result.id) == ("warn", None)
    assert f"{into.member}: C1 has 35 of 35: 1 over then" in [reason.text for reason in alone.result.reasons]
    assert rebalance.apply(desk, plan, ON).result.verdict == "ok"


def test_part_of_the_agency_gives_and_takes_alone(tmp_path: Path) -> None:
    staff = STAFF + "C9,Ida Fell,II,standard,S0,2024-01-08\n"
    sites = "site_id,name,contract\nS110,Pecan,110\nS111,Lake,111\nS114,Prairie,114\nS0,Elm,110\n"
    desk = given(tmp_path, some(36), {"M": "C1"}, case_managers=staff, sites=sites)
    here = rebalance.propose(desk, ON, ask=Ask(scope=Scope(site="S110")))
    assert {move.to for move in here.moves} <= {"C6", "C8"} and here.shortfall == 0
    there = rebalance.propose(desk, ON, ask=Ask(scope=Scope(site="S0")))
    assert (there.moves, there.shortfall, there.shortfall_before) == ((), 0, 0)
    alone = rebalance.propose(desk, ON, ask=Ask(scope=Scope(site="S110"), leave=(Away("C6", ON), Away("C8", ON))))
    assert (alone.shortfall, alone.moves) == (1, ())


def test_the_agencys_weights_choose(tmp_path: Path) -> None:
    """M36 speaks Spanish as only C8 does: 8 months less 24; M01 came last, 3 months. Without the language M01 goes."""
    members = [*some(35), "M36,Ana,M36,1990-05-05,,standard,HE,2025-07-01,Spanish,,"]
    lines = [f"M{i:02},C1,2025-{'12' if i == 1 else '07'}-01," for i in range(1, 37)]
    staff = {"case_managers": ABLE + STANDARD, "credentials": "cm_id,kind,completed_on,amount\n"}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    usual = given(tmp_path / "a", members, {}, assignments=lines, **staff)
    assert gone(rebalance.propose(usual, ON)) == [("M36", "C1", "C8")]
    assert [m.member for m in rebalance.propose(usual, ON, ask=Ask(weights=Weights(language=0))).moves] == ["M01"]
    told = PEOPLE + "\n".join(members) + "\n"
    other = agency(tmp_path / "b", ON, "move_language = 0\n", members=told, assignments=lines, **staff)
    assert [move.member for move in rebalance.propose(other, ON).moves] == ["M01"]


def test_extra_moves_even_out_the_weighted_load(tmp_path: Path) -> None:
    """C1 has members of 1.5 each, C6 and C8 none: 10 of them leave C1 at 15.0 before, and 5.0 each is best."""
    heads = PEOPLE.strip() + ",acuity\n"
    members = heads + "".join(f"{line},1.5\n" for line in some(10))
    lines = [f"M{i:02},C1,2025-07-01," for i in range(1, 11)]
    desk = agency(tmp_path, ON, members=members, assignments=lines)
    assert rebalance.propose(desk, ON).status == "balanced"
    for extra, spread in ((0, (0, 15.0)), (1, (0, 13.5)), (6, (0, 6.0)), (20, (0, 6.0))):
        plan = rebalance.propose(desk, ON, ask=Ask(extra_moves=extra))
        found = next(each for each in plan.spread if each.type == "standard")
        assert (found.before, found.after) == ((0, 15.0), spread)  # C2 under 111 has no row for them
        assert len(plan.moves) == min(extra, 6) and all(move.extra for move in plan.moves)
    assert (plan.optimal, plan.shortfall, rules_of(plan) >= {"R9"}) == (True, 0, True)
    assert plan.moves[0].reasons[0].text.startswith("beyond the fewest moves, to even out the weighted load:")
    bound = rebalance.propose(desk, ON, ask=Ask(extra_moves=5, max_moves=2))
    assert len(bound.moves) == 2


def test_a_pin_of_the_records_is_not_minded_when_asked(tmp_path: Path) -> None:
    desk = given(tmp_path, some(36, more=",,true"), {"M": "C1"})
    assert rebalance.propose(desk, ON).shortfall == 1
    plan = rebalance.propose(desk, ON, ask=Ask(unpin=frozenset({"M07"})))
    assert ([move.member for move in plan.moves], plan.shortfall) == (["M07"], 0)
    assert rebalance.propose(desk, ON, ask=Ask(unpin=frozenset({"M07"}), pins=frozenset({"M07"}))).shortfall == 1


def test_the_facts_of_a_day_are_read_again_once_somebody_writes(tmp_path: Path) -> None:
    desk = given(tmp_path, some(37), {"M": "C1"})
    plan = rebalance.propose(desk, ON)
    assert rebalance.apply(desk, plan, ON, only=[plan.moves[0].member]).result.verdict == "ok"
    assert len(rebalance.propose(desk, ON).moves) == 1


def test_a_member_with_two_workers_is_told_and_not_moved(tmp_path: Path) -> None:
    """The database refuses such records; one that was changed by another hand may hold them all the same. R31"""
    desk = given(tmp_path, some(36), {"M": "C1"})
    with sqlite3.connect(desk.store.path) as db:
        guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'assignments'"
        for (name,) in db.execute(guards).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("INSERT INTO assignments VALUES ('M01', 'C8', '2025-08-01', NULL)")
    desk.forget()
    plan = rebalance.propose(desk, ON, leave=["C1"])
    assert "M01" not in {move.member for move in plan.moves} and len(plan.moves) == 35
    assert plan.shortfall == 0 and counted(plan)["C8"] + counted(plan).get("C6", 0) == 36
    assert plan.notes == ("Two case managers are responsible, so not moved (R31): Ana M01 M01.",)
    assert rebalance.propose(desk, ON).shortfall_before == 1


def test_a_family_parted_and_joined_weighs_as_the_solver_counts(tmp_path: Path) -> None:
    """Two stay behind with C1 and one is with C8: 12 × (2 − 1); to C6, where nobody is, 12 × 2."""
    kin = [f"M{i:02},Leo,Bay,1990-05-05,F1,standard,HE,2025-07-01,,," for i in (1, 2, 3)]
    desk = given(tmp_path, [*kin, "N01,Leo,Bay,1990-05-05,F1,standard,HE,2025-07-01,,,"], {"M": "C1", "N": "C8"})
    for to, weight, text in (
        ("C8", 12, "2 of the family stay with C1, 1 is with C8"),
        ("C6", 24, "2 of the family stay with C1"),
    ):
        ask = Ask().accepting("M01", to)
        [move] = rebalance.propose(desk, ON, ask=ask).moves
        assert [(part.weight, part.text) for part in move.parts if part.name == "family"] == [(weight, text)]
        solved = solve(desk, ON, ask)
        [(group, where)] = solved.moved()
        assert (where, move.cost) == (to, group.base + group.row[to] - solved.asked.step)


def test_as_good_workers_get_alike_many(tmp_path: Path) -> None:
    """Nine without a worker; C1, C6 and C8 are empty and would do as well, C2 has no row: three each, not nine."""
    desk = given(tmp_path, some(9), {})
    plan = rebalance.propose(desk, ON)
    assert (counted(plan), plan.optimal, len(plan.moves)) == ({"C1": 3, "C6": 3, "C8": 3}, True, 9)
    assert sorted(counted(rebalance.propose(desk, ON, ask=Ask().accepting("M05", "C1"))).values()) == [3, 3, 3]


def test_what_stays_over_is_spread_over_all_who_could_take_it(tmp_path: Path) -> None:
    """C1 with 30 is out. C8 has 15 places, C6 none: 15 stay over, and not all with C8 for having been less full."""
    held = {f"M{n:02}": "C1" for n in range(30)}
    held |= {f"N{n:02}": "C6" for n in range(35)} | {f"P{n:02}": "C8" for n in range(20)}
    members = [f"{member},Ana,Pecan,1990-05-05,standard,HE,2025-07-01" for member in held]
    desk = agency(tmp_path, ON, members=members, assignments=[f"{m},{cm},2025-07-01," for m, cm in held.items()])
    plan = rebalance.propose(desk, ON, leave=["C1"])
    after = {row.cm: row.counted for row in plan.after}
    assert (plan.status, plan.shortfall, len(plan.moves), plan.optimal) == ("infeasible", 15, 30, True)
    assert sorted([after["C6"], after["C8"]]) == [42, 43]
    assert {move.cost for move in plan.moves} == {8 + 6}, "eight months together; each new worker is full in the end"
    told = rebalance.document(desk, plan)
    assert planning.solve(told["instance"])["tiers"][:2] == [0, 15]


def test_who_does_not_fit_their_worker_is_told_by_name(tmp_path: Path) -> None:
    """A child with C1: no row pays what C1 does for M1."""
    members = ["M1,Ivy,Pellwick,2015-05-05,standard,HE,2025-07-01", "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(tmp_path, ON, members=members, assignments=["M1,C2,2025-07-01,", "M2,C1,2025-07-01,"])
    (told,) = rebalance.propose(desk, ON).notes
    assert told == "Not moved for it, but the worker does not fit (R2, R13): Ivy Pellwick M1."
