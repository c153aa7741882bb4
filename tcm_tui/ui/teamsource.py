"""What the supervisor's screens ask, beside ``ui.source``: the whole agency, what-ifs, the year ahead, reports."""

from __future__ import annotations

from typing import Protocol


class Team(Protocol):
    """The supervisor's questions. Every answer is a frozen view of the desk."""
