"""Every deadline of every kind: contact, outreach, fax, credential, plan, documentation, coverage.

Each kind is one module whose ``read(desk, scope)`` reads what it needs and asks its rule; here they get one order.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, roles
from tcm_tui.desk.budgets import month_of
from tcm_tui.desk.clocks import contacts, coverage, credentials, faxes, notes, outreach, plans
from tcm_tui.desk.clocks import scope as scopes
from tcm_tui.desk.clocks.credentials import by_worker
from tcm_tui.desk.clocks.scope import DONE, LATE, of_team
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

__all__ = ["DONE", "LATE", "by_worker", "contact_and_outreach", "due", "of_member", "of_team", "pressing", "tally"]

URGENCY = {
    "overdue": 0,
    "missed": 0,
    "due-today": 1,
    "open": 2,
    "scheduled": 3,
    "on-hold": 4,
    "met-late": 5,
    "met": 6,
}


def pressing(desk: Desk, on: date) -> list[ClockItem]:
    """The clocks of the agency that are late or due today: what ``due`` would list, but for credentials and coverage.

    Only members who may have such a clock are looked at, since in a big agency they are few. Whoever asks has the
    workers' credentials at hand anyway and adds those. No reasons.
    """
    first, last = month_of(on)
    before_first, before_last = month_of(first - timedelta(days=1))
    days = {"first": first, "last": last, "before_first": before_first, "before_last": before_last, "on": on}
    params = {name: day.isoformat() for name, day in days.items()}
    maybe = json.dumps([row[0] for row in desk.store.rows(sql.MAYBE_LATE, params)])
    scope = scopes.read(desk, on, None, 0, False, False, some=maybe)
    found = [*contacts.read(desk, scope), *outreach.read(desk, scope)]
    found += [*plans.read(desk, scope), *faxes.read(desk, scope)]
    return [item for item in found if item.status in LATE or item.status == "due-today"]


def tally(desk: Desk, on: date) -> dict[str | None, tuple[int, int]]:
    """(overdue, due today) clocks of each worker, of those that are ``pressing``; None: of members without one."""
    counts: dict[str | None, list[int]] = {}
    for item in pressing(desk, on):
        counts.setdefault(item.cm, [0, 0])[item.status == "due-today"] += 1
    return {cm: (late, today) for cm, (late, today) in counts.items()}


def contact_and_outreach(desk: Desk, on: date, cm: str | None) -> list[ClockItem]:
    """What a list of members shows: the month's contact whatever its status, and unanswered misses, no reasons."""
    scope = scopes.read(desk, on, cm, 366, True, False)
    found = [*contacts.read(desk, scope), *(i for i in outreach.read(desk, scope) if i.status not in DONE)]
    return _in_order(found)


def of_member(desk: Desk, member: str, on: date) -> list[ClockItem]:
    """One member's clocks with what is met."""
    scope = scopes.read(desk, on, None, 366, True, True, member)
    found = [*contacts.read(desk, scope), *outreach.read(desk, scope), *faxes.read(desk, scope)]
    return _in_order([*found, *plans.read(desk, scope), *notes.read(desk, scope)])


def due(
    desk: Desk,
    on: date,
    cm: str | None = None,
    days: int = 31,
    all: bool = False,
    reasons: bool = True,
    team: Scope = EVERYBODY,
) -> list[ClockItem]:
    """What is due within some days of ``on``, most urgent first; what is late always, what is met with ``all``.

    With a worker: that worker's members, notes and credentials; without, the agency's and its coverage, or what
    of them is a team's (see ``of_team``).
    """
    roles.must_see(desk, cm)
    with desk.reading():
        scope = scopes.read(desk, on, cm, days, all, reasons)
        found = [*contacts.read(desk, scope), *outreach.read(desk, scope), *faxes.read(desk, scope)]
        found += [*credentials.read(desk, scope), *plans.read(desk, scope), *notes.read(desk, scope)]
        if cm is None:
            found += coverage.read(desk, scope)
        found = [each for each in found if each.member is not None or each.cm is None or roles.sees(desk, each.cm)]
        return _in_order(_named(desk, of_team(desk, found, team), cm))


def _named(desk: Desk, found: list[ClockItem], cm: str | None) -> list[ClockItem]:
    """The items with their case manager's name."""
    names = {p.who.cm_id: p.who.name for p in caseload.staff(desk, cm)}
    return [item if item.cm_name or not item.cm else item._replace(cm_name=names.get(item.cm)) for item in found]


def _in_order(found: list[ClockItem]) -> list[ClockItem]:
    """Most urgent first, then by day."""
    return sorted(found, key=lambda i: (URGENCY[i.status], i.due_on, i.kind, i.member or "", i.cm or "", i.ref or ""))
