"""The lines of the year ahead behind a month: members, workers and days, under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tcm_tui.desk.outlook import telling
from tcm_tui.desk.outlook.views import (
    Came,
    Expiry,
    LineChange,
    Opening,
    Outlook,
    Reach,
    RunOut,
    SiteReach,
    Staffing,
)
from tcm_tui.ui import words
from tcm_tui.ui.screens.ahead_months import count
from tcm_tui.ui.widgets.columns import Column
from tcm_tui.ui.widgets.listing import Group
from tcm_tui.ui.words import Spans


class Behind(NamedTuple):
    """A line behind a figure. item: what it is told from; member: who it is about, and cm the worker, if any."""

    key: str
    item: Any
    member: str | None = None
    name: str = ""
    cm: str | None = None
    needed: int = 0


Names = Mapping[str, str]
"""Case managers' names by id."""


def _worker(names: Names, row: Behind, cells: int) -> str:
    return words.brief(names.get(row.cm, row.cm), cells) if row.cm else "nobody"


def _cm(names: Names) -> Column[Behind]:
    return Column("cm", "Case manager", lambda r, n: _worker(names, r, n), 10, 24, 2, 2)


def _name(title: str = "Member") -> Column[Behind]:
    return Column("name", title, lambda r, n: [(r.name, "text")], 16, 30, 3, sort=lambda r: r.name.casefold())


def _day(key: str, title: str, on: Callable[[Any], date]) -> Column[Behind]:
    return Column(key, title, lambda r, n: words.day(on(r.item))[:-5], 10, 10, sort=lambda r: on(r.item))


def _rate(item: RunOut) -> str:
    return f"{item.rate_units / item.rate_months:.1f}"


def groups(found: Outlook, month: date, names: Names) -> list[Group[Behind]]:
    """Everything behind a month's figures, under headings; what has nothing behind it isn't there."""
    made = [
        ("run_outs", _run_outs(found, month, names)),
        *(("reaches", group) for group in _reaches(found, month)),
        ("sites", _sites(found, month)),
        ("hours", _short(found, month)),
        ("staffing", _staffing(found, month)),
        ("staffing", _came(found)),
        ("lines", _lines(found, month, names)),
        ("openings", _openings(found, month, names)),
        ("expiries", _expiries(found, month)),
    ]
    return [group for _, group in made if group.rows]


def first_of(groups: Sequence[Group[Behind]], key: str) -> str | None:
    """The key of the first line of a figure's section."""
    return next((row.key for group in groups for row in group.rows if row.key.startswith(f"{key}|")), None)


def _in(items: Iterable[Any], month: date) -> list[Any]:
    return [item for item in items if item.month == month]


def _run_outs(found: Outlook, month: date, names: Names) -> Group[Behind]:
    rows = [Behind(f"run_outs|{i.member}", i, i.member, i.name, i.cm) for i in _in(found.run_outs, month)]
    columns: tuple[Column[Behind], ...] = (
        _day("day", "Out on", lambda i: i.day),
        _name(),
        _cm(names),
        Column("line", "Line", lambda r, n: r.item.line, 8, 10, 0, 4),
        Column("limit", "Limit", lambda r, n: str(r.item.limit), 5, 5, 0, 1, True, sort=lambda r: r.item.limit),
        Column("rate", "A month", lambda r, n: _rate(r.item), 7, 7, 0, 1, True, sort=lambda r: float(_rate(r.item))),
        Column(
            "over", "Missing", lambda r, n: [(f"{r.item.over}u", "bad")], 7, 7, 0, 0, True, sort=lambda r: r.item.over
        ),
    )
    return Group("Units that run out at the present rate", rows, columns, [(words.some(len(rows), "member"), "muted")])


def _reaches(found: Outlook, month: date) -> list[Group[Behind]]:
    """A heading a worker whose contacts can't all be made, with the members who need them."""
    made = []
    for item in _in(found.reaches, month):
        if not item.cant:
            continue
        rows = [
            Behind(f"reaches|{item.cm}|{member}", item, member, name, item.cm, count)
            for member, name, count in item.members
        ]
        columns: tuple[Column[Behind], ...] = (
            _name(),
            Column("count", "Contacts needed", lambda r, n: str(r.needed), 15, 15, 0, 0, True, sort=lambda r: r.needed),
        )
        whose = f"of {item.name}" if item.cm else "without a case manager"
        note: Spans = [(f"{item.cant} of {item.needed} beyond the time there is", "bad")]
        made.append(Group(f"Contacts {whose}", rows, columns, note))
    return made


