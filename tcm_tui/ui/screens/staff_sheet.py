"""One worker's sheet: everything asked, consultation by week, what they may take and bill, every credential."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from textual.widget import Widget

from tcm_tui.desk.views.staff import StaffSheet
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens import staff_parts as parts
from tcm_tui.ui.screens import staff_rows as rows
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.screens.member_item import Item
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans


class StaffSheetScreen(AreaScreen):
    NAME = "staff_sheet"
    TAB = "agency"
    CONTEXTS = ("sheet", "worker")
    BINDINGS = bindings("sheet", "worker")
    HEAD_LINES = 2
    OF_A_WORKER = True

    sheet: StaffSheet | None = None

    def parts(self) -> Iterable[Widget]:
        self.table: Table[Item] = Table(parts.ASKED, lambda r: r.key, id="sheet")
        self.table.empty = "Nothing is on file for this case manager."
        self.table.moved = self._tell
        yield self.table

    def depends(self) -> Hashable:
        return self.shown.cm

    def load(self) -> None:
        before, sheet = self.sheet, self.source.staff_sheet(self.shown.cm, self.shown.on)
        self.sheet = sheet
        if sheet is None:
            self.head.show([("Staff sheet", "title")], [[("This case manager is not on file.", "muted")], []])
            self.table.put([])
            return
        row = sheet.row
        place = self.shown.place_of_worker()
        title: Spans = [(row.name, "title"), (f" · CM {row.level} {words.PROGRAMS.get(row.type, row.type)}", "text")]
        title += [(f" · {row.site}{' ' + row.contract if row.contract else ''}", "text")]
        self.head.show(title, [self._standing(sheet), self._basis(sheet)], [(place, "muted")] if place else None)
        self.table.title = [("Staff sheet", "title")]
        self.table.put_groups(parts.groups(sheet))
        if before is not None and before.row.cm != row.cm:
            self.table.action_edge(-1)  # another worker's sheet begins at its top

    def _standing(self, sheet: StaffSheet) -> Spans:
        row = sheet.row
        spans: Spans = [*rows.standing(row), (" · takes ", "muted"), *rows.takes(row), (" · bills ", "muted")]
        spans += rows.bills(row)
        if row.weeks:
            spans += [(" · consultation ", "muted"), *rows.this_week(row)]
        return spans

    def _basis(self, sheet: StaffSheet) -> Spans:
        row, hours = sheet.row, sheet.hours
        spans: Spans = [("Hired ", "muted"), (words.short(sheet.hired_on), "text")]
        spans += [(" left ", "muted"), (words.short(sheet.left_on), "text")] if sheet.left_on else []
        spans += [(" · supervised by ", "muted"), (sheet.supervisor, "text")] if sheet.supervisor else []
        if row.annual is not None and hours.expected is not None:
            spans += [(f" · {row.annual:,} h a year: ", "muted")]
            spans += [(f"{words.hours(hours.worked)} of {words.hours(hours.expected)} to date", "text")]
            if hours.hired_on is not None:
                spans += [(f", {words.hours(hours.since_hire_expected or 0)} since the hire", "text")]
        return spans

    def _tell(self, item: Item | None) -> None:
        self.detail.show(item.says if item is not None else [])

    def subject(self) -> Subject | None:
        item = self.table.row
        return item.subject if item is not None else Subject("staff", self.shown.cm)

    def _about(self) -> dict[str, str]:
        """The worker, and the credential the cursor is on."""
        item = self.table.row
        return {"cm": self.shown.cm} | (dict(item.about) if item is not None else {})

    def acting_on(self) -> dict[str, str]:
        """A new record is about the worker, whatever is recorded where the cursor is."""
        return {"cm": self.shown.cm}

    def on_table_opened(self, event: Table.Opened) -> None:
        item: Item = event.row
        if item.form:
            self.tcm.open_form(item.form, self._about())
        else:
            self.tcm.action_explain()

    def action_new(self) -> None:
        """A new credential of the kind the cursor is on."""
        told = self._about()
        told.pop("record", None)
        self.tcm.open_form("credential", told)

    def action_remove(self) -> None:
        record = self._about().get("record")
        if record:
            self.tcm.open_form("remove", {"what": "credential", "record": record})
        else:
            self.tcm.say("This line is worked out from the records; put the cursor on a credential.")
