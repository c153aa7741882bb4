"""What else a person should know about a planned week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tcm_tui.desk.weekplan.problem import WeekProblem
from tcm_tui.desk.weekplan.words import on_days

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.planning.week import Contact


def notes(desk: Desk, made: WeekProblem, contacts: Sequence[Contact]) -> tuple[str, ...]:
    """In the order of their weight."""
    found = []
    if made.crowded:
        found.append(f"Booked visits leave no time for the way between them on {on_days(made.crowded)}.")
    return tuple(found)
