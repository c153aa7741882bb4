"""What of the booked visits stands, what may move, and what can't stay. R25-R27"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.weekplan.days import Diary
from tcm_tui.desk.weekplan.dues import CALL, COMMUNITY, PROVIDER
from tcm_tui.desk.weekplan.facts import Held, WeekFacts
from tcm_tui.desk.weekplan.people import People
from tcm_tui.rules.saying import clock

MOVABLE = {COMMUNITY: "visit", CALL: "phone"}
"""The kinds that the planner knows, and what it calls them; what is of another kind stands."""


class Bookings(NamedTuple):
    """The worker's scheduled visits from the first day that can be planned through Sunday.

    standing: all that can stay. movable: those of them that could be held at another hour. broken: those that
    can't stay, each with why.
    """

    standing: list[Held]
    movable: list[Held]
    broken: list[tuple[Held, str]]


def sort(facts: WeekFacts, diary: Diary, people: People) -> Bookings:
    """The worker's visits of the week, told apart."""
    standing: list[Held] = []
    movable: list[Held] = []
    broken: list[tuple[Held, str]] = []
    for visit in facts.own:
        if visit.status != "scheduled" or visit.date > facts.last or visit.date < facts.first:
            continue
        why = None if _begun(facts, diary, visit) else _why_gone(facts, diary, people, visit)
        if why:
            broken.append((visit, why))
            continue
        standing.append(visit)
        if _may_move(facts, diary, visit) and not any(
            (v.member, v.date) == (visit.member, visit.date) for v in movable
        ):
            movable.append(visit)
    return Bookings(standing, movable, broken)


def _begun(facts: WeekFacts, diary: Diary, visit: Held) -> bool:
    return visit.date == facts.on and diary.now is not None and visit.start is not None and visit.start <= diary.now


def _may_move(facts: WeekFacts, diary: Diary, visit: Held) -> bool:
    return (
        visit.kind in MOVABLE
        and visit.start is not None
        and visit.stop is not None
        and visit.member in facts.cared
        and bool(diary.windows(visit.date))
        and not _begun(facts, diary, visit)
    )


def _why_gone(facts: WeekFacts, diary: Diary, people: People, visit: Held) -> str | None:
    """What forces a booked visit out: the worker is away or at a fixed appointment, the member can't be seen."""
    away = diary.why_away(visit.date)
    if away:
        return away
    if visit.start is not None and visit.end is not None:
        for fixed in diary.standing(visit.date):
            if not fixed.over and fixed.start < visit.end and fixed.stop > visit.start:
                return f"in the way: {fixed.label or 'a fixed appointment'} {clock(fixed.start)}-{clock(fixed.stop)}"
    if visit.member in facts.cared and visit.kind != PROVIDER:
        return people.why_gone(visit.member, visit.date)
    return None


def taken_on(day: date, visits: list[Held]) -> list[Held]:
    """The visits of a day that have an hour."""
    return [v for v in visits if v.date == day and v.start is not None and v.end is not None]
