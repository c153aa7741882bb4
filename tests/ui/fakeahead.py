"""The year ahead of the made-up agency."""

from __future__ import annotations

from datetime import date
from threading import Event
from typing import Any

from tcm_tui.desk.outlook import Outlook, Stopped, Tell
from tcm_tui.desk.outlook.reach import by_site
from tcm_tui.desk.outlook.views import (
    Came,
    Expiry,
    LineChange,
    MonthAhead,
    Opening,
    Reach,
    RunOut,
    Staffing,
)
from tcm_tui.desk.scope import Scope
from tcm_tui.rules.calendar import DAY, month_end
from tcm_tui.rules.verdict import Reason
from tcm_tui.ui.source import WorkerName

TABLE = "A, limits table, row 3"
PEOPLE = (("M1000", "Ana Pecan"), ("M1001", "Max Oak"), ("M1002", "Rosa Nash"))
WINDOW = Reason("R25", "planned discharge - admission = 200 nights, at least 180: the last 60 days", "A, list VIII")


def firsts(on: date, months: int) -> list[date]:
    found = [on.replace(day=1)]
    while len(found) < months:
        found.append(month_end(found[-1]) + DAY)
    return found


class FakeAhead:
    """Answers like the part of ``ui.teamsource.Team`` that looks ahead. hostile: a text in every name."""

    hostile: str
    members_each: int | None

    def workers(self, on: date) -> list[WorkerName]:
        raise NotImplementedError

    def outlook(self, on: date, months: int, team: Scope, tell: Tell) -> Outlook:
        tell("Members' units", 0.45)
        all_of = firsts(on, months)
        if self.members_each == 0 or not self.workers(on):
            return _nothing(on, all_of, team, len(self.workers(on)))
        staffing = tuple(line for number, month in enumerate(all_of) for line in _staffing(month, number))
        runs = tuple(self._run_outs(all_of))
        reaches = tuple(self._reaches(all_of))
        third = all_of[2 % months]
        m1, m2 = PEOPLE[1], PEOPLE[2]
        found = Outlook(
            on=on,
            scope=team,
            run_outs=runs,
            reaches=reaches,
            sites=tuple(by_site(list(reaches))),
            staffing=staffing,
            lines=(
                LineChange(
                    *(third, third.replace(day=9), m1[0], self._said(m1[1]), "C03", 21),
                    *(third.replace(year=third.year - 21, day=9), "tf-111", None, "TF", "111"),
                ),
            ),
            openings=(
                Opening(
                    *(
                        all_of[0],
                        m2[0],
                        self._said(m2[1]),
                        "C02",
                        "hospital",
                        date(2026, 5, 22),
                        date(2026, 12, 8),
                        True,
                    ),
                    *(date(2026, 10, 10), date(2026, 12, 8), 200, (WINDOW,)),
                ),
            ),
            expiries=(
                Expiry(
                    all_of[1 % months],
                    "C02",
                    self._said("Jordan Blue"),
                    "certification",
                    all_of[1 % months],
                    "R42",
                    "x",
                ),
            ),
            came=(
                Came(*m1, "standard", date(2026, 9, 3), "opened")._replace(name=self._said(m1[1])),
                Came(*m2, "standard", date(2026, 10, 5), "closed")._replace(name=self._said(m2[1])),
            ),
            without_rate=("M1003",),
            members=104,
            workers=5,
        )
        sums = [_month(found, month, on, number) for number, month in enumerate(all_of)]
        return found._replace(months=tuple(sums))

    def _said(self, name: str) -> str:
        return f"{name}{self.hostile}"

    def _run_outs(self, months: list[date]) -> Any:
        for number, month in enumerate(months):
            for at, (member, name) in enumerate(PEOPLE[: (2, 0, 1, 3)[number % 4]]):
                day = month.replace(day=20 + at)
                yield RunOut(
                    *(
                        month,
                        member,
                        self._said(name),
                        "C01",
                        day,
                        "hn-110",
                        "month",
                        25,
                        False,
                        10,
                        3,
                        2,
                        96,
                        3,
                        7 + at,
                    ),
                    TABLE,
                )

    def _reaches(self, months: list[date]) -> Any:
        for number, month in enumerate(months):
            cant = 4 if number in (1, 2) else 0
            who = tuple((key, self._said(name), 1) for key, name in PEOPLE) if cant else ()
            name, site = self._said("Dana Whitehorse"), self._said("Eastside OPBH")
            short = 12.5 if cant else 0.0
            yield Reach(
                *(month, "C01", name, site, "standard", 33, 2500 if cant else 6000, 85, 60, 33 - cant, cant),
                *(96.9, 0.9, short, who),
            )


def _staffing(month: date, number: int) -> list[Staffing]:
    """Standard grows past its places, intensive shrinks, PACT has no range."""
    many, few = 66 + number, max(0, 17 - number // 3)
    return [
        Staffing(
            *(month, "standard", "members", 66, 14, 8, 6, number + 0.4, many, many, 35, 2, 70, -(-many // 35) - 2),
            *(12.0, 60, many * 3.0, 190.2),
        ),
        Staffing(
            *(month, "intensive", "members", 17, 2, 4, 6, number + 0.4, few, few, 15, 1, 15, -(-few // 15) - 1),
            *(16.0, 17, few * 4.0, 66.7),
        ),
        Staffing(
            *(month, "pact", "members", 12, 1, 1, 6, number + 0.4, 12, 12, None, 1, None, None, 9.0, 12, 27.0, None)
        ),
    ]


def _month(found: Outlook, month: date, on: date, number: int) -> MonthAhead:
    def count(items: Any) -> int:
        return sum(item.month == month for item in items)

    lines = [line for line in found.staffing if line.month == month]
    (reach,) = (item for item in found.reaches if item.month == month)
    ranged = [line for line in lines if line.high]
    return MonthAhead(
        *(month, month_end(month), max(month, on), count(found.run_outs), 7 * count(found.run_outs)),
        *(reach.needed, reach.cant, sum(line.members for line in lines), sum(line.counted for line in ranged), 85),
        *(sum(line.hires or 0 for line in lines), sum(line.hours or 0 for line in ranged), 256.9),
        *(count(found.lines), count(found.openings), count(found.expiries)),
    )


def _nothing(on: date, months: list[date], team: Scope, workers: int) -> Outlook:
    """An agency without members."""
    zeros = [
        MonthAhead(month, month_end(month), max(month, on), *[0] * 6, 35 * workers or None, *[0] * 6)
        for month in months
    ]
    return Outlook(on=on, scope=team, months=tuple(zeros), workers=workers)


class Working(FakeAhead):
    """An answer that is never ready: it is worked out until it is given up."""

    def outlook(self, on: date, months: int, team: Scope, tell: Tell) -> Outlook:
        nothing = Event()
        while tell("Members' units", 0.45):
            nothing.wait(0.01)
        raise Stopped("Given up; nothing was changed.")
