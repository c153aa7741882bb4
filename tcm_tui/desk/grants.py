"""Who may open an agency's database on a server, and in which role: given, taken away, listed, told to the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.records.postgres.place import Server

ROLES = ("case-manager", "supervisor", "biller", "auditor", "admin")
OF_A_WORKER = ("case-manager", "supervisor")
MEANS = {
    "case-manager": "their own caseload",
    "supervisor": "the caseloads of those whose record names them, and members nobody has",
    "biller": "units and what a claim needs of every member, no notes; changes nothing",
    "auditor": "the audit log; changes nothing",
    "admin": "people and their roles, sites, case managers, settings; no members",
}


class Granted(NamedTuple):
    """A log-in of the server and its role here. cm: the case manager it stands for; by: who gave it, since when."""

    person: str
    role: str
    cm: str | None
    since: str
    by: str


def grant(desk: Desk, person: str, role: str, cm: str | None = None, password: Callable[[], str] | None = None) -> None:
    """Give a person a role in place of any before. password: asked for where the server's log-in is to be made too.

    Raises WrongUsage, NotOne, Refused, StoreError.
    """
    from tcm_tui.desk import names
    from tcm_tui.records.postgres import access

    place = _place(desk)
    if (cm is None) == (role in OF_A_WORKER):
        which = "needs the case manager it stands for: add --cm CM" if cm is None else "stands for no case manager"
        raise WrongUsage(f"The role {role} {which}.")
    whose = names.cm_id(desk, cm) if cm is not None else None
    try:
        verifier = access.verifier_of(place, person, password()) if password is not None else None
        access.grant(place, person, role, whose, verifier)
    except access.Unbound as error:
        raise Refused(str(error)) from None


def revoke(desk: Desk, person: str) -> None:
    """Take a person's role away, at once also in what they have open. Raises Refused, StoreError."""
    from tcm_tui.records.postgres import access

    if not access.revoke(_place(desk), person):
        raise Refused(f"{person} has no role here; tcm grants lists who has.")


def people(desk: Desk) -> list[Granted]:
    """Everybody with a role, by log-in. Raises Refused, StoreError."""
    from tcm_tui.records.postgres import access

    return [Granted(*each) for each in access.people(_place(desk))]


def _place(desk: Desk) -> Server:
    place = desk.store.path
    if isinstance(place, Path):
        raise Refused(
            "Roles are for a database on a server (docs/postgres.md): whoever may open a file sees all of it."
        )
    return place
