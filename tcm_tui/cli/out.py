"""What reaches the terminal: one JSON document or calm text on stdout, one sentence on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tcm_tui.cli.plain import clean
from tcm_tui.rules.verdict import Reason


def as_json(document: dict[str, Any]) -> None:
    """Print the one JSON document of an answer; dates become ISO text."""
    import json

    ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
    text = json.dumps(document, ensure_ascii=ascii_only, default=_plain, indent=None, separators=(", ", ": "))
    sys.stdout.write(text + "\n")


def _plain(value: Any) -> Any:
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        raise TypeError(f"{value!r} has no form in JSON")
    return isoformat()


def as_text(lines: Iterable[str]) -> None:
    """Print lines of text in one write; what the terminal cannot show becomes a question mark."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    sys.stdout.write("".join(line.rstrip() + "\n" for line in lines))


def reasons(found: Sequence[Reason]) -> list[dict[str, str]]:
    """Reasons as the contract's JSON has them."""
    return [{"rule": r.rule, "text": r.text, "source": r.source} for r in found]


def note(sentence: str) -> None:
    """One sentence to stderr."""
    reconfigure = getattr(sys.stderr, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    print(clean(sentence, keep_lines=True), file=sys.stderr)


def failure(error: Exception, json: bool) -> int:
    """Say what stopped a job and return its exit code: 1 refused, 2 usage, 3 database, 70 our fault."""
    from tcm_tui.desk import errors
    from tcm_tui.desk.office import StoreError

    if isinstance(error, errors.WrongUsage):
        note(str(error))
        return 2
    if isinstance(error, StoreError):
        note(str(error))
        return 3
    if isinstance(error, errors.NotOne):
        lines = [str(error), *(f"  {key}  {name}" for key, name in error.candidates)]
        note("\n".join(lines))
        if json:
            candidates = [{"id": key, "name": name} for key, name in error.candidates]
            as_json({"error": str(error), "candidates": candidates, "reasons": []})
        return 1
    if isinstance(error, errors.DeskError):
        found: tuple[Reason, ...] = getattr(error, "reasons", ())
        if json:
            as_json({"id": None, "verdict": "refused", "error": str(error), "reasons": reasons(found)})
        note(str(error))
        return 1
    if os.environ.get("TCM_DEBUG"):
        raise error
    note(
        f"The program itself failed ({type(error).__name__}: {error})."
        " Set TCM_DEBUG=1 and run it again for the details to report."
    )
    return 70
