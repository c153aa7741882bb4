"""When it can't be done: what is in the way, and what would do, each tried."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tcm_tui.desk.rebalance import problem, solving
from tcm_tui.desk.rebalance.fit import Fit

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.facts import Able
    from tcm_tui.desk.rebalance.problem import Group
    from tcm_tui.desk.rebalance.proposing import Solved

SHOWN = 3
MORE_WORKERS = 3


def ways_out(solved: Solved, max_moves: int | None) -> tuple[str, ...]:
    """Sentences: more moves, loosened pins, workers to hire, and why who has room can't help."""
    found = []
    short = solved.found.shortfall
    if max_moves is not None:
        moves, left = _unbounded(solved)
        if left < short:
            found.append(f"{moves} moves would leave {left or 'none'} short.")
            return tuple(found)
    if any(group.held.endswith("is pinned") for group in solved.asked.groups):
        loose = _again(solved, solved.able, unpinned=True)
        if loose < short:
            found.append(f"Without the pins {loose or 'none'} would be short.")
    stuck = _stuck(solved)
    for (kind, contract), worker in _wanted(stuck).items():
        hired = _hired(solved, worker, short)
        if hired is not None:
            number, left = hired
            more = "One more case manager" if number == 1 else f"{number} more case managers"
            where = f" under contract {contract}" if contract else ""
            found.append(f"{more} of type {kind}{where} would leave {left or 'none'} short.")
    found += _closed_room(solved, [group for group, _ in stuck])
    return tuple(found)


def _unbounded(solved: Solved) -> tuple[int, int]:
    free = solving.solve(solved.asked)
    return free.moves, free.shortfall


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


def _wanted(stuck: list[tuple[Group, Able | None]]) -> dict[tuple[str, str | None], Able]:
    """Types of workers that are short, each with one to take after."""
    return {(worker.type, worker.contract): worker for _, worker in stuck if worker is not None}


def _hired(solved: Solved, like: Able, short: int) -> tuple[int, int] | None:
    """(how many workers like one help, cases short then); None when none helps."""
    best = None
    able = dict(solved.able)
    for number in range(1, MORE_WORKERS + 1):
        ident = f"\0new {number}"
        intensive = like.type == "intensive"
        able[ident] = like._replace(
            id=ident, area="", shut=None, out=None, intensive=intensive, facilitator=like.type == "wraparound"
        )
        left = _again(solved, able)
        if left >= (short if best is None else best[1]):
            break
        best = number, left
        if not left:
            break
    return best


def _again(solved: Solved, able: dict[str, Able], unpinned: bool = False) -> int:
    """Cases short when solved with other workers, or without pins."""
    people = [person._replace(pinned=False) for person in solved.people] if unpinned else solved.people
    fit = Fit(solved.desk.packs, solved.on, able)
    ask = solved.ask._replace(pins=frozenset()) if unpinned else solved.ask
    asked = problem.build(able, people, fit, ask, costs=True)
    return solving.solve(asked).shortfall


def _closed_room(solved: Solved, stuck: list[Group]) -> list[str]:
    """Workers with room and what keeps them from helping, most room first."""
    held = Counter(cm for cm in solved.found.at if cm is not None)
    kinds = {worker.type for _, worker in _stuck(solved) if worker is not None}
    rooms = [
        (worker.type not in kinds, held[cm] - worker.high, cm)
        for cm, worker in solved.able.items()
        if worker.out is None and worker.high is not None and held[cm] < worker.high
    ]
    found = []
    for _, room, cm in sorted(rooms)[:SHOWN]:
        worker = solved.able[cm]
        whys = [solved.fit.against(person, worker) for group in stuck for person in group.members]
        said = [why for why in whys if why is not None]
        if said:
            rule, text = said[0]
            found.append(f"{cm} has {-room} open and can’t help: {text} ({rule}).")
    return found
