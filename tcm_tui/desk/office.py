"""The desk itself: an open store with the agency's choices, values and calendar at hand.

Everything kept here is read once and again only after some process has written to the database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tcm_tui.desk.errors import WrongUsage
from tcm_tui.records import freshness, keyring
from tcm_tui.records import store as records
from tcm_tui.records.errors import StoreError
from tcm_tui.records.paths import Place
from tcm_tui.records.queries import people
from tcm_tui.rules.calendar import Calendar
from tcm_tui.rules.facts import Policy
from tcm_tui.rules.pack import Packs, load_packs
from tcm_tui.rules.policies import Ahead, Planning, ahead_from, planning_from, policy_from

__all__ = ["Desk", "StoreError", "at_desk", "open_desk", "today"]


written: set[Path] = set()
"""The files whose records this process has changed: what ``keeping.copy_of_the_day`` is for."""


def overlay_folder(database: Place) -> Path | None:
    """An agency's own rule values: ``$TCM_RULES``, else a folder named like the database's file plus ``.rules``."""
    named = os.environ.get("TCM_RULES")
    if not isinstance(database, Path):
        return Path(named) if named else None
    folder = Path(named) if named else database.with_name(database.name + ".rules")
    return folder if named or folder.is_dir() else None


class Desk:
    """One agency's records, open for questions. Not shared between threads; each opens its own."""

    def __init__(self, store: records.Store) -> None:
        self.store = store
        self.packs: Packs = load_packs(overlay_folder(store.path))
        self._seen: int | None = None
        self._version: int | None = None
        self._head: tuple[str] | None = None
        self._changes = 0
        self._reading = 0
        self._kept: dict[str, Any] = {}
        self.waiting: Callable[[float], bool] | None = None
        """Asked by a write, with the seconds so far, while another program writes; False gives up."""

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several questions that see one state of the records; what is kept is dropped when that is a new one."""
        with self.store.snapshot():
            if not self._reading:
                changes = self.data_version()
                if changes != self._seen:
                    self._kept.clear()
                    self._seen = changes
            self._reading += 1
            try:
                yield
            finally:
                self._reading -= 1

    def keep(self, key: str, load: Callable[[], Any]) -> Any:
        """What ``load`` gives, kept until the data changes; ``reading`` notices when it has."""
        if key not in self._kept:
            self._kept[key] = load()
        return self._kept[key]

    def kept(self, key: str) -> bool:
        """Whether ``keep`` has an answer at hand; within ``reading``, which drops outdated ones."""
        return key in self._kept

    def forget(self) -> None:
        """Called after this process has written: data_version only tells of other connections."""
        self._kept.clear()
        if isinstance(self.store.path, Path):
            written.add(self.store.path)

    @property
    def encrypted(self) -> bool:
        """Whether it is an encrypted file that a person's log-in opened."""
        path = self.store.path
        return isinstance(path, Path) and keyring.secret_of(path.absolute()) is not None

    @property
    def settings(self) -> dict[str, str]:
        result: dict[str, str] = self.keep("settings", lambda: dict(self.store.rows(people.SETTINGS, {})))
        return result

    @property
    def agency(self) -> str:
        from tcm_tui.desk import roles

        return " · ".join(each for each in (self.settings.get("agency", ""), roles.part(self)) if each)

    @property
    def policy(self) -> Policy:
        result: Policy = self.keep("policy", lambda: policy_from(self.settings))
        return result

    @property
    def planning(self) -> Planning:
        result: Planning = self.keep("planning", lambda: planning_from(self.settings))
        return result

    @property
    def ahead(self) -> Ahead:
        result: Ahead = self.keep("ahead", lambda: ahead_from(self.settings))
        return result

    @property
    def calendar(self) -> Calendar:
        def load() -> Calendar:
            rows = self.store.rows(people.CLOSURES, {})
            closures = {date.fromisoformat(d): (name or "closed", bool(opened)) for d, name, opened in rows}
            return Calendar(closures, self.policy.juneteenth, self.policy.christmas_side)

        result: Calendar = self.keep("calendar", load)
        return result

    def member_names(self) -> list[tuple[str, str]]:
        """(id, name) of every member, by last name."""

        def load() -> list[tuple[str, str]]:
            return [(key, f"{first} {last}") for key, first, last in self.store.rows(people.MEMBER_NAMES, {})]

        result: list[tuple[str, str]] = self.keep("members", load)
        return result

    def data_version(self) -> int:
        """Changes when somebody else has written a record: the audit log has then a later entry of a change.

        A draft kept while somebody types and a view told to the log leave what is read as it is.
        """
        version = self.store.data_version()
        if version != self._version:
            head = self.store.row(people.RECORDS_HEAD)
            if head is None or head != self._head:
                self._changes += 1
            self._version, self._head = version, head
        return self._changes

    def close(self) -> None:
        self.store.close()


