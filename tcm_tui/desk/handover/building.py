"""The sheets from the members' pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, history, member
from tcm_tui.desk.clocks import DONE
from tcm_tui.desk.errors import NotOne
from tcm_tui.desk.handover.views import Handed, Sheet
from tcm_tui.desk.views import MemberView
from tcm_tui.records.queries import handover as sql
from tcm_tui.rules import activities

if TYPE_CHECKING:
    from tcm_tui.desk.caseload import Staff
    from tcm_tui.desk.handover import Given
    from tcm_tui.desk.office import Desk

REACHED = ("phone", "email", "address")


def sheets(desk: Desk, moves: Sequence[Given], on: date, effective: date) -> tuple[Sheet, ...]:
    """See ``handover.sheets``."""
    with desk.reading():
        staff = {person.who.cm_id: person for person in caseload.staff(desk)}
        handed = [_handed(desk, move, staff, on, effective) for move in moves]
    found = []
    for cm in sorted({h.to for h in handed} | {h.origin for h in handed if h.origin is not None}):
        gives = tuple(h for h in handed if h.origin == cm)
        takes = tuple(h for h in handed if h.to == cm)
        found.append(Sheet(cm, staff[cm].who.name, staff[cm].site, on, effective, gives, takes))
    return tuple(found)


def _handed(desk: Desk, move: Given, staff: dict[str, Staff], on: date, effective: date) -> Handed:
    for cm in (move.origin, move.to):
        if cm is not None and cm not in staff:
            raise NotOne(f"No case manager has the id “{cm}”.")
    view = member.page(desk, move.member, on, reasons=False)
    row = desk.store.row(sql.REACHED, {"member": move.member})
    assert row is not None  # the page was found
    phone, email, street, city, postcode, language, area = row[:7]
    place = ", ".join(part for part in (street, " ".join(p for p in (city, postcode) if p)) if part)
    reach = dict(zip(REACHED, (phone, email, place), strict=True))
    since = next((a[2] for a in view.assignments if a[0] == move.origin and (a[3] is None or a[3] >= on)), None)
    return Handed(
        member=view.member,
        name=view.name,
        age=view.age,
        program=view.program,
        focus=view.focus,
        family=view.family,
        origin=move.origin,
        origin_name=staff[move.origin].who.name if move.origin else None,
        to=move.to,
        to_name=staff[move.to].who.name,
        back=move.back,
        since=since if move.origin else None,
        last_contact=_last_contact(desk, view.member, on),
        clocks=tuple(item for item in view.clocks if item.status not in DONE),
        visits=tuple(v for v in view.visits if v.status == "scheduled" and v.date >= min(on, effective)),
        plan=_plan(view, effective),
        units=view.units,
        reach=tuple((what, how) for what, how in reach.items() if how),
        missing=tuple(what for what, how in reach.items() if not how),
        said=_said(view, language, area),
    )


def _last_contact(desk: Desk, ident: str, on: date) -> date | None:
    """The last day somebody met the member or spoke with them."""
    past = history.of(desk, ident)
    services = history.seen(past, on).services if past is not None else ()
    return max((s.date for s in services if activities.member_present(s, desk.packs)), default=None)


def _plan(view: MemberView, day: date) -> tuple[date, date | None, int | None, tuple[str, ...]] | None:
    """The plan in force on the day, or the last one."""
    known = [plan for plan in view.plans if plan[0] <= day]
    if not known:
        return None
    starts, ends, contacts, *signed = max(known, key=lambda plan: plan[0])
    who = ("member", "case manager", "licensed professional")
    return starts, ends, contacts, tuple(name for name, day_ in zip(who, signed, strict=True) if day_ is None)


def _said(view: MemberView, language: str | None, area: str | None) -> tuple[str, ...]:
    found = [f"speaks {language}"] * bool(language) + [f"area {area}"] * bool(area)
    if view.status == "on-hold" and view.hold is not None:
        until = f" until {view.hold[1]}" if view.hold[1] else ""
        found.append(f"on hold{until}" + (f": {view.hold[2]}" if view.hold[2] else ""))
    for stay in view.stays:
        if stay.discharge_on is None or stay.planned:
            planned = f", discharge planned for {stay.discharge_on}" if stay.discharge_on else ""
            found.append(f"{stay.kind.replace('-', ' ')} since {stay.admitted_on}{planned}")
    if view.family:
        found.append(f"family {view.family}")
    return tuple(found)
