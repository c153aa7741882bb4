"""The agency's view worked out in a thread: taken over when nothing was written meanwhile, dropped otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import agency, ahead, outreach
from tcm_tui.desk.office import Desk
from tests.desk import given
from tests.desk.given import ONE

ON = date(2026, 3, 3)


def in_a_thread(work: Any) -> Any:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def opened(folder: Path) -> Desk:
    missed = ["A1,M1,C1,2026-02-27,09:00,10:00,community-contact,missed"]
    return given.agency(folder, ON, members=ONE, appointments=missed)


def refuse(*_: object) -> None:
    raise AssertionError("worked out again")


def test_what_the_thread_found_is_at_hand_and_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(tmp_path)
    work = ahead.agency_view(desk, ON)
    assert work is not None
    in_a_thread(work)()
    with monkeypatch.context() as patched:
        patched.setattr(agency, "_view", refuse)
        found = agency.view(desk, ON)
    assert ahead.agency_view(desk, ON) is None  # nothing is left to do
    desk.forget()
    assert agency.view(desk, ON) == found and found.rows[0].due_today == 1  # missed on Friday, due on Tuesday


def test_a_write_meanwhile_makes_it_worthless(tmp_path: Path) -> None:
    desk = opened(tmp_path)
    work = ahead.agency_view(desk, ON)
    assert work is not None
    done = in_a_thread(work)
    outreach.add(desk, "M1", "A1", ON, ON, mode="phone")
    done()
    assert not agency.at_hand(desk, ON)
    assert agency.view(desk, ON).rows[0].due_today == 0
