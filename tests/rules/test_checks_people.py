"""tcm check: fit of member and worker, residence over stay, responsibility, second programs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tcm_tui.rules.checks import of_worker
from tcm_tui.rules.facts import Assignment, CaseManager, ExternalUnits, Residence, Stay
from tests.rules.records import (
    DAY,
    LONG_AGO,
    MEMBER,
    ON,
    PLAN,
    WORKER,
    brief,
    check,
    credential,
    of,
    qualified,
    service,
)

INTENSIVE = (
    *qualified(),
    credential("experience", amount=24),
    credential("crisis-experience"),
    credential("training-intensive", amount=6),
)
ADULT, CHILD = date(2005, 3, 18), date(2005, 3, 19)  # 21 on the day, 20 till tomorrow


@pytest.mark.parametrize(
    ("program", "born", "rules"),
    [
        ("intensive", ADULT, []),
        ("intensive", CHILD, ["R15"]),
        ("wraparound", ADULT, ["R16"]),
        ("wraparound", CHILD, []),
        ("standard", CHILD, []),
    ],
)
def test_whom_a_program_is_for(program: str, born: date, rules: list[str]) -> None:
    found = check(members=(MEMBER._replace(program=program, dob=born),))
    assert brief([f for f in found if f.rule in ("R15", "R16")]) == [(rule, "warning") for rule in rules]


@pytest.mark.parametrize(
    ("program", "level", "kind", "creds", "fits"),
    [
        ("intensive", "II", "intensive", INTENSIVE, True),
        ("intensive", "II", "standard", INTENSIVE, True),
        ("intensive", "II", "intensive", qualified(), False),
        ("intensive", "I", "intensive", INTENSIVE, False),
        ("wraparound", "II", "wraparound", qualified(), True),
        ("wraparound", "III", "wraparound", qualified(), True),
        ("wraparound", "I", "wraparound", qualified(), False),
        ("wraparound", "II", "standard", qualified(), False),
        ("standard", "I", "standard", (), True),
        ("pact", "I", "standard", (), True),
    ],
)
def test_the_program_asks_for_a_worker(program: str, level: str, kind: str, creds: Any, fits: bool) -> None:
    found = check(
        members=(MEMBER._replace(program=program),),
        case_managers=(WORKER._replace(level=level, type=kind),),
        credentials=creds,
    )
    assert brief(of("R13", found)) == ([] if fits else [("R13", "warning")])


def test_who_is_not_active_is_asked_for_nothing() -> None:
    member = MEMBER._replace(program="intensive", dob=CHILD, closed_on=ON)
    assert check(members=(member,), plans=(PLAN._replace(lbhp_signed_on=None),)) == []
    nobodys = check(members=(MEMBER._replace(program="intensive"),), assignments=())
    assert of("R13", nobodys) == []


def test_a_residence_beats_a_window_and_both_are_named() -> None:
    stay = Stay("M1", "nursing-facility", date(2026, 3, 1), date(2026, 3, 20), None, True)
    home = Residence("M1", "nursing-facility", date(2026, 3, 1), date(2026, 3, 20))
    (found,) = of("R27", check(stays=(stay,), residences=(home,)))
    assert (found.severity, found.cm, found.member) == ("warning", "C1", "M1")
    assert "nursing-facility" in (found.ref or "")
    assert "nursing-facility" in (found.other_ref or "")
    clear = home._replace(starts_on=LONG_AGO, ends_on=date(2026, 3, 1))
    assert of("R27", check(stays=(stay,), residences=(clear,))) == []


@pytest.mark.parametrize(("signed", "flagged"), [(None, True), (ON, False), (ON + DAY, True), (LONG_AGO, False)])
def test_the_plan_shows_that_clinical_staff_took_part(signed: date | None, flagged: bool) -> None:
    found = of("R34", check(plans=(PLAN._replace(lbhp_signed_on=signed),)))
    assert [(f.severity, f.ref) for f in found] == ([("info", "M1:plan:2026-01-01")] if flagged else [])
    assert of("R34", check(plans=(PLAN._replace(lbhp_signed_on=signed, ends_on=ON - DAY),))) == []


# -- responsibility: the member is active from March 1 -------------------------------------------------


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        ([(date(2026, 3, 1), None)], []),
        ([], [("error", "nobody is responsible from 2026-03-01 to this day (18 days)")]),
        (
            [(date(2026, 3, 3), None)],
            [("warning", "nobody is responsible from 2026-03-01 until 2026-03-03 (2 days)")],
        ),
        ([(date(2026, 3, 1), ON)], [("error", "nobody is responsible from 2026-03-18 to this day (1 day)")]),
        ([(date(2026, 3, 1), ON + DAY)], []),
    ],
)
def test_a_day_without_anybody(assignments: list[Any], expected: list[tuple[str, str]]) -> None:
    found = of("R31", check(assignments=tuple(Assignment("M1", "C1", *days) for days in assignments)))
    assert [(f.severity, f.text) for f in found] == expected


SECOND = CaseManager("C2", "Kim", "II", "standard", "S1", hired_on=LONG_AGO)
PAIR: dict[str, Any] = {"case_managers": (WORKER, SECOND), "credentials": (*qualified(), *qualified("C2"))}
HELD = Assignment("M1", "C1", date(2026, 3, 1))


def test_two_responsible_at_once() -> None:
    both = (HELD._replace(ends_on=date(2026, 3, 11)), Assignment("M1", "C2", date(2026, 3, 10)))
    (found,) = of("R31", check(assignments=both, **PAIR))
    assert (found.severity, found.ref, found.other_ref) == ("error", "M1:C1:2026-03-01", "M1:C2:2026-03-10")
    assert found.text == "C1 and C2 are both responsible from 2026-03-10 through 2026-03-10"
    transfer = (HELD._replace(ends_on=date(2026, 3, 10)), both[1])
    assert check(assignments=transfer, **PAIR) == []


@pytest.mark.parametrize(
    ("left", "until", "expected"),
    [
        (ON, None, ["error"]),
        (ON + DAY, None, []),
        (date(2026, 3, 10), date(2026, 3, 12), ["warning"]),
        (date(2026, 3, 12), date(2026, 3, 12), []),
    ],
)
def test_the_responsible_worker_left(left: date, until: date | None, expected: list[str]) -> None:
    workers = (WORKER._replace(left_on=left), SECOND)
    assignments = [HELD._replace(ends_on=until)] + ([Assignment("M1", "C2", until)] if until else [])
    facts = PAIR | {"case_managers": workers, "assignments": tuple(assignments)}
    found = of("R31", check(**facts))
    assert [(f.severity, f.cm, f.ref) for f in found] == [(s, "C1", "M1:C1:2026-03-01") for s in expected]


# -- second programs -------------------------------------------------------------------------------------


def test_a_month_served_by_another_kind_of_worker() -> None:
    other = SECOND._replace(type="wraparound")
    facts = PAIR | {"case_managers": (WORKER, other)}
    rows = (service("V1"), service("V2", 700, cm_id="C2"), service("V3", 800, cm_id="C2"))
    (found,) = of("R34", check(services=rows, **facts))
    assert (found.severity, found.ref, found.other_ref, found.cm) == ("warning", "V2", "V3", "C1")
    assert "March 2026: also served as wraparound (V2, V3)" in found.text
    travel = (service("V1"), service("V2", 700, cm_id="C2", activity="travel"))
    assert of("R34", check(services=travel, **facts)) == []
    assert of("R34", check(services=rows, **PAIR)) == []  # a colleague of the same kind stands in


def test_known_units_elsewhere_are_a_second_program_to_know_of() -> None:
    elsewhere = (
        ExternalUnits("M1", date(2026, 3, 1), 4, "Eastside"),
        ExternalUnits("M1", date(2026, 2, 1), 0),
        ExternalUnits("M1", date(2026, 4, 1), 9),
    )
    (found,) = check(external_units=elsewhere)
    assert (found.rule, found.severity, found.units) == ("R34", "info", 4)
    assert "4 units of case management known at Eastside" in found.text


def test_a_workers_findings_are_their_own_and_their_members() -> None:
    found = check(services=(service(elements=0),), case_managers=(WORKER._replace(level="III"),))
    assert [f.rule for f in of_worker(found, "C1")] == ["R40", "R47"]
    assert of_worker(found, "C2") == []
