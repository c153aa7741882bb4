"""An outsider's view: agencies written by hand as CSV, imported and asked through ``tcm`` alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SITES = "site_id,name,contract\nS0,Pecan Street,110\nS1,Lake Clinic,111\nS4,North Team,114\nSN,County Health,\n"
WORKERS = """cm_id,name,level,type,site_id,hired_on
HN,Hanna Standard,II,standard,S0,2020-01-01
PL,Paul Plain,II,standard,S1,2020-01-01
HM,Hugo First,I,standard,S0,2020-01-01
TG,Tia Intensive,II,intensive,S1,2020-01-01
TF,Tom Wrap,II,wraparound,S1,2020-01-01
PA,Pia Pact,II,pact,S4,2020-01-01
"""
MEMBERS = "member_id,first_name,last_name,dob,program,focus\n"
ASSIGNED = "member_id,cm_id,starts_on\n"
SERVICES = "service_id,member_id,cm_id,date,start,stop,activity\n"
ON = "2026-03-10"  # a Tuesday


class Answer(NamedTuple):
    """What the program said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def process(*args: object, **more: Any) -> Answer:
    """``tcm`` as a process of its own, nothing of it a terminal."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-m", "tcm_tui", *map(str, args)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        **more,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


class Agency:
    """A folder of files and the database made from them."""

    def __init__(self, folder: Path, call: Callable[..., Answer]) -> None:
        self.folder, self.db, self.call = folder, folder / "agency.db", call

    def __call__(self, *args: object, on: str = ON) -> Answer:
        return self.call(*args, "--db", self.db, "--on", on)

    def ask(self, *args: object, on: str = ON) -> Any:
        return self(*args, "--json", on=on).json


@pytest.fixture
def tcm(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """``tcm`` in this process."""
    from tcm_tui.cli.app import run

    def call(*args: object) -> Answer:
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def agency(tmp_path: Path, tcm: Callable[..., Answer]) -> Callable[..., Agency]:
    """``agency(members="A,Ana,Aa,1990-01-01,standard,HE", assigned="A,HN,2025-01-01", services=...)``."""

    def make(members: str, assigned: str, services: str = "", **files: str) -> Agency:
        folder = tmp_path / "files"
        folder.mkdir()
        given = {"sites": SITES, "case_managers": WORKERS, "members": MEMBERS + members} | files
        given |= {"assignments": ASSIGNED + assigned, "services": SERVICES + services}
        for name, text in given.items():
            (folder / f"{name}.csv").write_text(text.rstrip("\n") + "\n", encoding="utf-8")
        made = Agency(folder, tcm)
        stored = made("import", folder)
        assert stored.code == 0, stored.err
        return made

    return make
