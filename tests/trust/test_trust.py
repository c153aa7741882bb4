"""The short form of ``make trust``, a part at a time, in a process of its own that may fork and trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.trust.__main__ import PARTS

HERE = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_found_and_every_control_fails(part: str) -> None:
    command = [sys.executable, "-m", "tests.trust", "--short", "--only", part]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert all(line.startswith("✓ ") for line in lines[:-2]), done.stdout
    assert lines[-1].endswith("all well")
