"""Planted: notes, faxes, plans, and records that contradict each other. R38-R41, R34, R1"""

from __future__ import annotations

from datetime import timedelta

from tcm_tui.desk.demo.log import COMPLETE
from tcm_tui.desk.demo.scene import CRISIS, HOME, OUT, PLANNING, Scene, case


@case("note-unsigned", "R40", "a note without the signature")
def _(scene: Scene) -> None:
    person = scene.take("at-cap")
    scene.do(person, scene.days.back(6), HOME, 60, fields={"elements": COMPLETE - 8, "signature": None})


@case("note-incomplete", "R40", "a note with 9 of 11 elements: progress and satisfaction are missing")
def _(scene: Scene) -> None:
    person = scene.take("within")
    scene.do(person, scene.days.back(9), HOME, 75, fields={"elements": COMPLETE - 128 - 1024})


def _faxed(scene: Scene, post: str, faxed: int, filed: int | None = None) -> None:
    """A visit whose signature was faxed so many days ago, and the original filed."""
    person = scene.take(post, quiet=min(scene.days.month, scene.on - timedelta(days=faxed + 14)))
    on = scene.on
    filed_on = None if filed is None else (on - timedelta(days=filed)).isoformat()
    fax = (on - timedelta(days=faxed)).isoformat()
    fields = {"signature": "fax", "fax_on": fax, "original_filed_on": filed_on}
    scene.do(person, scene.past(faxed), HOME, 60, fields=fields)


@case("fax-open", "R41", "faxed twelve days ago, the original has 18 days left")
def _(scene: Scene) -> None:
    _faxed(scene, "over", 12)


@case("fax-due-today", "R41", "faxed thirty days ago: the original is due today")
def _(scene: Scene) -> None:
    _faxed(scene, "at-cap", 30)


@case("fax-overdue", "R41", "faxed 37 days ago, no original on file")
def _(scene: Scene) -> None:
    _faxed(scene, "within", 37)


@case("fax-filed-late", "R41", "the original came on the fortieth day")
def _(scene: Scene) -> None:
    _faxed(scene, "over", 80, 40)


@case("plan-pending", "R39", "plan development waits for the licensed professional's signature")
def _(scene: Scene) -> None:
    person, day = scene.take("within"), scene.days.back(7)
    scene.plan(person, day, day + timedelta(days=181), [day, day, None], 1)
    scene.do(person, day, PLANNING, 60)


@case("plan-unsigned", "R39", "nobody has signed the plan of three weeks ago")
def _(scene: Scene) -> None:
    day = scene.past(21)
    person = scene.take("cm-one", quiet=min(day, scene.days.month))
    scene.plan(person, day, day + timedelta(days=181), [None, None, None], 1)
    scene.do(person, day, PLANNING, 45)


@case("plan-expired", "R38", "the plan ended nine days ago, and a visit came after")
def _(scene: Scene) -> None:
    ended = scene.on - timedelta(days=9)
    person = scene.take("over", since=230, quiet=min(scene.days.month, ended + timedelta(days=1)))
    scene.plan(person, ended - timedelta(days=181), ended, [ended - timedelta(days=180)] * 3, 1)
    scene.do(person, scene.past(1), HOME, 60)


@case("plan-expiring", "R38", "the plan ends in twelve days")
def _(scene: Scene) -> None:
    ends = scene.on + timedelta(days=12)
    person = scene.take("at-cap", since=230)
    scene.plan(person, ends - timedelta(days=181), ends, [ends - timedelta(days=178)] * 3, 1)
    scene.do(person, scene.days.this_month()[0], HOME, 60)


@case("overlap", "overlap", "two services of one worker overlap by 25 minutes")
def _(scene: Scene) -> None:
    day = scene.days.back(3)
    scene.do(scene.take("over"), day, HOME, 60, start=18 * 60 + 5)
    scene.do(scene.take("over"), day, OUT, 40, start=18 * 60 + 40)


@case("kept-without-service", "kept", "an appointment counts as kept, and no service names it")
def _(scene: Scene) -> None:
    day = scene.days.back(4)
    scene.do(scene.take("within", quiet=min(day, scene.days.month)), day, HOME, 45, how="kept-only")


@case("visit-never-closed", "R4", "a visit of last week still stands as scheduled")
def _(scene: Scene) -> None:
    scene.do(scene.take("over"), scene.days.back(5), HOME, 45, how="scheduled")


@case("second-program", "R34", "the PACT team saw a member of intensive case management")
def _(scene: Scene) -> None:
    person = scene.take("intensive-full", scene.grown)
    days = scene.days.this_month()
    scene.do(person, days[0], HOME, 60)
    scene.do(person, days[-1], OUT, 45, staff=scene.worker("pact"))


@case("across-midnight", "R1", "a crisis from 23:30 on the last night of last month to 00:40")
def _(scene: Scene) -> None:
    night = scene.days.month - timedelta(days=1)
    person = scene.take("intensive-open")
    scene.do(person, night, CRISIS, 70, start=23 * 60 + 30)
    scene.do(person, scene.days.this_month()[-1], HOME, 60)
