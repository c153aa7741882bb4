"""What the supervisor's screens ask, beside ``ui.source``: the whole agency, what-ifs, the year ahead, reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.desk.rebalance import Applied, Ask, Rebalance
    from tcm_tui.desk.views import WriteResult


class Team(Protocol):
    """The supervisor's questions. Every answer is a frozen view of the desk."""

    # ── rebalancing ───────────────────────────────────────────────────────────────────────────────

    def rebalance(self, on: date, ask: Ask) -> Rebalance:
        """The fewest moves for a what-if; reads only, from any thread. Raises DeskError for what can't be asked."""

    def make_moves(
        self, plan: Rebalance, effective: date, only: Collection[str] | None, override: str | None = None
    ) -> Applied:
        """Make the moves of a plan, or those of some members, in one write."""

    def held(self, cm: str, on: date) -> tuple[list[Held], list[Held]]:
        """The members of a worker, and those who were theirs before."""

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
        """Give members of a worker to another by hand, in one write; after until they come back."""

    def sites(self) -> list[tuple[str, str]]:
        """Every site, (id, name)."""
