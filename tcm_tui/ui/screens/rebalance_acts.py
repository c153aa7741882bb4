"""What one does to the question of Rebalance: agree to a move, reject it, take somebody out, let somebody join …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tcm_tui.desk.rebalance.asking import Ask, Away, NewWorker
from tcm_tui.ui import words
from tcm_tui.ui.screens.rebalance_base import RebalanceBase
from tcm_tui.ui.screens.rebalance_rows import Line

if TYPE_CHECKING:
    from tcm_tui.desk.rebalance.views import Move
    from tcm_tui.ui.screens.rebalance_forms import Kit

ON_A_MOVE = "Put the cursor on a move."


class RebalanceActs(RebalanceBase):
    """The part of the screen that changes the question."""

    @property
    def line(self) -> Line | None:
        """The line the cursor is on."""
        raise NotImplementedError

    def go_to(self, key: str) -> None:
        """Put the cursor on a line."""
        raise NotImplementedError

    def _move(self) -> Move | None:
        line = self.line
        move: Move | None = line.about if line is not None and line.kind == "move" else None
        return move

    # ── moves ─────────────────────────────────────────────────────────────────────────────────────

    def action_accept(self) -> None:
        """Agree to the move; again: leave it open. The answer stays: it holds the move already."""
        move = self._move()
        if move is None:
            self.tcm.say(ON_A_MOVE)
        elif move.accepted:
            self.change(self.ask.undecided(move.member, move.to))
        else:
            self._agree([move])
            self._on(move)

    def action_accept_all(self) -> None:
        """Agree to all of them."""
        open_ = [move for move in self.plan.moves if not move.accepted] if self.plan else []
        if open_:
            self._agree(open_)
        else:
            self.tcm.say("Nothing is proposed that is not accepted yet.")

    def _agree(self, moves: list[Move]) -> None:
        """Moves of the present answer are agreed to; what is the best answer stays the best."""
        assert self.plan is not None and self.solved is not None
        if self.solving:
            self.tcm.say("It is still being solved; one moment.")
            return
        was = self.ask
        for move in moves:
            self.ask = self.ask.accepting(move.member, move.to)
        self.before = [*self.before, was]
        chosen = {move.member for move in moves}
        self.plan = self.plan._replace(
            moves=tuple(m._replace(accepted=True) if m.member in chosen else m for m in self.plan.moves)
        )
        self.solved = self.solved._replace(ask=self.asked())
        self._stamp = (self.shown.on, self.shown.version, self.depends())
        self.show_plan()

    def _on(self, move: Move) -> None:
        """The cursor goes on to the next move that is not decided, so that the same key takes it."""
        moves = self.plan.moves if self.plan else ()
        at = next((n for n, each in enumerate(moves) if each.member == move.member), 0)
        later = [each for each in [*moves[at:], *moves[:at]] if not each.accepted]
        if later:
            self.go_to(f"move {later[0].member}")

    def action_reject(self) -> None:
        """Rule the move out and solve again; on a line of the what-if: take it away."""
        line, move = self.line, self._move()
        if move is not None:
            self.names.know([(move.member, move.name)])
            self.change(self.ask.rejecting(move.member, move.to))
        elif line is not None and line.kind == "what-if":
            self.change(line.about.without)
        else:
            self.tcm.say("Put the cursor on a move, or on a line of the what-if.")

    def action_stays(self) -> None:
        """The member of the move stays; without a move under the cursor: whom?"""
        move = self._move()
        if move is not None and move.origin is not None:
            self.change(self.ask.with_pin(move.member))
            return
        from tcm_tui.ui.screens import rebalance_forms as forms

        def pinned(found: tuple[str, str]) -> None:
            self.names.know([found])
            self.change(self.ask._replace(pins=self.ask.pins | {found[0]}))

        self._open(forms.stays(self.shown), pinned)

    # ── workers ───────────────────────────────────────────────────────────────────────────────────

    def action_out(self, context: Mapping[str, str] | None = None) -> None:
        """Somebody is on leave or leaves."""
        from tcm_tui.ui.screens import rebalance_forms as forms

        def out(away: Away) -> None:
            others = tuple(each for each in self.ask.leave if each.cm not in (away.cm, (context or {}).get("cm")))
            self.change(self.ask._replace(leave=(*others, away)))

        self._open(forms.out(self.shown, context or {"cm": self._worker()}), out)

    def _worker(self) -> str:
        """The case manager the cursor is on, or who gives the member it is on."""
        line = self.line
        if line is None:
            return ""
        if line.kind == "worker" and line.about.before is not None:
            return str(line.about.row.cm)
        return str(line.about.origin or "") if line.kind == "move" else ""

    def action_join(self, context: Mapping[str, str] | None = None) -> None:
        """Somebody new is there."""
        from tcm_tui.ui.screens import rebalance_forms as forms

        old = (context or {}).get("label")
        taken = {new.label for new in self.ask.new} | {worker.cm for worker in self.shown.staff()}
        label = next(f"New {n}" for n in range(1, 99) if f"New {n}" not in taken)
        sites: list[tuple[str, str]] = []
        with self.tcm.careful():
            sites = self.source.sites()

        def joined(new: NewWorker) -> None:
            others = tuple(each for each in self.ask.new if each.label not in (new.label, old))
            self.change(self.ask._replace(new=(*others, new)))

        self._open(forms.join(self.shown, context or {}, sites, label), joined)

    # ── bounds ────────────────────────────────────────────────────────────────────────────────────

    def action_most(self) -> None:
        """So many moves at most."""
        from tcm_tui.ui.screens import rebalance_forms as forms

        kit = forms.count(
            self.shown,
            "what-if-most",
            "At most so many moves",
            "Moves",
            "Empty: as many as it takes",
            self.ask.max_moves,
        )
        self._open(kit, lambda count: self.change(self.ask._replace(max_moves=count)))

    def action_extra(self) -> None:
        """So many more moves to even out the weighted load."""
        from tcm_tui.ui.screens import rebalance_forms as forms

        kit = forms.count(
            self.shown,
            "what-if-extra",
            "More moves to even out the load",
            "Moves",
            "Beyond the fewest; empty: none",
            self.ask.extra_moves or None,
        )
        self._open(kit, lambda count: self.change(self.ask._replace(extra_moves=count or 0)))

    def open_what_if(self, form: str, context: Mapping[str, str]) -> None:
        """The form that changes a line of the what-if."""
        opens: dict[str, Any] = {
            "out": lambda: self.action_out(context),
            "join": lambda: self.action_join(context),
            "most": self.action_most,
            "extra": self.action_extra,
        }
        if form in opens:
            opens[form]()
        else:
            self.tcm.say("x takes this away; z takes the last choice back.")

    def try_way(self, ask: Ask) -> None:
        """Ask what would do."""
        if self.change(ask._replace(scope=None)):
            self.tcm.say(f"Asked: {words.some(len(self.plan.moves) if self.plan else 0, 'move')}. z takes it back.")

    def _open(self, kit: Kit, asked: Any) -> None:
        from tcm_tui.ui.screens.rebalance_forms import WhatIfForm

        with self.tcm.careful():
            self.tcm.push_screen(WhatIfForm(self.shown, kit, asked))
