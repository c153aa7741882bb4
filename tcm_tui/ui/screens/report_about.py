"""``w`` on the month report: the whole agency, a site, a type of case managers, or one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.ui import words
from tcm_tui.ui.screens.pick import PickScreen, fits
from tcm_tui.ui.source import WorkerName
from tcm_tui.ui.widgets.chooser import Choice


class AboutScreen(PickScreen):
    """chosen is told the part of the agency, and the case manager where it is one."""

    TITLE = "Whose month"
    HINT = "type part of a name"

    def __init__(
        self,
        sites: Sequence[tuple[str, str]],
        staff: Sequence[WorkerName],
        then: Callable[[Scope, str | None], None],
    ) -> None:
        super().__init__()
        self.then = then
        self.offers: list[tuple[str, str, str, Scope, str | None]] = [
            ("all", "The whole agency", words.some(len(staff), "case manager"), EVERYBODY, None)
        ]
        self.offers += [(f"site {id}", name, f"site {id}", Scope(site=id), None) for id, name in sites]
        kinds = [kind for kind in words.PROGRAMS if any(worker.type == kind for worker in staff)]
        self.offers += [
            (f"type {kind}", f"All {words.PROGRAMS[kind]} case managers", "type", Scope(type=kind), None)
            for kind in kinds
        ]
        self.offers += [(f"cm {w.cm}", w.name, f"{w.cm} · {w.site}", EVERYBODY, w.cm) for w in staff]

    def find(self, text: str, limit: int) -> Sequence[Choice]:
        return [
            Choice(key, [(name, "strong")], [(f"{told} ", "muted")])
            for key, name, told, _, _ in self.offers
            if fits(text, name, told)
        ][:limit]

    async def chosen(self, key: str) -> None:
        for ident, _, _, team, cm in self.offers:
            if ident == key:
                self.then(team, cm)
