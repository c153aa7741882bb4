"""The tests of the core, once more on encrypted databases: they give the same answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "tests/desk/test_writes.py",  # booking, logging, misses, transfers, keys
    "tests/desk/test_lookup.py",
    "tests/desk/test_move.py",
    "tests/desk/test_undo_records.py",
    "tests/desk/test_importing.py",
    "tests/desk/test_exporting.py",
)
OTHERWISE = "imports or starts or tables or another_process or of_an_earlier_version or any_text"
"""What looks at a plain file with another driver or at what a process loads is about something else; or takes long."""


def test_the_core_passes_on_encrypted_databases() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.encrypted.everywhere", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", f"not ({OTHERWISE})", *MODULES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    found = re.search(r"(\d+) passed", done.stdout)
    assert found and int(found[1]) > 100, done.stdout[-400:]
