"""``v`` on the agency: a site, a type of case manager, a supervisor's people, or everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import PickScreen, fits
from tcm_tui.ui.source import Source, WorkerName
from tcm_tui.ui.widgets.chooser import Choice


class PartScreen(PickScreen):
    """Choosing a site, a type or a supervisor keeps what was chosen of the other two."""

    TITLE = "Part of the agency"
    HINT = "type part of a name"

    def __init__(self, source: Source, staff: Sequence[WorkerName], then: Callable[[Scope], None]) -> None:
        super().__init__()
        self.then = then
        everybody = words.some(len(staff), "case manager")
        self.offers: list[tuple[str, str, str]] = [("all", "The whole agency", everybody)]
        self.offers += [(f"site {id}", name, f"site {id}") for id, name in source.sites()]
        kinds = [kind for kind in words.PROGRAMS if any(worker.type == kind for worker in staff)]
        self.offers += [(f"type {kind}", f"All {words.PROGRAMS[kind]} case managers", "type") for kind in kinds]
        self.offers += [
            (f"supervisor {cm}", f"Supervised by {name}", f"supervisor {cm}") for cm, name in source.supervisors()
        ]

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        return [
            Choice(key, [(name, "strong")], [(f"{told} ", "muted")])
            for key, name, told in self.offers
            if fits(text, name, told)
        ][:limit]

    async def chosen(self, key: str) -> None:
        what, _, ident = key.partition(" ")
        team = self.tcm.shown.team
        self.then(team._replace(**{what: ident}) if what != "all" else EVERYBODY)
