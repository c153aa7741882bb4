"""Cells that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in.

``neutral`` puts an apostrophe before them and ``restored`` takes one off. A text that already begins with
apostrophes before a formula sign gets one more, so ``restored(neutral(text)) == text`` for every text.
"""

from __future__ import annotations

import re

# The full-width signs count: spreadsheets of East Asian locales take them for plain ones.
_SIGNS = "=+\\-@\t\r\n＝＋－＠"
_RUNS = re.compile(f"'*[{_SIGNS}]").match
_RESTORES = re.compile(f"'+[{_SIGNS}]").match


def neutral(text: str) -> str:
    """The cell to write for text."""
    return "'" + text if _RUNS(text) else text


def restored(cell: str) -> str:
    """The text that a cell stands for."""
    return cell[1:] if cell[:1] == "'" and _RESTORES(cell) else cell
