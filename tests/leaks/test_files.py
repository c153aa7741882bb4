"""Whatever the program makes is its owner's alone under any umask; links and other people's files are refused."""

from __future__ import annotations

import os
import re
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tcm_tui.desk import papers
from tests.cli.conftest import ON, Tcm
from tests.leaks.pty_app import ROOT, Running

JOBS = (
    ("import", "{agency}", "{bad}", "--keep-good"),
    ("export", "{out}/export"),
    ("backup", "{out}/deep/b.db"),
    ("report", "--html", "{out}/r.html", "--csv", "{out}/r.csv", "--xlsx", "{out}/r.xlsx"),
    ("week", "C1", "--print", "{out}/w.txt", "--ics", "{out}/w.ics", "--problem", "{out}/w.json"),
    (
        *("handover", "C1", "--to", "C3", "--member", "M3", "--effective", "2026-04-01"),
        *("--sheets", "{out}/sheets", "--override", "asked for"),
    ),
    ("restore", "{out}/deep/b.db"),
    ("demo", "--to", "{out}/demo/demo.db", "--members", "20", "--case-managers", "2", "--months", "2"),
)


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_all_that_is_made_is_private_under_any_umask(umask: int, folder: Path, tmp_path: Path, isolated: Path) -> None:
    """Each command, and the app with a start of its own, in processes of their own; the database in the data folder."""
    for base in (isolated / ".local/share", isolated / ".local/state", isolated / ".config", tmp_path / "out"):
        base.mkdir(parents=True)
    ours, bad = tmp_path / "files", tmp_path / "bad"
    shutil.copytree(folder, ours)
    bad.mkdir()
    (bad / "plans.csv").write_text("member_id,starts_on\nM9,2026-01-01\n")
    before = {path for base in (tmp_path, isolated) for path in base.rglob("*")}
    names = {"agency": ours, "bad": bad, "out": tmp_path / "out"}
    for job in JOBS:
        words = [word.format_map(names) for word in job]
        command = [sys.executable, "-m", "tcm_tui", *words, "--on", ON]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, umask=umask)
        assert done.returncode in (0, 1), (job, done.stderr)
    app = Running("--on", ON)
    app.until(b"Dana")
    app.quiet()
    app.keys("\x1b[21~")
    assert app.ended() == 0
    made = {path for base in (tmp_path, isolated) for path in base.rglob("*")} - before
    assert {"agency.db", "members.csv", "b.db", "r.xlsx", "w.ics", "me", "plans.rejected.csv"} <= {p.name for p in made}
    modes = {str(path): stat.S_IMODE(path.lstat().st_mode) for path in made}
    wrong = {path: oct(mode) for path, mode in modes.items() if mode != (0o700 if Path(path).is_dir() else 0o600)}
    assert wrong == {}


def test_links_are_refused_with_a_sentence(tcm: Tcm, db: Path, tmp_path: Path) -> None:
    mine, link = tmp_path / "mine.txt", tmp_path / "link.txt"
    mine.write_text("kept")
    link.symlink_to(mine)
    here = ("--db", db, "--on", ON)
    for words in (("week", "C1", "--print", link), ("report", "--html", link, "--force"), ("backup", link)):
        answer = tcm(*words, *here)
        assert answer.code in (1, 3) and "link" in answer.err and len(answer.err.splitlines()) == 1, words
    linked = tmp_path / "linked.db"
    linked.symlink_to(db)
    answer = tcm("units", "M1", "--db", linked, "--on", ON)
    assert answer.code == 3 and "link" in answer.err
    assert mine.read_text() == "kept" and link.is_symlink()


def test_another_user_s_file_is_refused(tcm: Tcm, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "theirs.txt"
    file.write_text("kept")
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(OSError, match="another user"):
        papers.put(file, b"mine")
    answer = tcm("units", "M1", "--db", db, "--on", ON)
    assert answer.code == 3 and "another user" in answer.err
    assert file.read_text() == "kept"


def test_what_is_remembered_is_not_written_through_a_link(isolated: Path) -> None:
    from tcm_tui.ui import state

    victim = isolated / "victim"
    victim.write_text("kept")
    state.state_file().parent.mkdir(parents=True)
    state.state_file().symlink_to(victim)
    state.remember_worker("C1")
    assert victim.read_text() == "kept"


def test_there_are_no_core_dumps_and_no_switches(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import os, resource, sys; from tcm_tui import guard; guard.up();"
        "names = sorted(name for name in os.environ if 'TEXTUAL' in name);"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], oct(os.umask(0)), names)"
    )
    for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_THEME"):
        monkeypatch.setenv(name, "x")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    limit = 1 if most == resource.RLIM_INFINITY else min(1, most)
    assert done.stdout.split() == [str(limit), "0o77", "['TEXTUAL_THEME']"]


ITSELF = '[sys.executable, "-P", "-c", _ASIDE, str(path.absolute())]'
"""The one child: the program itself, making the day's copy; of its arguments only the database's path is not fixed."""


def test_the_program_starts_none_but_itself_and_opens_no_connection() -> None:
    """So no name can stand in a child's arguments or go over a wire."""
    for path in (ROOT / "tcm_tui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name == "keeping.py" and path.parent.name == "desk":
            assert text.count("subprocess.Popen(") == 1 and re.search(
                r"subprocess\.Popen\([^\n]*\n        " + re.escape(ITSELF), text
            )
            text = re.sub(r"\bsubprocess\b", "", text)
        for word in (
            "subprocess",
            "os.system",
            "os.popen",
            "os.exec",
            "os.spawn",
            "import socket",
            "urllib.request",
            "http.client",
        ):
            assert word not in text, f"{path.name}: {word}"
