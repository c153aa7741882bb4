"""``tcm grant revoke grants``: who has which role in a database on a server."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from tcm_tui.cli import out
from tcm_tui.cli.asking import Answer, Ask, asks
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.people import NewFile
from tcm_tui.desk.grants import ROLES

Person = Annotated[str, Arg("PERSON", "The person's log-in on the server.")]


@asks
def grant(
    ask: Ask,
    person: Person,
    role: Annotated[str, Opt("--role", "What the person may see and do.", choices=ROLES)],
    cm: Annotated[
        str | None, Opt("--cm", "The case manager the person is: id or part of the name; for two of the roles.", "CM")
    ] = None,
    create_login: Annotated[
        bool, Opt("--create-login", "Make the log-in on the server too; its password is asked for.")
    ] = False,
    new_passphrase_file: NewFile = None,
) -> Answer:
    """Give a person a role in a database on a server, in place of the one before."""
    from tcm_tui.cli import unlocking
    from tcm_tui.desk import grants

    password = partial(unlocking.new_secret, new_passphrase_file, person) if create_login else None
    grants.grant(ask.desk, person, role, cm, password)
    found = next(each for each in grants.people(ask.desk) if each.person == person)
    if ask.json:
        return found._asdict() | {"reasons": []}
    return [f"✓ {person} is {role}{f' as {found.cm}' if found.cm else ''}: {grants.MEANS[role]}."]


@asks
def revoke(ask: Ask, person: Person) -> Answer:
    """Take a person's role away, at once also where the records are open; the log-in itself stays."""
    from tcm_tui.desk import grants

    grants.revoke(ask.desk, person)
    if ask.json:
        return {"person": person, "role": None, "reasons": []}
    out.note("The log-in itself is the server’s: who looks after it removes it (DROP ROLE).")
    return [f"✓ {person} sees nothing here any more."]


@asks
def grants(ask: Ask) -> Answer:
    """Who has which role in a database on a server."""
    from tcm_tui.cli.plain import table
    from tcm_tui.desk import grants as desk_grants

    found = desk_grants.people(ask.desk)
    if ask.json:
        return {"people": [each._asdict() for each in found], "reasons": []}
    if not found:
        return ["Nobody has a role here yet: only the database’s owner can open it."]
    rows = [(each.person, each.role, each.cm or "–", each.since[:10], each.by) for each in found]
    return table(("person", "role", "case manager", "since", "given by"), rows)
