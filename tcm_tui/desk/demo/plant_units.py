"""Planted: units. Limits reached and passed, authorizations, units elsewhere, ages at the edge of a row.
R2-R8
"""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.demo.days import iso, shift, years_before
from tcm_tui.desk.demo.scene import CRISIS, HOME, Scene, case


@case("day-at-limit", "R3", "16 of 16 units today after a long crisis")
def _(scene: Scene) -> None:
    person = scene.take("within")
    scene.do(person, scene.on, CRISIS, 150)
    scene.do(person, scene.on, HOME, 90)


@case("day-over", "R3", "18 units today: 2 over the day's 16")
def _(scene: Scene) -> None:
    person = scene.take("over")
    scene.do(person, scene.on, CRISIS, 180)
    scene.do(person, scene.on, HOME, 90)


@case("month-at-limit", "R4", "25 of 25 units this month")
def _(scene: Scene) -> None:
    scene.deliver(scene.take("at-cap"), 25)


@case("month-over", "R4", "28 units this month: 3 over the 25")
def _(scene: Scene) -> None:
    scene.deliver(scene.take("over"), 28)


@case("month-one-left", "R4", "24 of 25 units: one is left")
def _(scene: Scene) -> None:
    scene.deliver(scene.take("within"), 24)


@case("month-held", "R4", "20 units used and a booked visit holds the other 5")
def _(scene: Scene) -> None:
    person = scene.take("at-cap")
    scene.deliver(person, 20)
    scene.do(person, scene.visit_day(), HOME, 75, how="scheduled")


@case("month-52-of-56", "R4", "52 of 56 units: wraparound allows more")
def _(scene: Scene) -> None:
    scene.deliver(scene.take("wrap-full", scene.child), 52)


@case("no-row", "R2", "served by a plain CM II at the CMHC: no row of the table fits")
def _(scene: Scene) -> None:
    person = scene.take("no-row", since=20, moved=True)
    scene.do(person, scene.days.this_month()[0], HOME, 60)


@case("authorization-month", "R5", "an authorization raises the month to 40; 30 are used")
def _(scene: Scene) -> None:
    person = scene.take("within")
    scene.deliver(person, 30)
    row = (person.member_id, "PA-4001", 40, "month", iso(shift(scene.on, -1)), iso(shift(scene.on, 3)), "HN")
    scene.rows["authorizations"].append(row)


@case("authorization-day", "R5", "an authorization raises the day to 20; 18 are used today")
def _(scene: Scene) -> None:
    person = scene.take("at-cap")
    scene.do(person, scene.on, CRISIS, 180)
    scene.do(person, scene.on, HOME, 90)
    until = scene.on + timedelta(days=20)
    row = (person.member_id, "PA-4002", 20, "day", iso(scene.on - timedelta(days=10)), iso(until), None)
    scene.rows["authorizations"].append(row)


@case("authorization-total", "R5", "an authorization of 120 units in all over half a year")
def _(scene: Scene) -> None:
    person = scene.take("cm-one")
    scene.deliver(person, 12)
    row = (person.member_id, "PA-4003", 120, "total", iso(shift(scene.on, -2)), iso(shift(scene.on, 4)), "HM")
    scene.rows["authorizations"].append(row)


@case("external-units", "R5", "8 units here and 12 known to be billed by another agency")
def _(scene: Scene) -> None:
    person = scene.take("cm-one")
    scene.do(person, scene.days.this_month()[0], HOME, 120)
    scene.external(person, 12)


@case("turned-21", "R8", "in wraparound and 21 since three days: paid before, no row since")
def _(scene: Scene) -> None:
    person = scene.take("wrap-full")
    person.dob = years_before(scene.on - timedelta(days=3), 21)
    scene.do(person, scene.past(6), HOME, 60)
    scene.do(person, scene.on, HOME, 45)


@case("intensive-at-19", "R15", "19 years old in intensive: a child by the sources, and yet there is a row")
def _(scene: Scene) -> None:
    person = scene.take("intensive-full")
    person.dob = years_before(scene.on - timedelta(days=200), 19)
    scene.do(person, scene.days.this_month()[0], HOME, 75)


@case("pact-at-20", "R8", "20 years old in PACT")
def _(scene: Scene) -> None:
    person = scene.take("pact")
    person.dob = years_before(scene.on - timedelta(days=90), 20)
    scene.do(person, scene.days.this_month()[0], HOME, 75)


@case("born-feb-29", "R8", "born on Feb 29")
def _(scene: Scene) -> None:
    person = scene.take("within", scene.grown)
    year = (scene.on.year - 20) // 4 * 4
    person.dob = date(year, 2, 29)
    scene.do(person, scene.days.this_month()[-1], HOME, 45)


@case("hn-by-cm-one", "R43", "a CM I recorded HN, which is CM II's")
def _(scene: Scene) -> None:
    person = scene.take("cm-one")
    scene.do(person, scene.days.this_month()[0], HOME, 60)
    scene.do(person, scene.days.back(2), HOME, 30, fields={"level_modifier": "HN"})


@case("tg-untrained", "R46", "TG recorded by a worker without the intensive training")
def _(scene: Scene) -> None:
    person = scene.take("no-row", scene.grown, since=20, moved=True)
    scene.do(person, scene.days.back(3), HOME, 45, fields={"level_modifier": "TG"})
