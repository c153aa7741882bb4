"""The stage for planted cases: picks the members they need and takes down what must happen to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import Row
from tcm_tui.desk.demo.days import Days, iso
from tcm_tui.desk.demo.people import Person, Plan, Staff
from tcm_tui.desk.demo.shapes import Act
from tcm_tui.desk.demo.told import Told

HOME = Act("member-face-to-face", "face-to-face", "home", None, (60,), None, True)
OUT = Act("member-face-to-face", "face-to-face", "community", None, (60,), None, True)
CALL = Act("member-remote", "phone", None, None, (15,), None, True)
CRISIS = Act("crisis-diversion", "face-to-face", "home", None, (60,), None, True)
TRANSITION = Act("transition", "face-to-face", "other", None, (45,), None, True)
PLANNING = Act("plan-development", "face-to-face", "office", None, (60,), None, True)


class Case(NamedTuple):
    """A planted case: its key, the rule it shows, what is there to see, and the days on which it can be
    there.
    """

    key: str
    rule: str
    says: str
    when: Callable[[Days], bool]
    play: Callable[[Scene], None]


class Missing(LookupError):
    """The agency is too small for a case: no worker or member of that kind is left."""


CASES: list[Case] = []


def case(
    key: str, rule: str, says: str, when: Callable[[Days], bool] = lambda days: True
) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Adds a function to the planted cases."""

    def add(play: Callable[[Scene], None]) -> Callable[[Scene], None]:
        CASES.append(Case(key, rule, says, when, play))
        return play

    return add


class Scene:
    """What planted cases change. planted: case -> ids of members, workers, appointments, services ... that
    carry it.
    """

    def __init__(self, chance: Chance, days: Days, staff: list[Staff], people: list[Person]) -> None:
        self.days, self.on, self.staff, self.people = days, days.on, staff, people
        self.workers = {w.post.key: w for w in staff}
        self.order = chance.shuffled(people)
        self.told: dict[tuple[int, date], list[Told]] = {}
        self.planted: dict[str, list[str]] = {}
        self.rows: dict[str, list[Row]] = {
            table: [] for table in ("residences", "stays", "authorizations", "external_units")
        }
        self.key = ""

    def play(self) -> None:
        """Plays every case that this day and this agency have room for."""
        for found in CASES:
            if not found.when(self.days):
                continue
            self.key = found.key
            try:
                found.play(self)
            except Missing:
                self.planted.pop(found.key, None)

    def worker(self, post: str) -> Staff:
        found = self.workers.get(post)
        if found is None:
            raise Missing(post)
        return found

    def note(self, *refs: str) -> None:
        self.planted.setdefault(self.key, []).extend(refs)

    def take(
        self,
        post: str,
        where: Callable[[Person], bool] = lambda person: True,
        since: int = 100,
        quiet: date | None = None,
        moved: bool = False,
    ) -> Person:
        """A member of the worker's, served by that worker for at least since days, for this case alone.

        Nothing is drawn for the member from the first of this month on (or from quiet). moved: may have been
        another worker's before.
        """
        worker, opened = self.worker(post), self.on - timedelta(days=since)
        for person in self.order:
            if person.reserved or not person.assigned or (len(person.assigned) > 1 and not moved):
                continue
            current, start, end = person.assigned[-1]
            if current is not worker or max(start, person.opened) > opened or end or not where(person):
                continue
            if person.closed or person.refused:
                continue
            person.reserved = person.steady = True
            person.quiet = quiet or self.days.month
            self.note(person.member_id)
            return person
        raise Missing(post)

    def do(self, person: Person, day: date, act: Act, minutes: int, **more: Any) -> Told:
        """Has the responsible worker (or staff=) do something on a day; more as in ``Told``."""
        staff: Staff = more.pop("staff", None) or person.assigned[-1][0]
        told = Told(self.key, staff, person, day, act, minutes, **more)
        self.told.setdefault((staff.number, day), []).append(told)
        return told

    def deliver(self, person: Person, units: int, act: Act = HOME, spare_today: bool = True) -> None:
        """So many units this month, on as many days as there are, at most 8 a day; what finds no day is
        external.

        spare_today: leaves today free while other days will do.
        """
        days = self.days.this_month()
        if spare_today and len(days) > 1:
            days = days[:-1]
        wanted = min(len(days), (units + 5) // 6)
        chosen = [days[(2 * n + 1) * len(days) // (2 * wanted)] for n in range(wanted)]
        left = units
        for number, day in enumerate(chosen):
            part = min(8, -(-left // (wanted - number)))
            self.do(person, day, act, part * 15)
            left -= part
        if left:
            self.external(person, left)

    def external(self, person: Person, units: int) -> None:
        month = iso(self.days.month)
        self.rows["external_units"].append((person.member_id, month, "another agency", units, iso(self.on)))

    def plan(self, person: Person, starts: date, ends: date, signed: list[date | None], contacts: int | None) -> None:
        """A plan in place of whatever the member has from its first day on."""
        person.plans = [plan for plan in person.plans if plan.starts < starts]
        for plan in person.plans:
            plan.ends = min(plan.ends, starts - timedelta(days=1))
        person.plans.append(Plan(starts, ends, contacts, signed))

    def stay(
        self,
        person: Person,
        kind: str,
        admitted: date,
        planned: date | None = None,
        discharged: date | None = None,
        covered: int = 1,
    ) -> None:
        row = (person.member_id, kind, iso(admitted), iso(planned), iso(discharged), covered)
        self.rows["stays"].append(row)

    def reside(self, person: Person, kind: str, starts: date, ends: date | None = None) -> None:
        self.rows["residences"].append((person.member_id, kind, iso(starts), iso(ends)))

    def age(self, person: Person) -> int:
        dob = person.dob
        return self.on.year - dob.year - ((self.on.month, self.on.day) < (dob.month, dob.day))

    def grown(self, person: Person) -> bool:
        return 22 <= self.age(person) <= 64

    def child(self, person: Person) -> bool:
        return self.age(person) < 18

    def past(self, days_ago: int) -> date:
        """The last business day at least so many calendar days ago."""
        day = self.on - timedelta(days=days_ago)
        return self.days.between(day - timedelta(days=14), day)[-1]

    def visit_day(self) -> date:
        """The next business day of this month, for a booked visit; today when the month has none left."""
        day = self.days.ahead(2)
        if day.month != self.on.month:
            day = self.days.ahead(1)
        return day if day.month == self.on.month else self.on