def _sites(found: Outlook, month: date) -> Group[Behind]:
    rows = [Behind(f"sites|{i.site}", i, None, i.site or "nobody's members") for i in _in(found.sites, month)]
    columns: tuple[Column[Behind], ...] = (
        _name("Site"),
        Column("needed", "Contacts", lambda r, n: str(r.item.needed), 8, 8, 0, 0, True),
        Column("cant", "Beyond", lambda r, n: count(r.item.cant, "bad"), 6, 6, 0, 0, True),
        Column("spare", "Time for", lambda r, n: f"{r.item.spare:,} more", 10, 10, 0, 1, True),
        Column("minutes", "Working h", lambda r, n: words.hours(r.item.minutes / 60), 9, 9, 0, 2, True),
        Column("short", "Short h", lambda r, n: words.hours(r.item.pace_short), 7, 7, 0, 2, True),
    )
    return Group("Contacts and working time by site", rows, columns)


def _short(found: Outlook, month: date) -> Group[Behind]:
    rows = [
        Behind(f"hours|{i.cm}", i, None, i.name, i.cm)
        for i in _in(found.reaches, month)
        if i.pace_short and i.cm is not None
    ]
    columns: tuple[Column[Behind], ...] = (
        _name("Case manager"),
        Column("site", "Site", lambda r, n: r.item.site, 10, 24, 2, 3),
        Column("needed", "Contacts", lambda r, n: str(r.item.needed), 8, 8, 0, 2, True),
        Column("minutes", "Working h", lambda r, n: words.hours(r.item.minutes / 60), 9, 9, 0, 2, True),
        Column("pace", "Pace h", lambda r, n: words.hours(r.item.pace or 0), 6, 6, 0, 1, True),
        Column(
            "short",
            "Short h",
            lambda r, n: [(words.hours(r.item.pace_short), "warn")],
            7,
            7,
            0,
            0,
            True,
            sort=lambda r: r.item.pace_short,
        ),
    )
    return Group(
        "Working time short of the hours' pace", rows, columns, [(words.some(len(rows), "case manager"), "muted")]
    )


def _hire(item: Staffing) -> Spans:
    if item.hires is None:
        return [("– no range", "muted")]
    return [(f"! {item.hires} to hire", "warn")] if item.hires else [("✓ none", "good")]


def _staffing(found: Outlook, month: date) -> Group[Behind]:
    rows = [
        Behind(f"staffing|{i.type}", i, None, words.PROGRAMS.get(i.type, i.type)) for i in _in(found.staffing, month)
    ]
    columns: tuple[Column[Behind], ...] = (
        Column("type", "Type", lambda r, n: r.name, 10, 20, 1),
        Column("now", "Today", lambda r, n: str(r.item.now), 5, 6, 0, 2, True),
        Column("then", "Then", lambda r, n: [(str(r.item.counted), "strong")], 5, 6, 0, 0, True),
        Column("unit", "", lambda r, n: r.item.unit, 8, 8, 0, 3),
        Column("places", "Places", lambda r, n: str(r.item.places or "–"), 6, 6, 0, 0, True),
        Column("workers", "Workers", lambda r, n: str(r.item.workers), 7, 7, 0, 2, True),
        Column("hire", "Hires", lambda r, n: _hire(r.item), 11, 12),
        Column("hours", "Hours", lambda r, n: words.hours(r.item.hours) if r.item.hours else "–", 6, 7, 0, 4, True),
        Column("pace", "Of pace", lambda r, n: words.hours(r.item.pace or 0) if r.item.pace else "–", 7, 7, 0, 4, True),
    )
    return Group("Caseloads if intake and closing go on", rows, columns)


def _came(found: Outlook) -> Group[Behind]:
    rows = [Behind(f"came|{i.member}|{i.what}", i, i.member, i.name) for i in found.came]
    columns: tuple[Column[Behind], ...] = (
        Column("on", "On", lambda r, n: words.short(r.item.on), 11, 11, sort=lambda r: r.item.on),
        _name(),
        Column("what", "", lambda r, n: _moved(r.item), 8, 8, sort=lambda r: r.item.what),
        Column("type", "Counts in", lambda r, n: words.PROGRAMS.get(r.item.type, r.item.type), 10, 20, 1, 2),
    )
    title = f"Opened and closed in the last {words.some(found.intake_months, 'full month')}"
    return Group(title, rows, columns, [("behind the rates of intake", "muted")])


