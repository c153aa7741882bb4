"""A leave, or that somebody left, recorded with the moves that it asks for: in one write, told before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import rebalance, undo
from tcm_tui.desk.office import Desk
from tcm_tui.desk.rebalance import Ask, Away
from tests.desk import given

ON, LATER, END = date(2026, 3, 3), date(2026, 3, 9), date(2026, 4, 30)
LEAVE = "SELECT cm_id, starts_on, ends_on FROM leave ORDER BY 1, 2"
LEFT = "SELECT cm_id, left_on FROM case_managers WHERE left_on IS NOT NULL"
HELD = "SELECT count(*) FROM assignments WHERE cm_id = 'C1' AND ends_on IS NULL"


def desk_of(folder: Path, **more: str) -> Desk:
    """Three members of C1 and two colleagues with room."""
    members = [f"M{n},Ana,Pecan,1990-05-05,standard,HE,2025-07-01" for n in range(3)]
    return given.agency(folder, ON, members=members, assignments=[f"M{n},C1,2025-07-01," for n in range(3)], **more)


def ask_of(desk: Desk, *away: Away) -> rebalance.Rebalance:
    return rebalance.propose(desk, LATER, ask=Ask(leave=away))


def of(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    return desk.store.rows(sql, {})


def test_a_leave_is_recorded_with_its_moves_and_undone_with_them(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    plan = ask_of(desk, Away("C1", LATER, END))
    assert [each[:4] for each in plan.absences] == [("C1", "Dana Whitehorse", LATER, END)]
    done = rebalance.apply(desk, plan, LATER, key="k")
    assert of(desk, LEAVE) == [("C1", "2026-03-09", "2026-04-30")] and of(desk, LEFT) == []
    said = "C1 on leave from 2026-03-09 through 2026-04-30: recorded with the moves"
    assert said in [reason.text for reason in done.result.reasons]
    assert rebalance.apply(desk, plan, LATER, key="k").plan == done.plan, "the answer to a key is the same again"
    assert ask_of(desk, Away("C1", LATER, END)).absences == (), "it is recorded already"
    assert undo.undo_last(desk, ON).verdict == "ok"
    assert of(desk, LEAVE) == [] and of(desk, HELD) == [(3,)]


@pytest.mark.parametrize(("first", "recorded"), [(ON, "2026-03-09"), (date(2026, 3, 20), "2026-03-20")])
def test_who_leaves_has_left_not_before_the_members_go(tmp_path: Path, first: date, recorded: str) -> None:
    desk = desk_of(tmp_path)
    rebalance.apply(desk, ask_of(desk, Away("C1", first, leaving=True)), LATER)
    assert of(desk, LEFT) == [("C1", recorded)] and of(desk, LEAVE) == [] and of(desk, HELD) == [(0,)]
    assert undo.undo_last(desk, ON).verdict == "ok"
    assert of(desk, LEFT) == [] and of(desk, HELD) == [(3,)]


def test_who_is_only_taken_out_has_nothing_recorded(tmp_path: Path) -> None:
    """``--leave CM`` says neither until when nor that they left."""
    desk = desk_of(tmp_path)
    plan = rebalance.propose(desk, LATER, leave=["C1"])
    assert plan.absences == ()
    rebalance.apply(desk, plan, LATER)
    assert (of(desk, LEFT), of(desk, LEAVE), of(desk, HELD)) == ([], [], [(0,)])


def test_with_some_of_the_moves_nothing_is_recorded_yet(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    done = rebalance.apply(desk, ask_of(desk, Away("C1", LATER, leaving=True)), LATER, only={"M0"})
    assert of(desk, LEFT) == [] and done.plan.absences == ()
    rebalance.apply(desk, ask_of(desk, Away("C1", LATER, leaving=True)), LATER)
    assert of(desk, LEFT) == [("C1", "2026-03-09")]


@pytest.mark.parametrize(
    ("known", "against"),
    [
        ("2026-03-01,2026-05-31", None),
        ("2026-04-20,2026-05-31", "C1 is away from 2026-04-20 through 2026-05-31 already"),
    ],
)
def test_a_leave_that_is_known_is_not_recorded_again(tmp_path: Path, known: str, against: str | None) -> None:
    desk = desk_of(tmp_path, leave=f"cm_id,starts_on,ends_on\nC1,{known}\n")
    before = of(desk, LEAVE)
    plan = ask_of(desk, Away("C1", LATER, END))
    assert [each.against for each in plan.absences] == ([against] if against else [])
    done = rebalance.apply(desk, plan, LATER)
    assert done.result.id is not None and of(desk, LEAVE) == before
    told = [reason.text for reason in done.result.reasons if "change that one" in reason.text]
    assert len(told) == bool(against)


def test_a_day_of_leaving_is_brought_forward_not_put_off(tmp_path: Path) -> None:
    head, *rows = given.STAFF.splitlines()
    ends = [f"{row},{'2026-06-30' * row.startswith('C1')}" for row in rows]
    staff = "\n".join([f"{head},left_on", *ends])
    desk = desk_of(tmp_path, case_managers=staff)
    assert ask_of(desk, Away("C1", date(2026, 7, 15), leaving=True)).absences == ()
    rebalance.apply(desk, ask_of(desk, Away("C1", LATER, leaving=True)), LATER)
    assert of(desk, LEFT) == [("C1", "2026-03-09")]
