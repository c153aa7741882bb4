"""Billable hours of the month, and since the year began against the yearly pace. R48"""

from __future__ import annotations

from collections.abc import Iterator

from tcm_tui.desk import hours as desk_hours
from tcm_tui.desk.caseload import employed
from tcm_tui.desk.report.frame import Frame, Sums
from tcm_tui.desk.report.saying import n
from tcm_tui.desk.report.views import Figure, Line
from tcm_tui.rules import hours as rules
from tcm_tui.rules import saying

ID, TITLE, RULES = "hours", "Hours", "R48"
BY_DAY = False
NOTE = "Hours are delivered, billable and compensable units over four; the yearly figure is a pace, never a cap."


def lines(frame: Frame) -> Iterator[Line]:
    """The month's hours by worker and member; the year's by worker."""
    month: dict[tuple[str, str], int] = {}
    for entry in frame.entries:
        if entry.units:
            at = (entry.cm_id, entry.member_id)
            month[at] = month.get(at, 0) + entry.units
    for (cm, member), units in month.items():
        yield Line("month", cm, member, units / rules.UNITS_AN_HOUR, saying.some(units, "unit"))
    worked = desk_hours.worked_units(frame.desk, frame.seen)
    for cm, person in frame.staff.items():
        if not frame.holds(cm) or not (cm in worked or employed(person.who, frame.seen)):
            continue
        row = desk_hours.row(frame.desk, person, worked.get(cm, 0), frame.seen, reasons=False)
        yield Line("worked", cm, None, row.worked)
        if row.expected is None or row.variance is None:
            continue
        note = f"{n(row.worked)} of {n(row.expected)} h"
        yield Line("paced", cm, None, row.worked)
        yield Line("expected", cm, None, row.expected, f"{row.annual} h a year")
        status = "on-pace" if not row.variance else "ahead" if row.variance > 0 else "behind"
        yield Line(status, cm, None, abs(row.variance), note)


def figures(frame: Frame, sums: Sums) -> Iterator[Figure]:
    """The month, the year so far, what the pace expects, and how far off."""
    month = sums.hours("month")
    units = round(month * rules.UNITS_AN_HOUR)
    yield Figure("month", "Hours of the month", month, "hours", "R48", f"{n(units)} units / {rules.UNITS_AN_HOUR}",
                 lines=sums.of("month"))  # fmt: skip
    start, end = rules.year_of(frame.seen, frame.desk.policy.hours_year)
    days, elapsed = (end - start).days, (frame.seen - start).days + 1
    since = f"Hours since {saying.short_day(start)}"
    worked, expected, paced = sums.hours("worked"), sums.hours("expected"), sums.hours("paced")
    text = f"units delivered from {saying.short_day(start)} to {saying.short_day(frame.seen)} / {rules.UNITS_AN_HOUR}"
    yield Figure("worked", since, worked, "hours", "R48", text, lines=sums.of("worked"))
    number = len(sums.of("expected"))
    if not number:
        text = "the sources name no yearly figure for these case managers"
        yield Figure("expected", "Hours expected", None, "hours", "R48", text)
        return
    text = f"yearly hours × {elapsed} / {days} days, summed over {saying.some(number, 'case manager')}"
    yield Figure("expected", "Hours expected", expected, "hours", "R48", text, lines=sums.of("expected"))
    off = round(paced - expected, 2)
    text = f"{n(paced)} h of those with a yearly figure − {n(expected)} h = {n(abs(off))} h"
    text += " ahead" if off > 0 else " behind" if off < 0 else ", on pace"
    label, status = ("Hours ahead of the pace", "ahead") if off > 0 else ("Hours behind the pace", "behind")
    yield Figure("variance", label, abs(off), "hours", "R48", text, status if off else "on-pace",
                 lines=sums.of("behind") + sums.of("ahead") + sums.of("on-pace"))  # fmt: skip
    for key, label in (("behind", "Case managers behind"), ("ahead", "Case managers ahead")):
        found = sums.of(key)
        text = f"{len(found)} of {number} with a yearly figure"
        yield Figure(key, label, len(found), "case managers", "R48", text, key if found else "", lines=found)
