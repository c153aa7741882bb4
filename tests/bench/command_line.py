"""Whole processes: ``tcm units`` against importing SQLModel."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.agencies import ON, ROOT
from tests.bench.figures import Figure, interleaved


def process(*args: object) -> Callable[[], float]:
    """A job that runs the interpreter and gives the milliseconds it took."""

    def job() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *map(str, args)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return (time.perf_counter() - began) * 1000

    return job


def figures(rounds: int, usual: Path, big: Path) -> list[Figure]:
    """The best of the rounds, as start-up is disturbed upwards only."""
    units = ("-m", "tcm_tui", "units", "M0001", "--json", "--on", ON, "--db")
    taken = interleaved(
        rounds,
        {
            "floor": process("-c", "import sqlmodel"),
            "units": process(*units, usual),
            "big": process(*units[:3], "M0001", *units[4:], big),
            "due": process("-m", "tcm_tui", "due", "--json", "--on", ON, "--db", usual),
            "help": process("-m", "tcm_tui", "--help"),
        },
    )
    floor = min(taken["floor"])
    name = "import sqlmodel"
    return [
        Figure("tcm units M --json", min(taken["units"]), "ms", name, floor, 0.5),
        Figure("tcm units M --json, big agency", min(taken["big"]), "ms", name, floor, 0.5),
        Figure("tcm due --json", min(taken["due"]), "ms", name, floor, None),
        Figure("tcm --help", min(taken["help"]), "ms", name, floor, None),
    ]
