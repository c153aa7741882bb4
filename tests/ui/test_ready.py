"""What is made ready ahead: only while nobody is at the keys, and nobody hears of it."""

from __future__ import annotations

import pytest
from textual import events

from tcm_tui.ui import app as program
from tcm_tui.ui import quiet
from tcm_tui.ui.screens import lookup
from tests.ui.conftest import Opened, text_of, until
from tests.ui.fake import Fake
from tests.ui.states import Unread


async def test_nothing_is_made_ready_while_somebody_is_at_the_keys(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, looked, done = [100.0], [0], []

    def clock() -> float:
        looked[0] += 1
        return now[0]

    monkeypatch.setattr(quiet, "monotonic", clock)
    async with opened("caseload", (80, 24)) as pilot:
        await pilot.press("down")
        pilot.app.when_quiet(0.01, lambda: done.append("ready"))  # type: ignore[attr-defined]
        so_far = looked[0]
        await until(pilot, lambda: looked[0] >= so_far + 3)
        assert not done
        await pilot.app.on_event(events.MouseDown(None, 0, 0, 0, 0, 1, False, False, False))
        now[0] += 0.005
        so_far = looked[0]
        await until(pilot, lambda: looked[0] >= so_far + 2)
        assert not done
        now[0] += 0.006
        await until(pilot, lambda: done)
        await pilot.pause(0.05)
        assert done == ["ready"]


async def test_whoever_types_on_and_on_is_not_waited_for(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    now, done = [100.0], []
    monkeypatch.setattr(quiet, "monotonic", lambda: now[0])
    async with opened("caseload", (80, 24)) as pilot:
        pilot.app.when_quiet(0.02, lambda: done.append(now[0]))  # type: ignore[attr-defined]
        for _ in range(40):
            now[0] += 0.01
            await pilot.press("down")
        await until(pilot, lambda: done)
        assert done[0] >= 100.0 + 0.02 * quiet.MOST


async def test_the_agency_is_looked_ahead_at_once_nobody_types(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(program, "AHEAD_SECONDS", 0.05)
    monkeypatch.setattr(Fake, "ahead", lambda self, on: asked.append("ahead"))
    monkeypatch.setattr(quiet, "monotonic", lambda: 100.0)
    async with opened("caseload", (80, 24)) as pilot:
        await pilot.press("down")
        await pilot.pause(0.2)
        assert asked == []
        monkeypatch.setattr(quiet, "monotonic", lambda: 101.0)
        await until(pilot, lambda: asked)


class Counted(Fake):
    """found: what was searched for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def find(self, text, on, limit):  # type: ignore[no-untyped-def]
        self.found.append(text)
        return super().find(text, on, limit)


async def test_an_opened_look_up_is_made_ready_before_a_letter_is_typed(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "READY_AFTER", 0.01)
    source = Counted()
    async with opened("caseload", (100, 30), source) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: source.asked.count("units"))
        assert source.found == ["a"] and source.seen == []
        assert "The best matches appear as you type" in text_of(pilot.app)


async def test_a_look_up_that_cannot_be_made_ready_says_so_only_when_asked(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    gone = Unread.find
    monkeypatch.setattr(lookup, "READY_AFTER", 0.01)
    monkeypatch.setattr(Unread, "find", lambda self, *asked: tried.append(asked[0]) or gone(self, *asked))
    async with opened("rules", (100, 30), Unread()) as pilot:
        pilot.app.clear_notifications()
        await pilot.press("slash")
        await until(pilot, lambda: tried)
        await pilot.pause(0.05)
        assert not len(pilot.app._notifications)
        await pilot.press("a")
        await pilot.pause()
        assert len(pilot.app._notifications) == 1
