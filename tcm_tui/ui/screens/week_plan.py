"""Planning the week: a first plan at once as ghosts, then the proof in a thread; ghosts are accepted or dropped."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from functools import partial
from time import perf_counter

from tcm_tui.desk.views import Accepted, PlannedVisit, PlanView, WriteResult
from tcm_tui.ui import words
from tcm_tui.ui.screens.aside import AsideScreen, Run
from tcm_tui.ui.screens.week_base import WeekBase, of_ghost
from tcm_tui.ui.screens.week_kept import OLDER, KeptPlans
from tcm_tui.ui.screens.week_queue import found_out
from tcm_tui.ui.screens.week_says import not_booked
from tcm_tui.ui.words import Spans

STOPS: Spans = [("esc", "key"), (" stops", "muted")]
TICK = 1.0
"""Seconds between two looks at how long a proof takes."""


class Proof(Run):
    """The proof of a week's plan that is under way."""

    def __init__(self, cm: str, on: date, monday: date) -> None:
        self.cm, self.on, self.monday = cm, on, monday
        self.began = perf_counter()


class WeekPlanning(WeekBase, AsideScreen):
    """The part of the week's screen that asks the planner."""

    def __init__(self) -> None:
        super().__init__()
        self.run: Proof | None = None
        self.storing: list[PlannedVisit] = []
        """Proposals that are being booked just now."""
        self._others = KeptPlans()
        self._made_from: Hashable = None

    # ── asking ────────────────────────────────────────────────────────────────────────────────────

    def action_plan(self) -> None:
        """The first plan at once, then its proof; planning again keeps what is booked."""
        if self.view is None:
            return
        self.put_back()
        self.stop()
        run = Proof(self.view.cm, self.shown.on, self.first_day)
        with self.tcm.careful():
            self._prove(run, self.source.quick_plan(run.cm, run.on, run.monday))

    def _prove(self, run: Proof, plan: PlanView) -> None:
        self.run = run
        self.show_plan(plan)
        if self.ghosts:
            self.grid.focus()
            self.grid.select(of_ghost(self.ghosts[0]).key)
        source = self.source
        self.begin(
            run,
            lambda better: source.propose(run.cm, run.on, run.monday, better),
            self.show_plan,
            self.show_plan,
        )
        self.set_timer(TICK, partial(self._tick, run))

    def _tick(self, run: Proof) -> None:
        if run is self.run:
            self.show_head()
            self.set_timer(TICK, partial(self._tick, run))

    def stop(self) -> bool:
        """Stop a proof that is under way; the plan stays as it is. False when there was none."""
        if not super().stop():
            return False
        if self.plan is not None:
            self.plan = self.plan._replace(stage="stopped")
        self.show_head()
        return True

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    def show_plan(self, plan: PlanView | None) -> None:
        """Show this plan's proposals; the cursor stays on its block where that still is."""
        self.plan, self._made_from = plan, self.shown.version
        self.ghosts = [visit for visit in plan.visits if visit.state == "proposed"] if plan else []
        self.ghosts += plan.dropped if plan else ()
        self.show_queue()
        self.show_head()
        self.show_days()
        self.key_bar.show(self.offer())

    def change_plan(self, cm: str, monday: date) -> None:
        """Another week is shown: its plan, if it had one, and this one's is kept for when one comes back."""
        self.stop()
        if self.plan is not None:
            self._others.keep(self.plan, self.ghosts, self._made_from)
        self._made_from = self.shown.version
        self.plan, self.ghosts = self._others.take(cm, monday, self.shown.on, self.shown.version)
        self.storing = []

    def drop_taken(self) -> None:
        """Drop proposals into whose time something else was booked or moved since, here or by somebody else."""
        view = self.view
        if view is None or self.plan is None:
            return
        taken = [(v.appointment, v.date, v.start, v.stop) for v in view.visits if v.status in ("scheduled", "kept")]
        gone = [
            ghost
            for ghost in self.ghosts
            if ghost.state == "proposed" and not any(ghost is each for each in self.storing)
            if any(
                ghost.date == day and appointment != ghost.appointment and _meet(ghost.start, ghost.stop, start, stop)
                for appointment, day, start, stop in taken
                if not any(other.appointment == appointment for other in self.ghosts)
            )
        ]
        if gone:
            self.ghosts = [ghost for ghost in self.ghosts if not any(ghost is each for each in gone)]
            count = words.some(len(gone), "proposal")
            # After what has been written, the telling of which takes other notices away.
            told = f"{count} dropped: something else is booked there now. p plans anew."
            self.call_after_refresh(self.tcm.say, told)

    def show_queue(self) -> None:
        """Fill the queue anew."""
        raise NotImplementedError

    def plan_line(self, cells: int) -> Spans:
        """How many are proposed, what can't be met, how far the proof is."""
        plan = self.plan
        if plan is None:
            return []
        count = len(self.ghosts)
        spans: Spans = [("Plan ", "muted")]
        spans += [(f"░ {count} proposed", "info")] if count else [("✓ nothing more to propose", "good")]
        if plan.unmet:
            known = found_out(plan)
            left = (f"✗ {len(plan.unmet)} can't be met", "bad") if known else (f"○ {len(plan.unmet)} left out", "warn")
            spans += [("   ", "text"), left]
        spans.append(("   ", "text"))
        if self.run is not None:
            so_far = int(perf_counter() - self.run.began)
            since = f", {so_far} s" if so_far else ""
            return [*spans, (f"… proving that it is the best{since}   ", "accent"), *STOPS]
        took = f" in {plan.seconds:.0f} s" if plan.seconds >= 2 else ""
        stages: dict[str, Spans] = {
            "proved": [(f"✓ proved best{took}", "good")],
            "best found": [(f"! best found in {plan.seconds:.0f} s, not proved", "warn")],
        }
        if plan.stage == OLDER:
            return [*spans, ("– made before the records changed: ", "warn"), ("p", "key"), (" plans anew", "muted")]
        return [*spans, *stages.get(plan.stage, [("– stopped, not proved", "muted")])]

    # ── accepting and dropping ────────────────────────────────────────────────────────────────────

    def _ghost(self) -> PlannedVisit | None:
        self.put_back()
        about = self.grid.item.about if self.grid.item else None
        if isinstance(about, PlannedVisit):
            if not any(about is each for each in self.storing):
                return about
            self.tcm.say(f"{about.member_name} is being booked; one moment.")
            return None
        self.tcm.say("Put the cursor on a proposed visit ░." if self.ghosts else "Nothing is proposed; p plans.")
        return None

    def action_accept(self) -> None:
        ghost = self._ghost()
        if ghost is not None:
            self._accept([ghost])

    def action_accept_all(self) -> None:
        self.put_back()
        ghosts = [ghost for ghost in self.ghosts if not any(ghost is each for each in self.storing)]
        if ghosts:
            self._accept(ghosts)
        elif not self.storing:
            self.tcm.say("Nothing is proposed; p plans.")

    def _accept(self, visits: Sequence[PlannedVisit], because: str | None = None) -> None:
        self.stop()
        on = self.shown.on
        self.storing += visits
        if after := self._next_ghost([*visits, *self.storing]):
            # At once: the same key again is about the next one, however long the first takes to be stored.
            self.grid.select(after)
        self.tcm.write(
            lambda source: source.accept(visits, on, because),
            partial(self._accepted, visits),
            partial(self._no_longer, visits),
        )

    def _no_longer(self, visits: Sequence[PlannedVisit]) -> None:
        """They are no longer being booked, whatever came of it."""
        self.storing = [each for each in self.storing if not any(each is visit for visit in visits)]

    def _accepted(self, visits: Sequence[PlannedVisit], accepted: Accepted) -> None:
        """What was stored is booked now; what was not stays proposed, and why is said or a reason asked for."""
        self._no_longer(visits)
        pairs = list(zip(visits, accepted.results, strict=True))
        kept = [visit for visit, result in pairs if result.id is not None]
        left = [visit for visit, result in pairs if result.id is None]
        about = self.grid.item.about if self.grid.item else None
        after = None
        if any(about is visit for visit in kept):
            after = self._next_ghost(kept)
        elif len(left) == len(visits) == 1:
            after = of_ghost(left[0]).key
        self.ghosts = [ghost for ghost in self.ghosts if not any(ghost is visit for visit in kept)]
        if kept:
            self.tcm.wrote(WriteResult(None, "ok", (), accepted.batch), self._done(kept))
        refused = [(visit, result) for visit, result in pairs if result.id is None and result.verdict == "refused"]
        if refused:
            self.tcm.say(not_booked(refused), "error")
        self._less(after)
        waiting = [(visit, result) for visit, result in pairs if result.id is None and result.verdict == "warn"]
        if waiting:
            from tcm_tui.ui.screens.week_reason import ReasonScreen

            again = partial(self._accept, [visit for visit, _ in waiting])
            self.tcm.push_screen(ReasonScreen([result for _, result in waiting], again))

    def _done(self, kept: Sequence[PlannedVisit]) -> str:
        if len(kept) > 1:
            return f"{words.some(len(kept), 'visit')} of the plan booked"
        verb = "cancelled" if kept[0].state == "dropped" else "booked"
        return f"{kept[0].member_name} {verb}, {words.near(kept[0].date, self.shown.on)} {words.clock(kept[0].start)}"

    def action_drop(self) -> None:
        ghost = self._ghost()
        if ghost is not None:
            self.stop()
            after = self._next_ghost([ghost])
            self.ghosts = [each for each in self.ghosts if each is not ghost]
            self._less(after)

    def action_drop_all(self) -> None:
        self.put_back()
        if self.plan is None:
            self.tcm.say("Nothing is proposed; p plans.")
            return
        self.stop()
        self.show_plan(None)

    def _next_ghost(self, gone: Sequence[PlannedVisit]) -> str | None:
        """The key of the proposal after these, or before them; None when none is left."""
        order = sorted(self.ghosts, key=lambda g: (g.date, g.start or 0))
        left = [g for g in order if not any(g is each for each in gone)]
        later = [g for g in left if (g.date, g.start or 0) >= (gone[0].date, gone[0].start or 0)] if gone else []
        found = (later or left[-1:])[:1]
        return of_ghost(found[0]).key if found else None

    def _less(self, cursor: str | None) -> None:
        """Fewer proposals are left; a plan of which nothing is left to say goes."""
        if self.plan is not None and not self.ghosts and not self.plan.unmet:
            self.show_plan(None)
            return
        self.show_head()
        self.show_days(cursor)
        self.key_bar.show(self.offer())


def _meet(start: int | None, stop: int | None, begins: int | None, ends: int | None) -> bool:
    """Whether two spans of minutes overlap; what has no time overlaps nothing."""
    if start is None or stop is None or begins is None or ends is None:
        return False
    return start < ends and begins < stop
