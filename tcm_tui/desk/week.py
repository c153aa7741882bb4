"""A case manager's week: booked visits, what is due, and where the worker stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import budgets, caseload, clocks, hours, roles
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.views import FixedVisit, Visit, WeekView
from tcm_tui.records.queries import caseload as totals
from tcm_tui.records.queries import facts, weekplan
from tcm_tui.records.queries import week as sql
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.caseload import Counts
from tcm_tui.rules.weekhours import hours_on

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

SATURDAY = 5
DAY = 24 * 60


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def visits(desk: Desk, rows: Iterable[Any]) -> list[Visit]:
    """Rows of the visit queries as views; units are what each visit holds or held."""
    found = []
    for key, member, name, day, start, stop, kind, status, units in rows:
        held = budgets.hold(desk, day, start, stop, kind, units)
        found.append(Visit(key, member, name, date.fromisoformat(day), start, stop, kind, status, held))
    return found


def booked(desk: Desk, cm: str, first: date, last: date) -> list[Visit]:
    """A worker's appointments of every status, first to last day, in time order.

    A visit without a worker belongs to the worker responsible for the member on that day.
    """
    params = {"cm": cm, "first": first.isoformat(), "last": last.isoformat()}
    rows = desk.store.rows(sql.VISITS, params) + desk.store.rows(sql.VISITS_UNNAMED, params)
    return visits(desk, sorted(rows, key=lambda r: (r[3], r[4] if r[4] is not None else -1, r[0])))


def view(
    desk: Desk, cm: str, on: date, monday: date | None = None, whole_month: bool = False, reasons: bool = True
) -> WeekView:
    """The week that holds ``on``, or the one that begins on ``monday``. Raises NotOne for an unknown worker.

    whole_month: with everything due until the end of the month of ``on``, not only until Sunday. reasons: with
    those of every figure; a screen asks for them one by one.
    """
    roles.must_see(desk, cm)
    monday = monday_of(monday or on)
    sunday = monday + timedelta(days=6)
    until = max(sunday, month_end(on)) if whole_month else sunday
    with desk.reading():
        people = caseload.staff(desk, cm)
        if not people:
            raise NotOne(f"No case manager has the id “{cm}”.")
        held = caseload.counts(desk, on, cm).get(cm, Counts())
        risk = desk.store.row(totals.AT_RISK.of, {"on": on.isoformat(), "cm": cm})
        units = hours.worked_units(desk, on, cm).get(cm, 0)
        days = [monday + timedelta(days=n) for n in range(7)]
        return WeekView(
            cm=cm,
            name=people[0].who.name,
            on=on,
            monday=monday,
            caseload=caseload.row(desk, people[0], held, on, reasons),
            hours=hours.row(desk, people[0], units, on, reasons),
            at_risk_units=risk[1] if risk else 0,
            visits=tuple(booked(desk, cm, monday, sunday)),
            due=tuple(clocks.due(desk, on, cm, days=max(0, (until - on).days), reasons=reasons)),
            closed=tuple((d, name) for d in days if (name := desk.calendar.closed_name(d))),
            fixed=tuple(_fixed(desk, cm, monday, sunday)),
            leave=tuple(_leave(desk, cm, days)),
            open=tuple(_hours(desk, cm, days)),
        )


def over_but(desk: Desk, cm: str, on: date, minute: int | None = None) -> int | None:
    """How many visits of the week that holds ``on`` are still to be logged, once it is over; None before.

    It is over when no working hour is left and no visit is still to come. minute: of that day, where it is today;
    None: the day is whole.
    """
    week = [monday_of(on) + timedelta(days=n) for n in range(7)]
    days = week[on.weekday() :]
    with desk.reading():
        off = {day for day in days if desk.calendar.closed_name(day)} | {day for day, _ in _leave(desk, cm, days)}
        named = list(_hours(desk, cm, week))
        visits = [visit for visit in booked(desk, cm, week[0], week[-1]) if visit.status == "scheduled"]
    for day in days:
        now = minute if minute and day == on else 0
        stops = [stop for when, _, stop in named if when == day]
        if not named and day.weekday() < SATURDAY:
            stops = [desk.planning.day_stop]
        if day not in off and any(stop > now for stop in stops):
            return None
        if any(visit.date == day and (visit.stop or DAY) > now for visit in visits):
            return None
    return len(visits)


def _span(cm: str, first: date, last: date) -> dict[str, str]:
    return {"cm": cm, "first": first.isoformat(), "last": last.isoformat()}


def _fixed(desk: Desk, cm: str, first: date, last: date) -> Iterator[FixedVisit]:
    for key, day, start, stop, area, label in desk.store.rows(weekplan.FIXED, _span(cm, first, last)):
        yield FixedVisit(key, date.fromisoformat(day), start, stop, label or "fixed appointment", area)


def _leave(desk: Desk, cm: str, days: list[date]) -> Iterator[tuple[date, str]]:
    """The days of leave, each with its reason."""
    for first, last, reason in desk.store.rows(weekplan.LEAVE, _span(cm, days[0], days[-1])):
        for day in days:
            if first <= day.isoformat() <= last:
                yield day, reason or "no reason given"


def _hours(desk: Desk, cm: str, days: list[date]) -> Iterator[tuple[date, int, int]]:
    """The hours the records name for each day."""
    rows = desk.store.rows(weekplan.WORKING_HOURS, _span(cm, days[0], days[-1]))
    named = [facts.hours(row) for row in rows]
    for day in days:
        for start, stop in hours_on(named, day) or ():
            yield day, start, stop
