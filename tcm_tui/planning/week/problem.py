"""A week's planning problem as typed facts, read from its JSON form or built by the desk.

Minutes count from midnight, units are quarter hours. Everything here is immutable, so a changed problem (a way
out that is tried) is a new one by ``_replace``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

VISIT, PHONE = "visit", "phone"
MODES = (VISIT, PHONE)
UNIT = 15
"""Minutes of one unit. R1"""
DAY_UNITS = 16
"""Units of a member on a date for which nothing else is said. R3"""

Spans = tuple[tuple[int, int], ...]


class Fixed(NamedTuple):
    """An appointment that stands. area None: it has no place, and needs no travel."""

    start: int
    stop: int
    area: str | None
    label: str


class Day(NamedTuple):
    """One working day. buffer: minutes that stay free for crises."""

    date: str
    month: str
    windows: Spans
    fixed: tuple[Fixed, ...]
    buffer: int


class Member(NamedTuple):
    """Whom to see. low to high: units of a visit; phone: units of a call (0: can't be called); avail None: always."""

    id: str
    area: str
    low: int
    high: int
    phone: int
    avail: Mapping[str, Spans | None] | None
    daily_left: Mapping[str, int]
    month_left: Mapping[str, int]

    def windows_on(self, date: str) -> Spans | None:
        """When the member can be met on a day; None: always. A day that ``avail`` doesn't name: never."""
        return None if self.avail is None else self.avail.get(date, ())


class Obligation(NamedTuple):
    """need contacts of one of the modes on different days of ``days``. tier 1 regulatory, 3 plan frequency."""

    id: str
    member: str
    tier: int
    modes: tuple[str, ...]
    days: tuple[str, ...]
    need: int
    deadline: str
    future: bool


class Future(NamedTuple):
    """How many minutes are free after this week until a deadline."""

    deadline: str
    minutes: int


class Contact(NamedTuple):
    """A planned contact."""

    member: str
    date: str
    start: int
    mode: str
    units: int


class Published(NamedTuple):
    """A contact of the plan that people have seen; start and units where they are known."""

    member: str
    date: str
    mode: str
    start: int | None = None
    units: int | None = None


class Problem(NamedTuple):
    """A week. travel: minutes from area to area; hop: between two stops in one area (none at the base)."""

    days: tuple[Day, ...]
    base: str
    travel: Mapping[str, Mapping[str, int]]
    hop: int
    members: tuple[Member, ...]
    obligations: tuple[Obligation, ...]
    future: tuple[Future, ...] = ()
    pace_units: int = 0
    prior: tuple[Published, ...] = ()

    def leg(self, a: str, b: str) -> int:
        """Minutes of travel between two stops that follow each other."""
        if a != b:
            return self.travel[a][b]
        return 0 if a == self.base else self.hop
