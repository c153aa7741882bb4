"""tcm check: each finding as a whole, word for word, with its source and every field that applies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tcm_tui.rules import credential_clocks, credentials, hours
from tcm_tui.rules.book import source
from tcm_tui.rules.facts import Assignment, CaseManager, ExternalUnits, OnCall, Policy, Residence, Stay
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.verdict import Finding
from tests.rules.records import (
    ALL,
    LONG_AGO,
    MEMBER,
    ON,
    PLAN,
    SITE,
    WORKER,
    check,
    credential,
    of,
    qualified,
    service,
    visit,
)

MINE = {"member": "M1", "cm": "C1"}
SERVICE = MINE | {"ref": "V1"}
SECOND = CaseManager("C2", "Kim", "I", "wraparound", "S1", hired_on=LONG_AGO)
STAY = Stay("M1", "hospital", date(2026, 1, 1), date(2026, 3, 12), date(2026, 3, 17), True)
CHILD = MEMBER._replace(program="wraparound", dob=date(2012, 1, 1))

CASES: list[tuple[str, dict[str, Any], Finding]] = [
    (
        "R28",
        {"services": (service(activity="escort", minutes=25),)},
        Finding(
            "R28",
            "info",
            "escorting to or staying in an appointment: never billable; 25 min are work, 0 units "
            "(billable work of that length: 1 unit)",
            "A, Service/Reimbursement Limitations, list I; B, (f)(6)",
            **SERVICE,
            units=1,
            minutes=25,
        ),
    ),
    (
        "R6",
        {"services": (service(focus="XX"),)},
        Finding("R6", "error", "focus XX is not one of HE, HF, HV", source("R6"), **SERVICE, units=4),
    ),
    (
        "R43",
        {"services": (service(level_modifier="HN"),), "case_managers": (WORKER._replace(level="I"),)},
        Finding(
            "R43",
            "error",
            "HN is for CM II; the worker is CM I (HM): 4 units",
            source("R43"),
            **SERVICE,
            units=4,
        ),
    ),
    (
        "R25",
        {"services": (service(date=date(2026, 3, 3), minutes=15),), "stays": (STAY,)},
        Finding(
            "R25",
            "error",
            "discharge 2026-03-17 - admission 2026-01-01 = 75 nights, under 180: the last 14 days, "
            "2026-03-04 to 2026-03-17; 2026-03-03 is before it; it lay in the window of the planned discharge "
            "2026-03-12, which slipped: 1 unit not compensable",
            source("R25"),
            **SERVICE,
            other_ref="M1:hospital:2026-01-01",
            units=1,
            minutes=15,
        ),
    ),
    (
        "R27",
        {"services": (service(),), "residences": (Residence("M1", "group-home", date(2026, 3, 10)),)},
        Finding(
            "R27",
            "error",
            "lives in group home from 2026-03-10 on, and 2026-03-10 is one of those days: not compensable: "
            "4 units not compensable",
            source("R27"),
            **SERVICE,
            units=4,
            minutes=60,
        ),
    ),
    (
        "R38",
        {"services": (service(),), "plans": ()},
        Finding(
            "R38",
            "warning",
            "no plan in force on 2026-03-10, and none on file: 4 units at risk",
            source("R38"),
            **SERVICE,
            units=4,
        ),
    ),
    (
        "R39",
        {
            "services": (service(activity="plan-development"),),
            "plans": (PLAN._replace(lbhp_signed_on=None, ends_on=date(2026, 3, 15)),),
        },
        Finding(
            "R39",
            "warning",
            f"plan from 2026-01-01: 2 of 3 signatures by {ON}, missing licensed professional: 4 units pending",
            source("R39"),
            **SERVICE,
            other_ref="M1:plan:2026-01-01",
            units=4,
            minutes=60,
        ),
    ),
    (
        "R40",
        {"services": (service(elements=ALL & ~0b101),)},
        Finding(
            "R40",
            "warning",
            "note has 9 of 11 elements, missing (1) date; (3) start and stop time: 4 units at risk",
            source("R40"),
            **SERVICE,
            units=4,
            present=9,
            of=11,
            missing=(1, 3),
        ),
    ),
    (
        "R41",
        {"services": (service(date=date(2026, 2, 10), signature="fax", fax_on=date(2026, 2, 10)),)},
        Finding(
            "R41",
            "error",
            "fax 2026-02-10 + 30 calendar days = 2026-03-12, 6 days late: 4 units at risk",
            source("R41"),
            **SERVICE,
            units=4,
        ),
    ),
    (
        "R3",
        {"services": (service(minutes=17 * 15),)},
        Finding(
            "R3",
            "error",
            "day 2026-03-10, row hn-110: 17 used − 16 = 1 over",
            source("R3"),
            **SERVICE,
            units=1,
        ),
    ),
    (
        "R17",
        {"members": (MEMBER._replace(opened_on=date(2026, 2, 2)),)},
        Finding(
            "R17",
            "error",
            "February 2026, a partial first month: 0 of 1 contacts, due 2026-02-28",
            source("R17"),
            **MINE,
        ),
    ),
    (
        "R19",
        {"appointments": (visit(date=date(2026, 3, 12), status="missed"),)},
        Finding(
            "R19",
            "error",
            "Thu 12 Mar 2026 + 2 business days = Mon 16 Mar 2026; no attempt by Wed 18 Mar 2026, 2 business days late",
            source("R19"),
            **MINE,
            ref="A1",
        ),
    ),
    (
        "kept-appointment",
        {"appointments": (visit(status="kept"),)},
        Finding(
            "kept-appointment",
            "warning",
            "community-contact kept on 2026-03-10, but no service is recorded",
            source("kept-appointment"),
            **MINE,
            ref="A1",
        ),
    ),
    (
        "past-appointment",
        {"appointments": (visit(),)},
        Finding(
            "past-appointment",
            "warning",
            "community-contact scheduled for 2026-03-10 without an outcome: kept, missed or cancelled?",
            source("past-appointment"),
            **MINE,
            ref="A1",
        ),
    ),
    (
        "overlap",
        {"services": (service(), service("V2", 599))},
        Finding(
            "overlap",
            "error",
            "V1 overlaps V2 by 1 minute",
            source("overlap"),
            **SERVICE,
            other_ref="V2",
            minutes=1,
        ),
    ),
    (
        "R21",
        {"services": (service(activity="family-remote", minutes=30), service("V2", 700))},
        Finding(
            "R21",
            "warning",
            "phone or message with the family alone: not named in the list of billable services; ask before billing it",
            "A, Service Requirement, list II and IV",
            **SERVICE,
            units=2,
            minutes=30,
        ),
    ),
    (
        "R6",
        {"services": (service(),), "members": (MEMBER._replace(focus=""),)},
        Finding("R6", "error", "focus none is not one of HE, HF, HV", source("R6"), **SERVICE, units=4),
    ),
    (
        "R34",
        {
            "services": (service(), service("V2", 570, cm_id="C2")),
            "case_managers": (WORKER, SECOND._replace(level="II", type="standard")),
            "credentials": (*qualified(), *qualified("C2")),
        },
        Finding(
            "R34",
            "warning",
            "V1 and V2: two workers bill 30 minutes at once",
            source("R34"),
            **SERVICE,
            other_ref="V2",
            minutes=30,
        ),
    ),
    (
        "R16",
        {"members": (MEMBER._replace(program="wraparound"),)},
        Finding(
            "R16", "warning", "wraparound at age 45, at least 21: the table decides payment", source("R16"), **MINE
        ),
    ),
    (
        "R15",
        {"members": (CHILD._replace(program="intensive"),)},
        Finding("R15", "warning", "intensive at age 14, under 21: the table decides payment", source("R15"), **MINE),
    ),
    (
        "R13",
        {"members": (CHILD,)},
        Finding("R13", "warning", "wraparound member needs a facilitator; C1 is CM II standard", source("R13"), **MINE),
    ),
    (
        "R34",
        {"plans": (PLAN._replace(lbhp_signed_on=None),)},
        Finding(
            "R34",
            "info",
            "the plan from 2026-01-01 does not show that clinical staff took part",
            source("R34"),
            **MINE,
            ref="M1:plan:2026-01-01",
        ),
    ),
    (
        "R34",
        {"external_units": (ExternalUnits("M1", date(2026, 3, 1), 1),)},
        Finding(
            "R34",
            "info",
            "March 2026: 1 unit of case management known at another agency",
            source("R34"),
            **MINE,
            units=1,
        ),
    ),
    (
        "R31",
        {"assignments": (Assignment("M1", "C1", date(2026, 3, 1), date(2026, 3, 18)),)},
        Finding(
            "R31",
            "error",
            "nobody is responsible from 2026-03-18 to this day (1 day)",
            source("R31"),
            member="M1",
        ),
    ),
    (
        "R31",
        {"case_managers": (WORKER._replace(left_on=date(2026, 3, 9)),)},
        Finding(
            "R31",
            "error",
            "C1 is responsible but left on 2026-03-09",
            source("R31"),
            **MINE,
            ref="M1:C1:2026-03-01",
        ),
    ),
    (
        "R14",
        {
            "members": (CHILD,),
            "on_call": (OnCall("C1", "wraparound", datetime(2026, 3, 18), datetime(2026, 3, 24, 22, 30)),),
        },
        Finding(
            "R14",
            "warning",
            "wraparound: nobody on call from 2026-03-24 22:30 to 2026-03-25 00:00 (1.5 h)",
            source("R14"),
            minutes=90,
        ),
    ),
    (
        "R22",
        {"services": (service(), service("V2", 700, 90, place="office"))},
        Finding(
            "R22",
            "warning",
            "March 2026: 60 of 150 min in the community = 40.0%, under 50%",
            source("R22"),
            cm="C1",
            minutes=60,
        ),
    ),
    (
        "R47",
        {"case_managers": (WORKER._replace(level="III"),)},
        Finding("R47", "info", "CM III is named but not defined: treated as CM II", source("R47"), cm="C1"),
    ),
    (
        "R42",
        {"credentials": ()},
        Finding("R42", "warning", "no credential of any kind is on file", source("R42"), cm="C1"),
    ),
    (
        "R42",
        {"credentials": qualified()[1:]},
        Finding("R42", "warning", "current certification: no", source("R42"), cm="C1", ref="C1:certification"),
    ),
    (
        "R42",
        {
            "credentials": (
                *qualified()[1:],
                credential("certification", completed_on=LONG_AGO, expires_on=date(2026, 1, 31)),
                credential("certification", completed_on=date(2026, 2, 2)),
            )
        },
        Finding(
            "R42",
            "info",
            "certification: certification expires 2026-01-31, renewed 2026-02-02, 2 days late",
            source("R42"),
            cm="C1",
            ref=f"C1:certification:{LONG_AGO}",
        ),
    ),
    (
        "R45",
        {
            "case_managers": (WORKER._replace(type="wraparound"),),
            "credentials": (
                *qualified(),
                credential("training-wraparound"),
                credential("coaching"),
                credential("consultation", amount=45, completed_on=date(2026, 3, 9)),
            ),
        },
        Finding(
            "R45",
            "warning",
            "consultation 2026-03-09 to 2026-03-15: 45 of 60 minutes, 15 missing",
            source("R45"),
            cm="C1",
            ref="C1:consultation:2026-03-09",
            minutes=15,
        ),
    ),
]


@pytest.mark.parametrize(("rule", "facts", "expected"), CASES, ids=lambda case: case if isinstance(case, str) else "")
def test_a_finding_as_a_whole(rule: str, facts: dict[str, Any], expected: Finding) -> None:
    assert of(rule, check(**facts)) == [expected]


def test_no_row_tells_the_nearest_rows() -> None:
    (found,) = of("R2", check(services=(service(),), sites=(SITE._replace(contract="111"),)))
    text = (
        "level modifier HN, contract 111, age 45 on 2026-03-10: no row of the limits table "
        "(nearest: tg-111, hn-110, hm-111): 4 units not compensable"
    )
    assert found == Finding("R2", "error", text, source("R2"), **SERVICE, units=4, minutes=60)


def test_no_row_without_modifier_and_contract() -> None:
    worker, site = WORKER._replace(type="pact"), SITE._replace(contract=None)
    (found,) = of("R2", check(services=(service(),), case_managers=(worker,), sites=(site,)))
    assert found.text.startswith("level modifier none, contract none, age 45")


def test_each_source_is_a_place_in_the_documents() -> None:
    for rule, facts, _ in CASES:
        (found,) = of(rule, check(**facts))
        known = found.source.startswith(("A, ", "B, "))
        assert known is found.rule.startswith("R"), found


# -- the reasons of staff, word for word ---------------------------------------------------------------

NEED = credentials.needs(load_packs(), ON)
FACILITATOR = WORKER._replace(type="wraparound", hired_on=date(2025, 8, 31))


def test_what_is_asked_of_a_facilitator_in_words() -> None:
    process = credential("wraparound-credential", began_on=date(2025, 7, 1))
    have = credentials.by_kind((*qualified(), process))
    assert [item[:4] for item in credentials.requirements(FACILITATOR, have, ON, NEED)] == [
        ("R42", "certification", True, "current certification: yes"),
        ("R42", "competency-exam", True, "competency exam passed: yes"),
        (
            "R43",
            "cm-ii",
            True,
            "degree: yes; or licensed nurse with experience: no; or counsellor with 0 of 7 training hours: no",
        ),
        ("R45", "level", True, "CM II or III: the worker is CM II"),
        ("R45", "training-wraparound", False, "training-wraparound: not done, was due 2026-02-28"),
        ("R45", "wraparound-credential", True, "wraparound-credential: not done, due 2026-04-01"),
        ("R45", "coaching", False, "ongoing coaching: no"),
    ]


def test_what_is_asked_of_cm_i_and_intensive_in_words() -> None:
    have = credentials.by_kind((credential("diploma"), credential("college-hours", amount=12)))
    (*_, first) = credentials.base_requirements("I", have, ON, NEED)
    assert (
        first.text == "diploma: yes; 12 of 60 college hours or 0 of 36 months' experience: no; 0 of 14 training hours"
    )
    found = credentials.intensive_requirements("I", have, ON, NEED)
    assert [(item.text, item.lapsed) for item in found] == [
        ("CM II or III: the worker is CM I", True),
        ("0 of 24 months' case-management experience", False),
        ("crisis diversion experience: no", False),
        ("6-hour intensive training: no", False),
    ]


def test_the_clocks_of_a_facilitator_in_words() -> None:
    items = [
        credential("wraparound-credential", began_on=date(2025, 7, 1)),
        credential("consultation", amount=45, completed_on=date(2026, 3, 16)),
        credential("certification", completed_on=LONG_AGO, expires_on=date(2026, 3, 31)),
    ]
    found = credential_clocks.clocks(FACILITATOR, items, ON, NEED)
    Clock = credential_clocks.Clock
    assert found == [
        Clock(
            "training-wraparound",
            date(2026, 2, 28),
            "overdue",
            18,
            "C1:training-wraparound",
            "R45",
            "hired 2025-08-31 + 6 months = 2026-02-28",
        ),
        Clock(
            "consultation",
            date(2026, 3, 22),
            "open",
            0,
            "C1:consultation:2026-03-16",
            "R45",
            "45 of 60 minutes in the week of 2026-03-16",
            60,
            45,
        ),
        Clock(
            "certification",
            date(2026, 3, 31),
            "open",
            0,
            f"C1:certification:{LONG_AGO}",
            "R42",
            "certification expires 2026-03-31",
        ),
        Clock(
            "wraparound-credential",
            date(2026, 4, 1),
            "open",
            0,
            "C1:wraparound-credential:2025-07-01",
            "R45",
            "began 2025-07-01 + 9 months = 2026-04-01",
        ),
    ]


def test_the_reasons_of_the_pace_in_words() -> None:
    verdict = hours.hours_verdict(2080, hours.pace(1141, date(2025, 12, 31), hired_on=date(2025, 12, 1)))
    assert [(r.rule, r.text, r.source) for r in verdict.reasons] == [
        ("R48", "1141 h × 184 / 365 days = 575.2 h expected", source("R48")),
        ("R48", "2080 units / 4 = 520.0 h: 55.2 h behind", source("R48")),
        ("R48", "derived, since the hire on 2025-12-01: 1141 h × 31 / 365 days = 96.9 h: 423.1 h ahead", source("R48")),
    ]
    assert (verdict.rule, verdict.policy) == ("R48", (("hours_year", "state-fiscal-year"),))


def test_a_verdict_of_qualification_cites_each_rule() -> None:
    verdict = credentials.qualify(WORKER._replace(level="III"), qualified(), ON, NEED)
    assert [(r.rule, r.source) for r in verdict.reasons] == [
        (rule, source(rule)) for rule in ("R42", "R42", "R43", "R47")
    ]
    assert verdict.reasons[-1].text == "CM III is named but not defined: treated as CM II"
    assert (verdict.status, verdict.rule) == ("qualified", "R42")


def test_policy_reaches_the_units() -> None:
    row = service(activity="escort", minutes=23)
    by_eight = of("R28", check(policy=Policy(unit_rounding="eight-minute"), services=(row,)))
    assert [f.units for f in by_eight] == [2]


def test_findings_of_no_rule_come_last_and_rules_in_order() -> None:
    late = (visit(), visit("A2", status="kept", date=date(2026, 3, 9)))
    rows = (service("V1", elements=0), service("V2", 599, elements=0), service("V3", 700, minutes=17 * 15))
    found = check(services=rows, appointments=late, case_managers=(WORKER._replace(level="III"),))
    assert [f.rule for f in found] == ["R3", "R40", "R40", "R47", "kept-appointment", "overlap", "past-appointment"]
    assert [f.ref for f in found[1:3]] == ["V1", "V2"]


def test_the_sentence_about_staff_time() -> None:
    assert hours.staff_time_sentence(1141, 35, 25) == (
        "1141 h a year is about 380 units a month; 35 members × 25 units = 875: staff time runs out before units do"
    )
    assert hours.staff_time_sentence(1140, 38, 10) == (
        "1140 h a year is about 380 units a month; 38 members × 10 units = 380: units run out before staff time does"
    )


def test_the_distance_from_the_pace() -> None:
    texts = [hours.hours_verdict(n, hours.pace(0, ON)._replace(expected=1.0)).reasons[1].text for n in (3, 4, 5)]
    assert [text.rpartition(": ")[2] for text in texts] == ["0.25 h behind", "on pace", "0.25 h ahead"]


def test_a_worker_without_a_day_of_hire_is_asked_for_the_training_itself() -> None:
    found = credentials.requirements(FACILITATOR._replace(hired_on=None), credentials.by_kind(qualified()), ON, NEED)
    assert found[4] == credentials.Requirement("R45", "training-wraparound", False, "training-wraparound: no")
    assert found[5] == credentials.Requirement(
        "R45", "wraparound-credential", True, "wraparound-credential: not begun, no clock"
    )
