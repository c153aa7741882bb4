"""The year ahead: at most three seconds for 6,000 members, and how soon it first tells how far it is."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

from tests.bench.agencies import ON
from tests.bench.figures import Figure, middle


def figures(rounds: int, db: Path) -> list[Figure]:
    """Each round with a desk of its own, as the screen and the command have it."""
    from tcm_tui.desk import office, outlook

    whole: list[float] = []
    gaps: list[float] = []
    members = 0
    for _ in range(rounds):
        desk = office.open_desk(str(db))
        told = [time.perf_counter()]

        def tell(what: str, share: float, told: list[float] = told) -> bool:
            told.append(time.perf_counter())
            return True

        found = outlook.look(desk, office.today(ON), outlook.MONTHS, tell=tell)
        told.append(time.perf_counter())
        desk.close()
        members = found.members
        whole.append((told[-1] - told[0]) * 1000)
        gaps.append(max(b - a for a, b in pairwise(told)) * 1000)
    return [
        Figure(f"the year ahead, {members:,} active members", middle(whole), "ms", "3 s", 3000, 1),
        Figure("the year ahead, longest time without a word", middle(gaps), "ms", "1 s", 1000, 1),
    ]
