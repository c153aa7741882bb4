"""What the figures of the supervisor's view are made of: the members, the workers or the hours behind each.

A figure is asked for one worker or for a part of the agency; the amounts of the lines come to the figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import agency, behind_staff, behind_units, caseload, clocks, cohort
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.scope import EVERYBODY, Scope
from tcm_tui.desk.views import AgencyRow, Behind, BehindView, ClockItem
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import saying
from tcm_tui.rules.book import source
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Rows = Sequence[AgencyRow]
Find = Callable[["Desk", date, Rows], list[Behind]]


class Figure(NamedTuple):
    """One figure of the view. rule: where it comes from. of_nobody: it belongs to no worker."""

    title: str
    unit: str
    rule: str
    find: Find
    of_nobody: bool = False


def behind(desk: Desk, on: date, figure: str, cm: str | None = None, scope: Scope = EVERYBODY) -> BehindView:
    """What is behind a figure, of one worker or of a part of the agency. Raises WrongUsage for an unknown one."""
    asked = FIGURES.get(figure)
    if asked is None:
        raise WrongUsage(f"“{figure}” is no figure of the agency; the figures are {', '.join(FIGURES)}.")
    if cm is not None and asked.of_nobody:
        raise WrongUsage(f"“{figure}” belongs to the agency, not to one case manager; leave the case manager out.")
    with desk.reading():
        whole = agency.view(desk, on, scope)
        rows = [row for row in whole.rows if cm in (None, row.caseload.cm)]
        found = asked.find(desk, on, rows)
        if cm is None and scope.all and figure in PRESSING:
            found = _by_day([*found, *_nobodys(desk, on, PRESSING[figure])], on)
        if figure == "uncovered":
            shown = dict(whole.uncovered_hours)
            found = [line for line in found if line.ref in shown]
        elif figure in ("misplaced", "doubled"):
            pairs = set(whole.holders)
            found = [line for line in found if (line.member, line.cm) in pairs]
        amount = round(sum(line.amount or 0 for line in found), 4)
        about = rows[0].caseload.name if cm is not None and rows else ""
        why = _reasons(desk, on, figure, asked, rows, found, amount)
        return BehindView(figure, asked.title, on, cm, about, asked.unit, amount, tuple(found), why)


def _reasons(
    desk: Desk, on: date, figure: str, asked: Figure, rows: Rows, found: list[Behind], amount: float
) -> tuple[Reason, ...]:
    """Rule and arithmetic of the figure itself."""
    if len(rows) == 1 and figure in behind_staff.OWN_REASONS:
        own = behind_staff.OWN_REASONS[figure](desk, on, rows[0])
        if own:
            return own  # without a yearly figure in the sources there are none
    kinds = Counter[str]()
    for line in found:
        kinds[line.what.split(",")[0].split(" (")[0]] += line.amount or 0  # type: ignore[assignment]
    parts = " + ".join(f"{count:g} {kind}" for kind, count in kinds.most_common(6))
    if len(kinds) > 6:
        parts = f"{len(found)} lines"
    sum_ = saying.amount(amount, asked.unit)
    text = f"{parts} = {sum_}" if found else f"nothing: {sum_}"
    return (Reason(asked.rule, text, source(asked.rule)),)


# ── members ───────────────────────────────────────────────────────────────────────────────────────


def _held(desk: Desk, on: date, rows: Rows) -> list[tuple[cohort.Cared, AgencyRow]]:
    """The active members of these workers."""
    mine = {row.caseload.cm: row for row in rows}
    one = rows[0].caseload.cm if len(rows) == 1 else None
    return [
        (each, mine[each.cm]) for each in cohort.load(desk, on, one) if each.cm in mine and each.status(on) == "active"
    ]


def _caseload(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    found = []
    for each, row in _held(desk, on, rows):
        member = each.member
        held = rules.held(member.hold_from, member.hold_until, on)
        what = member.program + (f", family {member.family_id}" if member.family_id else "")
        status = "on-hold" if held else "active"
        found.append(Behind(member.member_id, member.name, row.caseload.cm, row.caseload.name, 1, what, status))
    return found


def _weight(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    lines = [
        Behind(m.member_id, m.name, row.caseload.cm, row.caseload.name, m.acuity, m.program, "active")
        for m, row in ((each.member, row) for each, row in _held(desk, on, rows))
    ]
    return sorted(lines, key=lambda line: -(line.amount or 0))


def _pressing(desk: Desk, on: date, rows: Rows) -> list[ClockItem]:
    """The clocks that are late or due today, but for credentials: of one worker read alone, since that is quicker."""
    if len(rows) != 1:
        return _of_all(desk, on)
    due = clocks.due(desk, on, rows[0].caseload.cm, days=0, reasons=False)
    return [item for item in due if item.kind not in ("credential", "documentation")]


def _of_all(desk: Desk, on: date) -> list[ClockItem]:
    found: list[ClockItem] = desk.keep(f"pressing {on}", lambda: clocks.pressing(desk, on))
    return found


def _nobodys(desk: Desk, on: date, status: tuple[str, ...]) -> list[Behind]:
    """The late and due deadlines of members without a case manager."""
    members = dict(desk.member_names())
    return [
        _clock(item, item.member_name or members.get(item.member or "", ""), None)
        for item in _of_all(desk, on)
        if item.cm is None and item.status in status
    ]


def _clock(item: ClockItem, member: str, worker: str | None) -> Behind:
    what = item.kind + (f", {item.what.replace('-', ' ')}" if item.what else "")
    return Behind(item.member, member, item.cm, worker, 1, what, item.status, item.due_on, item.ref)


def _clocks(status: tuple[str, ...]) -> Find:
    def find(desk: Desk, on: date, rows: Rows) -> list[Behind]:
        names = {row.caseload.cm: row.caseload.name for row in rows}
        members = dict(desk.member_names())
        found = [
            _clock(item, item.member_name or members.get(item.member or "", ""), names[item.cm])
            for item in _pressing(desk, on, rows)
            if item.cm in names and item.status in status
        ]
        found += [line for line in behind_staff.credentials(desk, on, rows) if line.status in status]
        return _by_day(found, on)

    return find


def _by_day(found: list[Behind], on: date) -> list[Behind]:
    return sorted(found, key=lambda line: (line.due_on or on, line.what, line.name))


def _of_nobody(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    return _by_day(_nobodys(desk, on, (*clocks.LATE, "due-today")), on)


def _unassigned(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    found = []
    for member in agency.unassigned(desk, on):
        (each,) = cohort.load(desk, on, member=member)
        since = f"{each.member.program}, {'had one before' if each.first_assigned else 'never had one'}"
        found.append(Behind(member, each.member.name, None, None, 1, since, "open"))
    return sorted(found, key=lambda line: line.name.casefold())


def _pairs(pairs: Callable[[Desk, date], agency.Held], word: str) -> Find:
    def find(desk: Desk, on: date, rows: Rows) -> list[Behind]:
        names = {row.caseload.cm: row.caseload for row in rows}
        found = []
        for member, cm in pairs(desk, on):
            worker = names.get(cm)
            if worker is None:
                continue
            (each,) = cohort.load(desk, on, member=member)
            what = f"{each.member.program}, {word.format(level=worker.level, type=worker.type)}"
            found.append(Behind(member, each.member.name, cm, worker.name, 1, what, "warning"))
        return sorted(found, key=lambda line: line.name.casefold())

    return find


def _misplaced(desk: Desk, on: date) -> agency.Held:
    return agency.wrong(desk, on, caseload.responsible(desk, on), caseload.staff(desk))


def _doubled(desk: Desk, on: date) -> agency.Held:
    return agency.doubly(caseload.responsible(desk, on), on)


def _uncovered(desk: Desk, on: date, rows: Rows) -> list[Behind]:
    return [
        Behind(
            None,
            saying.moments(hole.start, hole.end),
            None,
            None,
            round(hole.minutes / 60, 4),
            f"{program}, nobody on call",
            "open",
            hole.start.date(),
            program,
        )
        for program, holes, _ in agency.uncovered(desk, on, caseload.staff(desk))
        for hole in holes
    ]


PRESSING = {"overdue": clocks.LATE, "today": ("due-today",)}
"""Figures of which the agency has more than its workers: members without one have deadlines too."""

FIGURES: dict[str, Figure] = {
    "caseload": Figure("Members on the caseload", "members", "R9", _caseload),
    "weight": Figure("Weight of the caseload", "weight", "R9", _weight),
    "hours": Figure("Hours worked since the year began", "hours", "R48", behind_units.hours),
    "overdue": Figure("Overdue", "deadlines", "R17", _clocks(PRESSING["overdue"])),
    "today": Figure("Due today", "deadlines", "R17", _clocks(PRESSING["today"])),
    "risk": Figure("Units at risk", "units", "R40", behind_units.risk),
    "community": Figure("Minutes in the community this month", "minutes", "R22", behind_units.community),
    "credential": Figure("Credentials to come", "credentials", "R42", behind_staff.ahead),
    "unassigned": Figure("Members without a case manager", "members", "R31", _unassigned, True),
    "nobodys": Figure("Deadlines of members without a case manager", "deadlines", "R31", _of_nobody, True),
    "doubled": Figure("Members with several case managers", "members", "R31", _pairs(_doubled, "several at once")),
    "misplaced": Figure(
        "Members whose program doesn't fit", "members", "R13", _pairs(_misplaced, "with a CM {level} {type}")
    ),
    "uncovered": Figure("Hours nobody is on call, seven days", "hours", "R14", _uncovered, True),
}
"""The figures one can look behind, by name."""
