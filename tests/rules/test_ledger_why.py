"""The reasons behind an entry: the rule that decides, the figures put in, the place in the sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from tcm_tui.rules.facts import Authorization, Member, Policy, Residence, Service, Stay, Worker
from tcm_tui.rules.ledger import MemberFacts, assess
from tcm_tui.rules.ledger_why import explain
from tcm_tui.rules.pack import load_packs
from tcm_tui.rules.verdict import Reason

PACKS = load_packs()
MEMBER = Member("M1", "Ana", "P", date(1990, 1, 1), None, "standard", "HE")
WORKERS = {"C1": Worker("C1", "II", "standard", "110"), "C2": Worker("C2", "II", "standard", "111")}


def service(id: str = "S1", on: int = 3, start: int = 540, minutes: int = 60, **over: Any) -> Service:
    base = Service(id, "M1", "C1", date(2026, 3, on), start, start + minutes, "member-face-to-face")
    return base._replace(place="home", elements=2047)._replace(**over)


def why(*services: Service, policy: Policy | None = None, on: date = date.max, **facts: Any) -> list[Reason]:
    """The reasons of the last service given."""
    known = MemberFacts(MEMBER, **facts)
    ordered = sorted(services, key=lambda s: (s.date, s.start))
    entries = assess(ordered, known, WORKERS, policy or Policy(), PACKS, on)
    found = explain(services[-1], entries, known, WORKERS, policy or Policy(), PACKS, on)
    assert all(reason.text and reason.source for reason in found)
    return list(found)


def rules(reasons: list[Reason]) -> list[str]:
    return [reason.rule for reason in reasons]


def test_a_payable_service_says_activity_units_and_row() -> None:
    found = why(service(minutes=62))
    assert rules(found) == ["R21", "R1", "R2"]
    assert "2026-03-03: 62 min / 15 = 4 units (whole units only)" in found[1].text
    assert "hn-110" in found[2].text
    assert "1 unit (a rest of 8 min" in why(service(minutes=22), policy=Policy(unit_rounding="eight-minute"))[1].text


def test_what_is_not_billable_says_so_and_no_more() -> None:
    assert rules(why(service(activity="travel"))) == ["R29"]


def test_no_row_names_the_nearest() -> None:
    found = why(service(cm_id="C2"))
    assert set(rules(found)) == {"R21", "R2"}
    assert "NO ROW" in found[1].text


def test_residence_and_stay_name_their_rule_and_not_the_row() -> None:
    lives = [Residence("M1", "group-home", date(2026, 3, 1))]
    assert rules(why(service(), residences=lives)) == ["R21", "R27"]
    stays = [Stay("M1", "hospital", date(2026, 3, 1), None, date(2026, 3, 31))]
    assert rules(why(service(), stays=stays)) == ["R21", "R25"]
    assert rules(why(service(cm_id="C2"), stays=stays))[:3] == ["R21", "R25", "R2"]


def test_the_day_that_is_full_shows_its_subtraction() -> None:
    found = why(service("A", minutes=210), service("B", start=800, minutes=60))
    assert rules(found) == ["R21", "R1", "R2", "R3"]
    assert found[-1].text == "day of 2026-03-03: 16 − 14 earlier = 2 left for 4 delivered: 2 over"
    assert found[-1].source == "A, Service/Reimbursement Limitations, table, row 3"


def test_a_limit_that_holds_exactly_is_not_named() -> None:
    # 4 of 4 left of the month, 2 of 4 left of the day
    found = why(service("A", 2, minutes=105), service("B", minutes=210), service("C", start=800, minutes=60))
    assert [(r.rule, r.text) for r in found[3:]] == [
        ("R3", "day of 2026-03-03: 16 − 14 earlier = 2 left for 4 delivered: 2 over")
    ]


def test_the_month_that_is_full_shows_what_came_from_elsewhere() -> None:
    found = why(
        service("A", 2, minutes=240),
        service("B", 4, minutes=75),
        external={date(2026, 3, 1): 7, date(2026, 4, 1): 3, date(2025, 3, 1): 1},
    )
    assert found[-1].text == (
        "month of 2026-03-04: 25 − 16 earlier − 7 known elsewhere = 2 left for 5 delivered: 3 over"
    )
    assert found[-1].rule == "R4"


def test_by_row_only_the_same_row_is_counted() -> None:
    by_row = Policy(cap_scope="row")
    hm: dict[str, Any] = {"level_modifier": "HM"}
    services = [
        service("A", 2, minutes=240, **hm),
        service("B", 4, minutes=240),
        service("C", 5, minutes=150),
    ]
    assert "25 − 16 earlier = 9 left" in why(*services, policy=by_row)[-1].text
    assert "25 − 25 earlier = 0 left" in why(*services)[-1].text


def test_the_lifted_limit_is_the_one_shown() -> None:
    grants = [Authorization("M1", "A1", 20, "day", date(2026, 3, 3), date(2026, 3, 3))]
    found = why(service(minutes=21 * 15), authorizations=grants)
    assert "20 − 0 earlier = 20 left for 21 delivered" in found[-1].text


def test_a_total_is_less_what_earlier_months_used() -> None:
    grants = [Authorization("M1", "A1", 60, "total", date(2026, 2, 2), date(2026, 4, 30))]
    february = service("A", minutes=240)._replace(date=date(2026, 2, 2))
    services = [february, service("B", 1, minutes=240), service("C", 2, minutes=240), service("D", 3, minutes=195)]
    found = why(*services, authorizations=grants)
    assert found[-1].text == "month of 2026-03-03: 44 − 32 earlier = 12 left for 13 delivered: 1 over"


def test_the_members_day_shows_the_minutes_before() -> None:
    services = [
        service("T", start=400, minutes=30, activity="travel"),
        service("A", start=480, minutes=10),
        service("B", start=520, minutes=20),
    ]
    found = why(*services, policy=Policy(unit_scope="member-day"))
    assert found[1].text == "2026-03-03: 10 + 20 min of the day make 2 units, less 0 before = 2 (whole units only)"


def test_each_side_of_midnight_has_its_own_arithmetic() -> None:
    found = why(service(on=31, start=1410, minutes=75))
    assert [reason.text[:17] for reason in found if reason.rule == "R1"] == [
        "2026-03-31: 30 mi",
        "2026-04-01: 45 mi",
    ]


def test_pending_plans_and_open_notes_say_what_is_missing() -> None:
    found = why(service(activity="plan-development", elements=2046))
    assert rules(found) == ["R39", "R1", "R2", "R39", "R40"]
    assert "4 units at risk" in found[-1].text
    fax: dict[str, Any] = {"signature": "fax", "fax_on": date(2026, 3, 3)}
    assert rules(why(service(**fax)))[-1] == "R41"
    assert rules(why(service(elements=0, fax_on=date(2026, 3, 3))))[-1] == "R40"
    filed: dict[str, Any] = fax | {"original_filed_on": date(2026, 3, 20)}
    assert "R41" not in rules(why(service(**filed), on=date(2026, 3, 20)))
    assert "R41" in rules(why(service(**filed), on=date(2026, 3, 19)))
    both = service(**(filed | {"elements": 0}))
    assert rules(why(both, on=date(2026, 3, 20)))[3:] == ["R40"]
    assert rules(why(both, on=date(2026, 3, 19)))[3:] == ["R40", "R41"]
