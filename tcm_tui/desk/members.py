"""The list of a caseload: one line a member, with the month's units, the contact and the next visit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import budgets, clocks, cohort, roles
from tcm_tui.desk.views import Budget, ClockItem, MemberLine
from tcm_tui.records.queries import caseload as sql
from tcm_tui.records.queries import facts
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import lines as table
from tcm_tui.rules import residence, transition
from tcm_tui.rules.facts import Residence, Stay, Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class _Beside(NamedTuple):
    """What the records say beside the members themselves, by member id."""

    uses: dict[str, budgets.MonthUse]
    homes: dict[str, list[Residence]]
    stays: dict[str, list[Stay]]
    visits: dict[str, str]
    contacts: dict[str, ClockItem]
    outreach: dict[str, ClockItem]
    workers: dict[str, Worker]


def lines(desk: Desk, cm: str | None, on: date) -> list[MemberLine]:
    """One worker's members on a day, or the agency's, by last name; reasons are asked for one by one."""
    roles.must_see(desk, cm)
    with desk.reading():
        members = cohort.load(desk, on, cm)
        beside = _beside(desk, cm, on)
        return [_line(desk, cared, beside, on) for cared in members]


def _beside(desk: Desk, cm: str | None, on: date) -> _Beside:
    params = {"on": on.isoformat()} | ({"cm": cm} if cm else {})
    rows = desk.store.rows
    homes: dict[str, list[Residence]] = {}
    for home in map(facts.residence, rows(sql.BARRED.pick(cm), params)):
        homes.setdefault(home.member_id, []).append(home)
    stays: dict[str, list[Stay]] = {}
    for stay in map(facts.stay, rows(sql.STAYS.pick(cm), params)):
        stays.setdefault(stay.member_id, []).append(stay)
    contacts: dict[str, ClockItem] = {}
    outreach: dict[str, ClockItem] = {}
    for item in clocks.contact_and_outreach(desk, on, cm):
        assert item.member is not None
        if item.kind == "outreach":
            outreach.setdefault(item.member, item)  # most urgent first
        elif item.due_on >= on:
            contacts[item.member] = item
    workers = {r[0]: Worker(*r) for r in rows(facts.WORKERS, {})}
    visits = dict(rows(sql.NEXT_VISIT.pick(cm), params))
    return _Beside(budgets.of_list(desk, on, cm), homes, stays, visits, contacts, outreach, workers)


def _line(desk: Desk, cared: cohort.Cared, beside: _Beside, on: date) -> MemberLine:
    member, key = cared.member, cared.member.member_id
    use = beside.uses.get(key, budgets.NOTHING)
    worker = beside.workers.get(cared.cm or "")
    modifier, contract = table.service_line(None, None, worker)
    row = table.find_row(desk.packs, modifier, contract, table.age_on(member.dob, on), on)
    if cared.exact_from is not None and on < cared.exact_from:
        use = budgets.of_member(desk, key, on, on, cared.exact_from)
    day, month = budgets.no_budget(use, on)
    left = 0
    if row is not None:
        found = budgets.of_row(desk, row, use, key, on, on)
        day, month = found.get("day", day), found.get("month", month)
        left = budgets.least(found.values())
    stays = beside.stays.get(key, [])
    home = residence.barred(beside.homes.get(key, ()), on, desk.packs)
    closed = transition.outcome(stays, on, member.dob, "", on, desk.packs) if stays else None
    if home is not None or closed is not None:
        left = 0
    status = cared.status(on)
    if status == "active" and rules.hospitalised(stays, on):
        status = "in-hospital"
    elif status == "active" and rules.held(member.hold_from, member.hold_until, on):
        status = "on-hold"
    contact, outreach = beside.contacts.get(key), beside.outreach.get(key)
    visit = beside.visits.get(key)
    return MemberLine(
        member=key,
        name=member.name,
        program=member.program,
        focus=member.focus,
        cm=cared.cm,
        status=status,
        contact=contact.status if contact else "none",
        contact_done=(contact.done or 0) if contact else 0,
        contact_required=(contact.required or 0) if contact else 0,
        contact_due=contact.due_on if contact else None,
        outreach=outreach.status if outreach else None,
        outreach_due=outreach.due_on if outreach else None,
        line=row.id if row else None,
        day=day,
        month=month,
        available_today=left,
        next_visit=date.fromisoformat(visit[:10]) if visit else None,
        next_start=int(visit[11:]) if visit else None,
        flags=_flags(row is None, day, month, home is not None, closed is not None, bool(stays)),
        acuity=member.acuity,
    )


def _flags(no_row: bool, day: Budget, month: Budget, resides: bool, closed: bool, stays: bool) -> tuple[str, ...]:
    """Words that say why a member's units are not plain, the gravest first."""
    found = []
    if resides:
        found.append("residence")
    if closed:
        found.append("stay")
    elif stays:
        found.append("window")
    if no_row:
        found.append("no-row")
    elif month.over or day.over:
        found.append("over")
    elif not month.available or not day.available:
        found.append("at-limit")
    return tuple(found)
