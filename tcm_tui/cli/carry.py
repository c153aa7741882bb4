"""Carrying out a write: one desk, one verdict, one exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.cli import out

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult


def carry_out(
    said: str,
    job: Callable[[Desk, date], WriteResult],
    db: str | None,
    on: str | None,
    json: bool,
    why: bool,
) -> int:
    """Do the write and tell its verdict; 1 when the rules refuse it or it waits for --override."""
    from tcm_tui.cli.show import writes as show
    from tcm_tui.desk import office

    day = office.today(on)
    with office.at_desk(db) as desk:
        result = job(desk, day)
    if json:
        out.as_json(show.to_json(result))
    lines = show.to_text(result, said, why)
    if result.id is None:
        out.note("\n".join(lines))
        return 1
    if not json:
        out.as_text(lines)
    return 0
