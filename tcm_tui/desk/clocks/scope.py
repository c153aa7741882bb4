"""What one question about clocks covers, and the statuses that are late or done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import caseload, cohort
from tcm_tui.desk.budgets import month_of
from tcm_tui.desk.scope import Scope as Team
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.records.queries import facts
from tcm_tui.records.queries.caseload import Scoped
from tcm_tui.rules.facts import Plan

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

LATE = ("overdue", "missed")
DONE = ("met", "met-late")
FARTHEST = 36_525
"""Days ahead that are looked at, however many are asked for: a hundred years."""


class Scope(NamedTuple):
    """What one question covers: the day; a worker, a member, some (a JSON list) or the agency; how far; what is met."""

    on: date
    cm: str | None
    member: str | None
    some: str | None
    until: date
    met: bool
    reasons: bool
    members: dict[str, cohort.Cared]
    plans: dict[str, list[Plan]]

    def rows(self, desk: Desk, sql: Scoped, **more: Any) -> list[tuple[Any, ...]]:
        """The rows of a query in the form that fits the question."""
        params = {"on": self.on.isoformat(), "cm": self.cm, "member": self.member, "members": self.some} | more
        return desk.store.rows(sql.pick(self.cm, self.member, self.some), params)

    def wants(self, status: str, due_on: date) -> bool:
        """Late always, met only when asked for, the rest up to the last day."""
        if status in DONE:
            return self.met
        return status in LATE or due_on <= self.until


def read(
    desk: Desk,
    on: date,
    cm: str | None,
    days: int,
    met: bool,
    reasons: bool,
    member: str | None = None,
    some: str | None = None,
) -> Scope:
    """The scope with its members and their plans, read once. At most one of cm, member and some is given."""
    members = {c.member.member_id: c for c in cohort.load(desk, on, cm, member, some)}
    scope = Scope(on, cm, member, some, on + timedelta(days=min(days, FARTHEST)), met, reasons, members, {})
    for row in scope.rows(desk, sql.PLANS, last=month_of(on)[1].isoformat()):
        scope.plans.setdefault(row[0], []).append(facts.plan(row))
    return scope


def of_team(desk: Desk, found: list[ClockItem], team: Team) -> list[ClockItem]:
    """What of the agency's deadlines is a team's: those of its case managers.

    Members without one are nobody's team's. On-call hours are a program's: they stay unless a site or supervisor,
    or another type, is asked for.
    """
    if team.all:
        return found
    mine = {p.who.cm_id for p in caseload.staff(desk) if team.holds(p.who)}
    program_wide = team.site is None and team.supervisor is None
    return [
        item
        for item in found
        if (item.cm in mine if item.kind != "coverage" else program_wide and team.type in (None, item.what))
    ]
