"""The demonstration agency as rows, the same for the same seed and day.

``generate`` makes it, iterating over it streams ``(table, rows)`` in an order in which they can be stored;
appointments, outreach and services come month by month, so that a million services never lie in memory at
once; what weeks are planned with comes last, because it goes around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tcm_tui.desk.demo import (
    plant_contacts,
    plant_notes,
    plant_people,
    plant_stays,
    plant_units,
)
from tcm_tui.desk.demo.care import holds, hospital_stays, plan_rows, vacations, write_plans
from tcm_tui.desk.demo.caseloads import Enrolment, link
from tcm_tui.desk.demo.chance import Chance
from tcm_tui.desk.demo.columns import COLUMNS, Row
from tcm_tui.desk.demo.credentials import credentials, on_call
from tcm_tui.desk.demo.days import Days
from tcm_tui.desk.demo.months import Months
from tcm_tui.desk.demo.people import Names, assignment_rows, hire, member_rows, site_rows, staff_rows
from tcm_tui.desk.demo.scene import CASES, Case, Scene
from tcm_tui.desk.demo.shapes import names
from tcm_tui.desk.demo.weeks import Watch, weeks

_PLANTING = (plant_people, plant_units, plant_contacts, plant_stays, plant_notes)
PLANTED: tuple[Case, ...] = tuple(CASES)
"""Every planted case. ``Agency.planted`` says which ids carry it."""


class Agency:
    """A made-up agency. planted: case key -> ids that carry it, complete once the rows were streamed."""

    def __init__(
        self, on: date, case_managers: int, members: int, months: int, seed: int, services: int | None
    ) -> None:
        self.on, self.days, self._seed = on, Days(on, months), seed
        known = Names(Chance(seed, "names"))
        self.staff = hire(Chance(seed, "staff"), known, case_managers, on)
        self.people = Enrolment(Chance(seed, "members"), known, self.staff, self.days).enrol(members)
        write_plans(Chance(seed, "plans"), self.people, self.days)
        scene = Scene(Chance(seed, "planted"), self.days, self.staff, self.people)
        scene.play()
        self.planted = scene.planted
        care = Chance(seed, "care")
        vacations(care, self.staff, self.days)
        holds(care, self.people, self.days)
        scene.rows["stays"] += hospital_stays(care, self.people, self.days)
        link(self.people)
        self._small = self._rows(scene, seed)
        self._work = Months(Chance(seed, "work"), self.days, self.staff, scene.told, scene.planted, services)

    @property
    def months(self) -> int:
        """How many times services come, at most: the months shown and those with booked visits."""
        return len(self._work.months)

    def _rows(self, scene: Scene, seed: int) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {
            "sites": site_rows(self.staff),
            "case_managers": staff_rows(self.staff),
            "credentials": credentials(Chance(seed, "credentials"), self.staff, self.days),
            "families": [(family,) for family in sorted({p.family for p in self.people if p.family})],
            "members": member_rows(self.people),
            "assignments": assignment_rows(self.people),
            "plans": plan_rows(self.people),
            "on_call": on_call(self.staff, self.days, gap=True),
            "closures": self.days.closures,
            "settings": [("agency", names()["agency"]["name"]), ("clipboard", "true")],  # nobody here is real
        }
        return rows | scene.rows

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        for table in COLUMNS:
            if self._small.get(table):
                yield table, self._small[table]
        watch = Watch(self.days)
        yield from watch.over(self._work.stream())
        yield from weeks(self._seed, self.days, self.staff, self.people, watch.busy).items()


def generate(
    on: date,
    case_managers: int = 12,
    members: int = 320,
    months: int = 14,
    seed: int = 1,
    services: int | None = None,
) -> Agency:
    """An agency whose today is ``on``. services: about how many, None for as many as the shapes say.

    ValueError for a number below 1.
    """
    wanted = {"case-managers": case_managers, "members": members, "months": months, "services": services}
    for name, number in wanted.items():
        if number is not None and number < 1:
            raise ValueError(f"--{name} must be at least 1, not {number}")
    return Agency(on, case_managers, members, months, seed, services)


def tables(agency: Agency) -> dict[str, list[Row]]:
    """All rows by table, for agencies that fit into memory; every table is there."""
    found: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    for table, rows in agency:
        found[table].extend(rows)
    return found
