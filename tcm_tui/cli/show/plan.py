"""A planned week as JSON and as text: what is booked and proposed, what is unmet and why, ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from textwrap import wrap
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, pad, width
from tcm_tui.cli.show import week as plain_week
from tcm_tui.cli.show.words import clock, day, iso_clock, some
from tcm_tui.desk.views import Accepted, PlannedVisit, PlanView, WeekView
from tcm_tui.rules.saying import near_day

WIDTH = 80
DONE = {"contact": "contact", "outreach": "outreach", "plan": "plan’s frequency"}


def to_json(view: WeekView, plan: PlanView, accepted: Accepted | None = None) -> dict[str, Any]:
    """The contract's ``tcm week --propose --json``, with the week's own answer around it.

    visits: what is booked, and what is proposed with ``status`` proposed; a booked visit that the plan moves
    stands where the plan has it, one that it drops stands under ``dropped``.
    """
    document = plain_week.to_json(view)
    changed = {v.appointment for v in (*plan.visits, *plan.dropped) if v.appointment}
    before = [visit for visit in document["visits"] if visit["appointment"] not in changed]
    visits = [*before, *(_visit(visit) for visit in plan.visits)]
    visits.sort(key=lambda v: (str(v["date"]), v["start"] or "", v["member"]))
    return document | {
        "visits": visits,
        "dropped": [_visit(visit) for visit in plan.dropped],
        "unmet": [unmet._asdict() for unmet in plan.unmet],
        "conflicts": [list(group) for group in plan.conflicts],
        "ways_out": list(plan.ways_out),
        "optimal": plan.optimal,
        "stage": plan.stage,
        "seconds": plan.seconds,
        "notes": list(plan.notes),
        "applied": None if accepted is None else _applied(accepted),
    }


def _visit(visit: PlannedVisit) -> dict[str, Any]:
    moved = visit.moved_from
    return {
        "appointment": visit.appointment,
        "member": visit.member,
        "member_name": visit.member_name,
        "date": visit.date,
        "start": iso_clock(visit.start),
        "stop": iso_clock(visit.stop),
        "kind": visit.kind,
        "status": "scheduled" if visit.state in ("booked", "dropped") else "proposed",
        "units": visit.units,
        "state": visit.state,
        "serves": list(visit.serves),
        "moved_from": {"date": moved[0], "start": iso_clock(moved[1])} if moved else None,
        "reasons": reasons(visit.because),
    }


def changes(plan: PlanView) -> list[PlannedVisit]:
    """What accepting the plan would write."""
    return [*(visit for visit in plan.visits if visit.state == "proposed"), *plan.dropped]


def _applied(accepted: Accepted) -> list[dict[str, Any]]:
    return [
        {
            "member": visit.member,
            "date": visit.date,
            "start": iso_clock(visit.start),
            "id": result.id,
            "verdict": result.verdict,
            "reasons": reasons(result.reasons),
        }
        for visit, result in zip(accepted.visits, accepted.results, strict=True)
    ]


def to_text(view: WeekView, plan: PlanView, with_why: bool) -> list[str]:
    """The days with their visits, then what is unmet, ways out and notes; why: the grounds of each proposal."""
    last = plan.monday + timedelta(days=6)
    head = f"{clean(plan.name)} ({plan.cm}) · plan for {day(plan.monday)} to {day(last)}"
    lines = [head, _quality(plan), ""]
    closed = dict(view.closed)
    past = [v for v in view.visits if v.date < plan.on and v.status in ("scheduled", "kept", "missed")]
    if past:
        lines += [f"{some(len(past), 'visit')} before {day(plan.on)}: see tcm week {plan.cm}", ""]
    for on in sorted({v.date for v in plan.visits} | {d for d in closed if d >= plan.on}):
        lines.append(day(on) + (f" · closed: {clean(closed[on])}" if on in closed else ""))
        for visit in (v for v in plan.visits if v.date == on):
            lines += _line(visit, with_why)
    if not plan.visits:
        lines.append("Nothing is booked and nothing has to be.")
    lines += _dropped(plan.dropped)
    lines += _unmet(plan)
    if plan.ways_out:
        lines += ["", "Ways out, tried"]
        lines += [line for text in plan.ways_out for line in _item("  ", clean(text))]
    if plan.notes:
        lines.append("")
        lines += [line for text in plan.notes for line in _item("", clean(text))]
    return lines


def _quality(plan: PlanView) -> str:
    count = sum(visit.state == "proposed" for visit in plan.visits)
    said = {
        "proved": "✓ proved: no plan does more",
        "best found": "! the best found in the time given, not proved",
        "stopped": "! stopped before it was proved",
        "quick": "○ a first plan, not proved",
    }[plan.stage]
    return f"{some(count, 'proposal')}, {len(plan.unmet) or 'nothing'} unmet · {said}"


def _line(visit: PlannedVisit, with_why: bool) -> list[str]:
    mark = {"booked": " ", "proposed": "░", "dropped": "✗"}[visit.state]
    serves = ", ".join(DONE[kind] for kind in visit.serves)
    who = f"{clean(visit.member_name)} {clean(visit.member)}"
    kind = visit.kind.replace("-contact", "")
    hours = f"{clock(visit.start)}-{clock(visit.stop)}"
    line = f" {mark} {hours}  {pad(_cut(who, 30), 30)}  {kind:<9} {visit.units:>2}u  {serves}"
    lines = [line.rstrip()]
    if visit.moved_from is not None:
        was, start = visit.moved_from
        lines.append(f"{'':16}moved from {day(was)} {clock(start)}")
    if with_why:
        for reason in visit.because:
            lines += _item(" " * 16, f"{reason.rule}: {clean(reason.text)}")
    return lines


def _dropped(visits: Sequence[PlannedVisit]) -> list[str]:
    if not visits:
        return []
    lines = ["", "Booked and better cancelled"]
    for visit in visits:
        text = "; ".join(clean(reason.text) for reason in visit.because)
        who = f"{clean(visit.member_name)} {clean(visit.member)}"
        lines += _item("  ", f"✗ {near_day(visit.date)} {clock(visit.start)} {who}: {text}")
    return lines


def _unmet(plan: PlanView) -> list[str]:
    if not plan.unmet:
        return []
    lines = ["", "Unmet"]
    for unmet in plan.unmet:
        who = f"{clean(unmet.member_name)} {clean(unmet.member)}"
        why = "; ".join(clean(text) for text in unmet.because)
        lines += _item("  ", f"✗ {who}, {DONE[unmet.kind]} by {near_day(unmet.due_on)}: {why}")
    return lines


def applied(accepted: Accepted) -> list[str]:
    """What was booked and what was refused."""
    done = sum(result.id is not None for result in accepted.results)
    lines = ["", f"✓ Booked: {some(done, 'change')} of {len(accepted.results)}."]
    if not accepted.results:
        lines = ["", "○ Nothing to book."]
    for visit, result in zip(accepted.visits, accepted.results, strict=True):
        if result.id is None:
            why = "; ".join(clean(reason.text) for reason in result.reasons)
            who = f"{clean(visit.member_name)} {clean(visit.member)}"
            lines += _item("", f"✗ {result.verdict}: {near_day(visit.date)} {clock(visit.start)} {who}: {why}")
    return lines


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return text + "…"


def _item(indent: str, text: str) -> list[str]:
    """Text wrapped under itself."""
    return [
        f"{indent}{'  ' if n else ''}{line}"
        for n, line in enumerate(wrap(text, WIDTH - len(indent) - 2, break_on_hyphens=False) or [""])
    ]
