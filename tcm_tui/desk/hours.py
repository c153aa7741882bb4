"""Billable hours against the yearly pace. R48"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import roles
from tcm_tui.desk.caseload import Staff, employed, staff
from tcm_tui.desk.views import HoursRow
from tcm_tui.records.queries import caseload as sql
from tcm_tui.rules import hours as rules
from tcm_tui.rules.caseload import range_for
from tcm_tui.rules.lines import default_modifier, table_on
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def worked_units(desk: Desk, on: date, cm: str | None = None) -> dict[str, int]:
    """Units delivered since the year began, by worker: billable and compensable, paid or not."""
    start, _ = rules.year_of(on, desk.policy.hours_year)
    params = {"start": start.isoformat(), "on": on.isoformat()} | ({"cm": cm} if cm else {})
    return {r[0]: r[1] for r in desk.store.rows(sql.WORKED.pick(cm), params)}


def row(desk: Desk, person: Staff, units: int, on: date, reasons: bool = True) -> HoursRow:
    """One worker's hours; without a yearly figure in the sources only what was worked is told."""
    who, policy = person.who, desk.policy
    annual = rules.annual_for(desk.packs, who.level, who.type, on)
    start, _ = rules.year_of(on, policy.hours_year)
    basis = rules.BASIS[policy.hours_year]
    if annual is None:
        return HoursRow(who.cm_id, who.name, None, start, basis, units / rules.UNITS_AN_HOUR, None, None, None)
    plan = rules.pace(annual, on, policy.hours_year, who.hired_on)
    now = rules.standing(units, plan.expected)
    return HoursRow(
        cm=who.cm_id,
        name=who.name,
        annual=annual,
        year_starts=start,
        basis=basis,
        worked=now.worked,
        expected=now.expected,
        variance=now.variance,
        units_variance=now.units_variance,
        since_hire_expected=plan.since_hire_expected,
        hired_on=plan.hired_on,
        reasons=rules.hours_verdict(units, plan).reasons + _beside_units(desk, person, annual, on) if reasons else (),
    )


def _beside_units(desk: Desk, person: Staff, annual: int, on: date) -> tuple[Reason, ...]:
    """Whether a full caseload's units or the worker's hours run out first; none without a range or a row. R48"""
    from tcm_tui.rules.book import source

    who = person.who
    span = range_for(desk.packs, who.type, on)
    line = (default_modifier(who.level, who.type), person.contract or "")
    rows = table_on(desk.packs, on).get(line, ())
    limits = [limit for row in rows for limit in (row.month,) if limit is not None]
    if span is None or not limits:
        return ()
    return (Reason("R48", rules.staff_time_sentence(annual, span[1], min(limits)), source("R48")),)


def rows(desk: Desk, on: date, cm: str | None = None, reasons: bool = True) -> list[HoursRow]:
    """Each case manager's hours since the year began, through ``on``."""
    roles.must_see(desk, cm)
    with desk.reading():
        units = worked_units(desk, on, cm)
        everyone = roles.among(desk, staff(desk, cm))
    return [
        row(desk, person, units.get(person.who.cm_id, 0), on, reasons)
        for person in everyone
        if person.who.cm_id in units or cm is not None or employed(person.who, on)
    ]
