"""What reaches the terminal: one JSON document or calm text on stdout, one sentence on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tcm_tui.cli.plain import clean
from tcm_tui.rules.verdict import Reason


def as_json(document: dict[str, Any]) -> None:
    """Print the one JSON document of an answer; dates become ISO text, what a terminal would obey its escape."""
    import json

    ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
    text = json.dumps(document, ensure_ascii=ascii_only, default=_plain, indent=None, separators=(", ", ": "))
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _escaped(c) for c in text)
    sys.stdout.write(text + "\n")


def _escaped(c: str) -> str:
    """A character as JSON may have it in its place: only texts hold such, and json escapes the first 32 alone."""
    code = ord(c)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _plain(value: Any) -> Any:
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        raise TypeError(f"{value!r} has no form in JSON")
    return isoformat()


def as_text(lines: Iterable[str]) -> None:
    """Print lines of text in one write; nothing in them is obeyed, what can't be shown becomes a question mark."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")
    text = "".join(clean(line, keep_lines=True).rstrip() + "\n" for line in lines)
    sys.stdout.write(_coloured(text) if _takes_colour() else text)


def _takes_colour() -> bool:
    """Only a terminal, and only when the person did not decline."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _coloured(text: str) -> str:
    """Colour on the symbol before a status word; the word says the same without it."""
    import re

    codes = {"✓": 32, "!": 33, "✗": 31, "▼": 33}
    return re.sub(r"(?<!\S)([✓!✗▼])(?= \w)", lambda m: f"\x1b[{codes[m[1]]}m{m[1]}\x1b[0m", text)


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
    from tcm_tui.rules.packfile import PackError

    if isinstance(error, errors.WrongUsage):
        note(str(error))
        return 2
    if isinstance(error, StoreError):
        note(str(error))
        return 1 if error.kind == "denied" else 3  # the database can be used, but not for this
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
    if isinstance(error, PackError):
        note(f"The rule values can't be used: {error}")
        return 2
    if isinstance(error, UnicodeEncodeError):
        note("What was typed holds bytes that are no text in this terminal's letters; type it again.")
        return 2
    if isinstance(error, OSError) and error.filename:
        note(f"{error.filename}: {(error.strerror or 'it can not be used').lower()}.")
        return 1
    from tcm_tui import guard

    if guard.debugging():
        note(f"The program itself failed:\n{guard.trail(error)}")
        return 70
    note(
        f"The program itself failed: {type(error).__name__} at {guard.place_of(error)}."
        " Set TCM_DEBUG=1 and run it again for the details to report."
    )
    return 70
