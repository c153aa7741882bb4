"""The program as a whole: what opens the screens, what goes to the command line, completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tcm_tui import __main__ as program
from tcm_tui.cli.commands import COMMANDS
from tests.cli.conftest import Tcm

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("args", "screens"),
    [
        ([], True),
        (["--db", "a.db"], True),
        (["--db=a.db", "--on", "2026-03-03"], True),
        (["--db", "units"], True),
        (["units", "M1"], False),
        (["--help"], False),
        (["--install-completion"], False),
        (["--on", "2026-03-03", "units"], False),
        (["nonsense"], False),
    ],
)
def test_without_a_command_the_screens_open(args: list[str], screens: bool) -> None:
    assert program._wants_screens(args) is screens


def opened(args: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    seen: list[tuple[object, ...]] = []
    monkeypatch.setattr(program, "_open_screens", lambda *given: seen.append(given) or 0)
    monkeypatch.setattr(program.gc, "disable", lambda: None)
    with pytest.raises(SystemExit) as end:
        program.main(args)
    return (end.value.code, *seen)


def test_the_screens_get_database_and_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened([], monkeypatch) == (0, (None, None))
    assert opened(["--db=a.db", "--on", "2026-03-03"], monkeypatch) == (0, ("a.db", "2026-03-03"))


@pytest.mark.parametrize("args", [["--nope"], ["--db"], ["--on="]])
def test_wrong_options_of_the_screens_are_2(
    args: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened(args, monkeypatch) == (2,)
    assert "Usage: tcm" in capsys.readouterr().err


def test_the_demonstration_opens_the_screens_on_it(monkeypatch: pytest.MonkeyPatch, isolated: Path) -> None:
    monkeypatch.setattr("tcm_tui.cli.screens.terminal", lambda: True)
    small = ["demo", "--case-managers", "3", "--members", "12", "--months", "2", "--on", "2026-03-03"]
    code, (db, day) = opened(small, monkeypatch)
    assert code == 0
    assert Path(str(db)) == isolated / ".local/share/tcm-tui/demo.db"
    assert str(day) == "2026-03-03"
    assert Path(str(db)).stat().st_mode & 0o077 == 0


def run(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tcm_tui", *args]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **env})


@pytest.mark.parametrize("args", [(), ("demo",)])
def test_in_a_pipe_the_screens_do_not_open(args: tuple[str, ...], isolated: Path) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert not (isolated / ".local/share/tcm-tui").exists()


def test_help_lists_every_command_with_what_it_does() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("due", "--days", "-1"), "“-1” is less than 0; write a whole number from 0 on."),
        (("units", "M1", "--units", "0"), "“0” is less than 1; write a whole number from 1 on."),
        (("units", "M1", "--minutes", "-5"), "“-5” is less than 1; write a whole number from 1 on."),
        (("rebalance", "--extra", "1.5"), "“1.5” is no whole number; write it in digits, from 0 on."),
        (("rebalance", "--max-moves", "few"), "“few” is no whole number; write it in digits, from 0 on."),
        (("due", "--days", "1234567890"), "“1234567890” is too long a number; write 9 digits at most."),
        (("due", "--days", "٣"), "“٣” is no whole number; write it in digits, from 0 on."),
    ],
)
def test_a_number_that_can_not_be_is_said_as_it_is(tcm: Tcm, args: tuple[str, ...], said: str) -> None:
    answer = tcm(*args)
    assert (answer.code, answer.out) == (2, "") and said in " ".join(answer.err.split())


def test_an_unknown_command_is_2_and_names_the_nearest() -> None:
    done = run("unit")
    assert (done.returncode, done.stdout) == (2, "")
    assert "units" in done.stderr


def test_the_shell_completes_commands_options_and_words() -> None:
    def complete(words: str, at: int) -> list[str]:
        done = run(_TCM_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(at))
        return done.stdout.split()

    assert complete("tcm ca", 1) == ["caseload", "cancel"]
    assert "--contract" in complete("tcm units --", 2)
    assert complete("tcm outreach M1 --mode te", 4) == ["text"]


def test_a_plain_question_starts_without_the_heavy_libraries(db: Path) -> None:
    code = (
        "import sys; from tcm_tui.cli.app import run\n"
        f"code = run(['units', 'M1', '--json', '--db', {str(db)!r}, '--on', '2026-03-03'])\n"
        "heavy = [n for n in ('typer', 'pydantic', 'sqlalchemy', 'textual', 'rich', 'inspect') if n in sys.modules]\n"
        "print(heavy, code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[] 0", done.stdout + done.stderr
