"""Rows in, ledger rows out: what ``refresh`` and ``doctor`` share. Written for a million services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Protocol

from tcm_tui.records import drivers
from tcm_tui.records.queries import facts as kinds
from tcm_tui.rules.entries import Entry, MemberFacts
from tcm_tui.rules.facts import Service, Worker
from tcm_tui.rules.units import DAY

_ENTRY = """service_id, member_id, cm_id, date, start_min, stop_min, minutes, billable_minutes, units,
 payable_units, status, line_id, is_contact, community, at_risk"""
INSERT_ENTRY = f"INSERT INTO ledger ({_ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
LEDGER_OF = f"SELECT {_ENTRY} FROM ledger WHERE member_id = ? AND date BETWEEN ? AND ?"

_SERVICES = f"SELECT {kinds.SERVICE_COLUMNS} FROM services s WHERE s.voided_on IS NULL"
_ORDER = "s.date, s.start_min, s.service_id"
_PARTS: tuple[tuple[str, str, str, Callable[[Any], Any]], ...] = (
    ("residences", "member_id, kind, starts_on, ends_on", "starts_on", kinds.residence),
    (
        "stays",
        "member_id, kind, admitted_on, planned_discharge_on, discharged_on, covered",
        "admitted_on",
        kinds.stay,
    ),
    (
        "plans",
        "member_id, starts_on, ends_on, contacts_per_month, member_signed_on, cm_signed_on, lbhp_signed_on",
        "starts_on",
        kinds.plan,
    ),
    (
        "authorizations",
        "member_id, number, units, period, starts_on, ends_on, level_modifier",
        "starts_on, number",
        kinds.authorization,
    ),
)
ALL_DAYS = date.min, date.max
_EXTERNAL = "SELECT member_id, month, sum(units) FROM external_units"


class Rows(Protocol):
    """What can be asked for rows: an open Store, or a unit of work."""

    def rows(self, sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]: ...


class _Days(dict[str | None, date | None]):
    """Days by their text; there are few in any number of services."""

    def __missing__(self, text: str | None) -> date | None:
        found = self[text] = None if text is None else date.fromisoformat(text)
        return found


class _Texts(dict[date, str]):
    def __missing__(self, day: date) -> str:
        found = self[day] = day.isoformat()
        return found


_PRESENT = {None: None, 0: False, 1: True}


def workers(connection: drivers.Connection) -> dict[str, Worker]:
    """Every case manager as the ledger needs them, by id."""
    return {row[0]: Worker(*row) for row in connection.execute(kinds.WORKERS)}


def facts_of(connection: drivers.Connection, member: str) -> MemberFacts | None:
    """What one member's ledger depends on; None for an unknown id."""
    found = connection.execute(kinds.ONE_MEMBER, {"member": member}).fetchone()
    if found is None:
        return None
    parts = [
        [
            make(row)
            for row in connection.execute(
                f"SELECT {columns} FROM {table} WHERE member_id = ? ORDER BY {order}", (member,)
            )
        ]
        for table, columns, order, make in _PARTS
    ]
    external = connection.execute(f"{_EXTERNAL} WHERE member_id = ? GROUP BY member_id, month", (member,))
    by_month = {date.fromisoformat(month): units for _, month, units in external}
    return MemberFacts(kinds.member(found), parts[0], parts[1], parts[2], by_month, parts[3])


def facts_of_all(connection: drivers.Connection) -> Callable[[str], MemberFacts]:
    """The same for every member, read at once: a function of the id."""
    by_part: list[dict[str, list[Any]]] = []
    for table, columns, order, make in _PARTS:
        grouped: dict[str, list[Any]] = defaultdict(list)
        for row in connection.execute(f"SELECT {columns} FROM {table} ORDER BY member_id, {order}"):
            grouped[row[0]].append(make(row))
        by_part.append(grouped)
    external: dict[str, dict[date, int]] = defaultdict(dict)
    for member, month, units in connection.execute(f"{_EXTERNAL} GROUP BY member_id, month"):
        external[member][date.fromisoformat(month)] = units
    members = {row[0]: row for row in connection.execute(kinds.MEMBERS, {"member": None})}
    residences, stays, plans, authorizations = by_part

    def of(member: str) -> MemberFacts:
        return MemberFacts(
            kinds.member(members[member]),
            residences.get(member, ()),
            stays.get(member, ()),
            plans.get(member, ()),
            external.get(member, {}),
            authorizations.get(member, ()),
        )

    return of


def services_of(connection: drivers.Connection, member: str, first: date, last: date) -> list[Service]:
    """The services of a member that began in a span, after those that run into it past midnight."""
    before = first if first == ALL_DAYS[0] else first - timedelta(days=1)
    found = connection.execute(
        f"{_SERVICES} AND s.member_id = ? AND s.date BETWEEN ? AND ? ORDER BY {_ORDER}",
        (member, before.isoformat(), last.isoformat()),
    )
    return [service for service in _services(found) if service[3] >= first or service[5] > DAY]


def all_services(connection: drivers.Connection, among: str = "") -> Iterator[Service]:
    """Services by member, date and start; among is a further condition on member_id."""
    return _services(drivers.stream(connection, f"{_SERVICES}{among} ORDER BY s.member_id, {_ORDER}"))


def _services(rows: Iterable[tuple[Any, ...]]) -> Iterator[Service]:
    days, make = _Days(), tuple.__new__
    for a, b, c, day, e, f, g, h, i, present, k, m, n, o, p, fax_on, filed_on, elements in rows:
        yield make(
            Service,
            (
                *(a, b, c, days[day], e, f, g, h, i, _PRESENT[present], k, m, n, o, p),
                *(days[fax_on], days[filed_on], elements),
            ),
        )


def stored_form(entries: Iterable[Entry]) -> Iterator[tuple[Any, ...]]:
    """Entries as the ledger stores them: days as text, truths as 0 or 1."""
    texts = _Texts()
    for a, b, c, day, e, f, g, h, i, j, k, m, contact, community, at_risk in entries:
        yield a, b, c, texts[day], e, f, g, h, i, j, k, m, +contact, +community, +at_risk
