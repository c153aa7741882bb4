"""``tcm encrypt decrypt people``: who may open the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from tcm_tui.cli import out, unlocking
from tcm_tui.cli.marks import Arg, Opt
from tcm_tui.cli.options import Db, Json, On, Why
from tcm_tui.desk.errors import Refused, WrongUsage

if TYPE_CHECKING:
    from tcm_tui.desk.access import Session

ACTIONS = ("list", "add", "rename", "role", "passphrase", "remove", "code")

NewFile = Annotated[
    str | None,
    Opt("--new-passphrase-file", "Where the new passphrase stands, in a file of mode 0600; - the input.", "FILE"),
]
CodeFile = Annotated[
    str | None, Opt("--recovery-file", "Write the recovery code into this new file instead of showing it.", "FILE")
]


def encrypt(
    person: Annotated[str, Arg("NAME", "The log-in name of the first person, who may then add others.")],
    remove_copies: Annotated[
        bool, Opt("--remove-copies", "Overwrite and remove the copies beside it that are not encrypted.")
    ] = False,
    new_passphrase_file: NewFile = None,
    recovery_file: CodeFile = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Make the database an encrypted one: from then on a log-in name and its passphrase open it."""
    from tcm_tui.desk import access, office

    office.today(on)
    with office.at_desk(db) as desk:
        path = desk.store.file
    if access.is_encrypted(path):
        raise Refused(f"{path} is encrypted already; tcm people says who may open it.")
    wrong = access.installed() or access.unfit_name(person)
    if wrong:
        raise Refused(wrong)
    passphrase = unlocking.new_secret(new_passphrase_file, person)
    code = unlocking.new_code(recovery_file)
    plain = access.encrypt(path, person, passphrase, code).plain
    left = access.remove_copies(plain) if remove_copies else list(plain)
    if json:
        names = [str(file) for file in left]
        out.as_json({"file": str(path), "person": person, "plain_copies": names, "reasons": []})
        return
    out.as_text([f"✓ {path} is encrypted; {person} and the recovery code open it.", *_left(left, "plain")])
    out.note(
        "Other copies, exports and the disk’s own blocks may still hold what was plain: that is the agency’s to clear."
    )


def decrypt(
    file: Annotated[str, Arg("FILE", "Where the plain copy goes; it must not be there yet.")],
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Write a copy that is not encrypted, for leaving the program; the database stays as it is."""
    from tcm_tui.desk import access, office

    office.today(on)
    with office.at_desk(db) as desk:
        path = desk.store.file
    access.decrypt(path, Path(file).expanduser())
    if json:
        out.as_json({"file": file, "encrypted": False, "reasons": []})
    else:
        out.as_text([f"! {file} holds all records and opens without a passphrase: keep it private."])


def people(
    action: Annotated[
        str, Arg("[ACTION]", "list, add, rename, role, passphrase, remove, or code (a new recovery code).")
    ] = "list",
    person: Annotated[str | None, Arg("[NAME]", "The log-in name it is about; without it, one's own.")] = None,
    to: Annotated[str | None, Opt("--to", "For rename: the new log-in name.", "NAME")] = None,
    role: Annotated[
        str | None, Opt("--role", "admin may change people, staff may not.", choices=("admin", "staff"))
    ] = None,
    by_code: Annotated[bool, Opt("--by-code", "Log in with the recovery code.")] = False,
    new_passphrase_file: NewFile = None,
    recovery_file: CodeFile = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> None:
    """Who may open an encrypted database: list, add, change and remove people, and a new recovery code."""
    from tcm_tui.desk import access, office

    office.today(on)
    if action not in ACTIONS:
        raise WrongUsage(f"tcm people {action} is not known: it is {', '.join(ACTIONS[:-1])} or {ACTIONS[-1]}.")
    path = access.sealed_place(db)
    said: list[str] = []
    if action != "list":
        session = unlocking.open_by_code(path) if by_code else unlocking.open_for(path)
        whom = person or ("" if session.by_code else session.person)
        if not whom and action != "code":
            raise WrongUsage(f"tcm people {action} needs the log-in name it is about.")
        said = _act(session, action, whom, Asked(to, role, new_passphrase_file, recovery_file))
    found = access.people(path)
    if json:
        out.as_json({"people": [each._asdict() for each in found], "reasons": []})
        return
    from tcm_tui.cli.plain import table

    out.as_text([*said, *table(("name", "role", "since"), [tuple(each) for each in found])])


class Asked(NamedTuple):
    """What was said beside the action and the name."""

    to: str | None
    role: str | None
    passphrase_file: str | None
    code_file: str | None


def _act(session: Session, action: str, person: str, asked: Asked) -> list[str]:
    """Carry out a change; gives what to say of it."""
    from tcm_tui.desk import access

    if action == "add":
        access.add(session, person, unlocking.new_secret(asked.passphrase_file, person), asked.role or access.STAFF)
        return [f"✓ {person} may open the records."]
    if action == "rename":
        if not asked.to:
            raise WrongUsage("tcm people rename NAME needs --to NAME.")
        access.rename(session, person, asked.to)
        return [f"✓ {person} is now {asked.to}."]
    if action == "role":
        if not asked.role:
            raise WrongUsage("tcm people role NAME needs --role.")
        access.set_role(session, person, asked.role)
        return [f"✓ {person} is {asked.role}."]
    if action == "passphrase":
        access.set_passphrase(session, person, unlocking.new_secret(asked.passphrase_file, person))
        return [f"✓ {person} has another passphrase. Older backups still open with the one before."]
    if action == "code":
        access.set_code(session, unlocking.new_code(asked.code_file))
        return ["✓ There is a new recovery code. Older backups still open with the one before."]
    before = access.remove(session, person).before
    said = [f"✓ {person} is out, and the records have another key.", *_left(list(before), f"opens for {person} still")]
    return [*said, *(["  Copies elsewhere do so too."] if before else ["! Copies made until now still open for them."])]


def _left(files: list[Path], what: str) -> list[str]:
    return [f"! {what}: {file}" for file in files]
