"""Screens come up and go away with one painting, whatever happens to them meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.ui.conftest import Opened


@contextmanager
def paintings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The screens that reach the terminal, one entry a painting."""
    seen: list[str] = []
    display = App._display

    def told(self: App[Any], screen: Any, update: Any) -> None:
        if update is not None and not self._batch_count:
            seen.append(type(screen).__name__)
        display(self, screen, update)

    with monkeypatch.context() as patch:
        patch.setattr(App, "_display", told)
        yield seen


async def still(pilot: Pilot[int]) -> None:
    for _ in range(4):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


@pytest.mark.parametrize("key", ["e", "question_mark", "slash", "1", "5", "b"])
async def test_what_comes_up_and_goes_is_painted_once(
    key: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened("caseload", (120, 40)) as pilot:
        await still(pilot)
        with paintings(monkeypatch) as seen:
            await pilot.press(key)
            await still(pilot)
            assert seen == [type(pilot.app.screen).__name__]
        with paintings(monkeypatch) as seen:
            await pilot.press("escape")
            await still(pilot)
            assert seen == ["CaseloadScreen"]


async def test_keys_faster_than_screens_leave_the_last_one_painted(opened: Opened) -> None:
    async with opened("caseload", (120, 40)) as pilot:
        for key in ("e", "escape", "question_mark", "escape", "1", "2", "slash", "escape", "e", "escape", "5"):
            pilot.app.simulate_key(key)
        await still(pilot)
        assert pilot.app._batch_count == 0
        assert type(pilot.app.screen).__name__ == "AgencyScreen"
