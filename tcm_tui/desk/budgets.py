"""Units of a member's month from the records, made into budgets by the rules. R3-R5

Loads what a month holds for one member or for a whole list at once; ``rules.units`` subtracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.views import Budget
from tcm_tui.records.queries import caseload as many
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import lookup as one
from tcm_tui.rules import units as rules
from tcm_tui.rules.facts import Appointment, Authorization
from tcm_tui.rules.lines import Row, table_on

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

iso = date.fromisoformat


class MonthUse(NamedTuple):
    """What one month of a member holds, as seen on a day.

    used: (date, line id, units) delivered up to the day. held: (date, units) of visits still planned.
    external: units known to be billed elsewhere. grants: authorizations that touch the month.
    """

    used: tuple[tuple[date, str | None, int], ...] = ()
    held: tuple[tuple[date, int], ...] = ()
    external: int = 0
    grants: tuple[Authorization, ...] = ()


NOTHING = MonthUse()


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month that holds a day."""
    first, after = rules.period_of("month", day)
    return first, after - timedelta(days=1)


def _params(day: date, on: date, **more: Any) -> dict[str, Any]:
    first, last = month_of(day)
    return {"first": first.isoformat(), "last": last.isoformat(), "on": on.isoformat()} | more


def hold(desk: Desk, day: str, start: int | None, stop: int | None, kind: str, units: int | None) -> int:
    """Units an appointment holds, or held, while it is scheduled."""
    visit = Appointment("", "", None, iso(day), start, stop, kind, "scheduled", units)
    return rules.held_units(visit, desk.policy, desk.packs)


def _held(desk: Desk, row: Any) -> tuple[date, int]:
    """A planned visit's day and what it holds; row is (date, start, stop, kind, units, ...)."""
    return iso(row[0]), hold(desk, *row[:5])


def of_member(desk: Desk, member: str, day: date, on: date, exact_from: date | None = None) -> MonthUse:
    """The month that holds ``day``, for one member, with what is known on ``on``."""
    used: list[tuple[date, str | None, int]] = []
    held: list[tuple[date, int]] = []
    grants: list[Authorization] = []
    external = 0
    for kind, first, word, n, start, stop, *rest in desk.store.rows(one.MONTH, _params(day, on, member=member)):
        if kind == "u":
            used.append((iso(first), word, n))
        elif kind == "h":
            held.append((iso(first), hold(desk, first, start, stop, word, n)))
        elif kind == "e":
            external += n
        else:
            period, until, modifier = rest
            grants.append(facts.authorization((member, word, n, period, first, until, modifier)))
    if exact_from is not None and on < exact_from:
        from tcm_tui.desk.history import used_as_of

        used = list(used_as_of(desk, member, *month_of(day), on))
    return MonthUse(tuple(used), tuple(held), external, tuple(grants))


def of_list(desk: Desk, on: date, cm: str | None) -> dict[str, MonthUse]:
    """The month of ``on`` for every member of one worker, or of the agency; members without any are absent."""
    params = _params(on, on) | ({"cm": cm} if cm else {})
    used: dict[str, list[tuple[date, str | None, int]]] = {}
    held: dict[str, list[tuple[date, int]]] = {}
    external: dict[str, int] = {}
    grants: dict[str, list[Authorization]] = {}
    for member, day, line, n in desk.store.rows(many.USED.pick(cm), params):
        used.setdefault(member, []).append((iso(day), line, n))
    for member, *rest in desk.store.rows(many.HELD.pick(cm), params):
        held.setdefault(member, []).append(_held(desk, rest))
    for row in desk.store.rows(many.EXTERNAL.pick(cm), params):
        external[row[0]] = external.get(row[0], 0) + row[2]
    for row in desk.store.rows(many.AUTHORIZED.pick(cm), params):
        grants.setdefault(row[0], []).append(facts.authorization(row))
    return {
        member: MonthUse(
            tuple(used.get(member, ())),
            tuple(held.get(member, ())),
            external.get(member, 0),
            tuple(grants.get(member, ())),
        )
        for member in used.keys() | held.keys() | external.keys() | grants.keys()
    }


