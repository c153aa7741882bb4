"""The read side: plain ``sqlite3`` on one file, quick to open, never writing.

SQLAlchemy is not imported here: a look-up costs microseconds and should start in them. Writing goes through
``write.work``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tcm_tui.records import drivers, paths
from tcm_tui.records.errors import StoreError, explained
from tcm_tui.records.paths import Place, database_path, database_place

__all__ = ["APPLICATION_ID", "SCHEMA", "Store", "StoreError", "database_path", "open_store"]

APPLICATION_ID = 0x74636D31  # "tcm1"
SCHEMA = 3
"""The number of the newest revision in ``migrations/versions``; a file keeps its own as user_version."""

READ_WAIT = 5.0  # seconds a read waits for a writer that is committing

Params = Mapping[str, Any] | Sequence[Any]


class Store:
    """An open database for reading. One thread uses it; another thread opens its own."""

    def __init__(self, path: Place, connection: drivers.Connection) -> None:
        self.path = path
        self.connection = connection
        self._depth = 0

    @property
    def file(self) -> Path:
        """The database's file. Raises StoreError for one on a server."""
        return database_path(str(self.path))

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a SELECT. Raises StoreError when the file can't be read."""
        try:
            return self.connection.execute(sql, params).fetchall()
        except drivers.Error as error:
            raise looked_at_again(error, self.path) or error from None

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row of a SELECT, None if there is none."""
        try:
            found: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
        except drivers.Error as error:
            raise looked_at_again(error, self.path) or error from None
        return found

    @contextmanager
    def snapshot(self) -> Iterator[Store]:
        """Several SELECTs that see one state. Keep it short: a writer waits for its end to commit."""
        if self._depth == 0:
            self.rows("BEGIN")
        self._depth += 1
        try:
            yield self
        except drivers.Error as error:  # of what read by the connection itself
            raise looked_at_again(error, self.path) or error from None
        finally:
            self._depth -= 1
            if self._depth == 0 and self.connection.in_transaction:
                self.rows("ROLLBACK" if sys.exc_info()[0] else "COMMIT")

    def data_version(self) -> int:
        """A number that differs when somebody else, or this program's writing side, has committed."""
        found = self.row("PRAGMA data_version")
        return int(found[0]) if found else 0

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(db: str | os.PathLike[str] | None = None, *, create: bool = False, wait: float = READ_WAIT) -> Store:
    """Open the database for reading, after bringing an older one up to date.

    create makes a missing file (and its folder); an empty file is always taken as a new database. wait is how
    many seconds a read waits for a writer. Raises StoreError: missing, unreachable, foreign, newer, damaged,
    locked, sealed. A file that is refused is left as it is.
    """
    path = database_place(db)
    if not isinstance(path, Path):
        from tcm_tui.records.postgres import opening

        return Store(path, opening.reading(path, SCHEMA, wait))  # type: ignore[arg-type]
    found = paths.check_ours(path)
    if found is None and not create:
        raise StoreError("missing", f"There is no database at {path}.")
    if found is None:
        paths.make_private(path)
        found = paths.check_ours(path)
    connection = _connect(path, wait)
    try:
        version = _version(connection, path)
        if found is not None:
            paths.close_to_others(path, found)
        if version < SCHEMA:
            connection.close()
            from tcm_tui.records.engine import migrate  # SQLAlchemy and Alembic: only when behind

            migrate(path, version)
            connection = _connect(path, wait)
    except BaseException:
        connection.close()
        raise
    return Store(path, connection)


def looked_at_again(error: Exception, path: Place) -> StoreError | None:
    """What to say of an error while reading: nobody is told of damage before every page was read anew."""
    said = explained(error, path)
    if said is None or said.kind != "damaged" or not isinstance(path, Path):
        return said
    try:
        with closing(_connect(path, READ_WAIT)) as anew:
            whole = anew.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    except drivers.Error:
        whole = False
    if not whole:
        return said
    return StoreError("unreachable", f"{path} could not be read just now; read again it is whole. Check the disk.")


def _connect(path: Path, wait: float) -> drivers.Connection:
    # mode=rw, not ro: what a crashed writer left half done can only be rolled back by one who may write.
    try:
        connection = drivers.open_file(path, wait=wait, statements=512)
    except drivers.Error as error:
        raise explained(error, path) or error from None
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _version(connection: drivers.Connection, path: Path) -> int:
    """The schema version of a file of ours, 0 for an empty one. Raises StoreError for any other file."""
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            if application or version or connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone():
                raise StoreError("foreign", f"{path} is not a database of tcm; it was left as it is.")
            return 0
        if version > SCHEMA:
            raise StoreError(
                "newer",
                f"{path} was written by a newer version of tcm; it was left as it is. Update tcm to open it.",
            )
        if version:
            connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
    except drivers.Error as error:
        raise explained(error, path) or StoreError(
            "damaged", f"{path} is damaged. Put a backup in its place: tcm restore FILE."
        ) from None
    return int(version)
