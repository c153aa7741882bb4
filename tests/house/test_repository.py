"""What the repository must and must not hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Built from pieces so that this file does not find itself.
HOSTS = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "file:" + "///",
    "index" + "-url =",
    "extra-index" + "-url",
    "find" + "-links",
]


def tracked() -> list[Path]:
    """The files git knows; skips where there is no git (an unpacked sdist)."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_host_or_download_address() -> None:
    pattern = re.compile("|".join(map(re.escape, HOSTS)), re.IGNORECASE)
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{path.relative_to(ROOT)}: {m[0]}" for m in pattern.finditer(text)]
    assert found == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_lock_files_pin_exactly_and_name_no_place(name: str) -> None:
    for line in (ROOT / f".lock/{name}.txt").read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9A-Za-z.]*( ; [^:/]+)?", line), line


def test_the_development_lock_holds_the_same_pins_as_the_running_one() -> None:
    run, dev = ((ROOT / f".lock/{n}.txt").read_text().splitlines() for n in ("run", "dev"))
    pins = {line.split(" ;")[0] for line in dev}
    assert [line for line in run if line.split(" ;")[0] not in pins] == []


def test_dependencies_are_those_of_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for lock, wanted in (
        ("run", project["dependencies"]),
        ("dev", project["optional-dependencies"]["dev"]),
    ):
        pins = {line.split(" ;")[0] for line in (ROOT / f".lock/{lock}.txt").read_text().splitlines()}
        assert [pin for pin in wanted if pin.split("[")[0] not in pins] == []
