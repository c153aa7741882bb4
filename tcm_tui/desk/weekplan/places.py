"""Where people are and how long the way takes. Areas are codes in a problem, so that a file of it names no place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tcm_tui.desk.weekplan.days import OFFICE
from tcm_tui.desk.weekplan.facts import Held, WeekFacts
from tcm_tui.desk.weekplan.terms import Terms

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

NOWHERE = ""
"""The area of those of whom none is known: somewhere else than everybody, and than the office."""


class Places:
    """The areas of a week. The office lies in the worker's area; without one, apart from all."""

    def __init__(self, desk: Desk, facts: WeekFacts, terms: Terms) -> None:
        self.facts, self.terms = facts, terms
        self.home = facts.who.who.area or NOWHERE
        areas = {area or NOWHERE for _, area in facts.names.values()} | {NOWHERE}
        self.table: dict[tuple[str, str], int] = {}
        self._codes = {area: f"A{n}" for n, area in enumerate(sorted(areas), 1)}

    def code(self, area: str | None) -> str | None:
        """The code of an appointment's area; None: it has no place."""
        if area is None:
            return None
        if area not in self._codes:
            self._codes[area] = f"A{len(self._codes) + 1}"
        return self._codes[area]

    def of_member(self, key: str) -> str:
        return self._codes[self.facts.names[key][1] or NOWHERE]

    def travel(self, used: Iterable[str], standing: Iterable[Held]) -> dict[str, dict[str, int]]:
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
        found = self.table.get((start, stop), self.table.get((stop, start)))
        return self.terms.travel if found is None else found
