"""The month report of the agency, a part of it or one case manager: every figure with its rule and arithmetic.

Each section is one module: ``lines(frame)`` gives what members and workers add, ``figures(frame, sums)`` what is told
of their sums. So every figure has its lines behind it, and workers add up to sites and sites to the agency. The lines
stand by the members' names; those of a module whose ``BY_DAY`` is true as they came, day by day.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from tcm_tui.desk import roles
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.report.frame import Frame, Progress, Sums, telling
from tcm_tui.desk.report.views import Cancelled, Figure, Line, Report, Section, Worker
from tcm_tui.desk.scope import EVERYBODY, Scope, label
from tcm_tui.rules.saying import day, whole_month

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

__all__ = ["SECTIONS", "Cancelled", "Figure", "Line", "Progress", "Report", "Section", "Worker", "month_of", "view"]

SECTIONS = ("caseload", "contacts", "outreach", "units", "community", "notes", "hours")
"""The modules, in the order of the report."""

_READS = 3


def month_of(text: str) -> date:
    """The first day of a month written ``2026-10``. Raises WrongUsage."""
    try:
        year, month = text.split("-")
        if len(year) != 4 or len(month) != 2 or not (text.isascii() and (year + month).isdigit()):
            raise ValueError
        first = date(int(year), int(month), 1)
    except ValueError:
        raise WrongUsage(f"--month: “{text}” is no month; write it as YYYY-MM, for example 2026-10.") from None
    if not 1900 <= first.year <= 2100:
        raise WrongUsage(f"--month: {text} is outside 1900 to 2100; correct the year.")
    return first


def view(
    desk: Desk,
    month: date,
    on: date,
    scope: Scope = EVERYBODY,
    cm: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report of the month that holds a day, as known on ``on``; of a part of the agency, or of one worker.

    progress is told what is being read; answering False stops, and raises Cancelled. Raises WrongUsage for a month
    that has not begun on ``on``.
    """
    first = month.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if first > on:
        raise WrongUsage(f"{whole_month(first)} has not begun on {day(on)}; choose an earlier month.")
    tell = telling(progress, _READS + len(SECTIONS))
    with desk.reading():
        frame = Frame(desk, first, last, on, None)
        if cm is not None:
            frame.mine = frozenset([cm])
        elif not scope.all:
            frame.mine = frozenset(key for key, person in frame.staff.items() if scope.holds(person.who))
        if roles.part(desk):
            roles.must_see(desk, cm)
            shown = frozenset(key for key in frame.staff if roles.sees(desk, key))
            frame.mine = shown if frame.mine is None else frame.mine & shown
        frame.read(tell)
        sections, by_worker = [], {}
        order = {cared.member.member_id: at for at, cared in enumerate(frame.cared)}
        for name in SECTIONS:
            module = import_module(f"{__name__}.{name}")
            tell(module.TITLE.lower())
            lines = [line for line in module.lines(frame) if frame.holds(line.cm)]
            if not module.BY_DAY:
                lines.sort(key=lambda line: order.get(line.member, -1))
            sums = Sums(lines)
            sections.append(_section(module, frame, sums))
            by_worker[module.ID] = sums.by_worker()
        about = frame.staff[cm].who.name if cm is not None else label(desk, scope)
        return Report(
            month=first,
            last=last,
            on=on,
            seen=frame.seen,
            to_date=on < last,
            agency=desk.agency,
            about=about or desk.agency or "The agency",
            kind="worker" if cm is not None else "agency" if scope.all else "part",
            of=f"case manager {cm}" if cm is not None else _ids(scope),
            sections=tuple(sections),
            workers=tuple(_workers(frame, by_worker)),
            members={cared.member.member_id: cared.member.name for cared in frame.cared},
            staff={key: person.who.name for key, person in frame.staff.items()},
        )


def _ids(scope: Scope) -> str:
    named = (f"{field} {value}" for field, value in scope._asdict().items() if value is not None)
    return ", ".join(named) or "agency"


def _section(module: ModuleType, frame: Frame, sums: Sums) -> Section:
    found: Callable[[Frame, Sums], Iterator[Figure]] = module.figures
    figures = tuple(figure._replace(key=f"{module.ID}.{figure.key}") for figure in found(frame, sums))
    return Section(module.ID, module.TITLE, module.RULES, module.NOTE, figures)


def _workers(frame: Frame, sums: dict[str, dict[str, dict[str, float]]]) -> Iterator[Worker]:
    """Whoever adds to any figure."""
    from tcm_tui.desk.report.caseload import STATUSES

    for cm, person in frame.staff.items():
        mine = {f"{id}.{key}": n for id, found in sums.items() for key, n in found.get(cm, {}).items()}
        if mine:
            status = next((each for each in STATUSES if f"caseload.{each}" in mine), "")
            yield Worker(cm, person.who.name, person.who.type, person.site, status, mine)
    nobody = {f"{id}.{key}": n for id, found in sums.items() for key, n in found.get("", {}).items()}
    if nobody:
        yield Worker("", "No case manager", "", "", "", nobody)
