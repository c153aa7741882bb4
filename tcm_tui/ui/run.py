"""Opening the screens. Imports Textual as late as it can, and no garbage collection until they stand."""

from __future__ import annotations

import gc
import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui import guard

if TYPE_CHECKING:
    from tcm_tui.ui.source import Source

DONE, USAGE, NO_DATABASE, FAULT = 0, 2, 3, 70
FRAMES = "240"
"""Paintings a second at most. The framework's 60 let what follows a key wait up to 17 ms for the next; more of them
cost nothing, since nothing here moves by itself. It reads this when it is imported."""
NEWCOMER = "New here? F1 goes through the first five minutes, step by step."
"""Told at a person's first start on this computer."""


def run(db: str | None = None, on: str | date | None = None, area: str = "caseload") -> int:
    """Open the terminal screens on a database; returns the exit code of the contract.

    Without a database the first-start screen asks what to begin with. area: the one shown first.
    """
    gc.disable()
    guard.quiet_framework()
    guard.quiet_logging()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError, today
    from tcm_tui.ui.desksource import open_source

    try:
        day = today(on)
    except DeskError as error:
        print(error, file=sys.stderr)
        return USAGE
    while True:
        try:
            source = open_source(db)
            break
        except StoreError as error:
            if error.kind != "missing":
                print(error, file=sys.stderr)
                return NO_DATABASE
            why = str(error)
        made = _first_start(db, day, why)
        if made is None:
            return DONE
        db = made
    try:
        return show(source, day, area)
    finally:
        source.close()


def _first_start(db: str | None, on: date, why: str) -> str | None:
    """Ask what to begin with; the path of the database made, None when the person left."""
    from tcm_tui.ui.first import FirstApp
    from tcm_tui.ui.firstjobs import jobs_for

    app = FirstApp(jobs_for(db, on), why)
    made = app.run()
    if app.fault:
        print(app.fault, file=sys.stderr)
        raise SystemExit(FAULT)
    if app.return_code:
        raise SystemExit(app.return_code)
    return made


def show(source: Source, on: date, area: str = "caseload") -> int:
    """Run the app over a source until it is left."""
    from tcm_tui.ui.app import TcmApp
    from tcm_tui.ui.keymap import load_keymap
    from tcm_tui.ui.state import last_worker, remember_worker, state_file

    keymap, wrong = load_keymap()
    app = TcmApp(source, on, last_worker(), area, keymap)
    app.notices = wrong
    if not state_file().exists():
        app.notices = [*wrong, NEWCOMER]
        remember_worker(app.shown.cm)
    app.run()
    if app.fault:
        print(app.fault, file=sys.stderr)
        return FAULT
    return app.return_code or DONE
