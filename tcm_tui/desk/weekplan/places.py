"""Where people are and how long the way takes. Areas are codes in a problem, so that a file of it names no place."""

from __future__ import annotations

from tcm_tui.desk.weekplan.days import OFFICE
from tcm_tui.desk.weekplan.facts import WeekFacts
from tcm_tui.desk.weekplan.terms import Terms

NOWHERE = ""
"""The area of those of whom none is known: somewhere else than everybody, and than the office."""


class Places:
    """The areas of a week. The office lies in the worker's area, a hop from a visit there."""

    def __init__(self, facts: WeekFacts, terms: Terms) -> None:
        self.facts, self.terms = facts, terms
        self.home = facts.who.who.area or NOWHERE
        areas = {area or NOWHERE for _, area in facts.names.values()} | {NOWHERE}
        areas |= {fixed.area for fixed in facts.fixed if fixed.area is not None}
        self._codes = {area: f"A{n}" for n, area in enumerate(sorted(areas), 1)}

    def code(self, area: str | None) -> str | None:
        """The code of an appointment's area; None: it has no place."""
        return None if area is None else self._codes[area]

    def of_member(self, key: str) -> str:
        return self._codes[self.facts.names[key][1] or NOWHERE]

    def travel(self) -> dict[str, dict[str, int]]:
        """Minutes between the office and the areas."""
        names = {code: area for area, code in self._codes.items()}
        codes = [OFFICE, *sorted(names, key=lambda code: int(code[1:]))]
        return {a: {b: self._way(a, b, names) for b in codes} for a in codes}

    def _way(self, a: str, b: str, names: dict[str, str]) -> int:
        if a == b:
            return 0
        start, stop = names.get(a, self.home), names.get(b, self.home)
        if start == stop and start != NOWHERE:
            return self.terms.hop  # the office and a visit in its own area
        found = self.facts.travel.get((start, stop), self.facts.travel.get((stop, start)))
        return self.terms.travel if found is None else found
