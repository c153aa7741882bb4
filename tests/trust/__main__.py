"""``make trust``: what is shown of limits, durability, leaks and long use, as a table; ``docs/trust.md`` keeps it.

    python -m tests.trust [--short] [--only PARTS] [--most 150] [--minutes 30] [--inputs 2000] [--seed 1] [--write]

Parts, with commas between: limits, killed, disk, random, places, encrypted, leaks, fuzz, soak, load. At most so many
moments of a line are tried, spread evenly and the last among them; --most 0 tries all, --short a few. --minutes is
how long the soak lasts, --inputs how many each line of the fuzzing tries, and both begin from --seed. --write keeps the
figures of these parts in results.json and puts the table of all into docs/trust.md. Ends with 1 when anything was
found, or when a control did not fail.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.leaks.__main__ import part as leaks
from tests.trust import booking, child, ends, fuzz, killing, load, places, soak
from tests.trust.line import Asked, Line
from tests.trust.recount import Recount, recount
from tests.trust.scenes_copies import COPIES
from tests.trust.scenes_encrypted import CONTROL as SEALED_CONTROL
from tests.trust.scenes_encrypted import ENCRYPTED
from tests.trust.scenes_migrations import MIGRATIONS
from tests.trust.scenes_writes import CONTROL, UNTRUE, WRITES

PAGE = Path(__file__).parents[2] / "docs" / "trust.md"
BEGINS, ENDS = "<!-- written by make trust -->", "<!-- end -->"
PARTS = ("limits", "killed", "disk", "random", "places", "encrypted", "leaks", "fuzz", "soak", "load")
RESULTS = Path(__file__).with_name("results.json")
SHORT_MOMENTS, USUAL_MOMENTS = 2, 150
SHORT_INPUTS, USUAL_INPUTS = 60, 2_000
USUAL_MINUTES = 30.0
SCENES = [*WRITES, *MIGRATIONS, *COPIES]


def limits(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 1: many processes book at once; and what happens without BEGIN IMMEDIATE."""
    size = booking.SHORT if asked.short else booking.FULL
    for how, shape in (("product", size), ("deferred", booking.FEW), ("driver", booking.FEW)):
        found, seconds, slowest = _booked(folder / how, shape, how)
        much = f"{found.asked:,} asked, {found.booked:,} booked, {found.refused:,} refused, {found.repeated:,} repeated"
        said = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in found.faults.items()) or "nothing"
        if how == "product":
            much += f"; slowest answer {slowest / 1000:.1f} s"
            yield Line(f"{shape.processes} processes book at once", much, said, not found.faults, seconds)
        else:
            over = found.over_day + found.over_month + found.overlaps
            fails = over > 0 and found.falsely_booked > 0 if how == "driver" else found.locked > 0
            name = {"deferred": "BEGIN alone (deferred)", "driver": "the driver begins at the first row"}[how]
            yield Line(f"{shape.processes} processes, {name}", much, said, fails, seconds, True)


def _booked(folder: Path, size: booking.Size, how: str) -> tuple[Recount, float, float]:
    folder.mkdir()
    database = booking.build(folder, size)
    began = time.monotonic()
    told = booking.run(database, size, how)
    seconds = time.monotonic() - began
    asked = [each for n in range(size.processes) for each in booking.requests(n, size)]
    return recount(database, asked, told), seconds, max(each["ms"] for each in told)


def _line(found: ends.Trials, control: bool = False) -> Line:
    said = "; ".join(f"{text} (moment {n})" for text, n in sorted(found.faults.items())) or "nothing"
    much = f"{found.tried} of {found.moments} moments"
    return Line(f"{found.scene}: {found.how}", much, said, bool(said != "nothing") == control, found.seconds, control)


