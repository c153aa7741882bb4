"""What ``tcm rebalance`` is asked, from its options as typed: names to ids, parts around colons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tcm_tui.cli.options import read_date
from tcm_tui.desk import names, scope
from tcm_tui.desk.errors import WrongUsage
from tcm_tui.desk.rebalance import Ask, Away, NewWorker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk

Typed = Sequence[str] | None


def ask(
    desk: Desk,
    first: date,
    pin: Typed,
    accept: Typed,
    forbid: Typed,
    leave: Typed,
    leaving: Typed,
    add: Typed,
    max_moves: int | None,
    extra: int,
    team: tuple[str | None, str | None, str | None],
) -> Ask:
    """The question; first: the day from which a leave without one counts. Raises NotOne and WrongUsage."""
    looked_at = scope.named(desk, *team)
    return Ask(
        pins=frozenset(names.member_id(desk, each) for each in pin or ()),
        accepted=frozenset(_pair(desk, "--accept", each) for each in accept or ()),
        forbid=frozenset(_pair(desk, "--forbid", each) for each in forbid or ()),
        leave=(
            *(_away(desk, each, first) for each in leave or ()),
            *(_leaving(desk, each, first) for each in leaving or ()),
        ),
        new=tuple(_new(desk, each, number) for number, each in enumerate(add or (), 1)),
        max_moves=max_moves,
        extra_moves=extra,
        scope=None if looked_at.all else looked_at,
    )


def _pair(desk: Desk, flag: str, text: str) -> tuple[str, str]:
    member, colon, cm = text.rpartition(":")
    if not (colon and member and cm):
        raise WrongUsage(f"{flag}: “{text}” names no two; write it as MEMBER:CM, for example M1:C2.")
    return names.member_id(desk, member), names.cm_id(desk, cm)


def _away(desk: Desk, text: str, first: date) -> Away:
    cm, *days = text.split(":")
    if not cm or len(days) > 2:
        raise WrongUsage(f"--leave: “{text}” is no leave; write it as CM, CM:FROM or CM:FROM:UNTIL.")
    try:
        found = [read_date(day) if day else None for day in days]
    except ValueError as error:
        raise WrongUsage(f"--leave: {error}") from None
    start, until, *_ = (*found, None, None)
    return Away(names.cm_id(desk, cm), start or first, until)


def _leaving(desk: Desk, text: str, first: date) -> Away:
    cm, colon, on = text.partition(":")
    if not cm or (colon and not on):
        raise WrongUsage(f"--leaving: “{text}” names no one who leaves; write it as CM or CM:FROM.")
    try:
        return Away(names.cm_id(desk, cm), read_date(on) if on else first, leaving=True)
    except ValueError as error:
        raise WrongUsage(f"--leaving: {error}") from None


def _new(desk: Desk, text: str, number: int) -> NewWorker:
    kind, _, site = text.partition(":")
    kind = names.type_of(kind)
    return NewWorker(f"new {kind} {number}", "II", kind, names.site_id(desk, site) if site else None)
