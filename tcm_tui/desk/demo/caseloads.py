"""Who is responsible for whom: caseloads of believable sizes, newcomers, closings, and what a leaving worker
leaves.

The targets of the workers are met exactly while the number of members allows it; the members beyond them are
those who were served and closed within the months shown, and a few who wait, refused, or have nobody yet.
"""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.days import Days
from tcm_tui.desk.demo.people import Names, Person, Staff, born, contact_row
from tcm_tui.desk.demo.shapes import names, shapes

CHILDREN = (1, 1, 1, 1, 2, 2, 2, 1, 3, 1)
"""Siblings of a wraparound family that are members, to draw from: 1.5 a family."""


class Enrolment:
    """Makes the members of an agency and gives them to its workers."""

    def __init__(self, chance: Chance, known: Names, staff: list[Staff], days: Days) -> None:
        self.chance, self.known, self.staff, self.days = chance, known, staff, days
        self.people: list[Person] = []
        self.families = 0

    def enrol(self, members: int) -> list[Person]:
        """All members, numbered by the day they were opened."""
        waiting, refusing = round(members * 0.0125), round(members * 0.0125)
        nobody = min(3, members // 100)
        rest = members - waiting - refusing - nobody
        for worker, target in zip(self.staff, self._targets(rest), strict=True):
            self._fill(worker, target, rest)
        for _ in range(nobody):
            self._person("standard", self._recent(40))
        self._leavings()
        for _ in range(max(0, rest + nobody - len(self.people))):
            self._closed()
        current = [w for w in self.staff if w.left is None] or self.staff
        for number in range(waiting):
            worker = self.chance.pick(current)
            person = self._person(worker.post.type, self.days.ahead(2 + number % 8))
            self._give(person, worker, person.opened)
        for number in range(refusing):
            self._refused(self.chance.pick(current), number)
        return self._numbered()

    def _targets(self, rest: int) -> list[int]:
        """Members (families) for each worker; scaled only when they are far from the number of members."""
        size = {"wraparound": sum(CHILDREN) / len(CHILDREN)}
        wanted = [w.target * size.get(w.post.type, 1.0) for w in self.staff]
        total = sum(wanted) or 1.0
        if 0.62 * rest <= total <= 0.96 * rest:
            return [w.target for w in self.staff]
        factor, carried, found = 0.82 * rest / total, 0.0, []
        for worker in self.staff:
            carried += worker.target * factor
            found.append(int(carried))
            carried -= found[-1]
        return found

    def _fill(self, worker: Staff, target: int, room: int) -> None:
        """Members on the worker's caseload today; a family opens on one day."""
        for _ in range(target):
            opened = self._opened(worker)
            if worker.post.type != "wraparound":
                self._give(self._person(worker.post.type, opened), worker, opened)
                continue
            self.families += 1
            family, last = f"F{self.families:03d}", self.chance.pick(self.known.data["last"])
            for _ in range(self.chance.pick(CHILDREN)):
                if len(self.people) < room:
                    person = self._person("wraparound", opened, last)
                    person.family = family
                    self._give(person, worker, opened)

    def _opened(self, worker: Staff) -> date:
        since = max(worker.hired, self.days.first)
        shown = (self.days.on - self.days.first).days / 400
        if self.chance.yes(shapes().share["newcomers"] * shown) or worker.hired >= self.days.first:
            return self._business(self.chance.day(since, self.days.on - timedelta(days=6)))
        early = max(worker.hired, self.days.first - timedelta(days=900))
        return self._business(self.chance.day(early, self.days.first - timedelta(days=1)))

    def _recent(self, back: int) -> date:
        return self._business(self.chance.day(self.days.on - timedelta(days=back), self.days.on - timedelta(days=12)))

    def _business(self, day: date) -> date:
        """The day itself when it is long ago; else the next business day, so that newcomers come on working
        days.
        """
        if day < self.days.business[0]:
            return day - timedelta(days=max(0, day.weekday() - 4))
        return self.days.after(day - timedelta(days=1), 1)

    def _person(self, program: str, opened: date, last: str | None = None) -> Person:
        chance, shape = self.chance, shapes().programs[program]
        sex = "F" if program == "first-time-mothers" else self.known.sex()
        first, family_name = self.known.pair(sex, last)
        dob = born(chance, program, self.days.on)
        person = Person(first, family_name, dob, sex, program, chance.pick(shape.focus), opened)
        person.acuity = chance.pick(shapes().acuity)
        person.required = chance.pick(shape.contacts)
        person.pinned = chance.yes(0.01)
        if chance.yes(0.08):
            person.language = chance.pick(("Spanish", "Spanish", "Vietnamese", "Cherokee"))
        self.people.append(person)
        return person

    def _give(self, person: Person, worker: Staff, start: date, end: date | None = None) -> None:
        person.assigned.append((worker, start, end))
        person.assigned.sort(key=lambda part: part[1])

    def _leavings(self) -> None:
        """Members of somebody who left came from there, on the day of leaving; a few moves happen besides."""
        for gone in self.staff:
            if gone.left is None:
                continue
            near = [w for w in self.staff if w.post.type == gone.post.type and w.left is None]
            near = [w for w in near if w.number // 12 == gone.number // 12] or near
            for heir in near:
                mine = [p for p in self.people if p.assigned and p.assigned[-1][0] is heir]
                # the successor on the same post takes most of them, the others a few each
                share = 18 if heir.post.site == gone.post.site else 4
                for person in self.chance.sample(mine, share):
                    self._came_from(person, gone, gone.left)
        for person in self.people:
            worker = person.worker(self.days.on)
            if worker is None or len(person.assigned) > 1 or not self.chance.yes(0.05):
                continue
            peers = [w for w in self.staff if w.post.type == worker.post.type and w is not worker and w.left is None]
            moved = self._business(self.chance.day(self.days.first, self.days.on - timedelta(days=40)))
            if peers and person.family is None:
                self._came_from(person, self.chance.pick(peers), max(moved, worker.hired))

    def _came_from(self, person: Person, before: Staff, moved: date) -> None:
        """The person was with another worker until the day of the move; open since before it."""
        worker = person.assigned[-1][0]
        if moved < worker.hired:
            return
        early = max(before.hired, self.days.first - timedelta(days=500))
        if early >= moved - timedelta(days=30):
            return
        if not early <= person.opened <= moved - timedelta(days=20):
            person.opened = self._business(self.chance.day(early, moved - timedelta(days=25)))
        person.assigned = [(before, person.opened, moved), (worker, moved, None)]

    def _closed(self) -> None:
        worker = self.chance.pick([w for w in self.staff if w.post.type != "wraparound" or self.chance.yes(0.5)])
        early = max(worker.hired, self.days.first - timedelta(days=600))
        last = (worker.left or self.days.on) - timedelta(days=3)
        first = max(self.days.first, worker.hired + timedelta(days=40))
        closed = self._business(self.chance.day(first, last))
        if closed > last:
            closed = last
        opened = self.chance.day(early, closed - timedelta(days=min(45, max(1, (closed - early).days))))
        person = self._person(worker.post.type, opened)
        person.closed = closed
        self._give(person, worker, opened, closed)

    def _refused(self, worker: Staff, number: int) -> None:
        """Someone who said no after a few weeks; every other one still has the assignment."""
        since = max(self.days.first, worker.hired) + timedelta(days=3)
        opened = self._business(self.chance.day(since, max(since, self.days.on - timedelta(days=60))))
        person = self._person(worker.post.type, opened)
        person.refused = min(opened + timedelta(days=self.chance.whole(8, 45)), self.days.on - timedelta(days=2))
        if person.refused <= opened:
            person.refused = opened + timedelta(days=1)
        self._give(person, worker, opened, None if number % 2 else person.refused)

    def _numbered(self) -> list[Person]:
        order = sorted(range(len(self.people)), key=lambda i: (self.people[i].opened, i))
        people = [self.people[i] for i in order]
        width = max(4, len(str(len(people))))
        towns = names()["town"]
        by_site = {"OPBH": towns[0], "CMHC": towns[1]}
        for number, person in enumerate(people, 1):
            person.member_id = f"M{number:0{width}d}"
            site = person.assigned[-1][0].post.site if person.assigned else "OPBH"
            town = by_site.get(site, towns[2])
            person.area = self.chance.pick(town["areas"])
            person.contact = contact_row(self.chance, person, town)
        return people


def link(people: list[Person]) -> None:
    """Tells the workers whom they hold; to be done once assignments are final."""
    for person in people:
        for worker, start, end in person.assigned:
            worker.holds.append((person, start, end))
