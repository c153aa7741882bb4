"""What follows from the records: always what ``rules.ledger`` says of them, however it was brought up to date."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from tcm_tui.records import freshness, refresh
from tcm_tui.records.queries import facts as kinds
from tcm_tui.records.store import Store
from tcm_tui.records.tables import (
    Authorization,
    ExternalUnits,
    Plan,
    Record,
    Residence,
    Service,
    Stay,
)
from tcm_tui.records.write import Work, rebuild, work
from tcm_tui.rules import ledger
from tcm_tui.rules.facts import Policy, Worker
from tcm_tui.rules.pack import load_packs
from tests.records.people import DAY, add, assignment, member, put, service, site, worker

POLICY, PACKS = Policy(), load_packs()
MEMBERS = [f"M{n}" for n in range(1, 7)]
WORKERS = ["C1", "C2", "C3"]
LEDGER = "SELECT * FROM ledger ORDER BY member_id, date, start_min, service_id"
DAYS = "SELECT * FROM cm_days ORDER BY cm_id, date"
Rows = list[tuple[Any, ...]]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def people() -> list[Record]:
    """Six members in every situation that the ledger knows, three workers of different lines."""
    return [
        site(),
        site(site_id="S2", name="Second Street", contract="111"),
        worker(),
        worker(cm_id="C2", level="I"),
        worker(cm_id="C3", type="wraparound", site_id="S2"),
        *(member(member_id=key) for key in MEMBERS[:5]),
        member(member_id="M6", dob=day("2005-04-10")),
        *(assignment(member_id=key) for key in MEMBERS),
        Residence(member_id="M1", kind="nursing-facility", starts_on=day("2026-02-10"), ends_on=day("2026-03-10")),
        Stay(
            member_id="M2",
            kind="hospital",
            admitted_on=day("2026-01-20"),
            planned_discharge_on=day("2026-03-01"),
            discharged_on=day("2026-03-20"),
        ),
        Authorization(
            member_id="M3", number="N", units=60, period="total", starts_on=day("2026-01-15"), ends_on=day("2026-12-31")
        ),
        ExternalUnits(member_id="M4", month=day("2026-02-01"), units=12, source="Elsewhere"),
        ExternalUnits(member_id="M4", month=day("2026-02-01"), units=5),
        Plan(member_id="M5", starts_on=day("2026-01-01"), member_signed_on=day("2026-01-02")),
    ]


def some_service(chance: random.Random, key: str, **more: Any) -> Service:
    """Any service; many run past midnight, some of them at the end of a month."""
    date = day("2026-01-01") + dt.timedelta(days=chance.choice((chance.randrange(120), 30, 58)))
    start = chance.choice((chance.randrange(0, 1440), chance.randrange(1360, 1440)))
    length = chance.choice((10, 25, 60, 100, 300))
    activity = chance.choice(("member-face-to-face", "plan-development", "travel", "transition", "plan-monitoring"))
    place = chance.choice(("home", "office", None))
    plain = {"cm_id": chance.choice(WORKERS), "elements": chance.choice((2047, 1023)), "place": place}
    times = {"date": date, "start_min": start, "stop_min": start + length, "activity": activity}
    return service(service_id=key, member_id=chance.choice(MEMBERS), **{**plain, **times, **more})


@pytest.fixture
def agency(store: Store) -> Store:
    """Six members with 240 services, not yet worked out."""
    chance = random.Random(7)
    put(store, *people(), *(some_service(chance, f"V{n}") for n in range(240)))
    return store


def expected(store: Store, policy: Policy = POLICY) -> tuple[Rows, Rows]:
    """Ledger and days of workers straight from the rules, one member after the other."""
    found: Rows = []
    days: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    workers = {row[0]: Worker(*row) for row in store.rows(kinds.WORKERS)}
    for key in MEMBERS:
        who = {"member": key}
        external: dict[dt.date, int] = defaultdict(int)
        for row in store.rows(kinds.EXTERNAL, who):
            external[day(row[1])] += row[2]
        facts = ledger.MemberFacts(
            kinds.member(store.rows(kinds.ONE_MEMBER, who)[0]),
            [kinds.residence(row) for row in store.rows(kinds.RESIDENCES, who)],
            [kinds.stay(row) for row in store.rows(kinds.STAYS, who)],
            [kinds.plan(row) for row in store.rows(kinds.PLANS, who)],
            external,
            [kinds.authorization(row) for row in store.rows(kinds.AUTHORIZATIONS, who)],
        )
        services = [kinds.service(row) for row in store.rows(kinds.SERVICES, who)]
        for e in ledger.assess(services, facts, workers, policy, PACKS):
            date = e.date.isoformat()
            flags = int(e.is_contact), int(e.community), int(e.at_risk)
            worth = e.minutes, e.billable_minutes, e.units, e.payable_units, e.status, e.line_id
            found.append((key, date, e.start, e.service_id, e.cm_id, e.stop, *worth, *flags))
            sums = e.units, e.billable_minutes, e.minutes, e.minutes if e.community else 0
            for place, value in enumerate(sums):
                days[e.cm_id, date][place] += value
    return sorted(found), sorted((*key, *sums) for key, sums in days.items() if any(sums))


def assert_right(store: Store, policy: Policy = POLICY) -> None:
    entries, days = expected(store, policy)
    assert store.rows(LEDGER) == entries
    assert store.rows(DAYS) == days


def refreshed(store: Store, change: Callable[[Work], object] | None = None, *args: Any, **more: Any) -> None:
    with work(store, "t", "refresh") as uow:
        if change:
            change(uow)
        uow.refresh(POLICY, PACKS, *args, **more)
        uow.audit("ledger", "test")


def test_the_agency_has_every_status(agency: Store) -> None:
    refreshed(agency)
    statuses = {row[0] for row in agency.rows("SELECT DISTINCT status FROM ledger")}
    assert statuses == set(ledger.STATUSES)
    assert agency.row("SELECT count(*) > 20 FROM services WHERE stop_min > 1440") == (1,)
    crossing = "SELECT count(*) > 3 FROM services WHERE stop_min > 1440 AND date IN ('2026-01-31', '2026-02-28')"
    assert agency.row(crossing) == (1,)


def test_all_at_once_is_what_the_rules_say(agency: Store) -> None:
    refreshed(agency)
    assert_right(agency)


def test_other_choices_give_another_ledger(agency: Store) -> None:
    policy = POLICY._replace(unit_rounding="eight-minute", unit_scope="member-day", cap_scope="row")
    refreshed(agency)
    with work(agency, "t", "refresh") as uow:
        uow.refresh(policy, PACKS, [])
        uow.audit("ledger", "test")
    assert_right(agency, policy)


@pytest.mark.parametrize("few", [50, 0], ids=["compared", "streamed"])
def test_members_one_by_one(agency: Store, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed(agency)
    monkeypatch.setattr(refresh, "_FEW", few)
    chance = random.Random(11)

    def change(uow: Work) -> None:
        for n in range(240, 300):
            add(uow, some_service(chance, f"V{n}"))
        void = "UPDATE services SET voided_on = '2026-05-01', voided_because = 'twice'"
        uow.driver.execute(f"{void} WHERE service_id LIKE 'V1_'")
        uow.driver.execute("UPDATE services SET date = date(date, '+40 days') WHERE service_id LIKE 'V2_'")
        uow.driver.execute("UPDATE services SET cm_id = 'C3' WHERE service_id LIKE 'V3_'")
        uow.driver.execute("UPDATE members SET dob = '2010-01-01' WHERE member_id = 'M1'")
        uow.driver.execute("DELETE FROM residences")

    refreshed(agency, change, MEMBERS)
    assert_right(agency)


@pytest.mark.parametrize("seed", range(8))
def test_the_days_of_a_visit_are_enough(agency: Store, seed: int) -> None:
    refreshed(agency)
    chance = random.Random(seed)
    for n in range(12):
        done = some_service(chance, f"W{n}")

        def record(uow: Work, done: Service = done) -> None:
            add(uow, done)

        refreshed(agency, record, [done.member_id], days=[done.date])
    assert_right(agency)
    for key in ("V3", "V7", "W2", "V100", "V101"):
        who, on = agency.rows("SELECT member_id, date FROM services WHERE service_id = ?", (key,))[0]

        def void(uow: Work, key: str = key) -> None:
            sql = "UPDATE services SET voided_on = '2026-05-01', voided_because = 'no' WHERE service_id = ?"
            uow.driver.execute(sql, (key,))

        refreshed(agency, void, [who], days=[day(on)])
    assert_right(agency)


def test_a_visit_writes_a_row_and_leaves_the_others(agency: Store) -> None:
    refreshed(agency)
    done = service(service_id="W1", member_id="M4", date=day("2026-04-20"), start_min=1380, stop_min=1395)
    with work(agency, "t", "log") as uow:
        add(uow, done)
        before = uow.driver.total_changes
        uow.refresh(POLICY, PACKS, ["M4"], days=[done.date])
        assert uow.driver.total_changes - before == 2, "one entry, one day of a worker"


def test_nothing_is_written_when_nothing_has_changed(agency: Store) -> None:
    refreshed(agency)
    with work(agency, "t", "log") as uow:
        uow.refresh(POLICY, PACKS, MEMBERS)


def test_a_worker_who_changes_takes_the_members_along(agency: Store) -> None:
    refreshed(agency)

    def promote(uow: Work) -> None:
        uow.driver.execute("UPDATE case_managers SET level = 'II' WHERE cm_id = 'C2'")

    with work(agency, "t", "x") as uow:
        members = refresh.members_served_by(uow.driver, ["C2"])
    assert members == sorted({row[0] for row in agency.rows("SELECT member_id FROM services WHERE cm_id = 'C2'")})
    refreshed(agency, promote, members)
    assert_right(agency)


def test_exact_from_is_the_discharge_that_came_otherwise(agency: Store) -> None:
    refreshed(agency)
    exact = "SELECT member_id, exact_from FROM members WHERE exact_from IS NOT NULL"
    assert agency.rows(exact) == [("M2", "2026-03-20")]

    def as_planned(uow: Work) -> None:
        uow.driver.execute("UPDATE stays SET planned_discharge_on = discharged_on")

    refreshed(agency, as_planned, ["M2"])
    assert agency.rows(exact) == []

    def never_planned(uow: Work) -> None:
        uow.driver.execute("UPDATE stays SET planned_discharge_on = NULL")

    refreshed(agency, never_planned, ["M2"])
    assert agency.rows(exact) == [("M2", "2026-03-20")]


def test_the_fingerprint_tells_a_stale_ledger(agency: Store) -> None:
    assert freshness.is_stale(agency, POLICY, PACKS), "services that were never worked out"
    refreshed(agency, None, ["M1"])
    assert_right(agency)  # the first time everything is worked out
    assert not freshness.is_stale(agency, POLICY, PACKS)
    for other in ({"unit_rounding": "eight-minute"}, {"unit_scope": "member-day"}, {"telehealth_counts": True}):
        assert freshness.is_stale(agency, POLICY._replace(**other), PACKS)  # type: ignore[arg-type]
    assert not freshness.is_stale(agency, POLICY._replace(hours_year="calendar"), PACKS)
    policy = POLICY._replace(unit_rounding="eight-minute")
    rebuild(agency, policy, PACKS, "tester")
    assert_right(agency, policy)
    assert not freshness.is_stale(agency, policy, PACKS)


def test_an_empty_agency_is_not_stale(store: Store) -> None:
    assert not freshness.is_stale(store, POLICY, PACKS)


def test_progress_is_told_and_can_stop_it(agency: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "_STEP", 50)
    told: list[tuple[int, int]] = []

    def stop_later(done: int, total: int) -> bool:
        told.append((done, total))
        return len(told) < 3

    from tcm_tui.records.errors import StoreError

    with pytest.raises(StoreError) as caught:
        refreshed(agency, None, None, progress=stop_later)
    assert caught.value.kind == "cancelled"
    assert len(told) == 3
    assert {total for _, total in told} == {240}
    assert agency.rows(LEDGER) == []
    indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'ledger' AND sql IS NOT NULL"
    assert agency.row(indexes) == (2,)


def test_an_unknown_member_is_passed_over(store: Store) -> None:
    put(store, site(), worker(), member(), service())
    refreshed(store)
    refreshed(store, None, ["M1", "nobody"])
    assert store.row("SELECT count(*), sum(units) FROM ledger") == (1, 4)
    assert store.row("SELECT date FROM ledger") == (DAY.isoformat(),)


def test_the_indexes_come_back_as_they_were(agency: Store) -> None:
    def schema(connection: sqlite3.Connection) -> Rows:
        return connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()

    before = schema(agency.connection)
    refreshed(agency)
    assert schema(agency.connection) == before
