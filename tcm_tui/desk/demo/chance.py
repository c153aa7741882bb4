"""Luck that repeats: everything is drawn from ``Random.random``, the one draw that every Python promises to
keep.

Each topic has a stream of its own, so that a change of one topic leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws for one topic. ``random`` is the bare draw in [0, 1) for the busy loops."""

    __slots__ = ("random",)

    def __init__(self, seed: int, topic: str) -> None:
        self.random = Random(f"{seed}/{topic}").random

    def yes(self, share: float) -> bool:
        """True with a probability of share (of one)."""
        return self.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included; first when the two are the wrong way round."""
        return first + timedelta(days=self.whole(0, max(0, (last - first).days)))

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        keyed = [(self.random(), i) for i in range(len(items))]
        return [items[i] for _, i in sorted(keyed)]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """count different items (or all, when there are fewer), in their own order."""
        keyed = sorted((self.random(), i) for i in range(len(items)))[:count]
        return [items[i] for i in sorted(i for _, i in keyed)]
