"""Three people at work on one database for half an hour, with all that goes on beside them; nothing may grow or end.

Flat is a measure whose median in the last third of the time is not above that of the middle third by more than
``SHARE`` of it. Each act of a person's day is gone through once before: what is kept from its first use is no leak.
The short form ends before memory could be flat: of its apps only the handles are held to it, and the control's memory.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median_high

from tcm_tui.desk.demo.build import build
from tests.trust import day
from tests.trust.after import last_entry, look_after
from tests.trust.beside import TODAY, Beside
from tests.trust.line import Asked, Line
from tests.trust.seat import Seat, Use

PEOPLE = {"dana": "C01", "rey": "C02", "sam": "C03"}
SHARE = Use(0.05, 0.0, 0.0)
POOL = (os.cpu_count() or 1) + 4 + 3
"""Threads beside the keys are made when first needed and kept, so many at most, with the framework's three."""
SHORT_ACTS, SHORT_JOBS, SHORT_MEMBERS = 8, 5, 60
"""The short form, bounded by what is done and not by a clock."""
LEAKING = """
import os, sys
from textual.app import App
from tcm_tui import __main__
kept, was = [], App.on_event
async def leaking(self, event):
    if type(event).__name__ == "Key":
        kept.append((b"x" * 300_000, os.open(os.devnull, os.O_RDONLY)))
    await was(self, event)
App.on_event = leaking
__main__.main(sys.argv[1:])
"""
LEAKING_KEYS = 90


def grown(used: list[Use]) -> list[str]:
    """What is not flat, as sentences."""
    third = len(used) // 3
    if not third:
        return ["was not measured"]
    found = []
    for name, share, values in zip(Use._fields, SHARE, zip(*used, strict=True), strict=True):
        middle, last = median_high(values[third : 2 * third]), median_high(values[2 * third :])
        if last > max(middle * (1 + share), POOL if name == "threads" else 0):
            found.append(f"{name} grew from {middle:,.0f} to {last:,.0f}")
    return found


def thirds(used: list[Use]) -> str:
    """``memory 121 → 122 MiB, handles 11 → 11, threads 4 → 4``: medians of the middle and the last third."""
    third = len(used) // 3
    pairs = [
        f"{name} {median_high(values[third : 2 * third]):.0f} → {median_high(values[2 * third :]):.0f}"
        for name, values in zip(Use._fields, zip(*used, strict=True), strict=True)
    ]
    return ", ".join([pairs[0] + " MiB", *pairs[1:]])


class Person(threading.Thread):
    """One at a seat, act after act until it is over or the acts are done."""

    def __init__(self, seat: Seat, turn: int, seed: int, over: threading.Event, acts: int | None) -> None:
        super().__init__(name=seat.person, daemon=True)
        self.seat, self.turn, self.over, self.acts = seat, turn, over, acts
        self.chance = random.Random(seed + turn)
        self.days = day.day(seed + turn, turn)
        self.done = 0
        self.sizes = 0
        self.warm = 0
        self.fault = ""

    def run(self) -> None:
        try:
            for keys in islice(self.days, self.acts):
                if self.over.is_set() or self.seat.ended:
                    return
                self._act(keys)
                self.done += 1
                if self.done <= (len(day.ACTS) if self.acts is None else 0):
                    self.warm = len(self.seat.used)
        except Exception as error:  # a thread's own would be lost
            self.fault = f"{type(error).__name__}: {error}"

    def _act(self, keys: list[str]) -> None:
        for key in keys:
            self.seat.do(key)
            if self.acts is None:
                self.over.wait(self.chance.uniform(0, 0.2))
        if self.turn == 0 and self.chance.random() < 0.5:
            self.seat.resize(self.chance.randint(40, 200), self.chance.randint(8, 60))
            self.sizes += 1
        self.seat.look()


def soak(folder: Path, minutes: float, seed: int, short: bool) -> Iterator[Line]:
    """The lines of the table: a person each, what went on beside them, the database afterwards."""
    db, began, over = folder / "agency.db", time.monotonic(), threading.Event()
    build(db, TODAY, **({"case_managers": 4, "members": SHORT_MEMBERS} if short else {}))
    since = last_entry(db)
    beside = Beside(db, folder, seed, over)
    seats = [Seat(db, person, folder / person, worker) for person, worker in PEOPLE.items()]
    faults: dict[str, list[str]] = {}
    try:
        for seat in seats:
            seat.until(r"\d+ left")
        acts = SHORT_ACTS if short else None
        people = [Person(seat, n, seed, over, acts) for n, seat in enumerate(seats)]
        for person in people:
            person.start()
        end = began + minutes * 60
        for n, _ in enumerate(beside.jobs(), 1):
            if n >= SHORT_JOBS if short else time.monotonic() >= end:
                break
            over.wait(0 if short else beside.chance.uniform(1, 8))
        if not short:
            over.set()
        for person in people:
            person.join()
        for seat in seats:
            found = ["ended by itself"] if seat.ended else []
            found += [] if found or seat.answers() else [f"no longer answers:\n{seat.text()}"]
            faults[seat.person] = [*found, *seat.leave()]
    finally:
        over.set()
        for seat in seats:
            seat.close()
    worked = time.monotonic()
    after = look_after(db, since, folder / "doctor")
    looked = time.monotonic() - worked
    for person in people:
        seat = person.seat
        used = seat.used[person.warm :]
        wrong = faults[seat.person] + ([person.fault] if person.fault else [])
        wrong += [each for each in grown(used) if not short or each.startswith("handles")]
        sizes = f" at {person.sizes} sizes" if person.sizes else ""
        much = f"{seat.keys:,} keys{sizes}, {after.writes.get(seat.person, 0):,} changes; {thirds(used)}"
        yield Line(f"app of {seat.person}", much, "; ".join(wrong) or "nothing", not wrong, worked - began)
        began = worked  # the time is that of all together
    jobs = ", ".join(f"{many} {name}" for name, many in sorted(beside.done.items()))
    yield Line("beside them", jobs, "; ".join(beside.faults) or "nothing", not beside.faults, 0.0)
    much = f"{after.entries:,} entries of the log, {after.recounted} days with visits counted again"
    yield Line("the database then", much, "; ".join(after.faults) or "nothing", not after.faults, looked)


def control(folder: Path) -> Line:
    """An app that keeps something of every key, in this test alone: the measure must find it."""
    began = time.monotonic()
    folder.mkdir(exist_ok=True)
    build(folder / "agency.db", TODAY, case_managers=2, members=20)
    with closing(Seat(folder / "agency.db", "leak", folder / "leak", code=LEAKING)) as seat:
        seat.until(r"\d+ left")
        for n in range(LEAKING_KEYS):
            seat.key("j" if n % 10 < 5 else "k")
            if n % 5 == 0:
                seat.look()
        found = grown(seat.used)
        much = f"{seat.keys:,} keys; {thirds(seat.used)}"
    well = any("memory" in each for each in found) and any("handles" in each for each in found)
    return Line("control: an app that leaks", much, "; ".join(found) or "nothing", well, time.monotonic() - began, True)


def part(folder: Path, asked: Asked) -> Iterator[Line]:
    """Part 8, the first half."""
    yield from soak(folder, asked.minutes, asked.seed, asked.short)
    yield control(folder / "control")
