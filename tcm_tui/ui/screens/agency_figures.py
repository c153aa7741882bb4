"""What the supervisor's head and detail lines say: sums, the worker, and each figure one can look behind."""

from __future__ import annotations

from tcm_tui.desk.views import AgencyRow, AgencyTotal, AgencyView
from tcm_tui.ui import words
from tcm_tui.ui.screens import agency_columns as columns
from tcm_tui.ui.words import Spans

FIGURES = {
    "caseload": "Members",
    "weight": "Weight",
    "hours": "Hours",
    "overdue": "Overdue",
    "today": "Due today",
    "risk": "Units at risk",
    "community": "Community",
    "credential": "Next credential",
    "unassigned": "Members without a case manager",
    "nobodys": "Nobody's deadlines",
    "doubled": "Members with several case managers",
    "misplaced": "Members in the wrong program",
    "uncovered": "On-call hours uncovered",
}
"""The figures one can choose, in the order of the columns."""
NOBODYS = ("unassigned", "nobodys", "doubled", "misplaced", "uncovered")
"""Those that belong to no line of the list."""


def sums(view: AgencyView) -> list[Spans]:
    """How many stand where, and what is late and at risk in all, a piece each; late too for those without a worker."""
    found: list[Spans] = []
    for status in columns.RANK:
        number = sum(row.caseload.status == status and row.left is None for row in view.rows)
        if number:
            symbol, role = words.MARKS[status]
            found.append([(f"{symbol} {number} {status.replace('-', ' ')}", role)])
    late, today = sum(r.overdue for r in view.rows), sum(r.due_today for r in view.rows)
    late, today = late + view.nobodys[0], today + view.nobodys[1]
    found.append([("Overdue ", "muted"), *columns.count(late, "bad")])
    found.append([("Due today ", "muted"), *columns.count(today, "warn")])
    at_risk, over = sum(r.at_risk_units for r in view.rows), sum(r.over_limit_units for r in view.rows)
    spans: Spans = [("At risk ", "muted"), *columns.count(at_risk, "warn"), ("u", "warn" if at_risk else "muted")]
    found.append([*spans, (f" + {over}u over a limit", "bad")] if over else spans)
    return found


def about(row: columns.Line | None) -> Spans:
    """The line the cursor is on, in a sentence; what the narrow list leaves out stands first."""
    if row is None:
        return []
    if isinstance(row, AgencyTotal):
        return _of_total(row)
    held = row.caseload
    kind = words.PROGRAMS.get(held.type, held.type)
    spans: Spans = [(held.name, "strong"), (f" {held.cm}", "muted"), (f" · CM {held.level} {kind}", "text")]
    spans += _next(row)
    away = [f"{n} {what}" for n, what in ((held.on_hold, "on hold"), (held.in_hospital, "in hospital")) if n]
    spans += [(f" · {words.some(held.members, 'member')}", "text"), (f" ({', '.join(away)})" if away else "", "muted")]
    if row.hours.expected is not None:
        spans += [(f" · hours {words.hours(row.hours.worked)} of {words.hours(row.hours.expected)}", "text")]
        if row.hours.hired_on is not None:
            spans += [(f" ({words.hours(row.hours.since_hire_expected or 0)} since hire)", "text")]
    return [*spans, (f" · {held.site}", "muted")]


def _next(row: columns.Line) -> Spans:
    if row.next_credential_due is None:
        return []
    which = (row.next_credential or "").replace("-", " ")
    return [(f" · {which} {words.soon(row.next_credential_due)}", "text")]


def _of_total(row: AgencyTotal) -> Spans:
    spans: Spans = [(words.PROGRAMS.get(row.name, row.name), "strong")]
    spans += [(f" · {words.some(row.workers, 'case manager')}", "text")]
    for status, number in row.statuses:
        symbol, role = words.MARKS[status]
        spans += [(" · ", "muted"), (f"{symbol} {number} {status.replace('-', ' ')}", role)]
    return [*spans, *_next(row)]


def figures_of(view: AgencyView, row: columns.Line | None) -> dict[str, Spans]:
    """Each figure of a line, and those of the agency that are not nothing, as they are shown."""
    found: dict[str, Spans] = {}
    if row is not None:
        worker = isinstance(row, AgencyRow)
        found["caseload"] = _plain(f"{row.caseload.members if isinstance(row, AgencyRow) else row.members:,}")
        found["weight"] = _plain(f"{row.caseload.weighted if isinstance(row, AgencyRow) else row.weighted:.1f}")
        found["hours"] = _plain(words.hours(row.hours.worked if isinstance(row, AgencyRow) else row.worked))
        found["hours"] += [(" ", "text"), *columns.behind_pace(columns.variance(row), 12)] if worker else []
        found["overdue"] = columns.count(row.overdue, "bad")
        found["today"] = columns.count(row.due_today, "warn")
        found["risk"] = columns.risk(row)
        found["community"] = columns.share(row)
        found["credential"] = columns.credential(row, 20)
    nobodys = {
        "unassigned": len(view.unassigned),
        "nobodys": sum(view.nobodys),
        "doubled": len(view.doubled),
        "misplaced": len(view.misplaced),
        "uncovered": sum(hours for _, hours in view.uncovered_hours),
    }
    return found | {name: [(words.hours(number), "bad")] for name, number in nobodys.items() if number}


def _plain(text: str) -> Spans:
    return [(text, "text")]
