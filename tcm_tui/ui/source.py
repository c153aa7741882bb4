"""What the screens ask, in one place: the desk's answers, each imported when first asked.

Screens know this protocol only. Tests answer it with made-up views; ``DeskSource`` answers it from the
records. Every answer is a frozen view of ``desk.views``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Protocol

from tcm_tui.desk.views import (
    AgencyView,
    CaseloadRow,
    ClockItem,
    Explanation,
    HoursRow,
    Match,
    MemberLine,
    MemberView,
    RuleView,
    UnitsView,
    WeekView,
)


class WorkerName(NamedTuple):
    """A case manager to choose from."""

    cm: str
    name: str
    level: str
    type: str
    site: str


class Subject(NamedTuple):
    """What is to be explained.

    kind: member (its contact, outreach and units), units, clock, worker, hours, service, stay, coverage,
    rule. id: the member, worker or rule. ref: the service, appointment, credential or stay, where it is one.
    """

    kind: str
    id: str
    ref: str = ""
    item: ClockItem | None = None


class Source(Protocol):
    """The questions a screen may ask."""

    @property
    def agency(self) -> str: ...
    def version(self) -> int:
        """Another number once the records have changed."""

    def warm(self) -> None:
        """Make ready what the first look-up would wait for."""

    def workers(self, on: date) -> list[WorkerName]: ...
    def caseload(self, cm: str, on: date) -> CaseloadRow: ...
    def hours(self, cm: str, on: date) -> HoursRow: ...
    def lines(self, cm: str, on: date) -> list[MemberLine]: ...
    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[ClockItem]: ...
    def member(self, member: str, on: date) -> MemberView: ...
    def agency_view(self, on: date) -> AgencyView: ...
    def week(self, cm: str, on: date, monday: date) -> WeekView: ...
    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView: ...
    def find(self, text: str, on: date, limit: int) -> list[Match]: ...
    def rules(self, on: date) -> list[RuleView]: ...
    def settings(self) -> list[tuple[str, str]]:
        """The agency's policies in force, as (name, value)."""

    def explain(self, subject: Subject, on: date) -> list[Explanation]: ...
