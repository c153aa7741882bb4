"""A made-up month: a few figures of each section, some with members behind them."""

from __future__ import annotations

import calendar
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk import papers
from tcm_tui.desk.errors import DeskError, Refused
from tcm_tui.desk.part2 import Written
from tcm_tui.desk.report import Cancelled, Figure, Line, Progress, Report, Section
from tcm_tui.desk.scope import Scope

if TYPE_CHECKING:
    from tcm_tui.desk.views import WeekView
    from tcm_tui.ui.source import WorkerName

MEMBERS = {"M1000": "Ana Pecan", "M1001": "Leo Mesa", "M1002": "Kim Stone", "M1003": "Rey Tull"}
LATE = "A12 missed Tue 10 Nov, due Thu 12 Nov, 4 business days late"


class FakeReport:
    """What to mix into ``FakeTeam``: the report of a month."""

    asked: list[str]

    def _name(self, name: str) -> str:
        raise NotImplementedError

    def workers(self, on: date) -> list[WorkerName]:
        raise NotImplementedError

    def sites(self) -> list[tuple[str, str]]:
        raise NotImplementedError

    def report(self, month: date, on: date, team: Scope, cm: str | None, progress: Progress | None = None) -> Report:
        self.asked.append(f"report {month:%Y-%m}")
        if progress is not None and not progress("services", 1, 10):
            raise Cancelled("Stopped: no report was made.")
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        staff = {w.cm: w.name for w in self.workers(on)}
        sites = dict(self.sites())
        return Report(
            month=month,
            last=last,
            on=on,
            seen=min(on, last),
            to_date=on < last,
            agency=self._name("Prairie Wellness"),
            about=staff[cm] if cm else sites[team.site] if team.site else self._name("Prairie Wellness"),
            kind="worker" if cm else "agency" if team.all else "part",
            of=f"case manager {cm}" if cm else "agency" if team.all else f"site {team.site}",
            sections=_sections(bool(staff), month, on),
            workers=(),
            members={key: self._name(name) for key, name in MEMBERS.items()},
            staff=staff,
        )

    def write_week(self, view: WeekView, path: Path) -> str:
        try:
            return papers.write_week(view, path).told
        except OSError as error:
            raise DeskError(f"{path} can't be written: {str(error.strerror).lower()}.") from None

    under_part2 = 0
    """How many members are marked as under 42 CFR Part 2."""

    def marked(self) -> int:
        return self.under_part2

    def write_report(self, report: Report, path: Path, form: str, way: str | None = None) -> str:
        if str(path).startswith("/nowhere"):
            raise Refused(f"{path} can't be written: there is no such folder.")
        self.asked.append(f"write {path.name}" + (f" {way}" if way else ""))
        gone = 0 if way else self.under_part2
        return Written(0).told if form == ".csv" else Written(4 - gone, gone, bool(way)).told


def _sections(staffed: bool, month: date, on: date) -> tuple[Section, ...]:
    def of(
        key: str, label: str, value: float | None, unit: str, rule: str, text: str, *behind: Line, status: str = ""
    ) -> Figure:
        number = value if staffed else 0 if unit != "%" else None
        lines = behind if staffed else ()
        return Figure(key, label, number, unit, rule, text, status if number else "", bool(behind), lines=lines)

    past = (month.year, month.month) < (on.year, on.month)
    word = "missed" if past else "open"
    missed = [Line(word, "C01", m, 1, "0 of 1") for m in ("M1000", "M1002")]
    late = Line("overdue", "C02", "M1001", 1, LATE)
    units = [Line("delivered", "C01", m, n, "3 services") for m, n in (("M1000", 12), ("M1001", 9), ("M1003", 1204))]
    over = Line("over", "C02", None, 1, "17 members of 10-15, 2 over")
    text = "100 + 4 opened − 2 closed − 0 refused + 3 in − 3 out = 102 on Wed 18 Nov 2026"
    return (
        Section("caseload", "Caseload", "R9-R12, R31", "Members count with who is responsible that day.", (
            of("caseload.start", "Members at the start", 100, "members", "R9", "100 active on Sat 31 Oct 2026"),
            of("caseload.end", "Members at the end", 102, "members", "R9", text),
            of("caseload.hold", "of them on hold", 0, "members", "R17", "0 of 102"),
            of("caseload.over", "Case managers over their range", 1, "case managers", "R10", "1 of 5", over,
               status="over"),
        )),
        Section("contacts", "Contacts", "R17, R18", "Asked of members active on the last day.", (
            of("contacts.met", "Members with all contacts made", 98, "members", "R17", "98 of 100", status="met"),
            of(f"contacts.{word}", f"Members with contacts {word}", 2, "members", "R17", "2 of 100", *missed,
               status=word),
            of("contacts.met-share", "Share met", 98.0, "%", "R17", "98 of (100 − 0 on hold) = 98.0%"),
        )),
        Section("outreach", "Outreach", "R19, R24", "Each missed visit has its own clock.", (
            of("outreach.overdue", "Not answered, overdue", 1, "misses", "R19", "1 of 4", late, status="overdue"),
            of("outreach.met-share", "Share in time", 75.0, "%", "R19", "3 of (3 in time + 1 overdue) = 75.0%"),
        )),
        Section("units", "Units", "R1-R7", "Units count on their calendar date.", (
            of("units.delivered", "Units delivered", 1225, "units", "R1", "1,220 payable + 0 pending + 5 over = 1,225",
               *units),
            of("units.risk", "At risk", 14, "units", "R40", "units delivered with an element of the note missing"),
            of("units.hn-110.delivered", "HN × 110 OPBH", 1225, "units", "R1", "1,220 + 5 over = 1,225", *units),
        )),
        Section("community", "Community share", "R22", "Of all billable minutes.", (
            of("community.share", "Community share", 44.4, "%", "R22", "444 of 1000 min, under 50%", status="low"),
        )),
        Section("documentation", "Documentation", "R38-R41", "Notes of the month’s billable services.", (
            of("documentation.incomplete", "Incomplete notes", 3, "notes", "R40", "3 of 90; 14 units at risk",
               status="warn"),
        )),
        Section("hours", "Hours", "R48", "A pace, never a cap.", (
            of("hours.month", "Hours of the month", 306.2, "hours", "R48", "1,225 units / 4"),
            of("hours.variance", "Hours behind the pace", 39.0, "hours", "R48", "402 h − 441 h = 39 h behind",
               status="behind"),
        )),
    )  # fmt: skip
