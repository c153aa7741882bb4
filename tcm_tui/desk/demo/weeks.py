"""What weeks are planned with: hours of workers and members, leaves, meetings, the ways between areas.

Drawn last and from streams of its own, so that everything else stays as it was; around the work there is from
this week on, so that nobody is booked on a day off or seen while at a meeting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import hypot
from typing import NamedTuple

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import COLUMNS, Row
from tcm_tui.desk.demo.days import Days
from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.shapes import names

Span = tuple[int, int]
FOUR_TENS: tuple[Span, ...] = ((7 * 60, 12 * 60), (12 * 60 + 30, 17 * 60 + 30))
USUAL: tuple[Span, ...] = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
AFTER_SCHOOL: Span = (15 * 60 + 30, 18 * 60)
AROUND_WORK: tuple[Span, ...] = ((8 * 60, 10 * 60 + 30), (16 * 60, 18 * 60))
MEETING, SUPERVISION = (8 * 60 + 30, 9 * 60 + 30), (13 * 60, 13 * 60 + 45)
_TOWNS = ((0.0, 0.0), (21.0, 9.0), (11.0, -18.0))  # where they lie, in minutes
WEEKS = 9  # with meetings: this one and eight more
KINDS = {2: "four-tens", 7: "part-time"}
"""What some of the first workers have in any case; the others' is drawn."""


class Busy(NamedTuple):
    """Who is taken when, from this week's Monday on: id of a worker or member -> day -> spans."""

    workers: defaultdict[str, defaultdict[date, list[Span]]]
    members: defaultdict[str, defaultdict[date, list[Span]]]


class Watch:
    """Looks at the rows as they stream by and keeps what is taken from this week's Monday on."""

    def __init__(self, days: Days) -> None:
        self.monday = days.monday.isoformat()
        self.busy = Busy(defaultdict(lambda: defaultdict(list)), defaultdict(lambda: defaultdict(list)))
        names = ("member_id", "cm_id", "date", "start_min", "stop_min")
        self._at = {t: [COLUMNS[t].index(name) for name in names] for t in ("appointments", "services")}

    def over(self, stream: Iterable[tuple[str, list[Row]]]) -> Iterator[tuple[str, list[Row]]]:
        """The same rows, looked at."""
        for table, rows in stream:
            if table in self._at:
                member, worker, day, start, stop = self._at[table]
                for row in [row for row in rows if row[day] >= self.monday]:
                    if row[start] is not None and row[worker] is not None:
                        span, on = (row[start], row[stop]), date.fromisoformat(row[day])
                        self.busy.workers[row[worker]][on].append(span)
                        self.busy.members[row[member]][on].append(span)
            yield table, rows


def weeks(seed: int, days: Days, staff: list[Staff], people: list[Person], busy: Busy) -> dict[str, list[Row]]:
    """The rows of all tables of this module, by table."""
    current = [worker for worker in staff if worker.left is None]
    hours = [row for w in current for row in _hours(Chance(seed, f"hours/{w.number}"), w, days, busy)]
    leaves = [row for w in staff for row in _leaves(Chance(seed, f"leave/{w.number}"), w, days, busy)]
    return {
        "working_hours": hours,
        "leave": leaves,
        "availability": _availability(Chance(seed, "availability"), people, days, busy),
        "fixed_appointments": _fixed(current, days, busy, hours, leaves),
        "travel": _travel(Chance(seed, "travel")),
    }


def _hours(chance: Chance, worker: Staff, days: Days, busy: Busy) -> list[Row]:
    """Four long days or four usual ones, with a day off on which nothing is booked; most have neither."""
    drawn = chance.random()
    kind = KINDS.get(worker.number, "four-tens" if drawn < 0.15 else "part-time" if drawn < 0.22 else "")
    if not kind:
        return []
    spans = FOUR_TENS if kind == "four-tens" else USUAL
    later = days.horizon + timedelta(days=3)
    for first in (max(days.monday, worker.hired), later):
        taken = {day.weekday() for day in busy.workers[worker.cm_id] if day >= first}
        off = next((weekday for weekday in (4, 2, 0, 1, 3) if weekday not in taken), None)
        if off is not None:
            since = first.isoformat()
            on = [weekday for weekday in range(5) if weekday != off]
            return [(worker.cm_id, weekday, start, stop, since, None) for weekday in on for start, stop in spans]
    return []


