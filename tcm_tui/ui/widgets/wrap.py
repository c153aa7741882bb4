"""Breaking spans into lines of a width, at spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import chop_cells

from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.words import Spans

_PIECES = re.compile(r"\s+|\S+")


def flowing(pieces: Sequence[Spans], cells: int, gap: int = 3) -> list[Spans]:
    """Pieces after each other, a gap between them; one that doesn't fit any more begins the next line."""
    lines: list[Spans] = []
    used = 0
    for piece in pieces:
        need = sum(width(text) for text, _ in piece)
        if lines and used + gap + need <= cells:
            lines[-1] += [(" " * gap, "text"), *piece]
            used += gap + need
        else:
            lines.append(list(piece))
            used = need
    return lines


def wrap(spans: Spans, cells: int, indent: int = 0) -> list[Spans]:
    """The spans as lines of at most so many cells; lines after the first begin with ``indent`` spaces."""
    lines: list[Spans] = [[]]
    used = 0
    for text, role in spans:
        text = plain(text)
        if used + len(text) <= cells and text.isascii():
            lines[-1].append((text, role))
            used += len(text)
            continue
        held = ""
        for piece in _PIECES.findall(text):
            for part in _parts(piece, max(1, cells - indent)):
                need = width(part)
                if used + need > cells and (held or lines[-1]):
                    if held:
                        lines[-1].append((held, role))
                    lines.append([(" " * indent, "text")] if indent else [])
                    used, held = indent, ""
                    if part.isspace():
                        continue
                held += part
                used += need
        if held:
            lines[-1].append((held, role))
    return lines


def _parts(piece: str, cells: int) -> list[str]:
    return [piece] if width(piece) <= cells else chop_cells(piece, cells)
