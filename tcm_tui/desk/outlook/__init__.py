"""Looking ahead: what the coming months hold if things go on as they are. The method stands in docs/ahead.md.

Nothing here is a promise: rates are means of the past, and what isn't in the records (new leave, a slipped
discharge, units billed elsewhere) can't be seen. Every figure says what it rests on, see ``telling``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.outlook import events, reach, staffing, units
from tcm_tui.desk.outlook.courses import Courses
from tcm_tui.desk.outlook.facts import MOST_MONTHS, Known, Stopped, Tell, load
from tcm_tui.desk.outlook.rates import rates
from tcm_tui.desk.outlook.time import WorkingTime
from tcm_tui.desk.outlook.views import MonthAhead, Outlook
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.rules.calendar import month_end

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

__all__ = ["MONTHS", "MOST_MONTHS", "Outlook", "Stopped", "Tell", "look"]

MONTHS = 12


def look(desk: Desk, on: date, months: int = MONTHS, scope: Scope = EVERYBODY, tell: Tell | None = None) -> Outlook:
    """The coming months, the present one first. tell: told how far it is; Stopped is raised when it says False."""

    def stage(what: str, begins: float, ends: float) -> Callable[[float], None]:
        def told(share: float) -> None:
            if tell is not None and not tell(what, begins + (ends - begins) * share):
                raise Stopped("Given up; nothing was changed.")

        told(0.0)
        return told

    with desk.reading():
        stage("Reading the records", 0.0, 0.1)
        known = load(desk, on, months, scope)
        stage("Units a month", 0.1, 0.3)
        found_rates = rates(desk, known)
        courses = Courses(desk, known)
        run_outs = units.run_outs(desk, known, found_rates, courses, stage("Members' units", 0.3, 0.6))
        time = WorkingTime(desk, known)
        reaches = reach.reaches(desk, known, time, stage("Contacts and working time", 0.6, 0.9))
        stage("Caseloads and hours", 0.9, 1.0)
        came = staffing.came(known, desk.ahead.intake_months)
        types = staffing.staffing(desk, known, found_rates, time, came)
        active = [key for key, cared in known.mine.items() if cared.status(on) == "active"]
        found = Outlook(
            on=on,
            scope=scope,
            run_outs=tuple(sorted(run_outs, key=lambda each: (each.day, each.name.casefold(), each.member))),
            reaches=tuple(reaches),
            sites=tuple(reach.by_site(reaches)),
            staffing=tuple(types),
            lines=tuple(events.line_changes(known, courses)),
            openings=tuple(events.openings(desk, known)),
            expiries=tuple(events.expiries(desk, known)),
            came=tuple(came),
            without_rate=tuple(key for key in active if key not in found_rates),
            members=len(active),
            workers=len(known.people),
            rate_months=desk.ahead.rate_months,
            intake_months=desk.ahead.intake_months,
        )
        return found._replace(months=tuple(_months(known, found)))


def _months(known: Known, found: Outlook) -> list[MonthAhead]:
    """Each month's sums of what was found."""
    out = Counter(each.month for each in found.run_outs)
    lines = Counter(each.month for each in found.lines)
    opened = Counter(each.month for each in found.openings)
    expire = Counter(each.month for each in found.expiries)
    summed = []
    for first in known.months:
        staff = [each for each in found.staffing if each.month == first]
        ranged = [each for each in staff if each.places is not None]
        contacts = [each for each in found.reaches if each.month == first]
        summed.append(
            MonthAhead(
                first=first,
                last=month_end(first),
                begins=max(first, known.on),
                out=out[first],
                over=sum(each.over for each in found.run_outs if each.month == first),
                needed=sum(each.needed for each in contacts),
                cant=sum(each.cant for each in contacts),
                members=sum(each.members for each in staff),
                held=sum(each.counted for each in ranged),
                places=sum(each.places or 0 for each in ranged) if ranged else None,
                hires=sum(each.hires or 0 for each in staff),
                hours=round(sum(each.hours or 0 for each in staff if each.pace is not None), 1),
                pace=round(sum(each.pace or 0 for each in staff), 1),
                lines=lines[first],
                openings=opened[first],
                expiries=expire[first],
            )
        )
    return summed
