"""The workers as asked for: who is away, who is new, who is not looked at. R31"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.caseload import Staff
from tcm_tui.desk.errors import NotOne, WrongUsage
from tcm_tui.desk.rebalance.facts import Able, as_able
from tcm_tui.records.queries import check as sql
from tcm_tui.rules import caseload as rules
from tcm_tui.rules import credentials
from tcm_tui.rules.facts import CaseManager

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.rebalance.asking import Ask, Away, NewWorker
    from tcm_tui.desk.rebalance.facts import Facts

LEVELS = ("I", "II", "III")


def workers(desk: Desk, known: Facts, ask: Ask) -> tuple[dict[str, Able], dict[str, Staff]]:
    """Able and Staff by worker id, the new ones last. Raises NotOne and WrongUsage for what can't be asked."""
    able, staff = dict(known.able), dict(known.staff)
    for away in ask.leave:
        if away.cm not in able:
            raise NotOne(f"No case manager has the id “{away.cm}”.")
        if away.until is not None and away.until < away.from_day:
            raise WrongUsage(f"{away.cm} is to be back before the leave starts: give a later day than {away.from_day}.")
        why = "R31", _away(away, known.day)
        able[away.cm] = able[away.cm]._replace(shut=why, out=why)
    if ask.scope is not None and not ask.scope.all:
        for cm, person in staff.items():
            if not ask.scope.holds(person.who):
                shut = "R31", "not in the part of the agency that is looked at"
                able[cm] = able[cm]._replace(shut=shut, out=None, outside=True)
    for new in ask.new:
        if new.label in able:
            raise WrongUsage(f"“{new.label}” is the id of a case manager already; give the new one another.")
        staff[new.label] = _staff(desk, new, known)
        able[new.label] = _able(desk, staff[new.label], known.day)
    return able, staff


def able(desk: Desk, new: NewWorker, known: Facts) -> Able:
    """What one new worker may take."""
    return _able(desk, _staff(desk, new, known), known.day)


def _away(away: Away, day: date) -> str:
    if away.from_day <= day and away.until is None:
        return f"{away.cm} is taken out"
    return f"{away.cm} is away from {away.from_day}" + (f" until {away.until}" if away.until else " on")


def usual_site(known: Facts, kind: str) -> str | None:
    """Where most workers of a type are; without one, where most workers are."""
    at = Counter(person.who.site_id for person in known.staff.values() if person.who.type == kind)
    at = at or Counter(person.who.site_id for person in known.staff.values())
    return min(at, key=lambda site: (-at[site], site), default=None)


def _staff(desk: Desk, new: NewWorker, known: Facts) -> Staff:
    if new.type not in rules.PROGRAMS or new.level not in LEVELS:
        raise WrongUsage(
            f"“{new.type}” of level “{new.level}” is no case manager; "
            f"a type is {', '.join(rules.PROGRAMS)}, a level {', '.join(LEVELS)}."
        )
    sites = {row[0]: (row[1], row[2]) for row in desk.store.rows(sql.SITES, {})}
    site = new.site or usual_site(known, new.type)
    if site is None or site not in sites:
        raise NotOne(f"No site has the id “{site or ''}”.")
    name, contract = sites[site]
    who = CaseManager(new.label, new.label, new.level, new.type, site, languages=new.languages, area=new.area)
    return Staff(who, name, contract)


def _able(desk: Desk, person: Staff, day: date) -> Able:
    """What a new worker may take once the credentials of the type are there."""
    who = person.who
    intensive = who.type == "intensive" and who.level in credentials.UPPER_LEVELS
    counted = desk.packs.words("caseload.counted_by_family", day)
    return as_able(person, intensive, rules.highs_on(desk.packs, day), counted)
