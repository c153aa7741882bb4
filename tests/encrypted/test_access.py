"""Logging in: who is told what, how wrong ones wait, and what the audit log has of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import access, audit, drafts, office
from tcm_tui.desk.access import NotIn
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.office import StoreError
from tcm_tui.records import access as records_access
from tcm_tui.records import ids, keyring, tries
from tests.encrypted.conftest import DANA, KIM, LEE

WHO = "don’t go together"


def told(db: Path) -> list[tuple[str, str, str]]:
    """Who did what about whom, the first entry first, as the log has it."""
    with office.at_desk(str(db)) as desk:
        found = audit.view(desk)
    assert found.intact
    return [(line.who, line.action, line.key) for line in reversed(found.lines) if line.entity == "people"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the clock that waiting goes by forward, in seconds."""
    now = [datetime(2026, 3, 3, 12, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return now[0]

    monkeypatch.setattr(records_access, "datetime", Clock)

    def forward(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    return forward


def test_it_is_closed_until_somebody_logs_in_and_closed_again_after(db: Path) -> None:
    with pytest.raises(access.Sealed) as error:
        office.open_desk(str(db))
    assert error.value.sealed == db and "encrypted" in str(error.value)
    session = access.log_in(db, "dana", DANA, "app")
    desk = office.open_desk(str(db))
    assert desk.member_names() == [("M1", "Ana Pecan")] and desk.encrypted
    assert (session.person, session.role, session.whole) == ("dana", "admin", True)
    desk.close()
    access.lock(db, "idle")
    assert ids.user_name() != "dana" and keyring.secret_of(db.absolute()) is None
    with pytest.raises(access.Sealed):
        office.open_desk(str(db))


def test_no_secret_is_in_what_stands_for_a_session(db: Path) -> None:
    session = access.log_in(db, "dana", DANA, "app")
    (key,) = session.keys.values()
    assert repr(key) not in repr(session) and key.hex() not in repr(session)


@pytest.mark.parametrize(("person", "secret"), [("dana", LEE), ("lee", DANA), ("", DANA), (" ", DANA)])
def test_a_wrong_name_and_a_wrong_passphrase_are_told_alike(db: Path, person: str, secret: str) -> None:
    with pytest.raises(NotIn, match=WHO):
        access.log_in(db, person, secret, "app")
    with pytest.raises(access.Sealed):
        office.open_desk(str(db))


def test_the_code_opens_too_however_it_is_typed(db: Path, code: str) -> None:
    session = access.log_in_by_code(db, code.lower().replace("-", " "), "app")
    assert session.by_code and session.role == "admin" and ids.user_name() == "recovery code"
    access.set_passphrase(session, "dana", LEE)
    access.log_out()
    assert access.log_in(db, "dana", LEE, "app").person == "dana"
    with pytest.raises(NotIn, match="six groups"):
        access.log_in_by_code(db, "four words", "app")
    with pytest.raises(NotIn, match="does not open"):
        access.log_in_by_code(db, access.new_code(), "app")


def test_after_five_wrong_ones_the_next_waits_longer_and_longer(db: Path, clock: Callable[[float], None]) -> None:
    for _ in range(5):
        with pytest.raises(NotIn, match=WHO):
            access.log_in(db, "dana", LEE, "app")
    waits = []
    for _ in range(9):
        with pytest.raises(NotIn, match="Too many wrong") as error:
            access.log_in(db, "dana", DANA, "app")  # not even looked at
        waits.append(error.value.seconds)
        clock(error.value.seconds - 1)
        with pytest.raises(NotIn, match="possible in 1 second"):
            access.log_in(db, "dana", DANA, "app")
        clock(1)
        with pytest.raises(NotIn, match=WHO):
            access.log_in(db, "dana", LEE, "app")
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    clock(3600)
    assert access.log_in(db, "dana", DANA, "app")
    assert not tries.file_of(db).exists()


def test_others_do_not_wait_and_a_clock_put_back_helps_nobody(
    db: Path, code: str, clock: Callable[[float], None]
) -> None:
    for _ in range(5):
        with pytest.raises(NotIn, match=WHO):
            access.log_in(db, "dana", LEE, "app")
    clock(-7200)
    with pytest.raises(NotIn, match="30 seconds"):
        access.log_in(db, "dana", DANA, "app")
    assert access.log_in_by_code(db, code, "app").by_code


MANY = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tcm_tui.records import tries
for _ in range(40):
    with tries.alone(Path(sys.argv[1])):
        tries.count(Path(sys.argv[1]), "dana", datetime.now(UTC))
"""


def test_wrong_ones_of_several_programs_at_once_all_count(db: Path) -> None:
    """Without the lock most of them are lost, and so many more could be tried."""
    programs = [subprocess.Popen([sys.executable, "-c", MANY, str(db)]) for _ in range(3)]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    assert json.loads(tries.file_of(db).read_text(encoding="utf-8"))["wrong"]["dana"][0] == 120


def test_a_name_nobody_has_is_kept_nowhere(db: Path, clock: Callable[[float], None]) -> None:
    """It may be a passphrase typed into the wrong line."""
    for n in range(5):
        with pytest.raises(NotIn, match=WHO):
            access.log_in(db, f"{LEE} {n}", "x", "app")
    assert LEE not in tries.file_of(db).read_text(encoding="utf-8")
    with pytest.raises(NotIn, match="Too many"):
        access.log_in(db, "another name", "x", "app")
    access.log_in(db, "dana", DANA, "app")
    assert ("dana", "wrong-log-in", tries.UNKNOWN) in told(db)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"wrong": {"dana": [9]}, "untold": []}', '{"wrong": 1, "untold": 2}'])
def test_a_spoilt_count_stops_nobody(db: Path, text: str) -> None:
    tries.file_of(db).write_text(text, encoding="utf-8")
    assert access.log_in(db, "dana", DANA, "app")


def test_the_log_is_told_of_log_ins_wrong_ones_locks_and_people(db: Path) -> None:
    with pytest.raises(NotIn):
        access.log_in(db, "dana", LEE, "app")
    session = access.log_in(db, "dana", DANA, "app")
    access.add(session, "lee", LEE, access.STAFF)
    access.rename(session, "lee", "lee park")
    access.set_role(session, "lee park", access.ADMIN)
    access.lock(db, "suspended")
    access.log_in(db, "lee park", LEE, "app")
    assert told(db) == [
        ("dana", "encryption", "dana"),
        ("dana", "wrong-log-in", "dana"),
        ("dana", "log-in", "dana"),
        ("dana", "people", "lee"),
        ("dana", "people", "lee park"),
        ("dana", "people", "lee park"),
        ("dana", "lock", "dana"),
        ("lee park", "log-in", "lee park"),
    ]
    access.log_in(db, "lee park", LEE, "app")
    assert told(db)[-1] == ("lee park", "log-in", "lee park") and len(told(db)) == 9, "a wrong one is told once"


def test_what_a_person_writes_is_theirs_whatever_the_system_calls_them(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TCM_USER", "somebody")
    access.log_in(db, "dana", DANA, "app")
    desk = office.open_desk(str(db))
    assert drafts.keep(desk, "book", "M1", {"note": "x"})
    access.add(access.log_in(db, "dana", DANA, "app"), "lee", LEE, access.STAFF)
    access.log_in(db, "lee", LEE, "app")
    assert drafts.found(desk) == []
    access.log_in(db, "dana", DANA, "app")
    assert [draft.form for draft in drafts.found(desk)] == ["book"]
    desk.close()


def test_staff_change_their_own_passphrase_and_nothing_else(db: Path) -> None:
    access.add(access.log_in(db, "dana", DANA, "app"), "lee", LEE, access.STAFF)
    lee = access.log_in(db, "lee", LEE, "app")
    for job in (
        lambda: access.add(lee, "kim", KIM, access.ADMIN),
        lambda: access.remove(lee, "dana"),
        lambda: access.rename(lee, "dana", "d"),
        lambda: access.set_role(lee, "lee", access.ADMIN),
        lambda: access.set_passphrase(lee, "dana", KIM),
        lambda: access.set_code(lee, access.new_code()),
    ):
        with pytest.raises(Refused, match="may not change people"):
            job()
    access.set_passphrase(lee, "lee", KIM)
    access.log_out()
    assert access.log_in(db, "lee", KIM, "app").person == "lee"
    with pytest.raises(NotIn):
        access.log_in(db, "lee", LEE, "app")


def test_a_key_file_of_another_database_is_told(db: Path, tmp_path: Path) -> None:
    access.begin(str(tmp_path / "b.db"), "dana", DANA, access.new_code())
    access.log_out()
    (tmp_path / "b.db.keys").replace(tmp_path / "agency.db.keys")
    with pytest.raises(StoreError, match="is not the key file of"):
        access.log_in(db, "dana", DANA, "app")
    assert keyring.secret_of(db.absolute()) is None


def test_without_its_key_file_it_is_a_file_like_any_other(db: Path) -> None:
    (db.parent / "agency.db.keys").unlink()
    with pytest.raises(StoreError) as error:
        office.open_desk(str(db))
    assert error.value.kind == "foreign"


def test_new_records_are_encrypted_from_their_first_byte(tmp_path: Path, code: str) -> None:
    path = access.begin(str(tmp_path / "new" / "a.db"), "dana", DANA, code)
    office.open_desk(str(path), create=True).close()
    access.log_out()
    assert not path.read_bytes().startswith(b"SQLite")
    assert access.log_in_by_code(path, code, "app").by_code


def test_what_was_begun_and_not_made_leaves_nothing(tmp_path: Path, code: str) -> None:
    access.begin(str(tmp_path / "a.db"), "dana", DANA, code)
    access.undo_begin(str(tmp_path / "a.db"))
    assert list(tmp_path.iterdir()) == []


def test_two_groups_of_the_code_are_asked_for(code: str) -> None:
    first, second = access.part_asked(code)
    groups = code.split("-")
    assert 1 <= first < second <= 6
    assert access.is_part(code, f"{groups[first - 1]} {groups[second - 1]}".lower())
    assert (
        not access.is_part(code, f"{groups[second - 1]} {groups[first - 1]}") or groups[first - 1] == groups[second - 1]
    )
    assert not access.is_part(code, "")
    asked = {access.part_asked(access.new_code()) for _ in range(400)}
    assert len(asked) == 15, "any two of six"
