"""What is built is whole: the sdist builds the wheel, and the wheel runs away from the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that was made from it."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_the_sdist_carries_data_tests_and_docs(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for wanted in (
        "data/rules/book.toml",
        "tests/conftest.py",
        "docs/schema/units.json",
        "Makefile",
        ".lock/dev.txt",
    ):
        assert wanted in names
    assert not [name for name in names if name.endswith((".db", ".pyc"))]


def test_the_wheel_carries_every_data_file_and_no_tests(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        names = set(archive.namelist())
    data = [p.relative_to(ROOT / "data") for p in (ROOT / "data").rglob("*") if p.is_file()]
    assert data
    assert [str(p) for p in data if f"tcm_tui/_data/{p.as_posix()}" not in names] == []
    assert [name for name in names if name.startswith("tests")] == []
    styles = [p.relative_to(ROOT).as_posix() for p in (ROOT / "tcm_tui").rglob("*.tcss")]
    assert [name for name in styles if name not in names] == []


def test_the_installed_wheel_answers_from_its_own_data(built: Path, tmp_path: Path) -> None:
    """A new environment with this wheel in it; the pinned dependencies are lent by the present one.

    A .pth inside a lent folder is not followed, so the checkout cannot creep in.
    """
    house = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(house)], check=True)
    python = house / "bin/python"
    wheel = str(next(built.glob("*.whl")))
    install = ["pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run([sys.executable, "-m", *install], check=True, capture_output=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip()
    (Path(site) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    lies = run(str(python), "-c", "from tcm_tui.resources import data_path; print(data_path('rules'))")
    assert Path(lies.strip()) == Path(site) / "tcm_tui/_data/rules"
    rule = json.loads(run(str(house / "bin/tcm"), "rules", "R3", "--json", "--on", "2026-03-03"))["rules"][0]
    assert rule["id"] == "R3"
    assert any(value["amount"].startswith("16") and value["in_force"] for value in rule["values"])
    assert "16" in run(str(python), "-m", "tcm_tui", "rules", "R3")
