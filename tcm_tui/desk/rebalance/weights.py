"""What speaks for and against a move, besides the number of moves: all of it in one place.

Fewer moves always come first; among as few, the least sum of these decides. A month of working together is 1.
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    """Stated defaults; none comes from the regulation."""

    month: int = 1
    """Leaving a worker, for each month with them …"""
    months_at_most: int = 36
    """… up to so many."""
    language: int = 24
    """The new worker does not speak the member's language; less the same where the present one does not."""
    area: int = 12
    """The new worker goes to another area; less the same where the present one does."""
    family: int = 12
    """A brother or sister stays behind; less the same where one is with the new worker already. Three count."""
    other_type: int = 24
    """An intensive member with an intensive-qualified worker of another type."""
    misplaced: int = 36
    """Taken off where the present worker does not fit the member (R2, R13)."""
    fullness: int = 6
    """How full the new worker is: nothing when empty, this when at the cap."""

    def most(self) -> int:
        """More than the weights of one member's move can come to, for it or against it."""
        return 1 + self.month * self.months_at_most + sum(self[2:]) + SIBLINGS_COUNTED * self.family


SIBLINGS_COUNTED = 3
"""Brothers and sisters who count, of a family that is with another worker."""

DEFAULT = Weights()

SPOKEN_BY_ALL = ("", "english", "en")
"""Languages that every worker speaks."""

LONG_LEAVE = 28
"""Days from which a recorded leave gives a worker's members to others; a shorter one only takes no new members."""
