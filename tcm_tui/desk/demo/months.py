"""The months one after another: gives every task of a day its hours and writes it into the log.

Up to the agency's today work is done, this morning's as well; what lies ahead becomes a booked visit or
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import Row
from tcm_tui.desk.demo.days import Days, month_end, shift
from tcm_tui.desk.demo.log import NOON, Log
from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.shapes import Act, shapes
from tcm_tui.desk.demo.told import Told
from tcm_tui.desk.demo.work import BOOKED, CANCELLED, MISSED, RESCHEDULED, Worklist

OPENS, CLOSES = 8 * 60, 17 * 60
_FIRST: Any = itemgetter(0)


class Months:
    """Streams the months of an agency as rows.

    told: what planted cases say, by worker and day. services: how many services are wanted, None for as many
    as the shapes say.
    """

    def __init__(
        self,
        chance: Chance,
        days: Days,
        staff: list[Staff],
        told: dict[tuple[int, date], list[Told]],
        planted: dict[str, list[str]],
        services: int | None = None,
    ) -> None:
        self.chance, self.days, self.staff, self.told, self.services = chance, days, staff, told, services
        self.random = chance.random
        self.log = Log(chance, days, planted)
        self.worklist = Worklist(chance)
        self.share = shapes().share

    def stream(self) -> Iterator[tuple[str, list[Row]]]:
        """(table, rows) month by month."""
        months = self.months
        ahead = self._expected(months) if self.services else []
        yields = 1.0
        for number, first in enumerate(months):
            before = self.log.services_made
            if self.services:
                left = sum(ahead[number:]) * yields
                self.worklist.pace = (self.services - before) / left if left else 1.0
                self.worklist.dense = self.worklist.pace > 1.6
            for worker in self.staff:
                self._month(worker, first)
            if self.services and ahead[number]:
                # full months make a little less than drawn, because limits and days end
                yields = (self.log.services_made - before) / (self.worklist.pace * ahead[number])
            yield from self.log.take()

    @cached_property
    def months(self) -> list[date]:
        """The months shown and those into which visits are booked; earlier ones when a planted case needs
        them.
        """
        first = min([self.days.first, *(day.replace(day=1) for _, day in self.told)])
        found = [first]
        while found[-1] < self.days.horizon.replace(day=1):
            found.append(shift(found[-1], 1))
        return found

    def _working(self, worker: Staff, first: date) -> list[date]:
        """The worker's business days of a month; none before the months shown."""
        if first < self.days.first:
            return []
        start, end = max(first, worker.hired), month_end(first)
        if worker.left is not None:
            end = min(end, worker.left - timedelta(days=1))
        days = self.days.between(start, end) if start <= end else []
        if worker.away is not None:
            days = [day for day in days if not worker.away[0] <= day <= worker.away[1]]
        return days

    def _expected(self, months: list[date]) -> list[float]:
        until = self.days.on + timedelta(days=1)
        return [sum(self.worklist.expected(w, self._working(w, first), until) for w in self.staff) for first in months]

    def _month(self, worker: Staff, first: date) -> None:
        days = self._working(worker, first)
        told = sorted(day for number, day in self.told if number == worker.number and day.replace(day=1) == first)
        for day, tasks in zip(days, self.worklist.draw(worker, days), strict=True):
            self._day(worker, day, tasks)
        for day in told:
            if day not in days:
                self._day(worker, day, [])
        if days:
            self._extras(worker, days)

    def _day(self, worker: Staff, day: date, tasks: list[Any]) -> None:
        """Sets the tasks of a day one after another, planted ones first, with time between them where there
        is any.
        """
        log, random = self.log, self.random
        clock = OPENS
        for told in self.told.get((worker.number, day), ()):
            if told.start is None:
                log.told(told, clock)
                clock += (told.minutes + 9) // 5 * 5
            else:
                log.told(told, told.start)
        if not tasks:
            return
        tasks.sort(key=_FIRST)
        room = CLOSES - clock - sum([task[1] for task in tasks]) - 5 * len(tasks)
        gap = min(room / (len(tasks) + 0.5), 110.0)
        if gap < 4:
            gap = 0.0
            if clock == OPENS:
                clock = max(5 * 60, OPENS + room // 10 * 5)
        time = clock + gap * random() if gap else clock
        on, text = self.days.on, day.isoformat()
        age = (on - day).days
        for task in tasks:
            _, minutes, act, person, role = task
            if gap > 20 and 11 * 60 + 40 <= time < 12 * 60 + 30:
                time = 12 * 60 + 30
            step = 15 if role and gap >= 12 else 5
            start = (int(time) + step - 1) // step * step
            if start + minutes > 24 * 60 - 1:
                break
            time = start + minutes + gap * (0.3 + 1.4 * random())
            if age > 0 or (age == 0 and start < NOON):
                if role == 0:
                    log.service(worker, person, text, start, minutes, act, age, None)
                elif role == BOOKED:
                    visit = log.appointment(worker, person, text, start, minutes, _kind(act), "kept")
                    log.service(worker, person, text, start, minutes, act, age, visit)
                elif role == MISSED:
                    log.miss(worker, person, day, start, minutes, "community-contact")
                else:
                    word = "cancelled" if role == CANCELLED else "rescheduled"
                    log.appointment(worker, person, text, start, minutes, _kind(act), word)
            elif role != MISSED and role not in (CANCELLED, RESCHEDULED):
                self._ahead(worker, day, text, start, minutes, act, person)

    def _ahead(self, worker: Staff, day: date, text: str, start: int, minutes: int, act: Act, person: Person) -> None:
        """Work that lies ahead: visits are booked, most of those of this week and the next."""
        near = day <= self.days.horizon
        if act.place in ("home", "community") and act.activity in ("member-face-to-face", "plan-monitoring"):
            share = self.share["future_booked" if near else "later_booked"]
        else:
            share = self.share["future_other"] if near and act.books else 0.0
        if share and self.random() < share:
            minutes = max(15, minutes - minutes % 15)
            self.log.appointment(worker, person, text, start, minutes, _kind(act), "scheduled")

    def _extras(self, worker: Staff, days: list[date]) -> None:
        """Appointments at other providers, and now and then a crisis at night."""
        random, on = self.random, self.days.on
        for person, start, end in worker.holds:
            if random() >= self.share["provider_visit"] or person.reserved or person.blocked:
                continue
            day = days[int(random() * len(days))]
            if not start <= day or (end is not None and day >= end) or not person.opened <= day:
                continue
            if day > self.days.horizon or (person.refused is not None and person.refused <= day):
                continue
            time = OPENS + 30 * int(random() * 16)
            if day >= on:
                self.log.appointment(worker, person, day.isoformat(), time, 45, "provider", "scheduled")
            elif random() < 0.12:
                self.log.miss(worker, person, day, time, 45, "provider")
            else:
                self.log.appointment(worker, person, day.isoformat(), time, 45, "provider", "kept")
        if random() < self.share["night_crisis"] and worker.holds:
            self._night(worker, days[int(random() * len(days))])

    def _night(self, worker: Staff, day: date) -> None:
        held = [p for p, start, end in worker.holds if start <= day and (end is None or day < end)]
        held = [p for p in held if not p.reserved and not p.blocked and p.opened <= day and p.refused is None]
        if not held or day >= self.days.on:
            return
        act = CRISIS_CALL if self.random() < 0.7 else CRISIS_VISIT
        start = 19 * 60 + 30 + 5 * int(self.random() * 28)
        minutes = act.minutes[int(self.random() * 16)]
        age = (self.days.on - day).days
        self.log.service(worker, self.chance.pick(held), day.isoformat(), start, minutes, act, age, None)


def _kind(act: Act) -> str:
    if act.mode == "phone":
        return "phone-contact"
    return "office-contact" if act.place == "office" else "community-contact"


CRISIS_CALL = Act("crisis-diversion", "phone", None, None, (15, 15, 20, 20, 25, 30, 30, 30) * 2, None, True)
CRISIS_VISIT = Act("crisis-diversion", "face-to-face", "home", None, (30, 45, 45, 60, 60, 60, 75, 90) * 2, None, True)
