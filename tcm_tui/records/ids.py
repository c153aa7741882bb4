"""Names and numbers for what is written: who writes, and the id of a new record."""

from __future__ import annotations

import os

from tcm_tui.records import drivers
from tcm_tui.records.queries.kept import KEEP

PREFIXES = {"appointments": "TA", "outreach": "TO", "services": "TS"}
"""Ids given by this program begin with a T, to keep clear of those another system counts up."""

_KEYS = {"appointments": "appointment_id", "outreach": "outreach_id", "services": "service_id"}


_logged_in: str | None = None


def use(person: str | None) -> None:
    """From now on this person works, who has logged in; None: nobody has."""
    global _logged_in
    _logged_in = person


_on_servers: dict[str, str] = {}


def opened_as(place: str, login: str) -> None:
    """A database of a server was opened by this log-in, which the server has made sure of."""
    _on_servers[place] = login


def user_name(place: object = None) -> str:
    """Who is working: on a server the log-in that opened the place; else who has logged in, else ``$TCM_USER`` where it
    is set, else ``system_name``."""
    if place is not None and str(place) in _on_servers:
        return _on_servers[str(place)]
    if _logged_in is not None:
        return _logged_in
    named = os.environ.get("TCM_USER", "").strip()
    return named or system_name()


def system_name() -> str:
    """The name the system knows the process by."""
    try:
        import pwd

        return pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError, AttributeError):
        import getpass

        try:
            return getpass.getuser()
        except (ImportError, KeyError, OSError):
            return "unknown"


def new_id(connection: drivers.Connection, table: str) -> str:
    """The next free id of appointments, outreach or services, inside the caller's write transaction."""
    prefix, column, counter = PREFIXES[table], _KEYS[table], f"next:{table}"
    locks = drivers.locks_of(connection)
    if locks is not None:  # its numbers are given without waiting, so that some are never used
        while True:
            found = f"{prefix}{locks.next_number(connection, table)}"
            if connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (found,)).fetchone() is None:
                return found
    kept = connection.execute("SELECT value FROM meta WHERE key = ?", (counter,)).fetchone()
    number = int(kept[0]) if kept else 1
    while connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ?", (f"{prefix}{number}",)).fetchone():
        number += 1
    connection.execute(KEEP, (counter, str(number + 1)))
    return f"{prefix}{number}"
