"""Processes that book at once on the same members of a server: no limit passed, no overlap, nobody falsely refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tcm_tui.records.postgres import copying
from tcm_tui.records.postgres.place import server as place_of
from tests.desk import given
from tests.postgres.server import Server
from tests.trust import booking
from tests.trust.recount import Recount, recount

SIZE = booking.Size(8, 20, 3, 1, 21)
FEW = booking.Size(4, 12, 2, 1, 7)


@pytest.fixture
def url(server: Server, monkeypatch: pytest.MonkeyPatch) -> Any:
    found = server.empty_agency()
    monkeypatch.setattr(given, "place", lambda folder: found)
    yield found
    server.drop(found)


def booked(folder: Path, url: str, size: booking.Size, how: str) -> tuple[Recount, list[dict[str, Any]]]:
    booking.build(folder, size)
    told = booking.run(url, size, how, "tests.postgres.together")
    copying.to_file(place_of(url), folder / "after.db")
    asked = [each for n in range(size.processes) for each in booking.requests(n, size)]
    return recount(folder / "after.db", asked, told), told


def test_eight_processes_book_within_every_limit(tmp_path: Path, url: str) -> None:
    found, told = booked(tmp_path, url, SIZE, "product")
    assert [each["error"] for each in told if each["error"]] == []
    beside = found.faults.keys() - {"not_in_turn"}  # on a server others may be stored between a decision and its entry
    assert beside == set(), found
    assert found.booked > 30
    assert found.refused > 30


def test_the_control_without_the_locks_passes_limits(tmp_path: Path, url: str) -> None:
    found, _ = booked(tmp_path, url, FEW, "unlocked")
    assert found.over_day + found.over_month + found.overlaps > 0, found
