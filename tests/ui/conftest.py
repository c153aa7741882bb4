"""Running the screens without a terminal, and reading what they show as text."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from tcm_tui.ui.app import TcmApp
from tests.ui.fake import ON, Fake

Opened = Callable[..., AbstractAsyncContextManager[Pilot[int]]]


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
