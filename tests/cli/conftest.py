"""A small agency whose answers can be worked out by hand, as files and as a database; and ``tcm`` itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[2]
ON = "2026-03-03"  # a Tuesday

# C1 bills HN under 110: 16 a day, 25 a month. C2 bills TF under 111. C3 (HN under 111) has no row.
FILES = {
    "sites": """site_id,name,contract
S1,Pecan Street,110
S2,Lake Clinic,111
""",
    "case_managers": """cm_id,name,level,type,site_id,hired_on
C1,Dana Whitehorse,II,standard,S1,2024-01-08
C2,Rey Talltree,II,wraparound,S2,2024-01-08
C3,Sam Oak,II,standard,S2,2024-01-08
""",
    "members": """member_id,first_name,last_name,dob,program,focus,opened_on
M1,Ana,Pecan,1990-05-05,standard,HE,2025-07-01
M2,Leo,Marsh,1985-01-20,standard,HF,2025-07-01
M3,Ana,Plume,1979-11-30,standard,HE,2025-07-01
M4,Kim,Stone,1999-02-28,standard,HE,2025-07-01
M5,Ida,Brook,2014-06-06,wraparound,HE,2025-07-01
""",
    "assignments": """member_id,cm_id,starts_on
M1,C1,2025-07-01
M2,C1,2025-07-01
M3,C1,2025-07-01
M4,C3,2025-07-01
M5,C2,2025-07-01
""",
    "plans": """member_id,starts_on,ends_on,member_signed_on,cm_signed_on,lbhp_signed_on
M1,2025-07-01,2026-06-30,2025-07-01,2025-07-01,2025-07-02
M2,2025-07-01,2026-06-30,2025-07-01,2025-07-01,2025-07-02
M3,2025-07-01,2026-06-30,2025-07-01,2025-07-01,2025-07-02
M5,2025-07-01,2026-06-30,2025-07-01,2025-07-01,2025-07-02
""",
    # M1: 150 minutes on the day, 10 units. M2: 16 + 12 = 28 of 25 in March. V4 is of the next day.
    "services": """service_id,member_id,cm_id,date,start,stop,activity,place,elements
V1,M1,C1,2026-03-03,09:00,11:30,member-face-to-face,home,1;2;3;4;5;6;7;8;9;10
V2,M2,C1,2026-03-02,08:00,12:00,member-face-to-face,community,1;2;3;4;5;6;7;8;9;10;11
V3,M2,C1,2026-03-03,12:00,15:00,member-face-to-face,community,1;2;3;4;5;6;7;8;9;10;11
V4,M1,C1,2026-03-04,09:00,10:00,member-face-to-face,home,1;2;3;4;5;6;7;8;9;10;11
""",
    "appointments": """appointment_id,member_id,cm_id,date,start,stop,kind,status
A1,M3,C1,2026-03-05,10:00,11:00,community-contact,scheduled
A2,M1,C1,2026-02-27,10:00,11:00,community-contact,missed
""",
}


class Answer(NamedTuple):
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Tcm = Callable[..., Answer]


@pytest.fixture
def tcm(capsys: pytest.CaptureFixture[str]) -> Tcm:
    """Run ``tcm`` in this process: ``tcm("units", "M1", "--json")``."""
    from tcm_tui.cli.app import run

    def call(*args: object) -> Answer:
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the small agency."""
    path = tmp_path_factory.mktemp("agency")
    for name, text in FILES.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small agency as a database; copied for each test by ``db``."""
    from tcm_tui.cli.app import run

    path = tmp_path_factory.mktemp("built") / "agency.db"
    assert run(["import", str(folder), "--db", str(path), "--on", ON]) == 0
    return path


@pytest.fixture
def db(built: Path, tmp_path: Path) -> Path:
    """A database of the small agency, this test's own."""
    return Path(shutil.copy(built, tmp_path / "agency.db"))


@pytest.fixture
def ask(tcm: Tcm, db: Path) -> Tcm:
    """``tcm`` on the small agency and its day."""
    return lambda *args: tcm(*args, "--db", db, "--on", ON)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration agency of that day, as a database; only for reading."""
    from tcm_tui.cli.app import run

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    assert run(["demo", "--to", str(path), "--on", ON]) == 0
    return path


def valid(name: str, document: Any) -> Any:
    """The document, once it fits ``docs/schema/NAME.json``."""
    schema = json.loads((ROOT / f"docs/schema/{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    return document
