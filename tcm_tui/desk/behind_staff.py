"""Behind the supervisor's figures: the credentials of the workers, and the reasons a worker's own figures have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, clocks, hours
from tcm_tui.desk.views import AgencyRow, Behind
from tcm_tui.rules import contacts, credential_clocks
from tcm_tui.rules import credentials as rules
from tcm_tui.rules.book import source
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Rows = Sequence[AgencyRow]


def credentials(desk: Desk, on: date, rows: Rows, employed: bool = True) -> list[Behind]:
    """What the workers must renew or complete; of those who have left none, unless employed is False. R42, R45"""
    mine = {row.caseload.cm for row in rows}
    one = rows[0].caseload.cm if len(rows) == 1 else None
    held = clocks.by_worker(desk, one)
    need = rules.needs(desk.packs, on)
    found = []
    for person in caseload.staff(desk, one):
        who = person.who
        if who.cm_id not in mine or (employed and not caseload.employed(who, on)):
            continue
        for clock in credential_clocks.clocks(who, held.get(who.cm_id, ()), on, need):
            if clock.status not in clocks.DONE:
                what = f"credential, {clock.what.replace('-', ' ')}"
                why = (Reason(clock.rule, clock.text, source(clock.rule)),)
                line = Behind(None, who.name, who.cm_id, who.name, 1, what, clock.status, clock.due_on, clock.ref, why)
                found.append(line)
    return found


def ahead(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    """The credentials to come, the next first."""
    found = credentials(desk, on, rows, employed=False)
    return sorted(found, key=lambda line: (line.due_on or on, line.name, line.what))


def _caseload(desk: Desk, on: date, row: AgencyRow) -> tuple[Reason, ...]:
    return caseload.rows(desk, on, row.caseload.cm)[0].reasons


def _weight(desk: Desk, on: date, row: AgencyRow) -> tuple[Reason, ...]:
    held = row.caseload
    text = f"the acuity of {held.members} members comes to {held.weighted:g}; the status is always that of the count"
    return (Reason("R9", text, source("R9")),)


def _hours(desk: Desk, on: date, row: AgencyRow) -> tuple[Reason, ...]:
    return hours.rows(desk, on, row.caseload.cm)[0].reasons


def _community(desk: Desk, on: date, row: AgencyRow) -> tuple[Reason, ...]:
    return contacts.community_verdict(*row.community, on.replace(day=1), desk.packs).reasons


OWN_REASONS: dict[str, Callable[[Desk, date, AgencyRow], tuple[Reason, ...]]] = {
    "caseload": _caseload,
    "weight": _weight,
    "hours": _hours,
    "community": _community,
}
"""Figures of one worker whose arithmetic their own rule tells."""
