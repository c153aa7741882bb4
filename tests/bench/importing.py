"""Importing services: every row checked, against reading and storing the same file in raw sqlite3."""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.agencies import KEPT, ON, ROOT, agency, tcm
from tests.bench.figures import Figure, middle

COLUMNS = (
    *("service_id", "member_id", "cm_id", "date", "start_min", "stop_min", "activity", "mode", "place"),
    *("member_present", "focus", "level_modifier", "contract", "appointment_id", "signature", "fax_on"),
    *("original_filed_on", "elements"),
)


def files(services: int) -> tuple[Path, Path]:
    """(a folder with everything but services, the file of services) of an agency of that size."""
    folder = KEPT / f"files-{services}"
    if not folder.exists():
        source = agency(f"import-{services}", "--case-managers", 40, "--members", 1200, "--services", services)
        tcm("export", folder / "rest", "--db", source, "--on", ON)
        (folder / "rest/services.csv").rename(folder / "services.csv")
    return folder / "rest", folder / "services.csv"


def without_services(services: int) -> Path:
    """The database of such an agency with everything but its services."""
    base = KEPT / f"rest-{services}.db"
    if not base.exists():
        tcm("import", files(services)[0], "--db", base, "--on", ON)
    return base


def ours(services: int) -> tuple[float, float]:
    """(seconds, MiB at most) of ``tcm import services.csv`` into a database that has everything else."""
    _, file = files(services)
    base = without_services(services)
    target = KEPT / "import.db"
    shutil.copy(base, target)
    command = [sys.executable, "-m", "tcm_tui", "import", str(file), "--db", str(target), "--on", ON]
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    taken = time.perf_counter() - began
    if status:
        raise SystemExit("the import failed")
    return taken, used.ru_maxrss / 1024


@contextmanager
def into_a_copy() -> Iterator[tuple[Path, Callable[[], subprocess.Popen[bytes]]]]:
    """A copy of the agency of 100,000 services without them, and what starts their import into it."""
    _, file = files(100_000)
    copy = KEPT / "busy.db"
    shutil.copy(without_services(100_000), copy)
    command = [sys.executable, "-m", "tcm_tui", "import", str(file), "--db", str(copy), "--on", ON]
    yield copy, lambda: subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def row(r: dict[str, str]) -> tuple[str | int | None, ...]:
    """A line of the file as a row of the table, nothing checked."""
    start, stop = (int(r[at][:2]) * 60 + int(r[at][3:]) for at in ("start", "stop"))
    values: dict[str, str | int | None] = {name: r.get(name) or None for name in COLUMNS}
    values["start_min"] = start
    values["stop_min"] = stop + 1440 if r["stop_date"] else stop
    values["member_present"] = {"true": 1, "false": 0}.get(r["member_present"])
    values["elements"] = sum(1 << int(n) - 1 for n in r["elements"].split(";") if n)
    return tuple(values.values())


def raw(services: int) -> float:
    """Seconds to read the file with csv and store it in the same table with executemany, one synced transaction."""
    _, file = files(services)
    target = KEPT / "raw.db"
    shutil.copy(without_services(services), target)
    began = time.perf_counter()
    connection = sqlite3.connect(target, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON; BEGIN IMMEDIATE;"
    )
    with file.open(encoding="utf-8", newline="") as text:
        marks = ",".join("?" * len(COLUMNS))
        statement = f"INSERT INTO services ({','.join(COLUMNS)}) VALUES ({marks})"
        connection.executemany(statement, map(row, csv.DictReader(text)))
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def figures(rounds: int) -> list[Figure]:
    small, large = 100_000, 400_000
    taken = [(ours(small), raw(small)) for _ in range(rounds)]
    seconds = middle([o[0] for o, _ in taken])
    memory = middle([o[1] for o, _ in taken])
    grown = ours(large)[1]
    return [
        Figure(
            f"importing {small:,} services",
            seconds * 1000,
            "ms",
            "raw sqlite3",
            middle([r for _, r in taken]) * 1000,
            2.5,
        ),
        Figure(f"memory, {large:,} services", grown, "MiB", f"{small:,} services", memory, 1.3),
    ]
