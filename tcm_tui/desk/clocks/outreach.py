"""Outreach after a missed visit. R19"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.rules import outreach
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """One clock a miss. R19"""
    misses = sql.MISSES if scope.met else sql.MISSES_OPEN  # an answered one is met, in time or late
    for member, appointment, cm, missed, learned, answered in scope.rows(desk, misses):
        cared = scope.members[member]
        if cared.status(scope.on) in ("closed", "refused"):
            continue  # a refusal or closing ends the dues (R24)
        miss = date.fromisoformat(missed)
        attempts = [date.fromisoformat(answered)] if answered else []
        status, due_on, late = outreach.status(miss, attempts, scope.on, desk.calendar, desk.packs)
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            why = outreach.outreach_verdict(miss, attempts, scope.on, desk.calendar, desk.packs).reasons
            if learned and learned != missed:
                text = f"learned on {learned}; the clock runs from the miss on {missed}"
                why += (Reason("R19", text, why[0].source),)
        yield ClockItem(
            kind="outreach",
            what=None,
            member=member,
            cm=cm,
            ref=appointment,
            due_on=due_on,
            plan_by=None,
            status=status,
            required=1,
            done=len(attempts),
            late_by=late,
            reasons=why,
            member_name=cared.member.name,
        )
