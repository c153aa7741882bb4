"""How this process has opened databases of servers: by whose log-in, and in which role.

Asked once, at the opening, so that a sentence about a refusal can name the role and the log can name the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.records import ids

if TYPE_CHECKING:
    from tcm_tui.records.postgres.connection import Connection


class Role(NamedTuple):
    """role is None for the database's owner, whom nothing hides. workers: the case managers a person stands for."""

    login: str
    role: str | None = None
    cm_id: str | None = None
    workers: frozenset[str] = frozenset()


_known: dict[str, Role] = {}

_WHO = "SELECT session_user::text, to_regclass('tcm_people') IS NOT NULL"
_ROLE = "SELECT p.role, p.cm_id, array_to_json(tcm_workers())::text FROM tcm_people p WHERE p.login = session_user"


def ask(own: Connection) -> None:
    """Ask the server who has opened this connection. Raises ``errors.Error``."""
    import json

    login, with_roles = own.execute(_WHO).fetchone()
    found = own.execute(_ROLE).fetchone() if with_roles else None
    role = Role(login) if found is None else Role(login, found[0], found[1], frozenset(json.loads(found[2])))
    _known[str(own.place)] = role
    ids.opened_as(str(own.place), login)


def of(place: object) -> Role | None:
    """The role in which a database was opened; None for a file, or before it was opened."""
    return _known.get(str(place))
