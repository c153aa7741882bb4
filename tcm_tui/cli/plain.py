"""Text made safe for a terminal, and laid out by the width it really takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Marks that turn the direction of what follows, and the zero-width ones that hide in names.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c")


def clean(text: str, keep_lines: bool = False) -> str:
    """The text without anything a terminal would obey; controls show as ``·``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(c, keep_lines) for c in text)


def _shown(c: str, keep_lines: bool) -> str:
    if (keep_lines and c == "\n") or (c.isprintable() and c not in _INVISIBLE):
        return c
    category = unicodedata.category(c)
    return "·" if category in ("Cc", "Zl", "Zp") else " " if category == "Zs" else ""


def width(text: str) -> int:
    """Columns the text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """The text filled up with spaces; right puts it at the right edge (figures)."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: str = "") -> list[str]:
    """Aligned lines under a head. right: one letter a column, ``r`` for figures, anything else left."""
    cells = [tuple(clean(cell) for cell in row) for row in rows]
    shown = [head, *cells] if any(head) else cells
    widths = [max(width(row[i]) for row in shown) for i in range(len(head))]
    sides = right.ljust(len(head), "l")
    return ["  ".join(pad(cell, widths[i], sides[i] == "r") for i, cell in enumerate(row)).rstrip() for row in shown]
