"""The supervisor's screens in every state; ``cases`` takes them in."""

from __future__ import annotations

from typing import Any

from tests.ui.states import areas

TEAM: dict[str, dict[str, Any]] = {
    "rebalance": areas("rebalance"),
}
