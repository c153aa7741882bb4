"""A log-in and the keeping of new records, made up: nothing is derived, stored or slow."""

from __future__ import annotations

from typing import Any

from tcm_tui.desk.access import NotIn
from tcm_tui.ui.login import LoginApp, Reason
from tcm_tui.ui.securing import Secret

PLACE = "~/.local/share/tcm-tui/agency.db"
CODE = "EAQGF-HRZYJ-ZPK5A-GTY6R-WPJ88-8P3SX"
WORDS = "four words of dana"


class MadeUp:
    """``Door`` and ``securing.Rules``; what was tried stands in ``tried``."""

    def __init__(self, error: Exception | None = None, missing: str | None = None) -> None:
        self.error, self.missing = error, missing
        self.tried: list[tuple[str, ...]] = []
        self.secured: list[Secret] = []

    def usual_name(self) -> str:
        return "dana"

    def _enter(self, *tried: str) -> Any:
        self.tried.append(tried)
        if self.error is not None:
            raise self.error
        if tried[-1] not in (WORDS, CODE):
            raise NotIn("Name and passphrase don’t go together.")
        return tried

    def enter(self, person: str, passphrase: str) -> Any:
        return self._enter(person, passphrase)

    def enter_by_code(self, code: str) -> Any:
        return self._enter(code)

    def not_installed(self) -> str | None:
        return self.missing

    def wrong_name(self, person: str) -> str | None:
        return None if person else "A log-in name has 1 to 40 characters."

    def wrong_passphrase(self, passphrase: str) -> str | None:
        return None if len(passphrase) >= 12 else "A passphrase has at least 12 characters."

    def new_code(self) -> str:
        return CODE

    def part_asked(self, code: str) -> tuple[int, int]:
        return 2, 5

    def is_part(self, code: str, typed: str) -> bool:
        return typed == "HRZYJ WPJ88"


def login(door: MadeUp | None = None, why: str = "These records are encrypted.") -> LoginApp:
    return LoginApp(door or MadeUp(), Reason(why, PLACE))
