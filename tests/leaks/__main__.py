"""``python -m tests.leaks``: 1,000 random tamperings with the audit log, and how many of them were found."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.leaks.tampering import counted, tamperings
from tests.trust.line import Asked, Line

MANY, FEW = 1_000, 50
ROOT = Path(__file__).parents[2]


def part(folder: Path, asked: Asked) -> Iterator[Line]:
    """Parts 5 and 6: the log tampered with; what gets out by crashes, signals, files, hostile records."""
    many = FEW if asked.short else MANY
    for name, whole_by in (("", None), ("control: a look at the number of entries alone", counted)):
        began = time.monotonic()
        file = folder / f"log{bool(name)}.db"
        tried, missed = tamperings(file, many, asked.seed, *([whole_by] if whole_by else []))
        kinds = ", ".join(f"{number} {kind}" for kind, number in tried.items())
        much = f"{tried.total():,} of seed {asked.seed}: {kinds}"
        if name:
            said = f"{len(missed):,} are not found"
            yield Line(name, much, said, bool(missed), time.monotonic() - began, True)
        else:
            said = "; ".join(f"not found: {each}" for each in missed[:5]) or "nothing: all are found"
            yield Line("the audit log tampered with", much, said, not missed, time.monotonic() - began)
    if not asked.short:  # in the short form they run by themselves, being tests
        yield _tests()


def _tests() -> Line:
    """The tests of this folder."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", str(Path(__file__).parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    found = "nothing" if done.returncode == 0 else last
    return Line("crashes, signals, files, hostile records", last, found, not done.returncode, time.monotonic() - began)


def main() -> int:
    """Every line; 1 when a tampering was not found."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    well = True
    with TemporaryDirectory() as folder:
        for line in part(Path(folder), Asked(False, None, 0, 0, seed)):
            print("✓" if line.well else "✗", line.what, "·", line.much, "·", line.found)
            well = well and line.well
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
