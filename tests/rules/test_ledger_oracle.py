"""The ledger against a slow second way of working it out: minute by minute, limit by limit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.rules.facts import Member, Policy, Service, Worker
from tcm_tui.rules.ledger import MemberFacts, assess
from tcm_tui.rules.pack import load_packs

PACKS = load_packs()
MEMBER = Member("M1", "Ana", "P", date(2005, 3, 14), None, "standard", "HE")  # 21 within the first month
WORKERS = {
    "C1": Worker("C1", "II", "standard", "110"),
    "C2": Worker("C2", "II", "standard", "111"),
    "C3": Worker("C3", "II", "wraparound", "111"),
    "C4": Worker("C4", "I", "standard", "111"),
}
FIRST = date(2026, 3, 9)  # after the time change, which has tests of its own


@st.composite
def months(draw: st.DrawFn) -> list[Service]:
    found = [
        Service(
            f"S{number:02}",
            "M1",
            draw(st.sampled_from(sorted(WORKERS))),
            FIRST + timedelta(days=draw(st.integers(0, 30))),
            start := draw(st.integers(0, 1439)),
            start + draw(st.integers(0, 300)),
            draw(st.sampled_from(["member-face-to-face", "plan-monitoring", "travel"])),
            place="home",
            elements=2047,
        )
        for number in range(draw(st.integers(1, 14)))
    ]
    return sorted(found, key=lambda s: (s.date, s.start, s.service_id))


policies = st.builds(
    Policy,
    unit_rounding=st.sampled_from(["completed-15", "eight-minute"]),
    unit_scope=st.sampled_from(["contact", "member-day"]),
    cap_scope=st.sampled_from(["member", "row"]),
)
external = st.dictionaries(st.sampled_from([date(2026, 3, 1), date(2026, 4, 1)]), st.integers(0, 30))


def units_of(minutes: int, rounding: str) -> int:
    """Count off quarter hours one by one."""
    units = 0
    while minutes >= 15:
        minutes, units = minutes - 15, units + 1
    return units + (1 if rounding == "eight-minute" and minutes >= 8 else 0)


# row and monthly limit by worker, and by whether the member is 21 (Mar 14)
ROWS = {
    ("C1", False): ("hn", 25),
    ("C1", True): ("hn", 25),
    ("C3", False): ("tf", 56),
    ("C4", False): ("hm", 25),
    ("C4", True): ("hm", 25),
}


def slowly(services: list[Service], policy: Policy, known: dict[date, int]) -> list[tuple[object, ...]]:
    pieces = []
    for service in services:
        by_date: dict[date, list[int]] = defaultdict(list)
        for minute in range(service.start, service.stop):
            by_date[service.date + timedelta(days=minute // 1440)].append(minute % 1440)
        if service.start == service.stop:
            by_date[service.date] = []
        for on, minutes in by_date.items():
            pieces.append((on, minutes[0] if minutes else service.start, service, len(minutes)))
    pieces.sort(key=lambda piece: (piece[0], piece[1], piece[2].service_id))

    day_minutes: dict[date, int] = defaultdict(int)
    day_paid: dict[date, int] = defaultdict(int)
    month_paid: dict[object, int] = defaultdict(int)
    answers: list[tuple[object, ...]] = []
    for on, _, service, length in pieces:
        key = (service.service_id, on, length)
        row = ROWS.get((service.cm_id, on >= date(2026, 3, 14)))
        if service.activity == "travel":
            answers.append((*key, 0, 0, "not-billable"))
            continue
        if row is None:
            answers.append((*key, 0, 0, "not-compensable"))
            continue
        if policy.unit_scope == "member-day":
            before = units_of(day_minutes[on], policy.unit_rounding)
            day_minutes[on] += length
            units = units_of(day_minutes[on], policy.unit_rounding) - before
        else:
            units = units_of(length, policy.unit_rounding)
        scope = (on.month, row[0] if policy.cap_scope == "row" else None)
        paid = 0
        for _ in range(units):  # one unit after the other, as long as both limits allow it
            if day_paid[on] < 16 and month_paid[scope] + known.get(on.replace(day=1), 0) < row[1]:
                day_paid[on] += 1
                month_paid[scope] += 1
                paid += 1
        answers.append((*key, units, paid, "payable" if paid == units else "over-limit"))
    return answers


@given(services=months(), policy=policies, known=external)
def test_the_ledger_agrees_with_counting_unit_by_unit(
    services: list[Service], policy: Policy, known: dict[date, int]
) -> None:
    found = assess(services, MemberFacts(MEMBER, external=known), WORKERS, policy, PACKS)
    quick = [(e.service_id, e.date, e.minutes, e.units, e.payable_units, e.status) for e in found]
    assert quick == slowly(services, policy, known)


@given(services=months(), policy=policies)
def test_nothing_is_lost_and_nothing_passes_a_limit(services: list[Service], policy: Policy) -> None:
    found = assess(services, MemberFacts(MEMBER), WORKERS, policy, PACKS)
    for service in services:
        parts = [e for e in found if e.service_id == service.service_id]
        assert sum(e.minutes for e in parts) == service.stop - service.start
        assert sum(e.is_contact for e in parts) <= 1
        assert len({e.date for e in parts}) == len(parts)
    by_day: dict[date, int] = defaultdict(int)
    for entry in found:
        assert 0 <= entry.payable_units <= entry.units
        assert entry.units == 0 or (entry.billable_minutes == entry.minutes and entry.line_id)
        by_day[entry.date] += entry.payable_units
    assert all(units <= 16 for units in by_day.values())
    assert [(e.date, e.start) for e in found] == sorted((e.date, e.start) for e in found)


@given(services=months(), policy=policies)
def test_a_month_is_worth_the_same_whether_assessed_alone_or_with_others(
    services: list[Service], policy: Policy
) -> None:
    facts = MemberFacts(MEMBER)
    both = assess(services, facts, WORKERS, policy, PACKS)
    april = date(2026, 4, 1)
    # what begins on the last day of March may reach into April, and comes along
    later = [s for s in services if s.date >= april - timedelta(days=1)]
    alone = assess(later, facts, WORKERS, policy, PACKS)
    assert [e for e in both if e.date >= april] == [e for e in alone if e.date >= april]
