"""Solving is broken off at any moment: in every part of the work, soon, and without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import rebalance
from tcm_tui.desk.office import Desk
from tcm_tui.desk.rebalance import Ask, Away, Stopped
from tests.desk import given

ON = date(2026, 3, 3)
ASK = Ask(leave=(Away("C1", ON), Away("C6", ON)), extra_moves=3, pins=frozenset({"M00"}))
"""Reads, builds, solves, evens out, tells, and tries what would do."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    held = {f"M{n:02}": "C1" for n in range(30)} | {f"N{n:02}": "C6" for n in range(15)}
    members = [f"{member},Ana,Pecan,1990-05-05,standard,HE,2025-07-01" for member in held]
    return given.agency(
        tmp_path, ON, members=members, assignments=[f"{member},{cm},2025-07-01," for member, cm in held.items()]
    )


class Until:
    """Says yes so many times, then no; counts how often it was asked, and after the no."""

    def __init__(self, yes: int) -> None:
        self.yes, self.asked = yes, 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.asked <= self.yes


def times(desk: Desk, answer: Callable[[], bool]) -> rebalance.Rebalance:
    return rebalance.propose(desk, ON, ask=ASK, going_on=answer)


def test_wherever_it_is_it_ends_at_once_and_the_next_answer_is_the_same(desk: Desk) -> None:
    always = Until(10**9)
    whole = times(desk, always)
    assert whole.status == "infeasible" and whole.ways and always.asked > 200
    for yes in range(0, always.asked, 7):
        desk.forget()
        answer = Until(yes)
        with pytest.raises(Stopped):
            times(desk, answer)
        assert answer.asked == yes + 1, "nobody goes on after a no"
    again = times(desk, lambda: True)
    assert again._replace(seconds=0) == whole._replace(seconds=0)


def test_every_part_of_the_work_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """No part of it is long in a big agency without asking."""
    from tcm_tui.desk.rebalance import balancing, facts, problem, solving, telling, ways

    parts = [(facts, "people"), (problem, "build"), (solving, "solve"), (balancing, "even_out"), (ways, "ways_out")]
    counted: dict[str, int] = {}
    answer = Until(10**9)

    def watched(module: object, name: str) -> None:
        real = getattr(module, name)

        def call(*args: object, **more: object) -> object:
            before = answer.asked
            found = real(*args, **more)
            counted[name] = counted.get(name, 0) + answer.asked - before
            return found

        monkeypatch.setattr(module, name, call)

    for module, name in parts:
        watched(module, name)
    loose = ASK._replace(leave=ASK.leave[:1])
    rebalance.propose(desk, ON, ask=loose, going_on=answer)
    rebalance.propose(desk, ON, ask=ASK, going_on=answer)
    assert telling and all(counted[name] > 0 for _, name in parts), counted
