"""What the one who opened the records may see of them. Only a database of a server has roles; a file shows all.

The server itself hides the rest, whatever is asked. Here is what follows for the answers: lists are of the case
managers one stands for, and what is of the visible part only is said to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tcm_tui.desk.errors import Refused
from tcm_tui.records.errors import StoreError

if TYPE_CHECKING:
    from tcm_tui.desk.caseload import Staff
    from tcm_tui.desk.office import Desk
    from tcm_tui.records.postgres.opened import Role

CARING = ("case-manager", "supervisor")
"""The roles that see the members of some case managers."""

WITHOUT_MEMBERS = ("auditor", "admin")

_PARTS = {"case-manager": "your caseload only", "supervisor": "your team only"}


def of(desk: Desk) -> Role | None:
    """The role in which the records are open; None where nothing is hidden: in a file, or from a database's owner."""
    path = desk.store.path
    if isinstance(path, Path):
        return None
    from tcm_tui.records.postgres import opened

    found = opened.of(path)
    return found if found is not None and found.role is not None else None


def part(desk: Desk) -> str:
    """``your caseload only``; empty where every answer is of the whole agency, or none is of a part."""
    role = of(desk)
    return _PARTS.get(role.role or "", "") if role is not None else ""


def sees(desk: Desk, cm: str) -> bool:
    """Whether all that is a case manager's is shown."""
    role = of(desk)
    return role is None or role.role not in CARING or cm in role.workers


def must_see(desk: Desk, cm: str | None) -> None:
    """Raises Refused for a case manager whose caseload is not shown; None is everybody one sees."""
    role = of(desk)
    if cm is not None and role is not None and not sees(desk, cm):
        whose = ", ".join(sorted(role.workers)[:10]) or "nobody"
        raise Refused(f"Your role, {role.role}, does not show the caseload of {cm}; it shows {whose}.")


UNSEEN = "visits planned then are not shown to your role and were not looked at"


def shows_members(desk: Desk) -> bool:
    """Whether any member is shown, and with them what is planned."""
    role = of(desk)
    return role is None or role.role not in WITHOUT_MEMBERS


def among(desk: Desk, people: Iterable[Staff]) -> list[Staff]:
    """Those of the case managers whose work is shown."""
    return [each for each in people if sees(desk, each.who.cm_id)]


_COMMANDS = {
    "biller": "tcm units MEMBER, tcm export FOLDER --for billing and tcm rules",
    "auditor": "tcm audit, tcm grants and tcm rules",
    "admin": "tcm grant, tcm grants, tcm record, tcm staff, tcm roster and tcm rules",
}


def must_have_screens(desk: Desk) -> None:
    """Raises StoreError in a role without a caseload, which is what the screens are of."""
    role = of(desk)
    if role is not None and role.role in _COMMANDS:
        desk.close()
        said = f"The screens are of caseloads, and your role, {role.role}, has none: use {_COMMANDS[role.role]}."
        raise StoreError("denied", said)


def refuse(desk: Desk, what: str) -> None:
    """Raises Refused for a job that needs all records, which no role has. what: ``tcm doctor looks at``."""
    role = of(desk)
    if role is not None:
        raise Refused(f"{what} all records, and your role, {role.role}, shows a part: it is for the database's owner.")
