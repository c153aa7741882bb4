"""``v`` on the agency: a site, a type of case manager, a supervisor's people, or everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import OfferScreen
from tcm_tui.ui.source import Source, WorkerName


class PartScreen(OfferScreen):
    """Choosing a site, a type or a supervisor keeps what was chosen of the other two."""

    TITLE = "Part of the agency"

    def __init__(self, source: Source, staff: Sequence[WorkerName], then: Callable[[Scope], None]) -> None:
        everybody = words.some(len(staff), "case manager")
        offers = [("all", "The whole agency", everybody)]
        offers += [(f"site {id}", name, f"site {id}") for id, name in source.sites()]
        kinds = [kind for kind in words.PROGRAMS if any(worker.type == kind for worker in staff)]
        offers += [(f"type {kind}", f"All {words.PROGRAMS[kind]} case managers", "type") for kind in kinds]
        offers += [
            (f"supervisor {cm}", f"Supervised by {name}", f"supervisor {cm}") for cm, name in source.supervisors()
        ]
        super().__init__(offers)
        self.then = then

    async def chosen(self, key: str) -> None:
        what, _, ident = key.partition(" ")
        team = self.tcm.shown.team
        self.then(team._replace(**{what: ident}) if what != "all" else EVERYBODY)
