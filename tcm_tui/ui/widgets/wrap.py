"""Breaking spans into lines of a width, at spaces."""

from __future__ import annotations

import re

from rich.cells import chop_cells

from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.words import Spans

_PIECES = re.compile(r"\s+|\S+")


def wrap(spans: Spans, cells: int, indent: int = 0) -> list[Spans]:
    """The spans as lines of at most so many cells; lines after the first begin with ``indent`` spaces."""
    lines: list[Spans] = [[]]
    used = 0
    for text, role in spans:
        for piece in _PIECES.findall(plain(text)):
            for part in _parts(piece, max(1, cells - indent)):
                need = width(part)
                if used + need > cells and lines[-1]:
                    lines.append([(" " * indent, "text")] if indent else [])
                    used = indent
                    if part.isspace():
                        continue
                lines[-1].append((part, role))
                used += need
    return lines


def _parts(piece: str, cells: int) -> list[str]:
    return [piece] if width(piece) <= cells else chop_cells(piece, cells)
