"""Planted: who is responsible, who is with the wrong worker, unusual names, what stands against workers."""

from __future__ import annotations

from datetime import timedelta

from tcm_tui.desk.demo.people import Person, Staff
from tcm_tui.desk.demo.scene import HOME, Scene, case
from tcm_tui.desk.demo.shapes import names


def _with(scene: Scene, post: str) -> Staff:
    worker = scene.worker(post)
    scene.note(worker.cm_id)
    return worker


@case("caseload-over", "R9", "37 members on a caseload of 30-35")
def _(scene: Scene) -> None:
    _with(scene, "over")


@case("caseload-at-cap", "R9", "35 members of 30-35; 15 of 10-15; 10 families of 8-10")
def _(scene: Scene) -> None:
    for post in ("at-cap", "intensive-full", "wrap-full"):
        _with(scene, post)


@case("caseload-within", "R9", "33 members of 30-35")
def _(scene: Scene) -> None:
    _with(scene, "within")


@case("caseload-under", "R9", "24 members of 30-35; 7 families of 8-10")
def _(scene: Scene) -> None:
    for post in ("no-row", "wrap-new"):
        _with(scene, post)


@case("caseload-no-standard", "R9", "PACT and first-time mothers have no range")
def _(scene: Scene) -> None:
    for post in ("pact", "mothers"):
        _with(scene, post)


@case("office-mostly", "R22", "less than half of the time is in the community")
def _(scene: Scene) -> None:
    _with(scene, "cm-one")


@case("certification-expiring", "R42", "a certification runs out in 21 days")
def _(scene: Scene) -> None:
    _with(scene, "at-cap")


@case("certification-expired", "R42", "a certification ran out four days ago")
def _(scene: Scene) -> None:
    _with(scene, "cm-one")


@case("wraparound-training-due", "R45", "wraparound training is due in twelve days, credentialing later")
def _(scene: Scene) -> None:
    _with(scene, "wrap-new")


@case("consultation-short", "R45", "40 of 60 minutes of consultation last week")
def _(scene: Scene) -> None:
    _with(scene, "wrap-full")


@case("level-three", "R47", "CM III is named and not defined: treated as CM II")
def _(scene: Scene) -> None:
    _with(scene, "within")


@case("on-call-gap", "R14", "one night of the coming week nobody is on call for wraparound")
def _(scene: Scene) -> None:
    scene.worker("wrap-full")
    scene.note("wraparound")


@case("worker-left", "R31", "a worker left; the members were transferred on that day")
def _(scene: Scene) -> None:
    gone = _with(scene, "left")
    scene.note(*(p.member_id for p in scene.people if len(p.assigned) > 1 and p.assigned[0][0] is gone))


@case("transfer-today", "R31", "transferred today: the member is the new worker's")
def _(scene: Scene) -> None:
    person, before = scene.take("cm-one"), scene.worker("within")
    scene.do(person, scene.days.this_month()[0], HOME, 60, staff=before)
    worker = person.assigned[0][0]
    person.assigned = [(before, person.opened, scene.on), (worker, scene.on, None)]


@case("gap-between-workers", "R31", "six days without a responsible worker two months ago")
def _(scene: Scene) -> None:
    person, before = scene.take("within", since=160), scene.worker("at-cap")
    worker, on = person.assigned[0][0], scene.on
    ended, began = on - timedelta(days=70), on - timedelta(days=64)
    person.assigned = [(before, person.opened, ended), (worker, began, None)]
    scene.do(person, scene.days.this_month()[0], HOME, 45)


@case("unassigned", "R31", "active and nobody is responsible")
def _(scene: Scene) -> None:
    found = [p for p in scene.people if not p.assigned]
    if found and "within" in scene.workers and (worker := scene.worker("within")).hired < found[0].opened:
        # one of them had a worker until nine days ago
        ended = scene.on - timedelta(days=9)
        if found[0].opened < ended:
            found[0].assigned = [(worker, found[0].opened, ended)]
    _all(scene, found)


@case("pending", "R9", "opens in the coming days: not yet on anybody's count")
def _(scene: Scene) -> None:
    _all(scene, [p for p in scene.people if p.opened > scene.on])


@case("refused", "R24", "refused case management: nothing is due, nothing else is restricted")
def _(scene: Scene) -> None:
    _all(scene, [p for p in scene.people if p.refused])


@case("closed", "R9", "closed, and one of them still has the assignment")
def _(scene: Scene) -> None:
    found = [p for p in scene.people if p.closed]
    kept = next((p for p in found if p.assigned[-1][0].left is None), None)
    if kept:
        found.remove(kept)
        found.insert(0, kept)
        worker, start, _ = kept.assigned[-1]
        kept.assigned[-1] = (worker, start, None)
    _all(scene, found)


@case("siblings", "R11", "siblings of one family take one wraparound slot")
def _(scene: Scene) -> None:
    sizes: dict[str, list[Person]] = {}
    for person in scene.people:
        if person.family:
            sizes.setdefault(person.family, []).append(person)
    _all(scene, [p for family in sizes.values() if len(family) > 1 for p in family])


@case("mismatch-intensive", "R13", "an intensive member with a standard worker")
def _(scene: Scene) -> None:
    person = scene.take("at-cap", scene.grown)
    person.program = "intensive"
    scene.do(person, scene.days.this_month()[0], HOME, 60)


@case("mismatch-wraparound", "R13", "a wraparound child with a worker who is no facilitator")
def _(scene: Scene) -> None:
    person = scene.take("cm-one", scene.child)
    person.program = "wraparound"
    scene.do(person, scene.days.this_month()[0], HOME, 60)


@case("unusual-names", "text", "names with accents, an apostrophe, brackets that look like markup")
def _(scene: Scene) -> None:
    for number, name in enumerate(names()["unusual"]):
        post = ("within", "over", "at-cap", "cm-one")[number % 4]
        person = scene.take(post)
        person.first, person.last = name["first"], name["last"]
        sex, phone, _, *place = person.contact
        person.contact, person.quiet = (sex, phone, None, *place), None


def _all(scene: Scene, people: list[Person]) -> None:
    if people:
        scene.note(*(p.member_id for p in people))
