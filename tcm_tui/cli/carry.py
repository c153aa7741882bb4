"""Carrying out a write: the options all writes take, one desk, one verdict, one exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tcm_tui.cli import out
from tcm_tui.cli.options import Db, Json, Key, On, Override, Why

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.views import WriteResult


class Write(NamedTuple):
    """What a write is carried out with; ``how`` goes to the desk's job as it is."""

    desk: Desk
    today: date
    how: dict[str, str | None]


def writes(said: str) -> Callable[[Callable[..., WriteResult]], Callable[..., int]]:
    """Make a command of a function that writes: its parameters after the first (a Write) and those of every write.

    said stands before the id of what was stored, in the answer as text.
    """

    def make(job: Callable[..., WriteResult]) -> Callable[..., int]:
        def command(
            key: Key = None,
            override: Override = None,
            db: Db = None,
            on: On = None,
            json: Json = False,
            why: Why = False,
            **asked: Any,
        ) -> int:
            def do(desk: Desk, today: date) -> WriteResult:
                return job(Write(desk, today, {"key": key, "override": override}), **asked)

            return carry_out(said, do, db, on, json, why)

        command.__name__, command.__doc__ = job.__name__, job.__doc__
        command.job = job  # type: ignore[attr-defined]  # its parameters are the command's, see marks.parameters
        return command

    return make


def carry_out(
    said: str | None,
    job: Callable[[Desk, date], WriteResult],
    db: str | None,
    on: str | None,
    json: bool,
    why: bool,
) -> int:
    """Do the write and tell its verdict; 1 when the rules refuse it or it waits for --override.

    said None: the first reason says what was done, or why it was not.
    """
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
