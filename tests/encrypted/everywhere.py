"""A plugin of pytest under which every database file a test opens is encrypted, with one key: ``-p`` names it."""

from __future__ import annotations

from pathlib import Path

from tcm_tui.records import keyfile, keyring

KEY = bytes(range(32))


def pytest_configure() -> None:
    """From before the first fixture on. A copy needs no key file: its key is at hand as well."""
    keyring.secret_of = lambda place: KEY if isinstance(place, Path) else None
    keyfile.copy = lambda source, target: None
