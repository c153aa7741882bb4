"""The week planner on the demonstration agency of 200 case managers; bounds are milliseconds and shares, not ratios."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from tests.bench.figures import Figure, p95

WEEKS = (("mid-month", date(2026, 11, 9), 95.0), ("month-end", date(2026, 11, 23), 85.0))
"""A Monday to plan on, and the share of weeks to be proved within PATIENCE."""
PATIENCE = 0.2


def figures(db: Path) -> list[Figure]:
    """First plans of everybody, and how many are proved in time."""
    from tcm_tui.desk import caseload, office, weekplan
    from tcm_tui.planning import week

    found: list[Figure] = []
    desk = office.open_desk(str(db))
    for name, monday, share in WEEKS:
        workers = [row.cm for row in caseload.rows(desk, monday, reasons=False) if row.members]
        reading: list[float] = []
        first: list[float] = []
        proved = 0
        for cm in workers:
            began = time.perf_counter()
            problem = weekplan.problem(desk, cm, monday, monday).standing
            read = time.perf_counter()
            week.quick_plan(problem)
            reading.append((read - began) * 1000)
            first.append((time.perf_counter() - read) * 1000)
            proved += week.plan(problem, seconds=PATIENCE).proved
        found += [
            Figure(f"first plan, {name}, p95", p95(first), "ms", "50 ms", 50, 1),
            Figure(f"first plans of {len(workers)}, {name}", sum(first), "ms", "2 s", 2000, 1),
            Figure(
                f"the week's problem from the records, {name}, p95", p95(reading), "ms", "first plan", p95(first), None
            ),
            Figure(f"not proved in 0.2 s, {name}", 100 - 100 * proved / len(workers), "%", "allowed", 100 - share, 1),
        ]
    desk.close()
    return found
