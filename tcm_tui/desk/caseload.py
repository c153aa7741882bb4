"""Caseloads: each worker's count against the range, and the members behind it line by line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import roles
from tcm_tui.desk.views import CaseloadRow
from tcm_tui.records.queries import caseload as sql
from tcm_tui.records.queries import facts, people
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.facts import CaseManager

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Staff(NamedTuple):
    """A case manager with the site's name and contract."""

    who: CaseManager
    site: str
    contract: str | None


def staff(desk: Desk, cm: str | None = None) -> list[Staff]:
    """Every case manager, or one, by id."""
    rows = desk.store.rows(people.CASE_MANAGERS, {"cm": cm})
    return [Staff(facts.case_manager(r), r[12], r[13]) for r in rows]


def employed(who: CaseManager, on: date) -> bool:
    """Whether a worker is with the agency on a day; without dates, always."""
    return (who.hired_on is None or who.hired_on <= on) and (who.left_on is None or who.left_on > on)


def nobody(desk: Desk, on: date) -> str:
    """Why no case manager works here on a day: none (is recorded), later (they begin), left, or between the two."""
    people = [person.who for person in staff(desk)]
    if not people:
        return "none"
    left = [who.left_on is not None and who.left_on <= on for who in people]
    return "left" if all(left) else "between" if any(left) else "later"


def responsible(desk: Desk, on: date, cm: str | None = None) -> list[tuple[Any, ...]]:
    """Rows of who is assigned to whom on a day, see ``RESPONSIBLE``; of one worker or of all."""
    return desk.store.rows(sql.RESPONSIBLE.pick(cm), {"on": on.isoformat(), "cm": cm})


def counts(
    desk: Desk, on: date, cm: str | None = None, assigned: list[tuple[Any, ...]] | None = None
) -> dict[str, rules.Counts]:
    """What each worker holds on a day, by worker id; workers without members are absent."""
    day = on.isoformat()
    hospital = {r[0] for r in desk.store.rows(sql.IN_HOSPITAL.pick(cm), {"on": day, "cm": cm})}
    rows = [
        # A member without an opening day is open from the first assignment, and these are assigned.
        (r[0], r[1], r[2], r[3], r[4], r[5], r[6], "", r[7], r[8], r[1] in hospital, r[9])
        for r in (responsible(desk, on, cm) if assigned is None else assigned)
    ]
    return rules.tally(rows, day)


def row(desk: Desk, person: Staff, held: rules.Counts, on: date, reasons: bool = True) -> CaseloadRow:
    """One worker's line from what they hold."""
    who = person.who
    load = rules.load(held, who.type, rules.range_for(desk.packs, who.type, on))
    why = rules.caseload_verdict(held, who.type, desk.packs, on).reasons if reasons else ()
    return CaseloadRow(
        cm=who.cm_id,
        name=who.name,
        type=who.type,
        level=who.level,
        site=person.site,
        contract=person.contract,
        counted=load.counted,
        unit=load.unit,
        members=held.members,
        on_hold=held.on_hold,
        in_hospital=held.in_hospital,
        low=load.low,
        high=load.high,
        status=load.status,
        open=load.open,
        over=load.over,
        under=load.under,
        weighted=held.weighted,
        load=rules.load_fraction(held, rules.highs_on(desk.packs, on)),
        reasons=why,
    )


def rows(desk: Desk, on: date, cm: str | None = None, reasons: bool = True) -> list[CaseloadRow]:
    """Each case manager's count against the range; workers who left with nobody left over are not listed."""
    roles.must_see(desk, cm)
    with desk.reading():
        held = counts(desk, on, cm)
        everyone = roles.among(desk, staff(desk, cm))
    nobody = rules.Counts()
    return [
        row(desk, person, held.get(person.who.cm_id, nobody), on, reasons)
        for person in everyone
        if person.who.cm_id in held or cm is not None or employed(person.who, on)
    ]
