"""Keys handed to a widget that is typed into, before anything else may act on them."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


class Typed(Widget):
    """What to mix into such a widget: letters are consumed, and ``on_typed`` acts on each key."""

    def on_typed(self, key: str, character: str | None) -> bool:
        """Act on a key; False lets it go on."""
        raise NotImplementedError

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return bool(character and character.isprintable())

    async def _on_key(self, event: events.Key) -> None:
        if self.on_typed(event.key, event.character):
            event.stop()
            event.prevent_default()
