"""What a person does: planned things are refused beyond a rule, what happened is stored and flagged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk import appointments, audit, booking, clocks, lookup, outreach, servicelog, transfer, void
from tcm_tui.desk.errors import NotOne, Refused, WrongUsage
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules.facts import Service
from tests.desk.given import ONE, agency

ON = date(2026, 3, 3)
NINE, TEN = 9 * 60, 10 * 60


def book(desk: Desk, start: int = NINE, stop: int = TEN, day: date = ON, **more: str | None) -> WriteResult:
    cm = more.pop("cm", "C1") or "C1"
    kind = more.pop("kind", "community-contact") or ""
    return booking.book(desk, more.pop("member", "M1") or "", cm, day, start, stop, kind, ON, **more)  # type: ignore[arg-type]


def done(start: int = NINE, stop: int = TEN, **more: object) -> Service:
    fields: dict[str, object] = {"cm_id": "C1", "date": ON, "activity": "member-face-to-face", "place": "home"}
    return Service(service_id="", member_id="M1", start=start, stop=stop, **(fields | more))  # type: ignore[arg-type]


def count(desk: Desk, table: str) -> int:
    return int(desk.store.rows(f"SELECT count(*) FROM {table}")[0][0])


def test_a_booked_visit_holds_its_units(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    result = book(desk)
    assert (result.verdict, result.id is not None) == ("ok", True)
    assert lookup.units(desk, "M1", ON).day.scheduled == 4


def test_booking_is_refused_beyond_the_day_and_leaves_nothing(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-03,08:00,11:15,member-face-to-face,home"])  # 13 units
    entries = count(desk, "audit")
    result = book(desk, 12 * 60, 13 * 60)
    assert (result.id, result.verdict) == (None, "refused")
    assert {r.rule for r in result.reasons} == {"R3"}
    assert (count(desk, "appointments"), count(desk, "audit")) == (0, entries)
    assert book(desk, 12 * 60, 12 * 60 + 45).verdict == "ok"  # 3 fit


def test_booking_is_refused_beyond_the_month(tmp_path: Path) -> None:
    visits = [f"A{d},M1,C1,2026-03-{d},09:00,11:00,community-contact,scheduled" for d in (10, 11, 12)]  # 24
    desk = agency(tmp_path, ON, appointments=visits)
    assert book(desk, NINE, NINE + 30).verdict == "refused"
    assert book(desk, NINE, NINE + 15).verdict == "ok"


def test_a_visit_entered_for_last_month_is_measured_against_that_month(tmp_path: Path) -> None:
    """24 of March's 25 are used; February has all of its own."""
    used = [
        "V1,M1,C1,2026-03-02,08:00,12:00,member-face-to-face,home",
        "V2,M1,C1,2026-03-03,13:00,15:00,member-face-to-face,home",
    ]
    desk = agency(tmp_path, ON, services=used)
    assert book(desk, NINE, TEN, day=date(2026, 2, 26)).id is not None
    assert book(desk, NINE, TEN, day=date(2026, 3, 4)).verdict == "refused"


def test_a_limit_may_be_set_to_warn_and_then_wants_a_reason(tmp_path: Path) -> None:
    full = ["V1,M1,C1,2026-03-03,08:00,12:00,member-face-to-face,home"]
    desk = agency(tmp_path, ON, settings='over_limit_plans = "warn"\n', services=full)
    first = book(desk, 13 * 60, 14 * 60)
    assert (first.id, first.verdict) == (None, "warn")
    second = book(desk, 13 * 60, 14 * 60, override="crisis, authorization on its way")
    assert second.id is not None and second.verdict == "warn"
    line = audit.view(desk).lines[0]
    assert "authorization on its way" in (line.after or "")


@pytest.mark.parametrize(("start", "stop", "clash"), [(NINE, TEN, True), (TEN, TEN + 30, False), (480, NINE, False)])
def test_a_worker_cannot_be_in_two_places(tmp_path: Path, start: int, stop: int, clash: bool) -> None:
    people = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(
        tmp_path,
        ON,
        members=people,
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
        appointments=["A1,M2,C1,2026-03-03,09:00,10:00,community-contact,scheduled"],
    )
    result = book(desk, start, stop)
    assert (result.verdict == "refused") is clash
    assert ("overlap" in {r.rule for r in result.reasons}) is clash


