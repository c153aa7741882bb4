"""Workers as staff: qualification, clocks, consultation, what each may take; and the on-call roster."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from tcm_tui.desk.views.lists import HoursRow
from tcm_tui.rules.credential_clocks import Clock
from tcm_tui.rules.credentials import Requirement
from tcm_tui.rules.facts import Credential
from tcm_tui.rules.qualification import May
from tcm_tui.rules.verdict import Reason


class ConsultationWeek(NamedTuple):
    """A week of consultation in minutes. status: met, open (still running), short, or not-held (hired in its midst)."""

    monday: date
    minutes: int
    required: int
    short: int
    status: str


class StaffRow(NamedTuple):
    """A line of the staff sheet. status: qualified, lapsing (within a month), lapsed, not-shown or not-asked.

    through: the last day on which all that is asked is met, None where no end is known or something is missing.
    missing: what is missing today, or what will be from the day after ``through``. clocks: credentials to renew or
    complete, and what is late, without the weekly consultation. weeks: the last eight of consultation, this one last;
    empty where none is asked, as coached is None. rules: the rule that decides, then R42.
    """

    cm: str
    name: str
    level: str
    type: str
    site: str
    contract: str | None
    status: str
    through: date | None
    missing: tuple[Requirement, ...]
    certified_until: date | None
    exam_until: date | None
    certified: bool
    examined: bool
    clocks: tuple[Clock, ...]
    coached: bool | None
    weeks: tuple[ConsultationWeek, ...]
    takes: tuple[May, ...]
    bills: tuple[May, ...]
    annual: int | None
    basis: str
    year_starts: date
    reasons: tuple[Reason, ...] = ()

    @property
    def short_now(self) -> int:
        """Minutes of consultation that this week still asks."""
        return self.weeks[-1].short if self.weeks else 0


class HeldCredential(NamedTuple):
    """A credential on file. key: that of the record; status: holds, expired, begun or ahead (dated later)."""

    key: str
    record: Credential
    status: str


class StaffSheet(NamedTuple):
    """One worker's whole sheet. asked: each requirement of R42-R47, met or not; hours: worked against the pace."""

    on: date
    row: StaffRow
    asked: tuple[Requirement, ...]
    credentials: tuple[HeldCredential, ...]
    hours: HoursRow
    hired_on: date | None
    left_on: date | None
    supervisor: str | None


class StaffView(NamedTuple):
    on: date
    rows: tuple[StaffRow, ...]


class Duty(NamedTuple):
    """A stretch of on-call duty, [starts_at, ends_at). key: that of the record. fits: whether the worker's
    qualification fits the program (R13); why: what speaks against it."""

    key: str
    cm: str
    name: str
    program: str
    starts_at: datetime
    ends_at: datetime
    fits: bool
    why: tuple[Reason, ...] = ()


class Stretch(NamedTuple):
    """A stretch of the local clock: minutes really pass in it. who: those on call in it, nobody in a hole."""

    program: str
    start: datetime
    end: datetime
    minutes: int
    who: tuple[str, ...] = ()


class Taker(NamedTuple):
    """Somebody who could be on call for a program; why says what speaks against it, when not.

    away: days of leave. busy: stretches [from, until) on call, for whichever program.
    """

    cm: str
    name: str
    may: bool
    why: tuple[Reason, ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    busy: tuple[tuple[datetime, datetime], ...] = ()


class ProgramRoster(NamedTuple):
    """The roster of one program. hours: without anyone on call. takers: those who may, then those who may not.

    staffed: somebody of that type is with the agency; else no roster is asked and there are no holes.
    """

    program: str
    staffed: bool
    duties: tuple[Duty, ...]
    holes: tuple[Stretch, ...]
    doubled: tuple[Stretch, ...]
    hours: float
    takers: tuple[Taker, ...]
    reasons: tuple[Reason, ...] = ()


class RosterView(NamedTuple):
    """Days from ``first`` on, as of ``on``."""

    on: date
    first: date
    days: int
    programs: tuple[ProgramRoster, ...]
