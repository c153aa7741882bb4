"""Caseloads, hours and hires of the coming months, if intake and closing go on as they did. R9-R11, R48"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload
from tcm_tui.desk.cohort import Cared
from tcm_tui.desk.outlook.facts import DAY, Known
from tcm_tui.desk.outlook.time import WorkingTime
from tcm_tui.desk.outlook.views import Came, Staffing
from tcm_tui.planning.outlook import Rate, hires, projected
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.hours import UNITS_AN_HOUR

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Flow(NamedTuple):
    """What came and went in the months behind the rates, in the unit of the type and in members."""

    opened: int = 0
    closed: int = 0
    members_opened: int = 0
    members_closed: int = 0


def type_of(known: Known, key: str) -> str:
    """The type a member weighs on: the worker's; of a member in nobody's care the program."""
    cm = known.worker_of[key]
    return known.everyone[cm].who.type if cm is not None else known.mine[key].member.program


def opened_on(cared: Cared) -> date | None:
    """The day from which a member counts."""
    return cared.member.opened_on or cared.first_assigned


def closed_on(cared: Cared) -> date | None:
    """The day from which a member no longer counts: closed or refused. R24"""
    return min((day for day in (cared.member.closed_on, cared.member.refused_on) if day is not None), default=None)


def span_behind(known: Known, months: int) -> tuple[date, date]:
    """First and last day of the full months behind the rates."""
    last = known.months[0] - DAY
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - DAY).replace(day=1)
    return first, last


def came(known: Known, months: int) -> list[Came]:
    """Who was opened, and who was closed or refused, in those months, in order. Who was never open does neither."""
    first, last = span_behind(known, months)
    found = []
    for key, cared in known.mine.items():
        begun, ended = opened_on(cared), closed_on(cared)
        if begun is None or (ended is not None and ended <= begun):
            continue
        for day, what in ((begun, "opened"), (ended, "closed")):
            if day is not None and first <= day <= last:
                found.append(Came(key, cared.member.name, type_of(known, key), day, what))
    return sorted(found, key=lambda each: (each.on, each.member))


def staffing(
    desk: Desk, known: Known, found_rates: dict[str, Rate], time: WorkingTime, moved: Iterable[Came]
) -> list[Staffing]:
    """A line a month and type that has workers or members."""
    months = desk.ahead.intake_months
    by_family = desk.packs.words("caseload.counted_by_family", known.on)
    members, counted = _now(desk, known, by_family)
    flows = _flows(known, months, by_family, moved)
    types = [kind for kind in rules.PROGRAMS if known.scope.type in (None, kind)]
    means = {kind: _mean(known, kind, found_rates) for kind in types}
    found = []
    ahead = Fraction()  # months from the day of the answer to the month's end
    for number, month in enumerate(known.months):
        end = month_end(month)
        rest = Fraction((end - max(month, known.on)).days, end.day) if not number else Fraction(1)
        ahead += rest
        for kind in types:
            staff = [p for p in known.people.values() if p.who.type == kind]
            if not staff and not members.get(kind):
                continue
            flow = flows.get(kind, Flow())
            people = projected(members.get(kind, 0), flow.members_opened, flow.members_closed, months, ahead)
            count = projected(counted.get(kind, 0), flow.opened, flow.closed, months, ahead)
            limits = rules.range_for(desk.packs, kind, end)
            there = [p for p in staff if caseload.employed(p.who, end)]
            mean, of = means[kind]
            paces = [pace for p in staff if (pace := time.pace(p, month, month)) is not None]
            found.append(
                Staffing(
                    month=month,
                    type=kind,
                    unit="families" if kind in by_family else "members",
                    now=counted.get(kind, 0),
                    opened=flow.opened,
                    closed=flow.closed,
                    months=months,
                    ahead=round(float(ahead), 2),
                    counted=count,
                    members=people,
                    high=limits[1] if limits else None,
                    workers=len(there),
                    places=limits[1] * len(there) if limits else None,
                    hires=hires(count, limits[1], len(there)) if limits else None,
                    rate=round(float(mean), 1) if of else None,
                    rate_of=of,
                    hours=round(float(people * mean / UNITS_AN_HOUR), 1) if of else None,
                    pace=round(sum(paces), 1) if paces else None,
                )
            )
    return found


def _now(desk: Desk, known: Known, by_family: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """Active members by type, and what counts against the ranges: each worker's own count, and who has no worker."""
    members: dict[str, int] = {}
    counted: dict[str, int] = {}
    for cm, held in caseload.counts(desk, known.on).items():
        if cm in known.people:
            kind = known.people[cm].who.type
            load = rules.load(held, kind, rules.range_for(desk.packs, kind, known.on), by_family)
            members[kind] = members.get(kind, 0) + held.members
            counted[kind] = counted.get(kind, 0) + load.counted
    families: set[str] = set()
    for key, cared in known.mine.items():
        if known.worker_of[key] is None and cared.status(known.on) == "active":
            kind = cared.member.program
            members[kind] = members.get(kind, 0) + 1
            family = cared.member.family_id if kind in by_family else None
            if family is None or family not in families:
                counted[kind] = counted.get(kind, 0) + 1
            families |= {family} if family else set()
    return members, counted


def _flows(known: Known, months: int, by_family: tuple[str, ...], moved: Iterable[Came]) -> dict[str, Flow]:
    """What came and went by type. A family comes with its first member and goes with its last. R11"""
    first, last = span_behind(known, months)
    sums: dict[str, list[int]] = {}
    for each in moved:
        kind = each.type
        found = sums.setdefault(kind, [0, 0, 0, 0])
        out = int(each.what == "closed")
        found[2 + out] += 1
        if kind not in by_family or not known.mine[each.member].member.family_id:
            found[out] += 1
    households: dict[tuple[str, str], list[Cared]] = {}
    for key, cared in known.mine.items():
        family = cared.member.family_id
        if family and (kind := type_of(known, key)) in by_family and opened_on(cared) is not None:
            households.setdefault((kind, family), []).append(cared)
    for (kind, _), all_of in households.items():
        found = sums.setdefault(kind, [0, 0, 0, 0])
        begun = min(day for cared in all_of if (day := opened_on(cared)) is not None)
        ends = [closed_on(cared) for cared in all_of]
        ended = max((day for day in ends if day is not None), default=None) if None not in ends else None
        found[0] += first <= begun <= last
        found[1] += ended is not None and begun < ended and first <= ended <= last
    return {kind: Flow(*found) for kind, found in sums.items()}


def _mean(known: Known, kind: str, found_rates: dict[str, Rate]) -> tuple[Fraction, int]:
    """Mean units a month of the type's members who have a rate, and how many those are."""
    mine = [rate for key, rate in found_rates.items() if type_of(known, key) == kind]
    # by equal numbers of months first: adding fractions of the same kind is adding whole numbers
    by_months: dict[int, int] = {}
    for rate in mine:
        by_months[rate.months] = by_months.get(rate.months, 0) + rate.units
    total = sum((Fraction(units, months) for months, units in by_months.items()), Fraction())
    return (total / len(mine) if mine else Fraction()), len(mine)
