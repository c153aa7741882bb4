"""When the program itself fails: a reference and the place, never a name, a value or a traceback."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from tcm_tui import guard

_ROOT = Path(__file__).resolve().parent.parent


def place_of(error: BaseException) -> str:
    """``ui/app.py:120``: the innermost line of ours on the way to the error."""
    place = "outside the program"
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(_ROOT):
            place = f"{path.relative_to(_ROOT).as_posix()}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def report(error: BaseException) -> str:
    """What a person is told and can pass on; nothing of the records is in it."""
    place = place_of(error)
    kind = type(error).__name__
    reference = hashlib.sha256(f"{kind}@{place}".encode()).hexdigest()[:8]
    told = (
        f"The program met a fault of its own and had to stop (reference {reference}: {kind} at {place}).\n"
        "What was saved before is safe. Please pass the reference on; it holds nothing of your records."
    )
    return f"{told}\n{guard.trail(error)}" if debugging() else told


def debugging() -> bool:
    """``$TCM_DEBUG`` asks for the way to the fault as well."""
    return bool(os.environ.get("TCM_DEBUG"))


def sentence(error: Exception) -> str | None:
    """One sentence for an error that is no fault of the program; None for all others."""
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError

    if isinstance(error, DeskError | StoreError):
        return str(error)
    return None
