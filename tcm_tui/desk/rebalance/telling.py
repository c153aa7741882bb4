"""Why each move, and what stays undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from tcm_tui.desk.rebalance import weighing
from tcm_tui.desk.rebalance.fit import near, speaks
from tcm_tui.desk.rebalance.views import Left, Move
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.book import source
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.facts import Person
    from tcm_tui.desk.rebalance.problem import Group
    from tcm_tui.desk.rebalance.proposing import Solved
    from tcm_tui.desk.views import CaseloadRow


def moves(solved: Solved, before: tuple[CaseloadRow, ...], after: tuple[CaseloadRow, ...]) -> tuple[Move, ...]:
    """The moves by the worker left, then by member; those without a worker first."""
    rows, later = {row.cm: row for row in before}, {row.cm: row for row in after}
    made = [(group, person, to) for group, to in solved.moved() for person in group.members]
    into = Counter(to for group, person, to in made if person is group.members[0])
    made.sort(key=lambda each: (each[1].cm or "", each[1].id))
    back = {away.cm: away.until + timedelta(days=1) for away in solved.ask.leave if away.until is not None}
    found = []
    for group, person, to in made:
        extra = group.id in solved.extra
        if extra:
            relieves = _evens(rows, later, person.cm or "", to)
            why = Reason("weights", f"beyond the fewest moves, to even out the weighted load: {relieves}", "agency")
        else:
            why, relieves = _leaves(solved, rows, person, into)
        reasons = (why, *_reasons(solved, rows, group, person, to, into))
        parts = tuple(weighing.parts(solved, group, person, to))
        cost = sum(part.weight for part in parts)
        accepted = (person.id, to) in solved.ask.accepted
        found.append(
            Move(
                person.id,
                person.name,
                person.cm,
                to,
                reasons,
                parts,
                cost,
                relieves,
                extra,
                back.get(person.cm or ""),
                accepted,
            )
        )
    return tuple(found)


def _evens(rows: dict[str, CaseloadRow], later: dict[str, CaseloadRow], origin: str, to: str) -> str:
    """``weighted load C1 41 → 38.5, C2 28 → 30.5``, with all moves made."""
    sides = (f"{cm} {rows[cm].weighted:g} → {later[cm].weighted:g}" for cm in (origin, to))
    return f"weighted load {', '.join(sides)}"


def _reasons(
    solved: Solved,
    rows: dict[str, CaseloadRow],
    group: Group,
    person: Person,
    to: str,
    into: Counter[str],
) -> list[Reason]:
    found = [_finds(rows[to], into[to])]
    worker = solved.able[to]
    if person.program in ("intensive", "wraparound"):
        what = "intensive-qualified" if person.program == "intensive" else "a wraparound facilitator"
        found.append(_say("R13", f"{to} is {what}, as {person.program} members need"))
    if len(group.members) > 1:
        found.append(_say("R11", f"with {_others(group, person)}, of the same family: one slot"))
    if person.cm is not None:
        parts = [f"{person.months} month{'' if person.months == 1 else 's'} with {person.cm}"]
        parts += _needs(person, speaks(person, worker), near(person, worker), to)
        found.append(Reason("weights", "; ".join(parts), "agency"))
    return found


def _leaves(solved: Solved, rows: dict[str, CaseloadRow], person: Person, into: Counter[str]) -> tuple[Reason, str]:
    """Why the member goes, as a reason and in short."""
    if person.cm is None:
        return _say("R31", f"nobody is responsible for {person.id}"), f"{person.id} has a worker"
    out = solved.able[person.cm].out
    if out is not None:
        return _say(out[0], f"{out[1]}: {person.id} needs another worker"), f"{person.id} has a worker"
    row = rows[person.cm]
    if (person.id, row.cm) in solved.ask.forbid:
        return Reason(
            "asked", f"{person.id} is not to stay with {row.cm}", "agency"
        ), f"{person.id} is not with {row.cm}"
    rule = rules.RANGE_RULE.get(row.type, "R9")
    if row.over:
        return _say(rule, f"{row.cm} has {row.counted} of {row.high}: {row.over} over"), f"{row.cm} has one fewer over"
    if into[row.cm]:
        text = f"{row.cm} has {row.counted} of {row.high} and takes {into[row.cm]}: this makes room"
        return _say(rule, text), f"{row.cm} has room for another"
    return Reason("asked", f"agreed to; {row.cm} has {row.counted}", "agency"), f"{row.cm} has one fewer"


def _finds(row: CaseloadRow, comes: int) -> Reason:
    rule = rules.RANGE_RULE.get(row.type, "R9")
    if row.high is None:
        return _say("R12", f"{row.cm} has {row.counted}: {row.type} has no range")
    if not row.open:
        return _say(rule, f"{row.cm} has {row.counted} of {row.high}, {comes} come{'' if comes != 1 else 's'}")
    return _say(
        rule, f"{row.cm} has {row.counted} of {row.high}: {row.open} open, {comes} come{'' if comes != 1 else 's'}"
    )


def _needs(person: Person, spoken: bool, area: bool, to: str) -> list[str]:
    found = []
    if person.language not in ("", "english", "en"):
        found.append(
            f"{to} speaks {person.language.title()}" if spoken else f"{to} speaks no {person.language.title()}"
        )
    if person.area:
        found.append("same area" if area else f"another area than {to}")
    return found


def _others(group: Group, person: Person) -> str:
    return ", ".join(other.id for other in group.members if other is not person)


def left(solved: Solved) -> tuple[Left, ...]:
    """What no move relieves, worker by worker, and members without one."""
    able, asked = solved.able, solved.asked
    held: Counter[str] = Counter(cm for cm in solved.found.at if cm is not None)
    found = []
    for cm, cap in asked.caps.items():
        if held[cm] > cap:
            unit = "families" if able[cm].by_family else "members"
            fixed = [g.held for g, at in zip(asked.groups, solved.found.at, strict=True) if at == cm and g.held]
            found.append(Left(cm, held[cm] - cap, unit, (), tuple(fixed[:3])))
    waiting: dict[str | None, list[Group]] = {}
    for group, at in zip(asked.groups, solved.found.at, strict=True):
        if at is None:
            waiting.setdefault(group.cm, []).append(group)
    for origin, groups in waiting.items():
        unit = "families" if any(len(group.members) > 1 for group in groups) else "members"
        members = tuple(person.id for group in groups for person in group.members)
        found.append(Left(origin, len(groups), unit, members, tuple(dict.fromkeys(map(_no_worker, groups)))[:3]))
    return tuple(found)


def _no_worker(group: Group) -> str:
    if group.held:
        return group.held
    return "beyond the moves allowed" if group.movable else f"no worker may take {group.members[0].id}"


def notes(solved: Solved) -> tuple[str, ...]:
    """What else there is to know: members whose present worker does not fit them."""
    found = tuple(f"{g.held}, who stays for now." for g in solved.asked.groups if g.agreed and g.held)
    for away in solved.ask.leave:
        if away.from_day > solved.on:
            found += (f"{away.cm} is there until then: let the moves begin on {away.from_day}.",)
    twice = {person.id: person for person in solved.people if person.doubled}
    if twice:
        found += (f"Two case managers are responsible, so not moved (R31): {_five(list(twice.values()))}.",)
    wrong = [person for person in solved.people if person.cm is not None and solved.fit.misplaced(person)]
    moved = {person.id for group, _ in solved.moved() for person in group.members}
    stay = [person for person in wrong if person.id not in moved]
    if not stay:
        return found
    return (*found, f"Not moved for it, but the worker does not fit (R2, R13): {_five(stay)}.")


def _five(people: Sequence[Person]) -> str:
    """``Ana Pecan M1, Leo Oak M2 and 3 more``: name and id of five."""
    said = ", ".join(f"{person.name} {person.id}" for person in people[:5])
    return said + (f" and {len(people) - 5} more" if len(people) > 5 else "")


def _say(rule: str, text: str) -> Reason:
    return Reason(rule, text, source(rule))
