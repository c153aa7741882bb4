"""What may be loaded by what: seen from a fresh process, not only from the import contracts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DESK = [f"tcm_tui.desk.{p.stem}" for p in sorted((ROOT / "tcm_tui/desk").glob("*.py")) if p.stem != "__init__"]
READS = (
    "lookup",
    "caseload",
    "clocks",
    "member",
    "check",
    "hours",
    "week",
    "agency",
    "rulebook",
    "names",
    "office",
)
STORES = ("sqlalchemy", "sqlmodel", "pydantic", "alembic")


def loaded_after(code: str, *watched: str) -> list[str]:
    """Which of the watched packages a fresh process has in sys.modules after the code."""
    code += f"\nimport sys; print([name for name in {watched!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[str] = eval(done.stdout.splitlines()[-1])
    return found


def test_the_desk_never_loads_textual() -> None:
    code = f"import importlib\nfor name in {DESK!r}: importlib.import_module(name)"
    assert loaded_after(code, "textual", "rich", "typer") == []


def test_reading_needs_no_orm() -> None:
    names = [f"tcm_tui.desk.{name}" for name in READS]
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    assert loaded_after(code, *STORES) == []


@pytest.mark.parametrize("command", ["units", "caseload", "due", "member", "check", "hours", "week", "rules"])
def test_a_plain_question_loads_no_typer(command: str) -> None:
    """The modules a question needs before it meets the database: no Typer, so no pydantic either."""
    code = (
        "from tcm_tui.cli import commands, quick\n"
        f"function = commands.function_of({command!r})\n"
        "assert quick.read(function, ['M1', '--json']) is not None"
    )
    assert loaded_after(code, "typer", "textual", "rich", *STORES) == []


def test_rules_ask_no_clock_and_touch_no_file_but_their_packs() -> None:
    for path in sorted((ROOT / "tcm_tui/rules").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for call in ("date.today(", "datetime.now(", "time.time(", "utcnow("):
            assert call not in text, f"{path.name} asks the clock: {call}"
