"""What was typed into a form and not saved: it survives the program, and only its writer is shown it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.office import StoreError
from tcm_tui.records import drafts, ids
from tcm_tui.records.queries import drafts as sql

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

KEPT_DAYS = 30
"""After this many days nobody comes back to a form; what was typed about a member should not stay for ever."""

_MARK = "\n"  # ends the writer's name before the subject; no name of a user holds it


class Draft(NamedTuple):
    """The texts of a form's fields; subject is what it was about, at the local moment ``2026-11-18T14:32:05``."""

    form: str
    subject: str
    values: dict[str, str]
    at: str


def keep(desk: Desk, form: str, subject: str, texts: Mapping[str, str]) -> bool:
    """Keep what is typed in place of the draft before. False, and no error, while the database is locked."""
    now = datetime.now()
    at, before = (each.isoformat(timespec="milliseconds") for each in (now, now - timedelta(days=KEPT_DAYS)))
    values = json.dumps(dict(texts))  # in plain ASCII, which can be stored whatever was typed
    return drafts.keep(desk.store.path, form, _own(desk, subject), values, at, before)


def drop(desk: Desk, form: str, subject: str) -> bool:
    """Drop the draft once the form was saved or given up. False while the database is locked."""
    return drafts.drop(desk.store.path, form, _own(desk, subject))


def found(desk: Desk) -> list[Draft]:
    """This user's drafts, the latest first; none while the database is locked."""
    mine = _own(desk, "")
    drafts = (_draft(row, mine) for row in _rows(desk, sql.ALL, {}) if row[1].startswith(mine))
    return [draft for draft in drafts if draft is not None]


def of(desk: Desk, form: str, subject: str) -> Draft | None:
    """This user's draft of a form about something."""
    rows = _rows(desk, sql.ONE, {"form": form, "subject": _own(desk, subject)})
    return _draft(rows[0], _own(desk, "")) if rows else None


def _own(desk: Desk, subject: str) -> str:
    return f"{ids.user_name(desk.store.path)}{_MARK}{subject}"


def _draft(row: tuple[Any, ...], mine: str) -> Draft | None:
    """None for one that another program has spoilt: it is no use, and it stands in nobody's way."""
    try:
        values = json.loads(row[2])
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or not all(isinstance(text, str) for text in values.values()):
        return None
    return Draft(row[0], row[1].removeprefix(mine), values, row[3])


def _rows(desk: Desk, statement: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    try:
        return desk.store.rows(statement, params)
    except StoreError as error:
        if error.kind != "locked":
            raise
        return []
