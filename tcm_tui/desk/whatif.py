"""What a member's open stay would be with another discharge, and which units its window would hold. R25, R26"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import history
from tcm_tui.desk.budgets import hold
from tcm_tui.desk.errors import NotOne, Refused
from tcm_tui.desk.views import StayLine, WhatIf
from tcm_tui.rules import ledger
from tcm_tui.rules.entries import NOT_COMPENSABLE
from tcm_tui.rules.units import measure, units_for
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.rules.facts import Stay


def discharged(desk: Desk, member_id: str, day: date, on: date) -> WhatIf:
    """The open stay as if the discharge were on ``day``. Reads only; nothing is stored.

    Raises NotOne for an unknown member, Refused without an open stay or for a day before the admission.
    """
    from tcm_tui.desk.member import stay_line

    with desk.reading():
        past = history.of(desk, member_id)
        if past is None:
            raise NotOne(f"No member has the id “{member_id}”.")
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
        inside = _units(then, *_window(line))
        held = sum(
            hold(desk, a.date.isoformat(), a.start, a.stop, a.kind, a.units)
            for a in past.appointments
            if a.status == "scheduled" and _window(line)[0] <= a.date <= _window(line)[1]
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


def _units(entries: list[ledger.Entry], first: date, last: date) -> int:
    return sum(entry.units for entry in entries if first <= entry.date <= last)


def _figures(line: StayLine, inside: int, outside: int, held: int) -> Reason:
    from tcm_tui.rules.book import source

    text = f"{inside} units delivered and {held} planned in the window, {outside} delivered in the stay outside it"
    rule = line.reasons[0].rule if line.window_from is None and line.reasons else "R25"
    return Reason(rule, text, source(rule))
