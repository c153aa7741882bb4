"""The made-up agencies to measure on, kept in ``.bench/`` between runs."""

from __future__ import annotations

import subprocess
import sys
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
