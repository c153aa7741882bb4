"""A planning problem in a file: read it, solve it. How a plan is reproduced away from the records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tcm_tui.desk.errors import DeskError

KINDS = ("week", "rebalance")


class NoProblem(DeskError):
    """The file holds no problem that can be solved (exit code 1)."""


def solve_file(path: Path | str) -> dict[str, Any]:
    """The answer to the problem in a file, with its ``kind`` and ``name``. Raises NoProblem, OSError."""
    name = str(path)
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"), parse_constant=_no_json)
        json.dumps(document, ensure_ascii=False).encode()  # half a character could be read, but not be told again
    except (ValueError, RecursionError):
        raise NoProblem(f"{name}: this is no JSON file.") from None
    if not isinstance(document, dict) or document.get("kind") not in KINDS or "instance" not in document:
        raise NoProblem(f"{name}: this is no planning problem; it needs “kind” (week or rebalance) and “instance”.")
    answer = _solve_week(name, document) if document["kind"] == "week" else _solve_rebalance(name, document)
    return {"kind": document["kind"], "name": str(document.get("name") or Path(path).stem), **answer}


def _no_json(word: str) -> None:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(word)


def _solve_week(name: str, document: dict[str, Any]) -> dict[str, Any]:
    from tcm_tui.planning import week

    try:
        return week.solve(document["instance"])
    except week.ProblemError as error:
        raise NoProblem(f"{name}: {error}") from None


def _solve_rebalance(name: str, document: dict[str, Any]) -> dict[str, Any]:
    from tcm_tui.planning import rebalance

    try:
        answer: dict[str, Any] = rebalance.solve(document["instance"])
    except ValueError as error:
        raise NoProblem(f"{name}: {error}") from None
    return answer
