"""The thin lines around and between the parts of a screen, with titles in them."""

from __future__ import annotations

from collections.abc import Mapping

from tcm_tui.ui.words import Spans, length


def rule(
    cells: int,
    title: Spans | None = None,
    right: Spans | None = None,
    ends: str = "├┤",
    joints: Mapping[int, str] | None = None,
    role: str = "line",
) -> Spans:
    """A horizontal line of so many cells: ``├ Due ─────┬──── 3 of 9 ┤``.

    title stands left, right stands right where there is room for both. joints: what stands at a cell
    (counted from the line's left end) instead of ``─``. role: the line's colour.
    """
    inner = cells - len(ends)
    left_end, right_end = ends[:1], ends[1:]
    start: Spans = [(" ", role), *(title or []), (" ", role)] if title else []
    end: Spans = [(" ", role), *(right or []), (" ", role)] if right else []
    if length(start) > inner:
        from tcm_tui.ui.widgets.drawn import fitted

        return [(left_end, role), *fitted(start, inner), (right_end, role)]
    if length(start) + length(end) > inner:
        end = []
    before, bar = length(start) + 1, ["─"] * max(0, inner - length(start) - length(end))
    for at, joint in (joints or {}).items():
        if 0 <= at - before < len(bar):
            bar[at - before] = joint
    return [(left_end, role), *start, ("".join(bar), role), *end, (right_end, role)]
