"""The ledger of a member: what each recorded service is worth. R1-R6, R17, R25-R30, R39

One entry for each service and calendar date. What was delivered always counts as used, also past a
limit; what can be billed of it is payable. A status is the first that applies:

not-billable    the activity makes no units (R28-R30), or plan development without the member (R39)
not-compensable the member's situation: residence (R27), stay (R25, R26), no row (R2)
pending         plan development whose plan is not yet signed by all three (R39); its units hold their
                place under the limits, so that signing it later takes nothing from anyone
over-limit      fewer units are payable than delivered, earlier services first (R3, R4)
payable         the rest

Written for a million services: one pass without objects other than the entries, everything that
depends on few words kept in small tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from tcm_tui.rules import documentation
from tcm_tui.rules.activities import Terms, terms_on
from tcm_tui.rules.entries import (
    NOT_BILLABLE,
    NOT_COMPENSABLE,
    OVER_LIMIT,
    PAYABLE,
    PENDING,
    STATUSES,
    Entry,
    MemberFacts,
    cut_at_midnight,
    service_status,
)
from tcm_tui.rules.facts import Policy, Service, Worker
from tcm_tui.rules.lines import Row, age_on, birthday, find_row, has_year_limits, next_change, service_line
from tcm_tui.rules.pack import Packs
from tcm_tui.rules.situation import closed, not_compensable
from tcm_tui.rules.units import DAY, clock_change, elapsed, limit_for, measure, units_for

__all__ = [
    "STATUSES",
    "Entry",
    "MemberFacts",
    "assess",
    "needs_all_months",
    "not_compensable",
    "service_status",
]


class _Kinds(dict[tuple[str, str | None, str | None, bool | None], tuple[bool, bool, bool, bool]]):
    """By activity, mode, place and presence: billable, contact, community, and whether it asks for more."""

    def __init__(self, terms: Terms, telehealth_counts: bool) -> None:
        self.terms, self.telehealth_counts = terms, telehealth_counts

    def __missing__(self, key: tuple[str, str | None, str | None, bool | None]) -> tuple[bool, bool, bool, bool]:
        kind = self.terms.kind(*key, self.telehealth_counts)
        found = kind.billable, kind.contact, kind.community, key[0] in ("transition", "plan-development")
        self[key] = found
        return found


_kinds = lru_cache(maxsize=16)(_Kinds)


def needs_all_months(facts: MemberFacts, packs: Packs) -> bool:
    """Whether months depend on earlier ones, so that ``assess`` must see every service of the member.

    So it is under a yearly limit, and with an authorization of a total.
    """
    return has_year_limits(packs) or any(grant.period == "total" for grant in facts.authorizations)


def assess(
    services: Iterable[Service],
    facts: MemberFacts,
    workers: Mapping[str, Worker],
    policy: Policy,
    packs: Packs,
    on: date = date.max,
) -> list[Entry]:
    """The entries of one member's services, by date and start.

    services: sorted by (date, start, service_id), whole months (all months when ``needs_all_months``),
    starting with what crosses midnight into the first of them. on: what is dated later is not seen
    (a discharge, a signature, a filed original); the services themselves are the caller's choice.
    Raises KeyError for an activity that does not exist.
    """
    services = list(services)
    continued: set[tuple[str, date]] = set()
    if any(service[5] > DAY for service in services):
        services, continued = cut_at_midnight(services)

    telehealth = policy.telehealth_counts
    rounding, by_day, by_row = (
        policy.unit_rounding,
        policy.unit_scope == "member-day",
        policy.cap_scope == "row",
    )
    eight = rounding == "eight-minute"
    dob, member_id = facts.member.dob, facts.member.member_id
    external, grants, plans = facts.external, facts.authorizations, facts.plans
    situated = bool(facts.residences or facts.stays)
    full = documentation.ALL
    make = tuple.__new__
    entries: list[Entry] = []
    add = entries.append

    rows: dict[tuple[str, str | None, str | None], tuple[Row | None, date]] = {}
    spent: dict[date, int] = {}  # delivered by date, for authorizations of a total
    month_paid: dict[str, int] = {}
    year_paid: dict[str, int] = {}
    day = month_end = date.min
    odd_day: date | None = None
    steady = True
    kinds = _kinds(terms_on(packs, date.min), telehealth)
    unit, least = 15, 8
    day_paid = day_minutes = elsewhere = year = 0

    for (
        service_id,
        _,
        cm_id,
        on_date,
        start,
        stop,
        activity,
        mode,
        place,
        present,
        _,
        modifier,
        contract,
        _,
        signature,
        _,
        filed_on,
        elements,
    ) in services:
        if on_date != day:
            day, day_paid, day_minutes = on_date, 0, 0
            if on_date >= month_end:
                unit, least = measure(packs, on_date)
                first = on_date.replace(day=1)
                month_end = (first + timedelta(days=31)).replace(day=1)
                elsewhere = external.get(first, 0)
                odd_day = _odd_day(first)
                month_paid = {}
                terms = terms_on(packs, first)
                steady = terms is terms_on(packs, month_end)
                kinds = _kinds(terms, telehealth)
                if first.year != year:
                    year, year_paid = first.year, {}
            if not steady:
                kinds = _kinds(terms_on(packs, on_date), telehealth)

        minutes = stop - start if on_date != odd_day else elapsed(on_date, start, stop)
        visit = (service_id, member_id, cm_id, on_date, start, stop, minutes)
        billable, contact, community, special = kinds[activity, mode, place, present]
        if continued and (service_id, on_date) in continued:
            contact = False
        if not billable:
            add(make(Entry, (*visit, 0, 0, 0, NOT_BILLABLE, None, contact, community, False)))
            continue

        row, until = rows.get((cm_id, modifier, contract), (None, date.min))
        if on_date >= until:
            row, until = _row_until(packs, *service_line(modifier, contract, workers.get(cm_id)), dob, on_date)
            rows[cm_id, modifier, contract] = row, until
        if row is None or ((situated or special) and closed(facts, on_date, activity, packs, on)):
            line_id = row.id if row else None
            add(make(Entry, (*visit, minutes, 0, 0, NOT_COMPENSABLE, line_id, contact, community, False)))
            continue

        if by_day:
            before = units_for(day_minutes, rounding, unit, least)
            day_minutes += minutes
            units = units_for(day_minutes, rounding, unit, least) - before
        elif eight:
            units = units_for(minutes, rounding, unit, least)
        else:
            units = minutes // unit

        # limits: the day's over all rows, the month's over all rows or those of this one
        scope = row[6] if by_row else ""
        day_limit, month_limit, year_limit = row[7], row[8], row[9]
        if grants:
            day_limit = limit_for(row, grants, on_date, "day")
            month_limit = limit_for(row, grants, on_date, "month", _sum_of(spent))
            spent[on_date] = spent.get(on_date, 0) + units
        payable = units
        if day_limit is not None and payable > day_limit - day_paid:
            payable = day_limit - day_paid if day_limit > day_paid else 0
        paid = month_paid.get(scope, 0)
        if month_limit is not None and payable > month_limit - elsewhere - paid:
            payable = max(0, month_limit - elsewhere - paid)
        if year_limit is not None:
            other = sum(amount for first, amount in external.items() if first.year == year)
            payable = max(0, min(payable, year_limit - other - year_paid.get(scope, 0)))
            year_paid[scope] = year_paid.get(scope, 0) + payable
        day_paid += payable
        month_paid[scope] = paid + payable

        status = PAYABLE if payable == units else OVER_LIMIT
        if special and activity == "plan-development" and documentation.pending_plan(plans, on_date, on):
            status, payable = PENDING, 0
        at_risk = units > 0 and (
            elements & full != full or (signature == "fax" and (filed_on is None or filed_on > on)) or status == PENDING
        )
        add(make(Entry, (*visit, minutes, units, payable, status, row[0], contact, community, at_risk)))
    return entries


def _row_until(
    packs: Packs, modifier: str | None, contract: str | None, dob: date, on: date
) -> tuple[Row | None, date]:
    """The row on a day, and the day from which it may be another: a birthday or a new table."""
    age = age_on(dob, on)
    row = find_row(packs, modifier, contract, age, on)
    return row, min(birthday(dob, age + 1), next_change(packs, on))


def _sum_of(spent: Mapping[date, int]) -> Callable[[date, date], int]:
    return lambda first, end: sum(units for day, units in spent.items() if first <= day < end)


@lru_cache(maxsize=1024)
def _odd_day(first: date) -> date | None:
    """The day of a month on which the clocks change."""
    day = first + timedelta(days=(6 - first.weekday()) % 7)
    while day.month == first.month:
        if clock_change(day) is not None:
            return day
        day += timedelta(days=7)
    return None
