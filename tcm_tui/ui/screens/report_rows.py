"""How the figures of a month report, and the lines behind one, stand in a list."""

from __future__ import annotations

from collections.abc import Sequence

from tcm_tui.desk.report import Figure, Line, Report, saying
from tcm_tui.ui import words
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans

ROLES = {"low": "warn", "behind": "warn", "ahead": "good", "on-pace": "good"}
"""Colours of words that only the report has."""


def status(word: str) -> Spans:
    """Symbol and word of a figure's status in its colour, the symbols those of the other screens."""
    if not word:
        return []
    symbol, role = words.MARKS.get(word, (saying.MARKS.get(word, "–"), ROLES.get(word, "muted")))
    return [(f"{symbol} {saying.status(word)[2:]}", role)]


def amount(figure: Figure) -> Spans:
    role = "strong" if figure.value else "muted"
    return [(saying.amount(figure), role)]


def unit(figure: Figure) -> str:
    """The unit beside the number; a percent sign stands with it."""
    return "" if figure.unit == "%" or figure.value is None else saying.value(figure).partition(" ")[2]


def label(figure: Figure) -> Spans:
    inside = figure.label.startswith("of them")
    return [("  " if inside else "", "text"), (figure.label, "text")]


FIGURES: tuple[Column[Figure], ...] = (
    Column("label", "", lambda f, n: label(f), 32, 40, 6),
    Column("value", "", lambda f, n: amount(f), 8, 10, 0, right=True),
    Column("unit", "", lambda f, n: [(unit(f), "muted")], 14, 14),
    Column("status", "", lambda f, n: status(f.status), 13, 16),
    Column("rule", "", lambda f, n: [(f.rule, "key")], 4, 4),
    Column("arithmetic", "", lambda f, n: [(f.arithmetic, "muted")], 30, 0, 2, 1),
)


def groups(report: Report) -> list[Group[Figure]]:
    """A section a group, without what is told in files only."""
    return [
        Group(section.title, [f for f in section.figures if not f.detail], note=[(section.rules, "muted")])
        for section in report.sections
    ]


def line_columns(report: Report, figure: Figure) -> Sequence[Column[Line]]:
    """Who, whose, how much and what about it."""

    def member(line: Line) -> str:
        return saying.who(report, line)[0]

    found: list[Column[Line]] = []
    if any(line.member is not None for line in figure.lines):
        found += [
            Column("member", "Member", lambda r, n: member(r), 18, 32, 3, sort=lambda r: member(r).casefold()),
            Column("id", "Id", lambda r, n: [(r.member or "", "muted")], 6, 8, 0, 2, sort=lambda r: r.member),
        ]
    whose = Column[Line](
        "cm",
        "Case manager",
        lambda r, n: saying.who(report, r)[1],
        16,
        28,
        2,
        1,
        sort=lambda r: saying.who(report, r)[1].casefold(),
    )
    found.append(whose)
    if any(line.amount != 1 for line in figure.lines):
        unit = figure.unit.capitalize()
        found.append(
            Column("amount", unit, lambda r, n: saying.n(r.amount), 8, 14, 0, 3, True, sort=lambda r: r.amount)
        )
    found.append(Column("note", "", lambda r, n: [(r.note, "muted")], 16, 0, 4))
    return found


def key_of(row: Figure | Line) -> str:
    """What a row is known by when the report is read again."""
    return row.key if isinstance(row, Figure) else f"{row.cm}|{row.member}|{row.note}"


def sums(report: Report) -> list[Spans]:
    """The month in two lines."""

    def share(key: str, name: str) -> Spans:
        figure = report.figure(key)
        return [(f"{name} ", "muted"), (saying.amount(figure), "warn" if figure.status == "low" else "strong")]

    gap: Spans = [("   ", "text")]
    risk = report.figure("units.risk")
    first = [*share("contacts.met-share", "Contacts met"), *gap, *share("outreach.met-share", "Outreach in time"), *gap]
    first += [
        *share("units.delivered", "Units"),
        (f"   {saying.amount(risk)} at risk", "warn" if risk.value else "muted"),
    ]
    second = [*share("community.share", "Community"), *gap]
    pace = next((f for s in report.sections for f in s.figures if f.key == "hours.variance"), None)
    if pace is not None:
        second += [("Hours ", "muted"), (f"{saying.amount(pace)} ", "strong"), *status(pace.status), *gap]
    return [first, [*second, (saying.seen(report), "muted")]]
