"""What is made ready ahead waits until nobody is at the keys: it would only keep them waiting.

It doesn't wait for ever: whoever types on and on waits longer in the end for what was not made ready.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual import events
from textual.app import App

MOST = 5
"""How many times as long it waits at most."""


class Quiet(App[int]):
    """What to mix into the app."""

    _pressed = 0.0

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.MouseDown)) and not event.is_forwarded:
            self._pressed = monotonic()
        await super().on_event(event)

    def when_quiet(self, seconds: float, do: Callable[[], object]) -> None:
        """Call once no key has been pressed for so long; so long from now at least, ``MOST`` times that at most."""
        latest = monotonic() + seconds * MOST

        def look() -> None:
            left = min(self._pressed + seconds, latest) - monotonic()
            if left > 0:
                self.set_timer(left, look)
            else:
                do()

        self.set_timer(seconds, look)
