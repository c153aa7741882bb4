"""The day's copy is made beside everything else: no key, no write and no leaving waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tcm_tui.desk.errors import DeskError
from tcm_tui.ui import app as ui_app
from tcm_tui.ui.app import TcmApp
from tests.ui.conftest import Opened, until
from tests.ui.fake import Fake


async def test_it_is_made_once_the_screens_stand_and_again_later(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(Fake, "copy_of_the_day", lambda self, going_on: asked.append(going_on()))
    monkeypatch.setattr(ui_app, "COPY_SECONDS", 0.01)
    monkeypatch.setattr(ui_app, "COPY_AGAIN_SECONDS", 0.02)
    async with opened() as pilot:
        await until(pilot, lambda: len(asked) > 2)
    assert all(asked)


async def test_keys_and_writes_go_on_beside_it_and_leaving_gives_it_up(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, given_up = threading.Event(), threading.Event()

    def slowly(self: Fake, going_on: Callable[[], bool]) -> None:
        began.set()
        while going_on():
            threading.Event().wait(0.01)
        given_up.set()

    monkeypatch.setattr(Fake, "copy_of_the_day", slowly)
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, TcmApp)
        app.copy_of_the_day()
        await until(pilot, began.is_set)
        written: list[object] = []
        app.write(lambda source: source.agency, written.append)
        app.action_area("clocks")
        await until(pilot, lambda: written)
        assert app.area == "clocks"
        assert not given_up.is_set()
    assert given_up.wait(20)


async def test_what_stops_it_is_told_once_as_a_warning(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: Fake, going_on: Callable[[], bool]) -> None:
        raise DeskError("The day’s copy could not be made: no room.")

    monkeypatch.setattr(Fake, "copy_of_the_day", fails)
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, TcmApp)
        said: list[tuple[str, str]] = []
        for _ in range(2):
            app.copy_of_the_day()
            await app.workers.wait_for_complete()
            await pilot.pause()
            said += [(each.message, each.severity) for each in app._notifications]
            app.clear_notifications()
        assert said == [("! The day’s copy could not be made: no room.", "warning")]
