"""From what if to what is: the moves applied from a day on in one write, hand-over sheets, members given by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui import words
from tcm_tui.ui.screens import rebalance_says as says
from tcm_tui.ui.screens.rebalance_acts import RebalanceActs

if TYPE_CHECKING:
    from tcm_tui.desk.holding import Held
    from tcm_tui.desk.rebalance.views import Move, Rebalance
    from tcm_tui.ui.screens.rebalance_forms import Kit
    from tcm_tui.ui.source import Batch, Source


class Chosen(NamedTuple):
    """What is to be applied. only: these members, None for all moves."""

    effective: date
    only: frozenset[str] | None


class RebalanceApply(RebalanceActs):
    """The part of the screen that writes. made: the last write here, of which there are sheets, and its day."""

    def __init__(self) -> None:
        super().__init__()
        self.made: tuple[Batch, date] | None = None

    # ── applying ──────────────────────────────────────────────────────────────────────────────────

    def action_apply(self) -> None:
        """From when? Then the moves are made."""
        plan = self.plan
        if plan is None or not plan.moves:
            self.tcm.say("There is no move to apply.")
        elif self.solving:
            self.tcm.say("It is still being solved; one moment.")
        else:
            from tcm_tui.ui.screens.rebalance_forms import WhatIfForm

            with self.tcm.careful():
                self.tcm.push_screen(WhatIfForm(self.shown, self._applying(plan), self._applied, self._sheets))

    def _applying(self, plan: Rebalance) -> Kit:
        """The form of applying."""
        from tcm_tui.desk.forms.shapes import Field, Form
        from tcm_tui.ui.screens.rebalance_forms import Kit, Wrong, day

        accepted = frozenset(move.member for move in plan.moves if move.accepted)
        some = 0 < len(accepted) < len(plan.moves)
        choices = (f"accepted {len(accepted)}", f"all {len(plan.moves)}")
        fields = [Field("effective", "From", "day", True, help="The first day with the new case managers")]
        if some:
            fields.append(Field("moves", "Moves", "choice", True, choices, "The others stay proposed"))
        first = max([self.shown.on, *(away.from_day for away in self.ask.leave)])
        begin = {"effective": first.isoformat(), "moves": choices[0]}
        form = Form("apply-moves", "Apply the moves", tuple(fields), "apply")

        def read(texts: Mapping[str, str]) -> Chosen:
            effective = day(texts, "effective", self.shown.today)
            if effective is None:
                raise Wrong(effective="From which day? Type fri, +2d, eom or 2026-11-20.")
            if some and texts["moves"] not in choices:
                raise Wrong(moves=f"Choose {choices[0]} or {choices[1]}.")
            return Chosen(effective, accepted if some and texts["moves"] == choices[0] else None)

        def store(source: Source, chosen: Chosen, because: str | None) -> WriteResult:
            return source.make_moves(plan, chosen.effective, chosen.only, because).result

        def judge(chosen: Chosen) -> tuple[str, tuple[Reason, ...]]:
            return self._judged(plan, chosen)

        def said(chosen: Chosen) -> str:
            count = len(plan.moves if chosen.only is None else chosen.only)
            done = f"{words.some(count, 'member')} moved from {words.day(chosen.effective)} on"
            told = [each.name for each in plan.absences if chosen.only is None and not each.against]
            return f"{done}; what was asked of {', '.join(told)} is recorded." if told else f"{done}."

        return Kit(form, begin, read, judge, store, said)

    def _judged(self, plan: Rebalance, chosen: Chosen) -> tuple[str, tuple[Reason, ...]]:
        """What will be written, in words."""
        new = {worker.label for worker in plan.ask.new}
        moves = [move for move in plan.moves if chosen.only is None or move.member in chosen.only]
        unknown = sorted({move.to for move in moves} & new)
        if unknown:
            said = f"{', '.join(unknown)} {'are' if unknown[1:] else 'is'} not recorded yet: N records a case manager"
            return "refused", (Reason("R31", said, ""),)
        # First what else is written: the list of who gives and takes may be long.
        told = [self.names.within(says.absence(each, chosen.effective)) for each in plan.absences]
        if chosen.only is not None and told:
            whose = ", ".join(each.name for each in plan.absences)
            told = [f"nothing is recorded of {whose} before all the moves are made"]
        backs = {move.back for move in moves if move.back is not None}
        if backs:
            several = words.some(sum(move.back is not None for move in moves), "member")
            told.append(f"{several} back on {words.day(min(backs))}")
        told.append(f"{words.some(len(moves), 'member')} in one write: {self._who(moves)}")
        reasons = [Reason("R31", said, "") for said in told]
        if chosen.effective != plan.on:
            # First: members who come or go until then are in no figure of the plan.
            said = f"solved for the caseloads of {words.day(plan.on)}; ] goes on to {words.day(chosen.effective)}"
            reasons.insert(0, Reason("R31", f"{said} and solves for that day", ""))
        reasons.append(
            Reason("R17-R20", "clocks, contacts and booked visits go along; ctrl+z takes all of it back", "")
        )
        if plan.shortfall and chosen.only is None:
            said = f"{words.some(plan.shortfall, 'place')} would still be short; it goes on with a reason"
            return "warn", (Reason("R9", said, ""), *reasons)
        return "ok", tuple(reasons)

    def _who(self, moves: Sequence[Move]) -> str:
        """``Jordan Blue gives 2; Dana Whitehorse gives 1, takes 3``"""
        gives = Counter(move.origin for move in moves if move.origin is not None)
        takes = Counter(move.to for move in moves)
        said = []
        for cm in dict.fromkeys([*gives, *takes]):
            parts = [f"{verb} {n[cm]}" for verb, n in (("gives", gives), ("takes", takes)) if n[cm]]
            said.append(f"{self.names[cm]} {', '.join(parts)}")
        return "; ".join(said)

    def _applied(self, chosen: Chosen) -> None:
        """It is written: what was agreed to is done, the rest of the question stands."""
        plan = self.plan
        done = (
            {(m.member, m.to) for m in plan.moves if chosen.only is None or m.member in chosen.only} if plan else set()
        )
        self.before = [*self.before, self.ask]
        leave = self.ask.leave
        if plan and chosen.only is None and not plan.shortfall:
            # recorded, the records say it from now on; what lies ahead of the day looked from is asked still
            told = {each.cm for each in plan.absences if each.begins(chosen.effective) <= chosen.effective}
            leave = tuple(away for away in leave if away.cm not in told)
        self.ask = self.ask._replace(accepted=self.ask.accepted - done, extra_moves=0, leave=leave)
        if chosen.effective > self.shown.on:
            # Seen from before, the members still are where they were: as if nothing had been applied.
            self.shown.on = chosen.effective
        self._effective = chosen.effective

    # ── sheets ────────────────────────────────────────────────────────────────────────────────────

    def _sheets(self, result: WriteResult) -> None:
        """After a write: offer what both workers need to know."""
        if result.batch is not None:
            self.made = result.batch, self._effective
            self.action_sheets()

    def action_sheets(self) -> None:
        """The hand-over sheets of the last moves applied here."""
        if self.made is None:
            self.tcm.say("Hand-over sheets are of moves that were applied; ctrl+s applies these.")
            return
        from tcm_tui.ui.screens.rebalance_sheets import SheetsScreen

        self.tcm.push_screen(SheetsScreen(*self.made))

    # ── by hand ───────────────────────────────────────────────────────────────────────────────────

    def action_hand(self) -> None:
        """Members of a worker given away or brought back by hand."""
        cm = self._worker()
        if cm:
            self._by_hand(cm)
            return
        from tcm_tui.ui.screens.rebalance_hand import WhoseScreen

        self.tcm.push_screen(WhoseScreen(self.shown.staff(), self._by_hand))

    def _by_hand(self, cm: str) -> None:
        from tcm_tui.ui.screens.rebalance_hand import HandScreen

        with self.tcm.careful():
            now, before = self.source.held(cm, self.shown.on)
            if now or before:
                self.tcm.push_screen(HandScreen(cm, self.names, now, before, self._given))
            else:
                self.tcm.say(f"{self.names[cm]} has no members, and had none in the year before.")

    def _given(self, cm: str, now: list[Held], before: list[Held]) -> None:
        """What was marked: the former come back in the question, the others go where one says."""
        self.names.know((each.member, each.name) for each in [*now, *before])
        if before:
            ask = self.ask
            for each in before:
                ask = ask.accepting(each.member, cm)
            if self.change(ask) and not now:
                self.tcm.say(f"{words.some(len(before), 'member')} back with {self.names[cm]}; ctrl+s applies it.")
        if now:
            from tcm_tui.ui.screens.rebalance_forms import WhatIfForm
            from tcm_tui.ui.screens.rebalance_hand import Giving, giving

            members = [each.member for each in now]

            def given(value: Giving) -> None:
                if value.to is None:
                    self.change(self.ask._replace(forbid=self.ask.forbid | {(member, cm) for member in members}))
                else:
                    self._effective = value.effective
                    self.shown.on = max(self.shown.on, value.effective)

            kit = giving(self.shown, self.names, cm, members)
            self.tcm.push_screen(WhatIfForm(self.shown, kit, given, self._sheets))
