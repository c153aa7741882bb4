"""What a write answers: the id, the verdict, the reasons."""

from __future__ import annotations

from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean
from tcm_tui.cli.show.words import why
from tcm_tui.desk.views import WriteResult


def to_json(result: WriteResult) -> dict[str, Any]:
    """The contract's ``{"id", "verdict", "reasons"}``."""
    return {"id": result.id, "verdict": result.verdict, "reasons": reasons(result.reasons)}


def to_text(result: WriteResult, said: str | None, with_why: bool) -> list[str]:
    """One sentence for the person, then what there is to know: always when it is not plainly ok.

    said stands before the id of what was stored; None: the first reason is the sentence.
    """
    if said is None:
        head = f"{'✗' if result.id is None else '✓'} {clean(result.reasons[0].text)}"
        return [head, *(why(result.reasons)[1:] if with_why else [])]
    if result.id is None:
        head = "✗ Not stored: the rules refuse it."
        if result.verdict == "warn":
            head = "! Not stored yet: the rules warn. Say --override REASON to go on."
    else:
        head = f"{'!' if result.verdict == 'warn' else '✓'} {said}: {clean(result.id)}"
    return [head, *(why(result.reasons)[1:] if with_why or result.verdict != "ok" else [])]
