"""The records as the rules see them: plain tuples with names.

Dates are ``datetime.date``. Clock times are whole minutes from midnight of the row's own date, so a
service that ends the next day has ``stop > 1440``. Field order is the order of the files in the
contract; ``records`` builds these straight from rows, which is why they are tuples.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

_Day = date  # for fields that follow a field named date, which hides the type of that name


class Site(NamedTuple):
    """A place of work. contract is 110 (OPBH), 111 (CMHC), 114 (PACT) or None (document B clinic). R7"""

    site_id: str
    name: str
    contract: str | None = None


class CaseManager(NamedTuple):
    """A worker. level is I, II or III; type is the caseload kind the worker holds."""

    cm_id: str
    name: str
    level: str
    type: str
    site_id: str
    hired_on: date | None = None
    left_on: date | None = None
    weekly_hours: float | None = None
    fte: float | None = None
    languages: tuple[str, ...] = ()
    area: str | None = None
    supervisor_id: str | None = None


class Credential(NamedTuple):
    """One training, licence, exam, consultation ... of a worker. amount is hours, months or minutes."""

    cm_id: str
    kind: str
    began_on: date | None = None
    completed_on: date | None = None
    expires_on: date | None = None
    amount: float | None = None

    @property
    def ref(self) -> str:
        """A readable id, unique per worker, kind and the day it is known by."""
        day = self.began_on or self.completed_on or self.expires_on
        return f"{self.cm_id}:{self.kind}" + (f":{day}" if day else "")


class Member(NamedTuple):
    """A person served. acuity weighs the caseload; it never changes a status."""

    member_id: str
    first_name: str
    last_name: str
    dob: date
    family_id: str | None
    program: str
    focus: str
    opened_on: date | None = None
    closed_on: date | None = None
    refused_on: date | None = None
    hold_from: date | None = None
    hold_until: date | None = None
    hold_reason: str | None = None
    acuity: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Assignment(NamedTuple):
    """Who is responsible for a member, on [starts_on, ends_on). R31"""

    member_id: str
    cm_id: str
    starts_on: date
    ends_on: date | None = None


class Plan(NamedTuple):
    """A service plan in force from starts_on through ends_on (inclusive). R18, R38, R39"""

    member_id: str
    starts_on: date
    ends_on: date | None = None
    contacts_per_month: int | None = None
    member_signed_on: date | None = None
    cm_signed_on: date | None = None
    lbhp_signed_on: date | None = None


class Residence(NamedTuple):
    """Where a member lives, on [starts_on, ends_on). R27"""

    member_id: str
    kind: str
    starts_on: date
    ends_on: date | None = None


class Stay(NamedTuple):
    """An institutional stay. covered False means SoonerCare does not cover it: no window. R25, R26"""

    member_id: str
    kind: str
    admitted_on: date
    planned_discharge_on: date | None = None
    discharged_on: date | None = None
    covered: bool = True


class Appointment(NamedTuple):
    """A visit that is or was planned. units is what it holds while it is scheduled."""

    appointment_id: str
    member_id: str
    cm_id: str | None
    date: date
    start: int | None
    stop: int | None
    kind: str
    status: str
    units: int | None = None
    learned_on: _Day | None = None


class Outreach(NamedTuple):
    """One attempt to reach a member after a miss. R19"""

    outreach_id: str
    member_id: str
    appointment_id: str | None
    date: date
    mode: str | None = None
    result: str | None = None


class Service(NamedTuple):
    """What was done. elements is a bit mask: bit n-1 is documentation element n of R40."""

    service_id: str
    member_id: str
    cm_id: str
    date: date
    start: int
    stop: int
    activity: str
    mode: str | None = None
    place: str | None = None
    member_present: bool | None = None
    focus: str | None = None
    level_modifier: str | None = None
    contract: str | None = None
    appointment_id: str | None = None
    signature: str | None = None
    fax_on: _Day | None = None
    original_filed_on: _Day | None = None
    elements: int = 0


class Authorization(NamedTuple):
    """Units granted for a period (day, month or total) from starts_on through ends_on (inclusive). R5"""

    member_id: str
    number: str
    units: int
    period: str
    starts_on: date
    ends_on: date
    level_modifier: str | None = None


class ExternalUnits(NamedTuple):
    """Units of one month known to be billed by other agencies; month is its first day. R5"""

    member_id: str
    month: date
    units: int
    source: str | None = None
    as_of: date | None = None


class OnCall(NamedTuple):
    """A stretch of on-call duty, [starts_at, ends_at) on the local clock. R14"""

    cm_id: str
    program: str
    starts_at: datetime
    ends_at: datetime


class Worker(NamedTuple):
    """The little the line of a service depends on: a case manager seen with the site's contract."""

    cm_id: str
    level: str
    type: str
    contract: str | None


class Policy(NamedTuple):
    """The agency's choices (settings.toml). Defaults are the contract's."""

    unit_rounding: str = "completed-15"
    unit_scope: str = "contact"
    cap_scope: str = "member"
    hours_year: str = "state-fiscal"
    telehealth_counts: bool = False
    juneteenth: bool = False
    christmas_side: str = "long-weekend"
    over_limit_plans: str = "refuse"
    member_overlap: str = "refuse"
