"""The agency's view worked out in a thread: taken over when nothing was written meanwhile, dropped otherwise.

Whoever asks meanwhile waits for the thread; the view is worked out once, by one of the two.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tcm_tui.desk import agency, ahead, clocks, office, outreach, staff
from tcm_tui.desk.clocks import team
from tcm_tui.desk.office import Desk, StoreError
from tcm_tui.desk.views import AgencyView
from tcm_tui.ui.desksource import DeskSource
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
    assert ahead.agency_view(desk, ON) is not None  # not at hand
    assert agency.view(desk, ON).rows[0].due_today == 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """In which threads the view was worked out."""
    found: list[threading.Thread] = []
    whole = agency._view

    def view(desk: Desk, on: date) -> AgencyView:
        found.append(threading.current_thread())
        return whole(desk, on)

    monkeypatch.setattr(agency, "_view", view)
    return found


def test_who_asks_while_the_thread_is_at_it_waits_and_takes_it_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: list[threading.Thread]
) -> None:
    desk = opened(tmp_path)
    source = DeskSource(desk)
    work = source.ahead(ON)
    assert work is not None
    begun, go_on = threading.Event(), threading.Event()
    before = office.open_desk

    def held_up(path: str) -> Desk:
        begun.set()
        assert go_on.wait(30)
        return before(path)

    monkeypatch.setattr(office, "open_desk", held_up)
    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(work)
        assert begun.wait(30)
        threading.Timer(0.05, go_on.set).start()
        view = source.agency_view(ON)
        assert view.rows[0].due_today == 1
        done.result()()
    assert source.agency_view(ON) == view
    assert counted and threading.main_thread() not in counted and len(counted) == 1


def test_what_was_asked_before_the_thread_began_is_left_to_who_asked(
    tmp_path: Path, counted: list[threading.Thread]
) -> None:
    source = DeskSource(opened(tmp_path))
    work = source.ahead(ON)
    assert work is not None
    view = source.agency_view(ON)
    in_a_thread(work)()
    assert source.agency_view(ON) == view
    assert counted == [threading.main_thread()]


def test_another_day_is_not_waited_for(tmp_path: Path, counted: list[threading.Thread]) -> None:
    source = DeskSource(opened(tmp_path))
    assert source.ahead(ON) is not None  # never begun: waiting for it would never end
    assert source.agency_view(date(2026, 3, 2)).on == date(2026, 3, 2)


def test_a_thread_that_fails_leaves_the_question_to_who_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = DeskSource(opened(tmp_path))
    work = source.ahead(ON)
    assert work is not None

    def locked(path: str) -> Desk:
        raise StoreError("locked", "Another program holds the database.")

    monkeypatch.setattr(office, "open_desk", locked)
    with pytest.raises(StoreError):
        in_a_thread(work)
    assert source.agency_view(ON).rows[0].due_today == 1


def test_the_staff_sheet_comes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(tmp_path)
    work = ahead.agency_view(desk, ON)
    assert work is not None
    in_a_thread(work)()
    monkeypatch.setattr(staff, "_pairs", refuse)
    assert [row.cm for row in staff.view(desk, ON).rows][:2] == ["C1", "C2"]
    desk.forget()
    with pytest.raises(AssertionError, match="worked out again"):
        staff.view(desk, ON)


def test_the_deadlines_of_the_team_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(tmp_path)
    in_a_thread(team.ahead(desk, ON))()
    assert team.at_hand(desk, ON) and not team.at_hand(desk, ON, all=True)
    with monkeypatch.context() as patched:
        patched.setattr(clocks, "due", refuse)
        found = team.due(desk, ON)
    assert [(item.member, item.status) for item in found if item.kind == "outreach"] == [("M1", "due-today")]
    late = in_a_thread(team.ahead(desk, ON, 7))
    outreach.add(desk, "M1", "A1", ON, ON, mode="phone")
    late()
    assert not team.at_hand(desk, ON, 7), "somebody has written since it began"
