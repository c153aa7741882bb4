"""Painting the lines that were touched and nothing else.

The framework puts a partial painting together from all lines of every widget that reaches into the smallest rectangle
around what was touched, cut at every widget's edges: with a list, a page beside it and the line below both, that is the
whole terminal for each key. Lines that a widget of ours draws from edge to edge, with nothing lying over them, can go
to the terminal as they are.
"""

from __future__ import annotations

from operator import itemgetter

from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tcm_tui.ui.widgets.drawn import Drawn

Piece = tuple[int, int, Strip]
"""Line and cell of the terminal, and what stands from there on."""
Layer = list[tuple[Widget, Region, Region]]
"""The widgets on a line, the topmost first: what is seen of each, and where it stands."""


class Pieces(CompositorUpdate):
    """Some pieces of lines, in the terminal's order."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = sorted(pieces, key=itemgetter(0, 1))

    def render_segments(self, console: Console) -> str:
        return "".join([f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for y, x, strip in self.pieces])


def touched(compositor: Compositor) -> Pieces | None:
    """What was touched, as it looks now; None where some of it lies under something or is not drawn by us."""
    found: dict[Drawn, tuple[Region, set[int]]] = {}
    layers = compositor.layers_visible
    for left, top, width, height in compositor._dirty_regions:
        if top + height > len(layers):
            return None
        for y in range(top, top + height):
            drawn = _drawing(layers[y], left, left + width)
            if drawn is None:
                return None
            widget, place = drawn
            found.setdefault(widget, (place, set()))[1].add(y)
    pieces: list[Piece] = []
    for widget, (place, ys) in found.items():
        lines = widget.strips([y - place.y for y in ys])
        pieces += [(y, place.x, strip) for y, strip in zip(ys, lines, strict=True)]
    return Pieces(pieces) if pieces else None


def _drawing(layer: Layer, left: int, right: int) -> tuple[Drawn, Region] | None:
    """What alone draws these cells of a line, and where it stands."""
    for widget, seen, place in layer:
        if seen.x < right and left < seen.right:
            alone = seen == place and (place.x, place.right) == (left, right)
            return (widget, place) if alone and isinstance(widget, Drawn) else None
    return None