def of_row(desk: Desk, row: Row, use: MonthUse, member: str, day: date, on: date) -> dict[str, Budget]:
    """The day, month (and year, where the row has one) of a member under a row, on ``day``, as known on ``on``.

    use is that of the day's month. Only a total authorization or a yearly limit needs more than the month.
    """
    if row.year is None and not any(g.period == "total" for g in use.grants):
        return _budgets(desk, row, use, day)
    elsewhere = _rest_of_year(desk, member, day, on) if row.year is not None else (0, 0)
    return _budgets(desk, row, use, day, used_between(desk, member, on), elsewhere)


def _rest_of_year(desk: Desk, member: str, day: date, on: date) -> tuple[int, int]:
    """Units planned, and units known to be billed elsewhere, in the other months of the day's year."""
    first, end = rules.period_of("year", day)
    month = day.replace(day=1)
    held = external = 0
    while first < end:
        if first != month:
            use = of_member(desk, member, first, on)
            held += sum(units for _, units in use.held)
            external += use.external
        first = rules.period_of("month", first)[1]
    return held, external


def _budgets(
    desk: Desk,
    row: Row,
    use: MonthUse,
    day: date,
    used_between: Callable[[date, date], int] | None = None,
    elsewhere: tuple[int, int] = (0, 0),
) -> dict[str, Budget]:
    """The budgets of ``of_row`` from what it has read.

    used_between(first, end) gives units on [first, end): asked only for a total authorization or a yearly
    limit. elsewhere: what planned visits, and units billed elsewhere, take of the year outside the month.
    """
    counted = use.used
    if desk.policy.cap_scope == "row":
        beside = {r.id for rows in table_on(desk.packs, day).values() for r in rows if r.table_row == row.table_row}
        counted = tuple(u for u in counted if u[1] in beside)
    month_used = sum(n for _, _, n in counted)
    held = sum(n for _, n in use.held)
    found: dict[str, rules.Budget] = {}
    for per in ("day", "month", "year"):
        limit = rules.limit_for(row, use.grants, day, per, used_between)
        if limit is None:
            continue
        if per == "day":
            # the day is over all rows whatever the policy; cap_scope divides months only (R3, R4)
            today = sum(n for d, _, n in use.used if d == day)
            found[per] = rules.budget(limit, today, sum(n for d, n in use.held if d == day))
        elif per == "month":
            found[per] = rules.budget(limit, month_used, held, use.external)
        else:
            first, end = rules.period_of("year", day)
            before = used_between(first, end) if used_between else month_used
            found[per] = rules.budget(limit, before, held + elsewhere[0], use.external + elsewhere[1])
    return {per: Budget(*each) for per, each in found.items()}


def used_between(desk: Desk, member: str, on: date) -> Callable[[date, date], int]:
    """Units of a member on [first, end) as far as known on ``on``; one short index range a call."""

    def ask(first: date, end: date) -> int:
        stop = min(end - timedelta(days=1), on)
        params = {"member": member, "start": first.isoformat(), "stop": stop.isoformat()}
        found: int = desk.store.rows(one.USED_BETWEEN, params)[0][0]
        return found

    return ask


def no_budget(use: MonthUse, day: date) -> tuple[Budget, Budget]:
    """Day and month where no row applies: no limits, nothing available, what was used still told."""
    today = sum(n for d, _, n in use.used if d == day)
    planned = sum(n for d, n in use.held if d == day)
    month = sum(n for _, _, n in use.used)
    held = sum(n for _, n in use.held)
    return (
        Budget(*rules.budget(None, today, planned)),
        Budget(*rules.budget(None, month, held, use.external)),
    )


def least(found: Iterable[Budget]) -> int:
    """What can still be used today: the least of the periods."""
    return min((each.available for each in found), default=0)
