"""What the choices of the first start do, with the desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tcm_tui.desk import access
from tcm_tui.desk.errors import Refused
from tcm_tui.ui.first import Jobs, Told
from tcm_tui.ui.securing import Secret


def jobs_for(db: str | None, on: date) -> Jobs:
    """The jobs that make a database where the person's own is expected (the demonstration beside it)."""

    secured = Secured(db)

    def demonstration(told: Told) -> str:
        from tcm_tui.desk.demo import build

        target = build.usual_place()
        if build.replaceable(target):
            build.build(target, on, progress=told)
        return str(target)

    def import_(folder: str, told: Told) -> str:
        return _import(db, Path(folder), on, told)

    def empty() -> str:
        from tcm_tui.desk.office import open_desk

        desk = open_desk(db, create=True)
        try:
            return str(desk.store.path)
        finally:
            desk.close()

    if not secured.a_file(db):
        return Jobs(demonstration, import_, empty)
    return Jobs(demonstration, import_, empty, secured, secured.secure, secured.unsecure)


class Secured:
    """``ui.securing.Rules`` with the desk, and the key file of the records that are begun."""

    def __init__(self, db: str | None) -> None:
        self.db = db

    @staticmethod
    def a_file(db: str | None) -> bool:
        return access.file_of(db) is not None

    def not_installed(self) -> str | None:
        return access.installed()

    def usual_name(self) -> str:
        return access.own_name()

    def wrong_name(self, person: str) -> str | None:
        return access.unfit_name(person)

    def wrong_passphrase(self, passphrase: str) -> str | None:
        return access.too_short(passphrase)

    def new_code(self) -> str:
        return access.new_code()

    def part_asked(self, code: str) -> tuple[int, int]:
        return access.part_asked(code)

    def is_part(self, code: str, typed: str) -> bool:
        return access.is_part(code, typed)

    def secure(self, secret: Secret) -> None:
        access.begin(self.db, *secret)

    def unsecure(self) -> None:
        access.undo_begin(self.db)


def _import(db: str | None, folder: Path, on: date, told: Told) -> str:
    """Import a folder into a new database; when nothing was stored, no database is left behind."""
    from tcm_tui.desk import importing
    from tcm_tui.desk.office import open_desk

    if not folder.exists():
        raise Refused(f"There is no folder {folder}.")
    desk = open_desk(db, create=True)
    path = desk.store.path
    going = True

    def progress(p: importing.ImportProgress) -> None:
        nonlocal going
        going = told(p.stage, p.done, p.total)

    stored = False
    try:
        result = importing.import_paths(desk, [folder], on, progress=progress, cancelled=lambda: not going)
        stored = result.stored
    finally:
        desk.close()
        if not stored and isinstance(path, Path):
            path.unlink(missing_ok=True)
    if result.cancelled:
        raise Refused("Given up: nothing was stored.")
    if not stored:
        said = [str(problem) for problem in result.errors[:6]]
        more = result.problem_count - len(said)
        raise Refused("Nothing was stored.", more=(*said, *([f"and {more} more"] if more > 0 else [])))
    return str(path)
