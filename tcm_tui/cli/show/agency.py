"""The supervisor's view and what is behind its figures, as JSON and as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import table
from tcm_tui.cli.show.words import day, figure, some, status, why
from tcm_tui.desk import agency
from tcm_tui.desk.scope import Scope
from tcm_tui.desk.views import AgencyRow, AgencyTotal, AgencyView, Behind, BehindView
from tcm_tui.rules.contacts import community_share
from tcm_tui.rules.saying import NO_MEMBERS, WELL, amount, pressing
from tcm_tui.rules.verdict import Reason

Grounds = Mapping[str, Sequence[Reason]]


def to_json(view: AgencyView, team: Scope, totals: Sequence[AgencyTotal] | None, grounds: Grounds) -> dict[str, Any]:
    """``tcm agency --json``; with totals these stand in place of the case managers."""
    document: dict[str, Any] = {"on": view.on, "part": team._asdict()}
    if totals is None:
        document["case_managers"] = [_row(row, grounds) for row in view.rows]
    else:
        document["totals"] = [_total(each) for each in totals]
    return document | {
        "unassigned": list(view.unassigned),
        "doubled": list(view.doubled),
        "misplaced": list(view.misplaced),
        "nobodys": dict(zip(("overdue", "due_today"), view.nobodys, strict=True)),
        "uncovered_hours": [{"program": program, "hours": hours} for program, hours in view.uncovered_hours],
        "reasons": reasons(agency.gaps(view)),
    }


def _row(row: AgencyRow, grounds: Grounds) -> dict[str, Any]:
    held = row.caseload._asdict()
    held.pop("reasons")
    pace = ("annual", "worked", "expected", "variance")
    return {
        **held,
        "site": row.site,
        "site_name": held["site"],
        "supervisor": row.supervisor,
        "left_on": row.left,
        "hours": {name: getattr(row.hours, name) for name in pace},
        **_figures(row),
        "reasons": reasons(tuple(grounds.get(row.caseload.cm, ()))),
    }


def _total(total: AgencyTotal) -> dict[str, Any]:
    kept = ("key", "name", "workers", "members", "open", "over", "weighted")
    return {
        **{name: getattr(total, name) for name in kept},
        "statuses": dict(total.statuses),
        "hours": {"worked": total.worked, "expected": total.expected, "variance": total.variance},
        **_figures(total),
    }


def _figures(row: AgencyRow | AgencyTotal) -> dict[str, Any]:
    inside, minutes = row.community
    share = {"minutes": inside, "of": minutes, "share": community_share(inside, minutes)}
    return {
        "overdue": row.overdue,
        "due_today": row.due_today,
        "at_risk_units": row.at_risk_units,
        "over_limit_units": row.over_limit_units,
        "community": share | {"status": row.community_status},
        "next_credential": row.next_credential,
        "next_credential_due": row.next_credential_due,
    }


def behind_json(view: BehindView) -> dict[str, Any]:
    """``tcm agency --behind FIGURE --json``."""
    kept = {name: getattr(view, name) for name in ("figure", "title", "on", "cm", "unit", "amount")}
    return {**kept, "lines": [_line(line) for line in view.rows], "reasons": reasons(view.reasons)}


def _line(line: Behind) -> dict[str, Any]:
    fields: dict[str, Any] = line._asdict()
    return fields | {"status": line.status or None, "reasons": reasons(line.reasons)}


# ── text ──────────────────────────────────────────────────────────────────────────────────────────

FIGURES = ("weighted", "hours", "late", "today", "at risk", "community", "next credential")


def to_text(
    view: AgencyView, label: str, totals: Sequence[AgencyTotal] | None, grounds: Grounds, with_why: bool
) -> list[str]:
    """The lines, then what nobody answers for."""
    lines = [f"Agency on {day(view.on)}" + (f" · {label}" if label else ""), ""]
    if totals is None:
        head = ("case manager", "", "type", "counted", "range", "status", *FIGURES)
        shown = [_row_text(row) for row in view.rows]
        lines += table(head, shown, "lllrrlrrrrrrl") if shown else ["No case managers."]
    else:
        titles = ("", "case managers", "members", "over", "open", *FIGURES)
        lines += table(titles, [_total_text(each) for each in totals], "lrrrrrrrrrrl")
    lines += ["", *_gaps(view)]
    if with_why:
        lines += why([reason for row in view.rows for reason in grounds.get(row.caseload.cm, ())])
        lines += why(agency.gaps(view))
    return lines


def _row_text(row: AgencyRow) -> tuple[str, ...]:
    held = row.caseload
    spare = f", {held.open} open" if held.open else f", {held.over} over" if held.over else ""
    span = f"{held.low}-{held.high}" if held.high is not None and row.left is None else "–"
    counted = some(held.counted, *(("family", "families") if held.unit == "families" else ("member",)))
    kind = f"{held.level} {held.type}"
    stands = status(held.status) + spare if row.left is None else f"{'✗' if held.members else '–'} left {row.left}"
    return (held.cm, held.name, kind, counted, span, stands, *_figures_text(row))


def _total_text(total: AgencyTotal) -> tuple[str, ...]:
    counts = (total.workers, total.members, total.over, total.open)
    return (total.name, *(figure(number) for number in counts), *_figures_text(total))


def _figures_text(row: AgencyRow | AgencyTotal) -> tuple[str, ...]:
    worker = isinstance(row, AgencyRow)
    weighted = row.caseload.weighted if isinstance(row, AgencyRow) else row.weighted
    pace = row.hours.variance if isinstance(row, AgencyRow) else row.variance
    share = community_share(*row.community)
    low = "! " if row.community_status == "low" else ""
    over = f" + {row.over_limit_units} over" if row.over_limit_units else ""
    due = f"{row.next_credential_due} {(row.next_credential or '').replace('-', ' ')}"
    ahead = "" if pace is None else " ahead" if pace >= 0 else " behind"
    return (
        figure(weighted, 1),
        ("–" if pace is None else f"{abs(pace):,.0f}{ahead}") if worker or pace is not None else "–",
        figure(row.overdue),
        figure(row.due_today),
        f"{row.at_risk_units} u{over}",
        "–" if share is None else f"{low}{share:.0%}",
        due if row.next_credential_due else "–",
    )


def _gaps(view: AgencyView) -> list[str]:
    """What nobody answers for, a sentence each."""
    found = []
    if view.unassigned:
        found.append(f"✗ {some(len(view.unassigned), 'member')} without a case manager (R31)")
    if due := pressing(*view.nobodys):
        found.append(f"✗ deadlines of members without a case manager: {due} (R31)")
    if view.left_behind:
        found.append(f"✗ {some(view.left_behind, 'member')} with a case manager who has left (R31)")
    if view.doubled:
        found.append(f"✗ {some(len(view.doubled), 'member')} with several case managers at once (R31)")
    if view.misplaced:
        found.append(f"! {some(len(view.misplaced), 'member')} whose program doesn't fit the case manager (R13)")
    found += [
        f"! {program}: nobody on call in {hours:g} h of the next 7 days (R14)"
        for program, hours in view.uncovered_hours
    ]
    if found:
        return found
    return [f"✓ {WELL}" if any(row.caseload.members for row in view.rows) else f"– {NO_MEMBERS}"]


def behind_text(view: BehindView, with_why: bool) -> list[str]:
    """The lines behind a figure, and what they come to."""
    whose = f" · {view.about}" if view.about else ""
    lines = [f"{view.title}{whose} on {day(view.on)}: {amount(view.amount, view.unit)}", ""]
    shown = [
        (
            line.member or line.cm or "",
            line.name,
            "–" if line.amount is None else f"{line.amount:,g}",
            line.what,
            status(line.status) if line.status else "",
            str(line.due_on or ""),
            (line.cm_name or "") if line.member else "",
        )
        for line in view.rows
    ]
    head = ("", "who or when", view.unit, "what", "status", "day", "case manager")
    lines += table(head, shown, "llrllll") if shown else ["Nothing is behind it."]
    if with_why:
        lines += why([*view.reasons, *(reason for line in view.rows for reason in line.reasons)])
    return lines
