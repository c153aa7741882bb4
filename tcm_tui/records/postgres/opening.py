"""Whether a database is ours and of which version; brought up to date before it is read."""

from __future__ import annotations

from tcm_tui.records.errors import StoreError
from tcm_tui.records.postgres import errors, opened
from tcm_tui.records.postgres.connection import Connection, open_server
from tcm_tui.records.postgres.place import Server

_OURS = "SELECT obj_description(to_regclass('meta'), 'pg_class'), to_regclass('alembic_version') IS NOT NULL"
_ANYTHING = """
SELECT EXISTS (SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
 AND relnamespace = current_schema()::regnamespace)"""


def reading(place: Server, schema: int, wait: float) -> Connection:
    """A connection that can't write, to a database of this schema; an older one is brought up to date first.

    An empty database becomes an agency, like an empty file. Raises StoreError, leaving what is refused as it is.
    """
    own = _open(place, wait)
    try:
        found = version(own, schema)
        if (found or 0) < schema:
            own.close()
            from tcm_tui.records.postgres.engine import migrate  # SQLAlchemy and Alembic: only when behind

            migrate(place, schema)
            own = _open(place, wait)
        opened.ask(own)
    except errors.Error as error:
        own.close()
        raise error.explained(place) or error from None
    except BaseException:
        own.close()
        raise
    return own


def _open(place: Server, wait: float) -> Connection:
    try:
        return open_server(place, reading=True, wait=wait)
    except errors.Error as error:
        raise error.explained(place) or error from None


def version(own: Connection, schema: int) -> int | None:
    """The schema's number, None of an empty database. Raises StoreError for one that is not ours or newer."""
    mark, migrated = own.execute(_OURS).fetchone()
    place = own.place
    if mark != "tcm1" or not migrated:
        if own.execute(_ANYTHING).fetchone()[0]:
            name = place.name[0].upper() + place.name[1:]
            raise StoreError("foreign", f"{name} has other tables and none of tcm; it was left as it is.")
        return None
    (found,) = own.execute("PRAGMA user_version").fetchone()
    if found > schema:
        name = place.name[0].upper() + place.name[1:]
        raise StoreError("newer", f"{name} was written by a newer version of tcm; it was left as it is. Update tcm.")
    return int(found)
