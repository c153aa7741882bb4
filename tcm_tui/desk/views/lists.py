"""Lines of lists: caseloads, clocks, hours and what the supervisor sees of them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.views.units import Budget
from tcm_tui.rules.verdict import Reason


class CaseloadRow(NamedTuple):
    """A case manager's count against the range. status: under, within, at-cap, over, no-standard. R9-R12"""

    cm: str
    name: str
    type: str
    level: str
    site: str
    contract: str | None
    counted: int
    unit: str  # members | families
    members: int
    on_hold: int
    in_hospital: int
    low: int | None
    high: int | None
    status: str
    open: int
    over: int
    under: int
    weighted: float
    load: float | None  # R12: sum of n/high over the programs held, None without a standard
    reasons: tuple[Reason, ...] = ()


class MemberLine(NamedTuple):
    """One line of a caseload. contact is the month's contact status, outreach the most urgent clock."""

    member: str
    name: str
    program: str
    focus: str
    cm: str | None
    status: str  # active | pending | on-hold | in-hospital | closed | refused
    contact: str
    contact_done: int
    contact_required: int
    contact_due: date | None
    outreach: str | None
    outreach_due: date | None
    line: str | None
    day: Budget
    month: Budget
    available_today: int
    next_visit: date | None
    next_start: int | None
    flags: tuple[str, ...]
    acuity: float


class ClockItem(NamedTuple):
    """One deadline, in the words of the contract's ``tcm due``. member_name and cm_name are for people."""

    kind: str
    what: str | None
    member: str | None
    cm: str | None
    ref: str | None
    due_on: date
    plan_by: date | None
    status: str
    required: int | None
    done: int | None
    late_by: int
    reasons: tuple[Reason, ...] = ()
    member_name: str | None = None
    cm_name: str | None = None


class HoursRow(NamedTuple):
    """Billable hours against the yearly pace; never a cap. R48

    hired_on: the hire where it lies within the year, else None; since_hire_expected counts from it, beside the pace.
    """

    cm: str
    name: str
    annual: int | None
    year_starts: date
    basis: str
    worked: float
    expected: float | None
    variance: float | None
    units_variance: float | None
    since_hire_expected: float | None = None
    reasons: tuple[Reason, ...] = ()
    hired_on: date | None = None


class AgencyRow(NamedTuple):
    """One case manager in the supervisor's view.

    at_risk_units: of notes that are incomplete or unsigned, up to the day. over_limit_units: delivered this month
    beyond a limit, where they aren't at risk already. community: minutes in the community and billable minutes of
    the month (R22), community_status: ok, low or none. site and supervisor are ids. left: the day they left, where
    that is past: the members still with them need somebody (R31), and their range has no open places. Who left with
    nobody left over is listed for what they leave behind: units at risk, deadlines, the hours of the year.
    """

    caseload: CaseloadRow
    hours: HoursRow
    overdue: int
    due_today: int
    at_risk_units: int
    next_credential: str | None
    next_credential_due: date | None
    over_limit_units: int = 0
    community: tuple[int, int] = (0, 0)
    community_status: str = "none"
    site: str = ""
    supervisor: str | None = None
    left: date | None = None


class AgencyView(NamedTuple):
    """holders: (member, cm) of those who are doubled or misplaced. nobodys: (overdue, due today) deadlines of members
    without a case manager, which no line counts; a part of the agency has none of them.
    """

    on: date
    rows: tuple[AgencyRow, ...]
    unassigned: tuple[str, ...]  # member ids, active without a responsible worker (R31)
    misplaced: tuple[str, ...]  # member ids whose program does not fit the worker (R13)
    uncovered_hours: tuple[tuple[str, float], ...]  # (program, hours without on-call in the next 7 days) R14
    doubled: tuple[str, ...] = ()  # member ids with several responsible workers (R31)
    holders: tuple[tuple[str, str], ...] = ()
    nobodys: tuple[int, int] = (0, 0)

    @property
    def left(self) -> int:
        """How many of the lines are of people who have left."""
        return sum(row.left is not None for row in self.rows)

    @property
    def left_behind(self) -> int:
        """Members whose case manager has left. R31"""
        return sum(row.caseload.members for row in self.rows if row.left is not None)


class AgencyTotal(NamedTuple):
    """What the case managers of a site or of a type come to. open and over are sums, each worker for himself.

    Who has left counts in the figures, but is no worker and stands in no range. statuses: (word, how many case
    managers), the worst first. hours and pace leave out those without a figure.
    """

    key: str
    name: str
    workers: int
    members: int
    statuses: tuple[tuple[str, int], ...]
    open: int
    over: int
    weighted: float
    worked: float
    expected: float | None
    variance: float | None
    overdue: int
    due_today: int
    at_risk_units: int
    over_limit_units: int
    community: tuple[int, int]
    community_status: str
    next_credential: str | None
    next_credential_due: date | None


class Behind(NamedTuple):
    """One line behind a figure: a member, a worker or a stretch of hours. amount in the figure's own unit, or None."""

    member: str | None
    name: str
    cm: str | None
    cm_name: str | None
    amount: float | None
    what: str
    status: str = ""
    due_on: date | None = None
    ref: str | None = None
    reasons: tuple[Reason, ...] = ()


class BehindView(NamedTuple):
    """What a figure of the supervisor's view is made of. unit: of the amounts. reasons: of the figure itself."""

    figure: str
    title: str
    on: date
    cm: str | None
    about: str
    unit: str
    amount: float
    rows: tuple[Behind, ...]
    reasons: tuple[Reason, ...] = ()
