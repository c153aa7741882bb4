"""Several members to other workers in one write: by hand for a leave and the return, or as a plan has them. R31"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tcm_tui.desk import caseload, transfer, writing
from tcm_tui.desk.errors import DeskError, NotOne, Refused, WrongUsage
from tcm_tui.desk.views import WriteResult
from tcm_tui.rules import caseload as rules
from tcm_tui.rules.verdict import Reason

if TYPE_CHECKING:
    from tcm_tui.desk.office import Desk
    from tcm_tui.desk.writing import Job


class Step(NamedTuple):
    """One member from the worker responsible (None: nobody) to another; back: the first day with the former again."""

    member: str
    origin: str | None
    to: str
    back: date | None = None


def hand_over(
    desk: Desk,
    origin: str,
    to: str,
    effective: date,
    on: date,
    *,
    members: Collection[str] | None = None,
    until: date | None = None,
    key: str | None = None,
    override: str | None = None,
) -> WriteResult:
    """Give some or all members of a worker to another from a day on; until: the last day, then they come back.

    One write: each member is looked at as in a transfer, what is refused for one is refused for all, and one undo
    takes it back. Raises NotOne, Refused and WrongUsage.
    """
    if until is not None and until < effective:
        raise WrongUsage(f"The members are to be back before they go: give a day from {effective} on.")
    back = until + timedelta(days=1) if until is not None else None

    def job(frame: Job) -> str:
        theirs = of(frame.desk, origin, effective)
        if not theirs:
            raise Refused(f"{origin} is responsible for nobody on {effective}.")
        strange = sorted(set(members or ()) - set(theirs))
        if strange:
            raise Refused(f"{origin} is not responsible for {', '.join(strange)} on {effective}.")
        chosen = theirs if members is None else [member for member in theirs if member in set(members)]
        carry_out(frame, desk, [Step(member, origin, to, back) for member in chosen], effective)
        frame.plan()
        text = f"{count(len(chosen))} of {origin} with {to} from {effective} " + (f"until {until}" if until else "on")
        frame.objections.say("ok", "R31", text)
        return f"{effective}:{len(chosen)}"

    return writing.write(desk, "handover", job, key=key, override=override)


def of(desk: Desk, cm: str, on: date) -> list[str]:
    """The active members of a worker on a day, by id. Raises NotOne for an unknown worker."""
    if not caseload.staff(desk, cm):
        raise NotOne(f"No case manager has the id “{cm}”.")
    rows = caseload.responsible(desk, on, cm)
    day = on.isoformat()
    return sorted(row[1] for row in rows if rules.status_on(row[4], row[5], row[6], "", day) == "active")


def count(members: int) -> str:
    """``1 member``, ``2 members``."""
    return f"{members} member{'' if members == 1 else 's'}"


def carry_out(frame: Job, desk: Desk, steps: Sequence[Step], effective: date) -> None:
    """Check and store every step within the transaction; what speaks against them is among the objections then.

    The caller lets the write go on, or not, by ``frame.plan()`` afterwards.
    """
    waiting = list(steps)
    while waiting:
        # a worker at the cap has room once another move has made it: first what needs no reason
        refused = [step for step in waiting if not _one(frame, desk, step, effective, "ok")]
        if len(refused) == len(waiting):
            break
        waiting = refused
    for step in waiting:
        _one(frame, desk, step, effective, "refused")


def _one(frame: Job, desk: Desk, step: Step, effective: date, most: str) -> bool:
    """Check and store one step within the transaction, if what speaks against it is at most so grave."""
    inner = frame._replace(desk=writing.inside(frame.uow, desk), objections=writing.Objections())
    found = inner.objections
    try:
        past, old = transfer.look(inner, step.member, step.to, effective, step.back)
        if old != step.origin:
            text = f"{old or 'nobody'} is responsible by now, not {step.origin or 'nobody'}"
            found.say("refused", "R31", f"{text}; ask for the moves again")
    except DeskError as error:
        found.add("refused", Reason("R31", str(error), "agency"))
    if writing.GRAVITY.index(found.verdict) > writing.GRAVITY.index(most):
        return False
    if found.verdict != "refused":
        transfer.carry_out(inner, past, old, step.to, effective, step.back)
        frame.uow.session.flush()
    told = [reason._replace(text=f"{step.member}: {reason.text}") for reason in found.reasons]
    frame.objections.add(found.verdict, *told)
    return True
