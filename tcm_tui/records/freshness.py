"""Whether the stored ledger is of today's figures and choices; quick to import, since every opening asks."""

from __future__ import annotations

from typing import Any, Protocol
from zlib import crc32

from tcm_tui.rules.entries import VERSION
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs

FINGERPRINT = "ledger"
"""The key in ``meta`` of what the ledger was worked out with."""


SETTINGS = ("unit_rounding", "unit_scope", "cap_scope", "telehealth_counts")
"""The settings that the ledger follows from; the others change answers, not what is stored."""


class Rows(Protocol):
    """What can be asked for rows: an open Store, or a unit of work."""

    def rows(self, sql: str, params: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]: ...


def fingerprint(policy: Policy, packs: Packs) -> str:
    """What the ledger is worked out with: the figures, the agency's choices, the program's own version."""
    choices = tuple(getattr(policy, setting) for setting in SETTINGS)
    return f"{VERSION}:{packs.fingerprint()}:{crc32(repr(choices).encode()):08x}"


def is_stale(store: Rows, policy: Policy, packs: Packs) -> bool:
    """Whether the stored ledger was worked out with other figures, choices or another version."""
    kept = store.rows("SELECT value FROM meta WHERE key = ?", (FINGERPRINT,))
    if kept:
        return bool(kept[0][0] != fingerprint(policy, packs))
    return bool(store.rows("SELECT 1 FROM services LIMIT 1"))
