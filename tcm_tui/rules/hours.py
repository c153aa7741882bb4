"""Billable hours against the yearly figure, read as a pace and never as a cap. R48"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules.verdict import Reason, Verdict

if TYPE_CHECKING:
    from tcm_tui.rules.pack import Packs

BASIS = {"state-fiscal": "state-fiscal-year", "calendar": "calendar-year"}
UNITS_AN_HOUR = 4
JULY = 7  # the state's fiscal year begins


class Pace(NamedTuple):
    """Where a worker should be by the end of a day. elapsed and days are days; expected is hours.

    since_hire_* count from the hire when it fell in this year, else they equal the plain figures.
    """

    annual: int
    year_starts: date
    basis: str
    elapsed: int
    days: int
    expected: float
    since_hire_elapsed: int
    since_hire_expected: float
    hired_on: date | None = None
    """The hire, where it fell in this year."""


class Standing(NamedTuple):
    """Worked hours against the pace; variance below zero is behind. units are quarter hours."""

    worked: float
    expected: float
    variance: float
    units_variance: float


def year_of(on: date, hours_year: str = "state-fiscal") -> tuple[date, date]:
    """[start, end) of the year that holds a day: July to June, or January to December. R48"""
    month = 1 if hours_year == "calendar" else JULY
    first = on.year if on.month >= month else on.year - 1
    return date(first, month, 1), date(first + 1, month, 1)


def annual_for(packs: Packs, level: str, kind: str, on: date) -> int | None:
    """Hours a year for a worker: by kind for wraparound and intensive, else by level (CM III as CM II, R47).

    None where the sources name no figure (PACT, first-time mothers).
    """
    if kind in ("wraparound", "intensive"):
        return packs.number(f"hours.annual.{kind}", on)
    if kind != "standard":
        return None
    return packs.number(f"hours.annual.{'I' if level == 'I' else 'II'}", on)


def pace(annual: int, on: date, hours_year: str = "state-fiscal", hired_on: date | None = None) -> Pace:
    """expected = annual x elapsed days / days in the year; ``on`` itself has elapsed (July 1 is 1 day)."""
    start, end = year_of(on, hours_year)
    days, elapsed = (end - start).days, (on - start).days + 1
    since = elapsed
    if hired_on is not None and hired_on > start:
        since = max(0, (on - hired_on).days + 1)
    within = hired_on if hired_on is not None and start < hired_on <= on else None
    expected, since_expected = round(annual * elapsed / days, 1), round(annual * since / days, 1)
    return Pace(annual, start, BASIS[hours_year], elapsed, days, expected, since, since_expected, within)


def standing(units: int, expected: float) -> Standing:
    """Worked hours are delivered, billable and compensable units over four."""
    worked = units / UNITS_AN_HOUR
    variance = round(worked - expected, 2)
    return Standing(worked, expected, variance, round(variance * UNITS_AN_HOUR, 1))


def monthly_units(annual: int) -> float:
    """Units a month that a yearly figure makes room for: 1141 h gives about 380."""
    return round(annual * UNITS_AN_HOUR / 12, 1)


def staff_time_sentence(annual: int, members: int, month_limit: int) -> str:
    """Which runs out first on a full caseload: the worker's hours or the members' units. R4, R48"""
    have, could = monthly_units(annual), members * month_limit
    first = "staff time runs out before units do" if have < could else "units run out before staff time does"
    text = f"{annual} h a year is about {have:.0f} units a month; "
    return text + f"{members} members × {month_limit} units = {could}: {first}"


def hours_verdict(units: int, plan: Pace) -> Verdict[float]:
    """Worked hours with the pace beside them; status ahead, on-pace or behind (never over: no cap)."""
    from tcm_tui.rules.book import source

    now = standing(units, plan.expected)
    status = "on-pace" if now.variance == 0 else ("ahead" if now.variance > 0 else "behind")
    cite = source("R48")
    reasons = [
        Reason("R48", f"{plan.annual} h × {plan.elapsed} / {plan.days} days = {plan.expected} h expected", cite),
        Reason(
            "R48",
            f"{units} units / 4 = {now.worked} h: {_distance(now.variance)}",
            cite,
        ),
    ]
    if plan.hired_on is not None:
        since = f"{plan.annual} h × {plan.since_hire_elapsed} / {plan.days} days = {plan.since_hire_expected} h"
        apart = _distance(round(now.worked - plan.since_hire_expected, 2))
        reasons.append(Reason("R48", f"derived, since the hire on {plan.hired_on}: {since}: {apart}", cite))
    return Verdict(now.worked, status, "R48", tuple(reasons), (("hours_year", plan.basis),))


def _distance(variance: float) -> str:
    return "on pace" if not variance else f"{abs(variance)} h {'ahead' if variance > 0 else 'behind'}"
