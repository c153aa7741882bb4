"""A copy for each day: verified, private, thinned out by count, and never in the way of the records."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcm_tui.cli.app import run
from tcm_tui.desk import keeping, office
from tcm_tui.records import backup, daily
from tcm_tui.records.errors import StoreError
from tcm_tui.records.store import Store, open_store
from tcm_tui.records.write import work
from tests.records.people import member, put
from tests.records.test_backup import members, spoil

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _nothing_written() -> Iterator[None]:
    office.written.clear()
    yield
    office.written.clear()


def folder(store: Store) -> Path:
    return store.path.with_name("agency.db.backups")


def listing(store: Store) -> list[str]:
    return sorted(file.name for file in folder(store).iterdir()) if folder(store).exists() else []


def test_the_first_of_a_day_makes_a_copy_and_the_second_none(store: Store) -> None:
    assert daily.make(store.path, DAY) is None, "nothing was ever written"
    assert not folder(store).exists()
    put(store, member())
    before = os.umask(0)
    try:
        made = daily.make(store.path, DAY)
    finally:
        os.umask(before)
    assert made == folder(store) / "2026-03-02.db"
    assert members(made) == ["M1"]
    assert (stat.S_IMODE(made.stat().st_mode), stat.S_IMODE(folder(store).stat().st_mode)) == (0o600, 0o700)
    put(store, member(member_id="M2"))
    assert daily.make(store.path, DAY) is None
    assert daily.make(store.path, DAY + timedelta(1)) is not None
    assert members(made) == ["M1"]
    assert listing(store) == ["2026-03-02.db", "2026-03-03.db"]


def _kept_by_hand(days: set[date]) -> set[date]:
    """Told again: a day stays when fewer than 7 later days, 4 later weeks or 12 later months have a copy."""

    def later(day: date, span: str) -> int:
        return len({other.strftime(span) for other in days if other.strftime(span) > day.strftime(span)})

    def last(day: date, span: str) -> bool:
        return not any(other > day and other.strftime(span) == day.strftime(span) for other in days)

    return {
        day
        for day in days
        if any(last(day, span) and later(day, span) < n for span, n in (("%Y%m%d", 7), ("%G%V", 4), ("%Y%m", 12)))
    }  # fmt: skip


@given(st.sets(st.dates(date(2020, 1, 1), date(2027, 1, 31)), max_size=60))
def test_the_latest_of_days_weeks_and_months_stay(days: set[date]) -> None:
    assert daily.kept_of(days) == _kept_by_hand(days)


def test_three_years_of_days_leave_a_week_a_month_and_a_year(store: Store) -> None:
    put(store, member())
    folder(store).mkdir()
    for n in range(3 * 365):
        day = date(2023, 1, 1) + timedelta(n)
        if n % 7 < 5:  # not on two days of the week
            (folder(store) / f"{day}.db").touch()
            daily._thin_out(store.path, day)
    days = [copy.day for copy in daily.copies(store.path)]
    assert days[0] == date(2025, 12, 30)
    assert days[:7] == sorted(days[:7], reverse=True)
    assert len({(d.year, d.month) for d in days}) == 12
    assert len({d.isocalendar()[:2] for d in days}) >= 4
    assert len(days) <= 7 + 4 + 12
    assert days[-1] == date(2025, 1, 30)


def test_only_copies_are_ever_removed(store: Store) -> None:
    put(store, member())
    folder(store).mkdir()
    others = ["notes.txt", "2020-13-45.db", "2020-01-01.db.old", "of-mine.db"]
    for name in [*others, *(f"2020-01-{n:02}.db" for n in range(1, 31))]:
        (folder(store) / name).write_bytes(b"x")
    (folder(store) / "2019-01-01.db").symlink_to(store.path)
    daily.make(store.path, DAY)
    left = listing(store)
    assert set(others) < set(left)
    assert "2020-01-30.db" in left
    assert "2020-01-02.db" not in left
    assert store.path.exists()


def test_the_clock_set_back_keeps_what_was_just_made(store: Store) -> None:
    put(store, member())
    for n in range(30):
        daily.make(store.path, DAY + timedelta(n))
    made = daily.make(store.path, date(1999, 1, 1))
    assert made is not None
    assert made.exists()


def test_a_damaged_database_replaces_no_copy(store: Store) -> None:
    put(store, member())
    for n in range(8):
        daily.make(store.path, DAY + timedelta(n))
    before = listing(store)
    spoil(store.path)
    with pytest.raises(StoreError) as caught:
        keeping.copy_of_the_day(store.path, today=DAY + timedelta(8))
    assert caught.value.kind == "damaged"
    assert caught.value.sentence.startswith("The day’s copy could not be made: ")
    assert listing(store) == before


class _Usage(NamedTuple):
    free: int


def test_it_takes_no_room_that_the_records_need(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, member())
    size = store.path.stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(3 * size - 1))
    with pytest.raises(StoreError, match="too little room"):
        daily.make(store.path, DAY)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(3 * size))
    assert daily.make(store.path, DAY) is not None


def test_what_another_process_is_making_is_left_to_it(store: Store) -> None:
    put(store, member())
    folder(store).mkdir()
    part = folder(store) / f".2026-03-02.db.{os.getppid()}.part"
    part.touch()
    assert daily.make(store.path, DAY) is None
    part.unlink()
    assert daily.make(store.path, DAY) is not None


def test_a_link_or_a_file_in_the_folders_place_is_refused(store: Store, tmp_path: Path) -> None:
    put(store, member())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder(store).symlink_to(elsewhere)
    with pytest.raises(StoreError, match="not a folder of yours"):
        daily.make(store.path, DAY)
    assert list(elsewhere.iterdir()) == []
    folder(store).unlink()
    folder(store).write_text("")
    with pytest.raises(StoreError):
        daily.make(store.path, DAY)


def test_leaving_gives_it_up_while_copying_and_while_checking(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, *(member(member_id=f"M{n}", hold_reason="x" * 900) for n in range(400)))
    monkeypatch.setattr(backup, "_PAGES", 50)
    monkeypatch.setattr(backup, "_OPCODES", 100)
    asked: list[int] = []

    def until(count: int) -> bool:
        asked.append(1)
        return len(asked) < count

    assert keeping.copy_of_the_day(store.path, lambda: until(1), DAY) is False
    steps = -(-store.path.stat().st_size // 4096 // 50)
    asked.clear()
    assert keeping.copy_of_the_day(store.path, lambda: until(steps + 2), DAY) is False
    assert len(asked) > steps, "it was given up while the copy was checked"
    assert listing(store) == []
    assert keeping.copy_of_the_day(store.path, lambda: True, DAY) is True


def test_the_doctor_tells_of_the_last_copy(store: Store) -> None:
    db, today = str(store.path), date.today()

    def told() -> keeping.Check:
        return next(check for check in keeping.doctor(db) if check.name == "last copy")

    put(store, member())
    assert told().ok, "changed today: the copy is on its way"
    changed = datetime.now(UTC) - timedelta(3)
    with work(store, "t", "x", at=changed) as uow:
        uow.audit("settings", "agency")
    with closing(sqlite3.connect(store.path)) as opened:  # as after three quiet days
        opened.executescript("DROP TRIGGER tr_audit_delete; DELETE FROM audit WHERE id = 1")
    day = changed.astimezone().date()
    assert (told().ok, f"none since the change of {day}" in told().sentence) == (False, True)
    keeping.copy_of_the_day(store.path, today=day - timedelta(1))
    assert not told().ok
    keeping.copy_of_the_day(store.path, today=day)
    assert told().ok
    assert told().sentence.startswith(f"Of {day}, ")
    assert told().sentence.endswith(f"2 kept in {folder(store)}.")
    assert day < today


def test_a_command_that_writes_makes_the_copy_after_its_answer(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(store.path)
    sites = tmp_path / "sites.csv"
    sites.write_text("site_id,name,contract\nS1,Main Street,110\n", encoding="utf-8")
    assert run(["caseload", "--db", db]) == 0
    assert run(["import", str(sites), "--dry-run", "--db", db]) == 0
    assert listing(store) == []
    assert run(["import", str(sites), "--db", db]) == 0
    assert listing(store) == [f"{date.today()}.db"]
    with open_store(folder(store) / f"{date.today()}.db") as copy:
        assert copy.rows("SELECT site_id FROM sites") == [("S1",)]
    shutil.rmtree(folder(store))
    folder(store).write_text("in the way")
    sites.write_text("site_id,name,contract\nS2,Lake Street,111\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["import", str(sites), "--db", db]) == 0, "the records were stored"
    assert capsys.readouterr().err.startswith("The day’s copy could not be made: ")


def test_of_a_large_database_the_copy_is_made_aside(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, member())
    monkeypatch.setattr(keeping, "ASIDE", 1)
    process = keeping.copy_after_a_command(store.path)
    assert process is not None
    assert process.wait(60) == 0
    assert members(folder(store) / f"{date.today()}.db") == ["M1"]
    assert keeping.copy_after_a_command(store.path) is None, "it is there"


def test_a_drill_back_to_the_copy_of_a_day(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an agency would do after a bad day: look with the doctor, restore the day's copy, look again."""
    put(store, member())
    keeping.copy_of_the_day(store.path)
    put(store, member(member_id="M2"))
    db, copy = str(store.path), str(daily.copies(store.path)[0].file)
    spoil(store.path)
    assert run(["doctor", "--db", db]) == 3
    assert run(["restore", copy, "--db", db]) == 0
    assert "What was there before is in" in capsys.readouterr().out
    assert members(store.path) == ["M1"]
    assert all(check.ok for check in keeping.doctor(db))
    assert Path(copy).exists()
