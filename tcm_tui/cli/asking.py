"""Answering a question: the options all questions take, one desk, one answer as text or JSON, one exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from tcm_tui.cli import out
from tcm_tui.cli.options import Db, Json, On, Why

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Answer = dict[str, Any] | Iterable[str]
"""One JSON document where ``Ask.json`` asks for it, else lines of text."""


class Ask:
    """What a question is answered with. json, why: how; code: what the command exits with, 0 unless it is set."""

    def __init__(self, desk: Desk, day: date, json: bool, why: bool) -> None:
        self.desk, self.day, self.json, self.why = desk, day, json, why
        self.code = 0


def asks(job: Callable[..., Answer]) -> Callable[..., int]:
    """Make a command of a function that answers: its parameters after the first, an Ask, and all questions' own."""

    def command(db: Db = None, on: On = None, json: Json = False, why: Why = False, **asked: Any) -> int:
        from tcm_tui.desk import office

        day = office.today(on)
        with office.at_desk(db) as desk:
            ask = Ask(desk, day, json, why)
            answer = job(ask, **asked)
        if isinstance(answer, dict):
            out.as_json(answer)
        else:
            out.as_text(answer)
        return ask.code

    command.__name__, command.__doc__ = job.__name__, job.__doc__
    command.job = job  # type: ignore[attr-defined]  # its parameters are the command's, see marks.parameters
    return command
