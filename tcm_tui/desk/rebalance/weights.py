"""What speaks for and against a move, besides the number of moves; the agency's settings say how much.

Fewer moves always come first; among as few, the least sum of these decides. A month of working together is 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.rules.policies import Moving, moving_from

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

_USUAL = Moving()


class Weights(NamedTuple):
    """See ``policies.Moving``; the defaults are the program's, none comes from the regulation."""

    month: int = _USUAL.move_month
    months_at_most: int = _USUAL.move_months_at_most
    language: int = _USUAL.move_language
    area: int = _USUAL.move_area
    family: int = _USUAL.move_family
    other_type: int = _USUAL.move_other_type
    misplaced: int = _USUAL.move_misplaced
    fullness: int = _USUAL.move_fullness

    def most(self) -> int:
        """More than the weights of one member's move can come to, for it or against it."""
        return 1 + self.month * self.months_at_most + sum(self[2:]) + SIBLINGS_COUNTED * self.family


SIBLINGS_COUNTED = 3
"""Brothers and sisters who count, of a family that is with another worker."""

DEFAULT = Weights()

SPOKEN_BY_ALL = ("", "english", "en")
"""Languages that every worker speaks."""


def chosen(desk: Desk) -> Weights:
    """The agency's."""
    return Weights(*moving_from(desk.settings)[:-1])


def long_leave(desk: Desk) -> int:
    """Days from which a recorded leave gives a worker's members to others; a shorter one only takes no new members."""
    return moving_from(desk.settings).long_leave_days
