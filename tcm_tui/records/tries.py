"""Wrong log-ins are counted beside the key file, so that starting anew forgets none; who waits, and how long.

``NAME.keys.tries`` is JSON, 0600: by log-in name how often in a row and when last, and what the audit log is still to
be told. It slows down somebody at this program. It can't stop one who tries with a copy of the files, on a machine of
their own or after removing this one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from tcm_tui.records import keyring, paths
from tcm_tui.records.errors import StoreError

FREE = 5
"""So many wrong ones in a row cost nothing but the time they take."""
FIRST, LONGEST = 30, 3600
"""Seconds the next one waits; doubled by each further one, up to an hour."""
MOST = 1000
WAIT = 2.0
"""Seconds for another program that counts; what is stopped in the middle of it keeps nobody out."""
UNKNOWN = "(unknown)"
"""What was typed as a name that nobody has is kept nowhere: it may be a passphrase."""


class Wrong(NamedTuple):
    """A wrong log-in that the audit log has not been told of."""

    person: str
    at: datetime


def file_of(database: Path) -> Path:
    keys = keyring.file_of(database)
    return keys.with_name(f"{keys.name}.tries")


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Meanwhile no other program looks at the count or changes it: many at once would cost as little as one."""
    try:
        import fcntl

        handle = os.open(database.parent, os.O_RDONLY)
    except (ImportError, OSError):  # where it can't be locked it is counted all the same
        yield
        return
    try:
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:
                break
        yield
    finally:
        os.close(handle)


def wait_of(database: Path, person: str, now: datetime) -> int:
    """Seconds this person has to wait before the next try; 0: none. A clock put back waits anew."""
    count, last = _read(database)["wrong"].get(person, (0, ""))
    if count < FREE:
        return 0
    pause = min(LONGEST, FIRST * 2 ** min(count - FREE, 20))
    gone = (now - _moment(last)).total_seconds()
    return max(0, int(pause - gone + 0.999)) if gone >= 0 else pause


def count(database: Path, person: str, now: datetime) -> None:
    """Count a try, ``alone`` and before it is looked at: a process killed meanwhile has not tried for nothing."""
    found = _read(database)
    before, _ = found["wrong"].get(person, (0, ""))
    found["wrong"][person] = (before + 1, now.isoformat())
    found["untold"] = [*found["untold"][1 - MOST :], (person, now.isoformat())]
    _write(database, found)


def well(database: Path, person: str, now: datetime) -> list[Wrong]:
    """The try of that moment was right: it counts no more, nor do those before; gives what is to be told of others."""
    with alone(database):
        found = _read(database)
        found["wrong"].pop(person, None)
        untold = [(who, at) for who, at in found["untold"] if (who, at) != (person, now.isoformat())]
        _write(database, {**found, "untold": untold})
    return [Wrong(who, _moment(at)) for who, at in untold]


def told(database: Path, wrong: list[Wrong]) -> None:
    """The audit log has these now."""
    with alone(database):
        found = _read(database)
        gone = {(each.person, each.at.isoformat()) for each in wrong}
        _write(database, {**found, "untold": [each for each in found["untold"] if each not in gone]})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _read(database: Path) -> dict[str, Any]:
    """wrong: {name: (how often, when last)}; untold: [(name, when)]. What can't be read counts as nothing."""
    file = file_of(database)
    try:
        if paths.check_ours(file) is not None:
            found = json.loads(file.read_bytes())
            wrong = {str(who): (int(times), _checked(at)) for who, (times, at) in found["wrong"].items()}
            return {"wrong": wrong, "untold": [(str(who), _checked(at)) for who, at in found["untold"]]}
    except (OSError, StoreError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {"wrong": {}, "untold": []}


def _checked(at: str) -> str:
    moment = _moment(at)
    return moment.isoformat() if moment.tzinfo else moment.replace(tzinfo=UTC).isoformat()


def _write(database: Path, found: dict[str, Any]) -> None:
    """Replace the file as a whole; that it can't be written stops nobody from opening their records."""
    from tcm_tui.records.backup import remove_abandoned

    file = file_of(database)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    with suppress(OSError):
        remove_abandoned(keyring.file_of(database).name, file)
    if not found["wrong"] and not found["untold"]:
        with suppress(OSError):
            file.unlink()
        return
    with suppress(OSError, StoreError):
        part.unlink(missing_ok=True)
        paths.make_private(part)
        part.write_text(json.dumps(found), encoding="utf-8")
        part.replace(file)
