"""What may be loaded by what: seen from a fresh process, not only from the import contracts."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
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


def imports_of(path: Path, modules: Mapping[str, Path]) -> set[str]:
    """The modules of ours that a file imports, within functions too; not what only type checkers see."""
    found: set[str] = set()

    def walk(node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.ImportFrom) and child.module in modules:
                names = (f"{child.module}.{alias.name}" for alias in child.names)
                found.update(name if name in modules else str(child.module) for name in names)
            walk(child)

    walk(ast.parse(path.read_text(encoding="utf-8")))
    return found


def circle(imports: Mapping[str, set[str]]) -> list[str]:
    """Modules that import one another round, or none."""
    done: set[str] = set()

    def go(module: str, way: list[str]) -> list[str]:
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        for other in sorted(imports.get(module, ())):
            found = go(other, [*way, module]) if other != module else []
            if found:
                return found
        done.add(module)
        return []

    return next((found for module in sorted(imports) if (found := go(module, []))), [])


def test_no_module_of_the_desk_and_of_the_planners_imports_itself_by_way_of_others() -> None:
    """Not even by an import within a function: what knows one another both ways is one thing, or three."""
    parts = [p for part in ("desk", "planning") for p in (ROOT / "tcm_tui" / part).rglob("*.py")]
    parts += [ROOT / "tcm_tui/guard.py", ROOT / "tcm_tui/ui/crash.py"]
    modules = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in parts}
    imports = {name: imports_of(path, modules) for name, path in modules.items()}
    # a visit is moved by what keeps its status, which asks booking whether it meets others; void takes either back
    imports["tcm_tui.desk.booking"].discard("tcm_tui.desk.servicelog")
    imports["tcm_tui.desk.servicelog"].discard("tcm_tui.desk.void")
    assert circle(imports) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
