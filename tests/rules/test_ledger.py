"""The ledger: what each service is worth, by hand-made cases and by a slow second way of working it out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.resources import data_path
from tcm_tui.rules.facts import (
    Authorization,
    Member,
    Plan,
    Policy,
    Residence,
    Service,
    Stay,
    Worker,
)
from tcm_tui.rules.ledger import (
    Entry,
    MemberFacts,
    assess,
    needs_all_months,
    not_compensable,
    service_status,
)
from tcm_tui.rules.pack import Packs, load_packs
from tests.rules.packing import day, limit, overlay

ON = date(2026, 3, 3)
PACKS = load_packs()
MEMBER = Member("M1", "Ana", "P", date(1990, 1, 1), None, "standard", "HE")
WORKERS = {
    "C1": Worker("C1", "II", "standard", "110"),
    "C2": Worker("C2", "II", "standard", "111"),
    "C3": Worker("C3", "II", "wraparound", "111"),
    "C4": Worker("C4", "I", "standard", "111"),
    "C5": Worker("C5", "II", "pact", "114"),
    "C6": Worker("C6", "II", "first-time-mothers", None),
}
FULL = 2**11 - 1


def service(id: str = "S1", on: str = "2026-03-03", start: int = 540, minutes: int = 60, **over: Any) -> Service:
    base = Service(
        id, "M1", "C1", day(on), start, start + minutes, "member-face-to-face", place="home",
        signature="original", elements=FULL,
    )  # fmt: skip
    return base._replace(**over)


def facts(**over: Any) -> MemberFacts:
    return MemberFacts(over.pop("member", MEMBER), **over)


def entries(*services: Service, policy: Policy | None = None, packs: Packs = PACKS, **over: Any) -> list[Entry]:
    on = over.pop("on", date.max)
    ordered = sorted(services, key=lambda s: (s.date, s.start, s.service_id))
    return assess(ordered, facts(**over), WORKERS, policy or Policy(), packs, on)


def one(found: Service, **over: Any) -> Entry:
    (entry,) = entries(found, **over)
    return entry


def test_a_plain_service_is_payable() -> None:
    assert one(service()) == Entry("S1", "M1", "C1", ON, 540, 600, 60, 60, 4, 4, "payable", "hn-110", True, True, False)


@pytest.mark.parametrize(
    ("over", "status", "minutes", "billable", "units", "line", "contact", "community"),
    [
        ({"activity": "travel"}, "not-billable", 60, 0, 0, None, False, False),
        ({"activity": "therapy"}, "not-billable", 60, 0, 0, None, False, False),
        ({"activity": "forms"}, "not-billable", 60, 0, 0, None, False, False),
        (
            {"activity": "plan-development", "member_present": False},
            "not-billable",
            60,
            0,
            0,
            None,
            False,
            False,
        ),
        ({"activity": "forms", "member_present": True}, "payable", 60, 60, 4, "hn-110", True, True),
        ({"activity": "member-remote", "place": None}, "payable", 60, 60, 4, "hn-110", False, False),
        ({"place": "office"}, "payable", 60, 60, 4, "hn-110", False, False),
        ({"stop": 554}, "payable", 14, 14, 0, "hn-110", True, True),
        ({"cm_id": "C2"}, "not-compensable", 60, 60, 0, None, True, True),
        ({"cm_id": "C6"}, "not-compensable", 60, 60, 0, None, True, True),
        ({"cm_id": "C3"}, "not-compensable", 60, 60, 0, None, True, True),  # 36 years, TF ends at 20
        ({"cm_id": "C4"}, "payable", 60, 60, 4, "hm-111", True, True),
        ({"cm_id": "C5"}, "payable", 60, 60, 4, "pact-114", True, True),
        ({"cm_id": "C2", "contract": "110"}, "payable", 60, 60, 4, "hn-110", True, True),
        ({"cm_id": "C2", "level_modifier": "TG"}, "payable", 60, 60, 4, "tg-111", True, True),
        ({"cm_id": "C1", "contract": "114"}, "payable", 60, 60, 4, "pact-114", True, True),
        ({"cm_id": "nobody"}, "not-compensable", 60, 60, 0, None, True, True),
    ],
)
def test_status_and_line(
    over: dict[str, Any], status: str, minutes: int, billable: int, units: int, line: str | None,
    contact: bool, community: bool,
) -> None:  # fmt: skip
    found = one(service(**over))
    assert (found.status, found.minutes, found.billable_minutes, found.units, found.line_id) == (
        status, minutes, billable, units, line,
    )  # fmt: skip
    assert (found.is_contact, found.community) == (contact, community)
    assert found.payable_units == units
    assert not found.at_risk


@pytest.mark.parametrize(
    ("on", "cm", "line"),
    [
        ("2026-03-02", "C3", "tf-111"),  # the last day of being 20
        ("2026-03-03", "C3", None),
    ],
)
def test_the_row_follows_the_birthday_within_a_month(on: str, cm: str, line: str | None) -> None:
    member = MEMBER._replace(dob=date(2005, 3, 3))
    assert one(service(on=on, cm_id=cm), member=member).line_id == line
    both = entries(service("A", "2026-03-02", cm_id=cm), service("B", "2026-03-03", cm_id=cm), member=member)
    assert [entry.line_id for entry in both] == ["tf-111", None]


@pytest.mark.parametrize(("on", "line"), [("2026-02-28", None), ("2026-03-01", "pact-114"), ("2026-03-31", "pact-114")])
def test_a_feb_29_birth_turns_18_on_mar_1(on: str, line: str | None) -> None:
    member = MEMBER._replace(dob=date(2008, 2, 29))
    assert one(service(on=on, cm_id="C5"), member=member).line_id == line


@pytest.mark.parametrize(
    ("minutes", "units", "payable", "status"),
    [(15 * 15, 15, 15, "payable"), (16 * 15, 16, 16, "payable"), (17 * 15, 17, 16, "over-limit")],
)
def test_sixteen_units_a_day(minutes: int, units: int, payable: int, status: str) -> None:
    found = one(service(minutes=minutes))
    assert (found.units, found.payable_units, found.status) == (units, payable, status)


def test_the_day_is_over_all_workers_and_earlier_services_come_first() -> None:
    found = entries(
        service("A", start=480, minutes=120),
        service("B", start=600, minutes=90, cm_id="C4"),
        service("C", start=700, minutes=60),
        service("D", start=800, minutes=30, cm_id="C4"),
    )
    assert [(e.units, e.payable_units, e.status) for e in found] == [
        (8, 8, "payable"),
        (6, 6, "payable"),
        (4, 2, "over-limit"),
        (2, 0, "over-limit"),
    ]


def month_of(*lengths: int, **over: Any) -> list[Service]:
    """A service a day from Mar 2 on, of that many units each."""
    return [service(f"S{n}", f"2026-03-{n + 2:02}", minutes=15 * u, **over) for n, u in enumerate(lengths)]


@pytest.mark.parametrize(
    ("lengths", "payable"),
    [
        ((12, 12), [12, 12]),
        ((12, 13), [12, 13]),
        ((12, 14), [12, 13]),
        ((16, 16), [16, 9]),
        ((16, 9, 1), [16, 9, 0]),
        ((20, 10), [16, 9]),  # what the day cuts off is not taken from the month
    ],
)
def test_twenty_five_units_a_month(lengths: tuple[int, ...], payable: list[int]) -> None:
    assert [e.payable_units for e in entries(*month_of(*lengths))] == payable


def test_a_new_month_begins_anew() -> None:
    found = entries(*month_of(16, 9), service("N", "2026-04-01", minutes=240))
    assert [e.payable_units for e in found] == [16, 9, 16]


def test_units_known_elsewhere_come_off_their_own_month() -> None:
    march, april = date(2026, 3, 1), date(2026, 4, 1)
    assert [e.payable_units for e in entries(*month_of(16, 9), external={march: 5})] == [16, 4]
    assert [e.payable_units for e in entries(*month_of(16, 9), external={april: 5})] == [16, 9]
    assert [e.payable_units for e in entries(*month_of(16, 9), external={march: 30})] == [0, 0]
    assert [e.units for e in entries(*month_of(16, 9), external={march: 30})] == [16, 9]


def test_the_limit_is_that_of_the_row_billed_and_shared_by_default() -> None:
    mixed = [
        service("A", "2026-03-02", minutes=240, cm_id="C5"),
        service("B", "2026-03-03", minutes=240, cm_id="C5"),
        service("C", "2026-03-04", minutes=60),
        service("D", "2026-03-05", minutes=240, cm_id="C5"),
    ]
    assert [e.payable_units for e in entries(*mixed)] == [16, 16, 0, 16]  # HN: 25 − 32; PACT: 56 − 32
    by_row = entries(*mixed, policy=Policy(cap_scope="row"))
    assert [e.payable_units for e in by_row] == [16, 16, 4, 16]


def test_the_two_contracts_of_hm_count_as_one_row() -> None:
    services = [
        service("A", "2026-03-02", minutes=240, cm_id="C4"),
        service("B", "2026-03-03", minutes=240, cm_id="C4", contract="110"),
    ]
    found = entries(*services, policy=Policy(cap_scope="row"))
    assert [(e.line_id, e.payable_units) for e in found] == [("hm-111", 16), ("hm-110", 9)]


def test_the_day_is_shared_by_all_rows_also_when_months_are_not() -> None:
    found = entries(
        service("A", start=480, minutes=180),
        service("B", start=700, minutes=180, cm_id="C4"),
        policy=Policy(cap_scope="row"),
    )
    assert [e.payable_units for e in found] == [12, 4]


def test_a_contact_over_midnight_and_month_end_is_two_entries() -> None:
    found = entries(service(on="2026-03-31", start=1410, minutes=75))
    assert [tuple(e)[3:12] for e in found] == [
        (date(2026, 3, 31), 1410, 1440, 30, 30, 2, 2, "payable", "hn-110"),
        (date(2026, 4, 1), 0, 45, 45, 45, 3, 3, "payable", "hn-110"),
    ]
    assert [e.is_contact for e in found] == [True, False]
    assert [e.community for e in found] == [True, True]


def test_the_part_after_midnight_comes_before_the_next_days_work() -> None:
    found = entries(
        service("A", "2026-03-02", start=1380, minutes=60 + 16 * 15),
        service("B", "2026-03-02", start=1400, minutes=30, cm_id="C4"),
        service("C", "2026-03-03", start=480, minutes=30),
    )
    assert [(e.service_id, e.date.day, e.payable_units) for e in found] == [
        ("A", 2, 4),
        ("B", 2, 2),
        ("A", 3, 16),
        ("C", 3, 0),
    ]
    assert service_status(e for e in found if e.service_id == "C") == "over-limit"
    assert service_status(e for e in found if e.service_id == "A") == "payable"


def test_minutes_on_the_days_of_time_changes_are_those_that_passed() -> None:
    found = entries(
        service("A", "2026-03-08", start=90, minutes=120), service("B", "2026-11-01", start=30, minutes=120)
    )
    assert [(e.minutes, e.units) for e in found] == [(60, 4), (180, 12)]
    found = entries(
        service("A", "2027-03-14", start=90, minutes=120), service("B", "2027-11-07", start=30, minutes=120)
    )
    assert [(e.minutes, e.units) for e in found] == [(60, 4), (180, 12)]
    (first, second) = entries(service("A", "2026-03-07", start=1380, minutes=280))
    assert (first.minutes, second.minutes) == (60, 160)


@pytest.mark.parametrize(
    ("policy", "units"),
    [
        (Policy(), [1, 1, 0]),
        (Policy(unit_scope="member-day"), [1, 2, 0]),
        (Policy(unit_rounding="eight-minute"), [2, 2, 1]),
        (Policy(unit_rounding="eight-minute", unit_scope="member-day"), [2, 1, 1]),
    ],
)
def test_rounding_by_contact_and_by_the_members_day(policy: Policy, units: list[int]) -> None:
    services = [
        service("A", start=480, minutes=23),
        service("B", start=520, minutes=23, cm_id="C4"),
        service("C", start=560, minutes=10),
    ]
    assert [e.units for e in entries(*services, policy=policy)] == units
    apart = [
        service("A", "2026-03-02", minutes=23),
        service("B", "2026-03-03", minutes=23),
    ]
    assert len({e.units for e in entries(*apart, policy=policy)}) == 1


def test_only_what_makes_units_fills_the_members_day() -> None:
    services = [
        service("A", start=480, minutes=10, activity="travel"),
        service("B", start=520, minutes=10),
        service("C", start=560, minutes=10, cm_id="C2"),
        service("D", start=600, minutes=5),
    ]
    found = entries(*services, policy=Policy(unit_scope="member-day"))
    assert [e.units for e in found] == [0, 0, 0, 1]


def plan(member: str | None, cm: str | None, lbhp: str | None, starts: str = "2026-03-01") -> Plan:
    signed = [text and day(text) for text in (member, cm, lbhp)]
    return Plan("M1", day(starts), None, None, *signed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("plans", "on", "status", "payable"),
    [
        ([], "2026-04-01", "pending", 0),
        ([plan("2026-03-04", "2026-03-05", None)], "2026-04-01", "pending", 0),
        ([plan("2026-03-04", "2026-03-05", "2026-03-09")], "2026-03-08", "pending", 0),
        ([plan("2026-03-04", "2026-03-05", "2026-03-09")], "2026-03-09", "payable", 4),
    ],
)
def test_plan_development_waits_for_three_signatures(plans: list[Plan], on: str, status: str, payable: int) -> None:
    found = one(service(activity="plan-development"), plans=plans, on=day(on))
    assert (found.status, found.units, found.payable_units) == (status, 4, payable)
    assert found.at_risk is (status == "pending")


def test_what_is_pending_keeps_its_place_under_the_limit() -> None:
    first = service("A", start=480, minutes=60, activity="plan-development")
    found = entries(first, service("B", start=600, minutes=225))
    assert [(e.status, e.units, e.payable_units) for e in found] == [
        ("pending", 4, 0),
        ("over-limit", 15, 12),
    ]


@pytest.mark.parametrize(
    ("over", "at_risk"),
    [
        ({}, False),
        ({"elements": FULL - 1}, True),
        ({"elements": FULL - 2**10}, True),
        ({"elements": 0}, True),
        ({"elements": 0, "stop": 555}, True),
        ({"signature": None}, False),
        ({"signature": "fax"}, True),
        ({"signature": "fax", "original_filed_on": day("2026-03-20")}, False),
        (
            {"signature": "fax", "original_filed_on": day("2026-03-21")},
            True,
        ),  # filed after the day of the answer
        ({"elements": 0, "activity": "travel"}, False),
        ({"elements": 0, "stop": 554}, False),
        ({"elements": 0, "cm_id": "C2"}, False),
        ({"stop": 540 + 17 * 15}, False),  # over a limit: no paperwork saves that
    ],
)
def test_units_at_risk_are_those_that_paperwork_can_save(over: dict[str, Any], at_risk: bool) -> None:
    assert one(service(**over), on=day("2026-03-20")).at_risk is at_risk


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2026-03-04", "payable"),
        ("2026-03-05", "not-compensable"),
        ("2026-03-09", "not-compensable"),
        ("2026-03-10", "payable"),
    ],
)
def test_days_of_a_residence_are_not_compensable(on: str, status: str) -> None:
    lives = [Residence("M1", "group-home", day("2026-03-05"), day("2026-03-10"))]
    found = one(service(on=on), residences=lives)
    assert (found.status, found.units) == (status, 4 if status == "payable" else 0)
    assert found.line_id == "hn-110"
    assert one(service(on=on), residences=[lives[0]._replace(kind="home")]).status == "payable"


def stay(kind: str = "hospital", admitted: str = "2026-03-01", discharged: str | None = "2026-03-31") -> Stay:
    return Stay("M1", kind, day(admitted), None, discharged and day(discharged))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "activity", "status"),
    [
        ("2026-02-28", "member-face-to-face", "payable"),
        ("2026-02-28", "transition", "not-compensable"),
        ("2026-03-01", "member-face-to-face", "not-compensable"),
        ("2026-03-17", "transition", "not-compensable"),  # 14 days: from Mar 18
        ("2026-03-18", "transition", "payable"),
        ("2026-03-31", "transition", "payable"),
        ("2026-03-31", "member-face-to-face", "payable"),
        ("2026-04-01", "transition", "not-compensable"),
        ("2026-04-01", "member-face-to-face", "payable"),
        ("2026-03-20", "travel", "not-billable"),
    ],
)
def test_a_stay_is_compensable_in_its_window_only(on: str, activity: str, status: str) -> None:
    assert one(service(on=on, activity=activity), stays=[stay()]).status == status


def test_transition_without_a_stay_is_not_compensable() -> None:
    assert one(service(activity="transition")).status == "not-compensable"


def test_residence_comes_before_a_stays_window() -> None:
    lives = [Residence("M1", "nursing-facility", day("2026-03-01"))]
    known = facts(residences=lives, stays=[stay()])
    why = not_compensable(known, day("2026-03-20"), "transition", PACKS)
    assert why is not None and why.rule == "R27"
    why = not_compensable(facts(stays=[stay("imd")]), day("2026-03-20"), "transition", PACKS)
    assert why is not None and why.rule == "R26"
    assert not_compensable(facts(), day("2026-03-20"), "member-face-to-face", PACKS) is None


def test_a_discharge_ahead_of_the_day_is_not_seen() -> None:
    slipped = stay()._replace(planned_discharge_on=day("2026-03-20"), discharged_on=day("2026-04-20"))
    on_mar_15 = service(on="2026-03-15")
    assert one(on_mar_15, stays=[slipped], on=day("2026-03-15")).status == "payable"
    assert one(on_mar_15, stays=[slipped], on=day("2026-04-20")).status == "not-compensable"


def test_an_authorization_lifts_the_limits_of_its_days() -> None:
    grants = [
        Authorization("M1", "A1", 40, "month", day("2026-03-04"), day("2026-03-31")),
        Authorization("M1", "A2", 20, "day", day("2026-03-04"), day("2026-03-04")),
    ]
    found = entries(*month_of(16, 16, 18, 4), authorizations=grants)
    assert [e.payable_units for e in found] == [16, 9, 15, 0]  # 25 to Mar 3, then 40; 18 fit the day of 20


def test_a_total_is_used_up_over_the_months() -> None:
    grants = [Authorization("M1", "A1", 60, "total", day("2026-02-02"), day("2026-04-30"))]
    services = [
        service("A", "2026-02-02", minutes=240),
        service("B", "2026-02-03", minutes=180),
        service("C", "2026-03-01", minutes=240),
        service("D", "2026-03-03", minutes=240),
        service("E", "2026-03-04", minutes=15),
    ]
    known = facts(authorizations=grants)
    assert [e.payable_units for e in assess(services, known, WORKERS, Policy(), PACKS)] == [16, 12, 16, 16, 0]
    assert needs_all_months(known, PACKS)
    assert not needs_all_months(facts(authorizations=[grants[0]._replace(period="month")]), PACKS)


def test_a_yearly_limit_needs_data_only(tmp_path: Path) -> None:
    text = "[rows.hn-110]\nlimits = [" + limit("month", None, "2026-01-01") + ", "
    text += limit("year", 16, "2026-01-01", ", first = true") + "]\n"
    packs = Packs(data_path("rules"), overlay(tmp_path, limits=text))
    services = [
        service("0", "2025-12-30", minutes=240),
        service("A", "2026-02-02", minutes=90),
        service("B", "2026-03-02", minutes=90),
        service("C", "2026-12-31", minutes=90),
        service("D", "2027-01-01", minutes=90),
    ]
    assert [e.payable_units for e in entries(*services, packs=packs)] == [16, 6, 6, 4, 6]
    known = {date(2026, 1, 1): 5, date(2025, 12, 1): 9, date(2027, 1, 1): 11}
    assert [e.payable_units for e in entries(*services, packs=packs, external=known)] == [16, 6, 5, 0, 5]
    assert needs_all_months(facts(), packs) and not needs_all_months(facts(), PACKS)


def test_the_size_of_a_unit_can_change_with_the_day(tmp_path: Path) -> None:
    text = '[minutes]\nvalues = [{amount = 10, from = 2026-03-01, source = "s", reading = "r"}]'
    packs = Packs(data_path("rules"), overlay(tmp_path, units=text))
    found = entries(service("A", "2026-02-28"), service("B", "2026-03-01"), packs=packs)
    assert [e.units for e in found] == [4, 6]


def test_an_activity_can_change_sides_with_the_day(tmp_path: Path) -> None:
    text = '[family-remote]\nvalues = [{amount = "no", from = 2026-03-15, source = "s", reading = "r"}]'
    packs = Packs(data_path("rules"), overlay(tmp_path, activities=text))
    days = ("2026-03-14", "2026-03-15", "2026-04-01")
    found = entries(*(service(on, on, activity="family-remote") for on in days), packs=packs)
    assert [e.status for e in found] == ["payable", "not-billable", "not-billable"]


def test_an_unknown_activity_is_an_error() -> None:
    with pytest.raises(KeyError):
        one(service(activity="gardening"))


def test_no_services_no_entries() -> None:
    assert entries() == []
    assert service_status([]) == "payable"


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        (["payable", "over-limit"], "over-limit"),
        (["over-limit", "pending"], "pending"),
        (["pending", "not-compensable"], "not-compensable"),
        (["not-compensable", "not-billable"], "not-billable"),
        (["payable", "payable"], "payable"),
    ],
)
def test_the_status_of_a_service_is_that_of_its_worst_part(statuses: list[str], whole: str) -> None:
    part = one(service())
    assert service_status(part._replace(status=status) for status in statuses) == whole
