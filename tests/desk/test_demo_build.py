"""The demonstration as a file: whole or not at all, private, and never over somebody's records."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tcm_tui.desk.demo.build import Built, build, replaceable
from tcm_tui.desk.errors import Refused
from tcm_tui.desk.exporting import export_folder
from tcm_tui.desk.office import StoreError, open_desk
from tests.desk.demo_agency import WEDNESDAY

SMALL = {"case_managers": 3, "members": 20, "months": 3}


def small(path: Path, on: date = WEDNESDAY, seed: int = 1) -> Built:
    return build(path, on, seed=seed, **SMALL)


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return list(connection.iterdump())


def test_the_file_holds_what_was_made_and_every_constraint_holds(tmp_path: Path) -> None:
    built = build(tmp_path / "demo.db", WEDNESDAY)
    with sqlite3.connect(built.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, rows in built.rows.items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows,)
        worked = "SELECT count(DISTINCT service_id) FROM ledger"
        assert connection.execute(worked).fetchone() == (built.rows["services"],)
    assert built.rows["services"] > 15_000
    assert built.planted["day-over"]


def test_all_indexes_are_there_afterwards(tmp_path: Path) -> None:
    """They are left out while the rows go in."""
    listed = "SELECT name, sql FROM sqlite_schema ORDER BY name"
    open_desk(str(tmp_path / "empty.db"), create=True).close()
    with sqlite3.connect(tmp_path / "empty.db") as connection:
        empty = connection.execute(listed).fetchall()
    with sqlite3.connect(small(tmp_path / "demo.db").path) as connection:
        assert connection.execute(listed).fetchall() == empty


def test_the_ledger_is_up_to_date(tmp_path: Path) -> None:
    built = small(tmp_path / "demo.db")
    from tcm_tui.records.freshness import is_stale

    desk = open_desk(str(built.path))
    assert not is_stale(desk.store, desk.policy, desk.packs)
    assert desk.agency.endswith("(demonstration)")
    desk.close()


def test_the_same_call_writes_the_same_records_and_the_same_log(tmp_path: Path) -> None:
    assert dump(small(tmp_path / "one.db").path) == dump(small(tmp_path / "two.db").path)


def test_the_file_is_private_and_alone(tmp_path: Path) -> None:
    built = small(tmp_path / "new" / "demo.db")
    assert stat.S_IMODE(built.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(built.path.parent.stat().st_mode) == 0o700
    assert [file.name for file in built.path.parent.iterdir()] == ["demo.db"]


def test_an_untouched_demonstration_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    small(path)
    assert replaceable(path)
    small(path, seed=2)
    assert dump(path) == dump(small(tmp_path / "other.db", seed=2).path)


def test_records_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    built = small(path)
    with sqlite3.connect(built.path) as connection:
        connection.execute(
            "INSERT INTO audit (at, who, action, entity, key, prev_hash, hash)"
            " VALUES ('', 'me', 'book', '', '', '', '')"
        )
    before = dump(path)
    with pytest.raises(Refused, match="not a fresh demonstration"):
        small(path, seed=2)
    assert dump(path) == before


def test_a_demonstration_that_was_only_exported_is_still_fresh(tmp_path: Path) -> None:
    path = small(tmp_path / "demo.db").path
    with closing(open_desk(str(path))) as desk:
        export_folder(desk, tmp_path / "out", ["sites"])
        assert desk.store.rows("SELECT action FROM audit ORDER BY id") == [("demo",), ("export",)]
    assert replaceable(path)


def test_an_empty_agency_that_somebody_began_is_not_taken_for_a_demonstration(tmp_path: Path) -> None:
    open_desk(str(tmp_path / "mine.db"), create=True).close()
    with pytest.raises(Refused):
        small(tmp_path / "mine.db")


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, this is not a database of anything.\n" * 50, encoding="utf-8")
    with pytest.raises(StoreError):
        small(path)
    assert path.read_text(encoding="utf-8").startswith("Dear all")


@pytest.mark.parametrize("stage", ["months", "ledger"])
def test_giving_up_leaves_nothing_behind(tmp_path: Path, stage: str) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(what: str, done: int, total: int) -> bool:
        told.append((what, done, total))
        return what != stage

    with pytest.raises(StoreError, match="Given up"):
        build(tmp_path / "demo.db", WEDNESDAY, progress=progress)
    assert list(tmp_path.iterdir()) == []
    assert all(0 < done <= total for _, done, total in told)
