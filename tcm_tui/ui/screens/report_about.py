"""``w`` on the month report: one case manager's, or again the part of the agency that is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import OfferScreen
from tcm_tui.ui.source import WorkerName


class AboutScreen(OfferScreen):
    """then is told the case manager, None for all of them. part: what is looked at else, in words."""

    TITLE = "Whose month"

    def __init__(self, part: str, staff: Sequence[WorkerName], then: Callable[[str | None], None]) -> None:
        told = ((w.cm, w.name, f"{w.cm} · {w.level} {words.PROGRAMS.get(w.type, w.type)} · {w.site}") for w in staff)
        super().__init__([("", part, "all case managers"), *told])
        self.then = then

    async def chosen(self, key: str) -> None:
        self.then(key or None)
