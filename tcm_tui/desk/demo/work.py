"""A month of one worker: which work with which member on which day, before the day finds the hours for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.shapes import Act, shapes

WORK, BOOKED, MISSED, RESCHEDULED, CANCELLED = range(5)
Task = tuple[float, int, Act, Person, int]
"""(order within the day, minutes, what, with whom, one of the words above)"""

LIMITS = {"wraparound": 56, "pact": 56, "first-time-mothers": 40}
"""Where drawn months stop, in units; 25 elsewhere. The limits themselves are in the rule packs."""


class Worklist:
    """Draws months. pace: times as much work as the shapes say, to reach a wanted number of services."""

    def __init__(self, chance: Chance, pace: float = 1.0, dense: bool = False) -> None:
        self.chance, self.pace, self.dense = chance, pace, dense
        self.shape = shapes()
        plan = [("home", self.shape.minutes["visit"]), ("office", self.shape.minutes["short-visit"])]
        self.planning = [Act("plan-development", "face-to-face", p, None, m, None, True) for p, m in plan]

    def draw(self, staff: Staff, days: list[date]) -> list[list[Task]]:
        """The tasks of each of the worker's days of a month."""
        buckets: list[list[Task]] = [[] for _ in days]
        if not days:
            return buckets
        first, last = days[0], days[-1]
        load = [0] * len(days)
        work = self._work(staff)
        season = self.shape.season[first.month - 1] * self.pace
        for person, start, end in staff.holds:
            if start > last or (end is not None and end <= first):
                continue
            low, high = _stretch(person, start, end, days)
            if low < high:
                self._member(staff, person, days, low, high, season, work, buckets, load)
        return buckets

    def _work(self, staff: Staff) -> tuple[Act, ...]:
        if staff.post.key == "cm-one":
            return self.shape.office
        return self.shape.clinic if staff.post.type == "first-time-mothers" else self.shape.work

    def _member(
        self,
        staff: Staff,
        person: Person,
        days: list[date],
        low: int,
        high: int,
        season: float,
        work: tuple[Act, ...],
        buckets: list[list[Task]],
        load: list[int],
    ) -> None:
        """One member's month: the visits it needs, then calls, papers and meetings up to what is usual."""
        random, share, shape = self.chance.random, self.shape.share, self.shape
        span = high - low
        usual = shape.programs[person.program].services * (0.45 + 0.55 * person.acuity)
        usual *= season * min(1.0, span / (0.9 * len(days)))
        count = int(usual * (0.55 + 0.9 * random()) + random())
        visits = max(1, person.required) if span > 4 or len(days) < 6 else 1
        if self.pace < 0.8:
            visits = min(visits, count)  # fewer services are wanted than the visits alone would make
        limit = LIMITS.get(staff.post.type, 25)
        units = 0
        missing = not person.steady and random() < share["contact_missed"]
        newcomer = person.opened >= days[0]
        contact = shape.contact
        short = staff.post.key == "cm-one"
        blocked = person.blocked

        for number in range(visits):
            at = low + int((number + random()) / visits * span)
            if newcomer and number == 0:
                at = low + int(random() * min(span, 7))
            else:
                other = low + int((number + random()) / visits * span)
                if load[other] < load[at]:
                    at = other
            if blocked:
                at = _free(random, blocked, days, at, low, high)
                if at < 0:
                    continue
            act = contact[int(random() * 100)]
            minutes = (shape.minutes["short-visit"] if short else act.minutes)[int(random() * 16)]
            role = BOOKED if random() < share["visit_booked"] else WORK
            if missing and number == visits - 1:
                if random() < 0.6:
                    buckets[at].append((random(), minutes, act, person, MISSED))
                continue
            draw = random()
            if draw < share["miss_before_visit"] and at > low + 1 and not blocked:
                early = low + int(random() * (at - low - 1))
                buckets[early].append((random(), 30, act, person, MISSED))
                load[early] += 30
            elif draw > 1 - share["rescheduled"] - share["cancelled"]:
                word = CANCELLED if draw > 1 - share["cancelled"] else RESCHEDULED
                early = low + int(random() * (at - low + 1))
                buckets[early].append((random(), 15, act, person, word))
            buckets[at].append((random(), minutes, act, person, role))
            load[at] += minutes + 20
            units += minutes // 15

        for plan in person.plans:
            if days[low] <= plan.starts <= days[high - 1]:
                at = bisect_left(days, plan.starts)
                if not blocked or _free(random, blocked, days, at, at, at + 1) >= 0:
                    act = self.planning[int(random() * 2)]
                    minutes = act.minutes[int(random() * 16)]
                    buckets[at].append((random(), minutes, act, person, WORK))
                    load[at] += minutes
                    units += minutes // 15

        rest = count - visits
        size = len(work)
        for number in range(rest):
            act = work[int(random() * size)]
            minutes = act[4][int(random() * 16)]
            if act[6]:
                if missing and act[5] == "community-contact":
                    continue
                if self.dense:
                    minutes = 10 + minutes // 4
                if units + minutes // 15 > limit:
                    if not self.dense:
                        continue
                    minutes = 12
                units += minutes // 15
            at = low + int((number + random()) / rest * span)
            other = low + int(random() * span)
            if load[other] + 40 < load[at]:
                at = other
            if blocked:
                at = _free(random, blocked, days, at, low, high)
                if at < 0:
                    continue
            booked = act[5] is not None and random() < share["call_booked" if act[1] == "phone" else "office_booked"]
            buckets[at].append((random(), minutes, act, person, BOOKED if booked else WORK))
            load[at] += minutes

    def expected(self, staff: Staff, days: list[date], until: date) -> float:
        """About how many services a month has up to a day, at pace 1."""
        seen = bisect_left(days, until)
        if not seen:
            return 0.0
        total, season = 0.0, self.shape.season[days[0].month - 1]
        for person, start, end in staff.holds:
            if start <= days[-1] and (end is None or end > days[0]):
                low, high = _stretch(person, start, end, days)
                # of the day itself only the morning is done
                part = min(high, seen) - low - (0.5 if high >= seen < len(days) else 0.0)
                if part > 0:
                    usual = self.shape.programs[person.program].services * (0.45 + 0.55 * person.acuity)
                    total += usual * season * min(1.0, (high - low) / (0.9 * len(days))) * part / (high - low)
        return total


def _stretch(person: Person, start: date, end: date | None, days: list[date]) -> tuple[int, int]:
    """The part of the month's days on which the worker serves the member, as indexes [low, high)."""
    since = max(start, person.opened)
    until: date | None = end
    for day in (person.closed, person.refused, person.quiet):
        if day is not None and (until is None or day < until):
            until = day
    return bisect_left(days, since), len(days) if until is None else bisect_left(days, until)


def _free(
    random: Callable[[], float],
    blocked: list[tuple[date, date]],
    days: list[date],
    at: int,
    low: int,
    high: int,
) -> int:
    """at, when its day is in none of the stretches, else another such day, drawn; -1 when luck finds none."""
    for _ in range(8):
        day = days[at]
        if not any(first <= day <= last for first, last in blocked):
            return at
        at = low + int(random() * (high - low))
    return -1
