"""A made-up week with a plan: some visits proposed, one booked visit better moved, two that can't be met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tcm_tui.desk.views import (
    Accepted,
    Budget,
    FixedVisit,
    PlannedVisit,
    PlanView,
    UnitsView,
    Unmet,
    Visit,
    WeekView,
    WriteResult,
)
from tcm_tui.rules.facts import Appointment
from tcm_tui.rules.verdict import Reason
from tests.ui.fake import Fake

CLOSED = Reason("R19", "2026-11-20 is closed: Day of rest", "A, business days")
TOO_MANY = Reason("R4", "this visit takes 6 and 4 are left in November (25 − 18 used − 3 planned)", "A, limits table")
OVERLAP = Reason("overlap", "C01 has visit A5 with M1005 from 09:00 to 09:45 on 2026-11-19", "agency")


FIXED = (FixedVisit("F1", date(2026, 11, 17), 780, 840, "Team meeting"),)
LEAVE = date(2026, 12, 4)


class Planning(Fake):
    """Books in memory; a Friday warns, six units and an overlap with 09:00 are refused."""

    def __init__(self, hostile: str = "", plan: str = "proved") -> None:
        super().__init__(hostile)
        self.booked: list[Visit] = []
        self.moved: dict[str, tuple[date, int, int]] = {}
        self.stage = plan
        self.reports: list[PlanView] = []

    def week(self, cm: str, on: date, monday: date) -> WeekView:
        view = super().week(cm, on, monday)
        visits = []
        for visit in [*self.visits(cm, on), *self.booked]:
            if visit.appointment in self.moved:
                day, start, stop = self.moved[visit.appointment]
                visit = visit._replace(date=day, start=start, stop=stop, units=(stop - start) // 15)
            visits.append(visit)
        visits += self._ahead(cm)
        days = [monday + timedelta(days=n) for n in range(7)]
        return view._replace(
            visits=tuple(visit for visit in visits if visit.date in days),
            fixed=tuple(each for each in FIXED if each.date in days),
            leave=tuple((day, self._name("vacation")) for day in days if day == LEAVE),
            closed=tuple(each for each in view.closed if each[0] in days),
        )

    def _ahead(self, cm: str) -> list[Visit]:
        """Visits of the week in which November ends, and one on a Saturday."""
        people = self._people(cm)
        plan = (
            ("L0", 3, date(2026, 11, 30), 540, "community-contact"),
            ("L1", 3, date(2026, 12, 2), 600, "phone-contact"),
            ("L2", 7, date(2026, 11, 28), 660, "office-contact"),
        )
        return [Visit(key, *people[n], day, at, at + 45, kind, "scheduled", 3) for key, n, day, at, kind in plan]

    def units(self, member: str, on: date, minutes: int | None = None, units: int | None = None) -> UnitsView:
        view = super().units(member, on, minutes, units)
        return view if on.month == 11 else view._replace(month=Budget(25, 0, 2, 0, 23, 0))

    def preview(self, visit: Appointment, on: date) -> WriteResult:
        assert visit.start is not None and visit.stop is not None
        self.asked.append(f"preview {visit.date} {visit.start}")
        if visit.stop - visit.start >= 90:
            return WriteResult(None, "refused", (TOO_MANY,))
        if visit.date.weekday() == 3 and visit.start < 585 and visit.stop > 540:
            return WriteResult(None, "refused", (OVERLAP,))
        if visit.date.weekday() == 4:
            return WriteResult(None, "warn", (CLOSED,))
        return super().preview(visit, on)

    def move(
        self, appointment: str, day: date, start: int, stop: int, on: date, override: str | None = None
    ) -> WriteResult:
        self.moved[appointment] = (day, start, stop)
        return super().move(appointment, day, start, stop, on, override)

    # ── plans ─────────────────────────────────────────────────────────────────────────────────────

    def plan(self, cm: str, on: date, monday: date, stage: str) -> PlanView:
        people = self._people(cm)

        def proposed(n: int, day: int, start: int, minutes: int, kind: str, *serves: str) -> PlannedVisit:
            when = monday + timedelta(days=day)
            return PlannedVisit(
                *people[n], when, start, start + minutes, kind, minutes // 15, "proposed", serves, (TOO_MANY,)
            )

        visits = [
            proposed(1, 2, 600, 30, "phone-contact", "outreach"),
            proposed(6, 3, 630, 60, "community-contact", "contact"),
            proposed(9, 4, 540, 45, "community-contact", "contact", "plan"),
        ]
        if stage != "quick":
            visits.append(proposed(10, 4, 630, 60, "office-contact", "contact"))
        taken = {(visit.member, visit.date) for visit in self.booked}
        unmet = (
            Unmet(*people[11], "contact", date(2026, 11, 30), True, ("1 unit left in November, a visit takes 2",)),
            Unmet(
                *people[12],
                "contact",
                date(2026, 11, 30),
                False,
                ("Thu and Fri are full and nobody can be moved without a miss",),
            ),
        )
        return PlanView(
            cm,
            self._name("Dana Whitehorse"),
            on,
            monday,
            tuple(visit for visit in visits if (visit.member, visit.date) not in taken),
            unmet,
            ((f"contact {people[12][1]}", f"contact {people[13][1]}"),),
            ("release Tuesday 09:30 and one more is seen",),
            stage == "proved",
            stage,
            0.2,
        )

    def quick_plan(self, cm: str, on: date, monday: date) -> PlanView:
        return self.plan(cm, on, monday, "quick")

    def propose(
        self, cm: str, on: date, monday: date, report: Callable[[PlanView], bool] | None = None, seconds: float = 10.0
    ) -> PlanView:
        found = self.plan(cm, on, monday, self.stage)
        if report is not None and not report(found):
            return found._replace(stage="stopped")
        return found

    def accept(self, visits: Sequence[PlannedVisit], on: date, override: str | None = None) -> Accepted:
        for visit in visits:
            self.booked.append(
                Visit(
                    f"B{len(self.booked)}",
                    visit.member,
                    visit.member_name,
                    visit.date,
                    visit.start,
                    visit.stop,
                    visit.kind,
                    "scheduled",
                    visit.units,
                )
            )
        result = self._write("accept", tuple(visit.member for visit in visits))
        return Accepted(tuple(result for _ in visits), result.batch)
