"""The question of Rebalance and its answer: asked at once where that is quick, else in a thread; choices taken back."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.rebalance.asking import Ask
from tcm_tui.ui import crash, words
from tcm_tui.ui.screens.rebalance_rows import Names
from tcm_tui.ui.screens.staff_part import PartedScreen

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.views import Rebalance

AT_ONCE = 60
"""Case managers up to whom the answer comes while the key is pressed; more are solved in a thread."""
TICK = 1.0
MOST_CHOICES = 200
"""Choices that can be taken back."""


class Stamp(NamedTuple):
    """What an answer belongs to."""

    on: date
    version: int
    ask: Ask


class Run:
    """One question being answered in a thread. stopped: nobody waits for it any more, and its thread breaks it off."""

    def __init__(self, stamp: Stamp) -> None:
        self.stamp = stamp
        self.stopped = False
        self.began = perf_counter()

    def going_on(self) -> bool:
        """Asked by the thread, all the while."""
        return not self.stopped


class RebalanceBase(PartedScreen):
    """ask: the what-if as it stands; plan: the answer last shown; solved: what that answers."""

    def __init__(self) -> None:
        super().__init__()
        self.ask = Ask()
        self.before: list[Ask] = []
        self.plan: Rebalance | None = None
        self.solved: Stamp | None = None
        self.run: Run | None = None
        self.names = Names()
        self._again = False
        self._forced = False

    def depends(self) -> Hashable:
        return self.asked()

    def asked(self) -> Ask:
        """The question with the part of the agency that is looked at."""
        team = self.shown.team
        return self.ask._replace(scope=None if team.all else team)

    def read(self, force: bool = False) -> None:
        self._forced = force
        super().read(force)

    # ── solving ───────────────────────────────────────────────────────────────────────────────────

    def load(self) -> None:
        staff = self.shown.staff()
        self.names.know((worker.cm, worker.name) for worker in staff)
        stamp = Stamp(self.shown.on, self.shown.version, self.asked())
        if self.run is not None:
            self.run.stopped = True
        if len(staff) <= AT_ONCE:
            self.run = None
            self.answered(stamp, self.source.rebalance(stamp.on, stamp.ask))
        elif self.run is not None:
            # One at a time: what is under way is broken off, and what is wanted now comes after it.
            self._again = True
            self.show_head()
        else:
            self._begin(stamp)

    def _begin(self, stamp: Stamp) -> None:
        self.run = run = Run(stamp)
        self.show_head()
        self.run_worker(partial(self._work, run), thread=True, group="rebalance", exit_on_error=False)
        self.set_timer(TICK, partial(self._tick, run))

    def _tick(self, run: Run) -> None:
        if run is self.run:
            self.show_head()
            self.set_timer(TICK, partial(self._tick, run))

    def _work(self, run: Run) -> None:
        """In the thread."""
        try:
            plan = self.source.rebalance(run.stamp.on, run.stamp.ask, run.going_on)
        except Exception as error:
            self.call_later(self._done, run, None, error)
        else:
            self.call_later(self._done, run, plan, None)

    def _done(self, run: Run, plan: Rebalance | None, error: Exception | None) -> None:
        self.run = None
        if self._again:
            self._again = False
            self._begin(Stamp(self.shown.on, self.shown.version, self.asked()))
        elif run.stopped:
            self.show_head()
        elif error is not None:
            told = crash.sentence(error)
            if told is None:
                raise error
            self.show_head()
            self.tcm.say(told, "error")
        elif plan is not None:
            self.answered(run.stamp, plan)

    @property
    def solving(self) -> bool:
        """Whether an answer is under way that somebody waits for."""
        return self.run is not None and (self._again or not self.run.stopped)

    def stop(self) -> bool:
        """Break off what is being solved; False when nothing is."""
        if self.run is None or not self.solving:
            return False
        self.run.stopped, self._again = True, False
        self.show_head()
        before = "" if self.plan is None else " what is shown answers the question before."
        self.tcm.say(f"Broken off;{before} F5 asks again.")
        return True

    def answered(self, stamp: Stamp, plan: Rebalance) -> None:
        """Show an answer, and say so where it is another because the records are."""
        before, self.plan = self.plan, plan
        was, self.solved = self.solved, stamp
        self.names.know((row.cm, row.name) for rows in (plan.before, plan.after) for row in rows)
        self.names.know((move.member, move.name) for move in plan.moves)
        self.show_plan()
        if before is None or was is None or self._forced or was.version == stamp.version:
            return
        if was == stamp._replace(version=was.version):
            same = [move[:4] for move in before.moves] == [move[:4] for move in plan.moves]
            what = "the moves are the same" if same else f"{words.some(len(plan.moves), 'move')} now"
            self.tcm.say(f"The records have changed meanwhile; solved again: {what}.")

    def on_unmount(self) -> None:
        if self.run is not None:
            self.run.stopped = True

    # ── choosing ──────────────────────────────────────────────────────────────────────────────────

    def change(self, ask: Ask) -> bool:
        """Ask this instead; False where it can't be asked, which is told."""
        if ask == self.ask:
            return True
        was, self.ask = self.ask, ask
        try:
            self.solve()
        except DeskError as error:
            self.ask = was
            self.tcm.say(str(error), "error")
            return False
        self.before = [*self.before[-MOST_CHOICES:], was]
        return True

    def solve(self) -> None:
        """Answer the question as it stands now."""
        self._forced = True
        self._stamp = (self.shown.on, self.shown.version, self.depends())
        self.load()

    def action_take_back(self) -> None:
        """The question is again what it was before the last choice."""
        if not self.before:
            self.tcm.say("There is no choice to take back.")
            return
        *kept, last = self.before
        self.change(last)
        self.before = kept

    def action_clear(self) -> None:
        """Ask about the agency as it is."""
        if self.ask == Ask():
            self.tcm.say("Nothing is asked but the agency as it is.")
        else:
            self.change(Ask())

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def show_head(self) -> None:
        raise NotImplementedError

    def show_plan(self) -> None:
        raise NotImplementedError
