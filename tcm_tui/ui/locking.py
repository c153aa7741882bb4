"""Nobody at the keys: the screen is blanked or, over an encrypted database, the program locks. And on request."""

from __future__ import annotations

from typing import Any

from textual import events

from tcm_tui.ui.idle import Idle
from tcm_tui.ui.writes import Writes

TICK_SECONDS = 5.0
"""How often it is looked at how long nobody was here."""


class Locking(Writes):
    """What to mix into the app. locked: why it ended to ask for a log-in, else empty."""

    locked = ""

    def __init__(self) -> None:
        super().__init__()
        self.idle = Idle()
        self._warned = False
        self._leaving = False

    def look_after(self) -> None:
        """From now on time counts."""
        self.idle.active()
        self.set_interval(TICK_SECONDS, self.tick)

    def tick(self) -> None:
        """Warn, blank or lock when it is time."""
        slept = self.idle.suspended()
        if self._leaving:
            return
        encrypted, minutes = False, 0
        with self.careful():
            encrypted, minutes = self.shown.source.guarded()
        if not minutes:
            return
        left = 60 * minutes - self.idle.seconds
        if slept or left <= 0:
            self._away(encrypted, "suspended" if slept else "idle")
        elif left <= _warning(minutes) and not self._warned and not self._blank:
            self._warned = True
            what = "The program locks itself" if encrypted else "The screen is blanked"
            self.say(f"{what} in {_spoken(_warning(minutes))}: nobody is at the keys.", "warning")

    def _away(self, encrypted: bool, why: str) -> None:
        if encrypted:
            self.lock(why)
        elif not self._blank:
            self.action_private()

    @property
    def _blank(self) -> bool:
        return bool(getattr(self.screen, "blank", False))

    # ── blank ─────────────────────────────────────────────────────────────────────────────────────

    def action_private(self) -> None:
        """Blank the screen, whatever is on it."""
        from tcm_tui.ui.screens.blank import BlankScreen

        if not self._blank:
            self.push_screen(BlankScreen())

    async def on_event(self, event: events.Event) -> None:
        """Whatever a person does counts. A blank screen comes back, and the key that brings it back does only that."""
        if isinstance(event, (events.Key, events.MouseEvent, events.Paste)) and not event.is_forwarded:
            if self.idle.seconds >= 2 * TICK_SECONDS and self._too_late():
                return
            self.idle.active()
            self._warned = False
            if self._blank:
                if not self._leaving and isinstance(event, (events.Key, events.MouseDown)):
                    self.pop_screen()
                return
        await super().on_event(event)

    def _too_late(self) -> bool:
        """The first key after a night may come before the clock: it must not reach what should be gone."""
        blank = self._blank
        self.tick()
        if self._leaving or self._blank == blank:
            return self._leaving
        self.idle.active()
        return True

    def told_of(self, error: Exception) -> None:
        """Somebody has taken a person out: the key at hand opens nothing any more."""
        if getattr(error, "kind", "") == "sealed":
            self.lock("key changed")

    # ── lock ──────────────────────────────────────────────────────────────────────────────────────

    def action_lock(self) -> None:
        encrypted = False
        with self.careful():
            encrypted = self.shown.source.guarded()[0]
        if encrypted:
            self.lock("asked")
        else:
            self.say("These records are not encrypted, so there is nothing to lock: the screen is blanked.")
            self.action_private()

    def lock(self, why: str) -> None:
        """Keep what is typed, finish what is being written, and end with nothing left to see."""
        from tcm_tui.ui.screens.blank import LOCKING, BlankScreen

        if self._leaving:
            return
        self._leaving = True
        for screen in reversed(self.screen_stack):
            keeping: Any = screen
            if hasattr(keeping, "box") and hasattr(keeping, "keep"):  # a form
                keeping.keep()
        if not self._blank:
            self.push_screen(BlankScreen(LOCKING))
        self.run_worker(self._end_locked(why), group="locking", exit_on_error=False)

    async def _end_locked(self, why: str) -> None:
        async with self._one_write:  # drafts and writes that came before
            self.locked = why
            self.exit()


def _warning(minutes: int) -> int:
    """Seconds before the time is up at which it is said."""
    return 60 if minutes > 1 else 20


def _spoken(seconds: int) -> str:
    return "a minute" if seconds == 60 else f"{seconds} seconds"
