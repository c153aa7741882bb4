"""Planted: the monthly contact in every status, and every state of the outreach clock. R17-R20"""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.demo.days import Days, month_end, same_day, shift
from tcm_tui.desk.demo.people import Person
from tcm_tui.desk.demo.scene import CALL, HOME, OUT, Scene, case
from tcm_tui.desk.demo.shapes import Act
from tcm_tui.desk.demo.told import Told

VIDEO = Act("member-face-to-face", "telehealth", "home", None, (30,), None, True)


@case("contact-met", "R17", "seen at home this month")
def _(scene: Scene) -> None:
    person = scene.take("within")
    _one_contact(person)
    scene.do(person, scene.days.this_month()[0], HOME, 60, how="kept")


@case("contact-scheduled", "R17", "not seen yet this month, a visit is booked")
def _(scene: Scene) -> None:
    person = scene.take("within")
    _one_contact(person)
    scene.do(person, scene.visit_day(), HOME, 60, how="scheduled")


@case("contact-open", "R17", "not seen yet this month and nothing booked; due today on the month's last day")
def _(scene: Scene) -> None:
    _one_contact(scene.take("at-cap"))


@case("contact-missed", "R17", "last month went by with calls and no visit")
def _(scene: Scene) -> None:
    before = shift(scene.on, -1)
    person = scene.take("over", quiet=before)
    _one_contact(person)
    days = scene.days.between(before, month_end(before))
    scene.do(person, days[4], CALL, 15)
    scene.do(person, days[12], CALL, 20)


@case("contact-by-phone-only", "R17", "calls this month, which are no contact")
def _(scene: Scene) -> None:
    person = scene.take("cm-one")
    _one_contact(person)
    scene.do(person, scene.days.this_month()[0], CALL, 20)


@case("contact-by-video-only", "R17", "seen by video, which counts only by the agency's policy")
def _(scene: Scene) -> None:
    person = scene.take("over")
    _one_contact(person)
    scene.do(person, scene.days.this_month()[-1], VIDEO, 30)


@case("contact-one-of-two", "R18", "the plan asks for two visits a month, one is done")
def _(scene: Scene) -> None:
    person = scene.take("intensive-open")
    _one_contact(person, 2)
    scene.do(person, scene.days.this_month()[0], OUT, 75)


@case("contact-on-hold", "R17", "on hold, so no contact is due")
def _(scene: Scene) -> None:
    since = scene.on - timedelta(days=25)
    person = scene.take("at-cap", quiet=min(since, scene.days.month))
    person.hold = (since, None, "with family out of state, back in spring")


@case("first-contact-waits", "R20", "opened eleven days ago and not seen yet")
def _(scene: Scene) -> None:
    person = scene.take("cm-one")
    person.opened = person.quiet = scene.past(11)
    person.assigned = [(person.assigned[0][0], person.opened, None)]
    ends = same_day(person.opened, 6) - timedelta(days=1)
    scene.plan(person, person.opened, ends, [person.opened, person.opened, None], 1)
    del person.plans[:-1]


@case("outreach-open", "R19", "missed on the last working day; outreach has begun to run")
def _(scene: Scene) -> None:
    _miss(scene, scene.take("at-cap"), scene.days.back(0))


@case("outreach-due-today", "R19", "missed two business days ago, nothing tried", lambda d: d.is_business(d.on))
def _(scene: Scene) -> None:
    _miss(scene, scene.take("over"), scene.days.back(2))


@case("outreach-overdue", "R19", "missed four business days ago, nothing tried")
def _(scene: Scene) -> None:
    _miss(scene, scene.take("within"), scene.days.back(4))


@case("outreach-met", "R19", "missed, and reached on the next business day")
def _(scene: Scene) -> None:
    days = scene.days
    _miss(scene, scene.take("within"), days.back(5), (days.back(4), "phone", "reached", True))


@case("outreach-met-late", "R19", "missed, and tried only on the fourth business day")
def _(scene: Scene) -> None:
    days = scene.days
    _miss(scene, scene.take("over"), days.back(8), (days.back(4), "text", "message", True))


@case(
    "outreach-learned-late",
    "R19",
    "learned of yesterday, missed five business days ago: the clock ran from the miss",
)
def _(scene: Scene) -> None:
    told = _miss(scene, scene.take("intensive-open"), scene.days.back(5))
    told.learned = scene.days.back(1)


@case("outreach-each-its-own", "R19", "two misses in a row, and the attempt names only the second")
def _(scene: Scene) -> None:
    person, days = scene.take("intensive-full"), scene.days
    _miss(scene, person, days.back(7))
    _miss(scene, person, days.back(6), (days.back(5), "phone", "reached", True))


def _miss(scene: Scene, person: Person, day: date, *outreach: tuple[date, str, str, bool]) -> Told:
    """A missed home visit; the month's contact is done on another day where there is one."""
    _one_contact(person)
    first = _other_day(scene.days, day)
    if first is not None:
        scene.do(person, first, HOME, 45)
    return scene.do(person, day, HOME, 45, how="missed", outreach=list(outreach))


def _other_day(days: Days, day: date) -> date | None:
    """A day of this month on which the member was seen, before the miss."""
    found = [d for d in days.this_month() if d < day]
    return found[0] if found else None


def _one_contact(person: Person, contacts: int = 1) -> None:
    """The plan asks for that many, so that the status of the month is the one the case is about."""
    person.required = contacts
    for plan in person.plans:
        plan.contacts = contacts
