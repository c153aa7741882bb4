"""What workers must renew or complete. R42, R45"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload
from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import facts
from tcm_tui.rules import credential_clocks, credentials
from tcm_tui.rules.facts import Credential
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def by_worker(desk: Desk, cm: str | None = None) -> dict[str, list[Credential]]:
    """The credentials of every worker, or of one, by worker id."""
    held: dict[str, list[Credential]] = {}
    for row in desk.store.rows(facts.CREDENTIALS, {"cm": cm}):
        held.setdefault(row[0], []).append(facts.credential(row))
    return held


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """What a worker must renew or complete. R42, R45"""
    from tcm_tui.rules.book import source

    held = by_worker(desk, scope.cm)
    need = credentials.needs(desk.packs, scope.on)
    for person in caseload.staff(desk, scope.cm):
        who = person.who
        if not caseload.employed(who, scope.on):
            continue
        for clock in credential_clocks.clocks(who, held.get(who.cm_id, ()), scope.on, need):
            if not scope.wants(clock.status, clock.due_on):
                continue
            why = (Reason(clock.rule, clock.text, source(clock.rule)),) if scope.reasons else ()
            yield ClockItem(
                kind="credential",
                what=clock.what,
                member=None,
                cm=who.cm_id,
                ref=clock.ref,
                due_on=clock.due_on,
                plan_by=None,
                status=clock.status,
                required=clock.required,
                done=clock.done,
                late_by=clock.late_by,
                reasons=why,
                cm_name=who.name,
            )
