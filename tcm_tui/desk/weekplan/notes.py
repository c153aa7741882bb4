"""What else a person should know about a planned week."""

from __future__ import annotations

from tcm_tui.desk.weekplan.problem import WeekProblem
from tcm_tui.desk.weekplan.words import listed, on_days


def notes(made: WeekProblem) -> tuple[str, ...]:
    """In the order of their weight."""
    found = []
    if made.crowded:
        found.append(f"Booked visits leave no time for the way between them on {on_days(made.crowded)}.")
    over: dict[str, None] = {}
    for visit in made.bookings.standing:
        if visit.units and visit.member in made.facts.cared and made.people.over(visit.member, visit.date):
            over[made.facts.names[visit.member][0]] = None
    if over:
        found.append(f"What is booked goes beyond the month’s limit for {listed(list(over))}.")
    pace = made.pace.beyond_reach(made.people)
    return (*found, pace) if pace else tuple(found)
