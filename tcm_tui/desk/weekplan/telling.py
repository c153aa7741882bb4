"""A plan as people read it: visits with their reasons, what is unmet and why, ways out, and what else to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.desk.views import PlannedVisit, PlanView, Unmet
from tcm_tui.desk.weekplan.booked import MOVABLE
from tcm_tui.desk.weekplan.dues import CALL, COMMUNITY, PLAN, RULE, Due
from tcm_tui.desk.weekplan.facts import Held
from tcm_tui.desk.weekplan.notes import notes
from tcm_tui.desk.weekplan.problem import Freed, WeekProblem
from tcm_tui.desk.weekplan.reasons import conflict, hopeless, unmet, way_out
from tcm_tui.desk.weekplan.words import short
from tcm_tui.rules.saying import clock, some
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.planning.week import Answer, Contact

UNIT = 15
SOON = 14
"""Days after the week in which a due that has become impossible is told already."""
CUT_SHORT = (
    "The plan is proved, but time was up before everything about it was known: "
    "there may be a shorter way to drive, other conflicts and other ways out."
)
KINDS = {"visit": COMMUNITY, "phone": CALL}


class Tell:
    """Turns what the planner says of one problem into views."""

    def __init__(self, desk: Desk, made: WeekProblem) -> None:
        self.desk, self.made = desk, made
        self.facts = made.facts

    def plan(self, contacts: Sequence[Contact], stage: str, seconds: float) -> PlanView:
        """A plan that is not proved: what it leaves undone is not known to be impossible."""
        return self._view(contacts, self.made.dues, (), stage, seconds)

    def answer(self, found: Answer, freed: Freed | None, stage: str, seconds: float) -> PlanView:
        """A solved problem; freed: the one in which booked visits may move, None where all stand."""
        dues = freed.dues if freed else self.made.dues
        view = self._view(found.contacts, dues, freed.visits if freed else (), stage, seconds)
        missing = []
        for missed in found.missed:
            due = dues[missed.obligation]
            if due.future:
                continue  # can still be done after this week, unless ``hopeless`` says otherwise
            why = unmet(self.made, due, missed, found.conflicts, dues)
            missing.append(Unmet(due.member, self._name(due.member), due.kind, due.due_on, missed.alone, why))
        missing += self._hopeless(dues)
        return view._replace(
            unmet=tuple(missing),
            conflicts=tuple(conflict(self.made, dues, group) for group in found.conflicts),
            ways_out=tuple(way_out(self.made, way) for way in found.ways_out),
            optimal=stage == "proved",
            notes=view.notes if found.complete or stage != "proved" else (CUT_SHORT, *view.notes),
        )

    def _hopeless(self, dues: dict[str, Due]) -> list[Unmet]:
        """What is due soon after this week and can't be done by then either."""
        found = []
        for due in dues.values():
            soon = due.future and due.tier == 1 and (due.deadline - self.facts.last).days <= SOON
            why = hopeless(self.made, due) if soon else ()
            if why:
                found.append(Unmet(due.member, self._name(due.member), due.kind, due.due_on, True, why))
        return found

    def _view(
        self, contacts: Sequence[Contact], dues: dict[str, Due], free: Sequence[Held], stage: str, seconds: float
    ) -> PlanView:
        changeable = {v.id: v for v in free}
        gone: dict[str, tuple[Held, str]] = {v.id: (v, why) for v, why in self.made.bookings.broken}
        for visit in changeable.values():
            gone[visit.id] = (visit, "makes room for what is due")
        visits = [self._booked(v) for v in self.made.bookings.standing if v.id not in changeable]
        ordered = sorted(contacts, key=lambda c: (c.date, c.start, c.member))
        visits += [self._proposed(contact, dues, gone) for contact in ordered]
        dropped = [self._gone(visit, why) for visit, why in gone.values()]
        who = self.facts.who.who
        return PlanView(
            cm=who.cm_id,
            name=who.name,
            on=self.facts.on,
            monday=self.facts.monday,
            visits=tuple(sorted(visits, key=lambda v: (v.date, -1 if v.start is None else v.start, v.member))),
            unmet=tuple(self._undone(contacts, dues)),
            conflicts=(),
            ways_out=(),
            optimal=False,
            stage=stage,
            seconds=round(seconds, 3),
            notes=notes(self.made),
            dropped=tuple(sorted(dropped, key=lambda v: (v.date, v.start or 0, v.member))),
        )

    def _undone(self, contacts: Sequence[Contact], dues: dict[str, Due]) -> list[Unmet]:
        """What a plan leaves undone this week, before anything is known of why."""
        found = []
        for due in dues.values():
            if due.future or self._count(contacts, due) >= due.need:
                continue
            found.append(Unmet(due.member, self._name(due.member), due.kind, due.due_on, False, (due.because,)))
        return found

    def _count(self, contacts: Sequence[Contact], due: Due) -> int:
        return sum(_serves(contact, due) for contact in contacts)

    def _booked(self, visit: Held) -> PlannedVisit:
        return PlannedVisit(
            member=visit.member,
            member_name=self._name(visit.member),
            date=visit.date,
            start=visit.start,
            stop=visit.stop,
            kind=visit.kind,
            units=visit.units,
            state="booked",
            serves=self.made.served.get(visit.id, ()),
            appointment=visit.id,
            cm=self.facts.who.who.cm_id,
        )

    def _proposed(self, contact: Contact, dues: dict[str, Due], gone: dict[str, tuple[Held, str]]) -> PlannedVisit:
        """A contact of the plan: a booked visit that stays, one that moves, or a new one. Takes it out of ``gone``."""
        day = date.fromisoformat(contact.date)
        same = [v for v, _ in gone.values() if v.member == contact.member and MOVABLE.get(v.kind) == contact.mode]
        old = min(same, key=lambda v: (v.date != day, v.date, v.start or 0), default=None)
        serves = [due for due in dues.values() if _serves(contact, due)]
        stop = contact.start + UNIT * contact.units
        if old is not None:
            _, why = gone.pop(old.id)
            if (old.date, old.start) == (day, contact.start) and (old.stop == stop or old.units == contact.units):
                return self._booked(old)._replace(serves=_kinds(serves))
        because = [Reason(RULE[due.kind], due.because, self._source(RULE[due.kind])) for due in serves]
        if old is not None:
            because.append(Reason("move", f"{_change(old, day, contact)}: {why}", "agency"))
        return PlannedVisit(
            member=contact.member,
            member_name=self._name(contact.member),
            date=day,
            start=contact.start,
            stop=stop,
            kind=KINDS[contact.mode],
            units=contact.units,
            state="proposed",
            serves=_kinds(serves),
            because=tuple(because),
            appointment=old.id if old else None,
            moved_from=(old.date, old.start) if old else None,
            cm=self.facts.who.who.cm_id,
        )

    def _gone(self, visit: Held, why: str) -> PlannedVisit:
        return self._booked(visit)._replace(state="dropped", serves=(), because=(Reason("drop", why, "agency"),))

    def _name(self, member: str) -> str:
        return self.facts.names[member][0]

    def _source(self, rule: str) -> str:
        from tcm_tui.rules.book import source

        return source(rule)


def _change(old: Held, day: date, contact: Contact) -> str:
    if (old.date, old.start) == (day, contact.start):
        return f"{some(contact.units, 'unit')} instead of {old.units}"
    return f"moved from {short(old.date)} {clock(old.start or 0)}"


def _serves(contact: Contact, due: Due) -> bool:
    return (
        contact.member == due.member
        and (due.calls or contact.mode == "visit")
        and date.fromisoformat(contact.date) in due.days
    )


def _kinds(dues: Sequence[Due]) -> tuple[str, ...]:
    kinds = [due.kind for due in dues]
    # the first contact of a month is one the plan asks for as well; only those above it are the plan's own
    return tuple(dict.fromkeys(kind for kind in kinds if kind != PLAN or "contact" not in kinds))
