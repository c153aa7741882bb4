"""Why a figure is what it is: rule, arithmetic, source and the agency's choices, for what the cursor is on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, clocks, hours, lookup, member, rulebook
from tcm_tui.desk.views import Budget, CaseloadRow, ClockItem, Explanation, HoursRow, RuleView, UnitsView
from tcm_tui.rules import saying
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Policy = tuple[tuple[str, str], ...]


def _policy(desk: Desk, *names: str) -> Policy:
    return tuple((name, str(getattr(desk.policy, name))) for name in names)


def left(budget: Budget) -> str:
    """``7 left``, ``0 left, 3 over``, or that no row applies."""
    if budget.limit is None:
        return "no row"
    return f"{budget.available} left" + (f", {budget.over} over" if budget.over else "")


def units(desk: Desk, member_id: str, on: date) -> Explanation:
    """The units of a member on a day."""
    view: UnitsView = lookup.units(desk, member_id, on)
    line = f"line {view.line.id}" if view.line else "no row of the limits table"
    answer = f"{view.available_today} available today: day {left(view.day)}, month {left(view.month)} ({line})"
    policy = _policy(desk, "unit_rounding", "unit_scope", "cap_scope")
    return Explanation(f"Units of {view.name} on {on}", answer, view.reasons, policy)


def clock(item: ClockItem) -> Explanation:
    """One deadline whose reasons are there."""
    whom = item.member_name or item.cm_name or item.what or ""
    late = f", {item.late_by} late" if item.late_by else ""
    done = f", {item.done} of {item.required} done" if item.required else ""
    return Explanation(f"{item.kind} · {whom}", f"{item.status}, due {item.due_on}{late}{done}", item.reasons)


def clock_of(desk: Desk, item: ClockItem, on: date) -> Explanation:
    """A deadline from a list, asked for again with its reasons."""
    if item.member is not None:
        found = clocks.of_member(desk, item.member, on)
    else:
        found = clocks.due(desk, on, item.cm, days=366, all=True)
    same = [i for i in found if (i.kind, i.ref, i.due_on, i.what) == (item.kind, item.ref, item.due_on, item.what)]
    return clock(same[0] if same else item)


def of_member(desk: Desk, member_id: str, on: date) -> list[Explanation]:
    """The units, then the deadlines of a member that are not met, and this month's contact in any case."""
    found = [units(desk, member_id, on)]
    waiting = (i for i in clocks.of_member(desk, member_id, on) if i.kind == "contact" or i.status not in clocks.DONE)
    found.extend(clock(item) for item in waiting)
    return found


def worker(desk: Desk, cm: str, on: date) -> list[Explanation]:
    """A worker's caseload and hours."""
    found = []
    row: CaseloadRow
    for row in caseload.rows(desk, on, cm):
        span = f" of {row.low}-{row.high}" if row.high is not None else ""
        answer = f"{row.counted} {row.unit}{span}: {row.status}, weighted {row.weighted:g}"
        found.append(Explanation(f"Caseload of {row.name}", answer, row.reasons))
    return found + [e for e in (worked(desk, cm, on),) if e is not None]


def worked(desk: Desk, cm: str, on: date) -> Explanation | None:
    """A worker's hours against the pace."""
    found: list[HoursRow] = hours.rows(desk, on, cm)
    if not found:
        return None
    row = found[0]
    if row.expected is None:
        answer = f"{row.worked:g} h since {row.year_starts}; the sources name no yearly figure"
    else:
        answer = f"{row.worked:g} h of {row.expected:g} h to date, {row.annual} a year"
        if row.hired_on is not None:
            answer += f"; since the hire on {row.hired_on}: {row.since_hire_expected:g} h"
    return Explanation(f"Hours of {row.name}", answer, row.reasons, _policy(desk, "hours_year"))


def service(desk: Desk, member_id: str, service_id: str, on: date) -> list[Explanation]:
    """What a recorded service is worth, and why."""
    view = member.page(desk, member_id, on)
    policy = _policy(desk, "unit_rounding", "unit_scope", "cap_scope", "telehealth_counts")
    return [
        Explanation(
            f"Service {s.service} · {s.activity} · {s.date}",
            f"{s.minutes} min, {s.units} units, {s.payable_units} payable: {s.status}",
            s.reasons,
            policy,
        )
        for s in view.services
        if s.service == service_id
    ]


def stay(desk: Desk, member_id: str, ref: str, on: date) -> list[Explanation]:
    """A stay and its window; ref is ``kind:admission`` or the day of admission."""
    view = member.page(desk, member_id, on, reasons=False)
    found = []
    for s in view.stays:
        if ref in (str(s.admitted_on), f"{s.kind}:{s.admitted_on}"):
            window = f"window {s.window_from} to {s.window_to}" if s.window_from else "no window"
            nights = f"{s.nights} nights, " if s.nights is not None else ""
            found.append(Explanation(f"{s.kind} stay from {s.admitted_on}", nights + window, s.reasons))
    return found


def rule(desk: Desk, ident: str, on: date) -> list[Explanation]:
    """A rule of the book with its figures as reasons."""
    found: Iterable[RuleView] = rulebook.rules(desk, on, ident)
    return [
        Explanation(
            f"{r.id} {r.title}",
            r.text,
            (
                Reason(r.id, f"our reading: {r.reading}", r.source),
                *(Reason(r.id, f"{v.key} = {v.amount}", v.source) for v in r.values if v.in_force),
            ),
        )
        for r in found
    ]


def _of_staff(desk: Desk, kind: str, ident: str, on: date, ref: str) -> list[Explanation]:
    """A worker's qualification, or a program's roster from the day in ref."""
    from tcm_tui.desk import roster, staff

    if kind == "staff":
        return staff.explain(desk, ident, on)
    return roster.explain(desk, ident, on, date.fromisoformat(ref) if ref else on)


def figure(desk: Desk, cm: str, on: date, ref: str) -> list[Explanation]:
    """A figure of the supervisor's view; ref: its name, then site, type and supervisor of the part, tabs between."""
    from tcm_tui.desk import behind
    from tcm_tui.desk.scope import Scope

    name, *part = ref.split("\t")
    found = behind.behind(desk, on, name, cm or None, Scope(*(each or None for each in part)))
    whose = f" of {found.about}" if found.about else ""
    lines = f"{len(found.rows)} {'line' if len(found.rows) == 1 else 'lines'} behind it"
    answer = f"{saying.amount(found.amount, found.unit)}, {lines}"
    policy = _policy(desk, "hours_year") if name == "hours" else ()
    return [Explanation(found.title + whose, answer, found.reasons, policy)]


def explain(
    desk: Desk, kind: str, ident: str, on: date, ref: str = "", item: ClockItem | None = None
) -> list[Explanation]:
    """What ``e`` shows for a subject of one of these kinds; nothing where there is nothing to explain.

    kind: member, units, clock, coverage, worker, figure, hours, staff, roster, service, stay, rule.
    """
    with desk.reading():
        if item is not None:
            return [clock_of(desk, item, on)]
        if kind == "units":
            return [units(desk, ident, on)]
        if kind == "member":
            return of_member(desk, ident, on)
        if kind == "worker":
            return worker(desk, ident, on)
        if kind == "figure":
            return figure(desk, ident, on, ref)
        if kind in ("staff", "roster"):
            return _of_staff(desk, kind, ident, on, ref)
        if kind == "hours":
            found = worked(desk, ident, on)
            return [found] if found else []
        if kind == "service":
            return service(desk, ident, ref, on)
        if kind == "stay":
            return stay(desk, ident, ref, on)
        return rule(desk, ident, on) if kind == "rule" else []
