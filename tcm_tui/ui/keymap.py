"""The user's own keys: ``keys.toml`` in the config folder, one published command id to keys a line.

"list.down" = "down,j,n"
"lookup" = "ctrl+f"
"""

from __future__ import annotations

import os
from pathlib import Path

from tcm_tui.ui.plain import plain

LONGEST = 40
"""Letters of an unknown id that are told."""


def keymap_file() -> Path:
    """``$TCM_KEYS``, else ``keys.toml`` in the user's config folder."""
    if os.environ.get("TCM_KEYS"):
        return Path(os.environ["TCM_KEYS"])
    from platformdirs import user_config_path

    return user_config_path("tcm-tui", appauthor=False) / "keys.toml"


def load_keymap(path: Path | None = None) -> tuple[dict[str, str], list[str]]:
    """(id to keys, what was wrong with the file, a sentence each). Without a file: nothing and nothing."""
    path = path or keymap_file()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [f"{path.name}: can't be read; the usual keys are in force."]
    return read_keymap(text, path.name)


def read_keymap(text: str, name: str = "keys.toml") -> tuple[dict[str, str], list[str]]:
    """The same from the file's text."""
    import tomllib

    from tcm_tui.rules import tomlfile
    from tcm_tui.ui.commands import BY_ID

    try:
        found = tomlfile.read(text)
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{name}: {error}; the usual keys are in force."]
    keymap: dict[str, str] = {}
    wrong: list[str] = []
    for id, keys in found.items():
        if id not in BY_ID:
            told = plain(id if len(id) <= LONGEST else id[:LONGEST] + "…")
            wrong.append(f"{name}: there is no command “{told}”; help lists the ids.")
        elif isinstance(keys, str) and not keys.isprintable():
            wrong.append(f"{name}: “{id}”: its keys hold a character that can't be seen; type them again.")
        elif not isinstance(keys, str) or not keys.strip():
            wrong.append(f'{name}: “{id}” needs its keys as text, for example "j,down".')
        elif "ctrl+c" in keys.replace(" ", "").split(","):
            wrong.append(f"{name}: “{id}”: ctrl+c is the terminal's own and can't be bound.")
        else:
            keymap[id] = keys
    return keymap, wrong
