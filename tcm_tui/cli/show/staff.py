"""The staff sheet and the on-call roster, as JSON and as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show.words import day, figure, some, status, why
from tcm_tui.desk.roster import may_take
from tcm_tui.desk.views.staff import ProgramRoster, RosterView, StaffRow, StaffSheet, StaffView, Stretch
from tcm_tui.rules.credential_clocks import Clock
from tcm_tui.rules.credentials import Requirement
from tcm_tui.rules.qualification import May
from tcm_tui.rules.saying import moments

SYMBOLS = {"qualified": "✓", "lapsing": "!", "lapsed": "✗", "not-shown": "!", "not-asked": "–"}


# ── staff ─────────────────────────────────────────────────────────────────────────────────────────


def staff_json(view: StaffView) -> dict[str, Any]:
    """``tcm staff --json``."""
    return {"on": view.on, "case_managers": [_row(row) for row in view.rows]}


def _row(row: StaffRow) -> dict[str, Any]:
    fields: dict[str, Any] = row._asdict()
    fields["missing"] = [_requirement(item) for item in row.missing]
    fields["clocks"] = [_clock(clock) for clock in row.clocks]
    fields["consultation"] = [week._asdict() for week in fields.pop("weeks")]
    fields["consultation_short"] = row.short_now if row.weeks else None
    fields["may_take"] = [{"program": may.what, **_may(may)} for may in fields.pop("takes")]
    fields["may_bill"] = [{"level_modifier": m.what, "rows": m.rows, **_may(m)} for m in fields.pop("bills")]
    fields["reasons"] = reasons(row.reasons)
    return fields


def _may(may: May) -> dict[str, Any]:
    return {"verdict": may.verdict, "reasons": reasons(may.because)}


def _requirement(item: Requirement) -> dict[str, Any]:
    return item._asdict()


def _clock(clock: Clock) -> dict[str, Any]:
    return {name: value for name, value in clock._asdict().items() if name not in ("required", "done")}


def sheet_json(sheet: StaffSheet) -> dict[str, Any]:
    """``tcm staff CM --json``: the one line, and what is behind it."""
    hours = sheet.hours._asdict()
    hours["reasons"] = reasons(sheet.hours.reasons)
    held = [
        {"key": c.key, "status": c.status} | {n: v for n, v in c.record._asdict().items() if n != "cm_id"}
        for c in sheet.credentials
    ]
    return {
        "on": sheet.on,
        "case_managers": [_row(sheet.row)],
        "asked": [_requirement(item) for item in sheet.asked],
        "credentials": held,
        "hours": hours,
        "hired_on": sheet.hired_on,
        "left_on": sheet.left_on,
        "supervisor": sheet.supervisor,
        "reasons": reasons(sheet.row.reasons),
    }


def staff_text(view: StaffView, with_why: bool) -> list[str]:
    """A line a case manager."""
    if not view.rows:
        return ["No case managers."]
    head = (
        "case manager",
        "",
        "level and type",
        "qualification",
        "certified",
        "consultation",
        "short",
        "bills",
        "takes",
    )
    rows = [
        (
            row.cm,
            row.name,
            f"CM {row.level} {row.type}",
            standing(row),
            "–" if row.status == "not-asked" else _until(row),
            " ".join(str(week.minutes) for week in row.weeks),
            f"{row.short_now} min" if row.short_now else "",
            _bills(row),
            ", ".join(may.what or "" for may in row.takes if may.verdict == "ok" or (may.what == "intensive" != row.type
                      and may.verdict == "warn")),
        )
        for row in view.rows
    ]  # fmt: skip
    text = [f"Staff on {day(view.on)}; consultation in minutes, the last eight weeks", "", *table(head, rows)]
    for row in view.rows if with_why else ():
        text += ["", f"{row.cm} {row.name}", *why([*row.reasons, *_why_not(row)])[1:]]
    return text


def standing(row: StaffRow) -> str:
    """``✓ qualified through Fri 1 Jan 2027``, ``✗ lapsed: certification``."""
    word = f"{SYMBOLS[row.status]} {row.status.replace('-', ' ')}"
    what = ", ".join(item.what for item in row.missing)
    if row.through is not None:
        return (
            f"{word} after {day(row.through)}: {what}"
            if row.status == "lapsing"
            else f"{word} through {day(row.through)}"
        )
    return f"{word}: {what}" if what else word


def _until(row: StaffRow) -> str:
    if row.certified_until is None:
        return "✓ no expiry" if row.certified else "! not on file"
    return f"{'✓' if row.certified else '✗'} {day(row.certified_until)}"


def _bills(row: StaffRow) -> str:
    ways = {v: " ".join(may.what or "none" for may in row.bills if may.verdict == v) for v in ("ok", "warn")}
    return ways["ok"] or (f"! {ways['warn']}" if ways["warn"] else "–")


def _why_not(row: StaffRow) -> list[Any]:
    return [reason for may in (*row.takes, *row.bills) for reason in may.because]


def sheet_text(sheet: StaffSheet, with_why: bool) -> list[str]:
    """One worker's sheet: what is asked, what is on file, what it lets them do."""
    row = sheet.row
    under = f", supervised by {sheet.supervisor}" if sheet.supervisor else ""
    left = f", left {day(sheet.left_on)}" if sheet.left_on else ""
    text = [f"{row.name} {row.cm} · CM {row.level} {row.type} · {row.site}{under}{left}", standing(row), ""]
    if sheet.asked:
        asked = [(item.rule, f"{'✓' if item.met else '✗' if item.lapsed else '!'} {item.text}") for item in sheet.asked]
        text += ["Asked", *table(("", ""), asked), ""]
    if row.clocks:
        due = [(status(clock.status), clock.what, day(clock.due_on), clock.text) for clock in row.clocks]
        text += ["Clocks", *table(("", "", "", ""), due), ""]
    if row.weeks:
        weeks = [
            (day(week.monday), f"{week.minutes} of {week.required} min", _week(week.status, week.short))
            for week in row.weeks
        ]
        text += ["Consultation by week", *table(("", "", ""), weeks), ""]
    text += ["May take", *table(("", "", ""), [_told(may, may.what or "") for may in row.takes]), ""]
    text += ["May bill", *table(("", "", ""), [_told(may, may.what or "none", may.rows) for may in row.bills]), ""]
    kept = [
        (c.record.kind, c.status, *(day(d) for d in c.record[2:5]), figure(c.record.amount), c.key)
        for c in sheet.credentials
    ]
    head = ("credential", "", "began", "completed", "expires", "amount", "key")
    text += table(head, kept, "lllllr") if kept else ["No credential of any kind is on file."]
    if row.annual is not None:
        text += ["", f"{row.annual} hours a year, {row.basis.replace('-', ' ')} from {day(row.year_starts)}"]
    return text + (why([*row.reasons, *_why_not(row)]) if with_why else [])


