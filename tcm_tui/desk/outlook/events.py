"""What is known to come on a day: birthdays that change the line, discharges, credentials. R2, R8, R25, R42-R46"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcm_tui.desk import caseload, clocks
from tcm_tui.desk.outlook.courses import Courses
from tcm_tui.desk.outlook.facts import DAY, Known
from tcm_tui.desk.outlook.views import Expiry, LineChange, Opening
from tcm_tui.rules import credential_clocks, credentials, transition

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


def line_changes(known: Known, courses: Courses) -> list[LineChange]:
    """Birthdays on which a member in care gets another row of the limits table, or none, or the first one. R2, R8"""
    found = []
    for key, cared in known.mine.items():
        for day, age in courses.birthdays(cared):
            cm = known.holder(key, day)
            if cm is None or cared.status(day) != "active":
                continue
            modifier, contract, after = courses.line(cared, day)
            _, _, before = courses.line(cared, day - DAY)
            if (before and before.id) != (after and after.id) and known.holder(key, day - DAY) == cm:
                found.append(
                    LineChange(
                        month=day.replace(day=1),
                        on=day,
                        member=key,
                        name=cared.member.name,
                        cm=cm,
                        age=age,
                        dob=cared.member.dob,
                        before=before.id if before else None,
                        after=after.id if after else None,
                        modifier=modifier,
                        contract=contract,
                    )
                )
    return sorted(found, key=lambda each: (each.on, each.member))


def openings(desk: Desk, known: Known) -> list[Opening]:
    """Known discharges whose window opens in these months, or is open already. R25"""
    found = []
    for key, stays in known.stays.items():
        cared = known.mine.get(key)
        if cared is None or cared.status(known.on) not in ("active", "pending"):
            continue
        for stay in stays:
            opening = transition.window(stay, known.on, cared.member.dob, desk.packs)
            end, planned = transition.discharge(stay, known.on)
            if opening is None or end is None or opening.last < known.on or opening.first >= known.end:
                continue
            shown = max(opening.first, known.on)
            found.append(
                Opening(
                    month=shown.replace(day=1),
                    member=key,
                    name=cared.member.name,
                    cm=known.holder(key, shown),
                    kind=stay.kind,
                    admitted=stay.admitted_on,
                    discharge=end,
                    planned=planned,
                    first=opening.first,
                    last=opening.last,
                    nights=opening.nights,
                    reasons=transition.window_verdict(stay, known.on, cared.member.dob, desk.packs).reasons,
                )
            )
    return sorted(found, key=lambda each: (each.first, each.member))


def expiries(desk: Desk, known: Known) -> list[Expiry]:
    """Credentials and trainings of workers that fall due from the day of the answer on; consultation is weekly."""
    have = clocks.by_worker(desk)
    need = credentials.needs(desk.packs, known.on)
    found = []
    for cm, person in known.people.items():
        for clock in credential_clocks.clocks(person.who, have.get(cm, ()), known.on, need):
            if clock.status in clocks.DONE or clock.what == "consultation" or not known.on <= clock.due_on < known.end:
                continue
            if caseload.employed(person.who, clock.due_on):
                month = clock.due_on.replace(day=1)
                found.append(Expiry(month, cm, person.who.name, clock.what, clock.due_on, clock.rule, clock.text))
    return sorted(found, key=lambda each: (each.due_on, each.cm, each.what))
