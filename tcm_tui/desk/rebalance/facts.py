"""The agency as rebalancing sees it on a day: workers with what they may take, members with whom they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk import caseload, clocks, roles
from tcm_tui.desk.caseload import Staff
from tcm_tui.desk.rebalance.weights import long_leave
from tcm_tui.planning.flow import go_on
from tcm_tui.records.queries import rebalance as sql
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import credentials, lines
from tcm_tui.rules.facts import Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Able(NamedTuple):
    """A worker and what the rules let them take. high: the cap of the type, None without a standard."""

    id: str
    name: str
    type: str
    languages: frozenset[str]
    area: str
    modifier: str | None
    contract: str | None
    intensive: bool
    facilitator: bool
    high: int | None
    by_family: bool
    shut: tuple[str, str] | None = None
    """(rule, why) when they take nobody new."""
    out: tuple[str, str] | None = None
    """(rule, why) when their members need somebody else."""
    outside: bool = False
    """Not looked at: they keep whom they have and take nobody."""


class Person(NamedTuple):
    """An active member. row: as ``caseload.counts`` takes it; later: day of an assignment to come.

    doubled: two workers are responsible on the day, against R31, and the member is there twice.
    """

    id: str
    name: str
    cm: str | None
    family: str | None
    program: str
    age: int
    language: str
    area: str
    pinned: bool
    months: int
    later: str | None
    row: tuple[Any, ...]
    doubled: bool = False


class Facts(NamedTuple):
    """The records of a day, whatever is asked: staff and able by worker id, people by member id."""

    day: date
    staff: dict[str, Staff]
    able: dict[str, Able]
    people: list[Person]


def load(desk: Desk, day: date, check: Callable[[], None] = go_on) -> Facts:
    """The facts of a day; within ``reading`` they are kept until the records change, so asking again is quick.

    What check raises breaks it off, and nothing is kept.
    """

    def found() -> Facts:
        staff = {person.who.cm_id: person for person in roles.among(desk, caseload.staff(desk))}
        here = [person for person in people(desk, day, check) if person.cm is None or person.cm in staff]
        return Facts(day, staff, _workers(desk, day, staff, check), here)

    kept: Facts = desk.keep(f"rebalance {day}", found)
    return kept


def _workers(desk: Desk, day: date, staff: dict[str, Staff], check: Callable[[], None]) -> dict[str, Able]:
    """Every worker by id, those who left too."""
    away = {cm: (date.fromisoformat(a), date.fromisoformat(b)) for cm, a, b in desk.store.rows(sql.AWAY, _on(day))}
    have = clocks.by_worker(desk)
    need = credentials.needs(desk.packs, day)
    long = long_leave(desk)
    by_family = desk.packs.words("caseload.counted_by_family", day)
    highs = rules.highs_on(desk.packs, day)
    found = {}
    for person in staff.values():
        check()
        who = person.who
        kinds = credentials.by_kind(have.get(who.cm_id, ()))
        able = as_able(person, credentials.intensive_qualified(who.level, kinds, day, need), highs, by_family)
        out = _out(who.cm_id, who.hired_on, who.left_on, day, away, long)
        shut = out
        if shut is None and who.cm_id in away:
            shut = "R31", f"on leave until {away[who.cm_id][1]}"
        if shut is None and who.type != "first-time-mothers":
            against = credentials.objections(able.modifier, who.level, kinds, day, need)
            shut = next(((o.rule, o.text) for o in against), None)
        found[who.cm_id] = able._replace(shut=shut, out=out)
    return found


def as_able(person: Staff, intensive: bool, highs: Mapping[str, int], by_family: Collection[str]) -> Able:
    """A worker who takes new members. intensive: qualified for that program; highs, by_family: the day's figures."""
    who = person.who
    modifier, contract = lines.service_line(None, None, Worker(who.cm_id, who.level, who.type, person.contract))
    return Able(
        who.cm_id,
        who.name,
        who.type,
        frozenset(map(str.casefold, who.languages)),
        (who.area or "").casefold(),
        modifier,
        contract,
        intensive,
        credentials.is_facilitator(who.level, who.type),
        highs.get(who.type),
        who.type in by_family,
    )


def _out(
    cm: str, hired: date | None, left: date | None, day: date, away: dict[str, tuple[date, date]], long: int
) -> tuple[str, str] | None:
    if left is not None and left <= day:
        return "R31", f"{cm} left on {left}"
    if hired is not None and hired > day:
        return "R31", f"{cm} begins on {hired}"
    if cm in away and (away[cm][1] - away[cm][0]).days + 1 >= long:
        return "R31", f"{cm} is on leave from {away[cm][0]} until {away[cm][1]}"
    return None


def people(desk: Desk, day: date, check: Callable[[], None] = go_on) -> list[Person]:
    """The active members by id, with their worker on the day or nobody."""
    rows = desk.store.rows(sql.ASSIGNED, _on(day)) + desk.store.rows(sql.WITHOUT, _on(day))
    found = []
    for row in rows:
        check()
        cm, ident, family, program, opened, closed, refused = row[:7]
        dob, name, language, area, pinned, since, later = row[10:17]
        if rules.status_on(opened, closed, refused, since, day.isoformat()) != "active":
            continue
        months = credentials.whole_months(date.fromisoformat(since), day) if cm is not None else 0
        age = lines.age_on(date.fromisoformat(dob), day)
        spoken, home = (language or "").casefold(), (area or "").casefold()
        found.append(Person(ident, name, cm, family, program, age, spoken, home, bool(pinned), months, later, row[:11]))
    count = Counter(person.id for person in found)
    found = [person._replace(doubled=True) if count[person.id] > 1 else person for person in found]
    return sorted(found, key=lambda each: each.id)


def _on(day: date) -> dict[str, str]:
    return {"on": day.isoformat()}
