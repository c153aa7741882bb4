"""What is left of a member's units, and what a proposed service would do to it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.rules.facts import Policy
from tcm_tui.rules.verdict import Reason


class Line(NamedTuple):
    """The row of the limits table that is billed. id is for example ``hn-110``. R2"""

    id: str
    level_modifier: str | None
    focus: str
    contract: str | None


class Budget(NamedTuple):
    """Units of one day, month or year; None for limit and available where no row applies. R3-R5"""

    limit: int | None
    used: int
    scheduled: int
    external: int
    available: int
    over: int


class Proposal(NamedTuple):
    """What a proposed service would do; by_date holds (date, units). verdict: ok, warn or refused."""

    units: int
    allowed: int
    over_by: int
    verdict: str
    by_date: tuple[tuple[date, int], ...]
    because: tuple[Reason, ...] = ()


class UnitsView(NamedTuple):
    """The answer to "how many units are left?". status: ok, at-limit, over, no-row, not-compensable."""

    member: str
    name: str
    on: date
    cm: str | None
    policy: Policy
    line: Line | None
    status: str
    day: Budget
    month: Budget
    year: Budget | None
    available_today: int
    proposal: Proposal | None
    reasons: tuple[Reason, ...]


class Match(NamedTuple):
    """A member that fits what was typed, with what is left today and this month beside it."""

    member: str
    name: str
    available_today: int
    month_available: int
    month_over: int
    status: str
