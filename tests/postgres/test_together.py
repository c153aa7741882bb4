"""Processes that book at once on the same members of a server: no limit passed, no overlap, nobody falsely refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import appointments, office
from tcm_tui.desk import booking as bookings
from tcm_tui.desk.office import StoreError
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
    assert found.over_day + found.over_month > 0, found
    assert found.overlaps == 0, found  # the server itself refuses these


def test_the_control_a_visit_at_a_claimed_time_is_refused_by_the_server(tmp_path: Path, url: str) -> None:
    """Also where the program decides wrongly; what was cancelled has given its time free."""
    booking.build(tmp_path, FEW)
    desk = office.open_desk(url)
    day, at = date(2026, 3, 5), {"kind": "community-contact", "on": booking.ON}
    first = bookings.book(desk, "M1", "C1", day, 540, 600, **at)
    with pytest.MonkeyPatch.context() as blind:
        blind.setattr(bookings, "overlaps", lambda *_: None)
        with pytest.raises(StoreError, match="in use by another program"):
            bookings.book(desk, "M2", "C1", day, 590, 620, **at)
        with pytest.raises(StoreError, match="in use by another program"):
            bookings.book(desk, "M1", "C8", day, 500, 541, **at)
        assert bookings.book(desk, "M1", "C8", day, 600, 620, **at).id
        assert first.id is not None and appointments.cancel(desk, first.id, booking.ON).id
        assert bookings.book(desk, "M2", "C1", day, 540, 600, **at).id
    desk.close()
