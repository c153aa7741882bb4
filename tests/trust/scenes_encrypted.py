"""Scenes of encryption: made encrypted, another key, people, a backup. Nothing is lost; whoever got in still does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tcm_tui.desk import access, keeping, office
from tcm_tui.desk.access import NotIn, StoreError
from tcm_tui.records import drivers, keyfile, keyring, sealing
from tests.trust.scene import Dump, Scene
from tests.trust.scenes_writes import an_agency

DANA, LEE, KIM = "four words of dana", "four words of lee", "four words of kim"
CODE = "00000-00000-00000-00000-00000-000" + sealing._check("0" * 28)
TOLD = ("audit", "meta", "alembic_version", "sqlite_stat1")
NAMES = (b"Pecan", b"Whitehorse", b"CREATE TABLE")


@contextmanager
def _quick() -> Any:
    """Argon2id at its least, and nobody logged in before or after."""
    usual = sealing.OPS, sealing.MEM, sealing.CODE_OPS, sealing.CODE_MEM
    sealing.OPS, sealing.MEM, sealing.CODE_OPS, sealing.CODE_MEM = 1, 8192, 1, 8192
    access.log_out()
    try:
        yield
    finally:
        sealing.OPS, sealing.MEM, sealing.CODE_OPS, sealing.CODE_MEM = usual
        access.log_out()


def _quickly(job: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any) -> Any:
        with _quick():
            return job(*args)

    return run


def _rows(file: Path) -> Dump:
    """Every row of every table but the log, of a database whose key is at hand."""
    with closing(drivers.open_file(file)) as opened:
        names = [row[0] for row in opened.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: sorted(opened.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names if name not in TOLD}


def _lets_in(file: Path, person: str, passphrase: str) -> bool:
    access.log_out()
    try:
        access.log_in(file, person, passphrase, "command")
    except (NotIn, StoreError):
        return False
    finally:
        keyring.file_of(file).with_name(f"{file.name}.keys.tries").unlink(missing_ok=True)
    return True


def _left(folder: Path) -> list[str]:
    return [f"{file.name} is left" for file in folder.glob(".*.part*")]


_was: list[Dump] = []
"""The rows a scene begins with: each trial begins with the same."""


# ── made encrypted ──────────────────────────────────────────────────────────────────────────────────


def _plain(folder: Path) -> None:
    an_agency(folder)
    _was[:] = [_rows(folder / "agency.db")]


def _encrypt(folder: Path) -> None:
    access.encrypt(folder / "agency.db", "dana", DANA, CODE)


def _judge_encrypt(folder: Path, done: bool, said: str) -> list[str]:
    file, found = folder / "agency.db", []
    plain = file.read_bytes()[:6] == b"SQLite"
    if plain and done:
        found.append("said to be encrypted, and it is not")
    if not plain and "othing was changed" in said:
        found.append("said to be unchanged, and it is not")
    if not plain and not _lets_in(file, "dana", DANA):
        return [*found, "encrypted, and the passphrase does not open it"]
    if _rows(file) != _was[0]:
        found.append("the records are not the same")
    if plain:
        _encrypt(folder)
    else:
        office.open_desk(str(file)).close()
        keeping.backup(
            office.open_desk(str(file)), folder / "again.db"
        )  # what was left half done goes with the next copy
    if not _lets_in(file, "dana", DANA) or _rows(file) != _was[0]:
        found.append("done again, it is not there")
    readable = [f for f in folder.iterdir() if f.is_file() and any(name in f.read_bytes() for name in NAMES)]
    return found + _left(folder) + [f"{f.name} can be read" for f in readable]


# ── people ──────────────────────────────────────────────────────────────────────────────────────────


def _sealed(folder: Path) -> None:
    _plain(folder)
    file = folder / "agency.db"
    access.encrypt(file, "dana", DANA, CODE)
    access.add(access.log_in(file, "dana", DANA, "command"), "lee", LEE, access.STAFF)


def _people(folder: Path) -> list[str]:
    return [person.name for person in access.people(folder / "agency.db")]


def _judged(folder: Path, person: str, done: bool, said: str, gone: bool, again: Callable[[], object]) -> list[str]:
    """Dana and the records are there whatever happened; the other one is there before or after."""
    file, found = folder / "agency.db", []
    for once in ("", "again, "):
        if not _lets_in(file, "dana", DANA):
            return [*found, f"{once}the passphrase does not open it"]
        if _rows(file) != _was[0]:
            found.append(f"{once}the records are not the same")
        there = person in _people(folder)
        if (done or once) and there == gone:
            found.append(f"{once}said to be done, and it is not")
        if not once and "othing was changed" in said and there != gone:
            found.append("said to be unchanged, and it is not")
        if _lets_in(file, person, LEE if person == "lee" else KIM) != there:
            found.append(f"{once}who stands in the key file and who gets in are not the same")
        if not once and there == gone and _lets_in(file, "dana", DANA):
            again()
    access.log_out()
    if not access.log_in_by_code(file, CODE, "command").whole or len(keyfile.load(file).marks) != 1:
        found.append("the key file is not whole")
    return found + _left(folder)


def _remove(folder: Path) -> None:
    access.remove(access.log_in(folder / "agency.db", "dana", DANA, "command"), "lee")


def _judge_remove(folder: Path, done: bool, said: str) -> list[str]:
    return _judged(folder, "lee", done, said, True, lambda: _remove(folder))


def _add(folder: Path) -> None:
    access.add(access.log_in(folder / "agency.db", "dana", DANA, "command"), "kim", KIM, access.STAFF)


def _judge_add(folder: Path, done: bool, said: str) -> list[str]:
    return _judged(folder, "kim", done, said, False, lambda: _add(folder))


# ── a backup, restored ──────────────────────────────────────────────────────────────────────────────


def _saved(folder: Path) -> None:
    """A backup under a key that the records don't have any more."""
    _sealed(folder)
    file = folder / "agency.db"
    access.log_in(file, "dana", DANA, "command")
    desk = office.open_desk(str(file))
    keeping.backup(desk, folder / "saved.db")
    desk.close()
    access.remove(access.log_in(file, "dana", DANA, "command"), "lee")


