"""The lists: caseload, due, hours, check, each as JSON of the contract and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.words import day, figure, left, some, status, why
from tcm_tui.desk.views import CaseloadRow, ClockItem, HoursRow, MemberLine
from tcm_tui.rules.verdict import Finding, Reason


def _flat(view: Any) -> dict[str, Any]:
    """A view's fields, its reasons as JSON has them."""
    fields: dict[str, Any] = view._asdict()
    fields["reasons"] = reasons(fields.get("reasons") or ())
    return fields


# ── caseload ──────────────────────────────────────────────────────────────────────────────────────


def caseload_json(on: date, rows: Sequence[CaseloadRow], lines: Sequence[MemberLine] | None) -> dict[str, Any]:
    """``tcm caseload --json``; ``lines`` are added when one case manager was asked for."""
    document: dict[str, Any] = {"on": on, "case_managers": [_flat(row) for row in rows]}
    if lines is not None:
        document["lines"] = [_member_line(line) for line in lines]
    return document


def _member_line(line: MemberLine) -> dict[str, Any]:
    fields = line._asdict()
    fields["day"], fields["month"] = line.day._asdict(), line.month._asdict()
    return fields


def caseload_text(
    on: date, rows: Sequence[CaseloadRow], lines: Sequence[MemberLine] | None, with_why: bool
) -> list[str]:
    """A line a case manager, then, for one of them, a line a member."""
    shown = [_caseload_row(row) for row in rows]
    head = ("case manager", "", "type", "counted", "range", "status", "on hold", "in hospital", "weighted")
    text = [f"Caseloads on {day(on)}", "", *table(head, shown, "lllrrlrrr")] if rows else ["No case managers."]
    if lines is not None:
        text += ["", *members_text(lines)]
    if with_why:
        text += why([reason for row in rows for reason in row.reasons])
    return text


def _caseload_row(row: CaseloadRow) -> tuple[str, ...]:
    spare = f", {row.open} open" if row.open else f", {row.over} over" if row.over else ""
    span = f"{row.low}-{row.high}" if row.high is not None else "–"
    counted = some(row.counted, *(("family", "families") if row.unit == "families" else ("member",)))
    return (
        row.cm,
        row.name,
        row.type,
        counted,
        span,
        status(row.status) + spare,
        str(row.on_hold),
        str(row.in_hospital),
        f"{row.weighted:.1f}",
    )


def members_text(lines: Sequence[MemberLine]) -> list[str]:
    """The members of a caseload with their contact, outreach and units."""
    if not lines:
        return ["No members."]
    rows = [
        (
            line.member,
            line.name,
            f"{line.program} {line.focus}",
            line.status.replace("-", " "),
            f"{status(line.contact)} {line.contact_done} of {line.contact_required}",
            status(line.outreach) if line.outreach else "–",
            left(line.day),
            left(line.month),
            day(line.next_visit),
            ", ".join(line.flags),
        )
        for line in lines
    ]
    head = ("member", "", "program", "status", "contact", "outreach", "today", "month", "next visit", "flags")
    return table(head, rows)


# ── due ───────────────────────────────────────────────────────────────────────────────────────────


def due_json(on: date, items: Sequence[ClockItem]) -> dict[str, Any]:
    """``tcm due --json``."""
    return {"on": on, "items": [_flat(item) for item in items]}


def due_text(on: date, items: Sequence[ClockItem], days: int, with_why: bool) -> list[str]:
    """Every clock on one time line, the most urgent first as the desk orders them."""
    if not items:
        return [f"Nothing is due within {some(days, 'day')} of {day(on)}."]
    text = [f"{some(len(items), 'clock')} on {day(on)}", "", *table(DUE, _due_rows(items))]
    return text + (why([reason for item in items for reason in item.reasons]) if with_why else [])


DUE = ("status", "due", "", "what", "member", "case manager", "ref")


def due_grouped(on: date, items: Sequence[ClockItem], by: str, with_why: bool) -> list[str]:
    """The same under headings, by day, worker or kind, each with its count; the columns stand below each other."""
    from tcm_tui.desk.clocks.grouping import grouped

    text = [f"{some(len(items), 'clock')} on {day(on)}"]
    groups = grouped(items, on, by)
    _, *lines = table(DUE, _due_rows([item for group in groups for item in group.items]))
    at = 0
    for group in groups:
        text += ["", clean(f"{group.title}  {group.counts}"), *lines[at : at + len(group.items)]]
        at += len(group.items)
    return text + (why([reason for item in items for reason in item.reasons]) if with_why else [])


