"""The members of one worker, or of the agency, as they stand on a day: what every list begins with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.records.queries import caseload as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.facts import Member

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Cared(NamedTuple):
    """A member with the responsible worker's id (None: nobody) and what the records say beside it."""

    member: Member
    cm: str | None
    exact_from: date | None
    first_assigned: date | None

    def status(self, on: date) -> str:
        """active, pending, closed or refused on a day."""
        return rules.member_status(self.member, self.first_assigned, on)


def load(
    desk: Desk, on: date, cm: str | None = None, member: str | None = None, members: str | None = None
) -> list[Cared]:
    """By last name: those assigned to a worker on the day, one member, those of a JSON list, or everybody."""
    params = {"on": on.isoformat(), "cm": cm, "member": member, "members": members}
    return [
        Cared(facts.member(r), r[14], facts.day(r[15]), facts.day(r[16]))
        for r in desk.store.rows(sql.MEMBERS.pick(cm, member, members), params)
    ]


def grouped(rows: list[tuple[str, str]]) -> dict[str, list[date]]:
    """(member, ISO day) rows as days by member."""
    found: dict[str, list[date]] = {}
    for member, day in rows:
        found.setdefault(member, []).append(date.fromisoformat(day))
    return found
