"""One after the other booking processes are killed at random moments, and the next goes on where no answer came.

Every visit has a key. What was answered must be there, once, with the id of the answer; what was not is asked again.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tcm_tui.desk import booking, office, writing
from tests.trust.booking import ON, Request
from tests.trust.recount import sound


class Killed(NamedTuple):
    """kills, and how many of them fell on a request without an answer; faults: what was wrong in the end."""

    kills: int
    answered: int
    booked: int
    faults: list[str]
    seconds: float


def _books(database: Path, asked: Sequence[Request], pipe: int) -> None:
    """In the fork: book until killed, and answer each through the pipe."""
    desk = office.open_desk(str(database))
    for key, member, cm, day, start, stop in asked:
        kind = "community-contact"
        done = booking.book(desk, member, cm, day, start, stop, kind, ON, key=key, override="agreed")
        os.write(pipe, f"{key} {done.id}\n".encode())
    os._exit(0)


def kill_at_random(database: Path, asked: Sequence[Request], kills: int, seed: int) -> Killed:
    """Kill so many times while the requests are carried out, the last process being left to end."""
    began, chosen = time.monotonic(), random.Random(seed)
    writing.warm()
    answers: list[tuple[str, str]] = []
    faults: list[str] = []
    done, killed = 0, 0
    while done < len(asked):
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                _books(database, asked[done:], write)
            finally:
                os._exit(1)
        os.close(write)
        # A process answers about every 10 ms; it is killed within the first few answers, or before any.
        until = time.monotonic() + chosen.uniform(0.01, 0.01 + 12 * 0.01 * len(asked) / max(1, kills) / 10)
        heard = b""
        while killed < kills and (left := until - time.monotonic()) > 0:
            if select.select([read], [], [], left)[0]:
                more = os.read(read, 65536)
                heard += more
                if not more:
                    break
        if killed < kills:
            os.kill(pid, signal.SIGKILL)
        while more := os.read(read, 65536):
            heard += more
        os.close(read)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            killed += 1
        elif status:
            faults.append("a booking process ended with a fault")
            break
        told = [tuple(line.split()) for line in heard.decode().splitlines()]
        answers += told  # type: ignore[arg-type]
        done += len(told)
        faults += [f"after kill {killed}: {each}" for each in sound_now(database)]
    faults += _compare(database, asked, answers)
    return Killed(killed, len(answers), sum(id != "None" for _, id in answers), faults, time.monotonic() - began)


def sound_now(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("SELECT 1 FROM meta LIMIT 1").fetchone()  # what the killed one left is rolled back
    return sound(database)


def _compare(database: Path, asked: Sequence[Request], answers: list[tuple[str, str]]) -> list[str]:
    given = dict(answers)
    by_key = {each.key: each for each in asked}
    with closing(sqlite3.connect(database)) as opened:
        rows = opened.execute(
            "SELECT appointment_id, member_id, cm_id, date, start_min, stop_min FROM appointments"
        ).fetchall()
    booked = {key: ident for key, ident in given.items() if ident != "None"}
    stored = {row[0]: row[1:] for row in rows}
    faults = [f"{key} was answered and is not there" for key, ident in booked.items() if ident not in stored]
    faults += [
        f"{key} is there as another visit"
        for key, ident in booked.items()
        if ident in stored
        and stored[ident]
        != (by_key[key].member, by_key[key].cm, by_key[key].day.isoformat(), by_key[key].start, by_key[key].stop)
    ]
    if len(stored) != len(booked):
        faults.append(f"{len(stored) - len(booked)} visits are there that nobody was told of, or twice")
    if len(given) != len(asked) or len(answers) != len(given):
        faults.append("a request was not answered, or twice")
    return faults
