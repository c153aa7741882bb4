"""Deadlines under headings: by day, by case manager, by kind; the same on the screen and on the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from tcm_tui.desk.clocks.scope import DONE, LATE
from tcm_tui.desk.views import ClockItem
from tcm_tui.rules.saying import day as spoken_day
from tcm_tui.rules.saying import near_day, some

K = TypeVar("K")
WAYS = ("day", "worker", "kind")
_LATE, _SINCE = date.min, date.min + timedelta(days=1)
"""Places in the order of days for what is overdue, and for what is open without a day to come."""
KINDS = {
    "outreach": "Outreach",
    "contact": "Contacts",
    "coverage": "On call",
    "credential": "Credentials",
    "plan": "Plans",
    "fax": "Faxed signatures",
    "documentation": "Notes",
}
"""Kinds in the order in which they are looked at, with their headings."""
NOBODY = "No case manager"
ROSTER = "On call"


class Heading(NamedTuple):
    """Items under one title, how many of them are late and due today. far: how far ahead a day is, else empty."""

    title: str
    items: Sequence[ClockItem]
    late: int
    today: int
    far: str = ""

    @property
    def counts(self) -> str:
        """``14 · 3 late · 2 today``, or the number and how far ahead it is."""
        parts = [str(len(self.items))]
        if self.far:
            return f"{parts[0]}  {self.far}"
        parts += [f"{self.late} late"] if self.late and self.late < len(self.items) else []
        parts += [f"{self.today} today"] if self.today and self.today < len(self.items) else []
        return " · ".join(parts)


def _heading(title: str, items: Sequence[ClockItem], far: str = "") -> Heading:
    counts = Counter(item.status for item in items)
    return Heading(title, items, sum(counts[status] for status in LATE), counts["due-today"], far)


def grouped(items: Iterable[ClockItem], on: date, way: str) -> list[Heading]:
    """The items under headings, in each as they came. way: day, worker or kind."""
    if way == "worker":
        return by_worker(items)
    return by_kind(items) if way == "kind" else by_day(items, on)


def by_day(items: Iterable[ClockItem], on: date) -> list[Heading]:
    """Overdue first, then what is due today, then day by day; what is open since earlier has no day of its own."""

    def place(item: ClockItem) -> date:
        day = _LATE if item.status in LATE else item.due_on
        return _SINCE if _LATE < day < on and item.status not in DONE else day

    days = _gather(items, place)
    return [_heading(_named(day, on), days[day], _far(day, on)) for day in sorted(days)]


def _named(day: date, on: date) -> str:
    if day in (_LATE, _SINCE):
        return "Overdue" if day == _LATE else "Open since earlier"
    if day == on:
        return "Today"
    return near_day(day) if day.year == on.year else spoken_day(day)


def _far(day: date, on: date) -> str:
    ahead = (day - on).days
    if day in (_LATE, _SINCE) or not ahead:
        return ""
    return f"in {some(ahead, 'day')}" if ahead > 0 else f"{some(-ahead, 'day')} ago"


def by_worker(items: Iterable[ClockItem]) -> list[Heading]:
    """Nobody's first, then the on-call hours, then who has most that is late, and most due today, then by name."""

    def title(found: Sequence[ClockItem]) -> str:
        if found[0].kind == "coverage":
            return ROSTER
        return found[0].cm_name or found[0].cm or NOBODY

    people = _gather(items, lambda item: item.cm or item.kind == "coverage")
    headings = [_heading(title(found), found) for found in people.values()]
    return sorted(
        headings,
        key=lambda h: (h.items[0].cm is not None, h.title == ROSTER, -h.late, -h.today, h.title.casefold()),
    )


def by_kind(items: Iterable[ClockItem]) -> list[Heading]:
    """What runs out soonest first: outreach, contacts, on-call hours, credentials, plans, faxes, notes."""
    kinds = _gather(items, lambda item: item.kind)
    order = list(KINDS)
    return [_heading(KINDS[kind], kinds[kind]) for kind in sorted(kinds, key=order.index)]


def _gather(items: Iterable[ClockItem], key: Callable[[ClockItem], K]) -> dict[K, list[ClockItem]]:
    found: dict[K, list[ClockItem]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found
