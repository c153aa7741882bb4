"""What surrounds the services of ordinary members: plans with signatures, short hospital stays, holds."""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import Row
from tcm_tui.desk.demo.days import Days, iso, same_day, shift
from tcm_tui.desk.demo.people import Person, Plan, Staff
from tcm_tui.desk.demo.shapes import names, shapes


def write_plans(chance: Chance, people: list[Person], days: Days) -> None:
    """A chain of plans without a gap from the opening on; the one in force may lack signatures when it is
    young.
    """
    for person in people:
        length = shapes().programs[person.program].plan_months
        end = min([d for d in (person.closed, person.refused, days.on + timedelta(days=1)) if d is not None])
        number = 0
        while (starts := same_day(person.opened, number * length)) < end:
            ends = same_day(person.opened, (number + 1) * length) - timedelta(days=1)
            if ends >= shift(days.first, -1):
                contacts = person.required or None
                person.plans.append(Plan(starts, ends, contacts, signatures(chance, starts, days.on)))
            number += 1


def signatures(chance: Chance, starts: date, on: date) -> list[date | None]:
    """Member and worker sign on the day or just before, the licensed professional now and then some days
    later; not after today.
    """
    member = starts - timedelta(days=chance.whole(0, 4))
    worker = member + timedelta(days=chance.whole(0, (starts - member).days))
    licensed = starts - timedelta(days=chance.whole(0, 2))
    if chance.yes(0.12):
        licensed = starts + timedelta(days=chance.whole(1, 9))
    return [day if day <= on else None for day in (member, worker, licensed)]


def plan_rows(people: list[Person]) -> list[Row]:
    return [
        (
            person.member_id,
            iso(plan.starts),
            iso(plan.ends),
            plan.contacts,
            *(iso(day) for day in plan.signed),
        )
        for person in people
        for plan in person.plans
    ]


def hospital_stays(chance: Chance, people: list[Person], days: Days) -> list[Row]:
    """Short covered stays in the months shown, all over by now; no drawn work falls into them."""
    likely = {"intensive": 0.14, "pact": 0.14, "wraparound": 0.05, "standard": 0.03}
    found: list[Row] = []
    for person in people:
        if person.reserved or person.hold or not chance.yes(likely.get(person.program, 0.0)):
            continue
        first, last = max(person.opened, days.first), days.month - timedelta(days=25)
        if person.closed or person.refused or first >= last:
            continue
        admitted = chance.day(first + timedelta(days=5), last)
        nights = chance.whole(3, 16)
        discharged = admitted + timedelta(days=nights)
        planned = discharged + timedelta(days=chance.pick((-2, -1, 0, 0, 0, 0, 1)))
        person.blocked.append((admitted, discharged))
        row = (person.member_id, "hospital", iso(admitted), iso(max(planned, admitted)), iso(discharged), 1)
        found.append(row)
    return found


def holds(chance: Chance, people: list[Person], days: Days) -> None:
    """A few members on hold now and a few who were: nothing is drawn meanwhile."""
    reasons = names()["holds"]["reasons"]
    for person in people:
        if person.reserved or person.closed or person.refused or not chance.yes(0.03):
            continue
        if person.opened > days.on - timedelta(days=120) or not person.assigned:
            continue
        since = days.on - timedelta(days=chance.whole(10, 300))
        until: date | None = since + timedelta(days=chance.whole(20, 90))
        if since > days.on - timedelta(days=60) and chance.yes(0.4):
            until = None
        if since < max(person.opened + timedelta(days=20), days.first):
            continue
        person.hold = (since, until, chance.pick(reasons))
        person.blocked.append((since, until or days.horizon + timedelta(days=60)))


def vacations(chance: Chance, staff: list[Staff], days: Days) -> None:
    """A week off for each worker somewhere before the last month, so that months differ."""
    for worker in staff:
        last = shift(days.month, -1) - timedelta(days=8)
        if days.first < last:
            monday = chance.day(days.first, last)
            monday -= timedelta(days=monday.weekday())
            worker.away = (monday, monday + timedelta(days=6))
