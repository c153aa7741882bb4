"""What a look-up is asked: of which member, under which line, for which proposed service. R2, R7, R31"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk.errors import NotOne, WrongUsage
from tcm_tui.records.queries import facts
from tcm_tui.records.queries import lookup as sql
from tcm_tui.rules import lines
from tcm_tui.rules.facts import Worker

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk


class Asked(NamedTuple):
    """What was asked besides the member: the line as given, and the proposed service in one of its forms.

    line is None (from the worker), ``none`` (no level modifier) or a level modifier.
    start and stop are minutes from midnight of ``on``; a stop before the start is on the next day.
    """

    cm: str | None = None
    line: str | None = None
    contract: str | None = None
    minutes: int | None = None
    units: int | None = None
    start: int | None = None
    stop: int | None = None

    def check(self) -> None:
        """Raises WrongUsage when the parts don't make one proposal."""
        forms = [
            self.minutes is not None,
            self.units is not None,
            self.start is not None or self.stop is not None,
        ]
        if sum(forms) > 1:
            raise WrongUsage("Give one of --minutes, --units, or --start with --stop.")
        if (self.start is None) != (self.stop is None):
            raise WrongUsage("--start and --stop go together: give both, for example --start 09:00 --stop 09:45.")
        if self.start is not None and self.start == self.stop:
            raise WrongUsage("--start and --stop are the same time; a service has to last.")
        for name, figure, most in (("--minutes", self.minutes, 1440), ("--units", self.units, 96)):
            if figure is not None and not 1 <= figure <= most:
                raise WrongUsage(f"{name}: {figure} is out of range; give 1 to {most}.")


PLAIN = Asked()


class Member(NamedTuple):
    """What the look-up knows of a member: identity, and the responsible worker if there is one."""

    id: str
    name: str
    dob: date
    focus: str
    program: str
    exact_from: date | None
    worker: Worker | None


def member(desk: Desk, member_id: str, on: date) -> Member:
    """The member with the worker responsible on the day. Raises NotOne for an unknown id."""
    row = desk.store.row(sql.MEMBER, {"member": member_id, "on": on.isoformat()})
    if row is None:
        raise NotOne(f"No member has the id “{member_id}”.")
    first, last, dob, focus, program, exact, cm, level, kind, contract = row
    worker = Worker(cm, level, kind, contract) if cm is not None else None
    return Member(member_id, f"{first} {last}", date.fromisoformat(dob), focus, program, facts.day(exact), worker)


def _modifiers(desk: Desk) -> set[str]:
    return {row.level_modifier for row in desk.packs.rows() if row.level_modifier}


def _worker(desk: Desk, who: Member, asked: Asked) -> Worker | None:
    if asked.cm is None:
        return who.worker
    row = desk.store.row(sql.WORKER, {"cm": asked.cm})
    if row is None:
        raise NotOne(f"No case manager has the id “{asked.cm}”.")
    return Worker(*row)


def service_line(desk: Desk, who: Member, asked: Asked) -> tuple[Worker | None, str | None, str | None]:
    """Worker, level modifier and contract of the line in question. Raises WrongUsage for unknown words."""
    worker = _worker(desk, who, asked)
    contracts = {row.contract for row in desk.packs.rows()}
    if asked.contract is not None and asked.contract not in contracts:
        raise WrongUsage(f"--contract: “{asked.contract}” is none; contracts are {', '.join(sorted(contracts))}.")
    modifier, contract = lines.service_line(None, asked.contract, worker)
    if asked.line is not None:
        known = _modifiers(desk)
        given = asked.line.upper()
        if given != "NONE" and given not in known:
            raise WrongUsage(f"--line: “{asked.line}” is no level modifier; use {', '.join(sorted(known))} or none.")
        modifier = None if given == "NONE" else given
    return worker, modifier, contract
