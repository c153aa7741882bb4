"""``tcm member``: one page about one member."""

from __future__ import annotations

from typing import Any

from tcm_tui.cli.out import reasons
from tcm_tui.cli.plain import clean, table
from tcm_tui.cli.show import units as units_show
from tcm_tui.cli.show.lists import due_text, finding_json
from tcm_tui.cli.show.words import clock, day, figure, iso_clock, some, status, why
from tcm_tui.desk.views import LedgerLine, MemberView, StayLine, Visit, WhatIf


def to_json(view: MemberView) -> dict[str, Any]:
    """``tcm member --json``: the contract's stays and services, and the rest of the page."""
    document = {
        name: getattr(view, name)
        for name in ("member", "name", "on", "dob", "age", "program", "focus", "status", "family")
    }
    hold = view.hold
    document |= {
        "part2": view.part2,
        "hold": None if hold is None else {"from": hold[0], "until": hold[1], "reason": hold[2]},
        "cm": view.cm,
        "cm_name": view.cm_name,
        "site": view.site,
        "units": units_show.to_json(view.units),
        "assignments": _dicts(("cm", "name", "starts_on", "ends_on"), view.assignments),
        "clocks": [item._asdict() | {"reasons": reasons(item.reasons)} for item in view.clocks],
        "services": [_service(line) for line in view.services],
        "visits": [visit_json(visit) for visit in view.visits],
        "stays": [_stay(stay) for stay in view.stays],
        "residences": _dicts(("kind", "starts_on", "ends_on"), view.residences),
        "plans": _dicts(
            (
                "starts_on",
                "ends_on",
                "contacts_per_month",
                "member_signed_on",
                "cm_signed_on",
                "lbhp_signed_on",
            ),
            view.plans,
        ),
        "authorizations": _dicts(("number", "units", "period", "starts_on", "ends_on"), view.authorizations),
        "outreach": _dicts(("outreach", "date", "mode", "result"), view.outreach),
        "findings": [finding_json(found) for found in view.findings],
        "first_contact_days": view.first_contact_days,
        "reasons": reasons(view.units.reasons + ((view.first_contact,) if view.first_contact else ())),
    }
    return document