def test_two_workers_with_one_member_at_once_by_policy(tmp_path: Path) -> None:
    visits = ["A1,M1,C8,2026-03-03,09:00,10:00,community-contact,scheduled"]
    desk = agency(tmp_path, ON, settings='member_overlap = "warn"\n', appointments=visits)
    assert book(desk).verdict == "warn"
    assert book(desk, override="joint visit").id is not None


def test_booking_where_nothing_pays_is_refused(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, residences=["M1,group-home,2026-02-01,"])
    assert book(desk).verdict == "refused"
    assert {r.rule for r in book(desk).reasons} == {"R27"}
    assert book(desk, cm="C2").verdict == "refused"  # no row


def test_tg_without_the_training_is_refused_in_planning_and_flagged_in_a_record(tmp_path: Path) -> None:
    nothing = "cm_id,kind,completed_on\nC1,degree,2020-01-01\n"
    desk = agency(tmp_path, ON, credentials=nothing, assignments=["M1,C3,2025-07-01,"])
    assert book(desk, cm="C3").verdict == "refused"
    result = servicelog.log(desk, done(cm_id="C3"), ON)
    assert result.id is not None and result.verdict == "warn"
    assert "R46" in {r.rule for r in result.reasons}


def test_a_closed_day_warns(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    labor_day = date(2026, 9, 7)
    assert book(desk, day=labor_day).verdict == "warn"
    assert book(desk, day=labor_day, override="agreed with the family").id is not None


def test_the_same_key_changes_nothing_and_answers_the_same(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    first, second = book(desk, key="k1"), book(desk, key="k1")
    assert first == second and count(desk, "appointments") == 1
    with pytest.raises(Refused):
        servicelog.log(desk, done(), ON, key="k1")


def test_what_was_done_is_stored_over_the_limit_and_flagged(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, services=["V1,M1,C1,2026-03-03,08:00,12:00,member-face-to-face,home"])
    result = servicelog.log(desk, done(13 * 60, 14 * 60), ON)
    assert result.id is not None and result.verdict == "warn"
    view = lookup.units(desk, "M1", ON)
    assert (view.day.used, view.day.over, view.day.available) == (20, 4, 0)


def test_a_plain_service_is_stored_without_a_flag(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, plans=["M1,2026-01-01,2026-12-31,1"])
    result = servicelog.log(desk, done(elements=2047), ON)
    assert (result.verdict, lookup.units(desk, "M1", ON).day.used) == ("ok", 4)


def test_a_service_over_midnight_counts_on_both_days(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    servicelog.log(desk, done(23 * 60 + 30, 60, activity="crisis-diversion"), ON)
    assert lookup.units(desk, "M1", ON).day.used == 2
    assert lookup.units(desk, "M1", date(2026, 3, 4)).day.used == 4


def test_logging_a_visit_keeps_it_and_frees_its_hold(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-03,09:00,10:00,community-contact,scheduled"])
    servicelog.log(desk, done(appointment_id="A1"), ON)
    view = lookup.units(desk, "M1", ON)
    assert (view.day.used, view.day.scheduled) == (4, 0)
    assert servicelog.appointment(desk, "A1").status == "kept"
    with pytest.raises(Refused, match="has the service"):
        appointments.miss(desk, "A1", ON) if servicelog.appointment(desk, "A1").status == "scheduled" else void.void(
            desk, "A1", "mistake", ON
        )


def test_overlapping_services_of_a_worker_are_flagged(tmp_path: Path) -> None:
    people = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(tmp_path, ON, members=people, services=["V1,M2,C1,2026-03-03,09:30,10:30,member-face-to-face,home"])
    result = servicelog.log(desk, done(), ON)
    assert result.id is not None and "30 minutes at once" in " ".join(r.text for r in result.reasons)


def test_a_miss_starts_the_clock_and_outreach_meets_it(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-02,09:00,10:00,community-contact,scheduled"])
    result = appointments.miss(desk, "A1", ON)
    assert "Wed 4 Mar 2026" in " ".join(r.text for r in result.reasons)
    (item,) = (i for i in clocks.due(desk, ON) if i.kind == "outreach")
    assert (item.ref, item.due_on, item.status) == ("A1", date(2026, 3, 4), "open")
    member, visit = outreach.target(desk, "A1")
    outreach.add(desk, member, visit, ON, ON, mode="phone", result="no-answer")
    assert [i for i in clocks.due(desk, ON) if i.kind == "outreach"] == []
    assert lookup.units(desk, "M1", ON).month.scheduled == 0


def test_what_cannot_be_a_miss(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-04,09:00,10:00,community-contact,scheduled",
        "A2,M1,C1,2026-03-02,09:00,10:00,community-contact,cancelled",
    ]
    desk = agency(tmp_path, ON, appointments=visits)
    for ident in ("A1", "A2"):
        with pytest.raises(Refused):
            appointments.miss(desk, ident, ON)
    with pytest.raises(NotOne):
        appointments.miss(desk, "A9", ON)


def test_cancelling_frees_the_units(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    ident = book(desk).id
    assert ident is not None
    assert appointments.cancel(desk, ident, ON).verdict == "ok"
    assert lookup.units(desk, "M1", ON).month.scheduled == 0


def test_voiding_a_service_takes_its_units_back_and_reopens_its_visit(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON, appointments=["A1,M1,C1,2026-03-03,09:00,10:00,community-contact,scheduled"])
    ident = servicelog.log(desk, done(appointment_id="A1"), ON).id
    assert ident is not None
    void.void(desk, ident, "wrong member", ON)
    view = lookup.units(desk, "M1", ON)
    assert (view.day.used, view.day.scheduled) == (0, 4)
    assert count(desk, "services") == 1  # still there, out of every answer
    with pytest.raises(Refused):
        void.void(desk, ident, "again", ON)


def test_a_transfer_moves_the_member_the_visits_and_the_clocks(tmp_path: Path) -> None:
    visits = [
        "A1,M1,C1,2026-03-02,09:00,10:00,community-contact,missed",
        "A2,M1,C1,2026-03-20,09:00,10:00,community-contact,scheduled",
        "A3,M1,C1,2026-03-21,09:00,10:00,community-contact,scheduled",
        "B1,M2,C8,2026-03-21,09:30,10:30,community-contact,scheduled",
    ]
    people = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
    desk = agency(
        tmp_path, ON, members=people, assignments=["M1,C1,2025-07-01,", "M2,C8,2025-07-01,"], appointments=visits
    )
    before = [i for i in clocks.due(desk, ON) if i.kind == "outreach"]
    result = transfer.transfer(desk, "M1", "C8", date(2026, 3, 10), ON)
    assert result.verdict == "ok"
    assert lookup.units(desk, "M1", date(2026, 3, 9)).cm == "C1"
    assert lookup.units(desk, "M1", date(2026, 3, 10)).cm == "C8"
    assert servicelog.appointment(desk, "A2").cm_id == "C8"
    assert servicelog.appointment(desk, "A3").cm_id == "C1"  # C8 is with M2 then
    after = [i for i in clocks.due(desk, ON) if i.kind == "outreach"]
    assert [i.due_on for i in after] == [i.due_on for i in before]


@pytest.mark.parametrize(("n", "verdict"), [(34, "ok"), (35, "warn")])
def test_a_transfer_onto_a_full_caseload_warns(tmp_path: Path, n: int, verdict: str) -> None:
    people = ONE + [f"N{i},Leo,Oak{i},1990-05-05,standard,HE,2025-07-01" for i in range(n)]
    held = ["M1,C1,2025-07-01,"] + [f"N{i},C8,2025-07-01," for i in range(n)]
    desk = agency(tmp_path, ON, members=people, assignments=held)
    assert transfer.transfer(desk, "M1", "C8", ON, ON).verdict == verdict


def test_a_program_needs_its_worker(tmp_path: Path) -> None:
    member = "M1,Ana,Pecan,1990-05-05,intensive,HE,2025-07-01"
    desk = agency(tmp_path, ON, members=[member], assignments=["M1,C3,2025-07-01,"])
    result = transfer.transfer(desk, "M1", "C1", ON, ON)
    assert (result.id, result.verdict) == (None, "refused")
    assert "R13" in {r.rule for r in result.reasons}
    with pytest.raises(Refused):
        transfer.transfer(desk, "M1", "C3", ON, ON)


def test_a_visit_has_to_end_after_it_starts(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        book(agency(tmp_path, ON), TEN, NINE)


def test_every_write_stands_in_an_unbroken_log(tmp_path: Path) -> None:
    desk = agency(tmp_path, ON)
    ident = book(desk).id
    assert ident is not None
    appointments.cancel(desk, ident, ON)
    view = audit.view(desk)
    assert view.intact
    assert [line.action for line in view.lines[:2]] == ["cancel", "book"]
    assert view.lines[0].before == '{"status":"scheduled"}'
