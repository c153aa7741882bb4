"""What is made ready ahead waits until nobody is at the keys: it would only keep them waiting."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual import events
from textual.app import App


class Quiet(App[int]):
    """What to mix into the app."""

    _pressed = 0.0

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.MouseDown)) and not event.is_forwarded:
            self._pressed = monotonic()
        await super().on_event(event)

    def when_quiet(self, seconds: float, do: Callable[[], object]) -> None:
        """Call once no key has been pressed for so long, at the earliest so long from now."""

        def look() -> None:
            left = self._pressed + seconds - monotonic()
            if left > 0:
                self.set_timer(left, look)
            else:
                do()

        self.set_timer(seconds, look)
