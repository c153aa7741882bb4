"""The supervisor's view: a line a case manager, and what nobody answers for. R9-R14, R31, R40, R48"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import caseload, clocks, hours
from tcm_tui.desk.ahead import key
from tcm_tui.desk.views import AgencyRow, AgencyView
from tcm_tui.records.queries import caseload as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import coverage, credential_clocks, credentials

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class _Fit(NamedTuple):
    """What a worker may hold (R13)."""

    intensive: bool
    facilitator: bool


def view(desk: Desk, on: date) -> AgencyView:
    """Every worker on one screen, as of a day; kept until somebody writes to the records."""
    with desk.reading():
        found: AgencyView = desk.keep(key(on), lambda: _view(desk, on))
    return found


def keep(desk: Desk, on: date, found: AgencyView) -> None:
    """Take a view that was worked out elsewhere from the same state of the records."""
    desk.keep(key(on), lambda: found)


def _view(desk: Desk, on: date) -> AgencyView:
    with desk.reading():
        assigned = caseload.responsible(desk, on)
        held = caseload.counts(desk, on, assigned=assigned)
        people = caseload.staff(desk)
        units = hours.worked_units(desk, on)
        risk = dict(desk.store.rows(sql.AT_RISK.all, {"on": on.isoformat()}))
        have = clocks.by_worker(desk)
        need = credentials.needs(desk.packs, on)
        tallies = clocks.tally(desk, on)
        nobody = rules.Counts()
        rows = []
        fits = {}
        for person in people:
            who = person.who
            kinds = credentials.by_kind(have.get(who.cm_id, ()))
            fits[who.cm_id] = _Fit(
                credentials.intensive_qualified(who.level, kinds, on, need),
                credentials.is_facilitator(who.level, who.type),
            )
            if who.cm_id not in held and not caseload.employed(who, on):
                continue
            overdue, today = tallies.get(who.cm_id, (0, 0))
            due = credential_clocks.clocks(who, have.get(who.cm_id, ()), on, need)
            if caseload.employed(who, on):
                overdue += sum(c.status in clocks.LATE for c in due)
                today += sum(c.status == "due-today" for c in due)
            ahead = [c for c in due if c.status not in clocks.DONE]
            following = min(ahead, key=lambda c: c.due_on, default=None)
            rows.append(
                AgencyRow(
                    caseload.row(desk, person, held.get(who.cm_id, nobody), on, reasons=False),
                    hours.row(desk, person, units.get(who.cm_id, 0), on, reasons=False),
                    overdue,
                    today,
                    risk.get(who.cm_id, 0),
                    following.what if following else None,
                    following.due_on if following else None,
                )
            )
        return AgencyView(
            on, tuple(rows), _unassigned(desk, on), _misplaced(assigned, on, fits), _uncovered(desk, on, people)
        )


def _unassigned(desk: Desk, on: date) -> tuple[str, ...]:
    """Active members for whom nobody is responsible. R31"""
    day = on.isoformat()
    return tuple(
        member
        for member, opened, closed, refused, first in desk.store.rows(sql.UNASSIGNED, {"on": day})
        if rules.status_on(opened, closed, refused, first, day) == "active"
    )


def _misplaced(assigned: list[tuple[Any, ...]], on: date, fits: dict[str, _Fit]) -> tuple[str, ...]:
    """Members whose program needs another kind of worker than theirs. R13"""
    day = on.isoformat()
    found = []
    for cm, member, _, program, opened, closed, refused, *_ in assigned:
        fit = fits[cm]
        fitting = rules.program_fits(program, fit.intensive, fit.facilitator)
        if not fitting and rules.status_on(opened, closed, refused, "", day) == "active":
            found.append(member)
    return tuple(sorted(found))


def _uncovered(desk: Desk, on: date, people: list[caseload.Staff]) -> tuple[tuple[str, float], ...]:
    """Hours of the next seven days without anyone on call, by program that has workers. R14"""
    duties = [facts.on_call(r) for r in desk.store.rows(facts.ON_CALL)]
    start, end = coverage.days_ahead(on)
    staffed = {p.who.type for p in people if caseload.employed(p.who, on)}
    found = []
    for program in desk.packs.words("coverage.programs", on):
        if program in staffed:
            missing = coverage.uncovered_hours(coverage.holes(duties, program, start, end))
            if missing:
                found.append((program, missing))
    return tuple(found)
