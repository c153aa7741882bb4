"""Ways out: changes to the week that were tried, and with which more is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tcm_tui.planning.week.choices import Choices
from tcm_tui.planning.week.problem import Problem
from tcm_tui.planning.week.quick import first_plan
from tcm_tui.rules.saying import clock

MOST = 40
"""Changes that are tried."""


class WayOut(NamedTuple):
    """A change and what it brings. do: release | buffer | units; gain: contacts more of the tier that is short."""

    do: str
    date: str | None
    start: int | None
    member: str | None
    units: int | None
    gain: int
    text: str


def ways_out(
    choices: Choices, selection: list[int], alone: list[int], stopped: Callable[[], bool] = lambda: False
) -> list[WayOut]:
    """Single changes with which a plan was found that misses less than this one; the most helpful first."""
    tiers = choices.tiers(selection)
    tier = 0 if tiers[0] else 2
    if not tiers[tier]:
        return []
    found = []
    for n, (way, changed) in enumerate(_changes(choices, alone)):
        if n >= MOST or stopped():
            break
        other = Choices(changed)
        same = [other.at.get((c.member, c.day, c.mode)) for c in map(choices.all.__getitem__, selection)]
        now = other.tiers(first_plan(other, [c for c in same if c is not None]).selection)
        gain = tiers[tier] - now[tier]
        if gain > 0 and now[:tier] <= tiers[:tier]:
            more = "one more is seen" if gain == 1 else f"{gain} more are seen"
            found.append(way._replace(gain=gain, text=f"{way.text} and {more}"))
    return sorted(found, key=lambda way: -way.gain)


def _changes(choices: Choices, alone: list[int]) -> Iterator[tuple[WayOut, Problem]]:
    """Units of a member whose limit is in the way, then appointments, then buffers."""
    problem = choices.problem
    for o in alone:
        yield from _more_units(problem, choices, o)
    for d, day in enumerate(problem.days):
        for fixed in day.fixed:
            hour = clock(fixed.start)
            text = f"release {day.date} {hour}" + (f" ({fixed.label})" if fixed.label else "")
            less = day._replace(fixed=tuple(f for f in day.fixed if f is not fixed))
            days = (*problem.days[:d], less, *problem.days[d + 1 :])
            yield WayOut("release", day.date, fixed.start, None, None, 0, text), problem._replace(days=days)
    for d, day in enumerate(problem.days):
        if day.buffer:
            days = (*problem.days[:d], day._replace(buffer=0), *problem.days[d + 1 :])
            text = f"give up the {day.buffer} minutes kept for crises on {day.date}"
            yield WayOut("buffer", day.date, None, None, None, 0, text), problem._replace(days=days)


def _more_units(problem: Problem, choices: Choices, o: int) -> Iterator[tuple[WayOut, Problem]]:
    obligation = problem.obligations[o]
    member = choices.members[obligation.member]
    for month in dict.fromkeys(problem.days[choices.day_of[date]].month for date in obligation.days):
        left = member.month_left.get(month, 0)
        wanted = obligation.need * member.low
        if left < wanted:
            changed = member._replace(month_left={**member.month_left, month: wanted})
            members = tuple(changed if m.id == member.id else m for m in problem.members)
            more = f"{wanted - left} more unit{'' if wanted - left == 1 else 's'}"
            text = f"an authorization of {more} for {member.id} in {month}"
            way = WayOut("units", None, None, member.id, wanted - left, 0, text)
            yield way, problem._replace(members=members)
