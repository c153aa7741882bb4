"""Random changes to an audit log from outside, by SQL with its triggers dropped, and whether each is found."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tcm_tui.records import audit
from tcm_tui.records.audit import COLUMNS, Seen, verify_chain
from tcm_tui.records.plain import plain_work
from tcm_tui.records.store import open_store

AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
ROWS = 40
NAMES = COLUMNS.split(", ")
Log = list[list[Any]]


class Copy:
    """A log in memory, as ``verify_chain`` reads one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def row(self, sql: str) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self.connection.execute(sql).fetchone()
        return found


def log(file: Path) -> bytes:
    """A database with a log of changes and views, as SQLite's bytes."""
    with open_store(file, create=True) as store:
        for n in range(ROWS // 4):
            at = AT + timedelta(minutes=n)
            with plain_work(store, "dana", "save", at=at) as uow:
                uow.audit("members", f"M{n}", f"M{n}", {"city": "Ada"}, {"city": f"Tulsa {n}"})
                uow.audit("plans", f"M{n}/1", f"M{n}", None, {"goal": "é", "n": n})
            seen = [Seen("view", "member", "app", f"M{k}", at + timedelta(seconds=k)) for k in (1, 2)]
            audit.tell(store.path, "rey", seen, 1.0)
        with closing(sqlite3.connect(":memory:")) as memory:
            store.connection.backup(memory)
            return memory.serialize()


def changed(rows: Log, chance: random.Random) -> None:
    """One character of one value is another, or a value is gone, or one is where there was none."""
    row, column = chance.choice(rows), chance.randrange(1, len(NAMES))
    text = row[column]
    if text and chance.random() < 0.8:
        at = chance.randrange(len(text))
        row[column] = text[:at] + chr(ord(text[at]) ^ chance.randrange(1, 16)) + text[at + 1 :]
    else:
        may_be_none = NAMES[column] in ("member_id", "before", "after")
        row[column] = (None if may_be_none else "") if text else "x"


def deleted(rows: Log, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        del rows[chance.randrange(len(rows))]


def swapped(rows: Log, chance: random.Random) -> None:
    """Two entries change places, with or without their hashes."""
    one, other = chance.sample(range(len(rows)), 2)
    last = len(NAMES) - chance.choice((0, 2))
    rows[one][1:last], rows[other][1:last] = rows[other][1:last], rows[one][1:last]


def inserted(rows: Log, chance: random.Random) -> None:
    """An entry more, its hash worked out as the program does; what follows is numbered on."""
    at = chance.randrange(len(rows) + 1)
    before = rows[at - 1][-1] if at else audit.START
    new = [at + 1, *chance.choice(rows)[1:-2]]
    new += [before, audit.row_hash(before, new)]
    for row in rows[at:]:
        row[0] += 1
    rows.insert(at, new)


def truncated(rows: Log, chance: random.Random) -> None:
    del rows[len(rows) - chance.randrange(1, len(rows) + 1) :]


WAYS: tuple[Callable[[Log, random.Random], None], ...] = (changed, deleted, swapped, inserted, truncated)


def verified(copy: Copy) -> bool:
    """Whether the log is whole, as ``tcm audit`` looks at it."""
    return bool(verify_chain(copy).ok)


def counted(copy: Copy) -> bool:
    """The control: whether the log has as many entries as its head says, and no more is looked at."""
    head, many = copy.row("SELECT value FROM meta WHERE key = 'audit_head'"), copy.row("SELECT count(*) FROM audit")
    return head is not None and many is not None and int(head[0].split()[0]) == many[0]


def tamperings(
    file: Path, many: int, seed: int, whole_by: Callable[[Copy], bool] = verified
) -> tuple[Counter[str], list[str]]:
    """How many of each kind were tried, and what of them was not found."""
    whole, chance = log(file), random.Random(seed)
    tried: Counter[str] = Counter()
    missed: list[str] = []
    for number in range(many):
        way = WAYS[number % len(WAYS)]
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as thief:
            thief.deserialize(whole)
            assert whole_by(Copy(thief))
            for trigger in ("tr_audit_update", "tr_audit_delete"):
                thief.execute(f"DROP TRIGGER {trigger}")
            rows = [list(row) for row in thief.execute(f"SELECT {COLUMNS} FROM audit ORDER BY id")]
            way(rows, chance)
            thief.execute("DELETE FROM audit")
            marks = ", ".join("?" * len(NAMES))
            thief.executemany(f"INSERT INTO audit ({COLUMNS}) VALUES ({marks})", rows)
            tried[way.__name__] += 1
            if whole_by(Copy(thief)):
                missed.append(f"{way.__name__}, number {number} of seed {seed}")
    return tried, missed
