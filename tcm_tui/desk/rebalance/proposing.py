"""From the records of a day to the moves that even them out."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload
from tcm_tui.desk.caseload import Staff
from tcm_tui.desk.rebalance import absences, asking, balancing, facts, problem, solving, weights, whatif
from tcm_tui.desk.rebalance.asking import Ask, Stopped
from tcm_tui.desk.rebalance.facts import Able, Facts, Person
from tcm_tui.desk.rebalance.fit import Fit
from tcm_tui.desk.rebalance.problem import Group, Problem
from tcm_tui.desk.rebalance.solving import Found
from tcm_tui.desk.rebalance.views import Rebalance
from tcm_tui.desk.views import CaseloadRow
from tcm_tui.planning.flow import go_on
from tcm_tui.rules import caseload as rules

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Solved(NamedTuple):
    """What was asked and what came of it, for telling. extra: ids of the groups moved to even out the load."""

    desk: Desk
    on: date
    ask: Ask
    known: Facts
    able: dict[str, Able]
    staff: dict[str, Staff]
    fit: Fit
    asked: Problem
    found: Found
    extra: frozenset[str] = frozenset()

    @property
    def people(self) -> list[Person]:
        return self.known.people

    def moved(self) -> list[tuple[Group, str]]:
        """The cases that go somewhere, in the order of the groups."""
        pairs = zip(self.asked.groups, self.found.at, strict=True)
        return [(group, to) for group, to in pairs if to is not None and group.goes(to)]


def propose(
    desk: Desk,
    on: date,
    *,
    ask: Ask | None = None,
    pins: Collection[str] = (),
    leave: Collection[str] = (),
    max_moves: int | None = None,
    going_on: Callable[[], bool] | None = None,
) -> Rebalance:
    """The fewest moves after which everybody has a worker and nobody is over, or as near as can be.

    ask: the whole question; or by themselves pins: members who stay; leave: workers to be taken out; max_moves:
    members moved at most. Ids. Reads only. The facts of the day are kept at the desk: asked again they are not read
    again until the records change. going_on: asked all the while; False breaks it off within a moment. Raises NotOne
    and WrongUsage for workers and sites that can't be, Stopped when broken off.
    """
    from tcm_tui.desk.rebalance import telling, ways

    started = time.perf_counter()
    asked_for = asking.made(on, ask, pins, leave, max_moves)
    with desk.reading():
        solved = solve(desk, on, asked_for, _check(going_on))
        seconds = time.perf_counter() - started
        found = solved.found
        goes = {person.id: to for group, to in solved.moved() for person in group.members}
        before = _rows(solved, {}, ())
        after = _rows(solved, goes, before) if goes else before
        new = {worker.label for worker in asked_for.new}
        tried = ways.ways_out(solved) if found.shortfall else ()
        by_moves = any(way.kind == "moves" and not way.left for way in tried)
        in_the_way = ways.in_the_way(solved) if found.shortfall and not by_moves else []
        return Rebalance(
            on=on,
            status="infeasible" if found.shortfall else "moves" if goes else "balanced",
            moves=telling.moves(solved, before, after),
            shortfall=found.shortfall,
            shortfall_before=solving.short_now(solved.asked),
            before=tuple(row for row in before if row.cm not in new),
            after=after,
            optimal=found.proved,
            seconds=round(seconds, 4),
            left=telling.left(solved),
            ways_out=(*(way.text for way in tried), *in_the_way),
            curve=found.curve,
            notes=telling.notes(solved),
            max_moves=asked_for.max_moves,
            ways=tried,
            spread=balancing.spread(solved.able, before, after),
            ask=asked_for,
            absences=absences.of(desk, asked_for),
        )


def _check(going_on: Callable[[], bool] | None) -> Callable[[], None]:
    if going_on is None:
        return go_on

    def check() -> None:
        if not going_on():
            raise Stopped("Broken off; nothing was changed.")

    return check


def solve(desk: Desk, on: date, ask: Ask, check: Callable[[], None] = go_on) -> Solved:
    """The best answer to a question, not yet told; within ``reading``. check: see ``Problem``."""
    known = facts.load(desk, on, check)
    able, staff = whatif.workers(desk, known, ask)
    fit = Fit(desk.packs, on, able, ask.weights or weights.chosen(desk))
    asked = problem.build(able, known.people, fit, ask, False, check)
    nothing = not solving.short_now(asked) and not any(group.free for group in asked.groups)
    if nothing and not ask.extra_moves:
        return Solved(
            desk, on, ask, known, able, staff, fit, asked, Found([group.cm for group in asked.groups], 0, 0, 0)
        )
    asked = problem.build(able, known.people, fit, ask, True, check)
    found = solving.solve(asked, ask.max_moves)
    full = found.full
    if full:
        # What stays over goes to workers who all end full: solved again with how full they were left aside, so that
        # it is spread over them (see ``planning.spreading``) and not piled on who was least full before.
        fit = Fit(desk.packs, on, able, fit.weights)
        asked = problem.build(able, known.people, fit, ask, True, check, full)
        found = solving.solve(asked, ask.max_moves)
    at, extra = balancing.settle(asked, found.at, ask), frozenset[str]()
    most = ask.extra_moves if ask.max_moves is None else min(ask.extra_moves, ask.max_moves - found.moves)
    if most > 0 and not found.more:
        at, extra = balancing.even_out(asked, at, ask, most)
    return Solved(desk, on, ask, known, able, staff, fit, asked, found._replace(at=at, full=full), extra)


def _rows(solved: Solved, goes: dict[str, str], before: tuple[CaseloadRow, ...]) -> tuple[CaseloadRow, ...]:
    """Everybody's caseload line once the moves are made, as always; before: the lines of who has no part in it."""
    desk, on = solved.desk, solved.on
    part = {*goes.values(), *(person.cm for person in solved.people if person.id in goes)}
    kept = {row.cm: row for row in before if row.cm not in part}
    assigned = [
        (goes.get(person.id, person.cm), *person.row[1:])
        for person in solved.people
        if goes.get(person.id, person.cm) not in kept and (person.cm is not None or person.id in goes)
    ]
    held = caseload.counts(desk, on, assigned=assigned)
    nobody = rules.Counts()
    rows = []
    for person in solved.staff.values():
        solved.asked.check()
        cm = person.who.cm_id
        if cm in held or cm in kept or caseload.employed(person.who, on):
            rows.append(kept.get(cm) or caseload.row(desk, person, held.get(cm, nobody), on))
    return tuple(rows)
