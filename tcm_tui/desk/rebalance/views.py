"""What a rebalancing answers."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tcm_tui.desk.rebalance.asking import Ask
from tcm_tui.desk.views import CaseloadRow, WriteResult
from tcm_tui.rules.verdict import Reason


class Part(NamedTuple):
    """One of the weights a move is judged by. weight: more than 0 speaks against the move, less for it.

    name: continuity, language, area, family, type, fit or fullness.
    """

    name: str
    weight: int
    text: str


class Move(NamedTuple):
    """One member to another worker; origin is None where nobody was responsible.

    parts: what the move costs, piece by piece; cost: their sum. relieves: what is better for it, in words. extra:
    beyond the fewest moves, to even out the weighted load. back: the first day with the origin again. accepted: asked
    for as it is.
    """

    member: str
    name: str
    origin: str | None
    to: str
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...] = ()
    cost: int = 0
    relieves: str = ""
    extra: bool = False
    back: date | None = None
    accepted: bool = False


class Left(NamedTuple):
    """What stays undone: cases over the cap of a worker, or without one (cm: who had them, or None)."""

    cm: str | None
    cases: int
    unit: str  # members | families
    members: tuple[str, ...]  # those without a worker; where a worker is over, nobody in particular
    because: tuple[str, ...]


class Way(NamedTuple):
    """Something that would do. kind: moves, unpin, allow, return or hire. left: places short then, tried.

    ask: the question with it, ready to be asked.
    """

    kind: str
    text: str
    left: int
    ask: Ask


class Spread(NamedTuple):
    """The weighted loads of the workers of one type: least, greatest and mean, before and after."""

    type: str
    workers: int
    mean: float
    before: tuple[float, float]
    after: tuple[float, float]


class Absence(NamedTuple):
    """What applying a plan records of a worker: a leave through last, or (None) the day they left. against: why not."""

    cm: str
    name: str
    first: date
    last: date | None = None
    against: str = ""

    def begins(self, effective: date) -> date:
        """From when it is recorded, with moves from a day on: nobody has left before the members go to others."""
        return self.first if self.last is not None else max(self.first, effective)


class Rebalance(NamedTuple):
    """status: balanced (nothing to do), moves, infeasible (moves is what still helps). R9-R13, R31

    shortfall counts cases over cap or without a worker after the moves, families where they count. curve:
    (moves, shortfall left) of the best use of so many moves. seconds of solving. optimal: proved that no other plan
    is better in cases without a worker, cases over a cap, members moved, weights, in this order; the evening out by
    extra moves comes after them and is not part of the proof. ways: what would do, also said first in ways_out.
    absences: what is recorded beside the moves when all of them are applied.
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
    ways: tuple[Way, ...] = ()
    spread: tuple[Spread, ...] = ()
    ask: Ask = Ask()
    absences: tuple[Absence, ...] = ()


class Applied(NamedTuple):
    """What was stored: the plan as it was applied (the same again for the same key) and the write's answer."""

    plan: Rebalance
    result: WriteResult
