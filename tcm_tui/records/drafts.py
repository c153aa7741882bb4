"""Keeping what is typed, beside the records: never audited, never in the way of typing.

Each call is one short transaction of its own, which a killed process leaves whole. A database that somebody
else is writing to is waited for a fifth of a second, then the draft is left as it was.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

from tcm_tui.records import drivers
from tcm_tui.records.connection import begin, connect
from tcm_tui.records.errors import StoreError
from tcm_tui.records.paths import Place

WAIT = 0.2  # seconds

_KEEP = """INSERT INTO drafts (form, subject, "values", at) VALUES (:form, :subject, :values, :at)
ON CONFLICT (form, subject) DO UPDATE SET "values" = excluded."values", at = excluded.at"""
_DROP = "DELETE FROM drafts WHERE form = :form AND subject = :subject"
_DROP_OLD = "DELETE FROM drafts WHERE at < :before"


def keep(path: Place, form: str, subject: str, values: str, at: str, before: str) -> bool:
    """Keep a draft in place of the one before, and drop those older than a moment; whether it was done."""
    params = {"form": form, "subject": subject, "values": values, "at": at, "before": before}
    return _done(path, (_KEEP, _DROP_OLD), params)


def drop(path: Place, form: str, subject: str) -> bool:
    """Drop a draft, if there is one; whether it is gone."""
    return _done(path, (_DROP,), {"form": form, "subject": subject})


def _done(path: Place, statements: tuple[str, ...], params: dict[str, Any]) -> bool:
    try:
        with closing(connect(path, WAIT)) as driver:
            begin(driver, path, WAIT, shared=True)
            for sql in statements:
                driver.execute(sql, params)
            driver.execute("COMMIT")
    except StoreError:
        return False
    except drivers.Error:
        return False
    return True
