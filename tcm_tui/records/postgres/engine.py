"""SQLAlchemy on the connection that the plain SQL uses, and the migrations. Imports SQLAlchemy: do it when writing."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Connection as Alchemy
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import NullPool

from tcm_tui.records import drivers
from tcm_tui.records.dialects import with_kept_dialect
from tcm_tui.records.errors import StoreError
from tcm_tui.records.postgres import access, errors, opening
from tcm_tui.records.postgres.connection import Connection, Waiting, open_server
from tcm_tui.records.postgres.locks import MIGRATING, begin
from tcm_tui.records.postgres.place import Server

_CHANGES = ("INSERT", "UPDATE", "DELETE")


def engine_for(place: Server, wait: float, waiting: Waiting | None = None, *, shared: bool = False) -> Engine:
    """An engine of one connection whose transactions begin with the program's lock."""
    try:
        own = open_server(place, wait=wait, spared=shared)  # a person's writes follow each other
    except errors.Error as error:
        raise error.explained(place) or error from None
    own.driver.plain = own
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: own.driver,
        poolclass=NullPool,
        hide_parameters=True,
        use_native_hstore=False,
        _initialize=False,  # it would ask the server, each time, for what is known here
    )
    engine.dialect.server_version_info = (own.driver.info.server_version // 10_000, 0)

    @event.listens_for(engine, "begin")
    def _begin(_: Alchemy) -> None:
        begin(own, waiting, shared=shared)

    @event.listens_for(engine, "after_cursor_execute")
    def _count(_conn: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(_CHANGES):
            own.total_changes += max(0, cursor.rowcount)

    @event.listens_for(engine, "handle_error")
    def _say(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, psycopg.Error) and context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.orig = errors.of(context.original_exception)

    return with_kept_dialect(engine)


def migrate(place: Server, schema: int) -> None:
    """Bring an empty database, or one of an earlier version, to the newest in one transaction. Raises StoreError."""
    engine = engine_for(place, 30.0)
    try:
        with engine.connect() as connection, connection.begin():
            own: Connection = drivers.plain(connection.connection.driver_connection)  # type: ignore[assignment]
            own.execute("SELECT pg_advisory_xact_lock(?)", (MIGRATING,))
            if (opening.version(own, schema) or 0) < schema:
                upgrade(connection, schema)
    except errors.Error as error:
        raise error.explained(place) or error from None
    except StoreError:
        raise
    except Exception as error:
        orig = getattr(error, "orig", None)
        told = orig.explained(place) if isinstance(orig, errors.Error) else None
        raise told or error from None
    finally:
        engine.dispose()


def upgrade(connection: Alchemy, schema: int) -> None:
    """Run the revisions that are missing, on a connection inside its transaction."""
    from pathlib import Path

    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    folder = Path(__file__).parents[1] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, f"{schema:04}")
    own: Connection = drivers.plain(connection.connection.driver_connection)  # type: ignore[assignment]
    if access.installed(own):  # tables that are new have their rights before anybody comes to them
        access.install(own)
