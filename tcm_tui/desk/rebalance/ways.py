"""When it can't be done: what would do, each tried, and what is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from tcm_tui.desk.rebalance import problem, solving, whatif
from tcm_tui.desk.rebalance.asking import NewWorker
from tcm_tui.desk.rebalance.views import Way

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.asking import Ask
    from tcm_tui.desk.rebalance.facts import Able, Person
    from tcm_tui.desk.rebalance.problem import Group
    from tcm_tui.desk.rebalance.proposing import Solved

SHOWN = 3
MORE_WORKERS = 3
TRIED = 6
"""Single pins, rejected and accepted moves that are tried."""


def ways_out(solved: Solved) -> tuple[Way, ...]:
    """What would leave fewer short: more moves; else ended pins, moves allowed, nobody taken out, workers to hire."""
    found = [] if solved.ask.max_moves is None else list(_more_moves(solved))
    if found and not found[0].left:
        return tuple(found)
    unbounded = solved._replace(ask=solved.ask._replace(max_moves=None))
    short = solving.short(solved.asked) if solved.found.more else solved.found.shortfall
    found += [way for way in _all(unbounded, short) if way.left < short]
    return tuple(found)


def _all(solved: Solved, short: int) -> Iterator[Way]:
    yield from _loosened(solved, short)
    yield from _hired(solved, short)
    yield from _nobody_out(solved)


def _more_moves(solved: Solved) -> Iterator[Way]:
    if solved.found.more:
        free = solving.solve(solved.asked)
        if free.shortfall < solved.found.shortfall:
            text = f"{free.moves} moves would leave {_number(free.shortfall)} short."
            yield Way("moves", text, free.shortfall, solved.ask._replace(max_moves=free.moves))


def _number(left: int) -> str:
    return str(left or "none")


def _loosened(solved: Solved, short: int) -> Iterator[Way]:
    """What was asked, or recorded, taken back: all pins, or one where one will do; a rejected or accepted move."""
    ask = solved.ask
    pinned = _pinned(solved)
    if pinned:
        loose = ask._replace(pins=frozenset(), unpin=ask.unpin | {person.id for person in pinned})
        left = _again(solved, loose, *(person.id for person in pinned))
        if left < short:
            one = None
            for person in pinned[:TRIED]:
                single = ask._replace(pins=ask.pins - {person.id}, unpin=ask.unpin | {person.id})
                if _again(solved, single, person.id) == left:
                    one = Way("unpin", f"Without the pin of {person.id} {_number(left)} would be short.", left, single)
                    break
            yield one or Way("unpin", f"Without the pins {_number(left)} would be short.", left, loose)
    for member, cm in sorted(ask.forbid)[:TRIED]:
        other = ask._replace(forbid=ask.forbid - {(member, cm)})
        left = _again(solved, other, member)
        yield Way("allow", f"With {member} allowed to go to {cm} {_number(left)} would be short.", left, other)
    for member, cm in sorted(ask.accepted)[:TRIED]:
        other = ask._replace(accepted=ask.accepted - {(member, cm)})
        left = _again(solved, other, member)
        yield Way("allow", f"Without {member} going to {cm} {_number(left)} would be short.", left, other)


def _nobody_out(solved: Solved) -> Iterator[Way]:
    """What was asked without taking out one of those who are to be."""
    ask = solved.ask
    for away in ask.leave[:TRIED]:
        other = ask._replace(leave=tuple(each for each in ask.leave if each != away))
        worker = solved.known.able[away.cm]
        if worker.out is not None or away.cm in solved.asked.caps:
            continue
        high = len(solved.people) if worker.high is None else worker.high
        left = solving.short(solved.asked, high, partial(_takes, solved, worker), partial(_stays, solved, worker))
        yield Way("return", f"With {away.cm} staying {_number(left)} would be short.", left, other)


def _pinned(solved: Solved) -> list[Person]:
    """Members who are held by pins alone, those with workers who are over or out first."""
    stuck = {id(group) for group, _ in _stuck(solved)}
    groups = [group for group in solved.asked.groups if group.held.endswith("is pinned")]
    groups.sort(key=lambda group: id(group) not in stuck)
    ask = solved.ask
    return [p for g in groups for p in g.members if p.id in ask.pins or (p.pinned and p.id not in ask.unpin)]


def _stuck(solved: Solved) -> list[tuple[Group, Able | None]]:
    """Cases that could relieve what is left, with the worker they are with (None: nobody)."""
    held = Counter(cm for cm in solved.found.at if cm is not None)
    over = {cm for cm, cap in solved.asked.caps.items() if held[cm] > cap}
    found: list[tuple[Group, Able | None]] = []
    for group, at in zip(solved.asked.groups, solved.found.at, strict=True):
        if at is None:
            found.append((group, solved.able[group.cm] if group.cm is not None else None))
        elif at in over:
            found.append((group, solved.able[at]))
    return found


def _hired(solved: Solved, short: int) -> Iterator[Way]:
    """One way for each type and contract that is short: as many workers as help, at most so many."""
    wanted: dict[tuple[str, str | None], NewWorker] = {}
    for group, worker in _stuck(solved):
        like = _like(solved, group, worker)
        if like is not None:
            wanted.setdefault((like[0].type, like[1]), like[0])
    for (kind, contract), new in wanted.items():
        worker = whatif.able(solved.desk, new, solved.known)
        high = len(solved.people) if worker.high is None else worker.high
        best, number = short, 0
        for n in range(1, MORE_WORKERS + 1):
            left = solving.short(solved.asked, high * n, partial(_takes, solved, worker))
            if left >= best:
                break
            best, number = left, n
            if not left:
                break
        if not number:
            continue
        more = "One more case manager" if number == 1 else f"{number} more case managers"
        where = f" under contract {contract}" if contract else ""
        text = f"{more} of type {kind}{where} would leave {_number(best)} short."
        those = tuple(new._replace(label=_label(solved, kind, n)) for n in range(1, number + 1))
        yield Way("hire", text, best, solved.ask._replace(new=(*solved.ask.new, *those)))


def _like(solved: Solved, group: Group, worker: Able | None) -> tuple[NewWorker, str | None] | None:
    """A new worker like the one who has too many; for members without one, of their program where a row pays them."""
    if worker is not None:
        person = solved.staff[worker.id]
        level = person.who.level
        return NewWorker(_label(solved, worker.type, 1), level, worker.type, person.who.site_id), person.contract
    member = group.members[0]
    sites = {person.who.site_id: person.contract for person in solved.staff.values()}
    for site, contract in sorted(sites.items()):
        new = NewWorker(_label(solved, member.program, 1), "II", member.program, site)
        if solved.fit.against(member, whatif.able(solved.desk, new, solved.known)) is None:
            return new, contract
    return None


def _takes(solved: Solved, worker: Able, group: Group) -> bool:
    """Whether a case may go to a new worker."""
    agreed = {member for member, _ in solved.ask.accepted}
    if group.held or any(person.id in agreed for person in group.members):
        return False
    if any((person.id, worker.id) in solved.ask.forbid for person in group.members):
        return False
    return all(solved.fit.against(person, worker) is None for person in group.members)


def _stays(solved: Solved, worker: Able, group: Group) -> bool:
    """Whether a case stays with its worker who is not taken out after all."""
    if group.cm != worker.id:
        return False
    asked = {*solved.ask.forbid, *((member, worker.id) for member, cm in solved.ask.accepted if cm != worker.id)}
    return bool(group.held) or not any((person.id, worker.id) in asked for person in group.members)


def _label(solved: Solved, kind: str, number: int) -> str:
    """A name that nobody has yet."""
    taken = {new.label for new in solved.ask.new}
    n = 0
    while number:
        n += 1
        if f"new {kind} {n}" not in taken:
            number -= 1
    return f"new {kind} {n}"


def _again(solved: Solved, ask: Ask, *members: str) -> int:
    """Cases short when asked otherwise about some members."""
    return solving.short(problem.changed(solved.asked, solved.fit, ask, members))


def in_the_way(solved: Solved) -> list[str]:
    """Workers with room and what keeps them from helping, most room first."""
    held = Counter(cm for cm in solved.found.at if cm is not None)
    stuck = _stuck(solved)
    kinds = {worker.type for _, worker in stuck if worker is not None}
    rooms = [
        (worker.type not in kinds, held[cm] - worker.high, cm)
        for cm, worker in solved.able.items()
        if worker.out is None and worker.high is not None and held[cm] < worker.high
    ]
    found = []
    for _, room, cm in sorted(rooms)[:SHOWN]:
        worker = solved.able[cm]
        whys = (solved.fit.against(person, worker) for group, _ in stuck for person in group.members)
        said = next((why for why in whys if why is not None), None)
        if said:
            rule, text = said
            found.append(f"{cm} has {-room} open and can’t help: {text} ({rule}).")
    return found
