"""The supervisor's screens in every state; ``cases`` takes them in."""

from __future__ import annotations

from typing import Any

TEAM: dict[str, dict[str, Any]] = {}
