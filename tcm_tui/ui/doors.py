"""What a log-in of the screens does, with the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tcm_tui.desk import access

APP = "app"


class FileDoor:
    """``ui.login.Door`` of an encrypted file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def usual_name(self) -> str:
        return access.usual_name(self.path)

    def enter(self, person: str, passphrase: str) -> Any:
        return access.log_in(self.path, person, passphrase, APP)

    def enter_by_code(self, code: str) -> Any:
        return access.log_in_by_code(self.path, code, APP)
