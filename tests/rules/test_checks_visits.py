"""tcm check: missed contacts, late outreach, visits without an outcome, doubled time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.facts import Assignment, CaseManager, Outreach, Service
from tests.rules.records import DAY, MEMBER, ON, PLAN, WORKER, brief, check, of, qualified, service, visit

JANUARY = MEMBER._replace(opened_on=date(2026, 1, 1))
FEBRUARY = date(2026, 2, 12)
HELD = (Assignment("M1", "C1", date(2026, 1, 1)),)


def missed(**over: Any) -> list[str]:
    facts: dict[str, Any] = {"members": (JANUARY,), "assignments": HELD}
    return [f.text for f in of("R17", check(**(facts | over)))]


# -- last month's contact -----------------------------------------------------------------------------


def test_no_contact_last_month_is_an_error() -> None:
    (found,) = of("R17", check(members=(JANUARY,), assignments=HELD))
    assert (found.severity, found.member, found.cm) == ("error", "M1", "C1")
    assert found.text == "February 2026: 0 of 1 contacts, due 2026-02-28"


@pytest.mark.parametrize(
    ("row", "is_missed"),
    [
        ({"date": FEBRUARY}, False),
        ({"date": date(2026, 2, 1)}, False),
        ({"date": date(2026, 2, 28)}, False),
        ({"date": date(2026, 3, 1)}, True),
        ({"date": date(2026, 1, 31)}, True),
        ({"date": FEBRUARY, "place": "office"}, True),
        ({"date": FEBRUARY, "activity": "member-remote"}, True),
        ({"date": FEBRUARY, "member_present": False}, True),
    ],
)
def test_what_meets_the_month(row: dict[str, Any], is_missed: bool) -> None:
    assert bool(missed(services=(service(**row),))) is is_missed


def test_the_plan_may_ask_for_more_on_distinct_days() -> None:
    plan = PLAN._replace(contacts_per_month=2)
    one, two = service("V1", date=FEBRUARY), service("V2", start=700, date=FEBRUARY)
    other = service("V3", date=FEBRUARY + DAY)
    assert missed(services=(one, two), plans=(plan,)) == ["February 2026: 1 of 2 contacts, due 2026-02-28"]
    assert missed(services=(one, other), plans=(plan,)) == []


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (
            {"opened_on": date(2026, 2, 28)},
            ["February 2026, a partial first month: 0 of 1 contacts, due 2026-02-28"],
        ),
        ({"opened_on": date(2026, 3, 1)}, []),
        ({"closed_on": ON}, []),
        ({"refused_on": ON}, []),
        ({"hold_from": date(2026, 2, 28), "hold_until": date(2026, 2, 28)}, []),
        (
            {"hold_from": date(2026, 2, 1), "hold_until": date(2026, 2, 27)},
            ["February 2026: 0 of 1 contacts, due 2026-02-28"],
        ),
        ({"program": "first-time-mothers"}, []),
    ],
)
def test_of_whom_it_is_asked(change: dict[str, Any], texts: list[str]) -> None:
    assert missed(members=(JANUARY._replace(**change),)) == texts


def test_this_month_is_not_missed_yet_and_the_next_day_it_is() -> None:
    made = service(date=FEBRUARY)
    assert missed(on=date(2026, 3, 31), services=(made,)) == []
    assert len(missed(on=date(2026, 4, 1), services=(made,))) == 1


# -- outreach: two business days after the miss -------------------------------------------------------

MISS = visit("A1", date=date(2026, 3, 12), status="missed")  # a Thursday: due Monday 16


def reached(day: date, appointment: str | None = "A1") -> Outreach:
    return Outreach("O1", "M1", appointment, day)


@pytest.mark.parametrize(
    ("on", "attempts", "expected"),
    [
        (date(2026, 3, 16), (), []),
        (date(2026, 3, 17), (), ["error"]),
        (date(2026, 3, 18), (reached(date(2026, 3, 16)),), []),
        (date(2026, 3, 18), (reached(date(2026, 3, 17)),), ["warning"]),
        (date(2026, 3, 18), (reached(date(2026, 3, 12)),), []),
        (date(2026, 3, 18), (reached(date(2026, 3, 11)),), ["error"]),  # before the miss
        (date(2026, 3, 18), (reached(date(2026, 3, 19)),), ["error"]),  # after the day asked about
        (date(2026, 3, 18), (reached(date(2026, 3, 16), None),), []),
        (date(2026, 3, 18), (reached(date(2026, 3, 16), "A9"),), ["error"]),
    ],
)
def test_outreach_after_a_miss(on: date, attempts: tuple[Outreach, ...], expected: list[str]) -> None:
    found = of("R19", check(on=on, appointments=(MISS,), outreach=attempts))
    assert [f.severity for f in found] == expected
    assert all((f.ref, f.member, f.cm) == ("A1", "M1", "C1") for f in found)


def test_lateness_is_told_in_business_days() -> None:
    (found,) = of("R19", check(appointments=(MISS,)))
    assert "2 business days late" in found.text  # due Monday, now Wednesday


@pytest.mark.parametrize("status", ["scheduled", "kept", "rescheduled", "cancelled"])
def test_only_a_miss_asks_for_outreach(status: str) -> None:
    assert of("R19", check(appointments=(MISS._replace(status=status),))) == []


@pytest.mark.parametrize(
    ("ended", "expected"),
    [(date(2026, 3, 16), []), (date(2026, 3, 17), ["error"]), (date(2026, 3, 19), ["error"])],
)
@pytest.mark.parametrize("how", ["closed_on", "refused_on"])
def test_who_closed_before_it_was_due_is_left_alone(how: str, ended: date, expected: list[str]) -> None:
    found = check(appointments=(MISS,), members=(MEMBER._replace(**{how: ended}),))
    assert [f.severity for f in of("R19", found)] == expected


# -- visits without an outcome -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "services", "expected"),
    [
        ({"status": "kept"}, (), ["kept-appointment"]),
        ({"status": "kept"}, (service(appointment_id="A1", date=date(2026, 3, 11)),), []),
        ({"status": "kept"}, (service(),), []),  # the same member's on that day, naming no visit
        ({"status": "kept"}, (service(appointment_id="A2"),), ["kept-appointment"]),
        ({"status": "kept"}, (service(date=date(2026, 3, 11)),), ["kept-appointment"]),
        ({"status": "kept", "kind": "provider"}, (), []),
        ({"status": "kept", "kind": "office-contact"}, (), ["kept-appointment"]),
        ({"status": "scheduled"}, (), ["past-appointment"]),
        ({"status": "scheduled"}, (service(appointment_id="A1"),), []),
        ({"status": "scheduled"}, (service(),), ["past-appointment"]),
        ({"status": "scheduled", "date": ON}, (), []),
        ({"status": "scheduled", "date": ON - DAY}, (), ["past-appointment"]),
        ({"status": "scheduled", "date": ON + DAY}, (), []),
        ({"status": "missed", "date": ON}, (), []),
        ({"status": "cancelled"}, (), []),
        ({"status": "rescheduled"}, (), []),
    ],
)
def test_visits_that_nothing_came_of(row: dict[str, Any], services: tuple[Service, ...], expected: list[str]) -> None:
    found = [f for f in check(appointments=(visit(**row),), services=services) if f.ref == "A1"]
    assert brief(found) == [(rule, "warning") for rule in expected]
    assert all((f.member, f.cm) == ("M1", "C1") for f in found)


def test_a_visit_without_a_worker_is_the_responsible_ones() -> None:
    (found,) = check(appointments=(visit(cm_id=None, status="kept"),))
    assert found.cm == "C1"


# -- doubled time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "minutes", "shared"),
    [(600, 60, 0), (599, 60, 1), (540, 60, 60), (550, 10, 10), (480, 60, 0), (481, 60, 1), (500, 200, 60)],
)
def test_two_services_of_one_worker_at_once(start: int, minutes: int, shared: int) -> None:
    second = service("V2", start, minutes, member_id="M2")
    found = of("overlap", check(members=(MEMBER, MEMBER._replace(member_id="M2")), services=(service(), second)))
    assert [f.minutes for f in found] == ([shared] if shared else [])
    for f in found:
        assert {f.ref, f.other_ref} == {"V1", "V2"}
        assert f.severity == ("warning" if minutes < 15 else "error")
        assert f.cm == "C1"


def test_an_overlap_with_unbillable_work_only_warns() -> None:
    (found,) = of("overlap", check(services=(service(), service("V2", activity="travel"))))
    assert (found.severity, found.minutes) == ("warning", 60)


def test_overlaps_reach_over_midnight() -> None:
    night = service("V1", 1380, 120)
    morning = service("V2", 30, 60, date=date(2026, 3, 11))
    (found,) = of("overlap", check(services=(night, morning)))
    assert (found.minutes, found.ref, found.other_ref) == (30, "V1", "V2")


def test_a_long_one_overlaps_every_one_inside_it() -> None:
    rows = (service("V1", 540, 240), service("V2", 560, 20), service("V3", 600, 20), service("V4", 780, 20))
    found = of("overlap", check(services=rows))
    assert [(f.ref, f.other_ref, f.minutes) for f in found] == [("V1", "V2", 20), ("V1", "V3", 20)]


def test_two_workers_billing_one_member_at_once_is_duplication() -> None:
    other = CaseManager("C2", "Kim", "II", "standard", "S1")
    facts: dict[str, Any] = {
        "case_managers": (WORKER, other),
        "credentials": (*qualified(), *qualified("C2")),
    }
    found = check(services=(service(), service("V2", 570, cm_id="C2")), **facts)
    assert [(f.rule, f.severity, f.minutes, f.other_ref) for f in found] == [("R34", "warning", 30, "V2")]
    apart = check(services=(service(), service("V2", 600, cm_id="C2")), **facts)
    assert apart == []
    unbilled = check(services=(service(), service("V2", 570, cm_id="C2", activity="travel")), **facts)
    assert of("R34", unbilled) == []


@given(st.lists(st.tuples(st.integers(540, 700), st.integers(1, 60)), max_size=7))
def test_every_shared_minute_is_found(spans: list[tuple[int, int]]) -> None:
    rows = [service(f"V{i}", start, minutes) for i, (start, minutes) in enumerate(spans)]
    found = of("overlap", check(services=rows))
    expected = 0
    for i, (a, m) in enumerate(spans):
        for b, n in spans[i + 1 :]:
            expected += len(set(range(a, a + m)) & set(range(b, b + n)))
    assert sum(f.minutes or 0 for f in found) == expected
