"""Plans of weeks one has gone on from: they stand again when one comes back on the same day."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import NamedTuple

from tcm_tui.desk.views import PlannedVisit, PlanView

MOST = 8
"""Weeks whose plans are kept; the one left longest ago goes first."""
OLDER = "older"
"""The stage of a plan that was made before the records changed."""


class Kept(NamedTuple):
    """A plan with what is left of its proposals; version: of the records it was made from."""

    plan: PlanView
    ghosts: list[PlannedVisit]
    version: Hashable


class KeptPlans:
    """By worker and Monday."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, date], Kept] = {}

    def keep(self, plan: PlanView, ghosts: Sequence[PlannedVisit], version: Hashable) -> None:
        key = (plan.cm, plan.monday)
        self._kept.pop(key, None)
        self._kept[key] = Kept(plan, list(ghosts), version)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def take(self, cm: str, monday: date, on: date, version: Hashable) -> tuple[PlanView | None, list[PlannedVisit]]:
        """The plan of that week, if it is of this day; one made before the records changed says so."""
        found = self._kept.pop((cm, monday), None)
        if found is None or found.plan.on != on:
            return None, []
        plan = found.plan if found.version == version else found.plan._replace(stage=OLDER)
        return plan, found.ghosts
