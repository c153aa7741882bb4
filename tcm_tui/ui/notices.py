"""Notices: one sentence at the top right, over the areas' names, where it hides nothing that is worked with."""

from __future__ import annotations

from time import time
from typing import Literal

from textual import events
from textual.app import App
from textual.notifications import Notification
from textual.widgets._toast import Toast, ToastRack

from tcm_tui.ui.plain import plain

Severity = Literal["information", "warning", "error"]
SIGNS: dict[Severity, str] = {"information": "", "warning": "! ", "error": "✗ "}
SEEN_AFTER = 5.0
"""Seconds a warning or an error stands at least; then the next key or click takes it away: somebody is there."""
FOR_EVER = 86_400.0
MOST = 2
"""Warnings and errors shown at once; what more there are come when these have been seen."""


class Notices(App[int]):
    """What to mix into an app. What merely informs goes with time and gives way to the next of its kind."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[str, Severity]] = []

    def say(self, sentence: str, severity: Severity = "information") -> None:
        """A notice of one sentence; its text is never read as markup. Said again, it stands once, anew."""
        text, sign = plain(sentence), SIGNS[severity]
        text = text if text.startswith(sign) else sign + text
        for notice in list(self._notifications):
            if notice.message == text or severity == notice.severity == "information":
                self._unnotify(notice)
        if severity == "information" or len(self._urgent()) < MOST:
            self._put(text, severity)
        elif (text, severity) not in self._waiting:
            self._waiting.append((text, severity))

    def _put(self, text: str, severity: Severity) -> None:
        """Show it. Not by a message, as ``notify`` does: the next sentence must find this one."""
        seconds = self.NOTIFICATION_TIMEOUT if severity == "information" else FOR_EVER
        self._notifications.add(Notification(text, severity=severity, timeout=seconds))
        self._refresh_notifications()

    def _refresh_notifications(self) -> None:
        """Show them on the screen on top alone: one below it would show what has been said anew a second time."""
        for screen in self.screen_stack:
            for rack in screen.query_children(ToastRack):
                rack.display = rack.display and screen is self.screen
                for holder in rack.children:
                    # Textual removes what was said and leaves its place, a line high.
                    if not any(toast._notification in self._notifications for toast in holder.query(Toast)):
                        holder.remove()
        if not (self.screen_stack and getattr(self.screen, "blank", False)):
            super()._refresh_notifications()

    def forget_notices(self) -> None:
        """What was said is settled by what was done since."""
        self._waiting.clear()
        self.clear_notifications()

    def _urgent(self) -> list[Notification]:
        return [notice for notice in self._notifications if notice.severity != "information"]

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.MouseDown)) and not event.is_forwarded:
            self._seen()
        await super().on_event(event)

    def _seen(self) -> None:
        """Somebody is at the keys: what stood long enough was read."""
        if not len(self._notifications):
            return
        for notice in self._urgent():
            if time() - notice.raised_at >= SEEN_AFTER:
                self._unnotify(notice)
        while self._waiting and len(self._urgent()) < MOST:
            text, severity = self._waiting.pop(0)
            self._put(text, severity)
