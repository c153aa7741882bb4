"""Every rule R1 to R48 is carried by functions that exist, surfaces that exist and tests that exist."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tcm_tui.cli.commands import COMMANDS
from tcm_tui.rules import book
from tcm_tui.rules.registry import REGISTRY, Carried, surfaces

ROOT = Path(__file__).parents[2]
IDS = [f"R{number}" for number in range(1, 49)]


@cache
def written_in(path: Path) -> frozenset[str]:
    """The test functions a file defines, read without running it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def faults(carried: Carried) -> list[str]:
    """What of an entry does not exist."""
    found = []
    for dotted in carried.functions:
        module, _, name = dotted.rpartition(".")
        try:
            if not callable(getattr(import_module(module), name)):
                found.append(f"{dotted} can't be called")
        except (ImportError, AttributeError):
            found.append(f"no function {dotted}")
    for surface in carried.surfaces:
        if surface.startswith("tcm "):
            if surface.removeprefix("tcm ") not in COMMANDS:
                found.append(f"no command {surface}")
        elif not list((ROOT / "tcm_tui/ui").rglob(f"{surface.lower().replace('-', '')}.py")):
            found.append(f"no screen {surface}")
    for test in carried.tests:
        file, _, name = test.partition("::")
        path = ROOT / file
        if not path.is_file():
            found.append(f"no file {file}")
        elif name not in written_in(path):
            found.append(f"no test {test}")
    return found


def test_every_rule_is_carried() -> None:
    assert list(REGISTRY) == IDS == [rule.id for rule in book.all_rules()]


@pytest.mark.parametrize("id", IDS)
def test_functions_surfaces_and_tests_exist(id: str) -> None:
    carried = REGISTRY[id]
    assert carried.functions and carried.surfaces and carried.tests
    assert faults(carried) == []
    assert surfaces(id) == carried.surfaces


def test_every_function_is_used_beside_the_registry() -> None:
    """A rule that nobody asks for reaches nobody: each function is called from somewhere in the program."""
    names: dict[str, int] = {}
    for path in (ROOT / "tcm_tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                names[node.id] = names.get(node.id, 0) + 1
            elif isinstance(node, ast.Attribute):
                names[node.attr] = names.get(node.attr, 0) + 1
    functions = {dotted for carried in REGISTRY.values() for dotted in carried.functions}
    unused = {dotted for dotted in functions if dotted.rpartition(".")[2] not in names}
    assert unused == set()


def test_only_what_is_shown_is_carried_by_the_book_alone() -> None:
    alone = {id for id, carried in REGISTRY.items() if carried.functions == ("tcm_tui.rules.book.rule",)}
    assert alone == {rule.id for rule in book.all_rules() if rule.kind == "shown"}


def test_what_is_missing_is_noticed() -> None:
    good = REGISTRY["R1"]
    for broken, fault in [
        (good._replace(functions=("tcm_tui.rules.units.no_such",)), "no function tcm_tui.rules.units.no_such"),
        (good._replace(functions=("tcm_tui.rules.nowhere.x",)), "no function tcm_tui.rules.nowhere.x"),
        (good._replace(functions=("tcm_tui.rules.units.ZONE",)), "tcm_tui.rules.units.ZONE can't be called"),
        (good._replace(surfaces=("tcm fly",)), "no command tcm fly"),
        (good._replace(surfaces=("Cockpit",)), "no screen Cockpit"),
        (good._replace(tests=("tests/rules/test_none.py::test_x",)), "no file tests/rules/test_none.py"),
        (good._replace(tests=("tests/rules/test_units.py::test_x",)), "no test tests/rules/test_units.py::test_x"),
    ]:
        assert faults(broken) == [fault]


def test_an_unknown_rule_is_shown_nowhere() -> None:
    assert surfaces("R49") == ()
