"""The plan of care of each active member: renewed in time and signed. R38, R39"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk import cohort
from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.rules import documentation
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """The plan of each active member: renewed before it ends, signed by all three when it starts. R38, R39"""
    for cared in scope.members.values():
        if cared.status(scope.on) == "active":
            yield from _of(scope, cared)


def _of(scope: Scope, cared: cohort.Cared) -> Iterator[ClockItem]:
    on, member = scope.on, cared.member
    plans = [p for p in scope.plans.get(member.member_id, ()) if p.starts_on <= on]
    ahead = [p for p in scope.plans.get(member.member_id, ()) if p.starts_on > on]
    plan = documentation.plan_in_force(plans, on)
    found: list[tuple[str, date, str | None, str, str]] = []  # what, due, ref, rule, text
    if plan is None:
        ended = max((p.ends_on for p in plans if p.ends_on), default=None)
        due_on = ended or member.opened_on or cared.first_assigned or on
        text = f"the last plan ended {ended}" if ended else f"no plan since the member was opened on {due_on}"
        found.append(("renewal" if ended else "first-plan", due_on, None, "R38", text))
    else:
        key = f"{member.member_id}:{plan.starts_on}"
        renewed = any(p.starts_on <= (plan.ends_on or date.max) + timedelta(days=1) for p in ahead if plan.ends_on)
        if plan.ends_on is not None and not renewed:
            text = f"the plan from {plan.starts_on} ends {plan.ends_on}; no plan follows it"
            found.append(("renewal", plan.ends_on, key, "R38", text))
        missing = documentation.unsigned(plan, on)
        if missing:
            text = f"the plan from {plan.starts_on} is not signed by {', '.join(missing)}"
            found.append(("signature", plan.starts_on, key, "R39", text))
    for what, due_on, ref, rule, text in found:
        late = (on - due_on).days
        status = "overdue" if late > 0 else "due-today" if late == 0 else "open"
        if not scope.wants(status, due_on):
            continue
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            from tcm_tui.rules.book import source

            why = (Reason(rule, text, source(rule)),)
        yield ClockItem(
            kind="plan",
            what=what,
            member=member.member_id,
            cm=cared.cm,
            ref=ref,
            due_on=due_on,
            plan_by=None,
            status=status,
            required=3 if what == "signature" else 1,
            done=3 - len(missing) if what == "signature" else 0,
            late_by=max(0, late),
            reasons=why,
            member_name=member.name,
        )
