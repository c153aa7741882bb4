"""What follows from the records, written in the transaction that changes them: ledger, cm_days, exact_from.

The ledger holds one entry for each service and calendar date (``rules.ledger``), worked out with everything
that is known; ``members.exact_from`` is the day from which a question sees that too: before an actual
discharge that was not the planned one the desk works out the member's ledger anew.

A handful of members is compared row by row, so that a single visit changes a few rows. Many are streamed in
order of member and date: memory does not grow with the number of services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from tcm_tui.records import deriving, drivers
from tcm_tui.records.bulk import indexes_aside
from tcm_tui.records.errors import StoreError
from tcm_tui.records.freshness import FINGERPRINT, fingerprint
from tcm_tui.records.queries.kept import KEEP
from tcm_tui.rules import ledger
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs

Progress = Callable[[int, int], bool]
"""Told (services done, services in all) about every 5,000, or members where each is compared; False gives up."""

_FEW = 50  # members: above, streaming is quicker than comparing
_STEP = 5_000

_ADD_TO_DAYS = """
ON CONFLICT (cm_id, date) DO UPDATE SET units = cm_days.units + excluded.units,
 billable_minutes = cm_days.billable_minutes + excluded.billable_minutes,
 minutes = cm_days.minutes + excluded.minutes,
 community_minutes = cm_days.community_minutes + excluded.community_minutes"""
_EMPTY_DAY = "units = 0 AND billable_minutes = 0 AND minutes = 0 AND community_minutes = 0"
_DISCHARGED = """(SELECT max(t.discharged_on) FROM stays t
 WHERE t.member_id = members.member_id AND t.discharged_on IS NOT t.planned_discharge_on)"""


def refresh_members(
    connection: drivers.Connection,
    policy: Policy,
    packs: Packs,
    members: Iterable[str] | None = None,
    *,
    days: Iterable[date] | None = None,
    progress: Progress | None = None,
) -> None:
    """Work out anew what follows from the services of these members (None: of all), inside a transaction.

    days: the dates of services that were added, changed or voided, when nothing else about the members
    changed; only their months are then worked out. A changed member, plan, stay, residence, authorization or
    external month needs days None; a changed worker or site ``members_served_by``; a changed setting or
    figure members None. Everything is worked out when the ledger is stale. Raises StoreError ``cancelled``
    when progress gives False.
    """
    now = fingerprint(policy, packs)
    kept = connection.execute("SELECT value FROM meta WHERE key = ?", (FINGERPRINT,)).fetchone()
    chosen = None if members is None or kept is None or kept[0] != now else sorted(set(members))
    if chosen is None:
        _stream(connection, policy, packs, None, progress)
        connection.execute(KEEP, (FINGERPRINT, now))
        return
    touched = None if days is None else sorted(set(days))
    if len(chosen) > _FEW and not _few_of_all(connection, touched):
        _stream(connection, policy, packs, chosen, progress)
    elif chosen:
        if touched != []:
            workers = deriving.workers(connection)
            for number, member in enumerate(chosen):
                if progress and number % _FEW == _FEW - 1 and not progress(number, len(chosen)):
                    raise StoreError("cancelled", "Given up: nothing was changed.")
                _compare(
                    connection,
                    member,
                    _span(touched),
                    lambda facts, services: ledger.assess(services, facts, workers, policy, packs),
                    packs,
                )
        _note_exact_from(connection, " AND member_id = ?", [(member,) for member in chosen])


def _few_of_all(connection: drivers.Connection, days: list[date] | None) -> bool:
    """Whether the months of these days hold so few of all services that comparing each member is quicker."""
    span = _span(days)
    if span is None:
        return days == []
    sql = "SELECT count(*) FILTER (WHERE date BETWEEN ? AND ?), count(*) FROM services"
    inside, total = connection.execute(sql, (span[0].isoformat(), span[1].isoformat())).fetchone()
    return bool(inside * 4 < total)


def members_served_by(connection: drivers.Connection, workers: Iterable[str]) -> list[str]:
    """The members whose ledger depends on these workers (their level, type or site)."""
    found: set[str] = set()
    for worker in workers:
        sql = "SELECT DISTINCT member_id FROM services WHERE cm_id = ? AND voided_on IS NULL"
        found.update(member for (member,) in connection.execute(sql, (worker,)))
    return sorted(found)


Assess = Callable[[ledger.MemberFacts, Iterable[Any]], list[ledger.Entry]]
Span = tuple[date, date] | None


def _span(days: list[date] | None) -> Span:
    """The whole months of these days, and the next one for what may run on past midnight. None: all."""
    if not days:
        return None
    end = (days[-1] + timedelta(days=1)).replace(day=1) + timedelta(days=31)
    return days[0].replace(day=1), end.replace(day=1) - timedelta(days=1)


def _compare(connection: drivers.Connection, member: str, span: Span, assess: Assess, packs: Packs) -> None:
    """Write only the entries of one member that have changed."""
    facts = deriving.facts_of(connection, member)
    if facts is None:
        return
    if span is None or ledger.needs_all_months(facts, packs):
        span = deriving.ALL_DAYS
    first, last = span
    entries = assess(facts, deriving.services_of(connection, member, first, last))
    new = {row for row in deriving.stored_form(entries) if first.isoformat() <= row[3] <= last.isoformat()}
    old = set(connection.execute(deriving.LEDGER_OF, (member, first.isoformat(), last.isoformat())))
    gone, added = old - new, new - old
    connection.executemany(
        "DELETE FROM ledger WHERE member_id = ? AND date = ? AND start_min = ? AND service_id = ?",
        [(row[1], row[3], row[4], row[0]) for row in gone],
    )
    connection.executemany(deriving.INSERT_ENTRY, added)
    shifts = [(r[2], r[3], -r[8], -r[7], -r[6], -r[6] * r[13]) for r in gone]
    shifts += [(r[2], r[3], r[8], r[7], r[6], r[6] * r[13]) for r in added]
    connection.executemany(f"INSERT INTO cm_days VALUES (?, ?, ?, ?, ?, ?) {_ADD_TO_DAYS}", shifts)
    connection.executemany(
        f"DELETE FROM cm_days WHERE cm_id = ? AND date = ? AND {_EMPTY_DAY}", {(s[0], s[1]) for s in shifts}
    )


def _stream(
    connection: drivers.Connection,
    policy: Policy,
    packs: Packs,
    members: list[str] | None,
    progress: Progress | None,
) -> None:
    """Replace the entries of many members, or of all."""
    among = ""
    if members is not None:
        among = " AND member_id IN (SELECT member_id FROM temp.touched)"
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS touched (member_id TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.execute("DELETE FROM temp.touched")
        connection.executemany("INSERT INTO temp.touched VALUES (?)", [(member,) for member in members])
        _sum_days(connection, "-", among)
        connection.execute(f"DELETE FROM ledger WHERE true{among}")
    else:
        connection.execute("DELETE FROM ledger")
        connection.execute("DELETE FROM cm_days")
    (total,) = connection.execute(f"SELECT count(*) FROM services WHERE voided_on IS NULL{among}").fetchone()
    workers = deriving.workers(connection)
    known = deriving.facts_of_all(connection)

    def rows() -> Iterator[tuple[Any, ...]]:
        done, told = 0, 0
        for member, group in groupby(deriving.all_services(connection, among), key=itemgetter(1)):
            services = list(group)
            yield from deriving.stored_form(ledger.assess(services, known(member), workers, policy, packs))
            done += len(services)
            if progress and done >= told + _STEP:
                told = done
                if not progress(done, total):
                    raise StoreError("cancelled", "Given up: nothing was changed.")

    with indexes_aside(connection, "ledger") if members is None else nullcontext():
        connection.executemany(deriving.INSERT_ENTRY, rows())
    _sum_days(connection, "", among)
    if members is not None:
        connection.execute(f"DELETE FROM cm_days WHERE {_EMPTY_DAY}")
    _note_exact_from(connection, among, [()])


def _sum_days(connection: drivers.Connection, sign: str, among: str) -> None:
    """Add the ledger's sums to the workers' days, or take them away."""
    sums = f"{sign}sum(units), {sign}sum(billable_minutes), {sign}sum(minutes), {sign}sum(minutes * community)"
    connection.execute(
        f"INSERT INTO cm_days SELECT cm_id, date, {sums} FROM ledger WHERE true{among} "
        f"GROUP BY cm_id, date HAVING sum(minutes) > 0 {_ADD_TO_DAYS}"
    )


def _note_exact_from(connection: drivers.Connection, among: str, params: list[tuple[str, ...]]) -> None:
    connection.executemany(
        f"UPDATE members SET exact_from = {_DISCHARGED} WHERE exact_from IS NOT {_DISCHARGED}{among}", params
    )
