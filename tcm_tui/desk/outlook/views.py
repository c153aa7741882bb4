"""What the year ahead holds: frozen answers, each figure with what its reasons are told from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.rules.verdict import Reason


class RunOut(NamedTuple):
    """A member whose units of a month run out at the present rate. R4

    day: the first on which more is asked than is left. limit: units of ``per`` (month or year) on that day, in the
    row ``line``; raised: by an authorization. taken: used in the month so far; booked and external: of the month.
    rate_units over rate_months is the rate; over: units missing by the month's end, rounded up.
    """

    month: date
    member: str
    name: str
    cm: str | None
    day: date
    line: str
    per: str
    limit: int
    raised: bool
    taken: int
    booked: int
    external: int
    rate_units: int
    rate_months: int
    over: int
    source: str


class Reach(NamedTuple):
    """A worker's contacts of a month against the time there is for them. R17, R18, R48

    cm None: the members whom nobody has. needed, can and cant are contacts; minutes are what is left of the month's
    working time; each is what one contact takes with the way. pace and left are hours: what the year's pace asks of
    the month (None: no yearly figure), and what the contacts leave. members: where
    some can't be made, who needs them (id, name, how many).
    """

    month: date
    cm: str | None
    name: str
    site: str
    type: str | None
    needed: int
    minutes: int
    each: int
    visit: int
    can: int
    cant: int
    pace: float | None
    left: float
    pace_short: float | None
    members: tuple[tuple[str, str, int], ...]


class SiteReach(NamedTuple):
    """A site's contacts of a month: the sums of its workers. R17

    spare: further contacts for which those of the site who have time left would do; empty site: nobody's members.
    """

    month: date
    site: str
    workers: int
    needed: int
    can: int
    cant: int
    spare: int
    minutes: int
    pace: float
    pace_short: float


class Staffing(NamedTuple):
    """A type's caseload and hours at a month's end, if intake and closing go on. R9-R11, R48

    counted is in ``unit`` (members or families); now, opened and closed too: today, and in the past ``months``.
    members: people, where counted are families. high: of the range, None where the sources give none; then there is
    no places and no hires. rate: mean units a member and month, of the rate_of members
    who have one; hours are what that asks for, pace what the workers' yearly figures plan.
    """

    month: date
    type: str
    unit: str
    now: int
    opened: int
    closed: int
    months: int
    ahead: float
    counted: int
    members: int
    high: int | None
    workers: int
    places: int | None
    hires: int | None
    rate: float | None
    rate_of: int
    hours: float | None
    pace: float | None


class LineChange(NamedTuple):
    """A birthday that changes the row of the limits table; None: no row. R2, R8"""

    month: date
    on: date
    member: str
    name: str
    cm: str | None
    age: int
    dob: date
    before: str | None
    after: str | None
    modifier: str | None
    contract: str | None


class Opening(NamedTuple):
    """A known discharge whose window opens, or is open. R25"""

    month: date
    member: str
    name: str
    cm: str | None
    kind: str
    admitted: date
    discharge: date
    planned: bool
    first: date
    last: date
    nights: int
    reasons: tuple[Reason, ...]


class Expiry(NamedTuple):
    """A credential of a worker that falls due. R42-R46"""

    month: date
    cm: str
    name: str
    what: str
    due_on: date
    rule: str
    text: str


class Came(NamedTuple):
    """Someone who was opened, or closed or refused, in the months behind the rates. what: opened or closed."""

    member: str
    name: str
    type: str
    on: date
    what: str


class MonthAhead(NamedTuple):
    """One month's figures. begins: its first day that is looked at, the day of the answer in the first month.

    out: members whose units run out; over: their missing units. needed and cant: contacts. members, places (of the
    types that have a range; None without) and held, the count against them. hours and pace: billable hours a month.
    """

    first: date
    last: date
    begins: date
    out: int
    over: int
    needed: int
    cant: int
    members: int
    held: int
    places: int | None
    hires: int
    hours: float
    pace: float
    lines: int
    openings: int
    expiries: int


class Outlook(NamedTuple):
    """The coming months. without_rate: active members who have no full month with service yet.

    rate_months and intake_months: the settings the rates were taken by.
    """

    on: date
    scope: Scope = EVERYBODY
    months: tuple[MonthAhead, ...] = ()
    run_outs: tuple[RunOut, ...] = ()
    reaches: tuple[Reach, ...] = ()
    sites: tuple[SiteReach, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    lines: tuple[LineChange, ...] = ()
    openings: tuple[Opening, ...] = ()
    expiries: tuple[Expiry, ...] = ()
    came: tuple[Came, ...] = ()
    without_rate: tuple[str, ...] = ()
    members: int = 0
    workers: int = 0
    rate_months: int = 3
    intake_months: int = 6


Item = RunOut | Reach | SiteReach | Staffing | LineChange | Opening | Expiry
