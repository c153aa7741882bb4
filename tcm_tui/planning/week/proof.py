"""The four tiers, one after the other: each is brought to its least value while those before it are held."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tcm_tui.planning.week.choices import Choices, Tiers
from tcm_tui.planning.week.exact import Master
from tcm_tui.planning.week.quick import Draft, first_plan, held, tidy
from tcm_tui.planning.week.watch import Stopped, Watch


class Proven(NamedTuple):
    """The best selection found; bound: what no plan can go below; proved: they are equal in all four tiers."""

    draft: Draft
    tiers: Tiers
    bound: tuple[int, ...]
    proved: bool


class Prover:
    """Keeps the programme, if one was needed, so that the questions after the plan can use its cuts."""

    def __init__(self, choices: Choices, watch: Watch) -> None:
        self.choices = choices
        self.watch = watch
        self._master: Master | None = None
        self._apart: Master | None = None

    @property
    def master(self) -> Master:
        """The programme, made when first asked for."""
        if self._master is None:
            self._master = Master(self.choices, self.watch)
        return self._master

    @property
    def apart(self) -> Master:
        """The programme for questions about single obligations, with what the other one found out."""
        if self._apart is None:
            if self._master is not None and not self._master.groups:
                self._apart = self._master
            else:
                self._apart = Master(self.choices, self.watch, apart=True)
                for cut in self._master.cuts if self._master is not None else ():
                    self._apart.forbid(cut)
        return self._apart

    def prove(self, draft: Draft) -> Proven:
        """Bring a first plan to the proven least of the four tiers, as far as the time allows."""
        best = Best(self.choices, draft, self.watch)
        bound = list(self.choices.floor)
        if best.tiers == self.choices.floor:
            return Proven(best.draft, best.tiers, best.tiers, True)
        self.choices.listen(self.watch.check)
        try:
            self._prove(best, bound)
        except Stopped:
            self._master = None  # it was left in the middle of a question
        finally:
            self.choices.listen()
        return Proven(best.draft, best.tiers, tuple(bound), tuple(bound) == best.tiers)

    def _prove(self, best: Best, bound: list[int]) -> None:
        choices, master = self.choices, self.master
        self.watch.check()
        rows: list[int] = []
        for tier in range(4):
            costs, offset = _costs(choices, master, tier)
            if best.tiers[tier] > choices.floor[tier]:
                solved = master.minimise(costs, best.repairing(tier, offset), best.tiers[tier] - offset)
                if solved.selection is not None:
                    best.offer(solved.selection, None)
                if best.tiers[tier] != solved.value + offset:
                    raise Stopped  # a bound that its plan doesn't reach proves nothing
            bound[tier] = best.tiers[tier]
            if tier < 3:
                rows.append(master.row(costs.items(), None, best.tiers[tier] - offset))
        master.release(rows)  # the questions after the plan are not bound by it


class Best:
    """The best selection so far."""

    def __init__(self, choices: Choices, draft: Draft, watch: Watch) -> None:
        self.choices = choices
        self.watch = watch
        self.draft = draft
        self.tiers = choices.tiers(draft.selection)

    def offer(self, selection: list[int], draft: Draft | None) -> None:
        """Take a selection that holds on every day if it is better."""
        tiers = self.choices.tiers(selection)
        if tiers < self.tiers:
            if draft is None:
                draft = held(self.choices, selection)
                tidy(draft)
            self.draft, self.tiers = draft, tiers
            self.watch.show("proof", self.draft)

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
