"""``w`` on the month report: one case manager's, or again the part of the agency that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import PickScreen, fits
from tcm_tui.ui.source import WorkerName
from tcm_tui.ui.widgets.chooser import Choice


class AboutScreen(PickScreen):
    """then is told the case manager, None for all of them. part: what is looked at else, in words."""

    TITLE = "Whose month"
    HINT = "type part of a name"

    def __init__(self, part: str, staff: Sequence[WorkerName], then: Callable[[str | None], None]) -> None:
        super().__init__()
        self.then = then
        self.offers: list[tuple[str, str, str]] = [("", part, "all case managers")]
        self.offers += [
            (w.cm, w.name, f"{w.cm} · {w.level} {words.PROGRAMS.get(w.type, w.type)} · {w.site}") for w in staff
        ]

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        return [
            Choice(key, [(name, "strong")], [(f"{told} ", "muted")])
            for key, name, told in self.offers
            if fits(text, name, told)
        ][:limit]

    async def chosen(self, key: str) -> None:
        self.then(key or None)
