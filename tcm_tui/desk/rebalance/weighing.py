"""What a move costs piece by piece, in the weights that choose among as few moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tcm_tui.desk.rebalance.fit import near, speaks
from tcm_tui.desk.rebalance.views import Part
from tcm_tui.desk.rebalance.weights import SIBLINGS_COUNTED

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.facts import Able, Person
    from tcm_tui.desk.rebalance.problem import Group
    from tcm_tui.desk.rebalance.proposing import Solved


def parts(solved: Solved, group: Group, person: Person, to: str) -> list[Part]:
    """The weights of a member's move that are not nothing; their sum is what the solver counted for it."""
    weights, worker = solved.fit.weights, solved.able[to]
    present = solved.able[person.cm] if person.cm is not None else None
    lost = _change(speaks, person, present, worker)
    away = _change(near, person, present, worker)
    found = [
        Part("language", weights.language * lost, f"{to} speaks {'no ' * (lost > 0)}{person.language.title()}"),
        Part("area", weights.area * away, f"{'another area than' if away > 0 else 'the area of'} {to}"),
        Part("type", weights.other_type * _type(person, present, worker), f"{to} is {worker.type}"),
        Part("fullness", solved.fit.fullness.get(to, 0), f"how full {to} is"),
    ]
    if present is not None:
        months = min(person.months, weights.months_at_most)
        text = f"{person.months} month{'' if person.months == 1 else 's'} with {present.id}"
        found.insert(0, Part("continuity", months * weights.month, text))
        if solved.fit.misplaced(person):
            found.append(Part("fit", -weights.misplaced, f"{present.id} does not fit {person.id}"))
    found.append(_family(solved, group, person, to))
    return [part for part in found if part.weight]


def _change(good: Callable[[Person, Able], bool], person: Person, present: Able | None, worker: Able) -> int:
    """1 when it is lost by the move, -1 when it is won."""
    return int(present is None or good(person, present)) - int(good(person, worker))


def _type(person: Person, present: Able | None, worker: Able) -> int:
    if person.program != "intensive":
        return 0
    return int(worker.type != "intensive") - int(present is not None and present.type != "intensive")


def _family(solved: Solved, group: Group, person: Person, to: str) -> Part:
    """Brothers and sisters left behind less those found; said of the first of those who move as one case."""
    if person.family is None or group.members[0] is not person:
        return Part("family", 0, "")
    kin = [p for p in solved.people if p.family == person.family]
    behind = sum(p.cm == person.cm for p in kin) - group.size if person.cm is not None else 0
    there = sum(p.cm == to for p in kin)
    weight = min(max(0, behind), SIBLINGS_COUNTED) - min(there, SIBLINGS_COUNTED)
    said = [f"{behind} of the family stay{'s' * (behind == 1)} with {person.cm}"] * (behind > 0)
    said += [f"{there} {'is' if there == 1 else 'are'} with {to}"] * (there > 0)
    return Part("family", weight * solved.fit.weights.family, ", ".join(said))
