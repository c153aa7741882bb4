"""Agencies in unusual states, and what a golden case is; ``cases`` and ``cases_team`` are made from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tcm_tui.desk.discharge import IfDischarged
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import StoreError
from tcm_tui.desk.views import AgencyView, Budget, CaseloadRow, MemberView, UnitsView
from tcm_tui.ui.source import WorkerName
from tests.ui.cases_forms import Step
from tests.ui.fake import Fake
from tests.ui.fakeweek import Planning

LONG = " de la Concepción-Featherstonehaugh-Whitehorse"
GONE = "/mnt/share/agency.db can't be read: input/output error. Check that the share is connected, then press F5."


class Nobody(Fake):
    """An agency into which nothing was imported yet."""

    def workers(self, on: date) -> list[WorkerName]:
        return []

    def agency_view(self, on: date) -> AgencyView:
        return AgencyView(on, (), (), (), ())

    def find(self, text: str, on: date, limit: int) -> list[Any]:
        return []

    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[Any]:
        return []


class Empty(Fake):
    """Case managers without a member."""

    def __init__(self) -> None:
        super().__init__(members=0)

    def caseload(self, cm: str, on: date) -> CaseloadRow:
        return super().caseload(cm, on)._replace(on_hold=0, in_hospital=0)

    def _due_of(self, cm: str, on: date, met: bool) -> list[Any]:
        return []

    def visits(self, cm: str, on: date) -> tuple[Any, ...]:
        return ()


class Unread(Fake):
    """The file can't be read any more, though it could a moment ago."""

    def _gone(self, *args: Any, **more: Any) -> Any:
        raise StoreError("unreachable", GONE)

    caseload = lines = due = agency_view = week = units = find = member = rules = explain = settings = drafts = _gone
    staff = staff_sheet = roster = team_due = outlook = _gone
    what_if_discharged = _gone


class NoRow(Fake):
    """No row of the limits table fits the member on the page."""

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        view = super().units(member, on, None, None)
        none = Budget(None, 0, 0, 0, 0, 0)
        return view._replace(line=None, status="no-row", day=none, month=none._replace(used=5), available_today=0)


class Over(Fake):
    """The member on the page is over today's and the month's limit."""

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        view = super().units(member, on, minutes, units)
        day, month = Budget(16, 17, 0, 0, 0, 1), Budget(25, 26, 0, 2, 0, 3)
        return view._replace(status="over", day=day, month=month, available_today=0)


class Bare(Fake):
    """A member of whom only the name is recorded, and who is in no stay."""

    def member(self, member: str, on: date) -> MemberView:
        none: Any = ()
        view = super().member(member, on)
        return view._replace(**{name: none for name in view._fields if getattr(view, name).__class__ is tuple})

    def what_if_discharged(self, member: str, day: str, on: date) -> IfDischarged:
        raise Refused(f"Ana Pecan {member} is in no stay on {on}; record the stay first (I on the member's page).")


def Long() -> Fake:
    return Fake(hostile=LONG)


def LongWeek() -> Fake:
    return Planning(hostile=LONG)


class Case(NamedTuple):
    """keys: pressed one after the other; then do is done. cm: whose work is shown."""

    area: str
    keys: tuple[str, ...] = ()
    source: Callable[[], Fake] = Fake
    cm: str = "C01"
    do: Step | None = None


def areas(name: str, **more: Case) -> dict[str, Case]:
    """What every area has: as usual, without anybody, long names, unreadable."""
    return {
        "usual": Case(name),
        "nobody": Case(name, source=Nobody),
        "long-names": Case(name, source=Long),
        "error": Case(name, source=Unread),
        **more,
    }
