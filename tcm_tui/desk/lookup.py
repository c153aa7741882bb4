"""How many units are left, and what a proposed service would do. R1-R8, R25-R27"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import budgets
from tcm_tui.desk.asked import PLAIN, Asked, Member, member, service_line
from tcm_tui.desk.views import Budget, Line, Match, Proposal, UnitsView
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import lookup as sql
from tcm_tui.rules import lines, remaining, residence, transition
from tcm_tui.rules.facts import Worker
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

__all__ = [
    "AHEAD", "PLAIN", "Asked", "Member", "OnDay", "find", "member", "next_days", "obstacle", "on_day", "propose",
    "service_line", "units", "wanted",
]  # fmt: skip


def obstacle(desk: Desk, who: Member, day: date, on: date) -> Reason | None:
    """What makes no service of a day compensable for this member: a residence or a stay. R25-R27"""
    params = {"member": who.id, "on": day.isoformat()}
    rows = desk.store.rows(sql.SITUATION, params)
    if not rows:
        return None
    homes = [facts.residence(r[1:5]) for r in rows if r[0] == "r"]
    barred = residence.residence_verdict(homes, day, desk.packs)
    if barred.value is not None:
        return barred.reasons[0]
    stays = [facts.stay(r[1:]) for r in rows if r[0] == "s"]
    closed = transition.outcome(stays, day, who.dob, "", on, desk.packs)
    if closed is None:
        return None
    from tcm_tui.rules.book import source

    return Reason(closed.rule, closed.why, source(closed.rule))


class OnDay(NamedTuple):
    """What one day has for a member under a line: budgets, or the reason why nothing can be billed."""

    row: lines.Row | None
    budgets: dict[str, Budget]
    use: budgets.MonthUse
    obstacle: Reason | None


def on_day(desk: Desk, who: Member, modifier: str | None, contract: str | None, day: date, on: date) -> OnDay:
    """The budgets of one day, with what is known on ``on``."""
    use = budgets.of_member(desk, who.id, day, on, who.exact_from)
    blocked = obstacle(desk, who, day, on)
    row = lines.find_row(desk.packs, modifier, contract, lines.age_on(who.dob, day), day)
    if row is None:
        return OnDay(None, {}, use, blocked)
    return OnDay(row, budgets.of_row(desk, row, use, who.id, day, on), use, blocked)


def wanted(desk: Desk, who: Member, asked: Asked, on: date) -> tuple[tuple[date, int], ...] | None:
    """The proposed service as units by date; None when none is proposed."""
    if asked.units is not None:
        return ((on, asked.units),)
    if asked.minutes is None and asked.start is None:
        return None
    minutes: dict[date, int] = {}
    if desk.policy.unit_scope == "member-day":
        for day in (on, on + timedelta(days=1)):
            params = {"member": who.id, "day": day.isoformat()}
            minutes[day] = desk.store.rows(sql.DAY_MINUTES, params)[0][0]
    if asked.minutes is not None:
        return ((on, remaining.added_units(asked.minutes, desk.policy, desk.packs, on, minutes.get(on, 0))),)
    assert asked.start is not None and asked.stop is not None
    stop = asked.stop if asked.stop > asked.start else asked.stop + 1440
    return remaining.units_by_date(on, asked.start, stop, desk.policy, desk.packs, minutes)


def propose(
    desk: Desk,
    who: Member,
    modifier: str | None,
    contract: str | None,
    by_date: tuple[tuple[date, int], ...],
    on: date,
    known: Mapping[date, OnDay] | None = None,
) -> Proposal:
    """What a service of these units by date would do, with what is known on ``on``."""
    days = dict(known or {})
    for day, _ in by_date:
        if day not in days:
            days[day] = on_day(desk, who, modifier, contract, day, on)
    usable = {day: None if each.obstacle or each.row is None else each.budgets for day, each in days.items()}
    found = remaining.propose(by_date, usable, desk.policy, {day: each.row for day, each in days.items()})  # type: ignore[arg-type]
    blocked = tuple(each.obstacle for each in days.values() if each.obstacle)
    # the obstacle says it better than "nothing can be billed"
    why = tuple(r for r in found.because if not blocked or r.rule != "R2") + blocked
    return Proposal(found.units, found.allowed, found.over_by, found.verdict, found.by_date, why)


def _by_credentials(desk: Desk, worker: Worker, modifier: str | None, on: date, offer: Proposal) -> Proposal:
    """The proposal, refused when the worker may not bill that level modifier: then nothing of it is allowed. R43-R46"""
    from tcm_tui.desk.qualified import objections
    from tcm_tui.rules.book import source

    against = [each for each in objections(desk, worker, modifier, on) if each.severity == "refuse"]
    if not against:
        return offer
    why = tuple(Reason(each.rule, each.text, source(each.rule)) for each in against)
    kept = tuple(reason for reason in offer.because if offer.verdict == "refused")
    return Proposal(offer.units, 0, offer.units, "refused", offer.by_date, why + kept)


def units(desk: Desk, member_id: str, on: date, asked: Asked = PLAIN) -> UnitsView:
    """The whole answer for one member on one day. Raises NotOne and WrongUsage."""
    asked.check()
    with desk.reading():
        who = member(desk, member_id, on)
        worker, modifier, contract = service_line(desk, who, asked)
        found = on_day(desk, who, modifier, contract, on, on)
        by_date = wanted(desk, who, asked, on)
        proposal = propose(desk, who, modifier, contract, by_date, on, {on: found}) if by_date else None
        if proposal is not None and worker is not None:
            proposal = _by_credentials(desk, worker, modifier, on, proposal)
    return _view(desk, who, worker, modifier, contract, on, found, proposal)


def _view(
    desk: Desk,
    who: Member,
    worker: Worker | None,
    modifier: str | None,
    contract: str | None,
    on: date,
    found: OnDay,
    proposal: Proposal | None,
) -> UnitsView:
    line = lines.line_verdict(desk.packs, modifier, contract, who.dob, on)
    reasons: list[Reason] = []
    if worker is None:
        from tcm_tui.rules.book import source

        reasons.append(Reason("R31", f"no case manager is responsible for the member on {on}", source("R31")))
    reasons += line.reasons
    day, month = budgets.no_budget(found.use, on)
    status, left, year = "no-row", 0, None
    if found.row is not None:
        answer = remaining.left_verdict(found.row, found.budgets, on, desk.policy)  # type: ignore[arg-type]
        status, left = answer.status, answer.value
        reasons += answer.reasons
        day = found.budgets.get("day", day)
        month = found.budgets.get("month", month)
        year = found.budgets.get("year")
    if found.obstacle is not None:
        status, left = "not-compensable", 0
        reasons.insert(0, found.obstacle)
    return UnitsView(
        member=who.id,
        name=who.name,
        on=on,
        cm=worker.cm_id if worker else None,
        policy=desk.policy,
        line=Line(found.row.id, found.row.level_modifier, who.focus, found.row.contract) if found.row else None,
        status=status,
        day=day,
        month=month,
        year=year,
        available_today=left,
        proposal=proposal,
        reasons=tuple(reasons),
    )


AHEAD = 62
"""Days looked ahead for one on which the wanted units fit: this month's rest and the next in any case."""


