"""People who fit what is typed into a form, best first, tolerant of a slip of the finger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tcm_tui.ui.widgets.chooser import Choice

if TYPE_CHECKING:
    from tcm_tui.ui.shown import Shown

MOST = 8


def people(shown: Shown, kind: str, text: str) -> Sequence[Choice]:
    """Members (with what each has left) or workers for a text; none for no text."""
    if not text.strip():
        return []
    if kind == "member":
        from tcm_tui.ui.screens.lookup import match_line

        return [match_line(match) for match in shown.source.find(text, shown.today, MOST)]
    return _workers(shown, text)


def _workers(shown: Shown, text: str) -> list[Choice]:
    from tcm_tui.ui.screens.pick import fits

    staff = shown.staff()
    found = [worker for worker in staff if fits(text, worker.name, worker.cm)]
    if not found:
        from difflib import get_close_matches

        said = text.casefold().strip()
        parts = {part: worker for worker in staff for part in worker.name.casefold().split()}
        found = [parts[near] for near in get_close_matches(said, parts, MOST, 0.7)]
    return [
        Choice(worker.cm, [(worker.name, "strong"), (f"  {worker.cm}", "muted")], [(f"{worker.site} ", "muted")])
        for worker in found[:MOST]
    ]
