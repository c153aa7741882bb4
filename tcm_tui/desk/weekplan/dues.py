"""What a week owes: contacts of the month, outreach after misses, and what plans ask above that. R17-R19"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.weekplan.facts import Cared, Held, Miss, WeekFacts
from tcm_tui.desk.weekplan.people import People
from tcm_tui.desk.weekplan.words import month as month_name
from tcm_tui.desk.weekplan.words import short
from tcm_tui.rules import caseload, contacts, outreach
from tcm_tui.rules.calendar import month_end

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

CONTACT, OUTREACH, PLAN = "contact", "outreach", "plan"
RULE = {CONTACT: "R17", OUTREACH: "R19", PLAN: "R18"}
COMMUNITY, OFFICE_VISIT, CALL, PROVIDER = "community-contact", "office-contact", "phone-contact", "provider"


class Due(NamedTuple):
    """Something owed to a member. need contacts in the week, on ``days``; due_on: the day people are told, which is
    past where outreach is overdue; deadline: the last day that serves it now.

    begins to ends: the days on which a contact counts for it, also before and after the week. because: the grounds.
    """

    id: str
    member: str
    kind: str
    tier: int
    calls: bool
    days: tuple[date, ...]
    need: int
    due_on: date
    deadline: date
    future: bool
    begins: date
    ends: date
    because: str

    def counts(self, visit: Held) -> bool:
        """Whether a booked visit serves this, once it is kept."""
        if visit.member != self.member or visit.status != "scheduled" or not self.begins <= visit.date <= self.ends:
            return False
        return visit.kind == COMMUNITY or (self.calls and visit.kind in (OFFICE_VISIT, CALL))


class Owed(NamedTuple):
    """dues: what is still to be planned. served: by booked visit, the kinds it serves."""

    dues: list[Due]
    served: dict[str, tuple[str, ...]]


def owed(desk: Desk, facts: WeekFacts, people: People, days: list[date], counted: Iterable[Held]) -> Owed:
    """What the week owes when the visits ``counted`` take place. days: those on which the worker can see people."""
    by_member: dict[str, list[Held]] = {}
    for visit in counted:
        by_member.setdefault(visit.member, []).append(visit)
    found: list[Due] = []
    served: dict[str, list[str]] = {}
    misses: dict[str, list[Miss]] = {}
    for miss in facts.misses:
        misses.setdefault(miss.member, []).append(miss)
    for key, cared in facts.cared.items():
        booked = by_member.get(key, [])
        taken = {v.date for v in booked if v.kind != PROVIDER}
        free = [day for day in days if day not in taken and people.why_not(key, day) is None]
        for day in dict.fromkeys((facts.first.replace(day=1), facts.last.replace(day=1))):
            found += _month(desk, facts, cared, day, free, booked, served)
        for miss in misses.get(key, ()):
            found += _outreach(desk, facts, cared, miss, free, booked, served)
    order = {CONTACT: 0, OUTREACH: 1, PLAN: 2}
    found.sort(key=lambda due: (due.member, order[due.kind], due.id))
    return Owed(found, {key: tuple(dict.fromkeys(kinds)) for key, kinds in served.items()})


def _month(
    desk: Desk,
    facts: WeekFacts,
    cared: Cared,
    first: date,
    free: list[date],
    booked: list[Held],
    served: dict[str, list[str]],
) -> list[Due]:
    """The contact of a month, and those the plan asks besides. R17, R18"""
    member, on = cared.member, facts.on
    key = member.member_id
    due = month_end(first)
    begins = max(on, first)
    day = min(due, facts.last)
    if not contacts.has_clock(member.program) or due < on:
        return []
    if caseload.member_status(member, cared.first_assigned, day) != "active":
        return []
    if (
        member.hold_from is not None
        and member.hold_from <= on
        and caseload.held(member.hold_from, member.hold_until, due)
    ):
        return []  # suspended until the month is over (R17)
    ahead = sorted((v for v in booked if v.kind == COMMUNITY and begins <= v.date <= due), key=lambda v: v.date)
    now = contacts.month_of(
        member,
        facts.plans.get(key, ()),
        facts.contact_days.get(key, ()),
        [v.date for v in ahead],
        first,
        on,
        desk.calendar,
        cared.first_assigned,
        desk.packs,
    )
    for n, visit in enumerate(ahead):
        if now.done + n == 0:
            served.setdefault(visit.id, []).append(CONTACT)
        elif now.done + n < now.required:
            served.setdefault(visit.id, []).append(PLAN)
    days = tuple(d for d in free if begins <= d <= due)
    return _still_due(facts, cared, now, ahead, days, begins)


def _still_due(
    facts: WeekFacts, cared: Cared, now: contacts.Month, ahead: list[Held], days: tuple[date, ...], begins: date
) -> list[Due]:
    """What of a month's contacts is neither done nor booked (``ahead``), to be met on one of the days."""
    key, first, due = cared.member.member_id, now.first, now.due
    deadline = now.plan_by if now.plan_by >= facts.first else due
    if cared.ends_on is not None and cared.ends_on <= deadline:
        return []  # whoever has the member then sees to it
    future = deadline > facts.last
    done = f"{now.done} of {now.required} done" + (f", {now.scheduled} booked" if now.scheduled else "")
    text = f"contact of {month_name(first)}: {done}, plan by {short(deadline)}"
    label = f"{first:%Y-%m}"
    found = []
    if not now.done and not ahead:
        found.append(
            Due(
                f"{key}:contact:{label}", key, CONTACT, 1, False, days, 1, deadline, deadline, future, begins, due, text
            )
        )
    share = _share(facts, key, now, {v.date for v in ahead}, deadline)
    if now.required > 1 and share > 0:
        text = f"the plan asks {now.required} contacts in {month_name(first)}: {done}, the last by {short(deadline)}"
        found.append(
            Due(f"{key}:plan:{label}", key, PLAN, 3, False, days, share, deadline, deadline, future, begins, due, text)
        )
    return found


