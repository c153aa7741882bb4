"""Ready rows into a table: tuples, no object for each. For a new database; imports check theirs in ``csvfiles``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tcm_tui.records.write import Work


def fill(uow: Work, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these columns, days as ISO text. Raises IntegrityError (sqlite3) at one that is refused."""
    marks = ", ".join("?" * len(columns))
    uow.driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
