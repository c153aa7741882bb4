"""The desk's own tests once more, with their agencies on a server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk import given
from tests.postgres.server import Server


@pytest.fixture(autouse=True)
def on_a_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    made: list[str] = []

    def place(_: object) -> str:
        made.append(server.empty_agency())
        return made[-1]

    monkeypatch.setattr(given, "place", place)
    yield
    for url in made:
        server.drop(url)
