"""Running the screens without a terminal, and reading what they show as text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from tcm_tui.ui import app, writes
from tcm_tui.ui.app import TcmApp
from tcm_tui.ui.screens import clocks, lookup, rebalance, rebalance_base, week_plan
from tests.ui.fake import ON, Fake

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing happens because the machine is slow: no poll, no warming, no notice that comes or goes with time.

    A test of one of these sets its own time, or asks for it to happen.
    """
    monkeypatch.setattr(app, "POLL_SECONDS", 600.0)
    monkeypatch.setattr(app, "WARM_SECONDS", 600.0)
    monkeypatch.setattr(app, "AHEAD_SECONDS", 600.0)
    monkeypatch.setattr(writes, "WAITING_AFTER", 600.0)
    monkeypatch.setattr(TcmApp, "NOTIFICATION_TIMEOUT", 600.0)
    monkeypatch.setattr(clocks, "QUIET", 600.0)
    monkeypatch.setattr(lookup, "READY_AFTER", 600.0)
    for module in (rebalance, rebalance_base, week_plan):
        monkeypatch.setattr(module, "perf_counter", lambda: 0.0)


async def until(pilot: Pilot[Any], what: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for a condition, however long a loaded machine takes; fails after so many seconds."""
    for _ in range(int(seconds / 0.02)):
        if what():
            return
        await pilot.pause(0.02)
    raise AssertionError("what was waited for did not come")


def strips(app: Any) -> list[list[Segment]]:
    """Every line on the screen as it would be sent to the terminal."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def text_of(app: Any) -> str:
    """What the screen shows, a line each, without the spaces at the right."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in strips(app)) + "\n"


@pytest.fixture
def opened() -> Opened:
    """Opens the screens on a made-up agency: ``async with opened(area, size) as pilot``."""

    @asynccontextmanager
    async def run(
        area: str = "caseload", size: tuple[int, int] = (120, 40), source: Fake | None = None, **more: Any
    ) -> AsyncIterator[Pilot[int]]:
        app = TcmApp(source or Fake(), ON, area=area, **more)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot

    return run
