"""Processes that book at once on a server: ``tests.trust.booking``'s, with their control.

    python -m tests.postgres.together URL PROCESS SIZE HOW

HOW is ``product``, or ``unlocked``: then no row of a member or worker is locked before it is decided on, and processes
wait for each other between deciding and writing, so that the control fails each time and not only by luck.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from tests.trust import booking


def take_locks_away() -> None:
    """The control: what the product would do without SELECT … FOR UPDATE."""
    from tcm_tui.records.postgres import locks

    def none(own: Any, members: Iterable[str], workers: Iterable[str]) -> None:
        """Nothing is locked."""

    locks.members_and_workers = none
    locks.key = lambda own, text: None


if __name__ == "__main__":
    how = sys.argv[4]
    if how == "unlocked":
        take_locks_away()
    booking.take_begin_away = lambda _: None  # type: ignore[assignment]
    size = booking.Size(*json.loads(sys.argv[3]))
    booking.main(sys.argv[1], int(sys.argv[2]), size, "product" if how == "product" else "driver")