def killed(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 2 and 7: kill -9 at every moment."""
    for scene in SCENES:
        for how in (each for each in ends.possible() if each.startswith("killed")):
            yield _line(ends.trials(scene, how, folder / "w", asked.most))
    yield _line(ends.trials(CONTROL, ends.WAYS[0], folder / "w"), True)


def disk(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 2: each call to the disk refused."""
    ways = [each for each in ends.possible() if not each.startswith("killed")]
    for scene in SCENES:
        for how in ways[:1] if asked.short else ways:
            yield _line(ends.trials(scene, how, folder / "w", asked.most))
    if ways:
        yield _line(ends.trials(UNTRUE, ways[0], folder / "w", asked.most), True)


def random_kills(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 2: kill -9 whenever it falls."""
    size = booking.SHORT if asked.short else booking.FULL
    kills = 8 if asked.short else 200
    database = booking.build(folder, size)
    requests = [each for n in range(1 if asked.short else 4) for each in booking.requests(n, size)]
    found = killing.kill_at_random(database, requests, kills, 1)
    much = f"{found.kills} kills in {len(requests):,} requests, {found.booked:,} booked"
    said = "; ".join(found.faults[:5]) or "nothing"
    yield Line(
        "booking: killed at random moments", much, said, not found.faults and found.kills == kills, found.seconds
    )


def at_places(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 2: files that are no database of ours, and places that can't be written."""
    began, found, tried = time.monotonic(), [], 0
    folder.chmod(0o755)
    for place in places.PLACES:
        for work in sorted(place.works, reverse=True)[: 1 if asked.short else None]:
            found += places.faults_at(place, work, folder / "w")
            tried += 1
    said = "; ".join(found) or "nothing"
    much = f"{tried} pairs of {len(places.PLACES)} places and a work"
    yield Line("damaged, foreign, newer, read-only, vanished, full", much, said, not found, time.monotonic() - began)


def encrypted(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 4: made encrypted, another key, people, an encrypted backup: killed and refused the disk at every moment."""
    ways = [each for each in ends.possible() if each != ends.WAYS[0]]  # statements are those of another driver
    for scene in ENCRYPTED:
        for how in ways[:1] if asked.short else ways:
            yield _line(ends.trials(scene, how, folder / "w", asked.most))
    if ways:
        yield _line(ends.trials(SEALED_CONTROL, ways[0], folder / "w", 34), True)


DOING: dict[str, Callable[[Path, Asked], Iterator[Line]]] = dict(
    zip(
        PARTS,
        (limits, killed, disk, random_kills, at_places, encrypted, leaks, fuzz.part, soak.part, load.part),
        strict=True,
    )
)


def table(lines: list[Line]) -> str:
    head = ["| what | how much | found | seconds |", "|---|---|---|---:|"]
    rows = []
    for line in lines:
        mark = "✓" if line.well else "✗"
        found = f"{mark} {line.found}" + (" (a control: it must fail)" if line.control else "")
        rows.append(f"| {line.what} | {line.much} | {found} | {line.seconds:.1f} |")
    return "\n".join(head + rows)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make trust", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--most", type=int, default=USUAL_MOMENTS)
    parser.add_argument("--minutes", type=float, default=USUAL_MINUTES)
    parser.add_argument("--inputs", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    os.environ["TZ"] = "America/Chicago"
    time.tzset()
    short: bool = given.short
    inputs = given.inputs or (SHORT_INPUTS if short else USUAL_INPUTS)
    asked = Asked(short, SHORT_MOMENTS if short else given.most or None, given.minutes, inputs, given.seed)
    lines: list[Line] = []
    if not child.can_trace():
        print("ptrace is not possible here: no system call is made to fail or counted.", file=sys.stderr)
    for part in given.only.split(","):
        here = []
        with TemporaryDirectory(prefix="tcm-trust-") as folder:
            for line in DOING[part](Path(folder), asked):
                here.append(line)
                mark = "✓" if line.well else "✗"
                print(mark, line.what, "·", line.much, "·", line.found, f"{line.seconds:.1f} s", flush=True)
                if given.write:
                    write(part, here)  # after each: a run that is broken off keeps what it has shown
        lines += here
    well = all(line.well for line in lines)
    print(f"\n{len(lines)} lines, {sum(line.seconds for line in lines):.0f} s:", "all well" if well else "NOT WELL")
    return 0 if well else 1


def write(part: str, lines: list[Line]) -> None:
    """Keep the figures of a part, and put the table of all parts into the page."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    on = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()}"
    kept[part] = {"about": f"{time.strftime('%Y-%m-%d')}, {on}, {os.cpu_count()} cores", "lines": lines}
    RESULTS.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = [BEGINS]
    for each in (each for each in PARTS if each in kept):
        command = f"`python -m tests.trust --only {each}`"
        text += [
            f"### {each}",
            f"{command}, {kept[each]['about']}",
            table([Line(*line) for line in kept[each]["lines"]]),
        ]
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGINS)
    PAGE.write_text(before + "\n\n".join([*text, ENDS]) + rest.partition(ENDS)[2], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
