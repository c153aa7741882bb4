"""Who looked at whom, who searched, and what left the database in a file: told to the audit log.

A view is told once in ``AGAIN`` for a person and a member. It is told after the answer, which never waits for it: a
command writes it when its answer is out, the app in a thread of its own, several at once. What leaves the database in a
file is told before the file gets its name; where that can't be done there is no file.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.desk.turns import giving_way
from tcm_tui.records import audit, ids
from tcm_tui.records.audit import Seen
from tcm_tui.records.errors import StoreError
from tcm_tui.records.paths import Place
from tcm_tui.records.queries.disclosure import VIEWED

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

AGAIN = timedelta(minutes=10)
"""A view of the same member by the same person is told once in this time."""
COMMAND_WAIT, FILE_WAIT = 2.0, 30.0
GATHER = 0.7
"""Seconds the app gathers views before it writes them: what is asked meanwhile is not disturbed."""
LEAVING = 3.0
MOST = 10_000


class Head(NamedTuple):
    """The end of the audit log: the number of its last entry and that entry's hash, which vouches for all before."""

    entry: int
    hash: str

    def __str__(self) -> str:
        return f"entry {self.entry}, {self.hash}"


class To(NamedTuple):
    """Who gets a file, what for and with whose consent, as the person said.

    part2: how members under 42 CFR Part 2 are treated, one of ``part2.WAYS``; None: as is usual for such a file.
    """

    recipient: str | None = None
    purpose: str | None = None
    consent: str | None = None
    part2: str | None = None

    def told(self) -> dict[str, str]:
        """What was said of it, for the log."""
        given = {"recipient": self.recipient, "purpose": self.purpose, "consent": self.consent}
        return {name: text.strip() for name, text in given.items() if text and text.strip()}


NOBODY = To()


def viewed(desk: Desk, what: str, member: str | None, searched: bool = False) -> str | None:
    """Tell the log of a command's answer about a member, or, with None, of a search that found nobody or several.

    what: the command. searched: the member was found by a part of the name; the part itself is never told. Gives a
    sentence where the log could not be told, and never raises StoreError.
    """
    moment, who = datetime.now(UTC), ids.user_name(desk.store.path)
    seen = [Seen("search", "members", f"tcm {what}", None, moment)] if searched else []
    try:
        if member is not None:
            asked = {"member": member, "entity": what, "who": who, "since": audit.stamp(moment - AGAIN)}
            if desk.store.row(VIEWED, asked):
                return None
            seen.append(Seen("view", what, "command", member, moment))
        audit.tell(desk.store.path, who, seen, COMMAND_WAIT)
    except StoreError as error:
        return _untold(error)
    return None


def _untold(error: StoreError) -> str:
    return f"The audit log could not be told of this view: {error}"


def left(desk: Desk, what: str, about: Mapping[str, Any], to: To = NOBODY, members: Sequence[str] = ()) -> Head:
    """Tell the log that records leave the database in a file; what: files, report, week, sheets. Raises StoreError.

    members: those of whom it is told one by one, each with who got it, what for and with which consent.
    """
    now = datetime.now(UTC)
    seen = [Seen("export", "export", what, None, now, {**about, **to.told()})]
    seen += [Seen("export", "export", what, member, now, to.told()) for member in members]
    try:
        return Head(*audit.tell(desk.store.path, ids.user_name(desk.store.path), seen, FILE_WAIT, desk.waiting))
    except StoreError as error:
        told = f"No file was written, because the audit log could not be told: {error.sentence}"
        raise StoreError(error.kind, told) from None


def copied(path: Place, file: Path, what: str = "file", wait: float = FILE_WAIT) -> tuple[Head, str | None]:
    """Tell the log of a database that a backup was made of it; gives the head in the backup, and a sentence where
    the log could not be told. what: file or day."""
    head = Head(*audit.head_of(file))
    about = {"file": file.name, "entry": head.entry, "hash": head.hash}
    try:
        audit.tell(path, ids.user_name(path), [Seen("backup", "backup", what, None, datetime.now(UTC), about)], wait)
    except StoreError as error:
        return head, f"The audit log could not be told of the backup: {error}"
    return head, None


def put_back(path: Path, file: Path, kept: Path | None) -> str | None:
    """Tell the log, which is now the backup's, that the records were replaced and how the replaced log ended.

    Gives a sentence where the log could not be told.
    """
    about: dict[str, Any] = {"file": file.name}
    for name, where in (("of", file), ("replaced", kept)):
        with suppress(StoreError):  # what was put aside may be damaged
            if where is not None:
                about[name] = str(Head(*audit.head_of(where)))
    seen = Seen("restore", "backup", "file", None, datetime.now(UTC), about)
    try:
        audit.tell(path, ids.user_name(), [seen], FILE_WAIT)
    except StoreError as error:
        return f"The audit log could not be told of the restore: {error}"
    return None


class Recorder:
    """Tells the log what a person sees in the app, in a thread of its own. ``close`` writes what is left."""

    def __init__(self, path: Place) -> None:
        self._path = path
        self._told: dict[tuple[str, str], float] = {}
        self._waiting: list[Seen] = []
        self._there = threading.Condition()
        self._leaving = False
        self._thread: threading.Thread | None = None
        self._trouble: str | None = None

    def view(self, what: str, member: str) -> None:
        """A member's page or answer is shown."""
        self._add("view", what, "app", member)

    def search(self, what: str) -> None:
        """Members are searched for; what is typed is never told."""
        self._add("search", "members", what, None)

    def trouble(self) -> str | None:
        """A sentence, once, when the log could not be told."""
        told, self._trouble = self._trouble or None, "" if self._trouble else self._trouble
        return told

    def _add(self, action: str, entity: str, key: str, member: str | None) -> None:
        now, of = time.monotonic(), (f"{action} {entity} {key}", member or "")
        if now - self._told.get(of, -AGAIN.total_seconds()) < AGAIN.total_seconds():
            return
        self._told[of] = now
        with self._there:
            if len(self._waiting) < MOST:
                self._waiting.append(Seen(action, entity, key, member, datetime.now(UTC)))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="audit", daemon=True)
                self._thread.start()
            self._there.notify()

    def _work(self) -> None:
        while not self._leaving:
            with self._there:
                self._there.wait_for(lambda: self._waiting or self._leaving)
                self._there.wait_for(lambda: self._leaving, GATHER)
            self._write()

    def _write(self) -> None:
        """Write what has gathered; what can't be written now is tried again with the next."""
        with self._there:
            taken, self._waiting = self._waiting, []
        if not taken:
            return
        try:
            with giving_way():
                audit.tell(self._path, ids.user_name(self._path), taken, FILE_WAIT, self._patient)
        except StoreError as error:
            with self._there:
                self._waiting = taken + self._waiting
            if self._trouble is None and error.kind != "cancelled":
                self._trouble = _untold(error)

    def _patient(self, waited: float) -> bool:
        """Whether to wait on for another writer: not while somebody waits for the app to end."""
        return not self._leaving or waited < LEAVING / 2

    def close(self) -> None:
        """Write what is left, within ``LEAVING`` seconds."""
        with self._there:
            self._leaving = True
            self._there.notify_all()
        if self._thread is not None:
            self._thread.join(LEAVING)
            self._write()
