"""A family has no file and no form of its own: whoever writes a member makes the family first."""

from __future__ import annotations

from collections.abc import Iterable

from tcm_tui.records import drivers


def ensure(connection: drivers.Connection, families: Iterable[str | None]) -> None:
    """Make the rows of these families that are not there yet, inside the caller's write transaction.

    The audit log tells of them by their members' family_id.
    """
    wanted = [(family,) for family in dict.fromkeys(families) if family]
    if wanted:
        connection.executemany("INSERT INTO families (family_id) VALUES (?) ON CONFLICT DO NOTHING", wanted)
