"""What a rebalancing answers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.views import CaseloadRow, WriteResult
from tcm_tui.rules.verdict import Reason


class Move(NamedTuple):
    """One member to another worker; origin is None where nobody was responsible."""

    member: str
    name: str
    origin: str | None
    to: str
    reasons: tuple[Reason, ...]


class Left(NamedTuple):
    """What stays undone: cases over the cap of a worker, or without one (cm: who had them, or None)."""

    cm: str | None
    cases: int
    unit: str  # members | families
    members: tuple[str, ...]  # those without a worker; where a worker is over, nobody in particular
    because: tuple[str, ...]


class Rebalance(NamedTuple):
    """status: balanced (nothing to do), moves, infeasible (moves is what still helps). R9-R13, R31

    shortfall counts cases over cap or without a worker after the moves, families where they count. curve:
    (moves, shortfall left) of the best use of so many moves, when the moves were bounded. seconds of solving.
    """

    on: date
    status: str
    moves: tuple[Move, ...]
    shortfall: int
    shortfall_before: int
    before: tuple[CaseloadRow, ...]
    after: tuple[CaseloadRow, ...]
    optimal: bool
    seconds: float
    left: tuple[Left, ...] = ()
    ways_out: tuple[str, ...] = ()
    curve: tuple[tuple[int, int], ...] = ()
    notes: tuple[str, ...] = ()
    max_moves: int | None = None


class Applied(NamedTuple):
    """What was stored: the plan as it was applied (the same again for the same key) and the write's answer."""

    plan: Rebalance
    result: WriteResult
