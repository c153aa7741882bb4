"""The figures of the year ahead as charts, in the order in which one steps through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tcm_tui.desk.outlook.views import MonthAhead, Outlook
from tcm_tui.rules import saying
from tcm_tui.ui import words
from tcm_tui.ui.widgets.plot import Chart


class Figure(NamedTuple):
    """key: of the section of lines behind it. chart: made from an answer."""

    key: str
    chart: Callable[[Outlook], Chart]


def _labels(found: Outlook) -> list[str]:
    """``Nov``, and at each January the year: ``’27``."""
    return [saying.month(m.first) if m.first.month > 1 else f"’{m.first:%y}" for m in found.months]


def _counted(
    key: str, title: str, value: Callable[[MonthAhead], float], bar: str, empty: str, role: str = "used"
) -> Figure:
    def chart(found: Outlook) -> Chart:
        bars = [value(month) for month in found.months]
        return Chart(title, _labels(found), bars, bar=bar, empty=empty, role=role)

    return Figure(key, chart)


def _contacts(found: Outlook) -> Chart:
    needed = [float(month.needed) for month in found.months]
    reach = [float(month.needed - month.cant) for month in found.months]
    return Chart(
        "Community contacts",
        _labels(found),
        needed,
        reach,
        "needed",
        "within the staff's time",
        "beyond",
        "No contacts are asked for.",
    )


def _hours(found: Outlook) -> Chart:
    return Chart(
        "Billable hours a month",
        _labels(found),
        [month.hours for month in found.months],
        [month.pace or None for month in found.months],
        "asked",
        "pace of the year",
        "more than the pace",
        "Nobody with a yearly figure has members with a rate.",
    )


def _caseload(kind: str) -> Figure:
    def chart(found: Outlook) -> Chart:
        lines = [each for each in found.staffing if each.type == kind]
        unit = lines[0].unit if lines else "members"
        return Chart(
            f"Caseload {words.PROGRAMS.get(kind, kind)}",
            _labels(found),
            [float(each.counted) for each in lines],
            [None if each.places is None else float(each.places) for each in lines],
            f"{unit} if intake goes on",
            "places",
            "over",
            "Nobody.",
        )

    return Figure("staffing", chart)


OUT = _counted(
    "run_outs",
    "Units that run out",
    lambda m: m.out,
    "members",
    "At the present rates nobody's units run out.",
    "warn",
)
CONTACTS = Figure("reaches", _contacts)
HIRES = _counted("staffing", "To hire", lambda m: m.hires, "case managers", "Nobody need be hired.", "warn")
HOURS = Figure("hours", _hours)
LINES = _counted("lines", "Birthdays that change the line", lambda m: m.lines, "members", "There are none.", "info")
OPENINGS = _counted(
    "openings", "Transition windows", lambda m: m.openings, "that open, or are open", "None is known.", "info"
)
EXPIRIES = _counted("expiries", "Credentials that fall due", lambda m: m.expiries, "credentials", "None.", "warn")


def figures(found: Outlook) -> list[Figure]:
    """All figures that an answer has; a caseload for each type that is there."""
    kinds: Iterable[str] = dict.fromkeys(each.type for each in found.staffing)
    return [OUT, CONTACTS, *(_caseload(kind) for kind in kinds), HIRES, HOURS, LINES, OPENINGS, EXPIRIES]
