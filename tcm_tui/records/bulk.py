"""Many rows at once into tables of a new database: ready tuples, no object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tcm_tui.records.write import Work


def fill(uow: Work, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of these columns, days as ISO text. Raises IntegrityError (sqlite3) at one that is refused."""
    marks = ", ".join("?" * len(columns))
    uow.driver.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


@contextmanager
def indexed_later(uow: Work, *tables: str) -> Iterator[None]:
    """Leaves the tables without their indexes inside the block and builds them at its end: half the time.

    Primary keys and all constraints stay. An exception leaves the indexes to the transaction's end.
    """
    marks = ", ".join("?" * len(tables))
    sql = f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> '' AND tbl_name IN ({marks})"
    found = uow.driver.execute(f"{sql} ORDER BY name", tables).fetchall()
    for name, _ in found:
        uow.driver.execute(f"DROP INDEX {name}")
    yield
    for _, create in found:
        uow.driver.execute(create)
