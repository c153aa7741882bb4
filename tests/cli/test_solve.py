"""solve: both kinds of planning problem from a file, and files that hold none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Tcm, valid
from tests.planning import examples

CHAIN = {
    "cms": [{"id": "A", "cap": 1}, {"id": "B", "cap": 1}],
    "cases": [
        {"id": "a1", "cm": "A", "options": {"A": 0, "B": 1000}},
        {"id": "a2", "cm": "A", "options": {"A": 0, "B": 1010}},
    ],
}


def file(tmp_path: Path, document: Any) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return path


def test_a_week_from_a_file(tcm: Tcm, tmp_path: Path) -> None:
    path = file(tmp_path, {"kind": "week", "name": "one too many", "instance": examples.one_too_many()})
    answer = tcm("solve", path, "--json")
    told = valid("solve", answer.json)
    assert (answer.code, told["tiers"], told["proved"]) == (0, [1, 0, 0, 0], True)
    text = tcm("solve", path).out
    assert "2026-03-23  13:15-14:15  g0" in text
    assert "release 2026-03-23 08:00 (training) and one more is seen" in text
    assert "✓ proved" in text
    assert "at least 1" not in text
    assert "at least 1" in tcm("solve", path, "--why").out


def test_caseloads_from_a_file(tcm: Tcm, tmp_path: Path) -> None:
    path = file(tmp_path, {"kind": "rebalance", "instance": CHAIN})
    told = valid("solve", tcm("solve", path, "--json").json)
    assert (told["name"], told["tiers"], told["assignment"]) == ("problem", [0, 0, 1000], {"a1": "B", "a2": "A"})
    assert "a1    A     B" in tcm("solve", path).out


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "this is no JSON file"),
        ("[1]", "this is no planning problem"),
        ({"kind": "year", "instance": {}}, "this is no planning problem"),
        ({"kind": "week", "instance": {"base": "N"}}, "instance.areas: a list is needed here."),
        ({"kind": "week", "instance": 4}, "instance: an object is needed here."),
        ({"kind": "rebalance", "instance": {}}, "problem.json"),
        (
            '{"kind": "rebalance", "instance": {"cms": [], "cases": [{"id": "x", "cm": NaN, "options": {}}]}}',
            "no JSON file",
        ),
        (
            {"kind": "rebalance", "instance": {"cms": [], "cases": [{"id": "\ud800", "cm": None, "options": {}}]}},
            "no JSON",
        ),
        (
            {"kind": "rebalance", "instance": {"cms": [], "cases": [{"id": "x", "cm": [1], "options": {}}]}},
            "write an id",
        ),
    ],
)
def test_what_is_no_problem_is_refused_in_one_sentence(tcm: Tcm, tmp_path: Path, document: Any, sentence: str) -> None:
    answer = tcm("solve", file(tmp_path, document))
    assert (answer.code, answer.out) == (1, "")
    assert sentence in answer.err
    assert len(answer.err.splitlines()) == 1
    assert tcm("solve", file(tmp_path, document), "--json").code == 1


def test_a_file_that_is_not_there(tcm: Tcm, tmp_path: Path) -> None:
    assert tcm("solve", tmp_path / "none.json").code == 1
    assert tcm("solve").code == 2
