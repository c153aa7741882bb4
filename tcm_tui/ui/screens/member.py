"""Area 4, Member: everything about one member on one page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual import events
from textual.containers import Container
from textual.widget import Widget

from tcm_tui.desk.views import MemberView
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import member_ledger
from tcm_tui.ui.screens import member_parts as parts
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.screens.member_item import Item
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets import bars
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

WIDE = 130


class MemberScreen(AreaScreen):
    NAME = "member"
    CONTEXTS = ("acts", "member", "panes")
    BINDINGS = bindings("member", "acts", "panes")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it
    HEAD_LINES = 2

    view: MemberView | None = None

    def parts(self) -> Iterable[Widget]:
        self.month: Table[Item] = Table(member_ledger.LEDGER, lambda r: r.key, id="month")
        self.facts: Table[Item] = Table(parts.PLAIN, lambda r: r.key, id="facts")
        for table in (self.month, self.facts):
            table.moved = self._tell
            table.empty = "No member is chosen: press / and type part of a name."
        self.facts.left_edge = False
        yield Container(self.month, self.facts, id="memberpanes")

    def depends(self) -> Hashable:
        return self.shown.member

    def load(self) -> None:
        shown = self.shown
        if shown.member is None:
            shown.member = shown.pointed or self._first()
        if shown.member is None:
            self.head.show([("Member", "title")], [[("No member is chosen.", "muted")], []])
            return
        before, self.view = self.view, self.source.member(shown.member, shown.on)
        self.source.viewed("member", shown.member)
        self.head.show(self._title(self.view), self._summary(self.view))
        self._fill()
        if before is not None and before.member != self.view.member:
            # Another member's page begins at its top.
            for table in (self.month, self.facts):
                table.action_edge(-1)

    def _first(self) -> str | None:
        """The first member of the caseload, to begin with someone."""
        lines = self.source.lines(self.shown.cm, self.shown.on) if self.shown.cm else []
        return lines[0].member if lines else None

    def _fill(self) -> None:
        view, wide = self.view, self.app.size.width >= WIDE
        if view is None:
            return
        clocks, ledger, visits = parts.clocks(view), member_ledger.ledger(view), member_ledger.visits(view)
        notes = member_ledger.notes(view)
        rest = [*parts.plans(view), *parts.stays(view), *parts.findings(view), *parts.others(view)]
        self.facts.display = wide
        self.month.corners = "├┬" if wide else "├┤"
        if wide:
            self.month.title, self.facts.title = [("Units and visits", "title")], [("Clocks, plan, stays", "title")]
            self.month.put_groups([*ledger, *visits])
            self.facts.put_groups([*clocks, *notes, *rest])
        else:
            self.month.title = [("Everything", "title")]
            self.month.put_groups([*clocks, *notes, *ledger, *visits, *rest])

    def _title(self, view: MemberView) -> Spans:
        return [(view.name, "title"), (f" · {view.member} · born {words.short(view.dob)}, {view.age} years", "text")]

    def _summary(self, view: MemberView) -> list[Spans]:
        worker = f"{view.cm_name} · {view.site}" if view.cm else "no case manager"
        line = view.units.line
        first: Spans = [
            *words.status(view.status),
            *([(" · ", "muted"), ("42 CFR Part 2", "warn")] if view.part2 else []),
            (f" · {words.PROGRAMS.get(view.program, view.program)} {view.focus}", "text"),
        ]
        first += [(" · line ", "muted"), (line.id.upper() if line else "none", "text" if line else "warn")]
        first += [(" · ", "muted"), (worker, "text" if view.cm else "bad")]
        if view.family:
            first += [(f" · family {view.family}", "text")]
        if view.hold:
            since, until, reason = view.hold
            first += [
                (f" · hold {words.short(since)} to {words.short(until)}{': ' + reason if reason else ''}", "info")
            ]
        units = view.units
        cells = 20 if self.app.size.width >= 120 else 10
        second: Spans = [("Today ", "muted")]
        if units.status in ("not-compensable", "no-row"):
            second += words.status(units.status)
        else:
            over = f", {units.day.over} over" if units.day.over else ""
            second += [*bars.units(units.day, cells), (" ", "text")] if self.app.size.width >= 100 else []
            second += [(f"{units.available_today} left{over}", "strong")]
        second += [("   Month ", "muted"), *bars.units(units.month, cells), (f" {words.sum_of(units.month)}", "strong")]
        if units.year is not None:
            second += [("   Year ", "muted"), (words.sum_of(units.year), "strong")]
        return [first, second]

    def _tell(self, item: Item | None) -> None:
        if item is None:
            self.detail.show([])
        else:
            says = item.says or [(" · ".join(_text(cell) for cell in item.cells if not callable(cell)), "text")]
            self.detail.show(says)

    def contexts(self) -> list[str]:
        """Narrow, all is one list: there is no other part to go to."""
        return [where for where in super().contexts() if where != "panes" or self.facts.display]

    def _list(self) -> Table[Item]:
        return self.facts if self.focused is self.facts else self.month

    def subject(self) -> Subject | None:
        if self._list().row is not None:
            return self._list().row.subject  # type: ignore[union-attr]
        return Subject("member", self.view.member) if self.view else None

    def on_table_opened(self, event: Table.Opened) -> None:
        item: Item = event.row
        if item.subject.kind == "worker":
            self.tcm.show_worker(item.subject.id, "caseload")
        elif item.form:
            self.tcm.open_form(item.form, self.acting_on())
        else:
            self.tcm.action_explain()

    def acting_on(self) -> dict[str, str]:
        """The member, and the record the cursor is on."""
        found = super().acting_on()
        row = self._list().row
        if self.view is not None:
            found["member"] = self.view.member
        return found | dict(row.about) if row is not None else found

    def action_new(self, form: str) -> None:
        """A form for another record of this member, whatever line the cursor is on."""
        if self.view is not None:
            of = self.view.cm or self.shown.cm
            self.tcm.open_form(form, {name: text for name, text in (("member", self.view.member), ("cm", of)) if text})

    def action_change(self, form: str) -> None:
        """A form about the member's own row."""
        if self.view is not None:
            self.tcm.open_form(form, {"member": self.view.member, "record": self.view.member})

    def action_remove(self) -> None:
        """Take back the record the cursor is on: what was done is voided, what never was is removed."""
        row = self._list().row
        about = dict(row.about) if row is not None else {}
        if row is None or not about or row.key.startswith("clock"):
            self.tcm.say("This line is worked out from the records; put the cursor on a record.")
        elif row.form in ("plan", "stay", "residence", "authorization", "external"):
            self.tcm.open_form("remove", {"what": row.form, "record": about["record"]})
        else:
            self.tcm.open_form("void", {name: text for name, text in about.items() if name != "record"})

    def action_discharge(self) -> None:
        """What if the present stay ended on some day?"""
        if self.view is not None:
            from tcm_tui.ui.screens.discharge import DischargeScreen

            self.tcm.push_screen(DischargeScreen(self.tcm, self.view.member))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self._tell(self._list().row)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        if self.facts.display != (event.size.width >= WIDE):
            self._fill()
            self.month.focus()
        self.detail.join(*([event.size.width * 58 // 100 - 1] if event.size.width >= WIDE else []))


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else "".join(text for text, _ in cell)  # type: ignore[attr-defined]
