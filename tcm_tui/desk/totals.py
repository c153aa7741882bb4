"""The lines of the supervisor's view added up, by site or by type of case manager."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tcm_tui.desk.views import AgencyRow, AgencyTotal
from tcm_tui.rules import contacts

if TYPE_CHECKING:
    from tcm_tui.desk.views import AgencyView
    from tcm_tui.rules.pack import Packs

WORST = ("over", "at-cap", "within", "under", "no-standard")


def totals(view: AgencyView, by: str, packs: Packs | None = None) -> tuple[AgencyTotal, ...]:
    """A line a site or a type (``by``), in the order of their names."""
    groups: dict[tuple[str, str], list[AgencyRow]] = {}
    for row in view.rows:
        held = row.caseload
        groups.setdefault((row.site, held.site) if by == "site" else (held.type, held.type), []).append(row)
    found = [total(view, key, name, rows, packs) for (key, name), rows in groups.items()]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.key)))


def total(view: AgencyView, key: str, name: str, rows: Iterable[AgencyRow], packs: Packs | None = None) -> AgencyTotal:
    """What some lines come to; each worker stays over or below the range for himself."""
    rows = list(rows)
    statuses = Counter(row.caseload.status for row in rows if row.left is None)
    paced = [row.hours for row in rows if row.hours.expected is not None]
    inside = sum(row.community[0] for row in rows)
    billable = sum(row.community[1] for row in rows)
    dated = [row for row in rows if row.next_credential_due is not None]
    following = min(dated, key=lambda row: str(row.next_credential_due), default=None)
    return AgencyTotal(
        key=key,
        name=name,
        workers=sum(row.left is None for row in rows),
        members=sum(row.caseload.members for row in rows),
        statuses=tuple((word, statuses[word]) for word in WORST if statuses[word]),
        open=sum(row.caseload.open for row in rows),
        over=sum(row.caseload.over for row in rows),
        weighted=round(sum(row.caseload.weighted for row in rows), 6),
        worked=sum(row.hours.worked for row in rows),
        expected=sum(hours.expected or 0 for hours in paced) if paced else None,
        variance=sum(hours.variance or 0 for hours in paced) if paced else None,
        overdue=sum(row.overdue for row in rows),
        due_today=sum(row.due_today for row in rows),
        at_risk_units=sum(row.at_risk_units for row in rows),
        over_limit_units=sum(row.over_limit_units for row in rows),
        community=(inside, billable),
        community_status=contacts.community_verdict(inside, billable, view.on.replace(day=1), packs).status,
        next_credential=following.next_credential if following else None,
        next_credential_due=following.next_credential_due if following else None,
    )