def _restore(folder: Path) -> None:
    for file in (folder / "saved.db", folder / "agency.db"):
        access.log_in(file, "dana", DANA, "command")
    keeping.restore(folder / "saved.db", str(folder / "agency.db"))


def _judge_restore(folder: Path, done: bool, said: str) -> list[str]:
    found = [
        f"{name} does not open with the same records"
        for name in ("agency.db", "saved.db")
        if not _lets_in(folder / name, "dana", DANA) or _rows(folder / name) != _was[0]
    ]
    if _people(folder) != ["dana"]:
        found.append("the people of the backup came with it")
    _restore(folder)
    if not _lets_in(folder / "agency.db", "dana", DANA) or _rows(folder / "agency.db") != _was[0]:
        found.append("restored again, it is not there")
    return found


def _scene(name: str, build: Any, work: Any, judge: Any) -> Scene:
    return Scene(name, _quickly(build), _quickly(work), _quickly(judge))


ENCRYPTED = (
    _scene("made encrypted", _plain, _encrypt, _judge_encrypt),
    _scene("a person removed, another key", _sealed, _remove, _judge_remove),
    _scene("a person added", _sealed, _add, _judge_add),
    _scene("an encrypted backup restored", _saved, _restore, _judge_restore),
)


def _key_file_last(folder: Path) -> None:
    """As it must not be done: the key file comes when the encrypted file has the name already."""
    create, kept = keyfile.create, list[Any]()
    keyfile.create = lambda *args: kept.append(args)  # type: ignore[assignment]
    try:
        _encrypt(folder)
    finally:
        keyfile.create = create
    create(*kept[0])


CONTROL = _scene("made encrypted, the key file last", _plain, _key_file_last, _judge_encrypt)
