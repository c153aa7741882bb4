"""Which writes the audit log tells of, and which of them still hold.

A batch is the entries of one write, by the first and the last. Undoing adds an entry that names the batch it
took back; undone in its turn, what it took back holds again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.records import ids
from tcm_tui.records import undo as log
from tcm_tui.records.audit import TOLD
from tcm_tui.records.queries import undo as sql

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Batch = tuple[int, int]

_PAGE = 2_000
_FAR_ENOUGH = 20_000
"""Entries of the log after which a search for the last write is given up."""

_NEVER = frozenset(("import", "rebuild", "restore", "demo")) | TOLD


class _Write(NamedTuple):
    """One write as its entries tell it. undoes is the batch it took back."""

    batch: Batch
    who: str
    action: str
    entities: frozenset[str]
    undoes: Batch | None


def last(desk: Desk, who: str | None = None) -> Batch | None:
    """The latest write of a person (None: this process's user) that can be taken back and was not yet."""
    who = who or ids.user_name(desk.store.path)
    for write, holds in _newest_first(desk, who):
        if write.who == who and holds and write.undoes is None and _undoable(write):
            return write.batch
    return None


def last_undone(desk: Desk, who: str | None = None) -> Batch | None:
    """The undoing that a redo of this person takes back; None once they have written something else since."""
    who = who or ids.user_name(desk.store.path)
    for write, holds in _newest_first(desk, who):
        if write.who != who or not holds or write.action == "redo" or write.action in TOLD:
            continue
        return write.batch if write.action == "undo" else None
    return None


def undone(desk: Desk, first: int) -> set[int]:
    """The first entries of the batches from an entry on that are taken back and do not hold."""
    gone: set[int] = set()
    for ident, key in desk.store.rows(sql.TAKEN_BACK, {"after": first}):
        if ident not in gone:
            gone.add(_named(key)[0])
    return gone


def _named(key: str) -> Batch:
    first, _, end = key.partition("-")
    return int(first), int(end)


def _undoable(write: _Write) -> bool:
    return write.action not in _NEVER and log.LINK not in write.entities


def _newest_first(desk: Desk, who: str) -> Iterator[tuple[_Write, bool]]:
    """A person's writes, and everybody's undoings, each with whether it still holds."""
    gone: set[int] = set()
    for write in _writes(desk, who):
        holds = write.batch[0] not in gone
        if holds and write.undoes is not None:
            gone.add(write.undoes[0])
        yield write, holds


def _writes(desk: Desk, who: str) -> Iterator[_Write]:
    held: list[tuple[int, str, str, str, str, str]] = []
    for row in _entries(desk, who):
        if held and (row[0], *row[1:4]) != (held[-1][0] - 1, *held[-1][1:4]):
            yield _write(held)
            held = []
        held.append(row)
    if held:
        yield _write(held)


def _write(rows: list[tuple[int, str, str, str, str, str]]) -> _Write:
    first = rows[-1]  # the newest entry stands first
    undoes = _named(first[5]) if first[4] == log.LINK else None
    return _Write((first[0], rows[0][0]), first[2], first[3], frozenset(row[4] for row in rows), undoes)


def _entries(desk: Desk, who: str) -> Iterator[tuple[int, str, str, str, str, str]]:
    """(id, at, who, action, entity, key) of a person's entries and of everybody's undoings, newest first."""
    newest = desk.store.row(sql.NEWEST)
    top = newest[0] or 0 if newest else 0
    for upper in range(top, max(top - _FAR_ENOUGH, 0), -_PAGE):
        for row in desk.store.rows(sql.OF_PERSON, {"who": who, "above": upper - _PAGE, "top": upper}):
            yield row[0], row[1], row[2], row[3], row[4], row[5]
