"""The terminal screens on a pty, against a bare Textual app with one table."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.bench import importing, team
from tests.bench.agencies import ON
from tests.bench.figures import Figure, middle, p95
from tests.bench.terminal import FLOOR, Terminal


class Start(NamedTuple):
    """One start: seconds to the data on screen, MiB then."""

    ready: float
    memory: float


def floor() -> Start:
    with Terminal([sys.executable, FLOOR]) as terminal:
        ready = terminal.until("Member 0003")
        terminal.settle(0.3)
        return Start(ready, terminal.memory())


class Timed(float):
    """Seconds from a key to what it changed. floor: those of a cursor move of the bare app the moment before."""

    floor: float


class Beside(Terminal):
    """Our app with the bare one beside it: the machine's pace changes within a run, so each key has its own floor."""

    def __init__(self, command: list[str], bare: Terminal | None):
        self.bare = bare
        self.moved = 0
        super().__init__(command)

    def timed(self, keys: str, timeout: float = 10) -> Timed:
        floor = 0.0
        if self.bare is not None:
            floor = self.bare.timed("down" if self.moved % 10 < 5 else "up")
            self.moved += 1
        taken = Timed(super().timed(keys, timeout))
        taken.floor = floor
        return taken


_bare: list[Terminal] = []
"""The bare app, while figures are held against it."""


def app(db: Path) -> Beside:
    command = [sys.executable, "-m", "tcm_tui", "--db", str(db), "--on", ON]
    return Beside(command, _bare[0] if _bare else None)


def start(db: Path) -> Start:
    with app(db) as terminal:
        ready = terminal.until(r"\d+ left")
        terminal.settle(0.3)
        return Start(ready, terminal.memory())


def moves(terminal: Terminal, times: int) -> list[float]:
    """Cursor moves, a row each, up and down so that they stay within a page."""
    keys = ["down"] * 5 + ["up"] * 5
    return [terminal.timed(keys[n % len(keys)]) for n in range(times)]


@contextmanager
def bare_beside() -> Iterator[None]:
    """The bare app runs, and every key timed in ours is timed after one of its cursor moves."""
    with Terminal([sys.executable, FLOOR]) as terminal:
        terminal.until("Member 0003")
        terminal.settle(0.3)
        _bare[:] = [terminal]
        try:
            yield
        finally:
            _bare.clear()


def against_moves(
    name: str, values: Sequence[float], bound: float | None, at: Callable[[Sequence[float]], float]
) -> Figure:
    """Keys against the cursor moves of the bare app that went before each. at: middle or p95."""
    floor = middle([value.floor for value in values if isinstance(value, Timed)])
    return Figure(name, at(values) * 1000, "ms", "cursor move", floor * 1000, bound)


def first_names(db: Path, count: int) -> list[str]:
    """So many first names of members, at random but the same each time."""
    with closing(sqlite3.connect(db)) as raw:
        rows = raw.execute("SELECT DISTINCT first_name FROM members WHERE length(first_name) > 2").fetchall()
    names = sorted(name.lower() for (name,) in rows if name.isascii())
    return random.Random(1).choices(names, k=count)


LOOKED_UP = {
    "look-up, opened": (10, None),
    "look-up, first letter to matches": (2, 3),
    "look-up, key to matches": (2, 3),
    "look-up, Enter to answer": (1.25, 2),
}
"""In cursor moves of the bare app: at most, and at most for 95 of 100."""


def look_up(db: Path, times: int) -> dict[str, list[float]]:
    """Opening it, the first and the last key of a name to their matches, and Enter to the whole answer."""
    taken: dict[str, list[float]] = {name: [] for name in LOOKED_UP}
    with app(db) as terminal:
        terminal.until(r"\d+ left")
        for name in first_names(db, times):
            terminal.settle(0.1)
            taken["look-up, opened"].append(terminal.timed("/"))
            taken["look-up, first letter to matches"].append(terminal.timed(name[0]))
            terminal.timed(name[1])
            taken["look-up, key to matches"].append(terminal.timed(name[2]))
            taken["look-up, Enter to answer"].append(terminal.timed("enter"))
            for _ in range(2):
                terminal.press("esc")
                terminal.settle(0.3)
    return taken


OPENED = (
    ("opening the week", "1", 4),
    ("opening the caseload", "2", 6),
    ("opening the clocks", "3", 10),
    ("opening a member", "4", 10),
    ("opening the agency", "5", 13),
    ("opening the explanation", "e", 10),
    ("opening the help", "?", 10),
)
"""What is opened, by which key, and the bound in cursor moves of the bare app."""
MOVED = (("week", "1"), ("caseload", "2"), ("clocks", "3"), ("member", "4"), ("agency", "5"), ("rules", "7"))
QUIET = 2.5
"""Seconds a person looks at the first screen; meanwhile the program makes ready what would take long."""


