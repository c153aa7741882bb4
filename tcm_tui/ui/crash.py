"""Which errors are no fault of the program, and what a person is told of them; faults are told by ``guard.report``."""

from __future__ import annotations


def sentence(error: Exception) -> str | None:
    """One sentence for an error that is no fault of the program; None for all others."""
    from tcm_tui.desk.errors import DeskError
    from tcm_tui.desk.office import StoreError

    if isinstance(error, DeskError | StoreError):
        return str(error)
    return None
