"""Area 6, Rebalance: what if; before and after; the moves one by one. Nothing is written until applied."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tcm_tui.ui import words
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.table import Table


class RebalanceScreen(AreaScreen):
    NAME = "rebalance"

    def parts(self) -> Iterable[Widget]:
        self.table: Table[str] = Table([Column("line", "", lambda r, n: r, 10, grow=1)], str, id="moves")
        self.table.empty = "Nobody has to move."
        yield self.table

    def load(self) -> None:
        rows = self.source.agency_view(self.shown.on).rows
        over = sum(row.caseload.over for row in rows)
        said = words.status("over", f"{over} over cap") if over else words.status("ok", "nobody is over cap")
        self.head.show([("Rebalance", "title")], [said])
        self.table.put([])
