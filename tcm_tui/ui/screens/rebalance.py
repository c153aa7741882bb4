"""Area 6, Rebalance: what if; before and after; the moves one by one. Nothing is written until applied."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

from textual import events
from textual.containers import Container
from textual.widget import Widget

from tcm_tui.desk.views import Explanation
from tcm_tui.ui import commands
from tcm_tui.ui.commands import Command, bindings
from tcm_tui.ui.screens import rebalance_rows as rows
from tcm_tui.ui.screens import rebalance_says as says
from tcm_tui.ui.screens.rebalance_apply import RebalanceApply
from tcm_tui.ui.screens.rebalance_asked import what_ifs
from tcm_tui.ui.screens.rebalance_curve import CurvePlot
from tcm_tui.ui.screens.rebalance_rows import Line
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.bands import Detail
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

WIDE = 118
TALL = 34
"""Lines from which the curve has a plot of its own."""
TOLD = 3
KEYS = tuple(f"rebalance.{what}" for what in ("out", "join", "stays", "most", "extra"))
"""How to ask."""


class RebalanceScreen(RebalanceApply):
    NAME = "rebalance"
    CONTEXTS = ("rebalance", "panes")
    BINDINGS = bindings("rebalance", "panes")
    HEAD_LINES = 2
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.detail = Detail(TOLD)
        self.detail.styles.height = TOLD + 1

    def parts(self) -> Iterable[Widget]:
        self.told = rows.told(self.names)
        self.move_columns = rows.move_columns(self.names)
        self.worker_columns = rows.worker_columns(self.names)
        self.moves: Table[Line] = Table(self.told, lambda line: line.key, id="moves")
        self.caseloads: Table[Line] = Table(self.worker_columns, lambda line: line.key, id="caseloads")
        self.curve = CurvePlot()
        self.caseloads.left_edge = False
        for table in (self.moves, self.caseloads):
            table.moved = self._tell
        yield Container(self.moves, Container(self.caseloads, self.curve, id="loads"), id="rebalancepanes")

    # ── showing ───────────────────────────────────────────────────────────────────────────────────

    @property
    def wide(self) -> bool:
        return self.app.size.width >= WIDE

    def show_plan(self) -> None:
        plan = self.plan
        self.show_head()
        if plan is None:
            return
        wide = self.wide
        asked, short = what_ifs(self.ask, self.names), rows.short_of(plan)
        groups = [Group("What if", asked, self.told, self._asked_note(len(asked)))]
        if short:
            note: Spans = [(says.short(plan.shortfall), "bad")]
            if plan.ways:
                note += [("   ↵", "key"), (" on → asks it", "muted")]
            groups.append(Group("Can't be done", short, self.told, note))
        groups.append(Group("Moves", rows.moves_of(plan), self.move_columns, self._moves_note()))
        if plan.notes:
            groups.append(Group("To know", rows.notes_of(plan), self.told))
        loads = rows.workers_of(plan)
        changed = sum(line.about.changes for line in loads)
        note = [(f"{changed} of {len(loads)} change", "muted")]
        if not wide:
            groups.append(Group("Before and after", loads, self.worker_columns, note))
        self.moves.corners = "├┬" if wide else "├┤"
        self.moves.title = [("What if", "title"), (" and what it takes", "muted")] if wide else []
        first = self.moves.row is None
        self.moves.put_groups(groups if plan.before or plan.after else [])
        if first and plan.moves:
            self.moves.select(f"move {plan.moves[0].member}")
        self.caseloads.title, self.caseloads.note = [("Before and after", "title")], note
        self.caseloads.put(loads if wide else [])
        self.curve.display = wide and self.app.size.height >= TALL and len(plan.curve) > 1
        self.curve.show(plan.curve, len(plan.moves))
        self._tell(self.line)

    def _asked_note(self, count: int) -> Spans:
        """How many things are asked, and how to ask."""
        spans: Spans = [(f"{count}   ", "muted")] if count else []
        for id in KEYS:
            command = commands.BY_ID[id]
            spans += [(commands.shown(commands.keys_of(command)[0]), "key"), (f" {command.bar}  ", "muted")]
        return spans

    def _moves_note(self) -> Spans:
        assert self.plan is not None
        moves = self.plan.moves
        if not moves:
            return [("none: nobody has to move" if self.plan.status == "balanced" else "none helps", "muted")]
        accepted = sum(move.accepted for move in moves)
        return [(str(len(moves)), "muted"), (f", {accepted} accepted" if accepted else "", "good")]

    def show_head(self) -> None:
        plan, source = self.plan, self.source
        part = source.scope_label(self.shown.team)
        title: Spans = [("Rebalance", "title"), (f" · {part or source.agency or 'the agency'}", "text")]
        if not self.shown.staff():
            said, hint = self.no_worker()
            self.moves.empty = f"{said}."
            self.head.show(title, [[(f"{said}.", "muted")], hint])
            return
        cells = self.app.size.width - 4
        first = says.result(plan) if plan is not None else []
        second: Spans = []
        if plan is not None:
            plotted = self.wide and self.app.size.height >= TALL
            second = says.spread(plan) if plotted else says.curve_line(plan.curve, len(plan.moves), cells)
            second = second or says.spread(plan)
        if self.run is not None and self.solving:
            so_far = int(perf_counter() - self.run.began)
            since = f", {so_far} s" if so_far else ""
            first = [(f"… solving for {len(self.shown.staff()):,} case managers{since}   ", "accent")]
            first += [("esc", "key"), (" stops", "muted")]
        self.head.show(title, [first, second])

    def _tell(self, line: Line | None) -> None:
        self.detail.show(*says.detail(self.line, self.names, self.app.size.width - 4, TOLD))

    # ── where one is ──────────────────────────────────────────────────────────────────────────────

    def _list(self) -> Table[Line]:
        return self.caseloads if self.focused is self.caseloads else self.moves

    @property
    def line(self) -> Line | None:
        return self._list().row

    def go_to(self, key: str) -> None:
        self._list().select(key)

    def contexts(self) -> list[str]:
        """Narrow, all is one list: there is no other part to go to."""
        return [where for where in super().contexts() if where != "panes" or self.wide]

    def offer(self) -> list[Command]:
        """What is done here stands first."""
        found = super().offer()
        return sorted(found, key=lambda c: (c.where == "everywhere", c.where != "rebalance"))

    def subject(self) -> Subject | None:
        line = self.line
        if line is None:
            return None
        if line.kind == "move":
            return Subject("member", line.about.member)
        return Subject("worker", line.about.row.cm) if line.kind == "worker" else None

    def explained(self) -> list[Explanation]:
        if self.line is None or self.plan is None:
            return []
        return says.explained(self.line, self.plan, self.names)

    def back(self) -> bool:
        return super().back() or self.stop()

    def on_table_opened(self, event: Table.Opened) -> None:
        line: Line = event.row
        if line.kind == "move":
            self.tcm.show_member(line.about.member)
        elif line.kind == "worker" and line.about.before is not None:
            self.tcm.show_worker(line.about.row.cm, "caseload")
        elif line.kind == "what-if":
            self.open_what_if(line.about.form, dict(line.about.context))
        elif line.kind == "way":
            self.try_way(line.about.ask)
        else:
            self.tcm.action_explain()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self._tell(self.line)

    def on_resize(self, event: events.Resize) -> None:
        was = self._width
        super().on_resize(event)
        if self.plan is not None and was and (was >= WIDE) != self.wide:
            self.moves.focus()
        self.detail.join(*([event.size.width // 2 - 1] if self.wide else []))
