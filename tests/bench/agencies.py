"""The made-up agencies to measure on, kept in ``.bench/`` between runs."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".bench"
ON = "2026-11-18"


def tcm(*args: object) -> str:
    """Run the command line and return what it said; stops the run when it fails."""
    command = [sys.executable, "-m", "tcm_tui", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"tcm {' '.join(map(str, args))}\n{done.stderr}")
    return done.stdout


def agency(name: str, *options: object) -> Path:
    """The demonstration agency of that name and size; made when it is not there yet."""
    path = KEPT / f"{name}.db"
    if not path.exists():
        KEPT.mkdir(exist_ok=True)
        print(f"making {path.name} …", file=sys.stderr)
        tcm("demo", "--to", path, "--on", ON, *options)
    return path


def usual() -> Path:
    """12 case managers, about 320 members, 14 months."""
    return agency("usual")


def big(services: int) -> Path:
    """200 case managers, 6,000 members, so many services."""
    return agency(f"big-{services}", "--case-managers", 200, "--members", 6000, "--services", services)


MULTIPLIED = ("members", "assignments", "plans", "residences", "stays", "appointments", "services", "ledger")
"""What a look-up reads, in an order in which nothing is named before it is there."""
OWN = ("member_id", "appointment_id", "service_id")


def tenfold(path: Path) -> Path:
    """An agency with every member ten times, each time with visits and services of their own: 10,000,000 services."""
    target = path.with_name(f"tenfold-{path.name}")
    if target.exists():
        return target
    print(f"making {target.name} …", file=sys.stderr)
    part = target.with_suffix(".part")
    shutil.copy(path, part)
    with closing(sqlite3.connect(part, isolation_level=None)) as raw:
        raw.executescript("PRAGMA foreign_keys=OFF; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        raw.execute("PRAGMA cache_size=-1000000")
        for table in MULTIPLIED:
            names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            own = [f"{name} || '-' || n" if name in OWN else name for name in names]
            raw.execute(
                f"WITH RECURSIVE times(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < 9) "
                f"INSERT INTO {table} ({','.join(names)}) SELECT {','.join(own)} FROM times, {table}"
            )
        raw.execute("COMMIT")
    part.rename(target)
    return target
