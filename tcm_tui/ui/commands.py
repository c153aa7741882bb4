"""The keys in force of the commands that ``commandtable`` declares, and those commands as Textual's bindings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from tcm_tui.ui.commandtable import COMMANDS, Command

__all__ = ["BY_ID", "COMMANDS", "Command", "bindings", "keys_of", "of", "shown", "use_keymap"]

BY_ID = {command.id: command for command in COMMANDS}

_SHOWN = {
    "enter": "↵",
    "escape": "esc",
    "backspace": "⌫",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "shift+tab": "⇧tab",
    "shift+left": "⇧←",
    "shift+right": "⇧→",
    "shift+up": "⇧↑",
    "shift+down": "⇧↓",
}

_keymap: dict[str, str] = {}


def use_keymap(keymap: Mapping[str, str]) -> None:
    """Remember rebound keys, so that bars, palette and help show them; the app binds them."""
    _keymap.clear()
    _keymap.update(keymap)


def keys_of(command: Command) -> list[str]:
    """The keys in force, as Textual names them."""
    return [key.strip() for key in _keymap.get(command.id, command.keys).split(",") if key.strip()]


def shown(key: str) -> str:
    """A key as people write it: ``↵``, ``F10``, ``^p``, ``j``."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:]
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key


def of(contexts: Iterable[str]) -> list[Command]:
    """The commands of some contexts, in the order of the contexts."""
    return [command for where in contexts for command in COMMANDS if command.where == where]


def bindings(*contexts: str) -> list[BindingType]:
    """The declarations of some contexts as Textual bindings, each with its published id."""
    return [Binding(command.keys, command.action, command.title, show=False, id=command.id) for command in of(contexts)]
