"""Hours in which nobody is on call. R14"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload
from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import facts
from tcm_tui.rules import coverage
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Hours of the coming days in which nobody is on call for a program that has workers. R14"""
    from tcm_tui.rules.book import source

    programs = desk.packs.words("coverage.programs", scope.on)
    staffed = {p.who.type for p in caseload.staff(desk) if caseload.employed(p.who, scope.on)}
    duties = [facts.on_call(r) for r in desk.store.rows(facts.ON_CALL, {})]
    days = min((scope.until - scope.on).days + 1, 7)
    start, end = coverage.days_ahead(scope.on, days)
    for program in programs:
        if program not in staffed:
            continue
        for day, hole in coverage.by_day(coverage.holes(duties, program, start, end)):
            text = f"{program}: nobody on call {hole.start:%a %d %b %H:%M} to {hole.end:%a %d %b %H:%M}"
            why = (Reason("R14", f"{text}, {hole.minutes / 60:g} h", source("R14")),) if scope.reasons else ()
            yield ClockItem(
                kind="coverage",
                what=program,
                member=None,
                cm=None,
                ref=f"{program}:{hole.start:%Y-%m-%dT%H:%M}",
                due_on=day,
                plan_by=None,
                status="due-today" if day == scope.on else "open",
                required=None,
                done=None,
                late_by=0,
                reasons=why,
            )
