"""Taking back a write restores every record; where the records have moved on, nothing happens and one sentence
says why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import appointments, booking, outreach, servicelog, transfer, undo, undo_log, void
from tcm_tui.desk.exporting import export_folder
from tcm_tui.desk.office import Desk
from tcm_tui.desk.views import WriteResult
from tcm_tui.records.doctor import doctor
from tcm_tui.records.plain import plain_work
from tcm_tui.rules.facts import Service
from tests.desk.given import ONE, agency

ON = date(2026, 3, 3)
NINE, TEN, ELEVEN = 540, 600, 660
PEOPLE = [*ONE, "M2,Leo,Oak,1990-05-05,standard,HE,2025-07-01"]
VISITS = [
    "A1,M1,C1,2026-03-05,09:00,10:00,community-contact,scheduled",
    "A2,M1,C1,2026-03-02,09:00,10:00,community-contact,scheduled",
    "A3,M2,C1,2026-03-06,09:00,10:00,community-contact,scheduled",
]
NOT_COMPARED = ("audit", "meta", "requests", "drafts")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return agency(
        tmp_path,
        ON,
        members=PEOPLE,
        assignments=["M1,C1,2025-07-01,", "M2,C1,2025-07-01,"],
        appointments=VISITS,
        services=["V1,M1,C1,2026-02-27,09:00,09:45,member-face-to-face,home"],
    )


def tables(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the program's own notes."""
    names = [row[0] for row in desk.store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    kept = [name for name in names if name not in NOT_COMPARED and not name.startswith("sqlite_")]
    return {name: sorted(desk.store.rows(f'SELECT * FROM "{name}"'), key=repr) for name in kept}


def service(**more: Any) -> Service:
    fields: dict[str, Any] = {"member_id": "M1", "cm_id": "C1", "date": ON, "start": NINE, "stop": TEN}
    fields |= {"activity": "member-face-to-face", "place": "home", "elements": 2047}
    return Service(service_id="", **(fields | more))


def book(desk: Desk, day: int = 10, start: int = NINE, **more: Any) -> WriteResult:
    return booking.book(desk, "M1", "C1", date(2026, 3, day), start, start + 60, "community-contact", ON, **more)


def miss(desk: Desk) -> WriteResult:
    return appointments.miss(desk, "A2", ON)


JOBS: dict[str, Callable[[Desk], WriteResult]] = {
    "book": book,
    "move": lambda desk: booking.move(desk, "A1", date(2026, 3, 12), NINE, ELEVEN, ON),
    "miss": miss,
    "cancel": lambda desk: appointments.cancel(desk, "A1", ON),
    "outreach": lambda desk: outreach.add(desk, "M1", None, ON, ON, mode="phone", result="reached"),
    "log": lambda desk: servicelog.log(desk, service(), ON),
    "log of a visit": lambda desk: servicelog.log(desk, service(date=date(2026, 3, 2), appointment_id="A2"), ON),
    "log past midnight into the next month": lambda desk: servicelog.log(
        desk, service(date=date(2026, 2, 28), start=23 * 60 + 30, stop=30), ON
    ),
    "void of a service": lambda desk: void.void(desk, "V1", "entered twice", ON),
    "void of a visit": lambda desk: void.void(desk, "A1", "entered twice", ON),
    "transfer": lambda desk: transfer.transfer(desk, "M1", "C8", ON, ON),
    "transfer on the first day": lambda desk: transfer.transfer(desk, "M1", "C8", date(2025, 7, 1), ON),
}


@pytest.mark.parametrize("name", JOBS)
def test_taking_back_restores_every_table_and_redo_brings_it_back(desk: Desk, name: str) -> None:
    before = tables(desk)
    result = JOBS[name](desk)
    assert result.id is not None and result.batch is not None, result
    after = tables(desk)
    assert after != before

    taken = undo.undo(desk, result.batch, ON)
    assert taken.id is not None and taken.batch is not None, taken
    assert tables(desk) == before
    again = undo.undo(desk, taken.batch, ON)
    assert again.id is not None and again.batch is not None, again
    assert tables(desk) == after
    once_more = undo.undo(desk, again.batch, ON)
    assert once_more.id is not None
    assert tables(desk) == before
    sql = "SELECT action FROM audit WHERE id >= ? GROUP BY action ORDER BY min(id)"
    actions = [row[0] for row in desk.store.rows(sql, (taken.batch[0],))]
    assert actions == ["undo", "redo"]
    assert [check for check in doctor(desk.store, desk.policy, desk.packs, whole=True) if not check.ok] == []


def refused(desk: Desk, result: WriteResult | tuple[int, int], *words: str) -> None:
    """The undo says one sentence with these words, and nothing is stored."""
    batch = result.batch if isinstance(result, WriteResult) else result
    assert batch is not None
    before, entries = tables(desk), desk.store.row("SELECT count(*) FROM audit")
    answer = undo.undo(desk, batch, ON, key="k")
    assert (answer.id, answer.verdict, answer.batch) == (None, "refused", None)
    [reason] = answer.reasons
    assert reason.rule == "undo" and reason.text.endswith(".")
    assert [word for word in words if word.lower() not in reason.text.lower()] == [], reason.text
    assert tables(desk) == before and desk.store.row("SELECT count(*) FROM audit") == entries
    assert desk.store.rows("SELECT * FROM requests WHERE key = 'k'") == []


def test_what_was_taken_back_is_not_taken_back_twice(desk: Desk) -> None:
    booked = book(desk)
    taken = undo.undo(desk, booked.batch or (0, 0), ON)
    refused(desk, booked, "booking", str(booked.id), "taken back already")
    undo.undo(desk, taken.batch or (0, 0), ON)
    refused(desk, taken, "brought back already")
    assert undo.undo(desk, booked.batch or (0, 0), ON).id == booked.id


def test_a_record_changed_since_stays(desk: Desk) -> None:
    booked = book(desk)
    appointments.cancel(desk, str(booked.id), ON)
    refused(desk, booked, str(booked.id), "changed since", "status")


def test_a_change_of_another_column_counts_as_changed_since(desk: Desk) -> None:
    """The move changed day and time, the cancellation the status alone: what was moved is another visit now."""
    moved = booking.move(desk, "A1", date(2026, 3, 12), NINE, TEN, ON)
    cancelled = appointments.cancel(desk, "A1", ON)
    refused(desk, moved, "A1", "changed since", "status")
    undo.undo(desk, cancelled.batch or (0, 0), ON)
    assert undo.undo(desk, moved.batch or (0, 0), ON).id == "A1"


def test_what_another_record_names_now_stays(desk: Desk) -> None:
    booked = book(desk, 3)
    tried = outreach.add(desk, "M1", str(booked.id), ON, ON)
    refused(desk, booked, str(booked.id), f"outreach attempt {tried.id}", "take that back first")
    undo.undo(desk, tried.batch or (0, 0), ON)
    assert undo.undo(desk, booked.batch or (0, 0), ON).id == booked.id


def test_a_visit_does_not_come_back_where_another_was_booked_meanwhile(desk: Desk) -> None:
    cancelled = appointments.cancel(desk, "A1", ON)
    other = booking.book(desk, "M2", "C1", date(2026, 3, 5), NINE + 30, TEN + 30, "community-contact", ON)
    refused(desk, cancelled, "A1", "no place", str(other.id))
    undo.undo(desk, other.batch or (0, 0), ON)
    assert undo.undo(desk, cancelled.batch or (0, 0), ON).id == "A1"


def test_a_visit_comes_back_beside_another_where_it_was_so_before(tmp_path: Path) -> None:
    """Imported visits may overlap; a write taken back at once leads to what was, and so after others were undone."""
    visits = [VISITS[0], VISITS[0].replace("A1", "A4")]
    desk = agency(tmp_path, ON, appointments=visits)
    before = tables(desk)
    cancelled = appointments.cancel(desk, "A4", ON)
    taken = undo.undo(desk, cancelled.batch or (0, 0), ON)
    assert taken.id == "A4" and tables(desk) == before
    undo.undo(desk, taken.batch or (0, 0), ON)
    booked = book(desk)
    refused(desk, cancelled, "A4", "no place")
    undo.undo(desk, booked.batch or (0, 0), ON)
    assert undo.undo(desk, cancelled.batch or (0, 0), ON).id == "A4" and tables(desk) == before


def test_a_visit_does_not_come_back_where_its_units_were_given_away(desk: Desk) -> None:
    """March holds 25: A1 and A2 4 each; without A1 three visits of 4, 4 and 12 fit, with it they are 3 over."""
    cancelled = appointments.cancel(desk, "A1", ON)
    for day, minutes in ((10, 60), (11, 180)):
        stop = NINE + minutes
        booked = booking.book(desk, "M1", "C1", date(2026, 3, day), NINE, stop, "community-contact", ON)
        assert booked.id is not None, booked
    book(desk, 12, NINE)
    refused(desk, cancelled, "A1", "no units")


def test_a_visit_does_not_become_scheduled_beside_its_service(desk: Desk) -> None:
    first = servicelog.log(desk, service(date=date(2026, 3, 2), appointment_id="A2"), ON)
    second = servicelog.log(desk, service(date=date(2026, 3, 2), start=ELEVEN, stop=720, appointment_id="A2"), ON)
    refused(desk, first, "A2", str(second.id), "take that back first")


def test_a_booking_beyond_a_limit_comes_back_when_nothing_was_written_since(tmp_path: Path) -> None:
    """What the rules allow with a reason only was given its reason once."""
    full = ["V1,M1,C1,2026-03-03,08:00,12:00,member-face-to-face,home"]
    desk = agency(tmp_path, ON, settings='over_limit_plans = "warn"\n', services=full)
    booked = booking.book(desk, "M1", "C1", ON, 780, 840, "community-contact", ON, override="crisis")
    taken = undo.undo(desk, booked.batch or (0, 0), ON)
    assert undo.undo(desk, taken.batch or (0, 0), ON).id == booked.id


@pytest.mark.parametrize("last", [1, 2])
def test_entries_that_are_no_whole_write_are_refused(desk: Desk, last: int) -> None:
    moved = transfer.transfer(desk, "M1", "C8", ON, ON)
    assert moved.batch is not None and moved.batch[1] - moved.batch[0] >= 2
    refused(desk, (moved.batch[0], moved.batch[1] - last), "no write")
    refused(desk, (moved.batch[0] + last, moved.batch[1]), "no write")
    refused(desk, (moved.batch[0] + 900, moved.batch[1] + 900), "no write")


def test_an_import_is_not_taken_back(desk: Desk) -> None:
    first, last = desk.store.rows("SELECT min(id), max(id) FROM audit")[0]
    refused(desk, (first, last), "import", "backup")


def test_a_request_repeated_with_its_key_takes_back_once(desk: Desk) -> None:
    booked = book(desk)
    first = undo.undo(desk, booked.batch or (0, 0), ON, key="k")
    assert undo.undo(desk, booked.batch or (0, 0), ON, key="k") == first
    assert first.id == booked.id and first.batch is not None


def test_an_answer_stored_by_an_earlier_version_is_still_given(desk: Desk) -> None:
    booked = book(desk, key="k")
    assert booked.batch is not None and booked == book(desk, key="k")
    with closing(sqlite3.connect(desk.store.path)) as other:
        other.execute("""UPDATE requests SET answer = '{"id": "TA1", "verdict": "ok", "reasons": []}'""")
        other.commit()
    assert book(desk, key="k") == WriteResult("TA1", "ok", (), None)


def test_a_write_that_changes_nothing_has_no_batch(desk: Desk) -> None:
    appointments.cancel(desk, "A1", ON)
    assert appointments.cancel(desk, "A1", ON).batch is None
    refused = booking.book(desk, "M1", "C1", ON, NINE, NINE + 300, "community-contact", ON)
    assert (refused.id, refused.batch) == (None, None)


def test_writes_of_one_moment_are_told_apart(desk: Desk) -> None:
    """Two transactions in one millisecond do not become one write of the log."""
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    found = []
    for ident in ("A1", "A3"):
        with plain_work(desk.store, "dana", "odd", at=at) as uow:
            status = "UPDATE appointments SET status = 'cancelled' WHERE appointment_id = ?"
            uow.driver.execute(status, (ident,))
            uow.audit("appointments", ident, None, {"status": "scheduled"}, {"status": "cancelled"})
            found.append(uow.batch)
    assert undo.last(desk, "dana") == found[1] != found[0]
    assert undo.undo(desk, found[0] or (0, 0), ON).id == "A1"
    assert undo.last(desk, "dana") == found[1]


def write(desk: Desk, action: str, sql: str, *entries: tuple[Any, ...]) -> tuple[int, int]:
    """A write of another part of the program: its statements and the entries it makes of them."""
    with plain_work(desk.store, "dana", action, at=datetime.now(UTC)) as uow:
        for statement in sql.split(";"):
            uow.driver.execute(statement)
        for entry in entries:
            uow.audit(*entry)
        uow.refresh(desk.policy, desk.packs, ["M1"])
        assert uow.batch is not None
        batch = uow.batch
    desk.forget()
    return batch


STAY = {"member_id": "M1", "kind": "hospital", "admitted_on": "2026-02-01", "planned_discharge_on": None}
STAY |= {"discharged_on": "2026-02-28", "covered": True}


def test_a_record_that_bears_on_every_month_brings_the_ledger_along(desk: Desk) -> None:
    """V1 of 27 Feb is in the hospital stay's window or not; removing and restoring the stay decides."""
    before = tables(desk)
    sql = "INSERT INTO stays VALUES ('M1', 'imd', '2026-01-01', NULL, '2026-02-28', 1)"
    batch = write(desk, "record", sql, ("stays", "M1:2026-01-01", "M1", None, {**STAY, "kind": "imd",
        "admitted_on": "2026-01-01"}))  # fmt: skip
    after = tables(desk)
    assert after["ledger"] != before["ledger"]
    taken = undo.undo(desk, batch, ON)
    assert taken.id is not None, taken
    assert tables(desk) == before
    undo.undo(desk, taken.batch or (0, 0), ON)
    assert tables(desk) == after


def test_a_removed_record_comes_back_with_its_words(desk: Desk) -> None:
    """The key may hold the sign that joins its columns, and the entry words that are no column."""
    write(desk, "record", "INSERT INTO travel VALUES ('a:b', 'c', 5)", ("travel", "a:b:c", None, None, {}))
    before = tables(desk)
    row = {"area_from": "a:b", "area_to": "c", "minutes": 5}
    changed = write(
        desk,
        "record",
        "UPDATE travel SET minutes = 9 WHERE area_from = 'a:b'",
        ("travel", "a:b:c", None, row, {**row, "minutes": 9, "override": "why not"}),
    )
    gone = write(
        desk,
        "record",
        "DELETE FROM travel WHERE area_from = 'a:b'",
        ("travel", "a:b:c", None, {**row, "minutes": 9}, None),
    )
    refused(desk, changed, "a:b:c", "no longer there")
    assert undo.undo(desk, gone, ON).id is not None
    assert undo.undo(desk, changed, ON).id is not None
    assert tables(desk) == before
    write(desk, "record", "DELETE FROM travel", ("travel", "a:b:c", None, row, None))
    refused(desk, changed, "taken back already")


def test_a_removed_record_that_is_there_again_stays(desk: Desk) -> None:
    row = {"date": "2026-03-09", "name": "snow", "open": False}
    insert = "INSERT INTO closures VALUES ('2026-03-09', 'snow', 0)"
    write(desk, "record", insert, ("closures", "2026-03-09", None, None, row))
    gone = write(desk, "record", "DELETE FROM closures", ("closures", "2026-03-09", None, row, None))
    write(desk, "record", insert, ("closures", "2026-03-09", None, None, row))
    refused(desk, gone, "closed day 2026-03-09", "there again")


def test_what_no_longer_goes_with_the_others_stays(desk: Desk) -> None:
    """The assignment that a removal took away would overlap the one that somebody has made since."""
    old = {"member_id": "M1", "cm_id": "C1", "starts_on": "2025-07-01", "ends_on": None}
    new = {**old, "cm_id": "C8", "starts_on": "2025-08-01"}
    gone = write(
        desk,
        "record",
        "DELETE FROM assignments WHERE member_id = 'M1'",
        ("assignments", "M1:2025-07-01", "M1", old, None),
    )
    write(
        desk,
        "record",
        "INSERT INTO assignments VALUES ('M1', 'C8', '2025-08-01', NULL)",
        ("assignments", "M1:2025-08-01", "M1", None, new),
    )
    refused(desk, gone, "assignment M1:2025-07-01", "no longer goes")


def test_a_family_goes_with_the_last_member_that_names_it(desk: Desk) -> None:
    before = tables(desk)
    batch = write(
        desk,
        "record",
        "INSERT INTO families VALUES ('F1'); UPDATE members SET family_id = 'F1' WHERE member_id = 'M1'",
        ("members", "M1", "M1", {"family_id": None}, {"family_id": "F1"}),
    )
    after = tables(desk)
    taken = undo.undo(desk, batch, ON)
    assert tables(desk) == before
    undo.undo(desk, taken.batch or (0, 0), ON)
    assert tables(desk) == after


def test_a_log_that_tells_of_no_record_is_refused(desk: Desk) -> None:
    batch = write(desk, "export", "SELECT 1", ("disclosure", "all", None, None, {"files": 3}))
    refused(desk, batch, "“export”", "no record")
    batch = write(desk, "odd", "SELECT 1", ("meta", "ledger", None, None, {"key": "ledger", "value": "x"}))
    refused(desk, batch, "“odd”", "no record")


def test_an_export_in_between_stands_in_nobodys_way(desk: Desk, tmp_path: Path) -> None:
    booked = book(desk)
    export_folder(desk, tmp_path / "out", ["sites"])
    assert undo_log.last(desk) == booked.batch
    assert booked.batch is not None
    taken = undo.undo(desk, booked.batch, ON)
    export_folder(desk, tmp_path / "out", ["sites"])
    assert undo_log.last_undone(desk) == taken.batch
