"""Rebalancing 50, 200 and 1,000 case managers, from the records to the whole answer; bounds are milliseconds.

Each agency is asked on a desk just opened; then a move is rejected, and one accepted, and asked again on the same desk.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import agencies
from tests.bench.figures import Figure

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance import Ask, Rebalance

ON = date.fromisoformat(agencies.ON)
SIZES = ((50, 1_500, 100.0), (200, 6_000, 1_000.0), (1_000, 30_000, 15_000.0))
"""Case managers, members, and the milliseconds an answer may take."""
AGAIN = 100.0
"""Milliseconds to answer again at 50 case managers."""


def figures(rounds: int) -> list[Figure]:
    """The usual day, one worker on leave (which can't be done without hiring), and again after a rejection."""
    found: list[Figure] = []
    for cms, members, bound in SIZES:
        path = agencies.agency(f"rebalance-{cms}", "--case-managers", cms, "--members", members, "--months", 1)
        times = [_once(path) for _ in range(rounds if cms < 1_000 else 2)]
        names = ("as it is", "one on leave", "again, a move rejected", "again, a move accepted")
        for name, taken in zip(names, zip(*times, strict=True), strict=True):
            allowed = AGAIN if name.startswith("again") and cms == 50 else bound
            label = f"rebalancing {cms:,} case managers, {name}"
            found.append(Figure(label, statistics.median(taken) * 1000, "ms", "allowed", allowed, 1))
    return found


def _once(path: Path) -> tuple[float, float, float, float]:
    from tcm_tui.desk import caseload, office, rebalance

    desk = office.open_desk(str(path))
    try:
        usual, plan = _timed(desk, rebalance.Ask())
        first = plan.moves[0]
        rejected, _ = _timed(desk, plan.ask.rejecting(first.member, first.to))
        accepted, _ = _timed(desk, plan.ask.accepting(first.member, first.to))
        cm = next(person.who.cm_id for person in caseload.staff(desk) if caseload.employed(person.who, ON))
        leave, _ = _timed(desk, rebalance.Ask(leave=(rebalance.Away(cm, ON),)))
    finally:
        desk.close()
    return usual, leave, rejected, accepted


def _timed(desk: object, ask: Ask) -> tuple[float, Rebalance]:
    from tcm_tui.desk import rebalance

    began = time.perf_counter()
    plan = rebalance.propose(desk, ON, ask=ask)  # type: ignore[arg-type]
    return time.perf_counter() - began, plan
