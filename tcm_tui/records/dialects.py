"""One dialect for all engines of a kind."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect

_dialects: dict[tuple[object, ...], Dialect] = {}


def with_kept_dialect(engine: Engine) -> Engine:
    """The engine with the dialect of the first one of its kind in this process.

    What SQLAlchemy compiles for the rows of a table it keeps by dialect: with a new one for each write it compiled
    anew every time, and kept a hundred and more of each table's, in an app that is open all day.
    """
    own = engine.dialect
    engine.dialect = _dialects.setdefault((type(own), own.dbapi, own.server_version_info), own)
    return engine
