"""The working time of the coming months, worker by worker: as weeks are planned with it, before any visit. R48"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from tcm_tui.desk import caseload
from tcm_tui.desk.outlook.facts import DAY, Known, iso
from tcm_tui.desk.weekplan.days import Diary
from tcm_tui.desk.weekplan.facts import Fixed, WeekFacts
from tcm_tui.desk.weekplan.terms import terms
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import outlook as sql
from tcm_tui.rules import hours as rules
from tcm_tui.rules.calendar import month_end
from tcm_tui.rules.weekhours import Hours

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

R = TypeVar("R")


class WorkingTime:
    """Minutes of working time: hours less leave, closed days, own appointments and what is kept for crises."""

    def __init__(self, desk: Desk, known: Known) -> None:
        self.desk, self.known, self.terms = desk, known, terms(desk)
        self.working: dict[str, list[Hours]] = {}
        self.leave: dict[str, list[tuple[date, date, str]]] = {}
        self.fixed: dict[str, list[Fixed]] = {}
        for cm, *rest in desk.store.rows(sql.WORKING_HOURS, known.params()):
            self.working.setdefault(cm, []).append(facts.hours(rest))
        for cm, starts_on, ends_on, reason in desk.store.rows(sql.LEAVE, known.params()):
            self.leave.setdefault(cm, []).append((iso(starts_on), iso(ends_on), reason or ""))
        for cm, day, start, stop, area, label in desk.store.rows(sql.FIXED, known.params()):
            self.fixed.setdefault(cm, []).append(Fixed(iso(day), start, stop, area, label or ""))
        self._alike: dict[Hashable, int] = {}

    def minutes(self, person: caseload.Staff, month: date) -> int:
        """What a worker's month still has, from the day of the answer on, that day included."""
        who = person.who
        first, end = max(month, self.known.on), month_end(month)
        working = tuple(self.working.get(who.cm_id, ()))
        leave = tuple(each for each in self.leave.get(who.cm_id, ()) if each[0] <= end and each[1] >= first)
        fixed = tuple(each for each in self.fixed.get(who.cm_id, ()) if first <= each.date <= end)
        whole = (who.hired_on is None or who.hired_on <= first) and (who.left_on is None or who.left_on > end)
        # most workers' months are alike: those with the same hours, neither leave nor meetings of their own
        key = (month, working, leave, fixed, None if whole else who.cm_id)
        if key not in self._alike:
            week = _empty_week(first - DAY, person, working, leave, fixed)
            self._alike[key] = Diary(self.desk, week, self.terms).free_until(end, ())
        return self._alike[key]

    def pace(self, person: caseload.Staff, month: date, begins: date) -> float | None:
        """Billable hours that the yearly figure asks of a month from a day on, while the worker is there. R48"""
        who, end = person.who, month_end(month)
        annual = rules.annual_for(self.desk.packs, who.level, who.type, end)
        if annual is None:
            return None
        first = max(begins, who.hired_on or begins)
        last = end if who.left_on is None else min(end, who.left_on - DAY)
        start, after = rules.year_of(end, self.desk.policy.hours_year)
        return annual * max(0, (last - first).days + 1) / (after - start).days


def _empty_week(
    before: date,
    person: caseload.Staff,
    working: tuple[Hours, ...],
    leave: tuple[tuple[date, date, str], ...],
    fixed: tuple[Fixed, ...],
) -> WeekFacts:
    """A worker's hours, leave and own appointments after a day, and nobody's visits."""
    return WeekFacts(
        on=before,
        monday=before,
        first=before,
        last=before,
        until=before,
        who=person,
        cared={},
        names={},
        own=[],
        theirs={},
        done=[],
        contact_days={},
        plans={},
        misses=[],
        homes={},
        stays={},
        working=list(working),
        leave=list(leave),
        fixed=list(fixed),
        available={},
        travel={},
    )
