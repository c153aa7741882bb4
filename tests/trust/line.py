"""One row of the table of ``make trust``, and what a run was asked for."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One row: what was done, how much of it, what was found. control: it must find something."""

    what: str
    much: str
    found: str
    well: bool
    seconds: float
    control: bool = False


class Asked(NamedTuple):
    """most: moments of a line, None for all. minutes of the soak, inputs of each line of the fuzzing. seed of both."""

    short: bool
    most: int | None
    minutes: float
    inputs: int
    seed: int
