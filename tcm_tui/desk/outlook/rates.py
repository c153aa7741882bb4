"""Each member's units a month, from the latest full months with service."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import budgets
from tcm_tui.desk.outlook.facts import DAY, Known
from tcm_tui.planning.outlook import Rate
from tcm_tui.records.queries import outlook as sql
from tcm_tui.rules import lines
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.facts import Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

LOOK_BACK = 12
"""Full months that are looked at for months with service; older ones say nothing about the present."""


class Delivered:
    """Units of members in a span. By the policy ``cap_scope = row`` only those of the row that is billed count. R4"""

    def __init__(self, desk: Desk, known: Known) -> None:
        self.desk, self.known = desk, known
        self.by_row = desk.policy.cap_scope == "row"

    def between(self, first: date, last: date, members: Iterable[str] | None = None) -> dict[str, int]:
        """Units by member, from first through last; members without any are absent."""
        params = {"first": first.isoformat(), "last": last.isoformat()}
        if members is None:
            text = sql.UNITS.by_line if self.by_row else sql.UNITS.all
        else:
            text = sql.UNITS.some_by_line if self.by_row else sql.UNITS.some
            params["members"] = json.dumps(list(members))
        found: dict[str, int] = {}
        for member, line, units in self.desk.store.rows(text, params):
            if units and member in self.known.mine and (not self.by_row or line in self._beside(member)):
                found[member] = found.get(member, 0) + units
        return found

    def _beside(self, member: str) -> set[str]:
        """The rows that share their limit with the one that is billed for a member today."""
        worker = worker_of(self.known, self.known.worker_of[member])
        modifier, contract = lines.service_line(None, None, worker)
        on, packs = self.known.on, self.desk.packs
        row = lines.find_row(packs, modifier, contract, lines.age_on(self.known.mine[member].member.dob, on), on)
        if row is None:
            return set()
        table = lines.table_on(packs, on).values()
        return {other.id for rows in table for other in rows if other.table_row == row.table_row}


def worker_of(known: Known, cm: str | None) -> Worker | None:
    """The case manager as the lines of the table need them."""
    if cm is None:
        return None
    person = known.everyone[cm]
    return Worker(cm, person.who.level, person.who.type, person.contract)


def rates(desk: Desk, known: Known) -> dict[str, Rate]:
    """The mean of the latest ``rate_months`` full months with service, by active member; who has none is absent.

    Full is a month that is over and in which the member was open from its first day on.
    """
    wanted = desk.ahead.rate_months
    delivered = Delivered(desk, known)
    active = [key for key, cared in known.mine.items() if cared.status(known.on) == "active"]
    units = dict.fromkeys(active, 0)
    months = dict.fromkeys(active, 0)
    missing: set[str] = set(active)
    last = known.months[0] - DAY
    for back in range(LOOK_BACK):
        if not missing:
            break
        first = last.replace(day=1)
        for key, found in delivered.between(first, last, None if back < wanted else missing).items():
            if key in missing and _open_on(known, key, first):
                units[key] += found
                months[key] += 1
                if months[key] == wanted:
                    missing.discard(key)
        last = first - DAY
    return {key: Rate(units[key], months[key]) for key in active if months[key]}


def _open_on(known: Known, key: str, day: date) -> bool:
    cared = known.mine[key]
    since = cared.member.opened_on or cared.first_assigned
    return since is not None and since <= day


def used_so_far(desk: Desk, known: Known) -> dict[str, int]:
    """Units of the present month through the day of the answer, as known on it."""
    first, on = known.months[0], known.on
    found = Delivered(desk, known).between(first, on)
    for key, cared in known.mine.items():
        if cared.exact_from is not None and on < cared.exact_from:
            use = budgets.of_member(desk, key, on, on, cared.exact_from)
            found[key] = sum(units for _, _, units in use.used)
    return found


def held_in(desk: Desk, known: Known, key: str, month: date) -> list[tuple[int, int]]:
    """Units held by a member's planned visits of a month, as (day, units) by day."""
    rows = known.held.get((key, month), ())
    return sorted((date.fromisoformat(row[0]).day, budgets.hold(desk, *row[:5])) for row in rows)


def last_day(month: date) -> int:
    """The number of days of a month."""
    return month_end(month).day
