"""Proof that nobody can be placed better: what a place with each worker is worth says so, whoever found the plan.

With a toll for each worker, from 0 to the price of a case over the cap, 0 where there is room and that price where
there are too many: when every case is where cost and toll together are least, then no other plan has a lower sum of
costs and prices of cases over. For each plan is at least as dear as its cases' least costs with tolls, less what the
caps give back of the tolls; and this one is just as dear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tcm_tui.planning.flow import Unit


def proves(
    caps: Sequence[int], units: Sequence[Unit], at: Sequence[int | None], tolls: Sequence[int], price: int
) -> bool:
    """Whether the tolls prove the plan ``at`` best at that price of a case over a cap; units without a way aside."""
    held = [0] * len(caps)
    least: dict[int, int] = {}
    rows: list[Mapping[int, int]] = []  # kept, so that no two have the same id
    for unit, worker in zip(units, at, strict=True):
        if worker is None:
            if unit.row or unit.stay is not None:
                return False
            continue
        held[worker] += 1
        if id(unit.row) not in least:
            rows.append(unit.row)
            least[id(unit.row)] = min((cost + tolls[w] for w, cost in unit.row.items()), default=price * 2)
        best = unit.base + least[id(unit.row)]
        if unit.home is not None and unit.home in unit.row:
            # with the present worker it costs what staying does, and not what coming there would
            there = unit.row[unit.home] + tolls[unit.home]
            if there == least[id(unit.row)]:
                best = unit.base + min(
                    (cost + tolls[w] for w, cost in unit.row.items() if w != unit.home), default=price * 2
                )
        if unit.home is not None and unit.stay is not None:
            best = min(best, unit.stay + tolls[unit.home])
        if cost_of(unit, worker) + tolls[worker] > best:
            return False
    for cap, count, toll in zip(caps, held, tolls, strict=True):
        if not 0 <= toll <= price or (count < cap and toll) or (count > cap and toll != price):
            return False
    return True


def cost_of(unit: Unit, worker: int) -> int:
    """What it costs to have a unit with a worker."""
    if worker == unit.home and unit.stay is not None:
        return unit.stay
    return unit.base + unit.row[worker]
