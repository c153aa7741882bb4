"""The run's PostgreSQL server; without one these tests are skipped with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import server as servers


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test run share."""
    base = factory.getbasetemp()
    return base.parent if base.name.startswith("popen-gw") else base


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    reason = servers.why_not()
    if reason:
        pytest.skip(reason)
    with servers.running(run_folder(tmp_path_factory)) as running:
        yield running


@pytest.fixture
def empty(server: servers.Server) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
def blank(server: servers.Server) -> Iterator[str]:
    """The URL of an agency without records."""
    url = server.empty_agency()
    yield url
    server.drop(url)