def _dicts(names: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _service(line: LedgerLine) -> dict[str, Any]:
    return {
        "service": line.service,
        "date": line.date,
        "start": iso_clock(line.start),
        "stop": iso_clock(line.stop),
        "cm": line.cm,
        "activity": line.activity,
        "mode": line.mode,
        "place": line.place,
        "minutes": line.minutes,
        "billable_minutes": line.billable_minutes,
        "units": line.units,
        "payable_units": line.payable_units,
        "by_date": {d.isoformat(): n for d, n in line.by_date},
        "status": line.status,
        "elements_present": line.elements_present,
        "elements_missing": list(line.elements_missing),
        "balance": None if line.balance is None else max(0, line.balance),
        "balance_over": None if line.balance is None else max(0, -line.balance),
        "reasons": reasons(line.reasons),
    }


def _stay(stay: StayLine) -> dict[str, Any]:
    return stay._asdict() | {"reasons": reasons(stay.reasons)}


def visit_json(visit: Visit) -> dict[str, Any]:
    """A visit with its times as HH:MM."""
    return visit._asdict() | {"start": iso_clock(visit.start), "stop": iso_clock(visit.stop)}


def to_text(view: MemberView, with_why: bool) -> list[str]:
    """The page for people; the services of the month asked for, most recent last."""
    about = [
        f"born {day(view.dob)}, {view.age} years",
        f"{view.program} · {view.focus}",
        view.status.replace("-", " "),
    ]
    if view.family:
        about.append(f"family {view.family}")
    if view.part2:
        about.append("42 CFR Part 2")
    text = [*units_show.to_text(view.units, False), "", clean(" · ".join(about))]
    text.append(clean(f"Case manager {view.cm_name} ({view.cm}), {view.site}") if view.cm else "No case manager.")
    if view.first_contact:
        said = view.first_contact.text
        text.append(clean(said[0].upper() + said[1:]))
    if view.hold:
        since, until, reason = view.hold
        text.append(clean(f"On hold from {day(since)} until {day(until)}: {reason or 'no reason given'}"))
    text += _part("Clocks", due_text(view.on, view.clocks, 31, False)[2:] if view.clocks else [])
    text += _part("Visits", _visits(view.visits))
    text += _part("Services this month", _services(view))
    text += _part("Stays", _stays(view.stays))
    residences = [(kind, day(since), day(until)) for kind, since, until in view.residences]
    text += _part("Residences", table(("kind", "from", "until"), residences) if residences else [])
    plans = [(day(p[0]), day(p[1]), figure(p[2]), day(p[3]), day(p[4]), day(p[5])) for p in view.plans]
    head = ("from", "until", "contacts a month", "member signed", "worker signed", "professional signed")
    text += _part("Plans", table(head, plans, "llr") if plans else [])
    grants = [(a[0], f"{some(a[1], 'unit')} a {a[2]}", day(a[3]), day(a[4])) for a in view.authorizations]
    text += _part("Authorizations", table(("number", "units", "from", "through"), grants) if grants else [])
    attempts = [(a[0], day(a[1]), a[2] or "–", a[3] or "–") for a in view.outreach]
    text += _part("Outreach", table(("id", "on", "mode", "result"), attempts) if attempts else [])
    findings = [(status(f.severity), f.rule, f.ref or "–", f.text) for f in view.findings]
    text += _part("Findings", table(("severity", "rule", "ref", "finding"), findings) if findings else [])
    if with_why:
        first = (view.first_contact,) if view.first_contact else ()
        text += why(view.units.reasons + first + tuple(r for item in view.clocks for r in item.reasons))
    return text


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", title, *("  " + line for line in lines)] if lines else []


def _visits(visits: tuple[Visit, ...]) -> list[str]:
    if not visits:
        return []
    rows = [
        (
            v.appointment,
            day(v.date),
            f"{clock(v.start)}-{clock(v.stop)}",
            v.kind,
            status(v.status),
            some(v.units, "unit") if v.status == "scheduled" else "–",
        )
        for v in visits
    ]
    return table(("id", "on", "time", "kind", "status", "holds"), rows)


def _services(view: MemberView) -> list[str]:
    month = (view.on.year, view.on.month)
    lines = [s for s in view.services if any((d.year, d.month) == month for d, _ in s.by_date) or _in(s, month)]
    if not lines:
        return []
    rows = [
        (
            s.service,
            day(s.date),
            f"{clock(s.start)}-{clock(s.stop)}",
            s.activity,
            s.place or "–",
            str(s.units),
            str(s.payable_units),
            status(s.status),
            _balance(s.balance),
            f"{s.elements_present} of 11",
        )
        for s in lines
    ]
    head = ("id", "on", "time", "activity", "place", "units", "payable", "status", "balance", "note")
    return table(head, rows, "lllllrrlr")


def _balance(left: int | None) -> str:
    """What the month has left after a service, never a negative."""
    return "–" if left is None else str(left) if left >= 0 else f"0, {-left} over"


def _in(line: LedgerLine, month: tuple[int, int]) -> bool:
    return (line.date.year, line.date.month) == month


def _stays(stays: tuple[StayLine, ...]) -> list[str]:
    rows = [
        (
            s.kind,
            day(s.admitted_on),
            day(s.discharge_on) + (" planned" if s.planned else ""),
            figure(s.nights),
            f"{day(s.window_from)} to {day(s.window_to)}" if s.window_from else "no window",
            "✓ open now" if s.open_now else "– closed",
        )
        for s in stays
    ]
    return table(("kind", "admitted", "discharge", "nights", "transition window", ""), rows, "lllr") if rows else []


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """``tcm member --discharged-on --json``: the stay as it would be, and the units in and outside its window."""
    return {
        "member": found.member,
        "on": found.on,
        "stay": _stay(found.stay),
        "units": found.units,
        "outside": found.outside,
        "planned": found.planned,
        "reasons": reasons(found.reasons),
    }


def what_if_text(found: WhatIf) -> list[str]:
    """One sentence for the window, then the arithmetic."""
    stay = found.stay
    head = f"{clean(found.name)} ({clean(found.member)}), if discharged on {stay.discharge_on}: "
    if stay.window_from is None:
        head += "no window"
    else:
        head += f"window {stay.window_from} to {stay.window_to}"
    return [
        f"{head}; {found.units} units in it, {found.outside} outside, {found.planned} planned in it",
        *why(found.reasons),
    ]
