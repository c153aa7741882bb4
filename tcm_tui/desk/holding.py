"""Whom a worker is responsible for, and who was theirs not long ago: what is given away and brought back by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.records.queries import holding as sql
from tcm_tui.rules import caseload as rules

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

BEFORE = 366
"""Days for which somebody's former members are offered to be brought back."""


class Held(NamedTuple):
    """A member as one picks them by hand. cm: who is responsible now; until: the first day without the former."""

    member: str
    name: str
    program: str
    cm: str
    since: date
    until: date | None = None


def held(desk: Desk, cm: str, on: date) -> tuple[list[Held], list[Held]]:
    """The active members of a worker on a day, and those who were theirs in the year before; each by name. R31"""
    day = on.isoformat()
    back = (on - timedelta(days=BEFORE)).isoformat()
    with desk.reading():
        now = _active(desk.store.rows(sql.NOW, {"cm": cm, "on": day}), day)
        before = _active(desk.store.rows(sql.BEFORE, {"cm": cm, "on": day, "back": back}), day)
    return now, before


def _active(rows: list[tuple[Any, ...]], day: str) -> list[Held]:
    found = []
    for member, name, program, cm, since, until, opened, closed, refused in rows:
        if rules.status_on(opened, closed, refused, since, day) == "active":
            ended = date.fromisoformat(until) if until else None
            found.append(Held(member, name, program, cm, date.fromisoformat(since), ended))
    return sorted(found, key=lambda each: (each.name.casefold(), each.member))
