"""What the program remembers between runs: whose caseload was shown last, by id, and the colours chosen."""

from __future__ import annotations

import os
from pathlib import Path


def state_file() -> Path:
    """In the user's state folder; no name or record of anybody is ever written here."""
    from platformdirs import user_state_path

    return user_state_path("tcm-tui", appauthor=False) / "me"


def last_worker() -> str | None:
    """``$TCM_CM``, else the case manager shown last; None when neither is known."""
    if os.environ.get("TCM_CM"):
        return os.environ["TCM_CM"]
    return _read(state_file())


def last_theme() -> str | None:
    """The colour theme chosen last; None where none was."""
    return _read(_theme_file())


def remember_worker(cm: str) -> None:
    """Keep the id for the next start; that it can't be kept stops nobody."""
    _keep(state_file(), cm)


def remember_theme(name: str) -> None:
    """Keep the choice of colours for the next start."""
    _keep(_theme_file(), name)


def _theme_file() -> Path:
    return state_file().with_name("colours")


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()[:64] or None
    except (OSError, UnicodeDecodeError):
        return None


def _keep(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(path, flags, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError:
        pass
