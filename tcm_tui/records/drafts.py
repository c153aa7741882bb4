"""What was typed and not saved yet, so that a crash loses none of it. Not audited: nothing of it is a record."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import NamedTuple, Protocol

from tcm_tui.records.connection import begin, connect
from tcm_tui.records.errors import explained
from tcm_tui.records.plain import At

WAIT = 2.0  # seconds a draft waits for a writer: it is kept again soon


class Draft(NamedTuple):
    """The texts of a form's fields. subject: whom or what it is about; at: when, as text."""

    form: str
    subject: str
    values: dict[str, str]
    at: str


class Rows(Protocol):
    """What can be asked for rows: an open Store."""

    def rows(self, sql: str) -> list[tuple[str, ...]]: ...


def waiting(store: Rows) -> list[Draft]:
    """Every draft, the newest first."""
    found = store.rows('SELECT form, subject, "values", at FROM drafts ORDER BY at DESC, form, subject')
    return [Draft(form, subject, json.loads(values), at) for form, subject, values, at in found]


def keep(store: At, form: str, subject: str, values: Mapping[str, str], at: str) -> None:
    """Keep a form's texts in place of those kept before. Raises StoreError."""
    with _writing(store) as connection:
        connection.execute(
            'INSERT INTO drafts (form, subject, "values", at) VALUES (?, ?, ?, ?) '
            'ON CONFLICT DO UPDATE SET "values" = excluded."values", at = excluded.at',
            (form, subject, json.dumps(dict(values)), at),
        )


def drop(store: At, form: str, subject: str) -> None:
    """Forget a draft, if there is one. Raises StoreError."""
    with _writing(store) as connection:
        connection.execute("DELETE FROM drafts WHERE form = ? AND subject = ?", (form, subject))


@contextmanager
def _writing(store: At) -> Iterator[sqlite3.Connection]:
    with closing(connect(store.path, WAIT)) as connection:
        begin(connection, store.path, WAIT)
        try:
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise explained(error, store.path) or error from None