def _week(word: str, short: int) -> str:
    return {"met": "✓ met", "open": f"○ {short} min still asked", "short": f"✗ {short} min short"}.get(
        word, "– hired in or after it, not held against anybody"
    )


VERDICTS = {"ok": "✓ yes", "warn": "! with a warning", "refused": "✗ no", "no-row": "– no row"}


def _told(may: May, what: str, rows: Sequence[str] = ()) -> tuple[str, str, str]:
    return what, VERDICTS[may.verdict], "; ".join(reason.text for reason in may.because) or ", ".join(rows)


# ── roster ────────────────────────────────────────────────────────────────────────────────────────


def roster_json(view: RosterView) -> dict[str, Any]:
    """``tcm roster --json``."""
    return {
        "on": view.on,
        "from": view.first,
        "days": view.days,
        "programs": [_program_json(found) for found in view.programs],
        "reasons": [each for found in view.programs for each in reasons(found.reasons)],
    }


def _program_json(found: ProgramRoster) -> dict[str, Any]:
    duties = [
        duty._asdict() | {"starts_at": _iso(duty.starts_at), "ends_at": _iso(duty.ends_at), "why": reasons(duty.why)}
        for duty in found.duties
    ]
    takers = [{"cm": t.cm, "name": t.name, "may": t.may, "reasons": reasons(t.why)} for t in found.takers]
    return {
        "program": found.program,
        "staffed": found.staffed,
        "uncovered_hours": found.hours,
        "holes": [_stretch(hole) | {"may_take": [t.cm for t in may_take(found, hole)]} for hole in found.holes],
        "doubled": [_stretch(double) | {"who": double.who} for double in found.doubled],
        "duties": duties,
        "takers": takers,
        "reasons": reasons(found.reasons),
    }


def _stretch(stretch: Stretch) -> dict[str, Any]:
    return {"from": _iso(stretch.start), "to": _iso(stretch.end), "hours": round(stretch.minutes / 60, 2)}


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def roster_text(view: RosterView, with_why: bool) -> list[str]:
    """A part a program: its holes, then its duties in order."""
    text = [f"On call for {some(view.days, 'day')} from {day(view.first)}"]
    for found in view.programs:
        text += ["", *_program_text(found)]
    if not view.programs:
        text += ["", "None of these programs needs a roster."]
    return text + (why([r for found in view.programs for r in found.reasons]) if with_why else [])


def _program_text(found: ProgramRoster) -> list[str]:
    name = found.program.capitalize()
    if not found.staffed:
        return [f"{name}  – no case manager of this type, no roster is asked"]
    lines = [f"{name}  " + (f"✗ {found.hours:g} h uncovered" if found.holes else "✓ covered at all hours")]
    for hole in found.holes:
        able = [clean(taker.name) for taker in may_take(found, hole)]
        more = f" and {len(able) - 3} more" if len(able) > 3 else ""
        lines.append(f"  ✗ {moments(hole.start, hole.end)}, {hole.minutes / 60:g} h uncovered; may take it: "
                     f"{', '.join(able[:3]) or 'nobody'}{more}")  # fmt: skip
    lines += [
        f"  ! {moments(double.start, double.end)}, {double.minutes / 60:g} h doubled: {clean(', '.join(double.who))}"
        for double in found.doubled
    ]
    rows = [
        (
            f"  {moments(duty.starts_at, duty.ends_at)}",
            duty.name,
            "" if duty.fits else "! " + "; ".join(reason.text for reason in duty.why),
            duty.key,
        )
        for duty in found.duties
    ]
    return lines + (table(("", "", "", ""), rows) if rows else ["  Nobody has a duty."])
