"""What the records know about the coming months: read once, in one snapshot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tcm_tui.desk import caseload, cohort, roles
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.scope import Scope
from tcm_tui.records.queries import caseload as many
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import outlook as sql
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.facts import Authorization, Residence, Stay

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

iso = date.fromisoformat
DAY = timedelta(days=1)
MOST_MONTHS = 120
R = TypeVar("R")

Tell = Callable[[str, float], bool]
"""Told what is being worked out and the share done, 0 to 1; False gives up."""


class Stopped(DeskError):
    """Given up because whoever asked wished so."""


Holder = tuple[str, date, date | None]
"""A worker who is responsible on [starts_on, ends_on)."""


class Known(NamedTuple):
    """The records as the coming months see them. months: their first days; end: the first day after the last.

    people: the case managers looked at, by id. mine: the members looked at, with the worker of today (of a pending
    member the next, of a closed one the last). chains: each member's workers in order.
    """

    on: date
    months: tuple[date, ...]
    end: date
    scope: Scope
    people: dict[str, caseload.Staff]
    everyone: dict[str, caseload.Staff]
    mine: dict[str, cohort.Cared]
    worker_of: dict[str, str | None]
    chains: dict[str, list[Holder]]
    grants: dict[str, list[Authorization]]
    homes: dict[str, list[Residence]]
    stays: dict[str, list[Stay]]
    held: dict[tuple[str, date], list[tuple[Any, ...]]]
    external: dict[tuple[str, date], int]

    def params(self, **more: Any) -> dict[str, Any]:
        last = (self.end - DAY).isoformat()
        return {"on": self.on.isoformat(), "first": self.on.isoformat(), "last": last} | more

    def holder(self, member: str, day: date) -> str | None:
        """The responsible worker of a day; after the last known assignment its worker, as long as none is named."""
        found = self.worker_of[member]
        for cm, starts_on, _ in self.chains.get(member, ()):
            if self.on < starts_on <= day:
                found = cm
        return found


def months_from(on: date, count: int) -> tuple[tuple[date, ...], date]:
    """The first days of so many months, that of the day first; and the first day after them."""
    found = [on.replace(day=1)]
    while len(found) <= count:
        found.append(month_end(found[-1]) + DAY)
    return tuple(found[:-1]), found[-1]


def load(desk: Desk, on: date, count: int, scope: Scope) -> Known:
    """Everything that is asked of the whole; call within ``desk.reading()``."""
    months, end = months_from(on, count)
    rows = desk.store.rows
    everyone = {person.who.cm_id: person for person in caseload.staff(desk)}
    people = {cm: person for cm, person in everyone.items() if scope.holds(person.who) and roles.sees(desk, cm)}
    chains: dict[str, list[Holder]] = {}
    for member, cm, starts_on, ends_on in rows(sql.ASSIGNMENTS):
        chains.setdefault(member, []).append((cm, iso(starts_on), facts.day(ends_on)))
    mine: dict[str, cohort.Cared] = {}
    worker_of: dict[str, str | None] = {}
    for cared in cohort.load(desk, on):
        key = cared.member.member_id
        cm = cared.cm or _nearest(chains.get(key, ()), on, cared.status(on))
        if scope.all or (cm is not None and cm in people):
            mine[key] = cared
            worker_of[key] = cm
    span = {"on": on.isoformat(), "first": months[0].isoformat(), "last": (end - DAY).isoformat()}
    held: dict[tuple[str, date], list[tuple[Any, ...]]] = {}
    for member, day, *rest in rows(many.HELD.all, span):
        held.setdefault((member, iso(day).replace(day=1)), []).append((day, *rest))
    external: dict[tuple[str, date], int] = {}
    for member, month, units, *_ in rows(many.EXTERNAL.all, span):
        external[member, iso(month)] = external.get((member, iso(month)), 0) + units
    return Known(
        on=on,
        months=months,
        end=end,
        scope=scope,
        people=people,
        everyone=everyone,
        mine=mine,
        worker_of=worker_of,
        chains=chains,
        grants=_by_member(map(facts.authorization, rows(many.AUTHORIZED.all, span))),
        homes=_by_member(map(facts.residence, rows(sql.HOMES, span))),
        stays=_by_member(map(facts.stay, rows(sql.STAYS, span))),
        held=held,
        external=external,
    )


def _nearest(chain: Any, on: date, status: str) -> str | None:
    """The worker of a member who is in nobody's care today: the next of a pending one, the last of a closed one."""
    if status == "active":
        return None
    later = [cm for cm, starts_on, _ in chain if starts_on > on]
    if later:
        return str(later[0])
    return str(chain[-1][0]) if chain else None


def _by_member(rows: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
