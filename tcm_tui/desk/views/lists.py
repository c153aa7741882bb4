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
    """Billable hours against the yearly pace; never a cap. since_hire_* count from a later hire. R48"""

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


class AgencyRow(NamedTuple):
    """One case manager in the supervisor's view."""

    caseload: CaseloadRow
    hours: HoursRow
    overdue: int
    due_today: int
    at_risk_units: int
    next_credential: str | None
    next_credential_due: date | None


class AgencyView(NamedTuple):
    on: date
    rows: tuple[AgencyRow, ...]
    unassigned: tuple[str, ...]  # member ids, active without a responsible worker (R31)
    misplaced: tuple[str, ...]  # member ids whose program does not fit the worker (R13)
    uncovered_hours: tuple[tuple[str, float], ...]  # (program, hours without on-call in the next 7 days) R14
