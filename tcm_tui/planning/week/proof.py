"""The four tiers, one after the other: each is brought to its least value while those before it are held."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tcm_tui.planning.week.choices import Choices, Tiers
from tcm_tui.planning.week.exact import Master, Stopped
from tcm_tui.planning.week.quick import Draft, first_plan, held


class Proven(NamedTuple):
    """The best selection found; bound: what no plan can go below; proved: they are equal in all four tiers."""

    draft: Draft
    tiers: Tiers
    bound: tuple[int, ...]
    proved: bool


class Prover:
    """Keeps the programme, if one was needed, so that the questions after the plan can use its cuts."""

    def __init__(self, choices: Choices, remaining: Callable[[], float]) -> None:
        self.choices = choices
        self.remaining = remaining
        self._master: Master | None = None
        self._apart: Master | None = None

    @property
    def master(self) -> Master:
        """The programme, made when first asked for."""
        if self._master is None:
            self._master = Master(self.choices, self.remaining)
        return self._master

    @property
    def apart(self) -> Master:
        """The programme for questions about single obligations, with what the other one found out."""
        if self._apart is None:
            if self._master is not None and not self._master.groups:
                self._apart = self._master
            else:
                self._apart = Master(self.choices, self.remaining, apart=True)
                for cut in self._master.cuts if self._master is not None else ():
                    self._apart.forbid(cut)
        return self._apart

    def prove(self, draft: Draft) -> Proven:
        """Bring a first selection to the proven least of the four tiers, as far as the time allows."""
        choices = self.choices
        best = Best(choices, draft)
        bound = list(choices.floor)
        if best.tiers == choices.floor:
            return Proven(best.draft, best.tiers, best.tiers, True)
        master = self.master
        rows: list[int] = []
        for tier in range(4):
            if best.tiers[tier] > choices.floor[tier]:
                costs, offset = _costs(choices, master, tier)
                try:
                    solved = master.minimise(costs, best.repairing(tier, offset), best.tiers[tier] - offset)
                except Stopped:
                    master.release(rows)
                    return Proven(best.draft, best.tiers, tuple(bound), False)
                if solved.selection is not None:
                    best.offer(solved.selection, None)
            bound[tier] = best.tiers[tier]
            if tier < 3:
                costs, offset = _costs(choices, master, tier)
                rows.append(master.row(costs.items(), None, best.tiers[tier] - offset))
        master.release(rows)  # the questions after the plan are not bound by it
        return Proven(best.draft, best.tiers, tuple(bound), True)


class Best:
    """The best selection so far."""

    def __init__(self, choices: Choices, draft: Draft) -> None:
        self.choices = choices
        self.draft = draft
        self.tiers = choices.tiers(draft.selection)

    def offer(self, selection: list[int], draft: Draft | None) -> None:
        """Take a selection that holds on every day if it is better."""
        tiers = self.choices.tiers(selection)
        if tiers < self.tiers:
            self.draft, self.tiers = draft or held(self.choices, selection), tiers

    def repairing(self, tier: int, offset: int) -> Callable[[list[int]], int]:
        """For ``Master.minimise``: make a plan out of a proposal, and tell the tier's value known since then."""

        def repair(selection: list[int]) -> int:
            draft = first_plan(self.choices, selection)
            self.offer(draft.selection, draft)
            return self.tiers[tier] - offset

        return repair


def _costs(choices: Choices, master: Master, tier: int) -> tuple[dict[int, float], int]:
    """A tier as cost by column, and what has to be added to their sum."""
    if tier == 0:
        return {master.short[o]: 1.0 for o in choices.now}, 0
    if tier == 1:
        return dict.fromkeys(master.over, 1.0), 0
    if tier == 2:
        return {master.short[o]: 1.0 for o in choices.often}, 0
    costs: dict[int, float] = {}
    for c in choices.prior:
        if c is not None:
            costs[master.pick[c]] = costs.get(master.pick[c], 0.0) - 1.0
    return costs, len(choices.prior)
