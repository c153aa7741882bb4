"""Units delivered past the day's, the month's or the year's limit. R3, R4, R5

One finding for each day or month that is over, at the service that crossed the limit. The figures are
those of the unit look-up: used + known elsewhere - limit, past the end of the period or up to the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from tcm_tui.rules.checks.bundle import Seen, finding
from tcm_tui.rules.entries import Entry
from tcm_tui.rules.lines import Row, row_by_id
from tcm_tui.rules.units import limit_for, period_of
from tcm_tui.rules.verdict import Finding

RULE_OF = {"day": "R3", "month": "R4", "year": "R4"}


def check(seen: Seen) -> Iterator[Finding]:
    """R3 for each day, R4 for each month (and year, where a row has such a limit) that is over."""
    counted = (entry for entry in seen.entries if entry.units)
    for member, entries in groupby(counted, key=lambda entry: entry.member_id):
        mine = list(entries)
        if member not in seen.members:
            continue
        for per in RULE_OF:
            periods: dict[tuple[date, str], list[Entry]] = {}
            for entry in mine:
                scope = _scope(seen, entry) if per != "day" else ""
                periods.setdefault((period_of(per, entry.date)[0], scope), []).append(entry)
            for (first, _), held in periods.items():
                yield from _over(seen, per, first, held, mine)


def _scope(seen: Seen, entry: Entry) -> str:
    """What shares a month's limit: everything, or by policy the rows that are one in the table. R4"""
    if seen.policy.cap_scope != "row":
        return ""
    row = _row(seen, entry)
    return row.table_row if row else ""


def _row(seen: Seen, entry: Entry) -> Row | None:
    return row_by_id(seen.packs, entry.line_id, entry.date) if entry.line_id else None


def _used_by(entries: list[Entry]) -> Callable[[date, date], int]:
    return lambda first, end: sum(e.units for e in entries if first <= e.date < end)


def _over(seen: Seen, per: str, first: date, held: list[Entry], mine: list[Entry]) -> Iterator[Finding]:
    """The finding of one period, by the limit of the row that was billed last in it."""
    last = held[-1]
    row = _row(seen, last)
    if row is None:
        return
    member = seen.members[last.member_id]
    grants = seen.authorizations.get(member.member_id, ())
    limit = limit_for(row, grants, last.date, per, _used_by(mine))
    if limit is None:
        return
    elsewhere = _elsewhere(seen, member.member_id, per, first)
    used = sum(entry.units for entry in held)
    over = used + elsewhere - limit
    if over <= 0:
        return
    known = f" + {elsewhere} known elsewhere" if elsewhere else ""
    when = {"day": f"{first}", "month": f"{first:%Y-%m}", "year": f"{first:%Y}"}[per]
    crossing = _crossing(held, limit - elsewhere)
    yield finding(
        RULE_OF[per],
        "error",
        f"{per} {when}, row {row.id}: {used} used{known} − {limit} = {over} over",
        member=member.member_id,
        cm=crossing.cm_id,
        ref=crossing.service_id,
        units=min(over, used),
    )


def _elsewhere(seen: Seen, member: str, per: str, first: date) -> int:
    """Units other agencies are known to have billed in the period. R5"""
    if per == "day":
        return 0
    end = period_of(per, first)[1]
    return sum(row.units for row in seen.external.get(member, ()) if first <= row.month < end)


def _crossing(held: list[Entry], room: int) -> Entry:
    """The entry with which the period went over."""
    used = 0
    for entry in held:
        used += entry.units
        if used > room:
            return entry
    return held[-1]