def _share(facts: WeekFacts, key: str, now: contacts.Month, booked: set[date], deadline: date) -> int:
    """Contacts of a month still to be planned this week: what is left is spread evenly over its weeks."""
    made = {day for day in facts.contact_days.get(key, ()) if facts.monday <= day <= facts.on and day >= now.first}
    later = sum(day > facts.last for day in booked)
    here = len(made | {day for day in booked if day <= facts.last})
    weeks = 1 + max(0, -(-(deadline - facts.last).days // 7))
    return -(-(now.required - (now.done - len(made)) - later) // weeks) - here


def _outreach(
    desk: Desk,
    facts: WeekFacts,
    cared: Cared,
    miss: Miss,
    free: list[date],
    booked: list[Held],
    served: dict[str, list[str]],
) -> list[Due]:
    """The outreach that a miss asks for: by its due day, or as soon as possible once that is past. R19"""
    key = cared.member.member_id
    if caseload.member_status(cared.member, cared.first_assigned, facts.on) in ("closed", "refused"):
        return []  # a refusal or closing ends the dues (R24)
    due_on = outreach.due_on(miss.date, desk.calendar, desk.packs)
    late = due_on < facts.first
    deadline = facts.last if late else due_on
    if cared.ends_on is not None and cared.ends_on <= deadline and not late:
        return []
    word = "overdue since" if due_on < facts.on else "due"
    due = Due(
        id=f"{key}:outreach:{miss.appointment}",
        member=key,
        kind=OUTREACH,
        tier=1,
        calls=True,
        days=tuple(d for d in free if d <= deadline),
        need=1,
        due_on=due_on,
        deadline=deadline,
        future=deadline > facts.last,
        begins=facts.on,
        ends=deadline,
        because=f"missed {short(miss.date)}, outreach {word} {short(due_on)}",
    )
    serving = [visit for visit in booked if due.counts(visit)]
    if serving:
        served.setdefault(min(serving, key=lambda v: v.date).id, []).append(OUTREACH)
        return []
    return [due]
