"""What reaches a terminal: safe text, colour only where it is welcome, one sentence for a fault."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tcm_tui.cli import out
from tcm_tui.cli.plain import clean, pad, table, width
from tests.cli.conftest import ON, Tcm

ROOT = Path(__file__).resolve().parents[2]
NASTY = ["\x1b[31mred", "a\rb", "a\x00b", "a\x07b", "line\nbreak", "\x9b2J", "a\u202eb", "a\u200bb", "tab\tbed"]


@pytest.mark.parametrize("text", NASTY)
def test_nothing_a_terminal_would_obey_is_left(text: str) -> None:
    assert clean(text).isprintable()


@pytest.mark.parametrize("text", ["Ana Pecan", "[/]", "[he/him]", "José Ñuñez", "林 美玲", "O’Neil 🙂", "e\u0301"])
def test_names_stay_as_they_are(text: str) -> None:
    assert clean(text) == text


def test_columns_line_up_by_what_letters_take() -> None:
    assert (width("ab"), width("林"), width("e\u0301")) == (2, 2, 1)
    assert pad("林", 4) == "林  "
    assert table(("a", "n"), [("林", "1"), ("x", "10")], "lr") == ["a    n", "林   1", "x   10"]


def test_a_nasty_name_is_harmless_in_text_and_whole_in_json(tcm: Tcm, folder: Path, tmp_path: Path) -> None:
    import sqlite3

    db = tmp_path / "agency.db"
    tcm("import", folder, "--db", db, "--on", ON)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE members SET first_name = ? WHERE member_id = 'M1'", ("\x1b[2J[/]",))
        for table_of_names in ("case_managers", "sites"):
            connection.execute(f"UPDATE {table_of_names} SET name = name || ?", ("\x1b[31m\u202e",))
    commands = ["units M1", "member M1", "caseload C1", "due", "check", "week C1", "staff", "staff C2", "roster"]
    commands += ["agency --by site", "agency --behind caseload", "ahead --list", "rebalance --why", "report --cm C1"]
    for command in commands:
        said = tcm(*command.split(), "--db", db, "--on", ON).out
        assert "\x1b" not in said and "\u202e" not in said, command
    told = tcm("units", "M1", "--json", "--db", db, "--on", ON)
    assert told.json["name"] == "\x1b[2J[/] Pecan"
    assert "\x1b" not in told.out


def on_a_terminal(db: Path, **env: str) -> str:
    """What ``tcm check`` writes when its output is a terminal."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "tcm_tui", "check", "--db", str(db), "--on", ON]
    settings = {**os.environ, "TERM": "xterm", **env}
    child = subprocess.Popen(command, cwd=ROOT, stdout=theirs, stdin=subprocess.DEVNULL, env=settings)
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(mine, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(mine)
    assert child.wait() == 0
    return said.decode()


def test_colour_on_a_terminal_only(db: Path) -> None:
    assert "\x1b[31m✗\x1b[0m error" in on_a_terminal(db)
    assert "\x1b" not in on_a_terminal(db, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(db, TERM="dumb")


def test_a_fault_of_the_program_is_one_sentence_without_values(ask: Tcm, monkeypatch: pytest.MonkeyPatch) -> None:
    from tcm_tui.desk import caseload

    def fail(*_: object) -> None:
        raise RuntimeError("Ana Pecan’s secret")

    monkeypatch.setattr(caseload, "rows", fail)
    answer = ask("caseload", "--json")
    assert (answer.code, answer.out) == (70, "")
    assert len(answer.err.splitlines()) == 1
    assert "RuntimeError at cli/lists.py:" in answer.err
    assert "Ana" not in answer.err
    monkeypatch.setenv("TCM_DEBUG", "1")
    answer = ask("caseload")
    assert answer.code == 70
    assert "cli/lists.py:" in answer.err and answer.err.endswith("RuntimeError\n") and "Ana" not in answer.err


def test_a_closed_pipe_is_no_error(db: Path) -> None:
    command = f"{sys.executable} -m tcm_tui due --all --why --db {db} --on {ON} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


def test_a_terminal_that_cannot_show_a_letter_gets_a_question_mark(db: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for extra, expected in ((), "?"), (("--json",), "\\u2212"):
        command = [sys.executable, "-m", "tcm_tui", "units", "M1", "--why", *extra, "--db", str(db), "--on", ON]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, env=env)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout.decode("ascii")


def test_a_faulty_pack_of_the_agency_is_named(ask: Tcm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/limits.toml").write_text("[rows.hn-110]\nnonsense = 1\n")
    monkeypatch.setenv("TCM_RULES", str(tmp_path / "rules"))
    answer = ask("units", "M1")
    assert (answer.code, answer.out) == (2, "")
    assert "limits.toml" in answer.err
    assert "nonsense" in answer.err


def test_a_place_that_cannot_be_written(ask: Tcm, tmp_path: Path) -> None:
    answer = ask("week", "C1", "--ics", tmp_path / "nowhere/week.ics")
    assert (answer.code, answer.out) == (1, "")
    assert "no such file or directory" in answer.err


def test_reasons_have_the_form_of_the_contract() -> None:
    from tcm_tui.rules.verdict import Reason

    assert out.reasons((Reason("R3", "16 − 10 − 0 = 6", "A"),)) == [
        {"rule": "R3", "text": "16 − 10 − 0 = 6", "source": "A"}
    ]
