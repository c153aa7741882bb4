"""Which worker may take which member, and what speaks against it. R2, R12, R13, R42-R47"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.rebalance.facts import Able, Person
from tcm_tui.desk.rebalance.weights import DEFAULT, SPOKEN_BY_ALL, Weights
from tcm_tui.rules import lines

if TYPE_CHECKING:
    from tcm_tui.rules.pack import Packs


class Fit:
    """Answers for members who are alike are kept: the same program, rows by age, language and area."""

    def __init__(self, packs: Packs, day: date, able: dict[str, Able], weights: Weights = DEFAULT) -> None:
        self.packs, self.day, self.able, self.weights = packs, day, able, weights
        self.fullness: dict[str, int] = {}
        """worker -> weight of how full they are."""
        self._rows: dict[tuple[str | None, str | None, int], bool] = {}
        self._paid: dict[int, frozenset[tuple[str | None, str | None]]] = {}
        self._new: dict[tuple[str, object, str, str], dict[str, int]] = {}
        self._lines = {(w.modifier, w.contract) for w in able.values() if w.type != "first-time-mothers"}

    def program(self, person: Person, worker: Able) -> tuple[str, str] | None:
        """(rule, why) when the worker's type or qualification does not fit the member's program."""
        if person.program == "intensive":
            if worker.type not in ("intensive", "standard") or not worker.intensive:
                return "R13", f"{person.id} is intensive and {worker.id} is not intensive-qualified"
        elif person.program == "wraparound":
            if not worker.facilitator:
                return "R13", f"{person.id} is wraparound and {worker.id} is no facilitator"
        elif worker.type != person.program:
            return "R12", f"{person.id} is {person.program} and {worker.id} holds a caseload of type {worker.type}"
        return None

    def line(self, person: Person, worker: Able) -> tuple[str, str] | None:
        """(rule, why) when no row of the limits table pays what the worker does for the member. R2"""
        if worker.type == "first-time-mothers":
            return None
        if self._row(worker.modifier, worker.contract, person.age):
            return None
        what = f"level modifier {worker.modifier or 'none'}, contract {worker.contract or 'none'}, age {person.age}"
        return "R2", f"{worker.id} has no row for {person.id}: {what}"

    def _row(self, modifier: str | None, contract: str | None, age: int) -> bool:
        asked = modifier, contract, age
        if asked not in self._rows:
            self._rows[asked] = lines.find_row(self.packs, *asked, self.day) is not None
        return self._rows[asked]

    def against(self, person: Person, worker: Able) -> tuple[str, str] | None:
        """(rule, why) when the worker may not take the member; None when they may."""
        if worker.shut is not None:
            rule, why = worker.shut
            return rule, f"{worker.id} takes nobody new: {why}"
        return self.program(person, worker) or self.line(person, worker)

    def misplaced(self, person: Person) -> bool:
        """Whether the present worker does not fit the member."""
        if person.cm is None:
            return False
        worker = self.able[person.cm]
        return bool(self.program(person, worker) or self.line(person, worker))

    def wants(self, person: Person, worker: Able) -> int:
        """What is missing with a worker: language, area, type."""
        weights = self.weights
        off = person.program == "intensive" and worker.type != "intensive"
        return (
            weights.language * (not speaks(person, worker))
            + weights.area * (not near(person, worker))
            + weights.other_type * off
        )

    def new(self, person: Person) -> dict[str, int]:
        """worker -> weight of what is missing there and how full they are, of all who may take the member."""
        if person.age not in self._paid:
            found = [line for line in self._lines if self._row(*line, person.age)]
            self._paid[person.age] = frozenset(found)
        alike = person.program, self._paid[person.age], person.language, person.area
        if alike not in self._new:
            self._new[alike] = {
                cm: self.wants(person, worker) + self.fullness.get(cm, 0)
                for cm, worker in self.able.items()
                if self.against(person, worker) is None
            }
        return self._new[alike]

    def leaving(self, person: Person) -> int:
        """The weight of taking a member away from the present worker, whoever comes next."""
        if person.cm is None:
            return 0
        weights = self.weights
        months = min(person.months, weights.months_at_most) * weights.month
        missing = self.wants(person, self.able[person.cm])
        return months - missing - weights.misplaced * self.misplaced(person)


def speaks(person: Person, worker: Able) -> bool:
    """Whether the worker speaks the member's language."""
    return person.language in SPOKEN_BY_ALL or person.language in worker.languages


def near(person: Person, worker: Able) -> bool:
    """Whether they share an area, or one has none."""
    return not person.area or not worker.area or person.area == worker.area
