"""The screens' questions answered by the desk; each module of the desk is imported when first asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.office import open_desk
from tcm_tui.ui.deskteam import DeskTeam
from tcm_tui.ui.source import Subject, WorkerName

if TYPE_CHECKING:
    from tcm_tui.desk.beside import Beside
    from tcm_tui.desk.discharge import IfDischarged
    from tcm_tui.desk.disclosure import Recorder
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

_BY_RULE = {"coverage": "R14", "plan": "R39", "residence": "R27"}
"""Subjects that have no figure of their own: the rule that decides them is shown."""


class DeskSource(DeskTeam):
    """``ui.source.Source`` over an open desk."""

    _ahead: Beside | None = None
    _record: Recorder | None = None

    @property
    def agency(self) -> str:
        with self.desk.reading():
            return self.desk.agency

    def version(self) -> int:
        return self.desk.data_version()

    def guarded(self) -> tuple[bool, int]:
        from tcm_tui.rules.policies import lock_minutes

        with self.desk.reading():
            return self.desk.encrypted, lock_minutes(self.desk.settings)

    def warm(self) -> None:
        from tcm_tui.desk import lookup, names

        with self.desk.reading():
            names.matching(lookup.__name__, self.desk.member_names())
        self._recorder()

    def ahead(self, on: date) -> Callable[[], Callable[[], None]] | None:
        from tcm_tui.desk import ahead

        self._ahead = ahead.agency_view(self.desk, on)
        return self._ahead

    def viewed(self, what: str, member: str) -> None:
        self._recorder().view(what, member)

    def searched(self, what: str) -> None:
        self._recorder().search(what)

    def untold(self) -> str | None:
        return self._record.trouble() if self._record is not None else None

    def _recorder(self) -> Recorder:
        if self._record is None:
            from tcm_tui.desk.disclosure import Recorder

            self._record = Recorder(self.desk.store.path)
        return self._record

    def close(self) -> None:
        if self._record is not None:
            self._record.close()
        self.desk.close()

    def workers(self, on: date) -> list[WorkerName]:
        from tcm_tui.desk import caseload, roles

        with self.desk.reading():
            people = roles.among(self.desk, caseload.staff(self.desk))
        return [
            WorkerName(p.who.cm_id, p.who.name, p.who.level, p.who.type, p.site)
            for p in people
            if caseload.employed(p.who, on)
        ]

    def nobody(self, on: date) -> str:
        from tcm_tui.desk import caseload

        with self.desk.reading():
            return caseload.nobody(self.desk, on)

    def caseload(self, cm: str, on: date) -> CaseloadRow:
        from tcm_tui.desk import caseload

        return caseload.rows(self.desk, on, cm, reasons=False)[0]

    def hours(self, cm: str, on: date) -> HoursRow:
        from tcm_tui.desk import hours

        return hours.rows(self.desk, on, cm, reasons=False)[0]

    def lines(self, cm: str, on: date) -> list[MemberLine]:
        from tcm_tui.desk import members

        return members.lines(self.desk, cm, on)

    def due(self, on: date, cm: str | None, days: int, met: bool) -> list[ClockItem]:
        from tcm_tui.desk import clocks

        return clocks.due(self.desk, on, cm, days=days, all=met, reasons=False)

    def member(self, member: str, on: date) -> MemberView:
        from tcm_tui.desk import member as pages

        return pages.page(self.desk, member, on, reasons=False)

    def agency_view(self, on: date) -> AgencyView:
        from tcm_tui.desk import agency, keys

        if self._ahead is not None:
            self._ahead.wait(keys.agency(on))
        return agency.view(self.desk, on)

    def week(self, cm: str, on: date, monday: date) -> WeekView:
        from tcm_tui.desk import week

        return week.view(self.desk, cm, on, monday, whole_month=True, reasons=False)

    def week_over(self, cm: str, on: date) -> int | None:
        from tcm_tui.desk import office, week

        return week.over_but(self.desk, cm, on, office.minute_of(on))

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        from tcm_tui.desk import lookup

        return lookup.units(self.desk, member, on, lookup.Asked(minutes=minutes, units=units))

    def next_days(self, member: str, on: date, units: int) -> list[date]:
        from tcm_tui.desk import lookup

        return lookup.next_days(self.desk, member, on, units)

    def what_if_discharged(self, member: str, day: str, on: date) -> IfDischarged:
        from tcm_tui.desk import discharge

        return discharge.typed(self.desk, member, day, on)

    def find(self, text: str, on: date, limit: int) -> list[Match]:
        from tcm_tui.desk import lookup

        return lookup.find(self.desk, text, on, limit)

    def rules(self, on: date) -> list[RuleView]:
        from tcm_tui.desk import rulebook

        return rulebook.rules(self.desk, on)

    def settings(self) -> list[tuple[str, str]]:
        from tcm_tui.rules.policies import DECLARED

        with self.desk.reading():
            stored = self.desk.settings
            return [(one.key, stored.get(one.key, one.default)) for one in DECLARED]

    def explain(self, subject: Subject, on: date) -> list[Explanation]:
        from tcm_tui.desk.explain import explain

        kind, ident = subject.kind, subject.id
        if kind in _BY_RULE and subject.item is None:
            kind, ident = "rule", _BY_RULE[kind]
        return explain(self.desk, kind, ident, on, subject.ref, subject.item)


def open_source(db: str | None) -> DeskSource:
    """Open the agency's database for the screens. Raises StoreError."""
    from tcm_tui.desk import roles

    desk = open_desk(db)
    roles.must_have_screens(desk)
    return DeskSource(desk)