def _due_rows(items: Sequence[ClockItem]) -> list[tuple[str, ...]]:
    return [
        (
            status(item.status),
            day(item.due_on),
            _late(item),
            item.kind + (f" {item.what}" if item.what else ""),
            item.member_name or item.member or "–",
            item.cm_name or item.cm or "–",
            item.ref or "",
        )
        for item in items
    ]


def _late(item: ClockItem) -> str:
    if item.late_by:
        kind = "business day" if item.kind == "outreach" else "day"
        return f"{some(item.late_by, kind)} late"
    if item.plan_by and item.plan_by != item.due_on:
        return f"plan by {day(item.plan_by)}"
    return ""


# ── hours ─────────────────────────────────────────────────────────────────────────────────────────


def hours_json(on: date, rows: Sequence[HoursRow]) -> dict[str, Any]:
    """``tcm hours --json``."""
    return {"on": on, "case_managers": [_flat(row) for row in rows]}


def hours_text(on: date, rows: Sequence[HoursRow], with_why: bool) -> list[str]:
    """Hours worked against the pace; a pace, never a cap."""
    if not rows:
        return ["No case managers."]
    shown = [
        (
            row.cm,
            row.name,
            figure(row.annual),
            f"{row.worked:,.1f}",
            figure(row.expected, 1),
            _pace(row.variance),
            figure(row.since_hire_expected, 1),
        )
        for row in rows
    ]
    head = ("case manager", "", "hours a year", "billable so far", "expected", "pace", "expected since hire")
    text = [
        f"Billable hours on {day(on)}, {rows[0].basis.replace('-', ' ')} from {day(rows[0].year_starts)}",
        "",
        *table(head, shown, "llrrrlr"),
    ]
    return text + (why([reason for row in rows for reason in row.reasons]) if with_why else [])


def _pace(variance: float | None) -> str:
    if variance is None:
        return "– no standard"
    return f"▲ {variance:,.1f} ahead" if variance >= 0 else f"▼ {-variance:,.1f} behind"


# ── check ─────────────────────────────────────────────────────────────────────────────────────────


def check_json(on: date, findings: Sequence[Finding]) -> dict[str, Any]:
    """``tcm check --json``; what does not apply is null."""
    return {"on": on, "findings": [finding_json(found) for found in findings]}


def finding_json(found: Finding) -> dict[str, Any]:
    fields = found._asdict()
    fields["missing"] = None if found.missing is None else list(found.missing)
    fields["reasons"] = reasons((Reason(found.rule, found.text, found.source),))
    return fields


SEVERITIES = ("error", "warning", "info")


def _notes(found: Sequence[Finding]) -> list[tuple[str, ...]]:
    """The notes of each rule as one row."""
    by_rule: dict[str, list[Finding]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    return [
        (status("info"), rule, *_common(same), same[0].text if len(same) == 1 else _summed(same))
        for rule, same in by_rule.items()
    ]


def _common(same: Sequence[Finding]) -> tuple[str, str, str]:
    """Ref, member and case manager of a single note; dashes for several."""
    one = same[0]
    return (one.ref or "–", one.member or "–", one.cm or "–") if len(same) == 1 else ("–", "–", "–")


def _summed(same: Sequence[Finding]) -> str:
    minutes = sum(each.minutes or 0 for each in same)
    time = f", {minutes:,} minutes" if minutes else ""
    return f"{len(same):,} notes{time}: {same[0].text}, and others like it; --why lists them"


def check_text(on: date, findings: Sequence[Finding], with_why: bool) -> list[str]:
    """What is wrong first, then warnings; what is only worth knowing as one line a rule, or all with --why."""
    if not findings:
        return [f"✓ Nothing to object to in what is recorded up to {day(on)}."]
    rows: list[tuple[str, ...]] = [
        (
            status(found.severity),
            found.rule,
            found.ref or "–",
            found.member or "–",
            found.cm or "–",
            found.text + (f"  [{found.source}]" if with_why and found.source else ""),
        )
        for found in sorted(findings, key=lambda f: SEVERITIES.index(f.severity))
        if with_why or found.severity != "info"
    ]
    if not with_why:
        rows += _notes([found for found in findings if found.severity == "info"])
    counts = {word: sum(f.severity == word for f in findings) for word in ("error", "warning", "info")}
    total = ", ".join(some(n, word, None if word != "info" else "notes") for word, n in counts.items() if n)
    return [
        *table(("severity", "rule", "ref", "member", "case manager", "finding"), rows),
        "",
        clean(f"{some(len(findings), 'finding')} on {day(on)}: {total}."),
    ]
