"""Screens come up and go away with one painting of the terminal.

Left alone, the framework paints while a screen is being put together, when it is laid out, and again when it has
the focus or what lay over it is taken apart: three times the whole terminal, of which a person needs the last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.screen import Screen

from tcm_tui.ui.widgets.touched import touched

LONGEST = 0.3
"""Seconds for which nothing is painted, at most."""


class Still(Screen[None]):
    """A screen that paints what was touched alone, and nothing which ``Standing`` would not let through."""

    def _compositor_refresh(self) -> None:
        app = self.app
        if app._batch_count or (self._repaint_required and self is app.screen):
            return  # where all of it is to be painted next, what is laid out now is painted then
        pieces = touched(self._compositor) if self is app.screen and not app.is_inline else None
        if pieces is None:
            super()._compositor_refresh()
            return
        self._compositor._dirty_regions.clear()
        self._dirty_widgets.clear()
        app._display(self, pieces)  # type: ignore[arg-type]  # it takes what a compositor gives
        app._update_mouse_over(self)


class Standing(App[int]):
    """What to mix into the app."""

    def push_screen(self, screen: Any, *args: Any, **more: Any) -> Any:
        return self._at_once(super().push_screen(screen, *args, **more))

    def pop_screen(self) -> Any:
        return self._at_once(super().pop_screen())

    def switch_screen(self, screen: Any) -> Any:
        return self._at_once(super().switch_screen(screen))

    def _at_once(self, change: Awaitable[Any]) -> Awaitable[Any]:
        """Paint nothing until a change of screens is through, then what is on top."""
        self._begin_batch()
        # A screen that fails tells the app itself; here it must only not keep the terminal from being painted.
        self.run_worker(self._painted(change), group="standing", exit_on_error=False)
        return change

    async def _painted(self, change: Awaitable[Any]) -> None:
        try:
            await change
            dealt = asyncio.Event()
            # What was sent to the screen is dealt with first: that it is in front, that it has its size.
            if self.screen_stack and self.screen.call_later(dealt.set):
                with suppress(TimeoutError):  # it was closed again meanwhile
                    await asyncio.wait_for(dealt.wait(), LONGEST)
        finally:
            self._end_batch()
            if self.screen_stack:
                self.screen.refresh()
