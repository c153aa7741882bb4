"""Notes with documentation elements missing. R40"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.clocks.scope import Scope
from tcm_tui.desk.views import ClockItem
from tcm_tui.records.queries import clocks as sql
from tcm_tui.rules import documentation
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def read(desk: Desk, scope: Scope) -> Iterator[ClockItem]:
    """Notes with elements missing, of the worker who delivered the service; they have no day of their own. R40"""
    names = dict(desk.member_names())
    for service, member, cm, day, units, mask, *_ in scope.rows(desk, sql.NOTES):
        missing = documentation.missing(mask)
        if not missing:
            continue
        present = documentation.present(mask)
        of = len(documentation.ELEMENTS)
        why: tuple[Reason, ...] = ()
        if scope.reasons:
            from tcm_tui.rules.book import source

            text = (
                f"{present} of {of} elements; missing "
                + ", ".join(map(str, missing))
                + f"; {documentation.at_risk_text(units)}"
            )
            why = (Reason("R40", text, source("R40")),)
        yield ClockItem(
            kind="documentation",
            what="note",
            member=member,
            cm=cm,
            ref=service,
            due_on=date.fromisoformat(day),
            plan_by=None,
            status="open",
            required=of,
            done=present,
            late_by=0,
            reasons=why,
            member_name=names.get(member),
        )
