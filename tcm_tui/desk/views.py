"""What the desk hands to the screens and the command line: frozen, complete, free of storage.

A view carries figures and words, never formatted text; the screens and renderers lay it out. Lists
come without reasons (they are cheap to ask for later, through ``desk.explain``); single answers carry them.
"""

from __future__ import annotations

from datetime import date, datetime
from datetime import date as Day  # for views with a column named date
from typing import NamedTuple

from tcm_tui.rules.facts import Policy
from tcm_tui.rules.verdict import Finding, Reason


class Line(NamedTuple):
    """The row of the limits table that is billed. id is for example ``hn-110``. R2"""

    id: str
    level_modifier: str | None
    focus: str
    contract: str | None


class Budget(NamedTuple):
    """Units of one day, month or year; None for limit and available where no row applies. R3-R5"""

    limit: int | None
    used: int
    scheduled: int
    external: int
    available: int
    over: int


class Proposal(NamedTuple):
    """What a proposed service would do; by_date holds (date, units). verdict: ok, warn or refused."""

    units: int
    allowed: int
    over_by: int
    verdict: str
    by_date: tuple[tuple[date, int], ...]
    because: tuple[Reason, ...] = ()


class UnitsView(NamedTuple):
    """The answer to "how many units are left?". status: ok, at-limit, over, no-row, not-compensable."""

    member: str
    name: str
    on: date
    cm: str | None
    policy: Policy
    line: Line | None
    status: str
    day: Budget
    month: Budget
    year: Budget | None
    available_today: int
    proposal: Proposal | None
    reasons: tuple[Reason, ...]


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


class LedgerLine(NamedTuple):
    """A service as the member's page shows it. status as in the contract's ``tcm member``."""

    service: str
    date: date
    start: int
    stop: int
    cm: str
    activity: str
    mode: str | None
    place: str | None
    minutes: int
    billable_minutes: int
    units: int
    payable_units: int
    by_date: tuple[tuple[Day, int], ...]
    status: str
    elements_present: int
    elements_missing: tuple[int, ...]
    balance: int | None  # units of the month left after this service
    reasons: tuple[Reason, ...] = ()
    signature: str | None = None
    fax_on: Day | None = None
    original_filed_on: Day | None = None


class StayLine(NamedTuple):
    """A stay with its transition window as known on a day; without one window_from and window_to are None.

    planned: the discharge is still ahead. open_now: the window is open on that day. R25, R26
    """

    kind: str
    admitted_on: date
    discharge_on: date | None
    planned: bool
    nights: int | None
    window_from: date | None
    window_to: date | None
    open_now: bool
    covered: bool
    reasons: tuple[Reason, ...] = ()


class WhatIf(NamedTuple):
    """A stay as it would be with another discharge. units: delivered in the window that would open; outside: units
    delivered in the stay as recorded that no window would hold then; planned: what booked visits in it hold.
    """

    member: str
    name: str
    on: date
    stay: StayLine
    units: int
    outside: int
    planned: int
    reasons: tuple[Reason, ...] = ()


class MemberView(NamedTuple):
    """Everything about one member on one page."""

    member: str
    name: str
    on: date
    dob: date
    age: int
    program: str
    focus: str
    status: str
    family: str | None
    hold: tuple[date | None, date | None, str | None] | None
    cm: str | None
    cm_name: str | None
    site: str | None
    assignments: tuple[tuple[str, str, date, date | None], ...]  # cm id, cm name, from, until
    units: UnitsView
    clocks: tuple[ClockItem, ...]
    services: tuple[LedgerLine, ...]
    visits: tuple[Visit, ...]
    stays: tuple[StayLine, ...]
    residences: tuple[tuple[str, date, date | None], ...]
    plans: tuple[tuple[date, date | None, int | None, date | None, date | None, date | None], ...]
    authorizations: tuple[tuple[str, int, str, date, date], ...]
    outreach: tuple[tuple[str, date, str | None, str | None], ...]
    findings: tuple[Finding, ...]
    first_contact_days: int | None = None  # from the first assignment; None while none was made (R20)
    first_contact: Reason | None = None
    external: tuple[tuple[date, int, str | None, date | None], ...] = ()  # month, units elsewhere, source, as of


class Match(NamedTuple):
    """A member that fits what was typed, with what is left today and this month beside it."""

    member: str
    name: str
    available_today: int
    month_available: int
    month_over: int
    status: str


class Explanation(NamedTuple):
    """What ``e`` shows: a title, the answer in one line, and the reasons with their sources."""

    title: str
    answer: str
    reasons: tuple[Reason, ...]
    policy: tuple[tuple[str, str], ...] = ()


class RuleValue(NamedTuple):
    """One dated value of the rule book; from_ None means as far back as is known."""

    key: str
    amount: str
    from_: date | None
    source: str
    reading: str
    in_force: bool


class RuleView(NamedTuple):
    """A rule of the book with the values in force and where it is shown. question: what the sources leave open."""

    id: str
    title: str
    document: str
    source: str
    text: str
    reading: str
    status: str  # computed | shown
    values: tuple[RuleValue, ...]
    shown_in: tuple[str, ...]
    question: str | None


class AuditLine(NamedTuple):
    """One entry of the audit log; before and after hold the changed columns as JSON text."""

    id: int
    at: datetime
    who: str
    action: str
    entity: str
    key: str
    member: str | None
    before: str | None
    after: str | None


class WriteResult(NamedTuple):
    """What a write did. id is None when nothing was stored; verdict: ok, warn or refused.

    ``warn`` without an id waits for a reason to override; with one it was stored and is flagged.
    batch: the first and last entry of the audit log that tell of it, by which ``desk.undo`` takes it back;
    None when nothing changed.
    """

    id: str | None
    verdict: str
    reasons: tuple[Reason, ...]
    batch: tuple[int, int] | None = None


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


class Accepted(NamedTuple):
    """What accepting planned visits did: a result for each of visits, in their order, and the one batch to undo.

    With a key that was used before, visits and results are those of that first time.
    """

    results: tuple[WriteResult, ...]
    batch: tuple[int, int] | None = None
    visits: tuple[PlannedVisit, ...] = ()
