"""Many processes that book at once on the same members, through the product's own write path.

    python -m tests.trust.booking DATABASE PROCESS SIZE HOW

One such process books its visits and prints what it was told as JSON. HOW is ``product``, or one of the two
controls, which take the product's BEGIN IMMEDIATE away in this process alone: ``deferred`` says BEGIN, and ``driver``
leaves it to Python's sqlite3, which begins when the first row is written. Processes of the latter also wait for each
other between deciding and writing, so that the short control fails each time and not only by luck.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.desk import booking, office
from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.office import StoreError
from tests.desk.given import agency

ON = date(2026, 3, 3)
HERE = Path(__file__).parents[2]
STANDARD, PACT = ("C1", "C8"), ("C5",)
AGAIN, NEIGHBOUR = 5, 10
"""Each fifth request is sent again as if its answer was lost; each tenth of the next process is sent here too."""


IN_TURN = ("driver", "unlocked")
"""Controls in which one process writes only when all others have decided."""


class Request(NamedTuple):
    key: str
    member: str
    cm: str
    day: date
    start: int
    stop: int


class Size(NamedTuple):
    processes: int
    count: int
    standard: int
    pact: int
    days: int


FULL = Size(8, 500, 30, 10, 89)
SHORT = Size(4, 40, 3, 1, 21)
FEW = Size(4, 12, 2, 1, 7)


def build(folder: Path, size: Size) -> Path:
    """An agency with these members, some units used and some known elsewhere; gives its database."""
    standard = [f"M{n}" for n in range(1, size.standard + 1)]
    pact = [f"P{n}" for n in range(1, size.pact + 1)]
    members = [f"{m},Ana,Pecan,1990-05-05,standard,HE,2025-07-01" for m in standard]
    members += [f"{m},Leo,Pecan,1990-05-05,pact,HE,2025-07-01" for m in pact]
    assigned = [f"{m},{STANDARD[n % 2]},2025-07-01," for n, m in enumerate(standard)]
    assigned += [f"{m},{PACT[0]},2025-07-01," for m in pact]
    desk = agency(
        folder,
        ON,
        members=members,
        assignments=assigned,
        services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"],
        external_units=["M2,2026-03,7,another agency,2026-03-02"],
    )
    path = Path(str(desk.store.path))
    desk.close()
    return path


def requests(process: int, size: Size) -> Iterator[Request]:
    """What a process asks for: any of the members, a day from 3 March, between 8 and 18."""
    chosen = random.Random(process)
    for n in range(size.count):
        pact = chosen.random() < 0.4
        member = f"P{chosen.randint(1, size.pact)}" if pact else f"M{chosen.randint(1, size.standard)}"
        start = 480 + 15 * chosen.randrange(36)
        length = chosen.choice((15, 20, 30, 30, 45, 50, 60, 60, 90, 120))
        day = ON + timedelta(chosen.randrange(size.days))
        yield Request(f"{process}-{n}", member, chosen.choice(PACT if pact else STANDARD), day, start, start + length)


# ── one process ─────────────────────────────────────────────────────────────────────────────────────


def take_begin_away(how: str) -> None:
    """The controls: what the product would do without BEGIN IMMEDIATE."""
    from tcm_tui.records import engine, plain

    def begin(driver: sqlite3.Connection, *_: Any) -> None:
        driver.execute("PRAGMA busy_timeout = 30000")
        if how == "deferred":
            driver.execute("BEGIN")
        else:
            driver.isolation_level = "DEFERRED"

    engine.begin = plain.begin = begin  # type: ignore[assignment]


def main(database: str, process: int, size: Size, how: str) -> None:
    if how != "product":
        take_begin_away(how)
    check, seen = booking.check, [0]

    def watched(frame: Any, visit: Any, on: date) -> None:
        """Notes the last entry of the log that this decision could know of."""
        seen[0] = frame.uow.row("SELECT coalesce(max(id), 0) FROM audit")[0]
        check(frame, visit, on)
        if how == "driver":
            print("decided", flush=True)
            sys.stdin.readline()

    booking.check = watched
    desk = office.open_desk(database)
    told: list[dict[str, Any]] = []

    def book(asked: Request, again: bool) -> None:
        began = time.perf_counter()
        found: dict[str, Any] = {"key": asked.key, "again": again, "id": None, "error": None}
        seen[0] = -1  # answered from the key: nothing was decided
        try:
            _, member, cm, day, start, stop = asked
            kind = "community-contact"
            done = booking.book(desk, member, cm, day, start, stop, kind, ON, key=asked.key, override="agreed")
            found |= {"id": done.id, "verdict": done.verdict}
        except (StoreError, DeskError, sqlite3.Error) as error:
            found["error"] = f"{type(error).__name__}: {error}"
        except Exception as error:
            found["error"] = f"{type(error).__name__}"  # SQLAlchemy's own show no values, but are long
        found |= {"seen": seen[0], "ms": (time.perf_counter() - began) * 1000}
        told.append(found)

    from tcm_tui.desk import writing

    writing.warm()
    print("ready", flush=True)
    sys.stdin.readline()
    neighbour = (process + 1) % size.processes
    for n, (own, other) in enumerate(zip(requests(process, size), requests(neighbour, size), strict=True)):
        book(own, False)
        if n % AGAIN == 0:
            book(own, True)
        if n % NEIGHBOUR == 0:
            book(other, True)
    print(json.dumps(told))


# ── all of them ─────────────────────────────────────────────────────────────────────────────────────


def run(database: Path | str, size: Size, how: str, module: str = "tests.trust.booking") -> list[dict[str, Any]]:
    """Let the processes go at one moment; what each request was told, in no order."""
    args = [sys.executable, "-m", module, str(database)]
    shape = json.dumps(size)
    children = [
        subprocess.Popen(
            [*args, str(n), shape, how],
            cwd=HERE,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "America/Chicago"},
        )
        for n in range(size.processes)
    ]
    for each in children:
        assert _line(each) == "ready"
    for each in children:
        _go(each)
    last = _in_turn(children) if how in IN_TURN else [_line(each) for each in children]
    assert [each.wait() for each in children] == [0] * size.processes, "a booking process ended with a fault"
    return [told for line in last for told in json.loads(line)]


def _line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().rstrip("\n")


def _go(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()


def _in_turn(children: list[subprocess.Popen[str]]) -> list[str]:
    """Let one process write only when all others have decided; what each said at its end."""
    last: list[str] = []
    deciding, decided = list(children), []
    while deciding or decided:
        for each in deciding:
            said = _line(each)
            if said == "decided":
                decided.append(each)
            else:
                last.append(said)
        deciding = [decided.pop(0)] if decided else []
        for each in deciding:
            _go(each)
    return last


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Size(*json.loads(sys.argv[3])), sys.argv[4])
