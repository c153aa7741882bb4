"""How a command opens an encrypted database: it asks on the terminal, or reads a passphrase file; never an argument.

``--person NAME`` and ``--passphrase-file FILE`` (``-``: the first line of the input) go with every command.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from tcm_tui.cli import out
from tcm_tui.desk import access
from tcm_tui.desk.access import NotIn, Session, StoreError
from tcm_tui.desk.errors import WrongUsage

TRIES = 3
"""How often a command asks before it gives up."""
_LONGEST = 5000

session: list[Session] = []
"""Who has logged in, the latest last."""
_given: dict[str, str] = {}
_FLAGS = {"--person": "person", "--passphrase-file": "file"}


def taken(args: list[str]) -> list[str]:
    """The arguments without the two that are read here. Raises WrongUsage where one has no value."""
    _given.clear()
    rest: list[str] = []
    coming = iter(args)
    for arg in coming:
        flag, equals, value = arg.partition("=")
        if flag not in _FLAGS:
            rest.append(arg)
            continue
        value = value if equals else next(coming, "")
        if not value or (value.startswith("-") and value != "-"):
            raise WrongUsage(f"{flag} needs a value.")
        _given[_FLAGS[flag]] = value
    return rest


def open_for(path: Path) -> Session:
    """Have a person log in. Raises StoreError (exit 3) with a sentence where that can't be or did not work."""
    file = _given.get("file") or os.environ.get("TCM_PASSPHRASE_FILE")
    if file:
        person = _given.get("person") or access.usual_name(path)
        if not person:
            raise StoreError("sealed", f"{path} is encrypted: say who opens it with --person NAME.")
        session.append(_in(lambda: access.log_in(path, person, secret_from(file), "command")))
    elif not at_terminal():
        told = f"{path} is encrypted and there is no terminal to ask for the passphrase:"
        raise StoreError("sealed", f"{told} use --passphrase-file FILE or $TCM_PASSPHRASE_FILE.")
    else:
        session.append(_asked(path))
    _tell_untrue(session[-1])
    return session[-1]


def _tell_untrue(found: Session) -> None:
    if not found.whole:
        out.note(
            "The key file was changed by something else than tcm: put the one of a backup (FILE.keys) in its place."
        )


def open_by_code(path: Path) -> Session:
    """Log in by the recovery code."""
    if not at_terminal():
        raise StoreError("sealed", "The recovery code is typed at a terminal.")
    session.append(_in(lambda: access.log_in_by_code(path, secret("Recovery code: "), "command")))
    return session[-1]


def _in(job: Callable[[], Session]) -> Session:
    try:
        return job()
    except NotIn as error:
        raise StoreError("sealed", str(error)) from None


def _asked(path: Path) -> Session:
    out.note(f"{path} is encrypted.")
    usual = _given.get("person") or access.usual_name(path)
    for left in reversed(range(TRIES)):
        person = _given.get("person") or asked(f"Log-in name{f' [{usual}]' if usual else ''}: ") or usual
        try:
            return access.log_in(path, person, secret("Passphrase: "), "command")
        except NotIn as error:
            if error.seconds or not left:
                raise StoreError("sealed", str(error)) from None
            out.note(str(error))
    raise AssertionError


def at_terminal() -> bool:
    """Whether a person can be asked without a question ending up in a pipe."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty() and sys.stderr.isatty()


def asked(question: str) -> str:
    """A line that may be seen."""
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line.strip()


def secret(question: str) -> str:
    """A line that is not shown."""
    import getpass

    try:
        return getpass.getpass(question)
    except EOFError:
        raise KeyboardInterrupt from None


def secret_from(file: str) -> str:
    """The first line of a file that only its owner can read; ``-``: the next line of the input."""
    if file == "-":
        line = sys.stdin.readline(_LONGEST)
    else:
        try:
            handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, encoding="utf-8") as opened:
                mode = os.fstat(opened.fileno()).st_mode
                if os.name != "nt" and (not stat.S_ISREG(mode) or mode & 0o077):
                    raise StoreError("sealed", f"{file} must be a file that only you can read: chmod 600.")
                line = opened.readline(_LONGEST)
        except UnicodeDecodeError:
            raise StoreError("sealed", f"{file} is no text.") from None
        except OSError as error:
            raise StoreError("sealed", f"{file} can't be read: {error.strerror}.") from None
    found = line.rstrip("\r\n")
    if not found:
        raise StoreError("sealed", "There is no passphrase in it." if file == "-" else f"{file} is empty.")
    return found


def new_secret(file: str | None, whose: str) -> str:
    """A new passphrase: from a file, or typed twice. Raises WrongUsage, StoreError."""
    if file:
        found = secret_from(file)
    elif not at_terminal():
        raise WrongUsage("There is no terminal to ask for the new passphrase: use --new-passphrase-file FILE.")
    else:
        out.note(f"A new passphrase for {whose}: at least 12 characters, several words make a good one.")
        found = secret("New passphrase: ")
        wrong = access.too_short(found)
        if wrong is None and secret("Again: ") != found:
            wrong = "The two were not the same."
        if wrong:
            raise WrongUsage(wrong)
    wrong = access.too_short(found)
    if wrong:
        raise WrongUsage(wrong)
    return found


def new_code(file: str | None) -> str:
    """A recovery code that was written down: into a new file, or shown and typed back in part."""
    code = access.new_code()
    if file:
        _into_new(file, code)
        return code
    if not at_terminal():
        raise WrongUsage("There is no terminal to show the recovery code on: use --recovery-file FILE.")
    out.note(
        f"\nThe recovery code opens the records when a passphrase is forgotten. It is shown this once:\n\n"
        f"    {code}\n\nWrite it down and keep it where the agency keeps what must not be lost."
    )
    first, second = access.part_asked(code)
    for _ in range(TRIES):
        if access.is_part(code, asked(f"To be sure, type its groups {first} and {second}: ")):
            return code
        out.note("That is not what stands there.")
    raise WrongUsage("Nothing was changed: begin again when the code can be written down.")


def _into_new(file: str, code: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(code + "\n")
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise WrongUsage(f"{file} can't be made: {(error.strerror or 'unusable').lower()}.") from None
