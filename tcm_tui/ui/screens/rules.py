"""Area 7, Rules: the rule book with the values in force, earlier and later ones, and the agency's settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from textual import events
from textual.containers import Container
from textual.widget import Widget

from tcm_tui.desk.views import RuleView
from tcm_tui.ui import words
from tcm_tui.ui.commands import bindings
from tcm_tui.ui.screens.area import AreaScreen
from tcm_tui.ui.source import Subject
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.widgets.reader import Paragraph, Reader
from tcm_tui.ui.widgets.table import Table
from tcm_tui.ui.words import Spans

WIDE = 110


class Entry(NamedTuple):
    """A rule, or a setting of the agency (rule None)."""

    id: str
    title: str
    source: str
    rule: RuleView | None = None
    value: str = ""


COLUMNS: tuple[Column[Entry], ...] = (
    Column(
        "id",
        "Id",
        lambda r, n: [(r.id if r.rule else "", "key")],
        4,
        4,
        0,
        sort=lambda r: int(r.id[1:]) if r.rule else None,
    ),
    Column(
        "title",
        "Rule",
        lambda r, n: [(r.title, "text")] + ([(f" = {r.value}", "text")] if not r.rule else []),
        20,
        60,
        4,
        sort=lambda r: r.title.casefold(),
    ),
    Column("kind", "", lambda r, n: [("? open", "warn")] if r.rule and r.rule.question else [], 6, 6, 0, 2),
)


def paragraphs(rule: RuleView, on: date) -> list[Paragraph]:
    """A rule's page."""
    said: list[Paragraph] = [([(rule.title, "strong")], 0), ([], 0), ([(rule.text, "text")], 0)]
    if rule.reading:
        said += [([], 0), ([("Our reading  ", "key"), (rule.reading, "text")], 0)]
    if rule.values:
        said += [([], 0), ([(f"Values on {words.day(on)}", "key")], 0)]
        for value in rule.values:
            since = words.day(value.from_) if value.from_ else "as far back as known"
            mark = ("✓ in force", "good") if value.in_force else ("– not in force", "muted")
            said.append(([("  ", "text"), (value.amount, "strong"), (f"  from {since}  ", "muted"), mark], 4))
            told = " · ".join(part for part in (value.key, value.source, value.reading) if part)
            said.append(([("    ", "text"), (told, "muted")], 4))
    if rule.question:
        said += [([], 0), ([("? Open question  ", "warn"), (rule.question, "text")], 0)]
    said += [([], 0), ([("Source  ", "key"), (rule.source, "text")], 0)]
    if rule.shown_in:
        said.append(([("Shown in  ", "key"), (", ".join(rule.shown_in), "text")], 0))
    return said


def setting_page(entry: Entry) -> list[Paragraph]:
    return [
        ([(entry.title, "strong"), (" = ", "muted"), (entry.value, "strong")], 0),
        ([], 0),
        ([("A choice of the agency. Enter opens the settings, where it is told about and changed.", "text")], 0),
    ]


class RulesScreen(AreaScreen):
    NAME = "rules"
    CONTEXTS = ("panes",)
    BINDINGS = bindings("panes")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual has it
    HEAD_LINES = 0

    def parts(self) -> Iterable[Widget]:
        self.table: Table[Entry] = Table(COLUMNS, lambda r: r.id, id="rulelist")
        self.table.corners = "┌┬"
        self.table.moved = self._tell
        self.reader = Reader("rulepage", ends="─┐", left=False)
        yield Container(self.table, self.reader, id="rulepanes")

    def load(self) -> None:
        rules = [Entry(rule.id, rule.title, rule.source, rule) for rule in self.source.rules(self.shown.on)]
        settings = [Entry(f"={name}", name, "", None, value) for name, value in self.source.settings()]
        self.table.title = [("Rules", "title"), (f" {len(rules)}", "muted")]
        self.table.put_groups([Group("The two documents", rules), Group("The agency's settings", settings)])

    def _tell(self, entry: Entry | None) -> None:
        """The page of the entry the cursor is on, painted with the cursor."""
        if entry is None:
            self.reader.show([], [])
            self.detail.show([])
        elif entry.rule is None:
            self.reader.show([("Setting", "title")], setting_page(entry))
            self.detail.show([(entry.title, "strong"), (" · ", "muted"), (entry.value, "text")])
        else:
            rule = entry.rule
            title: Spans = [(entry.id, "title"), (f" · document {rule.document} · {rule.status}", "muted")]
            self.reader.show(title, paragraphs(rule, self.shown.on), rule.id)
            self.detail.show([(entry.id, "strong"), (" · ", "muted"), (entry.source, "text")])

    def arrive(self) -> None:
        """Put the cursor on the rule that was wanted."""
        self.table.back()
        self.table.select(self.wanted)

    def subject(self) -> Subject | None:
        return Subject("rule", self.table.row.id) if self.table.row and self.table.row.rule else None

    def on_table_opened(self, event: Table.Opened) -> None:
        if event.row.rule is None:
            self.tcm.action_settings(event.row.title)
        else:
            self.reader.focus()

    def copied(self) -> list[Spans]:
        """The page under the cursor."""
        return [self.reader.title, *(spans for spans, _ in self.reader.paragraphs)]

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        wide = event.size.width >= WIDE
        self.table.corners = "┌┬" if wide else "┌┐"
        self.reader.left = not wide
        self.reader.ends = "─┐" if wide else "├┤"
        self.table.redraw()
        self.reader.redraw()
        self.detail.join(*([43] if wide else []))
