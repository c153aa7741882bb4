"""What the records say about a week: read once, in one snapshot, for everything that plans it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import budgets, caseload
from tcm_tui.desk.errors import NotOne
from tcm_tui.records.queries import clocks, facts, weekcare, weekplan
from tcm_tui.rules.facts import Member, Plan, Residence, Stay
from tcm_tui.rules.weekhours import Hours

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

iso = date.fromisoformat
DAY = timedelta(days=1)
_Day = date


class Cared(NamedTuple):
    """A member who is the worker's on [starts_on, ends_on), or on some days of it."""

    member: Member
    area: str | None
    exact_from: date | None
    first_assigned: date | None
    starts_on: date
    ends_on: date | None


class Held(NamedTuple):
    """An appointment that is still booked or was kept. units is what it holds."""

    id: str
    member: str
    cm: str | None
    date: _Day
    start: int | None
    stop: int | None
    kind: str
    status: str
    units: int

    @property
    def end(self) -> int | None:
        """When it stops; without a stop its units say."""
        if self.start is None or self.stop is not None:
            return self.stop
        return self.start + 15 * max(1, self.units)


class Fixed(NamedTuple):
    """A worker's own appointment. area None: it has no place."""

    date: _Day
    start: int
    stop: int
    area: str | None
    label: str


class Miss(NamedTuple):
    """A miss without an attempt so far. R19"""

    member: str
    appointment: str
    date: _Day


class WeekFacts(NamedTuple):
    """A worker's week as the records have it.

    first: the first day that can still be planned; last: Sunday. own: the worker's appointments from first to
    until (the last day of the last month of the week); theirs: all appointments of the members, by member.
    done: today's services (member, worker, start, stop). missed: by member, when a visit missed today would have
    ended, in minutes.
    """

    on: date
    monday: date
    first: date
    last: date
    until: date
    who: caseload.Staff
    cared: dict[str, Cared]
    names: dict[str, tuple[str, str | None]]  # also of members of others: name and area
    own: list[Held]
    theirs: dict[str, list[Held]]
    done: list[tuple[str, str, int, int]]
    contact_days: dict[str, list[date]]
    plans: dict[str, list[Plan]]
    misses: list[Miss]
    homes: dict[str, list[Residence]]
    stays: dict[str, list[Stay]]
    working: list[Hours]
    leave: list[tuple[date, date, str]]
    fixed: list[Fixed]
    available: dict[str, list[Hours]]
    travel: dict[tuple[str, str], int]
    missed: Mapping[str, int] = {}


def load(desk: Desk, cm: str, on: date, monday: date) -> WeekFacts:
    """Everything about the week; call within ``desk.reading()``. Raises NotOne for an unknown worker."""
    staff = caseload.staff(desk, cm)
    if not staff:
        raise NotOne(f"No case manager has the id “{cm}”.")
    last = monday + 6 * DAY
    first = max(on, monday)
    until = budgets.month_of(last)[1]
    rows = desk.store.rows
    span = {"cm": cm, "on": on.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
    cared: dict[str, Cared] = {}
    for r in rows(weekcare.HELD_BY, span):
        cared[r[0]] = Cared(facts.member(r), r[14], facts.day(r[15]), facts.day(r[16]), iso(r[17]), facts.day(r[18]))
    some = {"members": json.dumps(list(cared))}
    month = budgets.month_of(min(on, first))[0]
    wide = {**span, **some, "last": until.isoformat()}
    theirs = _grouped(_held(desk, rows(weekcare.VISITS_OF, wide | {"first": on.isoformat()})))
    own = _held(desk, rows(weekcare.VISITS_BY, wide | {"first": on.isoformat()}))
    own += [v for found in theirs.values() for v in found if v.cm is None and _mine(cared[v.member], v.date)]
    own.sort(key=lambda v: (v.date, v.start if v.start is not None else -1, v.id))
    done = {r[0]: r for r in rows(weekcare.DONE_BY, span)} | {r[0]: r for r in rows(weekcare.DONE_WITH, span | some)}
    logged = {r[5] for r in done.values() if r[5]}
    own = [v for v in own if v.id not in logged]
    theirs = {key: [v for v in found if v.id not in logged] for key, found in theirs.items()}
    contact_days: dict[str, list[date]] = {}
    for member, day in rows(clocks.CONTACT_DAYS.some, {**span, **some, "first": month.isoformat()}):
        contact_days.setdefault(member, []).append(iso(day))
    plans: dict[str, list[Plan]] = {}
    for r in rows(clocks.PLANS.some, wide):
        plans.setdefault(r[0], []).append(facts.plan(r))
    missed: dict[str, int] = {}
    for member, start, stop in rows(weekcare.MISSED_ON, span | some):
        missed[member] = max(missed.get(member, 0), stop or start + 15)
    homes: dict[str, list[Residence]] = {}
    for r in rows(weekcare.HOMES, wide):
        homes.setdefault(r[0], []).append(facts.residence(r))
    stays: dict[str, list[Stay]] = {}
    for r in rows(weekcare.STAYS, span | some):
        stays.setdefault(r[0], []).append(facts.stay(r))
    available: dict[str, list[Hours]] = {}
    for r in rows(weekplan.AVAILABILITY, span):
        available.setdefault(r[0], []).append(facts.hours(r[1:]))
    others = sorted({v.member for v in own} - cared.keys())
    names = {key: (c.member.name, c.area) for key, c in cared.items()}
    names |= {r[0]: (r[1], r[2]) for r in rows(weekcare.PLACES, {"members": json.dumps(others)})} if others else {}
    return WeekFacts(
        on=on,
        monday=monday,
        first=first,
        last=last,
        until=until,
        who=staff[0],
        cared=cared,
        names=names,
        own=own,
        theirs=theirs,
        done=[(r[1], r[2], r[3], r[4]) for r in done.values()],
        contact_days=contact_days,
        plans=plans,
        misses=[Miss(r[0], r[1], iso(r[3])) for r in rows(clocks.MISSES.some, {**span, **some}) if r[5] is None],
        missed=missed,
        homes=homes,
        stays=stays,
        working=[facts.hours(r) for r in rows(weekplan.WORKING_HOURS, wide)],
        leave=[(iso(r[0]), iso(r[1]), r[2] or "") for r in rows(weekplan.LEAVE, wide)],
        fixed=[Fixed(iso(r[1]), r[2], r[3], r[4], r[5] or "") for r in rows(weekplan.FIXED, wide)],
        available=available,
        travel={(r[0], r[1]): r[2] for r in rows(weekplan.TRAVEL, {})},
    )


def _held(desk: Desk, rows: Iterable[Any]) -> list[Held]:
    found = []
    for key, member, cm, day, start, stop, kind, status, units in rows:
        held = budgets.hold(desk, day, start, stop, kind, units) if status == "scheduled" else 0
        found.append(Held(key, member, cm, iso(day), start, stop, kind, status, held))
    return found


def _grouped(visits: list[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for visit in visits:
        found.setdefault(visit.member, []).append(visit)
    return found


def _mine(cared: Cared, day: date) -> bool:
    return cared.starts_on <= day and (cared.ends_on is None or day < cared.ends_on)
