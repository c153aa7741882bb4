"""What all our widgets share: they draw their own lines, from spans of text and colour roles.

Drawing lines directly (Textual's line API) is what keeps a cursor move at a few milliseconds: only the
lines that changed are made again. It is also the gate for unsafe text: every span passes ``plain``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tcm_tui.ui.plain import plain, width
from tcm_tui.ui.words import Spans

if TYPE_CHECKING:
    from tcm_tui.ui.colours import Colours, Styles


_FILLED = ("tab", "caret", "hit", "field")
"""Roles in which a space is visible."""


class Drawn(Widget):
    """A widget whose ``line(y)`` gives the spans of one of its lines."""

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._kept_lines: dict[int, Strip] = {}
        self._kept_for = 0

    @property
    def colours(self) -> Colours:
        """Role to style under the theme in force."""
        found: Colours = self.app.colours  # type: ignore[attr-defined]
        return found

    @property
    def size(self) -> Size:
        """Without border and padding, the size of the whole; the framework looks its place up for it each time."""
        return self._size

    def line(self, y: int) -> Spans:
        """The spans of line ``y``; missing cells are filled."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        return self.strip(self.line(y), self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; one that was drawn and not touched since is kept.

        In place of the framework's, which also works out borders, padding, hatching, links and opacity, line by line:
        our lines have none of these and bring their own ground.
        """
        lines = self.strips(crop.line_range)
        if crop.column_span != (0, self._kept_for):
            lines = [strip.crop(*crop.column_span) for strip in lines]
        return lines

    def strips(self, ys: Iterable[int]) -> list[Strip]:
        """Whole lines as they go to the terminal; one that was drawn and not touched since is kept."""
        if self._kept_for != self.size.width:
            self._kept_lines.clear()
            self._kept_for = self.size.width
        # Our own themes name every colour in full: there is nothing to translate for them.
        named = self.app.current_theme.ansi
        filters = [one for one in self.get_line_filters() if named or not isinstance(one, ANSIToTruecolor)]
        lines = []
        for y in ys:
            strip = self._kept_lines.get(y)
            if strip is None:
                strip = self.render_line(y)
                if filters:
                    ground = self.background_colors[1]
                    for one in filters:
                        strip = strip.apply_filter(one, ground)
                self._kept_lines[y] = strip
            lines.append(strip)
        return lines

    def _set_dirty(self, *regions: Region) -> None:
        if not regions:
            super()._set_dirty()
            self._kept_lines.clear()
            return
        # Without border and padding a region of ours is one of the widget's.
        self._dirty_regions.update(regions)
        self._repaint_regions.update(regions)
        for region in regions:
            for y in region.line_range:
                self._kept_lines.pop(y, None)

    def strip(self, spans: Spans, cells: int, styles: Styles | None = None) -> Strip:
        """Spans as a strip of exactly so many cells; styles: those of the ground it lies on."""
        colours = styles or self.colours.plain
        segments: list[Segment] = []
        total = 0
        held, kept = "", "text"
        for text, role in spans:
            if not text.isprintable():
                text = plain(text)
            total += width(text)
            if role == kept or (text.isspace() and kept not in _FILLED and role not in _FILLED):
                # Fewer segments: each costs the terminal a change of style. Spaces look the same in most roles.
                held += text
                continue
            if held:
                segments.append(Segment(held, colours[kept]))
            held, kept = text, role
        if held:
            segments.append(Segment(held, colours[kept]))
        strip = Strip(segments, total)
        return strip if total == cells else strip.adjust_cell_length(cells, colours["text"])

    def redraw(self, *lines: int) -> None:
        """Draw these lines again (all without any)."""
        if not lines:
            self.refresh()
            return
        cells = self.size.width
        self.refresh(*(Region(0, y, cells, 1) for y in lines))

    def recolour(self) -> None:
        """The theme changed: nothing drawn before may stay."""
        self.refresh()


def fitted(spans: Spans, cells: int, right: bool = False) -> Spans:
    """Spans cut (with ``…``) or filled to exactly so many cells, their text made plain."""
    if cells <= 0:
        return []
    clean = [(text if text.isprintable() else plain(text), role) for text, role in spans]
    spare = cells - sum(width(text) for text, _ in clean)
    if spare >= 0:
        fill = [(" " * spare, "text")] if spare else []
        return fill + clean if right else clean + fill
    out: Spans = []
    room = cells - 1
    for text, role in clean:
        need = width(text)
        if need > room:
            return [*out, (set_cell_size(text, room) + "…", role)]
        out.append((text, role))
        room -= need
    return out
