"""The rebalancing problem of a day: caps of workers, cases with what each worker would cost. R9-R13, R31"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from tcm_tui.desk.rebalance.asking import Ask
from tcm_tui.desk.rebalance.facts import Able, Person
from tcm_tui.desk.rebalance.fit import Fit
from tcm_tui.desk.rebalance.weights import SIBLINGS_COUNTED
from tcm_tui.planning.flow import go_on

Kin = Counter[tuple[str | None, str | None]]
"""(family, worker) -> members."""


class Group(NamedTuple):
    """A case: a member, or the members of a family who take one slot together. cm: the present worker.

    free: they need another worker; held: why they can't be moved, or ''. base + row[worker]: cost of being there, but
    for the present one, with whom it is 0; a move costs ``Problem.step`` a member and its weights. Members who are
    alike share one row, which may name the present worker of some. agreed: they go because that was asked for.
    """

    id: str
    members: tuple[Person, ...]
    cm: str | None
    free: bool
    held: str
    row: Mapping[str, int]
    base: int = 0
    agreed: bool = False

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def movable(self) -> bool:
        """Whether some other worker may take them."""
        return len(self.row) > (self.cm in self.row)

    def goes(self, to: str | None) -> bool:
        """Whether being there is a move."""
        return to is not None and to != self.cm


class Problem(NamedTuple):
    """caps: worker -> most cases, for all who work; step: what a move costs beside its weights.

    check is called all the while something is worked out; what it raises breaks that off.
    """

    able: dict[str, Able]
    caps: dict[str, int]
    groups: list[Group]
    step: int
    check: Callable[[], None] = go_on


NO_ROW: Mapping[str, int] = {}


def build(
    able: dict[str, Able],
    people: Sequence[Person],
    fit: Fit,
    ask: Ask,
    costs: bool,
    check: Callable[[], None] = go_on,
    full: Collection[str] = (),
) -> Problem:
    """The problem; costs False: only who is where, enough to see whether anybody is over or without a worker.

    full: workers who have no room in the end whatever is done, so that how full they were speaks for none of them.
    """
    cases = _cases(able, people)
    held = Counter(members[0].cm for members in cases)
    caps = {
        cm: len(people) + 1 if worker.high is None or worker.outside else worker.high
        for cm, worker in able.items()
        if worker.out is None
    }
    for worker in able.values():
        if worker.high:
            there = worker.high if worker.id in full else min(held[worker.id], worker.high)
            fit.fullness[worker.id] = fit.weights.fullness * there // worker.high
    step = 2 * fit.weights.most() * (len(people) + 1)
    kin: Kin = Counter((p.family, p.cm) for p in people if p.family is not None and p.cm is not None)
    making = _Making(able, fit, ask, kin, step if costs else None)
    groups = []
    for members in cases:
        check()
        groups.append(making.group(members))
    return Problem(able, caps, groups, step, check)


def changed(problem: Problem, fit: Fit, ask: Ask, members: Collection[str]) -> Problem:
    """The same problem with another question about some members, enough to see how many stay short."""
    making = _Making(problem.able, fit, ask, Counter(), problem.step)
    groups = [
        making.group(group.members) if any(person.id in members for person in group.members) else group
        for group in problem.groups
    ]
    return problem._replace(groups=groups)


class _Making:
    """What a case is made with. step None: who goes where is not asked."""

    def __init__(self, able: dict[str, Able], fit: Fit, ask: Ask, kin: Kin, step: int | None) -> None:
        self.able, self.fit, self.ask, self.kin, self.step = able, fit, ask, kin, step
        self.homes: dict[str | None, list[str]] = {}
        for family, cm in kin:
            self.homes.setdefault(family, []).append(str(cm))
        self.wanted, self.ruled_out = dict(ask.accepted), _ruled_out(ask)

    def group(self, members: tuple[Person, ...]) -> Group:
        """The case of a member, or of members who count as one."""
        cm = members[0].cm
        out = cm is None or self.able[cm].out is not None
        why = _held(members, self.ask, self.able, cm)
        to, against = None, set[str]()
        if self.wanted or self.ruled_out:
            to = next((self.wanted[person.id] for person in members if person.id in self.wanted), None)
            against = {other for person in members for other in self.ruled_out.get(person.id, ())}
        free = out or (not why and (cm in against or (to is not None and to != cm)))
        row, base = NO_ROW, 0
        if self.step is not None and not why and (to is None or to != cm):
            row, base = _costs(members, self.fit, self.kin, self.homes)
            if against or to is not None:
                row = {w: cost for w, cost in row.items() if w not in against and to in (None, w)}
            if to is not None and not row:
                free, why = out, f"{members[0].id} can’t go to {to}"
            base += self.step * len(members)
        ident = members[0].id if len(members) == 1 else f"{members[0].family} with {cm or 'nobody'}"
        if members[0].doubled:
            ident = f"{ident} with {cm}"
        agreed = to is not None and not out and cm not in against
        return Group(ident, members, cm, free, why, row, base, agreed)


def _cases(able: dict[str, Able], people: Sequence[Person]) -> list[tuple[Person, ...]]:
    """Members one by one; those of a family together where families count (R11)."""
    found: dict[tuple[str, str | None], list[Person]] = {}
    for person in people:
        if person.doubled and person.cm is not None and able[person.cm].out is not None:
            continue  # there is another who has them
        together = person.program == "wraparound" if person.cm is None else able[person.cm].by_family
        key = f"family {person.family}" if together and person.family else person.id
        found.setdefault((key, person.cm), []).append(person)
    return [tuple(members) for members in found.values()]


def _ruled_out(ask: Ask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for member, cm in ask.forbid:
        found.setdefault(member, set()).add(cm)
    return found


def _held(members: Sequence[Person], ask: Ask, able: Mapping[str, Able], cm: str | None) -> str:
    if cm is not None and able[cm].outside:
        return f"{members[0].id} is not in the part of the agency that is looked at"
    for person in members:
        if person.doubled:
            return f"{person.id} has two case managers"
        if cm is not None and ((person.pinned and person.id not in ask.unpin) or person.id in ask.pins):
            return f"{person.id} is pinned"
        if person.later is not None:
            return f"{person.id} goes to another worker on {person.later} already"
    return ""


def _costs(
    members: Sequence[Person], fit: Fit, kin: Kin, homes: Mapping[str | None, list[str]]
) -> tuple[Mapping[str, int], int]:
    """Worker -> weight there, and the weight of leaving whoever comes next."""
    first = members[0]
    away = fit.leaving(first)
    row: Mapping[str, int] = fit.new(first)
    if len(members) > 1:
        away += sum(fit.leaving(other) for other in members[1:])
        every = [fit.new(other) for other in members]
        row = {cm: sum(each[cm] for each in every) for cm in row if all(cm in each for each in every)}
    if first.family is not None:
        weight = fit.weights.family
        if first.cm is not None:
            away += weight * max(0, min(kin[first.family, first.cm] - len(members), SIBLINGS_COUNTED))
        there = [cm for cm in homes.get(first.family, ()) if cm != first.cm and cm in row]
        if there:
            own = dict(row)
            for cm in there:
                own[cm] -= weight * min(kin[first.family, cm], SIBLINGS_COUNTED)
            row = own
    return row, away
