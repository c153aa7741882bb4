"""The command line on an encrypted database: how it is opened, what it never shows, people, exit codes."""

from __future__ import annotations

import getpass
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tcm_tui.cli import unlocking
from tcm_tui.desk import access, keeping
from tests.cli import conftest as cli
from tests.cli.conftest import Answer, valid
from tests.encrypted.conftest import DANA, KIM, LEE

Tcm = Callable[..., Answer]
Secret = Callable[[str], Path]


tcm_of_cli = cli.tcm


@pytest.fixture
def tcm(tcm_of_cli: Tcm) -> Tcm:
    """``tcm`` with nothing left of the options of a call before."""

    def call(*args: object) -> Answer:
        unlocking.taken([])
        return tcm_of_cli(*args)

    return call


@pytest.fixture
def ask(tcm: Tcm, db: Path) -> Tcm:
    """``tcm`` on the encrypted agency, each time as if started anew."""

    def call(*args: object) -> Answer:
        access.log_out()
        return tcm(*args, "--db", db, "--on", "2026-03-03")

    return call


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A terminal at which these lines are typed, secrets and others in one row."""

    def use(*lines: str) -> None:
        rest = iter(lines)
        monkeypatch.setattr(unlocking, "at_terminal", lambda: True)
        monkeypatch.setattr(getpass, "getpass", lambda question: next(rest))
        monkeypatch.setattr(unlocking, "asked", lambda question: next(rest))

    return use


def test_a_command_asks_and_then_answers(ask: Tcm, typed: Callable[..., None]) -> None:
    typed("", DANA)  # the name offered is taken
    found = ask("units", "M1", "--json")
    assert found.code == 0 and found.json["member"] == "M1" and "encrypted" in found.err
    typed("dana", LEE, "dana", DANA)
    assert ask("units", "M1").code == 0
    typed("dana", LEE, "dana", KIM, "lee", DANA)
    wrong = ask("units", "M1")
    assert (wrong.code, wrong.out) == (3, "") and "don’t go together" in wrong.err


def test_without_a_terminal_it_says_how_and_ends_with_3(ask: Tcm) -> None:
    found = ask("caseload")
    assert found.code == 3 and "--passphrase-file FILE or $TCM_PASSPHRASE_FILE" in found.err and not found.out


def test_a_passphrase_file_opens_it(ask: Tcm, secret_file: Secret, monkeypatch: pytest.MonkeyPatch) -> None:
    file = secret_file(DANA)
    assert ask("units", "M1", "--passphrase-file", file).code == 0
    assert ask("units", "M1", f"--passphrase-file={file}", "--person", "dana").code == 0
    monkeypatch.setenv("TCM_PASSPHRASE_FILE", str(file))
    assert ask("units", "M1").code == 0
    assert ask("units", "M1", "--person", "lee").code == 3
    monkeypatch.setenv("TCM_PASSPHRASE_FILE", str(secret_file(LEE)))
    assert ask("units", "M1").code == 3


@pytest.mark.parametrize("what", ["readable", "missing", "empty", "link", "folder", "binary"])
def test_a_file_that_others_can_read_or_that_is_none_is_refused(
    ask: Tcm, secret_file: Secret, tmp_path: Path, what: str
) -> None:
    file = secret_file(DANA)
    if what == "readable":
        file.chmod(0o640)
    elif what == "missing":
        file.unlink()
    elif what == "empty":
        file.write_text("")
    elif what == "binary":
        file.write_bytes(b"\xff\xfe\xff\n")
    elif what == "link":
        (tmp_path / "link").symlink_to(file)
        file = tmp_path / "link"
    else:
        file = tmp_path
    found = ask("units", "M1", "--passphrase-file", file)
    assert found.code == 3 and str(file) in found.err and found.err.count("\n") == 1


def test_the_two_options_want_values(ask: Tcm) -> None:
    assert ask("units", "M1", "--passphrase-file").code == 2
    assert ask("units", "M1", "--person", "--json").code == 2


def test_a_plain_database_takes_the_options_and_needs_none(tcm: Tcm, plain: Path) -> None:
    assert tcm("units", "M1", "--db", plain, "--on", "2026-03-03", "--person", "dana").code == 0


def test_encrypt_people_and_decrypt(
    tcm: Tcm,
    plain: Path,
    secret_file: Secret,
    tmp_path: Path,
) -> None:
    code, dana = tmp_path / "code", secret_file(DANA)

    def on(*args: object) -> Answer:
        access.log_out()
        return tcm(*args, "--db", plain)

    keeping.copy_of_the_day(plain)
    done = on("encrypt", "dana", "--new-passphrase-file", dana, "--recovery-file", code, "--json")
    assert done.code == 0, done.err
    found = valid("encrypt", done.json)
    assert found["person"] == "dana" and len(found["plain_copies"]) == 1
    assert re.fullmatch(r"([0-9A-Z]{5}-){5}[0-9A-Z]{5}\n", code.read_text()) and code.stat().st_mode & 0o077 == 0
    assert code.read_text().strip() not in done.out + done.err
    assert valid("people", on("people", "--json").json)["people"][0]["name"] == "dana"
    assert on("people", "add", "lee", "--new-passphrase-file", secret_file(LEE), "--passphrase-file", dana).code == 0
    assert on("people", "role", "lee", "--role", "admin", "--passphrase-file", dana, "--person", "dana").code == 0
    assert on("people", "rename", "lee", "--to", "lp", "--passphrase-file", dana, "--person", "dana").code == 0
    mine = on(
        "people",
        "passphrase",
        "--person",
        "lp",
        "--passphrase-file",
        secret_file(LEE),
        "--new-passphrase-file",
        secret_file(KIM),
    )
    assert mine.code == 0, mine.err
    assert on("units", "M1", "--person", "lp", "--passphrase-file", secret_file(KIM)).code == 0
    gone = on("people", "remove", "lp", "--person", "dana", "--passphrase-file", dana)
    assert gone.code == 0 and "another key" in gone.out and "lp" not in gone.out.splitlines()[-1]
    assert on("units", "M1", "--person", "lp", "--passphrase-file", secret_file(KIM)).code == 3
    new = tmp_path / "code2"
    assert on("people", "code", "--passphrase-file", dana, "--recovery-file", new).code == 0
    assert new.read_text() != code.read_text()
    out = valid("decrypt", on("decrypt", tmp_path / "plain.db", "--passphrase-file", dana, "--json").json)
    assert not out["encrypted"] and (tmp_path / "plain.db").read_bytes().startswith(b"SQLite format")
    assert on("encrypt", "dana", "--passphrase-file", dana).code == 1


@pytest.mark.parametrize(
    ("args", "ends"),
    [
        (("people", "invent"), 2),
        (("people", "add", "--passphrase-file", "DANA"), 1),
        (("people", "remove", "nobody", "--passphrase-file", "DANA"), 1),
        (("people", "remove", "dana", "--passphrase-file", "DANA"), 1),
        (("people", "rename", "dana", "--passphrase-file", "DANA"), 2),
        (("people", "role", "dana", "--passphrase-file", "DANA"), 2),
        (("people", "role", "dana", "--role", "staff", "--passphrase-file", "DANA"), 1),
        (("people", "add", "lee", "--passphrase-file", "DANA"), 2),
        (("people", "passphrase", "--passphrase-file", "LEE"), 3),
    ],
)
def test_what_can_not_be_is_one_sentence(ask: Tcm, secret_file: Secret, args: tuple[str, ...], ends: int) -> None:
    files = {"DANA": str(secret_file(DANA)), "LEE": str(secret_file(LEE))}
    if args == ("people", "add", "--passphrase-file", "DANA"):
        args = (*args, "--new-passphrase-file", files["LEE"])  # a name that is there: one's own
    found = ask(*(files.get(arg, arg) for arg in args))
    assert found.code == ends and len(found.err.splitlines()) == 1 and not found.out


def test_a_short_passphrase_and_two_that_differ_are_refused(
    tcm: Tcm,
    plain: Path,
    typed: Callable[..., None],
) -> None:
    for lines, says in ((("too short",), "12 characters"), ((DANA, LEE), "not the same")):
        typed(*lines)
        found = tcm("encrypt", "dana", "--db", plain)
        assert found.code == 2 and says in found.err
    typed(DANA, DANA, "no", "no", "no")
    found = tcm("encrypt", "dana", "--db", plain)
    assert found.code == 2 and "Nothing was changed" in found.err and plain.read_bytes().startswith(b"SQLite")


def test_the_code_is_shown_once_and_typed_back(
    tcm: Tcm,
    plain: Path,
    typed: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    code: str,
) -> None:
    monkeypatch.setattr(access, "new_code", lambda: code)
    groups, asked = code.split("-"), access.part_asked(code)
    typed(DANA, DANA, " ".join(groups[n - 1] for n in asked))
    found = tcm("encrypt", "dana", "--db", plain)
    assert found.code == 0 and found.err.count(code) == 1 and code not in found.out
    access.log_out()
    typed(code.lower(), LEE, LEE)
    assert tcm("people", "passphrase", "dana", "--by-code", "--db", plain).code == 0
    access.log_out()
    typed("dana", LEE)
    assert tcm("units", "M1", "--db", plain).code == 0


def test_restore_asks_for_the_backup_and_then_for_the_database(
    ask: Tcm, db: Path, secret_file: Secret, typed: Callable[..., None]
) -> None:
    assert ask("backup", db.parent / "saved.db", "--passphrase-file", secret_file(DANA)).code == 0
    typed("dana", DANA, "dana", DANA)
    found = ask("restore", db.parent / "saved.db")
    assert found.code == 0 and found.err.count("is encrypted") == 2


def test_nothing_secret_stands_where_other_processes_look(db: Path, secret_file: Secret) -> None:
    """Arguments and environment of a process that has the records open, and of the one that copies aside."""
    access.log_out()
    file = secret_file(DANA)
    code = (
        "import os, sys; from pathlib import Path; from tcm_tui.cli.app import run; from tcm_tui.desk import keeping; "
        "keeping.ASIDE = 0; from tcm_tui.records import keyring; "
        "run(['units', 'M1', '--on', '2026-03-03', '--json']); "
        "aside = keeping.copy_after_a_command(Path(sys.argv[1])); "
        "seen = b''.join(Path(f'/proc/{pid}/{what}').read_bytes() for pid in (os.getpid(), aside.pid) "
        "for what in ('cmdline', 'environ') if Path(f'/proc/{pid}/{what}').exists()); "
        "key = keyring.secret_of(Path(sys.argv[1]).absolute()); "
        "print(key.hex().encode() in seen, b'four ' + b'words' in seen, len(seen) > 100, aside.wait())"
    )
    env = {**os.environ, "TCM_DB": str(db), "TCM_PASSPHRASE_FILE": str(file), "TCM_PERSON": "dana"}
    done = subprocess.run([sys.executable, "-c", code, str(db)], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False True 0", done
    (copy,) = list((db.parent / "agency.db.backups").glob("*.db"))
    assert copy.with_name(f"{copy.name}.keys").exists() and b"Pecan" not in copy.read_bytes()
    assert done.stderr == ""


def test_a_plain_start_loads_nothing_of_it(plain: Path) -> None:
    code = (
        "import sys; from tcm_tui.cli.app import run; run(['units', 'M1', '--on', '2026-03-03']); "
        "print([n for n in sys.modules if n.startswith(('nacl', 'sqlcipher3', 'cffi', 'tcm_tui.records.key'))])"
    )
    env = {**os.environ, "TCM_DB": str(plain)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "['tcm_tui.records.keyring']"