def next_days(desk: Desk, member_id: str, on: date, units: int, asked: Asked = PLAIN, limit: int = 5) -> list[date]:
    """The next business days, from ``on`` to ``AHEAD``, on which so many units fit as is known now.

    A day on which the member's situation or the worker's credentials forbid the service is none. R2-R5, R25-R27
    """
    found: list[date] = []
    with desk.reading():
        who = member(desk, member_id, on)
        worker, modifier, contract = service_line(desk, who, asked)
        for day in (on + timedelta(days=n) for n in range(AHEAD)):
            if not desk.calendar.is_business_day(day):
                continue
            offer = propose(desk, who, modifier, contract, ((day, units),), on)
            if offer.verdict == "ok" and worker is not None:
                offer = _by_credentials(desk, worker, modifier, day, offer)
            if offer.verdict == "ok":
                found.append(day)
                if len(found) == limit:
                    break
    return found


def find(desk: Desk, text: str, on: date, limit: int = 8) -> list[Match]:
    """The members that fit what was typed, best first, with what each has left today and this month."""
    from tcm_tui.desk import names

    with desk.reading():
        known = desk.member_names()
        found = names.matching(text, known, limit) or names.close(text, known, limit)
        matches = []
        for ident, name in found:
            who = member(desk, ident, on)
            _, modifier, contract = service_line(desk, who, PLAIN)
            day = on_day(desk, who, modifier, contract, on, on)
            month = day.budgets.get("month")
            blocked = day.obstacle is not None
            left = 0 if blocked else remaining.available(day.budgets)  # type: ignore[arg-type]
            status = "no-row" if day.row is None else remaining.limit_status(day.budgets)  # type: ignore[arg-type]
            matches.append(
                Match(
                    member=ident,
                    name=name,
                    available_today=left,
                    month_available=month.available if month else 0,
                    month_over=month.over if month else 0,
                    status="not-compensable" if blocked else status,
                )
            )
    return matches
