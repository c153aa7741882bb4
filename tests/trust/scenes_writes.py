"""Scenes of writing: a booking with its key, an import; and the controls."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tcm_tui.desk import booking, importing, office
from tcm_tui.desk.office import StoreError
from tests.desk.given import agency
from tests.trust.recount import sound
from tests.trust.scene import DAY, ON, Scene, dump, one_of

# ── a booking, with a key ───────────────────────────────────────────────────────────────────────────


def an_agency(folder: Path) -> None:
    """A member with a worker and one service."""
    agency(folder, ON, services=["V1,M1,C1,2026-03-02,09:00,10:00,member-face-to-face,home"]).close()


def book(folder: Path) -> str | None:
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        return booking.book(desk, "M1", "C1", DAY, 600, 660, "community-contact", ON, key="k").id
    finally:
        desk.close()


def _judge_booking(folder: Path, done: bool, said: str) -> list[str]:
    file = folder / "agency.db"

    def booked() -> int:
        return len(dump(file)["appointments"])

    found = one_of(booked(), 0, 1, done, said, "the visit") + sound(file)
    again = book(folder)
    if again is None or booked() != 1:
        found.append("repeated with its key, it is not there once")
    return found + sound(file)


# ── an import ───────────────────────────────────────────────────────────────────────────────────────


def _import_files(folder: Path) -> None:
    an_agency(folder)
    more_files(folder)


def more_files(folder: Path) -> None:
    """Forty members more, with their services, as files in ``more``."""
    more = folder / "more"
    more.mkdir()
    people = "".join(f"N{n},Ana,Pecan,1990-05-05,standard,HE,2025-07-01\n" for n in range(40))
    (more / "members.csv").write_text(f"member_id,first_name,last_name,dob,program,focus,opened_on\n{people}")
    assigned = "".join(f"N{n},C8,2025-07-01\n" for n in range(40))
    (more / "assignments.csv").write_text(f"member_id,cm_id,starts_on\n{assigned}")
    served = "".join(
        f"W{n},N{n % 40},C8,2026-02-{n % 28 + 1:02},{8 + n // 28:02}:00,{8 + n // 28:02}:30\n" for n in range(80)
    )
    rows = served.replace("\n", ",member-face-to-face,home\n")
    (more / "services.csv").write_text(f"service_id,member_id,cm_id,date,start,stop,activity,place\n{rows}")


def _import(folder: Path) -> None:
    desk = office.open_desk(str(folder / "agency.db"))
    try:
        assert importing.import_paths(desk, [folder / "more"], ON).stored
    finally:
        desk.close()


def _judge_import(folder: Path, done: bool, said: str) -> list[str]:
    file = folder / "agency.db"
    counts = [len(dump(file)[table]) for table in ("members", "services", "ledger")]
    found = one_of(counts, [1, 1, 1], [41, 81, 81], done, said, "the import") + sound(file)
    once = dump(file) if counts[0] == 41 else None
    _import(folder)
    if [len(dump(file)[table]) for table in ("members", "services", "ledger")] != [41, 81, 81]:
        found.append("imported again, it is not there once")
    if once is not None and dump(file) != once:
        found.append("imported again, it is another one")
    return found + sound(file)


def half_a_booking(folder: Path) -> None:
    """The control: the visit and its log in two transactions, as a program without one would do it."""
    with closing(sqlite3.connect(folder / "agency.db", isolation_level=None)) as opened:
        opened.execute(
            "INSERT INTO appointments (appointment_id, member_id, cm_id, date, start_min, stop_min, kind, status) "
            "VALUES ('TA1', 'M1', 'C1', '2026-03-04', 600, 660, 'community-contact', 'scheduled')"
        )
        opened.execute("INSERT INTO requests (key, command, answer, at) VALUES ('k', 'book', ?, '')", (_ANSWER,))


_ANSWER = '{"id": "TA1", "verdict": "ok", "reasons": [], "batch": null}'
CONTROL = Scene("control: two transactions", an_agency, half_a_booking, _judge_booking)


def _book_and_say_nothing_happened(folder: Path) -> None:
    try:
        book(folder)
    except StoreError as error:
        raise StoreError(error.kind, "The disk failed: nothing was changed.") from None


UNTRUE = Scene("control: always “nothing was changed”", an_agency, _book_and_say_nothing_happened, _judge_booking)


WRITES = [Scene("booking", an_agency, book, _judge_booking), Scene("import", _import_files, _import, _judge_import)]
