"""What if a member were discharged on a day: the window that opens, and the units there are in it. R25, R26, R27"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import history, lookup
from tcm_tui.desk.budgets import hold
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.views import Budget, StayLine, WhatIf
from tcm_tui.rules import ledger, residence, transition
from tcm_tui.rules.entries import NOT_COMPENSABLE
from tcm_tui.rules.units import measure, units_for
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.facts import Stay


class MonthOfWindow(NamedTuple):
    """The units of a month in which window days lie, as known now; closed days count as days of the window."""

    month: date
    first: date
    last: date
    day_limit: int | None
    budget: Budget | None  # None: no row of the limits table applies


class IfDischarged(NamedTuple):
    """A stay seen with another discharge. planned: the discharge planned now.

    in_the_way holds what would still make days of the window not compensable, another stay or a residence.
    """

    what: WhatIf
    planned: date | None
    months: tuple[MonthOfWindow, ...]
    in_the_way: tuple[Reason, ...]


def discharged(desk: Desk, member_id: str, day: date, on: date) -> WhatIf:
    """The present stay as if the discharge were on ``day``: its window, and the units in it. Nothing is stored.

    Raises NotOne for an unknown member, Refused without an open stay or for a day before the admission.
    """
    with desk.reading():
        return _discharged(desk, _history(desk, member_id), day, on)


def if_discharged(desk: Desk, member_id: str, day: date, on: date) -> IfDischarged:
    """``discharged``, with what each month of the window has left and what would stand in its way. Raises the same."""
    with desk.reading():
        past = _history(desk, member_id)
        what = _discharged(desk, past, day, on)
        mine = (what.stay.kind, what.stay.admitted_on)
        now = next(s for s in past.stays if (s.kind, s.admitted_on) == mine)
        first, last = what.stay.window_from, what.stay.window_to
        if first is None or last is None:
            return IfDischarged(what, now.planned_discharge_on, (), ())
        first = max(first, on)
        others = tuple(s for s in past.stays if s != now)
        months = tuple(_months(desk, member_id, first, last, on))
        in_the_way = tuple(_in_the_way(desk, past, others, first, last, on))
        return IfDischarged(what, now.planned_discharge_on, months, in_the_way)


def typed(desk: Desk, member_id: str, text: str, on: date) -> IfDischarged:
    """``if_discharged`` on a day as people type it: ``fri``, ``+2d``, ``eom``. Raises Refused for what is no day."""
    from tcm_tui.desk.forms.dates import read_day
    from tcm_tui.desk.forms.shapes import FieldError

    try:
        day = read_day(text, on)
    except FieldError as error:
        raise Refused(str(error)) from None
    return if_discharged(desk, member_id, day, on)


def _history(desk: Desk, member_id: str) -> history.History:
    past = history.of(desk, member_id)
    if past is None:
        raise NotOne(f"No member has the id “{member_id}”.")
    return past


def _discharged(desk: Desk, past: history.History, day: date, on: date) -> WhatIf:
    from tcm_tui.desk.member import stay_line

    member_id = past.member.member_id
    known = history.seen(past, on)
    old = _open(known.stays, member_id, on)
    if day < old.admitted_on:
        raise Refused(f"{day} is before the admission on {old.admitted_on}; choose a later day.")
    new = old._replace(planned_discharge_on=day, discharged_on=day)  # one after ``on`` counts as planned
    line = stay_line(desk, new, past.member.dob, on)
    facts = history.member_facts(known)
    stays = tuple(new if stay == old else stay for stay in known.stays)
    then = ledger.assess(
        known.services, facts._replace(stays=stays), history.workers(desk), desk.policy, desk.packs, on
    )
    first, last = _window(line)
    inside = sum(entry.units for entry in then if first <= entry.date <= last)
    held = sum(
        hold(desk, a.date.isoformat(), a.start, a.stop, a.kind, a.units)
        for a in past.appointments
        if a.status == "scheduled" and first <= a.date <= last
    )
    stayed = [e for e in then if old.admitted_on <= e.date <= day and e.status == NOT_COMPENSABLE]
    outside = sum(units_for(e.minutes, desk.policy.unit_rounding, *measure(desk.packs, e.date)) for e in stayed)
    why = (*line.reasons, _figures(line, inside, outside, held))
    return WhatIf(member_id, past.member.name, on, line, inside, outside, held, why)


def _open(stays: tuple[Stay, ...], member_id: str, on: date) -> Stay:
    """The stay without an actual discharge by the day; of several the last admission."""
    found = [s for s in stays if s.admitted_on <= on and (s.discharged_on is None or s.discharged_on > on)]
    if not found:
        raise Refused(f"{member_id} is in no stay that is open on {on}; enter the stay first.")
    return max(found, key=lambda stay: stay.admitted_on)


def _window(line: StayLine) -> tuple[date, date]:
    """The window's days; an empty span where there is none."""
    if line.window_from is None or line.window_to is None:
        return date.max, date.min
    return line.window_from, line.window_to


def _figures(line: StayLine, inside: int, outside: int, held: int) -> Reason:
    from tcm_tui.rules.book import source

    text = f"{inside} units delivered and {held} planned in the window, {outside} delivered in the stay outside it"
    rule = line.reasons[0].rule if line.window_from is None and line.reasons else "R25"
    return Reason(rule, text, source(rule))


def _months(desk: Desk, member_id: str, first: date, last: date, on: date) -> list[MonthOfWindow]:
    """Month by month what is left of the limits; days gone by can't be used any more and are left out."""
    who = lookup.member(desk, member_id, on)
    _, modifier, contract = lookup.service_line(desk, who, lookup.PLAIN)
    found = []
    while first <= last:
        after = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        use = lookup.on_day(desk, who, modifier, contract, first, on)
        day = use.budgets.get("day")
        end = min(last, after - timedelta(days=1))
        found.append(
            MonthOfWindow(first.replace(day=1), first, end, day.limit if day else None, use.budgets.get("month"))
        )
        first = after
    return found


def _in_the_way(
    desk: Desk, past: history.History, others: tuple[Stay, ...], first: date, last: date, on: date
) -> list[Reason]:
    """Each ground once, from the first day of the window it bars."""
    from tcm_tui.rules.book import source

    found: dict[tuple[str, str], Reason] = {}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        barred = residence.barred(past.residences, day, desk.packs)
        if barred is not None:
            text = f"lives in a {barred.kind.replace('-', ' ')} from {barred.starts_on}: no service on {day}"
            found.setdefault(("R27", str(barred.starts_on)), Reason("R27", text, source("R27")))
        other = transition.outcome(others, day, past.member.dob, "", on, desk.packs)
        if other is not None and other.stay is not None:
            key = (other.rule, str(other.stay.admitted_on))
            found.setdefault(key, Reason(other.rule, other.why, source(other.rule)))
    return list(found.values())