def _moved(item: Came) -> Spans:
    return [("+ opened", "good")] if item.what == "opened" else [("– closed", "muted")]


def _lines(found: Outlook, month: date, names: Names) -> Group[Behind]:
    rows = [Behind(f"lines|{i.member}|{i.on}", i, i.member, i.name, i.cm) for i in _in(found.lines, month)]

    def change(item: LineChange) -> Spans:
        after = telling.row(item.after)
        return [(f"{telling.row(item.before)} → ", "text"), (after, "text" if item.after else "bad")]

    columns: tuple[Column[Behind], ...] = (
        _day("on", "On", lambda i: i.on),
        _name(),
        Column("age", "Is", lambda r, n: str(r.item.age), 3, 3, 0, 0, True),
        Column("change", "Line", lambda r, n: change(r.item), 22, 30, 1),
        _cm(names),
    )
    return Group("Birthdays that change the line", rows, columns)


def _openings(found: Outlook, month: date, names: Names) -> Group[Behind]:
    rows = [Behind(f"openings|{i.member}|{i.admitted}", i, i.member, i.name, i.cm) for i in _in(found.openings, month)]

    def state(item: Opening) -> Spans:
        return words.status("open", "open now") if item.first <= found.on else [("◷ opens", "info")]

    columns: tuple[Column[Behind], ...] = (
        _name(),
        Column("state", "", lambda r, n: state(r.item), 10, 10),
        Column("first", "From", lambda r, n: words.short(r.item.first), 11, 11, sort=lambda r: r.item.first),
        Column("last", "To", lambda r, n: words.short(r.item.last), 11, 11, sort=lambda r: r.item.last),
        Column("kind", "Stay", lambda r, n: r.item.kind.replace("-", " "), 8, 20, 1, 2),
        _cm(names),
    )
    return Group("Transition windows of known discharges", rows, columns)


def _expiries(found: Outlook, month: date) -> Group[Behind]:
    rows = [Behind(f"expiries|{i.cm}|{i.what}|{i.due_on}", i, None, i.name, i.cm) for i in _in(found.expiries, month)]

    def what(item: Expiry) -> str:
        return item.what.replace("-", " ")

    columns: tuple[Column[Behind], ...] = (
        _day("due", "Due", lambda i: i.due_on),
        _name("Case manager"),
        Column("what", "Credential", lambda r, n: what(r.item), 14, 30, 2, sort=lambda r: what(r.item)),
        Column("rule", "Rule", lambda r, n: r.item.rule, 4, 4, 0, 3),
    )
    return Group("Credentials that fall due", rows, columns)


def said_of(row: Behind) -> tuple[str, str]:
    """Title and answer of what ``e`` explains."""
    item = row.item
    if isinstance(item, RunOut):
        return f"{item.name} · {words.month(item.month)}", f"out of units on {words.day(item.day)}"
    if isinstance(item, Reach):
        who = item.name or "Members without a case manager"
        can = f"{item.cant} beyond" if item.cant else "all within"
        return f"{who} · {words.month(item.month)}", f"{words.some(item.needed, 'contact')}, {can} the time there is"
    if isinstance(item, SiteReach):
        told = f"{words.some(item.needed, 'contact')}, {item.cant} beyond, time for {item.spare:,} more"
        return f"{row.name} · {words.month(item.month)}", told
    if isinstance(item, Staffing):
        kind = words.PROGRAMS.get(item.type, item.type)
        return f"Caseload {kind} · {words.month(item.month)}", f"{item.counted} {item.unit}"
    if isinstance(item, LineChange):
        return (
            f"{item.name} · {item.age} on {words.day(item.on)}",
            f"{telling.row(item.before)} → {telling.row(item.after)}",
        )
    if isinstance(item, Opening):
        return item.name, f"window {words.short(item.first)} to {words.short(item.last)}"
    if isinstance(item, Came):
        return item.name, f"{item.what} on {words.day(item.on)}"
    return item.name, f"{item.what.replace('-', ' ')} due {words.day(item.due_on)}"
