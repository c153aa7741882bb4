"""How many units a worker's year asks of the week, and whether the caseload's limits let the year be reached. R48"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import hours
from tcm_tui.desk.weekplan.facts import Held, WeekFacts
from tcm_tui.rules import hours as rules
from tcm_tui.rules import saying
from tcm_tui.rules.calendar import DAY

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.weekplan.people import People


class Pace:
    """A worker's yearly hours as units. annual is None where the sources name none."""

    def __init__(self, desk: Desk, facts: WeekFacts) -> None:
        self.desk, self.facts = desk, facts
        who = facts.who.who
        self.annual = rules.annual_for(desk.packs, who.level, who.type, facts.on)
        self.worked = hours.worked_units(desk, facts.on, who.cm_id).get(who.cm_id, 0) if self.annual else 0
        self.start, self.end = rules.year_of(facts.on, desk.policy.hours_year)

    def wanted(self, standing: Iterable[Held]) -> int:
        """Units to plan so that the worker is on pace by the end of the week, besides what stands."""
        if self.annual is None or self.facts.last >= self.end:
            return 0
        expected = rules.pace(self.annual, self.facts.last, self.desk.policy.hours_year).expected
        ahead = sum(v.units for v in self.facts.own if v.date < self.facts.first)
        booked = ahead + sum(v.units for v in standing)
        return max(0, round(expected * rules.UNITS_AN_HOUR) - self.worked - booked)

    def beyond_reach(self, people: People) -> str | None:
        """Told where the rest of the year asks more than the limits of the caseload leave; None where it may do."""
        if self.annual is None:
            return None
        needed = self.annual * rules.UNITS_AN_HOUR - self.worked
        could = self._could(people)
        if needed <= could:
            return None
        return (
            f"The year’s {self.annual:,} hours can’t be reached: {needed:,} units are missing until "
            f"{saying.day(self.end - DAY)}, and the limits of this caseload leave {could:,}."
        )

    def _could(self, people: People) -> int:
        """Units that the limits leave: what is left of this month, and whole months until the year ends."""
        on = self.facts.on
        months = (self.end.year - on.year) * 12 + self.end.month - on.month - 1
        total = 0
        for key in self.facts.cared:
            if people.why_gone(key, on):
                continue
            row = people.row(key, on)
            if row is None or people.barred_worker(on):
                continue
            held = sum(v.units for v in self.facts.theirs.get(key, ()) if v.cm == people.worker.cm_id and _same(v, on))
            total += people.left(key, on)[1] + held + (row.month or 0) * months
        return total


def _same(visit: Held, on: date) -> bool:
    return (visit.date.year, visit.date.month) == (on.year, on.month)
