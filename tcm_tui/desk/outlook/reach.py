"""Community contacts of the coming months against the time that the present staff has for them. R17, R18, R48"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import caseload, cohort
from tcm_tui.desk.outlook.facts import Known
from tcm_tui.desk.outlook.time import WorkingTime
from tcm_tui.desk.outlook.views import Reach, SiteReach
from tcm_tui.planning.outlook import reach
from tcm_tui.records.queries import clocks, facts
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import contacts, units
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.facts import Plan

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Needs = dict[str, int]
"""Contacts still needed in a month, by member."""


def reaches(desk: Desk, known: Known, time: WorkingTime, tell: Callable[[float], None]) -> list[Reach]:
    """A line a month and worker who has members or time, and one for members whom nobody has."""
    needed = _needed(desk, known)
    found: list[Reach] = []
    for number, month in enumerate(known.months):
        tell(number / len(known.months))
        end = month_end(month)
        visit = time.terms.high * units.measure(desk.packs, end)[0]
        each = visit + time.terms.travel
        of: dict[str | None, Needs] = {}
        for key, count in needed[month].items():
            of.setdefault(known.holder(key, end), {})[key] = count
        for cm, person in known.people.items():
            mine = of.get(cm, {})
            minutes = time.minutes(person, month)
            if mine or minutes:
                found.append(
                    _one(
                        known, month, person, mine, minutes, visit, each, time.pace(person, month, max(month, known.on))
                    )
                )
        alone = of.get(None, {})
        if alone:
            total = sum(alone.values())
            who = _who(known, alone)
            found.append(Reach(month, None, "", "", None, total, 0, each, visit, 0, total, None, 0.0, None, who))
    return found


def _one(
    known: Known,
    month: date,
    person: caseload.Staff,
    mine: Needs,
    minutes: int,
    visit: int,
    each: int,
    pace: float | None,
) -> Reach:
    """One worker's month: the contacts first, then whether what is left of the time lets the year's pace be kept."""
    who = person.who
    needed = sum(mine.values())
    can = min(needed, reach(minutes, each))
    left = max(0, minutes - can * each)
    return Reach(
        month=month,
        cm=who.cm_id,
        name=who.name,
        site=person.site,
        type=who.type,
        needed=needed,
        minutes=minutes,
        each=each,
        visit=visit,
        can=can,
        cant=needed - can,
        pace=None if pace is None else round(pace, 1),
        left=round(left / 60, 1),
        pace_short=None if pace is None else max(0.0, round(pace - (can * visit + left) / 60, 1)),
        members=_who(known, mine) if needed > can else (),
    )


def by_site(found: list[Reach]) -> list[SiteReach]:
    """The sums by month and site, in the order of the sites' names."""
    lines: dict[tuple[date, str], list[Reach]] = {}
    for each in found:
        lines.setdefault((each.month, each.site), []).append(each)
    return [
        SiteReach(
            month=month,
            site=site,
            workers=sum(each.cm is not None for each in these),
            needed=sum(each.needed for each in these),
            can=sum(each.can for each in these),
            cant=sum(each.cant for each in these),
            spare=sum(reach(each.minutes, each.each) - each.can for each in these),
            minutes=sum(each.minutes for each in these),
            pace=round(sum(each.pace or 0 for each in these), 1),
            pace_short=round(sum(each.pace_short or 0 for each in these), 1),
        )
        for (month, site), these in sorted(lines.items())
    ]


def _who(known: Known, mine: Needs) -> tuple[tuple[str, str, int], ...]:
    return tuple((key, known.mine[key].member.name, count) for key, count in mine.items())


def _needed(desk: Desk, known: Known) -> dict[date, Needs]:
    """Contacts each month asks for and that are not made yet, by month. R17, R18, R24

    A member's last plan is taken to be renewed as it is: what it asks goes on after its end.
    """
    on, packs = known.on, desk.packs
    month = {"on": on.isoformat(), "first": known.months[0].isoformat()}
    made = cohort.grouped(desk.store.rows(clocks.CONTACT_DAYS.all, month))
    plans: dict[str, list[Plan]] = {}
    asking = [r for r in desk.store.rows(clocks.PLANS.all, known.params()) if r[3] is not None]
    for member in {r[0] for r in asking if r[3] > contacts.least_contacts(packs, on)}:
        plans[member] = []
    for member, rows in _plans_of(desk, known, list(plans)).items():
        plans[member] = [facts.plan(r) for r in rows]
    found: dict[date, Needs] = {first: {} for first in known.months}
    ends = [(first, month_end(first), contacts.least_contacts(packs, month_end(first))) for first in known.months]
    for key, cared in known.mine.items():
        member = cared.member
        if not contacts.has_clock(member.program) or cared.status(on) in ("closed", "refused"):
            continue
        dated = member.closed_on or member.refused_on or member.hold_from or cared.status(on) != "active"
        mine = plans.get(key, ())
        for first, due, least in ends:
            if dated and cared.status(due) != "active":
                continue
            if dated and rules.held(member.hold_from, member.hold_until, due):
                continue
            count = max(least, contacts.required_contacts(mine, _renewed(mine, due), packs)) if mine else least
            if first == known.months[0]:
                count = max(0, count - len({day for day in made.get(key, ()) if day >= first}))
            if count:
                found[first][key] = count
    return found


def _plans_of(desk: Desk, known: Known, members: list[str]) -> dict[str, list[Any]]:
    rows = desk.store.rows(clocks.PLANS.some, known.params(members=json.dumps(members))) if members else []
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _renewed(plans: list[Plan] | tuple[Plan, ...], due: date) -> date:
    """The day whose plan is in force in a month: after the end of all plans, that end."""
    last = max((plan.ends_on or due for plan in plans), default=due)
    return min(due, last)
