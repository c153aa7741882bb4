"""One responsible worker for each active member and day, and no second program beside it. R31, R34 (B)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tcm_tui.rules.facts import Assignment, Member

Served = tuple[date, str, str]
"""When, by which service, by whom: (date, service_id, cm_id)."""

Left = Mapping[str, date]
"""The day a worker left, by id."""


class Span(NamedTuple):
    """Days [start, end)."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days


class Overlap(NamedTuple):
    """Two workers responsible at once on [start, end)."""

    first: Assignment
    second: Assignment
    span: Span


def responsible(assignments: Iterable[Assignment], on: date) -> list[Assignment]:
    """The assignments that hold a day; one is right. On the day of a transfer it is the new worker's."""
    return [a for a in assignments if a.starts_on <= on and (a.ends_on is None or on < a.ends_on)]


def active_span(member: Member, assignments: Iterable[Assignment], on: date) -> Span | None:
    """The days through ``on`` on which a member is or was active; None when there are none.

    Active from the opening, or without one from the first assignment; until closed or refused.
    """
    start = member.opened_on or min((a.starts_on for a in assignments), default=None)
    ends = [day for day in (member.closed_on, member.refused_on) if day is not None and day <= on]
    end = min(ends, default=on + timedelta(days=1))
    return Span(start, end) if start is not None and start < end else None


def overlaps(assignments: Iterable[Assignment], on: date) -> list[Overlap]:
    """Pairs of one member's assignments that share a day up to ``on``. R31"""
    horizon = on + timedelta(days=1)
    known = sorted((a for a in assignments if a.starts_on <= on), key=lambda a: (a.starts_on, a.cm_id))
    found = []
    for i, first in enumerate(known):
        for second in known[i + 1 :]:
            end = min(first.ends_on or horizon, second.ends_on or horizon, horizon)
            if second.starts_on < end:
                found.append(Overlap(first, second, Span(second.starts_on, end)))
    return found


def gaps(assignments: Iterable[Assignment], active: Span | None) -> list[Span]:
    """Days of a member's active span for which nobody is responsible. R31"""
    if active is None:
        return []
    found = []
    covered_to = active.start
    for assignment in sorted(assignments, key=lambda a: a.starts_on):
        if assignment.starts_on >= active.end:
            break
        if assignment.starts_on > covered_to:
            found.append(Span(covered_to, assignment.starts_on))
        covered_to = max(covered_to, min(assignment.ends_on or active.end, active.end))
    if covered_to < active.end:
        found.append(Span(covered_to, active.end))
    return found


def absent(assignments: Iterable[Assignment], left: Left, active: Span | None) -> list[Assignment]:
    """Assignments that reach into active days from the day their worker left on; left is cm -> that day."""
    if active is None:
        return []
    return [
        a
        for a in assignments
        if a.cm_id in left and max(a.starts_on, active.start, left[a.cm_id]) < min(a.ends_on or active.end, active.end)
    ]


class SecondProgram(NamedTuple):
    """A month in which workers of another kind than the responsible one served a member. R34"""

    month: date  # its first day
    kind: str  # the other worker's kind
    services: tuple[str, ...]


def second_programs(
    served: Iterable[Served], assignments: Sequence[Assignment], kinds: Mapping[str, str]
) -> list[SecondProgram]:
    """Months with a second case-management program for one member. R34

    served: (date, service_id, cm_id) of the member's case-management services. kinds: cm -> kind. A worker
    of the same kind who stands in is no second program, nor is the old worker in the month of a transfer.
    """
    found: dict[tuple[date, str], list[str]] = {}
    for day, service, cm in served:
        month = day.replace(day=1)
        following = (month + timedelta(days=31)).replace(day=1)
        own = {
            kinds.get(a.cm_id)
            for a in assignments
            if a.starts_on < following and (a.ends_on is None or a.ends_on > month)
        }
        kind = kinds.get(cm)
        if own and kind is not None and kind not in own:
            found.setdefault((month, kind), []).append(service)
    return [SecondProgram(month, kind, tuple(ids)) for (month, kind), ids in sorted(found.items())]
