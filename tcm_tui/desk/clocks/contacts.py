"""The contacts that a month asks for. R17, R18"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk import cohort
from tcm_tui.desk.budgets import month_of
from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.rules import contacts
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """This month's contacts, and last month's where they were missed. R17, R18"""
    on = scope.on
    first, last = month_of(on)
    before = first - timedelta(days=1)
    start = before.replace(day=1).isoformat()
    made = cohort.grouped(scope.rows(desk, sql.CONTACT_DAYS, first=start))
    booked = cohort.grouped(scope.rows(desk, sql.BOOKED_CONTACTS, last=last.isoformat()))
    for cared in scope.members.values():
        member, plans = cared.member, scope.plans.get(cared.member.member_id, ())
        days = made.get(member.member_id, ())
        ahead = booked.get(member.member_id, ())
        for month in (before, last):
            if not contacts.asked_of(member, cared.first_assigned, month, on):
                continue
            if month is before and cared.status(on) != "active":
                continue  # closing or refusing ends the dues (R24)
            found = contacts.month_of(
                member, plans, days, ahead, month, on, desk.calendar, cared.first_assigned, desk.packs
            )
            if month is before and found.status != "missed":
                continue
            if found.status != "on-hold" and not scope.wants(found.status, found.due):
                continue
            why: tuple[Reason, ...] = ()
            if scope.reasons:
                counts = desk.policy.telehealth_counts
                why = contacts.contact_verdict(
                    member, plans, days, ahead, month, on, desk.calendar, cared.first_assigned, desk.packs, counts
                ).reasons
            late = (on - found.due).days if found.status == "missed" else 0
            yield ClockItem(
                kind="contact",
                what="partial-month" if found.partial else None,
                member=member.member_id,
                cm=cared.cm,
                ref=None,
                due_on=found.due,
                plan_by=found.plan_by,
                status=found.status,
                required=found.required,
                done=found.done,
                late_by=late,
                reasons=why,
                member_name=member.name,
            )
