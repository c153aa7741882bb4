"""The engine for the tables, and the migrations. Importing this module imports SQLAlchemy: do it when writing.

A write transaction begins IMMEDIATE, so that two writers never both believe they were first, and is on the
disk when it has committed (synchronous EXTRA with a truncated journal).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from tcm_tui.records import drivers, store
from tcm_tui.records.connection import WRITE_WAIT, begin, connect
from tcm_tui.records.dialects import with_kept_dialect
from tcm_tui.records.errors import StoreError, after_failing, explained, of_the_disk
from tcm_tui.records.paths import Place


def engine_for(
    path: Place,
    wait: float = WRITE_WAIT,
    waiting: Callable[[float], bool] | None = None,
    *,
    cache_mb: int = 0,
    shared: bool = False,
) -> Engine:
    """An engine of one connection at a time whose transactions begin IMMEDIATE; its errors show no values.

    wait and waiting: see ``begin``. cache_mb lets a long transaction keep that much in memory before it must
    write into the file, which shuts the readers out until its end.
    """

    if not isinstance(path, Path):
        from tcm_tui.records.postgres import engine as server

        return server.engine_for(path, wait, waiting, shared=shared)

    def creator() -> drivers.Connection:
        connection = connect(path, wait)
        if cache_mb:
            connection.execute(f"PRAGMA cache_size = {-1024 * cache_mb}")
        return connection

    more = {"module": drivers.module_of(path)}  # whose errors the engine knows
    engine = create_engine("sqlite://", creator=creator, poolclass=NullPool, hide_parameters=True, **more)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        assert driver is not None
        begin(driver, path, wait, waiting)

    return with_kept_dialect(engine)


def migrate(path: Path, version: int) -> None:
    """Bring the file from its version (0: empty) to the newest, in one transaction; all of it or nothing.

    A file with records is first copied to ``NAME.before-migration-VERSION`` and the copy verified. Raises
    StoreError.
    """
    if version:
        from tcm_tui.records.backup import copy_verified

        kept = path.with_name(f"{path.name}.before-migration-{version}")
        try:
            copy_verified(path, kept, version=version)  # another process may be ahead by now: its copy stays
        except StoreError as error:
            said = f"{path} is of an earlier version and needs a copy first, so nothing was changed: {error.sentence}"
            raise StoreError(error.kind, said) from None
    engine = engine_for(path)
    try:
        with engine.connect() as connection:
            # A table that is rebuilt must not take its children along; checked as a whole before the commit.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
            with connection.begin():
                _upgrade(connection, path)
    except Exception as error:
        cause = error if isinstance(error, drivers.Error) else getattr(error, "orig", None)
        if of_the_disk(cause):
            raise after_failing(path, _is_newest(path)) from None
        told = explained(cause, path) if isinstance(cause, drivers.Error) else None
        raise told or error from None
    finally:
        engine.dispose()


def _is_newest(path: Path) -> bool | None:
    """Whether a migration whose end failed is there all the same; None if that can't be found out."""
    try:
        with closing(connect(path, 1.0)) as looking:
            found: int = looking.execute("PRAGMA user_version").fetchone()[0]
    except StoreError:
        return None
    except drivers.Error:
        return None
    return found == store.SCHEMA


def _upgrade(connection: Connection, path: Path) -> None:
    """Run the revisions that are missing, on a connection inside the transaction."""
    now = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if now >= store.SCHEMA:
        return  # another process was first
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, f"{store.SCHEMA:04}")
    connection.exec_driver_sql(f"PRAGMA application_id = {store.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {store.SCHEMA}")
    if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise StoreError("damaged", f"{path} has references to records that are missing; it was not migrated.")
