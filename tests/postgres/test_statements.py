"""Every question of the program is one the server understands as well: its text is prepared there, with its types."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tcm_tui.records import queries
from tcm_tui.records.postgres import opening
from tcm_tui.records.postgres.connection import Connection
from tcm_tui.records.postgres.dialect import said
from tcm_tui.records.postgres.place import server as place_of
from tcm_tui.records.store import SCHEMA
from tests.postgres.server import Server

ELSEWHERE = ("deriving", "refresh", "plain", "csvfiles.overlaps", "doctor", "drafts")
"""Modules of the records whose constants hold statements, too."""
PARTS = ("queries.caseload._EVERYONE", "queries.caseload._ONE_WORKER", "deriving._EXTERNAL")
"""No statements by themselves."""
NOT_ASKED = ("queries.caseload.WORKED.one",)  # a worker's day has no member


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, tuple) and hasattr(value, "_asdict"):
        yield from ((f".{field}", text) for field, text in value._asdict().items() if isinstance(text, str))


def _statements() -> Iterator[tuple[str, str]]:
    names = [f"{queries.__name__}.{found.name}" for found in pkgutil.iter_modules(queries.__path__)]
    names += [f"tcm_tui.records.{name}" for name in ELSEWHERE]
    for module in names:
        for name, value in sorted(vars(importlib.import_module(module)).items()):
            for field, text in _texts(value):
                if re.match(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", text) and not re.search(r"\{\w*\}|/\*of", text):
                    yield f"{module.removeprefix('tcm_tui.records.')}.{name}{field}", text


STATEMENTS = {name: text for name, text in _statements() if name not in (*PARTS, *NOT_ASKED)}


@pytest.fixture(scope="module")
def opened(server: Server) -> Iterator[Connection]:
    url = server.empty_agency()
    found = opening.reading(place_of(url), SCHEMA, 5.0)
    yield found
    found.close()
    server.drop(url)


def _refusal(opened: Connection, sql: str) -> str:
    pgconn = opened.driver.pgconn
    result = pgconn.prepare(b"", said(sql).sql)
    return result.error_message.decode() if result.error_message else ""


def test_the_statements_are_found() -> None:
    assert len(STATEMENTS) > 150
    assert {"queries.lookup.MONTH", "queries.caseload.USED.of", "deriving.INSERT_ENTRY"} <= STATEMENTS.keys()


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_server_takes_it(opened: Connection, name: str) -> None:
    assert _refusal(opened, STATEMENTS[name]) == ""


def test_the_control_a_word_of_sqlite_alone_is_refused(opened: Connection) -> None:
    assert "strftime" in _refusal(opened, "SELECT strftime('%Y', date) FROM services")
