"""What a rebalancing is asked: what stays, what is ruled out, who is away, who is new, how many moves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from tcm_tui.desk.errors import DeskError
from tcm_tui.desk.rebalance.weights import Weights
from tcm_tui.desk.scope import Scope


class Stopped(DeskError):
    """Broken off because whoever asked wished so."""


class Away(NamedTuple):
    """A worker to be taken out from a day on; until: the last day away, after which the members come back to them.

    Applying records a leave that has its last day. leaving: they leave for good, which applying records; neither, and
    nothing is said of the worker but that the members go.
    """

    cm: str
    from_day: date
    until: date | None = None
    leaving: bool = False


class NewWorker(NamedTuple):
    """A worker who is not there yet, with the credentials the type needs. site: its id; languages as recorded."""

    label: str
    level: str = "II"
    type: str = "standard"
    site: str | None = None
    area: str | None = None
    languages: tuple[str, ...] = ()


class Ask(NamedTuple):
    """One what-if; all sets hold ids and a changed question is made by ``_replace``.

    pins: members who stay where they are. accepted: (member, worker) who go to that worker. forbid: (member, worker)
    who don't. With the present worker forbidden a member needs another. max_moves: members moved at most, None for
    as many as it takes. weights: None for the agency's settings. extra_moves: members moved at most beyond the
    fewest, to even out the weighted load. scope: only these workers give and take; None for all.
    """

    pins: frozenset[str] = frozenset()
    forbid: frozenset[tuple[str, str]] = frozenset()
    leave: tuple[Away, ...] = ()
    new: tuple[NewWorker, ...] = ()
    max_moves: int | None = None
    weights: Weights | None = None
    extra_moves: int = 0
    scope: Scope | None = None
    accepted: frozenset[tuple[str, str]] = frozenset()
    unpin: frozenset[str] = frozenset()

    def with_pin(self, member: str) -> Ask:
        """The same with a member who stays, or moves again when pinned already."""
        return self._replace(pins=self.pins ^ {member})

    def accepting(self, member: str, to: str) -> Ask:
        """The same with a move agreed to."""
        others = frozenset(pair for pair in self.accepted if pair[0] != member)
        return self._replace(accepted=others | {(member, to)}, forbid=self.forbid - {(member, to)})

    def rejecting(self, member: str, to: str) -> Ask:
        """The same with a move ruled out."""
        return self._replace(forbid=self.forbid | {(member, to)}, accepted=self.accepted - {(member, to)})

    def undecided(self, member: str, to: str) -> Ask:
        """The same with a move neither agreed to nor ruled out."""
        return self._replace(forbid=self.forbid - {(member, to)}, accepted=self.accepted - {(member, to)})


def made(on: date, ask: Ask | None, pins: Collection[str], leave: Collection[str], max_moves: int | None) -> Ask:
    """The question as an Ask, from one or from its commonest parts said by themselves."""
    if ask is None:
        ask = Ask(max_moves=max_moves)
    away = tuple(Away(cm, on) for cm in leave if all(each.cm != cm for each in ask.leave))
    return ask._replace(pins=ask.pins | frozenset(pins), leave=ask.leave + away)