def _leaves(chance: Chance, worker: Staff, days: Days, busy: Busy) -> list[Row]:
    """The vacation there was, and for some a few days ahead on which nothing is booked."""
    found: list[Row] = []
    if worker.away is not None and worker.hired <= worker.away[0]:
        first, last = worker.away
        if worker.left is None or last < worker.left:
            found.append((worker.cm_id, first.isoformat(), (first + timedelta(days=4)).isoformat(), "vacation"))
    ahead = chance.yes(0.3) or worker.number == 1
    first, length = chance.day(days.on + timedelta(days=3), days.on + timedelta(days=45)), chance.whole(0, 4)
    reason = chance.pick(names()["leave"]["reasons"])
    if ahead and worker.left is None:
        for step in range(60):
            start = first + timedelta(days=step)
            end = start + timedelta(days=min(length, 4 - start.weekday()))
            taken = any(start <= day <= end for day in busy.workers[worker.cm_id])
            if days.is_business(start) and not taken:
                found.append((worker.cm_id, start.isoformat(), end.isoformat(), reason))
                break
    return found


def _availability(chance: Chance, people: list[Person], days: Days, busy: Busy) -> list[Row]:
    """School children after school, some who work around their work, some on two days a week."""
    found: list[Row] = []
    for person in people:
        drawn, weekday = chance.random(), chance.whole(0, 2)
        if person.reserved or person.closed or person.refused or person.worker(days.on) is None:
            continue
        age = (days.on - person.dob).days // 365
        if 6 <= age < 18 and drawn < 0.6:
            stretches = [(day, AFTER_SCHOOL) for day in range(5)]
        elif age >= 19 and drawn < 0.12:
            stretches = [(day, span) for day in range(5) for span in AROUND_WORK]
        elif age >= 19 and drawn < 0.24:
            stretches = [(day, (8 * 60, 17 * 60)) for day in (weekday, weekday + 2)]
        else:
            continue
        booked = ((day, span) for day, spans in busy.members[person.member_id].items() for span in spans)
        if all(any(on == day.weekday() and _within(span, free) for on, free in stretches) for day, span in booked):
            since = max(person.opened, days.first).isoformat()
            found += [(person.member_id, day, start, stop, since, None) for day, (start, stop) in stretches]
    return found


def _fixed(staff: list[Staff], days: Days, busy: Busy, hours: list[Row], leaves: list[Row]) -> list[Row]:
    """A team meeting each Monday, supervision every other Wednesday, now and then training or court."""
    at_work = defaultdict(set)
    for cm_id, weekday, _, _, since, _ in hours:
        at_work[cm_id].add((weekday, since))
    away = [(cm_id, date.fromisoformat(first), date.fromisoformat(last)) for cm_id, first, last, _ in leaves]
    found: list[Row] = []
    for worker in staff:
        off = [(first, last) for cm_id, first, last in away if cm_id == worker.cm_id]
        own = at_work[worker.cm_id]
        for day, span, area, label in _meetings(worker, days):
            works = not own or day.isoformat() < min(s for _, s in own) or day.weekday() in {w for w, _ in own}
            free = not any(_meet(span, other) for other in busy.workers[worker.cm_id][day])
            gone = any(first <= day <= last for first, last in off)
            if days.is_business(day) and day >= worker.hired and works and free and not gone:
                found.append((f"X{len(found) + 1:05d}", worker.cm_id, day.isoformat(), *span, area, label))
    return found


def _meetings(worker: Staff, days: Days) -> Iterator[tuple[date, Span, str | None, str]]:
    """What a worker has besides visits, in the order of its days."""
    for week in range(WEEKS):
        monday = days.monday + timedelta(weeks=week)
        yield monday, MEETING, worker.area, "Team meeting"
        if (week + worker.number) % 2 and worker.supervisor is not None:
            yield monday + timedelta(days=2), SUPERVISION, None, "Supervision"
        if (3 * week + worker.number) % 11 == 5:
            yield monday + timedelta(days=1), (14 * 60, 15 * 60), worker.area, "Court"
        if week == 2 + worker.number % 4:
            yield monday + timedelta(days=3), (13 * 60, 16 * 60), None, "Training"


def _travel(chance: Chance) -> list[Row]:
    """Minutes between all areas, by where they lie on a made-up map."""
    placed: list[tuple[str, float, float]] = []
    for town, (x, y) in zip(names()["town"], _TOWNS, strict=True):
        placed += [(area, x + 10 * chance.random() - 5, y + 10 * chance.random() - 5) for area in town["areas"]]
    found: list[Row] = []
    for number, (area, x, y) in enumerate(placed):
        found += [(area, other, 6 + round(hypot(x - u, y - v))) for other, u, v in placed[number + 1 :]]
    return found


def _within(span: Span, free: Span) -> bool:
    return free[0] <= span[0] and span[1] <= free[1]


def _meet(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]
