"""Planted: institutional stays with every kind of window, and residences that bar payment. R25-R27"""

from __future__ import annotations

from datetime import date, timedelta

from tcm_tui.desk.demo.days import years_before
from tcm_tui.desk.demo.people import Person
from tcm_tui.desk.demo.scene import HOME, TRANSITION, Scene, case


def _ago(scene: Scene, days: int) -> date:
    return scene.on - timedelta(days=days)


def _inmate_like(scene: Scene, post: str, days: int, since: int = 0) -> Person:
    """A grown member of the worker's, about whom nothing is drawn from the admission on."""
    return scene.take(post, scene.grown, since or days + 30, _ago(scene, days))


@case("stay-long-window-open", "R25", "200 nights with discharge in 20 days: the last 60 days have begun")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "intensive-open", 180)
    scene.stay(person, "hospital", _ago(scene, 180), _ago(scene, -20))
    scene.do(person, scene.past(2), TRANSITION, 60)


@case("stay-short-window-open", "R25", "14 nights, discharge in 4 days: the window is open")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "pact", 10)
    scene.stay(person, "hospital", _ago(scene, 10), _ago(scene, -4))
    scene.do(person, scene.past(1), TRANSITION, 45)


@case("stay-window-ahead", "R25", "45 nights: the window opens only in four weeks")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "within", 5)
    scene.stay(person, "hospital", _ago(scene, 5), _ago(scene, -40))


@case("stay-179-nights", "R25", "179 nights planned: the last 14 days, still ahead")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "at-cap", 149)
    scene.stay(person, "hospital", _ago(scene, 149), _ago(scene, -30))


@case("stay-180-nights", "R25", "180 nights planned: the last 60 days, open")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "over", 150)
    scene.stay(person, "hospital", _ago(scene, 150), _ago(scene, -30))
    scene.do(person, scene.past(3), TRANSITION, 30)


@case("stay-window-past", "R25", "discharged as planned; transition fell into the window, visits came after")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "intensive-full", 60)
    scene.stay(person, "hospital", _ago(scene, 60), _ago(scene, 25), _ago(scene, 25))
    scene.do(person, scene.past(29), TRANSITION, 60)
    scene.do(person, scene.past(4), HOME, 75)


@case("stay-slipped", "R25", "discharge slipped by 12 days: transition after the old plan now lies outside")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "within", 40)
    scene.stay(person, "hospital", _ago(scene, 40), _ago(scene, 15), _ago(scene, 3))
    scene.do(person, scene.past(22), TRANSITION, 45)
    scene.do(person, scene.past(8), TRANSITION, 60)


@case("stay-discharge-overdue", "R25", "the planned discharge went by six days ago, none is recorded")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "cm-one", 24)
    scene.stay(person, "hospital", _ago(scene, 24), _ago(scene, 6))
    scene.do(person, scene.past(9), TRANSITION, 30)


@case("stay-discharge-unknown", "R25", "no discharge known: no window")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "over", 18)
    scene.stay(person, "hospital", _ago(scene, 18))


@case("stay-imd-adult", "R26", "an adult in an institution for mental diseases: never in transition")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "intensive-full", 12)
    scene.stay(person, "imd", _ago(scene, 12), _ago(scene, -5))
    scene.do(person, scene.past(2), TRANSITION, 45)


@case("stay-imd-youth", "R26", "17 years old in an institution for mental diseases: the window is open")
def _(scene: Scene) -> None:
    person = scene.take("wrap-full", scene.child, 40, _ago(scene, 9))
    person.dob = years_before(_ago(scene, 100), 17)
    scene.stay(person, "imd", _ago(scene, 9), _ago(scene, -3))
    scene.do(person, scene.past(1), TRANSITION, 45)


@case("stay-inmate", "R26", "an inmate of a public institution: never in transition")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "at-cap", 20)
    scene.stay(person, "public-institution-inmate", _ago(scene, 20), _ago(scene, -8))


@case("stay-not-covered", "R25", "a stay that is not covered has no window")
def _(scene: Scene) -> None:
    person = _inmate_like(scene, "within", 7)
    scene.stay(person, "other", _ago(scene, 7), _ago(scene, -3), covered=0)


@case("residence-beats-window", "R27", "living in a nursing facility while a transition window is open")
def _(scene: Scene) -> None:
    person = scene.take("pact", since=215, quiet=_ago(scene, 190))
    scene.stay(person, "nursing-facility", _ago(scene, 190), _ago(scene, -10))
    scene.reside(person, "home", person.opened, _ago(scene, 190))
    scene.reside(person, "nursing-facility", _ago(scene, 190))
    scene.do(person, scene.past(2), TRANSITION, 60)


@case("residence-foster-home", "R27", "a child in a foster home: a visit there is not compensable")
def _(scene: Scene) -> None:
    person = scene.take("wrap-full", scene.child, 90, _ago(scene, 50))
    scene.reside(person, "foster-home", _ago(scene, 50))
    scene.do(person, scene.past(6), HOME, 60)


@case("residence-behavior-management", "R27", "a child in residential behavior management")
def _(scene: Scene) -> None:
    person = scene.take("cm-one", scene.child, 60, _ago(scene, 15))
    scene.reside(person, "residential-behavior-management", _ago(scene, 15))


@case("residence-home-again", "R27", "back from a group home three weeks ago: compensable again")
def _(scene: Scene) -> None:
    person = scene.take("over", scene.child, 140, _ago(scene, 120))
    scene.reside(person, "group-home", _ago(scene, 120), _ago(scene, 21))
    scene.reside(person, "home", _ago(scene, 21))
    scene.do(person, scene.past(23), HOME, 45)
    scene.do(person, scene.past(5), HOME, 60)


@case("residence-icf-mr", "R27", "moved to an ICF/MR ten days ago")
def _(scene: Scene) -> None:
    person = scene.take("at-cap", scene.grown, 60, _ago(scene, 10))
    scene.reside(person, "icf-mr", _ago(scene, 10))
