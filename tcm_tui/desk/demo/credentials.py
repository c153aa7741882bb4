"""What the workers show: certification, exam, schooling, trainings, weekly consultation; and the on-call
roster.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import Row
from tcm_tui.desk.demo.days import Days, iso, same_day
from tcm_tui.desk.demo.people import Staff

ON_CALL = ("intensive", "wraparound")
SHIFT = time(8, 0)


def credential(
    worker: Staff,
    kind: str,
    began: date | None = None,
    completed: date | None = None,
    expires: date | None = None,
    amount: float | None = None,
) -> Row:
    """A row of the credentials table; its key is the first day it has."""
    key = began or completed or expires
    shown = (iso(began), iso(completed), iso(expires))
    return (worker.cm_id, kind, iso(key) or "", *shown, amount)


def credentials(chance: Chance, staff: list[Staff], days: Days) -> list[Row]:
    """All rows; what planted cases ask for hangs on the key of a worker's post."""
    found: list[Row] = []
    for worker in staff:
        if worker.post.type == "first-time-mothers":
            continue  # document B asks for none of it
        found += _certification(chance, worker, days)
        found += _schooling(chance, worker)
        if worker.post.type == "intensive":
            trained = worker.hired - timedelta(days=chance.whole(30, 300))
            found.append(credential(worker, "crisis-experience", completed=trained))
            found.append(credential(worker, "training-intensive", completed=trained, amount=6.0))
        if worker.post.type == "wraparound":
            found += _facilitator(chance, worker, days)
    return found


def _certification(chance: Chance, worker: Staff, days: Days) -> list[Row]:
    """Renewed every year; the day it runs out differs between workers, and two planted ones are near it."""
    on = days.on
    near = {"at-cap": on + timedelta(days=21), "cm-one": on - timedelta(days=4)}
    expires = near.get(worker.post.key) or on + timedelta(days=chance.whole(60, 350))
    end = worker.left or on
    found = [credential(worker, "competency-exam", completed=worker.hired - timedelta(days=chance.whole(3, 60)))]
    while (began := same_day(expires, -12) + timedelta(days=1)) > end:
        expires = same_day(expires, -12)
    first = days.first if worker.hired < days.first else worker.hired
    while True:
        began = same_day(expires, -12) + timedelta(days=1)
        starts = max(began, worker.hired - timedelta(days=20))
        found.append(credential(worker, "certification", starts, None, expires))
        if began <= first:
            return found
        expires = began - timedelta(days=1)


def _schooling(chance: Chance, worker: Staff) -> list[Row]:
    before = worker.hired - timedelta(days=chance.whole(20, 900))
    months = float(chance.whole(26, 120))
    if worker.post.level == "I":
        training = credential(worker, "training-cm", completed=worker.hired - timedelta(days=5), amount=14.0)
        way = ("college-hours", 64.0) if worker.post.left is None else ("experience", 41.0)
        schooled = credential(worker, way[0], completed=before, amount=way[1])
        return [credential(worker, "diploma", completed=before - timedelta(days=2000)), schooled, training]
    found: list[Row] = []
    if worker.post.key.startswith("pact"):
        found.append(credential(worker, "rn", before, None, worker.hired + timedelta(days=365 * 12)))
        found.append(credential(worker, "experience", completed=before, amount=months))
    elif worker.post.key.startswith("over"):
        found.append(credential(worker, "cadc", before, None, worker.hired + timedelta(days=365 * 12)))
        found.append(credential(worker, "training-cm", completed=worker.hired - timedelta(days=9), amount=7.0))
    else:
        found.append(credential(worker, "degree", completed=before))
    if worker.post.type in ("intensive", "wraparound"):
        found.append(credential(worker, "experience", completed=before, amount=months))
    return found


def _facilitator(chance: Chance, worker: Staff, days: Days) -> list[Row]:
    """R45: training, credentialing, coaching, and an hour of consultation in each week."""
    found: list[Row] = []
    new = worker.post.key == "wrap-new"  # neither trained nor credentialed yet, both clocks run
    began = worker.hired + timedelta(days=40)
    if new:
        found.append(credential(worker, "wraparound-credential", began))
    else:
        trained = worker.hired + timedelta(days=chance.whole(30, 150))
        done = began + timedelta(days=chance.whole(120, 260))
        found.append(credential(worker, "training-wraparound", completed=trained, amount=24.0))
        found.append(credential(worker, "wraparound-credential", began, done))
    found.append(credential(worker, "coaching", max(worker.hired, days.first - timedelta(days=60))))
    start = max(worker.hired, days.first - timedelta(days=21))
    monday = start - timedelta(days=start.weekday())
    while monday <= days.on:
        business = days.between(max(monday, worker.hired), min(monday + timedelta(days=6), days.on))
        short = worker.post.key == "wrap-full" and monday == days.monday - timedelta(days=7)
        # of a week that has only begun, nothing is there yet before its Thursday
        if business and (monday < days.monday or days.on.weekday() >= 3):
            day = business[min(2, len(business) - 1)]
            minutes = 40.0 if short else chance.pick((60.0, 60.0, 60.0, 75.0, 90.0))
            found.append(credential(worker, "consultation", None, day, None, minutes))
        monday += timedelta(days=7)
    return found


def on_call(staff: list[Staff], days: Days, gap: bool) -> list[Row]:
    """Week by week, Monday 08:00 to Monday 08:00, round the workers of a program.

    gap: one night of the coming week nobody has for wraparound, or for intensive when there is no wraparound.
    """
    found: list[Row] = []
    programs = [p for p in ON_CALL if any(w.post.type == p and w.left is None for w in staff)]
    for program in programs:
        team = [w for w in staff if w.post.type == program and w.left is None]
        monday = days.first - timedelta(days=days.first.weekday())
        number = 0
        while monday <= days.on + timedelta(days=24):
            here = [w for w in team if w.hired <= monday] or team
            worker = here[number % len(here)]
            start, end = datetime.combine(monday, SHIFT), datetime.combine(monday + timedelta(days=7), SHIFT)
            for first, last in _without(start, end, _gap(days) if gap and program == programs[-1] else None):
                found.append((worker.cm_id, program, _stamp(first), _stamp(last)))
            monday += timedelta(days=7)
            number += 1
    return found


def _gap(days: Days) -> tuple[datetime, datetime]:
    evening = datetime.combine(days.on + timedelta(days=2), time(20, 0))
    return evening, evening + timedelta(hours=12)


def _without(start: datetime, end: datetime, gap: Any) -> list[tuple[datetime, datetime]]:
    """The shift, in one part or in the two around the gap."""
    if gap is None or gap[1] <= start or end <= gap[0]:
        return [(start, end)]
    return [(a, b) for a, b in ((start, min(end, gap[0])), (max(start, gap[1]), end)) if a < b]


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
