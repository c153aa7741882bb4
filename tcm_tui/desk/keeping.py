"""Keeping the records safe: a copy while in use, putting one back, and a look at everything that can be wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import subprocess

    from tcm_tui.desk.disclosure import Head
    from tcm_tui.desk.office import Desk
    from tcm_tui.records.paths import Place


class Check(NamedTuple):
    """One thing looked at: its name, whether it is well, and a sentence for a person."""

    name: str
    ok: bool
    sentence: str


class Copied(NamedTuple):
    """A backup that was made: the file, the end of the audit log in it, a sentence where the log could not be told."""

    file: Path
    head: Head
    untold: str | None


def backup(desk: Desk, file: str | Path, progress: Callable[[int, int], bool] | None = None) -> Copied:
    """Copy the database to a file while it is in use, and tell the audit log. Raises StoreError."""
    from tcm_tui.desk import disclosure, roles
    from tcm_tui.records import backup as copies

    roles.refuse(desk, "A backup holds")
    path = copies.backup(desk.store, file, progress)
    return Copied(path, *disclosure.copied(desk.store.path, path))


def copy_of_the_day(path: Place | str, going_on: Callable[[], bool] | None = None, today: date | None = None) -> bool:
    """Make the day's copy of a database unless it is there; whether one was made. going_on: False gives up.

    today: the day by the clock, whatever day is looked at. Raises StoreError with a sentence for a notice; the
    records are not touched.
    """
    from tcm_tui.desk.office import StoreError
    from tcm_tui.records import daily

    if not isinstance(path, (str, Path)):
        return False  # the agency's own copies of its server
    try:
        made = daily.make(Path(path), today or date.today(), (lambda done, total: going_on()) if going_on else None)
    except StoreError as error:
        if error.kind == "cancelled":
            return False
        raise StoreError(error.kind, f"The day’s copy could not be made: {error.sentence}") from None
    if made is not None:
        from tcm_tui.desk import disclosure

        disclosure.copied(Path(path), made, "day", disclosure.COMMAND_WAIT)
    return made is not None


ASIDE = 20_000_000
"""Bytes from which a copy takes a command longer than the command: some seconds for a million services."""
_ASIDE = "import sys; from tcm_tui.desk.keeping import copy_aside; copy_aside(sys.argv[1])"


def copy_after_a_command(path: Path) -> subprocess.Popen[bytes] | None:
    """The day's copy of a small database at once; that of a large one by a process that outlives the command.

    Gives that process; what stops it is told by the doctor. Raises StoreError for what stops a copy made at once.
    """
    from tcm_tui.records import daily, ids, keyring

    if not path.exists() or path.stat().st_size < ASIDE:
        copy_of_the_day(path)
        return None
    if any(each.day == date.today() for each in daily.copies(path)):
        return None
    import subprocess
    import sys

    nowhere, key = subprocess.DEVNULL, keyring.secret_of(path.absolute())
    aside = subprocess.Popen(  # -P: nothing is imported from the folder the command was given in
        [sys.executable, "-P", "-c", _ASIDE, str(path.absolute())],
        stdin=nowhere if key is None else subprocess.PIPE,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
    if key is not None and aside.stdin is not None:  # through a pipe: arguments and environment can be seen
        with suppress(OSError), aside.stdin as pipe:
            pipe.write(f"{key.hex()} {ids.user_name()}".encode())
    return aside


def copy_aside(path: str) -> None:
    """In that process: what opens an encrypted database, and who asked, come through its input."""
    import sys

    from tcm_tui.records import ids, keyring

    key, _, who = sys.stdin.read().partition(" ")
    if key:
        keyring.keep(Path(path), bytes.fromhex(key))
        ids.use(who)
    copy_of_the_day(path)


def _last_copy(path: Place, last_change: str | None) -> Check:
    """Whether the last day before this one that changed records has its copy. last_change: as the audit log has it."""
    from tcm_tui.records import daily

    if not isinstance(path, Path):
        said = "The records are on a server: its copies (pg_basebackup, pg_dump) are made by who looks after it."
        return Check("last copy", True, said)

    there = daily.copies(path)
    said = "No copy of a day has been made yet; the screens and every command that changes records make one."
    if there:
        megabytes = there[0].file.stat().st_size / 1e6
        said = f"Of {there[0].day}, {megabytes:,.1f} MB; {len(there)} kept in {there[0].file.parent}."
    if last_change is None:
        return Check("last copy", True, said)
    changed = datetime.fromisoformat(last_change).astimezone().date()
    if there and there[0].day >= changed:
        return Check("last copy", True, said)
    return Check("last copy", False, f"{said} There is none since the change of {changed}: use tcm backup FILE.")


def restore(file: str | Path, db: str | None = None) -> tuple[Path | None, str | None]:
    """Put a verified backup in the place of the database; gives where the old one is kept, None without one, and a
    sentence where the audit log could not be told.

    Raises StoreError; the database is then as it was.
    """
    from tcm_tui.desk import disclosure
    from tcm_tui.records import restoring
    from tcm_tui.records.paths import database_path

    kept = restoring.restore(file, db, at=datetime.now(UTC))
    return kept, disclosure.put_back(database_path(db), Path(file).expanduser(), kept)


def doctor(db: str | None = None, whole: bool = False) -> list[Check]:
    """Integrity, version, permissions, the files of rule values, the last copy, and whether the ledger still follows.

    whole works out every member's ledger again, not a sample. With a faulty file of rule values, which no desk can
    be opened with, everything is looked at that needs none. Raises StoreError.
    """
    from tcm_tui.desk import office, roles
    from tcm_tui.records import doctor as looking
    from tcm_tui.records.store import open_store
    from tcm_tui.rules.pack import PackError, load_packs

    with open_store(db) as store:
        try:
            faults = load_packs(office.overlay_folder(store.path)).faults()
        except PackError as error:
            faults = [str(error)]
        midnight = datetime.combine(date.today(), time()).astimezone()
        last = _last_copy(store.path, looking.last_change(store, midnight))
        if faults:
            return [*(Check(*check) for check in looking.with_faulty_figures(store, faults)), last]
    with office.at_desk(db) as desk:
        roles.refuse(desk, "tcm doctor looks at")
        found = looking.doctor(desk.store, desk.policy, desk.packs, whole=whole)
    return [*(Check(*check) for check in found), last]
