"""``tcm undo``: the last write taken back, or brought back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from tcm_tui.cli.carry import carry_out
from tcm_tui.cli.marks import Opt
from tcm_tui.cli.options import Db, Json, Key, On, Why

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult


def undo(
    redo: Annotated[bool, Opt("--redo", "Bring back what was taken back last.")] = False,
    key: Key = None,
    db: Db = None,
    on: On = None,
    json: Json = False,
    why: Why = False,
) -> int:
    """Take back your last write; again, the one before it."""
    from tcm_tui.desk import undo as desk_undo

    take = desk_undo.redo_last if redo else desk_undo.undo_last

    def job(desk: Desk, today: date) -> WriteResult:
        return take(desk, today, key=key)

    return carry_out(None, job, db, on, json, why)
