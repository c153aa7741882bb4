"""From the records of a day to the moves that even them out."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload
from tcm_tui.desk.caseload import Staff
from tcm_tui.desk.rebalance import asking, facts, problem, solving, weights, whatif
from tcm_tui.desk.rebalance.asking import Ask
from tcm_tui.desk.rebalance.facts import Able, Person
from tcm_tui.desk.rebalance.fit import Fit
from tcm_tui.desk.rebalance.problem import Group, Problem
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
    ask: Ask
    staff: dict[str, Staff]
    groups: dict[str, Group]
    """The case of each member."""

    def group_of(self, person: Person) -> Group:
        """The case a member is of."""
        return self.groups[person.id]


def propose(
    desk: Desk,
    on: date,
    *,
    ask: Ask | None = None,
    pins: Collection[str] = (),
    leave: Collection[str] = (),
    max_moves: int | None = None,
) -> Rebalance:
    """The fewest moves after which everybody has a worker and nobody is over, or as near as can be.

    ask: the whole question; or by themselves pins: members who stay; leave: workers to be taken out; max_moves:
    members moved at most. Ids. Reads only. The facts of the day are kept at the desk: asked again they are not read
    again until the records change. Raises NotOne and WrongUsage for workers and sites that can't be.
    """
    from tcm_tui.desk.rebalance import telling, ways

    started = time.perf_counter()
    asked_for = asking.made(on, ask, pins, leave, max_moves)
    with desk.reading():
        known = facts.load(desk, on)
        able, staff = whatif.workers(desk, known, asked_for)
        fit = Fit(desk.packs, on, able, asked_for.weights or weights.chosen(desk))
        asked = problem.build(able, known.people, fit, asked_for, costs=False)
        before_short = solving.over_now(asked) + sum(group.free for group in asked.groups)
        if before_short:
            asked = problem.build(able, known.people, fit, asked_for, costs=True)
            found = solving.solve(asked, asked_for.max_moves)
        else:
            found = Found([group.cm for group in asked.groups], 0, 0, 0)
        solved = Solved(
            desk,
            on,
            able,
            known.people,
            fit,
            asked,
            found,
            asked_for,
            staff,
            {p.id: g for g in asked.groups for p in g.members},
        )
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
            optimal=found.proved,
            seconds=round(seconds, 4),
            left=telling.left(solved),
            ways_out=ways.ways_out(solved, asked_for.max_moves) if found.shortfall else (),
            curve=found.curve,
            notes=telling.notes(solved),
            max_moves=asked_for.max_moves,
            ask=asked_for,
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
        for person in solved.staff.values()
        if person.who.cm_id in held or caseload.employed(person.who, on)
    )
