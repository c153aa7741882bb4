"""A measured figure beside its floor and the bound it is held to."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """value and floor in the same unit (ms, MiB, us). bound: the most that value / floor should be."""

    name: str
    value: float
    unit: str
    floor_name: str
    floor: float
    bound: float | None

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    @property
    def within(self) -> bool | None:
        return None if self.bound is None else self.ratio <= self.bound


def interleaved(rounds: int, jobs: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Every job once a round, so that a noisy minute falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            taken[name].append(job())
    return taken


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned text."""
    head = ("figure", "value", "floor", "", "ratio", "at most", "")
    rows = [
        (
            f.name,
            f"{f.value:,.1f} {f.unit}",
            f"{f.floor:,.1f} {f.unit}",
            f.floor_name,
            f"{f.ratio:.2f}",
            "" if f.bound is None else f"{f.bound:g}",
            {True: "ok", False: "OVER", None: ""}[f.within],
        )
        for f in figures
    ]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    right = {1, 2, 4, 5}
    return "\n".join(
        "  ".join(c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in (head, *rows)
    )
