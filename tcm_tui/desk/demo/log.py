"""Turns what was drawn into rows: services with their notes, appointments, attempts to reach someone.

The busiest part of the demonstration: a million services pass here, so it draws bare numbers and builds
each row at once.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import Any

from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import COLUMNS, Row
from tcm_tui.desk.demo.days import Days
from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.shapes import Act, shapes
from tcm_tui.desk.demo.told import Told

COMPLETE = 2047
INCOMPLETE = tuple(
    COMPLETE - sum(1 << (n - 1) for n in missing)
    for missing in ((4,), (4,), (11,), (10,), (8,), (9, 11), (6,), (4, 11), (8, 10, 11), (7,))
)
OUTREACH = (
    *[("phone", "reached")] * 6,
    *[("phone", "message")] * 3,
    *[("phone", "no-answer")] * 3,
    *[("text", "message")] * 2,
    *[("face-to-face", "reached")] * 2,
    ("letter", "other"),
)
NOON = 12 * 60


class Log:
    """The rows of the month in hand; ``take`` hands them over. planted: case -> the ids that carry it."""

    def __init__(self, chance: Chance, days: Days, planted: dict[str, list[str]]) -> None:
        self.random, self.chance, self.days, self.planted = chance.random, chance, days, planted
        self.services: list[Row] = []
        self.appointments: list[Row] = []
        self.outreach: list[Row] = []
        self.services_made = self._appointments = self._attempts = 0
        self._fax = shapes().share["fax"]
        self._in_time = shapes().share["outreach_in_time"]

    def take(self) -> list[tuple[str, list[Row]]]:
        """The month's rows by table, what is referred to first; the log is empty afterwards."""
        rows = [("appointments", self.appointments), ("outreach", self.outreach), ("services", self.services)]
        self.services, self.appointments, self.outreach = [], [], []
        return [(table, found) for table, found in rows if found]

    def service(
        self,
        staff: Staff,
        person: Person,
        day: str,
        start: int,
        minutes: int,
        act: Act,
        age: int,
        visit: str | None,
    ) -> str:
        """A service and its note; age is how many days ago it was, which says how far the note has got."""
        draw = self.random()
        share = 0.18 if age < 3 else 0.035 if age < 15 else 0.012 if age < 60 else 0.0008
        elements = INCOMPLETE[int(draw / share * 10)] if draw < share else COMPLETE
        signature: str | None = "original" if elements & 8 else None
        fax = filed = None
        if draw > 1 - self._fax and age > 1:
            signature = "fax"
            faxed = self.days.on - timedelta(days=age - int(self.random() * min(age, 4)))
            fax, arrived = faxed.isoformat(), faxed + timedelta(days=3 + int(self.random() * 24))
            filed = arrived.isoformat() if arrived <= self.days.on else None
        self.services_made += 1
        ref = f"S{self.services_made:06d}"
        self.services.append(
            (
                ref, person.member_id, staff.cm_id, day, start, start + minutes,
                act[0], act[1], act[2], act[3], None, None, None, visit, signature, fax, filed, elements,
            )
        )  # fmt: skip
        return ref

    def appointment(
        self,
        staff: Staff | None,
        person: Person,
        day: str,
        start: int | None,
        minutes: int,
        kind: str,
        status: str,
        learned: date | None = None,
    ) -> str:
        self._appointments += 1
        ref = f"A{self._appointments:06d}"
        stop = None if start is None else start + minutes
        cm = staff.cm_id if staff else None
        said = None if learned is None else learned.isoformat()
        self.appointments.append((ref, person.member_id, cm, day, start, stop, kind, status, None, said))
        return ref

    def attempt(self, person: Person, visit: str | None, day: date, mode: str, result: str) -> str:
        self._attempts += 1
        ref = f"O{self._attempts:06d}"
        self.outreach.append((ref, person.member_id, visit, day.isoformat(), mode, result))
        return ref

    def miss(self, staff: Staff, person: Person, day: date, start: int, minutes: int, kind: str) -> None:
        """A missed appointment and what was done about it: nearly always in time, else some days late."""
        business, on = self.days.business, self.days.on
        at = bisect_left(business, day)
        draw = self.random()
        learned = day if draw < 0.7 else min(on, business[at + 1]) if draw < 0.85 else None
        visit = self.appointment(staff, person, day.isoformat(), start, minutes, kind, "missed", learned)
        draw = self.random()
        if draw < self._in_time:
            step = 0 if draw < 0.18 else 1 if draw < 0.6 else 2
        else:
            step = 3 + int(self.random() * 3)
        tried = business[at + step]
        if tried < on or (tried == on and step):
            mode, result = OUTREACH[int(self.random() * len(OUTREACH))]
            self.attempt(person, visit, tried, mode, result)
            if result == "no-answer" and business[at + step + 1] < on and self.random() < 0.6:
                self.attempt(person, visit, business[at + step + 1], "phone", "reached")

    def told(self, told: Told, start: int) -> None:
        """What a planted case says, at the time that was found for it; notes the ids under the case's key."""
        day, act = told.day, told.act
        refs = self.planted.setdefault(told.key, [])
        visit: str | None = None
        if told.how != "service":
            status = "kept" if told.how.startswith("kept") else told.how
            visit = self.appointment(
                told.staff, told.person, day.isoformat(), start, told.minutes, told.kind, status, told.learned
            )
            refs.append(visit)
        if told.how in ("service", "kept"):
            self._told_service(told, start, visit, refs, act)
        for when, mode, result, named in told.outreach:
            refs.append(self.attempt(told.person, visit if named else None, when, mode, result))

    def _told_service(self, told: Told, start: int, visit: str | None, refs: list[str], act: Act) -> None:
        self.services_made += 1
        ref = f"S{self.services_made:06d}"
        usual: dict[str, Any] = {
            "service_id": ref,
            "member_id": told.person.member_id,
            "cm_id": told.staff.cm_id,
            "date": told.day.isoformat(),
            "start_min": start,
            "stop_min": start + told.minutes,
            "activity": act.activity,
            "mode": act.mode,
            "place": act.place,
            "member_present": act.present,
            "appointment_id": visit,
            "signature": "original",
            "elements": COMPLETE,
        }
        row = usual | told.fields
        self.services.append(tuple(row.get(column) for column in COLUMNS["services"]))
        refs.append(ref)
