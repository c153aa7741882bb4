"""What if a member were discharged on a day: the window that opens, and the units there are in it. R25, R26"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import history, lookup
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.views import Budget, WhatIf
from tcm_tui.rules import residence, transition
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


def if_discharged(desk: Desk, member_id: str, day: date, on: date) -> IfDischarged:
    """The present stay, were the member discharged on that day, with what its window has left; nothing is stored.

    Raises NotOne for an unknown member, Refused when there is no stay or the day is before the admission.
    """
    from tcm_tui.desk import whatif

    with desk.reading():
        what = whatif.discharged(desk, member_id, day, on)
        past = history.of(desk, member_id)
        assert past is not None
        mine = (what.stay.kind, what.stay.admitted_on)
        now = next(s for s in past.stays if (s.kind, s.admitted_on) == mine)
        first, last = what.stay.window_from, what.stay.window_to
        if first is None or last is None:
            return IfDischarged(what, now.planned_discharge_on, (), ())
        first = max(first, on)
        others = tuple(s for s in past.stays if s != now)
        months = tuple(_months(desk, member_id, first, last, on))
        return IfDischarged(
            what, now.planned_discharge_on, months, tuple(_in_the_way(desk, past, others, first, last, on))
        )


def typed(desk: Desk, member_id: str, text: str, on: date) -> IfDischarged:
    """The same for a day as people type it: ``fri``, ``+2d``, ``eom``. Raises Refused for what is no day."""
    from tcm_tui.desk.forms.dates import read_day
    from tcm_tui.desk.forms.shapes import FieldError

    try:
        day = read_day(text, on)
    except FieldError as error:
        raise Refused(str(error)) from None
    return if_discharged(desk, member_id, day, on)


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
