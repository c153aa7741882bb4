"""The audit log: what it says of a change, and that no change to the log itself goes unseen."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tcm_tui.records.audit import verify_chain
from tcm_tui.records.store import Store, open_store
from tcm_tui.records.write import work

AT = datetime(2026, 3, 2, 15, 4, 5, 6000, tzinfo=UTC)
COLUMNS = ("at", "who", "action", "entity", "key", "member_id", "before", "after", "prev_hash", "hash")


@pytest.fixture
def told(store: Store) -> Store:
    """Five rows in three transactions."""
    for n, rows in enumerate((2, 1, 2)):
        with work(store, "dana", f"job {n}", at=AT + timedelta(minutes=n)) as uow:
            for row in range(rows):
                uow.audit("members", f"M{row}", f"M{row}", {"city": "Tulsa"}, {"city": f"Ada {row}"})
    return store


def test_a_row_says_who_what_and_what_differs(store: Store) -> None:
    here = timezone(timedelta(hours=-6))
    before = {"status": "scheduled", "date": date(2026, 3, 2), "units": None}
    with work(store, "dana", "miss", at=AT.astimezone(here)) as uow:
        uow.audit("appointments", "A1", "M1", before, {**before, "status": "missed"})
        uow.audit("outreach", "O1", None, None, {"date": date(2026, 3, 3), "result": "é"})
    first, second = store.rows("SELECT id, at, who, action, entity, key, member_id, before, after FROM audit")
    assert first == (
        *(1, "2026-03-02T15:04:05.006Z", "dana", "miss", "appointments", "A1", "M1"),
        *('{"status":"scheduled"}', '{"status":"missed"}'),
    )
    assert second[6:] == (None, None, '{"date":"2026-03-03","result":"é"}')


def test_the_hash_is_what_is_written_down(told: Store) -> None:
    """sha256 over the hash before and the row as a JSON list: an auditor can compute it without the program."""
    last = "0" * 64
    for row in told.rows("SELECT * FROM audit ORDER BY id"):
        text = json.dumps(row[:9], ensure_ascii=False, separators=(",", ":"))
        assert row[9] == last
        last = hashlib.sha256((last + text).encode()).hexdigest()
        assert row[10] == last
    assert told.row("SELECT value FROM meta WHERE key = 'audit_head'") == (f"5 {last}",)


def test_an_untouched_log_is_whole(told: Store, blank: Path) -> None:
    assert verify_chain(told) == (True, None, 5)
    with open_store(blank) as empty:
        assert verify_chain(empty) == (True, None, 0)


def tamper(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as thief:
        thief.execute("DROP TRIGGER tr_audit_update")
        thief.execute("DROP TRIGGER tr_audit_delete")
        for statement in statements:
            thief.execute(statement)
        thief.commit()


@pytest.mark.parametrize(
    ("statements", "bad"),
    [
        (["UPDATE audit SET member_id = NULL WHERE id = 3"], 3),
        (["UPDATE audit SET after = before WHERE id = 5"], 5),
        (["DELETE FROM audit WHERE id = 2"], 3),
        (["DELETE FROM audit WHERE id = 1"], 2),
        (["DELETE FROM audit WHERE id = 5"], None),
        (["DELETE FROM audit"], None),
        (["UPDATE audit SET id = 6 WHERE id = 5"], 6),
        (["UPDATE audit SET id = -1 WHERE id = 1"], -1),
        (["INSERT INTO audit SELECT 6, at, who, action, entity, key, member_id, before, after, hash, hash "
          "FROM audit WHERE id = 5"], 6),
    ],
)  # fmt: skip
def test_tampering_is_found(told: Store, statements: list[str], bad: int | None) -> None:
    tamper(told.path, *statements)
    found = verify_chain(told)
    assert (found.ok, found.first_bad_id) == (False, bad)


def test_random_tampering_is_found(told: Store) -> None:
    original = told.rows("SELECT * FROM audit ORDER BY id")
    tamper(told.path)
    chance = random.Random(20260302)
    with closing(sqlite3.connect(told.path, isolation_level=None)) as thief:
        for _ in range(300):
            row, column = chance.randrange(5), chance.randrange(len(COLUMNS))
            value = original[row][column + 1]
            text = list(value or "x")
            at = chance.randrange(len(text))
            text[at] = chr(ord(text[at]) ^ chance.randrange(1, 16))
            change = f"UPDATE audit SET {COLUMNS[column]} = ? WHERE id = ?"
            thief.execute(change, ("".join(text) if value else "", row + 1))
            assert not verify_chain(told).ok, (row, COLUMNS[column], "".join(text))
            thief.execute(change, (value, row + 1))
    assert verify_chain(told).ok
