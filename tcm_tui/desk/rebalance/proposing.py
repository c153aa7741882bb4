"""From the records of a day to the moves that even them out."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload
from tcm_tui.desk.rebalance import facts, problem, solving
from tcm_tui.desk.rebalance.facts import Able, Person
from tcm_tui.desk.rebalance.fit import Fit
from tcm_tui.desk.rebalance.problem import Problem
from tcm_tui.desk.rebalance.solving import Found
from tcm_tui.desk.rebalance.views import Rebalance
from tcm_tui.desk.views import CaseloadRow
from tcm_tui.rules import caseload as rules

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Solved(NamedTuple):
    """What was asked and what came of it, for telling."""

    desk: Desk
    on: date
    able: dict[str, Able]
    people: list[Person]
    fit: Fit
    asked: Problem
    found: Found
    pins: Collection[str]


def propose(
    desk: Desk,
    on: date,
    *,
    pins: Collection[str] = (),
    leave: Collection[str] = (),
    max_moves: int | None = None,
) -> Rebalance:
    """The fewest moves after which everybody has a worker and nobody is over, or as near as can be.

    pins: members who stay; leave: workers to be taken out; max_moves: members moved at most. Ids. Reads only.
    """
    from tcm_tui.desk.rebalance import telling, ways

    started = time.perf_counter()
    with desk.reading():
        able = facts.workers(desk, on, leave)
        people = facts.people(desk, on)
        fit = Fit(desk.packs, on, able)
        asked = problem.build(able, people, fit, pins, costs=False)
        before_short = solving.over_now(asked) + sum(group.free for group in asked.groups)
        if before_short:
            asked = problem.build(able, people, fit, pins, costs=True)
            found = solving.solve(asked, max_moves)
        else:
            found = Found([group.cm for group in asked.groups], 0, 0, 0)
        solved = Solved(desk, on, able, people, fit, asked, found, pins)
        seconds = time.perf_counter() - started
        before = _rows(solved, {})
        goes = {
            person.id: cm
            for group, cm in zip(asked.groups, found.at, strict=True)
            if cm is not None and cm != group.cm
            for person in group.members
        }
        after = _rows(solved, goes) if goes else before
        status = "infeasible" if found.shortfall else "moves" if goes else "balanced"
        return Rebalance(
            on=on,
            status=status,
            moves=telling.moves(solved, before),
            shortfall=found.shortfall,
            shortfall_before=before_short,
            before=before,
            after=after,
            optimal=True,
            seconds=round(seconds, 4),
            left=telling.left(solved),
            ways_out=ways.ways_out(solved, max_moves) if found.shortfall else (),
            curve=found.curve,
            notes=telling.notes(solved),
            max_moves=max_moves,
        )


def _rows(solved: Solved, goes: dict[str, str]) -> tuple[CaseloadRow, ...]:
    """Everybody's caseload line once the moves are made, counted as always."""
    desk, on = solved.desk, solved.on
    assigned = [
        (goes.get(person.id, person.cm), *person.row[1:])
        for person in solved.people
        if goes.get(person.id, person.cm) is not None
    ]
    held = caseload.counts(desk, on, assigned=assigned)
    nobody = rules.Counts()
    return tuple(
        caseload.row(desk, person, held.get(person.who.cm_id, nobody), on)
        for person in caseload.staff(desk)
        if person.who.cm_id in held or caseload.employed(person.who, on)
    )
