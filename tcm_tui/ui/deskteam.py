"""The supervisor's questions answered by the desk; each module of the desk is imported when first asked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.ui.deskwrites import DeskWriter

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.desk.rebalance import Applied, Ask, Rebalance
    from tcm_tui.desk.views import WriteResult


class DeskTeam(DeskWriter):
    """``ui.teamsource.Team`` over an open desk."""

    # ── rebalancing ───────────────────────────────────────────────────────────────────────────────

    def rebalance(self, on: date, ask: Ask) -> Rebalance:
        from tcm_tui.desk import rebalance

        with self._own() as desk:
            return rebalance.propose(desk, on, ask=ask)

    def make_moves(
        self, plan: Rebalance, effective: date, only: Collection[str] | None, override: str | None = None
    ) -> Applied:
        from tcm_tui.desk import rebalance

        with self._own() as desk:
            return rebalance.apply(desk, plan, effective, only=only, override=override)

    def held(self, cm: str, on: date) -> tuple[list[Held], list[Held]]:
        from tcm_tui.desk import holding

        with self._own() as desk:
            return holding.held(desk, cm, on)

    def hand_over(
        self,
        cm: str,
        to: str,
        effective: date,
        on: date,
        members: Collection[str],
        until: date | None = None,
        override: str | None = None,
    ) -> WriteResult:
        from tcm_tui.desk import bulk

        with self._own() as desk:
            return bulk.hand_over(desk, cm, to, effective, on, members=members, until=until, override=override)

    def sites(self) -> list[tuple[str, str]]:
        from tcm_tui.desk import scope

        with self._own() as desk, desk.reading():
            return scope.sites(desk)
