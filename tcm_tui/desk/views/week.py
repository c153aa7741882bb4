"""A case manager's week as it is booked, and as it could be planned."""

from __future__ import annotations

from datetime import date
from datetime import date as Day  # for views with a column named date
from typing import NamedTuple

from tcm_tui.desk.views.lists import CaseloadRow, ClockItem, HoursRow
from tcm_tui.rules.verdict import Reason


class Visit(NamedTuple):
    """A booked appointment in a week."""

    appointment: str
    member: str
    member_name: str
    date: date
    start: int | None
    stop: int | None
    kind: str
    status: str
    units: int


class FixedVisit(NamedTuple):
    """What stands in a worker's day and is no member's visit: a meeting, training, court. Minutes from midnight."""

    fixed: str
    date: date
    start: int
    stop: int
    label: str
    area: str | None = None


class WeekView(NamedTuple):
    """A case manager's week: Monday is its first day; closed holds (date, name) of closed days.

    leave holds (date, reason) of the days off; open the hours (date, start, stop) the worker keeps, only where
    the records name them.
    """

    cm: str
    name: str
    on: date
    monday: date
    caseload: CaseloadRow
    hours: HoursRow
    at_risk_units: int
    visits: tuple[Visit, ...]
    due: tuple[ClockItem, ...]
    closed: tuple[tuple[date, str], ...]
    fixed: tuple[FixedVisit, ...] = ()
    leave: tuple[tuple[date, str], ...] = ()
    open: tuple[tuple[date, int, int], ...] = ()


class PlannedVisit(NamedTuple):
    """A visit of a planned week. state: booked (as it is), proposed, or dropped (booked, and better cancelled).

    serves: contact, outreach or plan, what it counts for. start and stop are minutes from midnight. appointment
    is set for what is booked; moved_from is the day and hour a proposed move takes it away from. cm: whose plan.
    """

    member: str
    member_name: str
    date: date
    start: int | None
    stop: int | None
    kind: str
    units: int
    state: str
    serves: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()
    appointment: str | None = None
    moved_from: tuple[Day, int | None] | None = None
    cm: str | None = None


class Unmet(NamedTuple):
    """What a planned week leaves undone, and why in words. alone: not even an empty week could do it."""

    member: str
    member_name: str
    kind: str  # contact | outreach | plan
    due_on: date
    alone: bool
    because: tuple[str, ...]


class PlanView(NamedTuple):
    """A planned week. stage: quick, proved, best found (time was up) or stopped (by the person).

    visits: what is booked from ``on`` through Sunday and what is proposed, in time order. dropped: booked visits
    that something forces out, to be cancelled with the plan. conflicts: sets of what can't be done together, each
    in words (member and kind). ways_out: changes that were tried and help. optimal: proved.
    """

    cm: str
    name: str
    on: date
    monday: date
    visits: tuple[PlannedVisit, ...]
    unmet: tuple[Unmet, ...]
    conflicts: tuple[tuple[str, ...], ...]
    ways_out: tuple[str, ...]
    optimal: bool
    stage: str
    seconds: float
    notes: tuple[str, ...] = ()
    dropped: tuple[PlannedVisit, ...] = ()
