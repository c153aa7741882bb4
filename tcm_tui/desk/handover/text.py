"""A hand-over sheet as a page of text, 80 columns."""

from __future__ import annotations

from textwrap import wrap

from tcm_tui.desk.handover import words
from tcm_tui.desk.handover.views import Sheet
from tcm_tui.desk.papers.words import KEEP
from tcm_tui.desk.part2 import NOTICE

COLUMNS = 80


def page(sheet: Sheet, notice: bool = False) -> str:
    """The worker, then each member with a box to tick; notice: with that of 42 CFR Part 2 at the foot."""
    lines = [words.title(sheet), words.standing(sheet), "=" * COLUMNS]
    for heading, handed in words.parts(sheet):
        lines += ["", heading, "-" * COLUMNS]
        for each in handed:
            lines += ["", *_wrapped("[ ] ", "    ", words.head(each, heading == "Gives"))]
            before = ""
            for what, text in words.lines(each, sheet):
                lines += _wrapped(f"    {what if what != before else '':<9} ", " " * 14, text)
                before = what
    lines += ["", *wrap(words.UNCHANGED, COLUMNS), *wrap(KEEP, COLUMNS), *([NOTICE] if notice else [])]
    return "".join(line.rstrip() + "\n" for line in lines)


def _wrapped(first: str, rest: str, text: str) -> list[str]:
    return wrap(text, COLUMNS, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [first]