def open_desk(db: str | None = None, create: bool = False, tell: Callable[[str], None] | None = None) -> Desk:
    """Open the agency's database (``--db``, ``$TCM_DB``, or the user's own). Raises StoreError.

    When the rules' figures, the agency's choices or the program have changed since the units were worked out,
    they are worked out anew first, and tell is given a sentence about the wait.
    """
    desk = Desk(records.open_store(db, create=create))
    if _must_be_rebuilt(desk):
        if tell is not None:
            tell("The figures or settings have changed: working out every member’s units anew …")
        from tcm_tui.records import ids, write

        write.rebuild(desk.store, desk.policy, desk.packs, ids.user_name(desk.store.path))
        desk.forget()
    return desk


def _must_be_rebuilt(desk: Desk) -> bool:
    """Whether the units are of other figures. Raises StoreError where the role may not work them out."""
    from tcm_tui.desk import roles

    role = roles.of(desk)
    if role is not None and role.role in roles.WITHOUT_MEMBERS:
        return False  # it sees nothing that follows from them
    stale = freshness.is_stale(desk.store, desk.policy, desk.packs)
    if stale and role is not None:
        desk.close()
        said = "The figures, settings or the program are not those the units were worked out with"
        raise StoreError("unreachable", f"{said}: the database's owner has to open it once with this version of tcm.")
    return stale


WAITING_AFTER = 0.3
"""Seconds until a write that does not come through says that it waits."""


def say_waiting(tell: Callable[[str], None]) -> Callable[[float], bool]:
    """For ``Desk.waiting``: one sentence once a write has waited that long; it goes on waiting."""
    said: list[str] = []

    def waiting(seconds: float) -> bool:
        if seconds >= WAITING_AFTER and not said:
            said.append("Waiting for another program to finish writing … (ctrl+c gives up)")
            tell(said[0])
        return True

    return waiting


@contextmanager
def at_desk(db: str | None = None) -> Iterator[Desk]:
    """A desk for one job, closed after it."""
    desk = open_desk(db, tell=lambda text: print(text, file=sys.stderr))
    desk.waiting = say_waiting(lambda text: print(text, file=sys.stderr))
    try:
        _say_part(desk)
        yield desk
    finally:
        desk.close()


def _say_part(desk: Desk) -> None:
    """Above every answer of a command: that it is of a part of the agency."""
    from tcm_tui.desk import roles

    if roles.part(desk):
        print(f"Seen in the role {(role := roles.of(desk)) and role.role}: {roles.part(desk)}.", file=sys.stderr)


def minute_of(day: date) -> int | None:
    """The minutes of a day that are over, where it is today by the clock; None for any other, which is whole."""
    moment = datetime.now()
    return moment.hour * 60 + moment.minute if moment.date() == day else None


def today(on: str | date | None = None) -> date:
    """The day of every answer: ``--on``, else ``$TCM_TODAY``, else the local date. Raises WrongUsage."""
    if isinstance(on, date):
        return on
    text = on or os.environ.get("TCM_TODAY")
    if not text:
        return date.today()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    where = "--on" if on else "TCM_TODAY"
    if day is None or len(text) != 10:
        raise WrongUsage(f"{where}: “{text}” is no date; write it as YYYY-MM-DD, for example 2026-11-18.")
    if not 1900 <= day.year <= 2100:
        raise WrongUsage(f"{where}: {text} is outside 1900 to 2100; correct the year.")
    return day
