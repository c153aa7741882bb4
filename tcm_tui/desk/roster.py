"""The on-call roster: who is on call when, the hours nobody is, and who may take them. R13, R14"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload, clocks
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import Explanation
from tcm_tui.desk.views.staff import Duty, ProgramRoster, RosterView, Stretch, Taker
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import staff as sql
from tcm_tui.rules import coverage, credentials, qualification
from tcm_tui.rules.facts import CaseManager, OnCall
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

FARTHEST = 366


class _Team(NamedTuple):
    """What the answers rest on: workers by id, why each does not fit a program, and their days away."""

    people: dict[str, CaseManager]
    against: dict[tuple[str, str], tuple[Reason, ...]]
    away: dict[str, list[tuple[date, date]]]


def view(
    desk: Desk,
    on: date,
    first: date | None = None,
    days: int = 7,
    program: str | None = None,
    scope: Scope = EVERYBODY,
) -> RosterView:
    """The roster of some days from ``first`` (else ``on``), for one program or for all that need access at all hours.

    A scope's type is the program; its site and supervisor narrow who is named as able to take a duty, not the duties:
    the access is the whole agency's. Raises WrongUsage for another program.
    """
    first, days = first or on, max(1, min(days, FARTHEST))
    with desk.reading():
        asked = desk.packs.words("coverage.programs", on)
        if program is not None and program not in asked:
            raise WrongUsage(f"“{program}” needs no roster; on call are {' and '.join(asked)}.")
        wanted = [p for p in asked if program in (None, p) and scope.type in (None, p)]
        start, end = coverage.days_ahead(first, days)
        span = {"first": _stamp(start), "last": _stamp(end)}
        duties = [facts.on_call(r) for r in desk.store.rows(sql.ON_CALL, span)]
        team = _team(desk, on, first, first + timedelta(days=days))
        found = tuple(_program(each, duties, team, on, start, end, scope) for each in wanted)
    return RosterView(on, first, days, found)


def _stamp(moment: datetime) -> str:
    """As the roster writes it."""
    return f"{moment:%Y-%m-%dT%H:%M}"


def against(desk: Desk, duty: OnCall, on: date) -> tuple[Reason, ...]:
    """What speaks against a worker having a duty: qualification, leave, not being with the agency. Empty for others
    than the programs that need a roster."""
    with desk.reading():
        if duty.program not in desk.packs.words("coverage.programs", on):
            return ()
        first, last = duty.starts_at.date(), _last_day(duty) + timedelta(days=1)
        return _duty(duty, _team(desk, on, first, last, duty.cm_id)).why


def _team(desk: Desk, on: date, first: date, last: date, cm: str | None = None) -> _Team:
    """Everybody as they stand on a day, or one worker, with the days away from ``first`` on."""
    if cm is None:
        people, against = desk.keep(f"on call {on}", lambda: _able(desk, on, None))
    else:
        people, against = _able(desk, on, cm)
    away: dict[str, list[tuple[date, date]]] = {}
    for id, start, end in desk.store.rows(sql.LEAVE, {"first": first.isoformat(), "last": last.isoformat()}):
        away.setdefault(id, []).append((date.fromisoformat(start), date.fromisoformat(end)))
    return _Team(people, against, away)


def _able(
    desk: Desk, on: date, cm: str | None
) -> tuple[dict[str, CaseManager], dict[tuple[str, str], tuple[Reason, ...]]]:
    people = {p.who.cm_id: p.who for p in caseload.staff(desk, cm)}
    held, need = clocks.by_worker(desk, cm), credentials.needs(desk.packs, on)
    programs = desk.packs.words("coverage.programs", on)
    against = {}
    for id, who in people.items():
        takes = qualification.may_take(who, credentials.by_kind(held.get(id, ())), on, need)
        for may in takes:
            if may.what in programs:
                against[id, may.what] = may.because if may.verdict == "refused" else ()
    return people, against


def _program(
    program: str, duties: Sequence[OnCall], team: _Team, on: date, start: datetime, end: datetime, scope: Scope
) -> ProgramRoster:
    from tcm_tui.rules.book import source

    staffed = any(who.type == program and caseload.employed(who, on) for who in team.people.values())
    holes = coverage.holes(duties, program, start, end) if staffed else []
    hours = coverage.uncovered_hours(holes)
    mine = [_duty(duty, team) for duty in duties if duty.program == program]
    doubles = coverage.doubled(duties, program, start, end)
    span = f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"
    asked = coverage.elapsed_minutes(start, end) / 60
    texts = [f"{program}: {span} is {asked:g} h, {asked - hours:g} h with somebody on call, {hours:g} h without"]
    texts += [f"nobody from {h.start:%Y-%m-%d %H:%M} to {h.end:%Y-%m-%d %H:%M}, {h.minutes / 60:g} h" for h in holes]
    if not staffed:
        texts = [f"no case manager of type {program}: no roster is asked"]
    return ProgramRoster(
        program,
        staffed,
        tuple(mine),
        tuple(Stretch(program, h.start, h.end, h.minutes) for h in holes),
        tuple(Stretch(program, d.start, d.end, d.minutes, tuple(_name(team, cm) for cm in d.who)) for d in doubles),
        hours,
        _takers(program, duties, team, on, scope),
        tuple(Reason("R14", text, source("R14")) for text in texts),
    )


def _name(team: _Team, cm: str) -> str:
    return team.people[cm].name if cm in team.people else cm


def _duty(duty: OnCall, team: _Team) -> Duty:
    """A duty with what speaks against its worker having it: qualification, leave, or being with the agency."""
    from tcm_tui.rules.book import source

    who = team.people[duty.cm_id]
    why = list(team.against[duty.cm_id, duty.program])
    for first, last in team.away.get(duty.cm_id, ()):
        if first <= _last_day(duty) and last >= duty.starts_at.date():
            why.append(Reason("R14", f"on leave {first} to {last}", source("R14")))
    if not caseload.employed(who, duty.starts_at.date()) or not caseload.employed(who, _last_day(duty)):
        why.append(
            Reason("R14", f"not with the agency from {duty.starts_at.date()} to {_last_day(duty)}", source("R14"))
        )
    key = f"{duty.cm_id}/{duty.program}/{_stamp(duty.starts_at)}"
    return Duty(key, duty.cm_id, who.name, duty.program, duty.starts_at, duty.ends_at, not why, tuple(why))


def _last_day(duty: OnCall) -> date:
    """The last day that a duty touches; one that ends at midnight does not touch the next."""
    return (duty.ends_at - timedelta(minutes=1)).date()


def _takers(program: str, duties: Sequence[OnCall], team: _Team, on: date, scope: Scope) -> tuple[Taker, ...]:
    """Who may be on call for a program, by name, then the others of its type with what is missing."""
    narrowed = scope._replace(type=None)
    found = []
    for cm, who in team.people.items():
        if not caseload.employed(who, on) or not narrowed.holds(who):
            continue
        why = team.against[cm, program]
        if not why or who.type == program:
            busy = tuple((duty.starts_at, duty.ends_at) for duty in duties if duty.cm_id == cm)
            found.append(Taker(cm, who.name, not why, why, tuple(team.away.get(cm, ())), busy))
    return tuple(sorted(found, key=lambda taker: (not taker.may, taker.name.casefold(), taker.cm)))


def may_take(found: ProgramRoster, stretch: Stretch) -> list[Taker]:
    """Those who may take a stretch: able, not away in it, and not on call just then for another program."""
    first, last = stretch.start.date(), (stretch.end - timedelta(minutes=1)).date()
    return [
        taker
        for taker in found.takers
        if taker.may
        and not any(a <= last and b >= first for a, b in taker.away)
        and not any(a < stretch.end and b > stretch.start for a, b in taker.busy)
    ]


def explain(desk: Desk, program: str, on: date, first: date) -> list[Explanation]:
    """The hours of a program's week, and why some of its workers may not be on call."""
    found = view(desk, on, first, program=program or None)
    told = []
    for each in found.programs:
        answer = f"{each.hours:g} h without anybody" if each.holes else "somebody at all hours"
        told.append(Explanation(f"On call for {each.program} from {first}", answer, each.reasons))
        told += [
            Explanation(f"{duty.name} on {duty.starts_at:%Y-%m-%d %H:%M}", "what speaks against it", duty.why)
            for duty in each.duties
            if duty.why
        ]
    return told
