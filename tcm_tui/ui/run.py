"""Opening the screens. Imports Textual as late as it can, and no garbage collection until they stand."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui import guard

if TYPE_CHECKING:
    from tcm_tui.ui.first import FirstApp
    from tcm_tui.ui.login import LoginApp
    from tcm_tui.ui.source import Source

DONE, REFUSED, USAGE, NO_DATABASE, FAULT = 0, 1, 2, 3, 70
FRAMES = "240"
"""Paintings a second at most. The framework's 60 let what follows a key wait up to 17 ms for the next; more of them
cost nothing, since nothing here moves by itself. It reads this when it is imported."""
NEWCOMER = "New here? F1 goes through the first five minutes, step by step."
"""Told at a person's first start on this computer."""


LOCKED = {
    "idle": "Locked, because nobody was at the keys. What was typed is kept as a draft.",
    "suspended": "Locked, because the machine was suspended. What was typed is kept as a draft.",
    "key changed": "Somebody was taken out of the people, and the records have another key: log in again.",
}


BY_CODE = "In by the recovery code: give somebody a new passphrase with tcm people passphrase NAME --by-code."
UNTRUE = "The key file was changed by something else than tcm: put the one of a backup (FILE.keys) in its place."


class Place(NamedTuple):
    """Where somebody is: ids and days, no name."""

    today: date
    area: str
    on: date | None = None
    cm: str | None = None
    member: str | None = None


def run(db: str | None = None, on: str | date | None = None, area: str = "caseload") -> int:
    """Open the terminal screens on a database; returns the exit code of the contract.

    Without a database the first-start screen asks what to begin with. area: the one shown first.
    """
    gc.disable()
    guard.quiet_framework()
    guard.quiet_logging()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from tcm_tui.ui import ending

    with ending.unechoed():
        try:
            return _run(db, on, area)
        except Exception as error:  # what no app caught: a source that can't be opened or closed
            print(guard.report(error), file=sys.stderr)
            return FAULT


def _run(db: str | None, on: str | date | None, area: str) -> int:
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError, today
    from tcm_tui.ui.desksource import open_source

    try:
        day = today(on)
    except DeskError as error:
        print(error, file=sys.stderr)
        return USAGE
    at, why, told = Place(day, area), "", list[str]()
    while True:
        try:
            source = open_source(db)
        except StoreError as error:
            sealed = getattr(error, "sealed", None)
            if sealed is not None:
                entered = _log_in(sealed, why)
                if entered is None:
                    return DONE
                told = entered
                continue
            if error.kind != "missing":
                print(error, file=sys.stderr)
                return REFUSED if error.kind == "denied" else NO_DATABASE
            made = _first_start(db, day, str(error))
            if made is None:
                return DONE
            db = made
            continue
        try:
            code, at, locked = show(source, at, told)
        finally:
            source.close()
        if not locked:
            return code
        place = source.desk.store.path
        del source  # it holds the records that were read
        why = _lock(place, locked)


def _lock(place: Any, why: str) -> str:
    """Forget the key, and whatever of the records is still in memory; gives why, as a sentence."""
    from tcm_tui.desk import access
    from tcm_tui.ui import ending

    access.lock(place, why)
    ending.let_go()
    gc.unfreeze()
    gc.collect()
    _give_back()
    return LOCKED.get(why, "")


def _give_back() -> None:
    """Write over the small pieces that are free again, a passphrase and a key among them; the system gets the rest.

    Pieces of up to 512 bytes lie in one place with others in use, and keep what was in them.
    """
    over = [bytes(size) for size in range(0, 480, 16) for _ in range(4000)]  # 30 MB for a moment
    del over
    with suppress(Exception):  # another library of C, which does it by itself or not at all
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)


def _log_in(path: Path, why: str) -> list[str] | None:
    """Ask who is there until somebody is in; gives what is to be told then, None when the person left."""
    from tcm_tui.ui.doors import FileDoor
    from tcm_tui.ui.login import LoginApp, Reason

    app = LoginApp(FileDoor(path), Reason(why or "These records are encrypted.", str(path)))
    entered = app.run()
    _end_of(app)
    if entered is None:
        return None
    return [*([BY_CODE] if entered.by_code else []), *([] if entered.whole else [UNTRUE])]


def _end_of(app: FirstApp | LoginApp) -> None:
    """End the program as such an app says."""
    if app.fault:
        print(app.fault, file=sys.stderr)
        raise SystemExit(FAULT)
    if app.return_code:
        raise SystemExit(app.return_code)


def _first_start(db: str | None, on: date, why: str) -> str | None:
    """Ask what to begin with; the path of the database made, None when the person left."""
    from tcm_tui.ui.first import FirstApp
    from tcm_tui.ui.firstjobs import jobs_for

    app = FirstApp(jobs_for(db, on), why)
    made = app.run()
    _end_of(app)
    return made


def show(source: Source, at: Place, told: list[str] | None = None) -> tuple[int, Place, str]:
    """Run the app over a source until it is left: the exit code, where it was, and why it locked itself, if it did."""
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.keymap import load_keymap
    from tcm_tui.ui.state import last_worker, remember_worker, state_file

    keymap, wrong = load_keymap()
    app = TcmApp(source, at.today, at.cm or last_worker(), at.area, keymap)
    app.shown.on, app.shown.member = at.on or at.today, at.member
    app.notices = [*(told or []), *wrong]
    if not state_file().exists():
        app.notices = [*app.notices, NEWCOMER]
        remember_worker(app.shown.cm)
    app.run()
    shown = app.shown
    left = Place(at.today, app.area, shown.on, shown.cm, shown.member)
    if app.fault:
        print(app.fault, file=sys.stderr)
        return FAULT, left, ""
    return app.return_code or DONE, left, "" if app.return_code else app.locked
