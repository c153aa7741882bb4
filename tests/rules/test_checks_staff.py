"""tcm check: caseloads over their cap, uncovered hours, community share, credentials."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tcm_tui.rules.facts import Assignment, CaseManager, Credential, OnCall, Stay
from tests.rules.records import (
    DAY,
    LONG_AGO,
    MEMBER,
    ON,
    WORKER,
    brief,
    check,
    credential,
    of,
    qualified,
    service,
)


def crowd(n: int, **over: Any) -> dict[str, Any]:
    members = tuple(MEMBER._replace(member_id=f"M{i}", **over) for i in range(n))
    return {
        "members": members,
        "assignments": tuple(Assignment(m.member_id, "C1", date(2026, 3, 1)) for m in members),
        "plans": (),
    }


@pytest.mark.parametrize(("n", "flagged"), [(29, False), (35, False), (36, True)])
def test_a_caseload_over_its_cap(n: int, flagged: bool) -> None:
    found = of("R9", check(**crowd(n)))
    assert [(f.severity, f.cm, f.text) for f in found] == (
        [("warning", "C1", "36 members of 30-35: 36 − 35 = 1 over")] if flagged else []
    )


@pytest.mark.parametrize(
    ("kind", "n", "family", "rules"),
    [
        ("intensive", 15, None, []),
        ("intensive", 16, None, ["R10"]),
        ("wraparound", 10, None, []),
        ("wraparound", 11, None, ["R11"]),
        ("wraparound", 11, "F1", []),
        ("pact", 60, None, []),
    ],
)
def test_each_kind_has_its_own_cap(kind: str, n: int, family: str | None, rules: list[str]) -> None:
    found = check(case_managers=(WORKER._replace(type=kind),), **crowd(n, family_id=family))
    assert [f.rule for f in found if f.rule in ("R9", "R10", "R11")] == rules


def test_hospital_and_hold_count_but_closed_ones_do_not() -> None:
    facts = crowd(36)
    stay = Stay("M1", "hospital", date(2026, 3, 5))
    held = tuple(m._replace(hold_from=ON) for m in facts["members"])
    assert of("R9", check(**facts | {"members": held, "stays": (stay,)})) != []
    closed = (facts["members"][0]._replace(closed_on=ON), *facts["members"][1:])
    assert of("R9", check(**facts | {"members": closed})) == []
    moved = (Assignment("M0", "C1", date(2026, 3, 1), ON), *facts["assignments"][1:])
    assert of("R9", check(**facts | {"assignments": moved})) == []


# -- on call ------------------------------------------------------------------------------------------


def duty(start: datetime, end: datetime, program: str = "wraparound") -> OnCall:
    return OnCall("C1", program, start, end)


MIDNIGHT = datetime(2026, 3, 18)


def test_uncovered_hours_of_the_coming_week() -> None:
    wraparound = MEMBER._replace(program="wraparound", dob=date(2012, 1, 1))
    week = duty(MIDNIGHT, MIDNIGHT + timedelta(days=7))
    assert of("R14", check(members=(wraparound,), on_call=(week,))) == []
    short = duty(MIDNIGHT - timedelta(days=1), MIDNIGHT + timedelta(days=6, hours=18))
    (found,) = of("R14", check(members=(wraparound,), on_call=(short,)))
    assert (found.severity, found.minutes, found.member, found.cm) == ("warning", 360, None, None)
    assert "from 2026-03-24 18:00 to 2026-03-25 00:00 (6 h)" in found.text
    other = duty(MIDNIGHT, MIDNIGHT + timedelta(days=7), "intensive")
    assert [f.minutes for f in of("R14", check(members=(wraparound,), on_call=(other,)))] == [7 * 1440]


def test_only_programs_with_active_members_need_a_roster() -> None:
    assert of("R14", check()) == []
    closed = MEMBER._replace(program="intensive", closed_on=ON)
    assert of("R14", check(members=(closed,))) == []


# -- community ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("office", "flagged"), [(60, False), (61, True), (59, False)])
def test_under_half_in_the_community(office: int, flagged: bool) -> None:
    rows = (service("V1"), service("V2", 700, office, place="office"))
    found = of("R22", check(services=rows))
    assert [(f.severity, f.cm, f.minutes) for f in found] == ([("warning", "C1", 60)] if flagged else [])


def test_the_share_is_each_months_and_leaves_travel_out() -> None:
    rows = (
        service("V1"),
        service("V2", 700, 300, activity="travel"),
        service("V3", date=date(2026, 2, 10), place="office"),
        service("V4", 700, 30, date=date(2026, 2, 10)),
    )
    (found,) = of("R22", check(services=rows))
    assert found.text.startswith("February 2026: 30 of 90 min")


# -- credentials ----------------------------------------------------------------------------------------


def staff(worker: CaseManager, *creds: Credential, on: date = ON) -> list[tuple[str, str, str | None]]:
    found = check(on=on, case_managers=(worker,), credentials=creds)
    return [(f.rule, f.severity, f.ref) for f in found if f.cm == "C1" and f.member is None]


def test_nothing_on_file_is_one_warning() -> None:
    assert staff(WORKER) == [("R42", "warning", None)]


@pytest.mark.parametrize(
    ("creds", "expected"),
    [
        (qualified(), []),
        (qualified()[1:], [("R42", "warning", "C1:certification")]),
        (qualified()[:2], [("R43", "warning", "C1:cm-ii")]),
        (
            (credential("certification", expires_on=ON - DAY), *qualified()[1:]),
            [("R42", "error", f"C1:certification:{ON - DAY}")],
        ),
        ((credential("certification", expires_on=ON), *qualified()[1:]), []),
    ],
)
def test_what_the_records_show_of_a_worker(creds: tuple[Credential, ...], expected: list[Any]) -> None:
    assert staff(WORKER, *creds) == expected


def test_cm_i_is_held_to_its_own_list_and_cm_iii_is_flagged() -> None:
    assert staff(WORKER._replace(level="I"), *qualified()) == [("R44", "warning", "C1:cm-i")]
    assert staff(WORKER._replace(level="III"), *qualified()) == [("R47", "info", None)]


def test_an_intensive_worker_needs_three_things_more() -> None:
    worker = WORKER._replace(type="intensive")
    assert [f[1:] for f in staff(worker, *qualified())] == [
        ("warning", "C1:crisis-experience"),
        ("warning", "C1:experience"),
        ("warning", "C1:training-intensive"),
    ]
    some = (*qualified(), credential("experience", amount=23), credential("crisis-experience"))
    assert staff(worker, *some) == [
        ("R46", "error", f"C1:experience:{LONG_AGO}"),
        ("R46", "warning", "C1:training-intensive"),
    ]


FACILITATOR = WORKER._replace(type="wraparound")
ABLE = (*qualified(), credential("training-wraparound"), credential("coaching"))
CONSULTED = tuple(credential("consultation", amount=60, completed_on=date(2026, 3, 2) + 7 * n * DAY) for n in range(2))


def test_a_sound_facilitator_has_no_findings() -> None:
    assert staff(FACILITATOR, *ABLE, *CONSULTED) == []


def test_a_level_i_facilitator_is_an_error() -> None:
    found = staff(FACILITATOR._replace(level="I"), *ABLE, *CONSULTED)
    assert ("R45", "error", "C1:level") in found


@pytest.mark.parametrize(("hired", "late"), [(date(2025, 9, 18), False), (date(2025, 9, 17), True)])
def test_training_past_its_day(hired: date, late: bool) -> None:
    creds = (*qualified(), credential("coaching"), *CONSULTED)
    found = staff(FACILITATOR._replace(hired_on=hired), *creds)
    assert found == ([("R45", "error", "C1:training-wraparound")] if late else [])


@pytest.mark.parametrize(("began", "late"), [(date(2025, 6, 18), False), (date(2025, 6, 17), True)])
def test_credentialing_past_its_day(began: date, late: bool) -> None:
    process = credential("wraparound-credential", began_on=began)
    found = staff(FACILITATOR, *ABLE, *CONSULTED, process)
    assert found == ([("R45", "error", f"C1:wraparound-credential:{began}")] if late else [])


def test_training_that_came_late_is_information() -> None:
    creds = (*qualified(), credential("coaching"), *CONSULTED)
    done = credential("training-wraparound", completed_on=date(2026, 3, 2))
    assert staff(FACILITATOR._replace(hired_on=date(2025, 8, 31)), *creds, done) == [
        ("R45", "info", "C1:training-wraparound:2026-03-02")
    ]


@pytest.mark.parametrize(("minutes", "short"), [(60, []), (59, [1]), (0, [60])])
def test_a_week_short_of_consultation(minutes: int, short: list[int]) -> None:
    week = credential("consultation", amount=minutes, completed_on=date(2026, 3, 9))
    found = of("R45", check(case_managers=(FACILITATOR,), credentials=(*ABLE, CONSULTED[0], week)))
    assert [(f.severity, f.minutes) for f in found] == [("warning", n) for n in short]
    assert all(f.ref == "C1:consultation:2026-03-09" for f in found)


def test_last_week_is_short_only_when_it_is_over() -> None:
    assert staff(FACILITATOR, *ABLE, CONSULTED[0], on=date(2026, 3, 15)) == []
    assert len(staff(FACILITATOR, *ABLE, CONSULTED[0], on=date(2026, 3, 16))) == 1


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"left_on": ON}, False),
        ({"left_on": ON + DAY}, True),
        ({"hired_on": ON + DAY}, False),
        ({"hired_on": ON}, True),
        ({"hired_on": None}, True),
        ({"type": "first-time-mothers"}, False),
    ],
)
def test_of_whom_credentials_are_asked(change: dict[str, Any], asked: bool) -> None:
    assert bool(staff(WORKER._replace(**change))) is asked


def test_findings_come_by_rule_then_member() -> None:
    facts = crowd(2)
    rows = (service("V1", member_id="M1", elements=0), service("V2", 700, member_id="M0", elements=0))
    found = check(services=rows, **facts, on_call=())
    assert brief(found) == [("R38", "warning"), ("R38", "warning"), ("R40", "warning"), ("R40", "warning")]
    assert [f.member for f in found] == ["M0", "M1", "M0", "M1"]
    kept = check(services=(*rows, service("V3", 710, member_id="M0")), **facts)
    assert [f.rule for f in kept][-1] == "overlap"