def views(db: Path, times: int) -> dict[str, list[float]]:
    """Cursor moves in each view, opening each of them, and going back."""
    taken: dict[str, list[float]] = {}
    with app(db) as terminal:
        terminal.until(r"\d+ left")
        terminal.settle(QUIET)
        taken["opening the agency, first"] = [terminal.timed("5")]
        for name, key in MOVED:
            terminal.press(key)
            terminal.settle(0.4)
            terminal.press("g")
            terminal.settle(0.2)
            taken[f"moving the cursor, {name}"] = moves(terminal, times)
        for name, key, _ in OPENED:
            over = key in "e?"
            taken[name] = []
            for _ in range(max(5, times // 4)):
                terminal.press("2" if over else "7")
                terminal.settle(0.3)
                taken[name].append(terminal.timed(key))
                if over:
                    taken.setdefault("going back", []).append(terminal.timed("backspace"))
    return taken


def agency(db: Path, rounds: int) -> dict[str, list[float]]:
    """The agency opened soon after the start, its pages, its totals, and what is behind a figure."""
    taken: dict[str, list[float]] = {}
    for name, wait in (("at once", 0.0), ("half a second after the start", 0.5)):
        for _ in range(rounds):
            with app(db) as terminal:
                terminal.until(r"\d+ left")
                terminal.settle(wait or 0.03)
                taken.setdefault(f"opening the agency {name}", []).append(terminal.timed("5"))
    with app(db) as terminal:
        terminal.until(r"\d+ left")
        terminal.settle(QUIET)
        terminal.press("5")
        terminal.settle(0.4)
        pages = ("pagedown", "pageup")
        for n in range(2 * rounds):
            terminal.settle(0.2)
            taken.setdefault("a page of the agency", []).append(terminal.timed(pages[n % 2]))
        for key, name in (("z", "the agency's totals"), ("i", "behind a figure of the agency")):
            for _ in range(3 if key == "z" else rounds):  # thrice z is a line a worker again
                terminal.settle(0.2)
                taken.setdefault(name, []).append(terminal.timed(key))
                if key == "i":
                    terminal.press("backspace")
    return taken


def a_day(db: Path, keys: int = 2000) -> Figure:
    """Memory after a day's use against memory before it: areas, lists, look-ups, explanations."""
    round_ = ["1", *["down"] * 6, "2", *["down"] * 8, "e", "backspace", "4", *["down"] * 4, "3", *["down"] * 6]
    round_ += ["5", *["down"] * 5, "7", *["down"] * 3, "/", "a", "n", "enter", "esc", "esc"]
    with app(db) as terminal:
        terminal.until(r"\d+ left")
        terminal.settle(QUIET)  # what is made ready ahead belongs to what there is before
        before = 0.0
        for n in range(keys + len(round_)):
            if n == len(round_):  # every screen has been opened
                before = terminal.memory()
            key = round_[n % len(round_)]
            terminal.press(key)
            terminal.settle(0.2 if key == "esc" else 0.02)  # what follows esc at once belongs to it
        terminal.settle(0.5)
        return Figure(f"memory after {keys:,} keys", terminal.memory(), "MiB", "before them", before, 1.1)


def while_importing(times: int) -> list[Figure]:
    """Cursor moves while another process imports 100,000 services into the same agency."""
    with importing.into_a_copy() as (copy, start), app(copy) as terminal:
        terminal.until(r"\d+ left")
        terminal.settle(QUIET)
        idle = [t * 1000 for t in moves(terminal, times)]
        child = start()
        busy: list[float] = []
        while child.poll() is None:
            busy += [t * 1000 for t in moves(terminal, 20)]
        if child.returncode:
            raise SystemExit("the import failed")
    return [Figure("keys during an import, p95", p95(busy), "ms", "idle p95", p95(idle), 2)]


def figures(rounds: int, usual: Path, big: Path, log: Callable[[str], None]) -> list[Figure]:
    log("screens: start")
    pairs = [(floor(), start(usual)) for _ in range(rounds + 4)]
    bare, ours = min(f.ready for f, _ in pairs), min(s.ready for _, s in pairs)
    found = [
        Figure("start to the caseload on screen", ours * 1000, "ms", "bare Textual", bare * 1000, 1.2),
        Figure(
            "memory then",
            middle([s.memory for _, s in pairs]),
            "MiB",
            "bare Textual",
            middle([f.memory for f, _ in pairs]),
            1.25,
        ),
    ]
    log("screens: keys")
    times = 10 * rounds
    with bare_beside():
        for size, db in (("", usual), (", big agency", big)):
            found += keys_of(db, size, times, rounds)
    log("screens: a day, an import")
    return [*found, a_day(usual), *while_importing(times)]


def keys_of(db: Path, size: str, times: int, rounds: int) -> list[Figure]:
    """Every view of an agency: opening, moving, looking up. size: what the names of the figures end with."""
    found: list[Figure] = []
    bounds = {name: float(bound) for name, _, bound in OPENED} | {"going back": 5.0}
    for name, values in views(db, times).items():
        bound = 1.2 if name.startswith("moving") else bounds.get(name, 13)
        found.append(against_moves(name + size, values, bound, middle))
    for name, values in team.views(partial(app, db), moves, times).items():
        bound = 1.2 if name.startswith("moving") else team.BOUND
        found.append(against_moves(name + size, values, bound, middle))
    for name, values in agency(db, rounds).items():
        found.append(against_moves(name + size, values, 13, middle))
    for name, values in look_up(db, times // 2).items():
        usually, nearly_always = LOOKED_UP[name]
        found.append(against_moves(name + size, values, usually, middle))
        found.append(against_moves(f"{name}, p95{size}", values, nearly_always, p95))
    return found
