"""Everything about one member."""

from __future__ import annotations

from datetime import date
from datetime import date as Day  # for views with a column named date
from typing import NamedTuple

from tcm_tui.desk.views.lists import ClockItem
from tcm_tui.desk.views.units import UnitsView
from tcm_tui.desk.views.week import Visit
from tcm_tui.rules.verdict import Finding, Reason


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
    part2: bool | None = None  # records under 42 CFR Part 2; None where nobody has said
