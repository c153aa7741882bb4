"""Adding, changing and removing one recorded row inside a transaction, with its audit entry and what follows.

Rows of every kind that is neither planned nor voided go through here: plans, stays, homes, authorizations,
members, hours … What happened can always be recorded, so nothing here asks the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from tcm_tui.desk import writing
from tcm_tui.desk.errors import Refused
from tcm_tui.records.errors import Unfit
from tcm_tui.records.queries.record import TABLES

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job

Columns = dict[str, Any]
_LEDGER = {"members", "plans", "residences", "stays", "authorizations", "external_units"}
"""Records that decide what a member's services are worth: changing one works out all the member's months anew."""


def key_text(entity: str, row: Mapping[str, Any]) -> str:
    """A record's key as one text, as the audit log has it: ``M1/2026-01-01``."""
    return "/".join(str(row[column]) for column in TABLES[entity].key)


def load(desk: Desk, entity: str, key: str) -> Columns | None:
    """The columns of a record as stored (days as ISO text), or None. Its key's parts stand between / or :."""
    kept = TABLES[entity]
    for parts in _splits(key, len(kept.key)):
        row = desk.store.row(kept.sql, dict(zip("abcd", parts, strict=False))) if kept.can_be_key(parts) else None
        if row is not None:
            return dict(zip(kept.columns, row, strict=True))
    return None


def _splits(key: str, many: int) -> Iterator[tuple[str, ...]]:
    """Every way to read a key as so many parts; an id may hold a separator itself."""
    if many == 1:
        yield (key,)
        return
    for mark in "/:":
        parts = key.split(mark)
        if len(parts) <= many + 6:
            for cuts in combinations(range(1, len(parts)), many - 1):
                ends = (0, *cuts, len(parts))
                yield tuple(mark.join(parts[a:b]) for a, b in pairwise(ends))


def _table(entity: str) -> Any:
    from tcm_tui.records import tables

    classes = (getattr(tables, name) for name in tables.__all__)
    return next(each for each in classes if getattr(each, "__tablename__", None) == entity)


def _flush(frame: Job) -> None:
    """Send the row to the database; what its constraints refuse is one sentence."""
    try:
        frame.uow.flush()
    except Unfit as error:
        raise Refused(f"The records do not take this: {_grounds(error.grounds)}.") from None


def _grounds(text: str) -> str:
    if text.startswith("UNIQUE"):
        return "there is one with the same key already; edit that one"
    if text.startswith("FOREIGN KEY"):
        return "it names a record that is not there, or another record names it"
    if text.startswith("CHECK"):
        return f"“{text.rpartition(': ')[2].replace('_', ' ')}” does not hold"
    return text


def add(frame: Job, entity: str, columns: Columns) -> str:
    """Store a new row; its key. Raises Refused where one of the same key is stored."""
    key = key_text(entity, columns)
    if load(frame.desk, entity, key) is not None:
        raise Refused(f"{spoken(entity)} {key} is recorded already; edit that one.")
    _families(frame, entity, columns)
    row = _table(entity)(**columns)
    frame.uow.session.add(row)
    _flush(frame)
    frame.audit(entity, key, columns.get("member_id"), None, writing.columns(row))
    follow(frame, entity, columns)
    return key


def change(frame: Job, entity: str, key: str, columns: Columns) -> str:
    """Give a stored row other columns; its key afterwards. Raises Refused where it is gone."""
    before = load(frame.desk, entity, key)
    if before is None:
        raise Refused(f"{spoken(entity)} {key} is not there any more; somebody has removed it.")
    old_key, new_key = key_text(entity, before), key_text(entity, before | columns)
    if old_key != new_key and load(frame.desk, entity, new_key) is not None:
        raise Refused(f"{spoken(entity)} {new_key} is recorded already; edit that one.")
    _families(frame, entity, columns)
    row = _get(frame, entity, before)
    was = writing.columns(row)
    for name, value in columns.items():
        setattr(row, name, value)
    now = writing.columns(row)
    if was == now:
        return old_key
    _flush(frame)
    frame.audit(entity, old_key, now.get("member_id"), was, now)
    follow(frame, entity, before, now)
    return new_key


def remove(frame: Job, entity: str, key: str, because: str) -> str:
    """Take out a row that should never have been; the audit log keeps it, with the reason."""
    before = load(frame.desk, entity, key)
    if before is None:
        raise Refused(f"{spoken(entity)} {key} is not there; look its key up again.")
    row = _get(frame, entity, before)
    was = writing.columns(row)
    frame.uow.session.delete(row)
    _flush(frame)
    frame.audit(entity, key_text(entity, before), was.get("member_id"), was | {"because": because}, None)
    follow(frame, entity, before)
    return key_text(entity, before)


def _get(frame: Job, entity: str, row: Columns) -> Any:
    from datetime import date

    table = _table(entity)
    kinds = table.__table__.columns
    ident = [
        date.fromisoformat(row[column]) if kinds[column].type.python_type is date else row[column]
        for column in TABLES[entity].key
    ]
    found = frame.uow.session.get(table, tuple(ident))
    assert found is not None
    return found


def _families(frame: Job, entity: str, columns: Columns) -> None:
    """A family a member names is made first."""
    if entity == "members" and columns.get("family_id"):
        from tcm_tui.records import families

        families.ensure(frame.uow.driver, [columns["family_id"]])


def follow(frame: Job, entity: str, *rows: Mapping[str, Any]) -> None:
    """Bring up to date what follows from these rows: the ledger of their members, in every month.

    A worker's members are those served, once the level, type or site is another.
    """
    if entity in _LEDGER:
        members = {str(row["member_id"]) for row in rows}
        frame.uow.refresh(frame.desk.policy, frame.desk.packs, sorted(members))
    if entity == "case_managers" and any(rows[0][name] != rows[-1][name] for name in ("level", "type", "site_id")):
        from tcm_tui.records.refresh import members_served_by

        served = members_served_by(frame.uow.driver, {rows[0]["cm_id"]})
        frame.uow.refresh(frame.desk.policy, frame.desk.packs, sorted(served))


def spoken(entity: str) -> str:
    """A table's name as a person calls one of its rows."""
    special = {"on_call": "On-call duty", "external_units": "External units", "working_hours": "Working hours",
               "leave": "Leave", "availability": "Availability", "travel": "Travel"}  # fmt: skip
    return special.get(entity) or entity.replace("_", " ").rstrip("s").capitalize()
