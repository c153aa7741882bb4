"""The supervisor's view: a line a case manager, and what nobody answers for. R9-R14, R22, R31, R40, R48"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import caseload, clocks, hours, keys, roles
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import AgencyRow, AgencyView
from tcm_tui.records.queries import agency as own
from tcm_tui.records.queries import caseload as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import contacts, coverage, credential_clocks, credentials, saying
from tcm_tui.rules.facts import Credential
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.credentials import Needs


Held = list[tuple[str, str]]
"""(member, cm) of assignments."""


class Fit(NamedTuple):
    """What a worker may hold (R13)."""

    intensive: bool
    facilitator: bool


def view(desk: Desk, on: date, scope: Scope = EVERYBODY) -> AgencyView:
    """Every worker on one screen, as of a day, or those of a part of the agency; kept until somebody writes."""
    with desk.reading():
        found: AgencyView = desk.keep(keys.agency(on), lambda: _view(desk, on))
    return found if scope.all else part(found, scope)


def part(whole: AgencyView, scope: Scope) -> AgencyView:
    """The view of a part of the agency. Members without a worker belong to no part: they are always told."""
    rows = tuple(row for row in whole.rows if within(row, scope))
    mine = {row.caseload.cm for row in rows}
    kinds = {row.caseload.type for row in rows}
    held = {member for member, cm in whole.holders if cm in mine}
    return whole._replace(
        rows=rows,
        misplaced=tuple(member for member in whole.misplaced if member in held),
        doubled=tuple(member for member in whole.doubled if member in held),
        uncovered_hours=tuple(each for each in whole.uncovered_hours if each[0] in kinds),
        nobodys=whole.nobodys if scope.all else (0, 0),
        holders=tuple(each for each in whole.holders if each[1] in mine),
    )


def within(row: AgencyRow, scope: Scope) -> bool:
    """Whether a line belongs to a part of the agency; ``Scope.holds`` of what the line tells."""
    asked = ((scope.site, row.site), (scope.type, row.caseload.type), (scope.supervisor, row.supervisor))
    return all(wanted is None or wanted == has for wanted, has in asked)


def _view(desk: Desk, on: date) -> AgencyView:
    with desk.reading():
        assigned = caseload.responsible(desk, on)
        held = caseload.counts(desk, on, assigned=assigned)
        people = caseload.staff(desk)
        have = clocks.by_worker(desk)
        need = credentials.needs(desk.packs, on)
        tallies = clocks.tally(desk, on)
        rows = _rows(desk, on, roles.among(desk, people), held, have, need, tallies)
        unfit = misplaced(assigned, on, _fits(people, have, on, need))
        doubled = doubly(assigned, on)
        return AgencyView(
            on,
            rows,
            unassigned(desk, on),
            tuple(sorted({member for member, _ in unfit})),
            tuple((program, hours) for program, _, hours in uncovered(desk, on, people)),
            tuple(sorted({member for member, _ in doubled})),
            tuple(sorted({*unfit, *doubled})),
            tallies.get(None, (0, 0)),
        )


def _rows(
    desk: Desk,
    on: date,
    people: Sequence[caseload.Staff],
    held: dict[str, rules.Counts],
    have: dict[str, list[Credential]],
    need: Needs,
    tallies: Mapping[str | None, tuple[int, int]],
) -> tuple[AgencyRow, ...]:
    """A line for who works here, and for who has left but whose members, notes, deadlines or hours are still told."""
    day, first = on.isoformat(), on.replace(day=1)
    month = {"first": first.isoformat(), "on": day}
    units = hours.worked_units(desk, on)
    risk = dict(desk.store.rows(sql.AT_RISK.all, {"on": day}))
    over: Counter[str] = Counter()
    for cm, _, _, _, delivered, payable in desk.store.rows(own.OVER_LIMIT, month):
        over[cm] += delivered - payable
    share = {cm: (inside, all_) for cm, inside, all_ in desk.store.rows(own.COMMUNITY, month)}
    told = {*held, *units, *risk, *over, *share, *tallies}
    nobody = rules.Counts()
    rows = []
    for person in people:
        who, cm = person.who, person.who.cm_id
        works = caseload.employed(who, on)
        if cm not in told and not works:
            continue
        overdue, today = tallies.get(cm, (0, 0))
        left = None if works or who.left_on is None or who.left_on > on else who.left_on
        line = caseload.row(desk, person, held.get(cm, nobody), on, reasons=False)
        due = credential_clocks.clocks(who, have.get(cm, ()), on, need)
        if works:
            overdue += sum(c.status in clocks.LATE for c in due)
            today += sum(c.status == "due-today" for c in due)
        following = min((c for c in due if c.status not in clocks.DONE), key=lambda c: c.due_on, default=None)
        rows.append(
            AgencyRow(
                line if left is None else line._replace(open=0),
                hours.row(desk, person, units.get(cm, 0), on, reasons=False),
                overdue,
                today,
                risk.get(cm, 0),
                following.what if following else None,
                following.due_on if following else None,
                over[cm],
                share.get(cm, (0, 0)),
                contacts.community_verdict(*share.get(cm, (0, 0)), first, desk.packs).status,
                who.site_id,
                who.supervisor_id,
                left,
            )
        )
    return tuple(rows)


def _fits(people: Sequence[caseload.Staff], have: dict[str, list[Credential]], on: date, need: Needs) -> dict[str, Fit]:
    """What each worker may hold, by credentials and type. R13"""
    return {
        who.cm_id: Fit(
            credentials.intensive_qualified(who.level, credentials.by_kind(have.get(who.cm_id, ())), on, need),
            credentials.is_facilitator(who.level, who.type),
        )
        for who in (person.who for person in people)
    }


def wrong(desk: Desk, on: date, assigned: list[tuple[Any, ...]], people: Sequence[caseload.Staff]) -> Held:
    """``misplaced``, with what the workers may hold read first."""
    need = credentials.needs(desk.packs, on)
    return misplaced(assigned, on, _fits(people, clocks.by_worker(desk), on, need))


def unassigned(desk: Desk, on: date) -> tuple[str, ...]:
    """Active members for whom nobody is responsible. R31"""
    day = on.isoformat()
    return tuple(
        member
        for member, opened, closed, refused, first in desk.store.rows(sql.UNASSIGNED, {"on": day})
        if rules.status_on(opened, closed, refused, first, day) == "active"
    )


def misplaced(assigned: list[tuple[Any, ...]], on: date, fits: dict[str, Fit]) -> Held:
    """Members whose program needs another kind of worker than theirs. R13"""
    day = on.isoformat()
    found = []
    for cm, member, _, program, opened, closed, refused, *_ in assigned:
        fit = fits[cm]
        fitting = rules.program_fits(program, fit.intensive, fit.facilitator)
        if not fitting and rules.status_on(opened, closed, refused, "", day) == "active":
            found.append((member, cm))
    return found


def doubly(assigned: list[tuple[Any, ...]], on: date) -> Held:
    """Active members for whom several are responsible on the day. R31"""
    day = on.isoformat()
    times = Counter(row[1] for row in assigned)
    if len(times) == len(assigned):
        return []
    return [
        (row[1], row[0])
        for row in assigned
        if times[row[1]] > 1 and rules.status_on(row[4], row[5], row[6], "", day) == "active"
    ]


def uncovered(desk: Desk, on: date, people: Sequence[caseload.Staff]) -> list[tuple[str, list[coverage.Hole], float]]:
    """Hours of the next seven days without anyone on call, by program that has workers: (program, holes, hours). R14"""
    duties = [facts.on_call(r) for r in desk.store.rows(facts.ON_CALL)]
    start, end = coverage.days_ahead(on)
    staffed = {p.who.type for p in people if caseload.employed(p.who, on)}
    found = []
    for program in desk.packs.words("coverage.programs", on):
        if program in staffed:
            holes = coverage.holes(duties, program, start, end)
            missing = coverage.uncovered_hours(holes)
            if missing:
                found.append((program, holes, missing))
    return found


def reasons(desk: Desk, on: date, view: AgencyView) -> dict[str, tuple[Reason, ...]]:
    """Rule and arithmetic of the figures of each worker in a view, by id."""
    from tcm_tui.rules.book import source

    with desk.reading():
        held = {row.cm: row.reasons for row in caseload.rows(desk, on)}
        worked = {row.cm: row.reasons for row in hours.rows(desk, on)}
    first = on.replace(day=1)
    found = {}
    for row in view.rows:
        cm = row.caseload.cm
        units, over = row.at_risk_units, row.over_limit_units
        text = f"{units} units of notes at risk + {over} units over a limit this month = {units + over}"
        share = contacts.community_verdict(*row.community, first, desk.packs).reasons
        found[cm] = (*held.get(cm, ()), *worked.get(cm, ()), *share, Reason("R40", text, source("R40")))
    return found


def gaps(view: AgencyView) -> tuple[Reason, ...]:
    """Rule and arithmetic of what nobody answers for."""
    from tcm_tui.rules.book import source

    hours = sum(missing for _, missing in view.uncovered_hours)
    due = saying.pressing(*view.nobodys)
    parts = " + ".join(f"{missing:g} h {program}" for program, missing in view.uncovered_hours)
    told = [
        ("R31", f"{len(view.unassigned)} active members without a case manager"),
        *([("R31", f"deadlines of members without a case manager: {due}")] if due else []),
        *([("R31", f"{view.left_behind} active members whose case manager has left")] if view.left_behind else []),
        ("R31", f"{len(view.doubled)} active members with several case managers at once"),
        ("R13", f"{len(view.misplaced)} active members whose program doesn't fit their case manager"),
        (
            "R14",
            f"nobody on call in seven days: {parts} = {hours:g} h"
            if parts
            else "on call: no hour of seven days uncovered",
        ),
    ]
    return tuple(Reason(rule, text, source(rule)) for rule, text in told)
