"""Originals of faxed signatures. R41"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.clocks.scope import DONE, Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import documentation
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Originals of faxed signatures, with the worker who signed. R41"""
    names = {} if scope.some is not None else dict(desk.member_names())
    # the list of members does not narrow the faxes: they are their workers', and few
    faxes = scope._replace(some=None).rows(desk, sql.FAXES if scope.met else sql.FAXES_OUT)
    for service, member, cm, fax, filed in faxes:
        faxed, original = date.fromisoformat(fax), facts.day(filed)
        status, due_on, late = documentation.fax_status(faxed, original, scope.on, desk.packs)
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            why = documentation.fax_verdict(faxed, original, scope.on, desk.packs).reasons
        yield ClockItem(
            kind="fax",
            what=None,
            member=member,
            cm=cm,
            ref=service,
            due_on=due_on,
            plan_by=desk.calendar.last_business_day_on_or_before(due_on),
            status=status,
            required=1,
            done=int(status in DONE),
            late_by=late,
            reasons=why,
            member_name=names.get(member),
        )
